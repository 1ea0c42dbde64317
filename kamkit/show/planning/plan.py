"""What the gaps ask for, what is planned, when it falls due and who carries it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.planning import RULES, place_actions, rank_load, review_danger, review_plan
from kamkit.method.rows import rows_where
from kamkit.method.worth.own_rows import own_rows
from kamkit.show import parts
from kamkit.show.marks import Marks
from kamkit.show.parts import Column, Shown
from kamkit.show.scales import draw_scale, name_rows
from kamkit.show.words import counted, day, short

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

ROWS_AT_MOST = 30
BARS_AT_MOST = 16
_WHO = "The key account manager"
_WHERE = "accept a proposal or add a row in step 2"


def show_proposals(tables: Tables, account_id: str, proposals: pd.DataFrame) -> Shown:
    """The ``proposals`` of ``propose_actions``, each with the evidence it rests on, the most urgent first."""
    if proposals.empty:
        return parts.say(
            f"No gap without an action: none of the {len(RULES)} rules finds anything that was entered and not answered.",
            "That is as good as what was entered; an account nobody has asked about has no gaps either.",
        )
    people = tables["team_members"].drop_duplicates("member_id").set_index("member_id")["name"]
    proposals = proposals.assign(who=proposals["responsible_id"].map(people).fillna(proposals["responsible_id"]))
    columns = [
        Column("what", "Proposed action"),
        Column("evidence", "Because"),
        Column("due", "By", "date"),
        Column("who", "Who could do it"),
    ]
    if not account_id:
        proposals["account"] = _account_names(tables, proposals["account_id"])
        columns.insert(0, Column("account", "Account"))
    count = counted(len(proposals), "gap that no open action answers", "gaps that no open action answers")
    return parts.table(proposals, columns, caption=f"Proposed: {count}", limit=ROWS_AT_MOST)


def show_rules() -> Shown:
    """The rules behind the proposals, in the order of urgency."""
    rules = pd.DataFrame({"rule": RULES.keys(), "what": RULES.values()})
    return parts.table(
        rules, [Column("rule", "Rule"), Column("what", "What it sees and proposes")], caption="The rules"
    )


def show_plan(tables: Tables, account_id: str, as_of: date) -> Shown:
    """The open actions in the order in which they fall due; those overdue are marked."""
    placed = place_actions(tables, account_id, as_of)
    if placed.empty:
        return no_actions(tables, account_id)
    columns = [
        Column("what", "What"),
        Column("due", "By", "date"),
        Column("responsible", "Responsible"),
        Column("accountable", "Accountable"),
        Column("state", "State"),
    ]
    if not account_id:
        columns.insert(0, Column("account", "Account"))
    return parts.table(
        placed, columns, caption="Open actions, by day; overdue ones marked", mark=placed["overdue"], limit=ROWS_AT_MOST
    )


def show_calendar(tables: Tables, account_id: str, as_of: date) -> Shown:
    """When the open actions fall due: overdue ones filled dark, the others by their day, the first sixteen."""
    placed = place_actions(tables, account_id, as_of)
    if placed.empty:
        return no_actions(tables, account_id)
    message = _calendar_message(placed)
    dated = placed[placed["due"].notna()]
    if dated.empty:
        return parts.say(message)
    return parts.chart(_calendar(dated.head(BARS_AT_MOST), account_id, as_of), message, _calendar_detail(dated))


def show_load(tables: Tables, account_id: str, as_of: date) -> Shown:
    """Who carries how much of the plan, most overdue first."""
    load = rank_load(place_actions(tables, account_id, as_of))
    if load.empty:
        return no_actions(tables, account_id)
    columns = [
        Column("responsible", "Responsible"),
        Column("actions", "Open actions", "count"),
        Column("accounts", "Accounts", "count"),
        Column("overdue", "Overdue", "count"),
        Column("without_day", "Without a day", "count"),
        Column("next_due", "Next due", "date"),
    ]
    return parts.table(load, columns, caption="Who carries the plan", mark=load["overdue"] > 0, limit=ROWS_AT_MOST)


def show_plan_check(tables: Tables, account_id: str, as_of: date) -> Shown:
    """Whether the account is in danger, what is late, and what cannot be carried out as written, worst first."""
    found = (*review_danger(tables, account_id, as_of), *review_plan(tables, account_id, as_of))
    return parts.show_findings(found, nothing="Nothing to check: no account has an open action.")


def no_actions(tables: Tables, account_id: str) -> Shown:
    """What stands where an account, or nobody, has an open action."""
    if not account_id:
        return parts.nothing_yet("open actions of any account", "Each key account manager", _WHERE)
    accounts = own_rows(tables, account_id)["accounts"]
    name = _account_names(tables, pd.Series([account_id])).iloc[0]
    owner = accounts.loc[accounts["account_id"] == account_id, "owner_id"].dropna()
    people = tables["team_members"].drop_duplicates("member_id").set_index("member_id")["name"]
    who = str(people.get(owner.iloc[0], owner.iloc[0])) if len(owner) else _WHO
    return parts.nothing_yet(f"open actions for {name}", who, _WHERE)


def _account_names(tables: Tables, ids: pd.Series) -> pd.Series:
    names = rows_where(tables, "accounts", "account_id", tuple(ids.unique())).drop_duplicates("account_id").set_index("account_id")["name"]
    return ids.map(names).fillna(ids)


def _calendar_message(placed: pd.DataFrame) -> str:
    overdue, undated = int(placed["overdue"].sum()), int(placed["due"].isna().sum())
    ahead = placed.loc[~placed["overdue"], "due"].min()
    of_all = f"{overdue} of {counted(len(placed), 'open action')}" if overdue else "No open action"
    sentences = [f"{of_all} {'is' if overdue <= 1 else 'are'} overdue"]
    if undated:
        sentences.append(f"{undated} {'has' if undated == 1 else 'have'} no day")
    if not pd.isna(ahead):
        sentences.append(f"the next falls due on {day(ahead)}")
    return f"{'; '.join(sentences)}."


def _calendar_detail(dated: pd.DataFrame) -> str:
    left = len(dated) - BARS_AT_MOST
    return f"The first {BARS_AT_MOST} by day; {left} later ones are in the table." if left > 0 else ""


def _calendar(dated: pd.DataFrame, account_id: str, as_of: date) -> Any:
    from kamkit.show.figures import ALARM, INK, MAIN, QUIET, new_figure, plain

    figure, axes = new_figure(height=1.0 + 0.27 * len(dated))
    today, marks = as_of.toordinal(), Marks()
    places = list(range(len(dated)))[::-1]
    for place, row in zip(places, dated.itertuples(), strict=True):
        colour, due = ALARM if row.overdue else MAIN, row.due.toordinal()
        marks.stroke((today, due), (place, place), colour if row.overdue else QUIET, 2, layer=1)
        marks.point(due, place, colour, 7, shape="X" if row.overdue else "o", layer=2)
        side = -1 if row.overdue else 1
        axes.annotate(
            day(row.due)[:-5], (due, place), (7 * side, 0), textcoords="offset points", fontsize=8,
            ha="right" if row.overdue else "left", va="center",
        )  # fmt: skip
    labels = [short(plain(row.what if account_id else f"{row.account}: {row.what}"), 46) for row in dated.itertuples()]
    top = len(dated) - 0.4
    marks.stroke((today, today), (-0.7, top), INK, 1)
    marks.draw(axes)
    axes.annotate(day(as_of), (today, top), fontsize=8, ha="center", va="bottom", annotation_clip=False)
    axes.set_ylim(-0.7, top + 0.3)
    axes.spines["left"].set_visible(False)
    name_rows(axes, labels[::-1], size=9)
    _date_axis(axes, [pd.Timestamp(as_of), *dated["due"]])
    return figure


def _date_axis(axes: Any, days: list[pd.Timestamp]) -> None:
    first, last = min(days), max(days)
    margin = max((last - first) * 0.14, pd.Timedelta(days=3))
    axes.set_xlim((first - margin).toordinal(), (last + margin).toordinal())
    months = pd.date_range(first.to_period("M").start_time, last + margin, freq="MS")
    step = max(1, len(months) // 7 + 1)
    ticks = [month for month in months if month >= first - margin][::step]
    draw_scale(axes, "x", [month.toordinal() for month in ticks], [day(month)[2:] for month in ticks])
