"""The way to a renewal as a picture: twelve months, four milestones, and what the record shows of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.running import MILESTONES, place_milestones, place_renewals
from kamkit.method.running.renewals import AHEAD, MISSING, SEEN
from kamkit.show import parts
from kamkit.show.marks import Marks
from kamkit.show.parts import Column, Shown
from kamkit.show.scales import draw_scale, name_rows
from kamkit.show.team.names import account_name
from kamkit.show.words import counted, day, short

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

ROWS_AT_MOST = 30
CONTRACTS_AT_MOST = 14


def show_renewals(tables: Tables, account_id: str, as_of: date) -> Shown:
    """The contracts that end within twelve months, with what should have happened by now and what shows it."""
    renewals = place_renewals(tables, account_id, as_of)
    if renewals.empty:
        return _none(tables, account_id)
    milestones = place_milestones(tables, account_id, as_of)
    shown = renewals.head(CONTRACTS_AT_MOST)
    chart = parts.chart(_picture(shown, milestones, as_of), _message(renewals, milestones), _detail(renewals))
    return parts.stack(chart, _steps(milestones) if account_id else _contracts(renewals, milestones))


def _none(tables: Tables, account_id: str) -> Shown:
    from kamkit.method.worth.own_rows import own_rows

    own = own_rows(tables, account_id)
    if len(own["contracts"]) or own["accounts"]["renewal_on"].notna().any():
        return parts.say("No contract ends within twelve months.")
    what = f"contracts of {account_name(tables, account_id)} with their end" if account_id else "contracts with their end"
    return parts.nothing_yet(what, "The key account manager", "in the form of contracts of this step, with an account")


def _message(renewals: pd.DataFrame, milestones: pd.DataFrame) -> str:
    first = renewals.iloc[0]
    late = milestones.loc[milestones["state"] == MISSING].drop_duplicates(["account_id", "contract_id"])
    ends = f"{first['account']} is the next to renew, on {day(first['ends_on'])}"
    if len(renewals) == 1:
        missing = milestones.loc[milestones["state"] == MISSING, "months"].tolist()
        behind = f"; nothing shows what was due {missing[0]} months before" if missing else "; so far the record shows every step that was due"
        return f"{first['account']}: the contract ends on {day(first['ends_on'])}{behind}"
    return f"{counted(len(renewals), 'contract ends', 'contracts end')} within twelve months and {len(late)} {'is' if len(late) == 1 else 'are'} behind; {ends}"


def _detail(renewals: pd.DataFrame) -> str:
    left = len(renewals) - CONTRACTS_AT_MOST
    return f"The first {CONTRACTS_AT_MOST} to end; {left} more are in the table." if left > 0 else ""


def _picture(renewals: pd.DataFrame, milestones: pd.DataFrame, as_of: date) -> Any:
    from kamkit.show.figures import ALARM, INK, MAIN, PAPER, QUIET, new_figure, plain

    figure, axes = new_figure(height=1.35 + 0.3 * len(renewals))
    marks, today = Marks(), pd.Timestamp(as_of).toordinal()
    row_of = {(row.account_id, row.contract_id): place for place, row in enumerate(renewals.itertuples())}
    for place, row in enumerate(renewals.itertuples()):
        ends = row.ends_on.toordinal()
        start = (row.ends_on - pd.DateOffset(months=12)).toordinal()
        marks.stroke((start, ends), (place, place), QUIET, 2, layer=1)
        axes.text(ends + 8, place, day(row.ends_on), va="center", fontsize=8)
        marks.stroke((ends, ends), (place - 0.3, place + 0.3), INK, 2.5, layer=2)
    for step in milestones.itertuples():
        if (step.account_id, step.contract_id) not in row_of:
            continue
        place = row_of[step.account_id, step.contract_id]
        colour = {SEEN: MAIN, MISSING: ALARM, AHEAD: PAPER}[step.state]
        marks.point(step.by.toordinal(), place, colour, 8, shape="X" if step.state == MISSING else "o", edge=ALARM if step.state == MISSING else MAIN, layer=3)
    marks.stroke((today, today), (-0.75, len(renewals) - 0.4), INK, 1, layer=1, style=":")
    marks.draw(axes)
    axes.text(today, -0.8, f"today, {day(as_of)}", ha="center", va="bottom", fontsize=8)
    first = min((row.ends_on - pd.DateOffset(months=12)).toordinal() for row in renewals.itertuples())
    last = max(renewals["ends_on"]).toordinal()
    axes.set_xlim(min(first, today) - 12, last + (last - first) * 0.14)
    axes.set_ylim(len(renewals) - 0.4, -1.15)
    axes.spines["left"].set_visible(False)
    name_rows(axes, [plain(short(row.account, 26)) for row in renewals.itertuples()], size=9)
    months = pd.date_range(pd.Timestamp.fromordinal(min(first, today)), pd.Timestamp.fromordinal(last), freq="3MS")
    draw_scale(
        axes, "x", [month.toordinal() for month in months], [day(month)[2:] for month in months], label_size=8,
        label="12, 9, 6 and 3 months before the end: dot, the record shows it; cross, it does not; hollow, still ahead",
    )  # fmt: skip
    return figure


def _steps(milestones: pd.DataFrame) -> Shown:
    one = milestones["contract_id"].nunique() == 1
    caption = f"The way to the renewal: {milestones['name'].iloc[0]}" if one else "The way to the renewals"
    columns = [
        *([] if one else [Column("name", "Contract")]), Column("months", "Months before", "count"), Column("by", "By", "date"),
        Column("what", "What should have happened by then"), Column("state", "State"), Column("evidence", "What the record shows"),
    ]  # fmt: skip
    return parts.table(milestones, columns, caption=caption, mark=milestones["state"] == MISSING, limit=ROWS_AT_MOST)


def _contracts(renewals: pd.DataFrame, milestones: pd.DataFrame) -> Shown:
    keys = ["account_id", "contract_id"]
    missing = milestones[milestones["state"] == MISSING].groupby(keys)["months"].agg(lambda found: ", ".join(map(str, found)))
    ahead = milestones[milestones["state"] == AHEAD].groupby(keys)["by"].min()
    told = renewals.join(missing.rename("behind"), on=keys).join(ahead.rename("next_step"), on=keys)
    columns = [
        Column("account", "Account"), Column("name", "Contract"), Column("ends_on", "Ends", "date"),
        Column("notice_on", "Last day of notice", "date"), Column("behind", "Not seen, months before"),
        Column("next_step", "Next milestone", "date"), Column("owner", "Owner"),
    ]  # fmt: skip
    return parts.table(told, columns, caption="Contracts that end within twelve months", mark=told["behind"].notna(), limit=ROWS_AT_MOST)


def show_milestones() -> Shown:
    """What should have happened 12, 9, 6 and 3 months before a contract ends."""
    told = pd.DataFrame({"months": [step.months for step in MILESTONES], "what": [step.what for step in MILESTONES]})
    return parts.table(told, [Column("months", "Months before", "count"), Column("what", "What should have happened")])
