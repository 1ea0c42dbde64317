"""What is in it for the customer: opportunities in its money, and the sentence that says so."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.plan import place_proposition, planned_accounts, rank_benefits
from kamkit.method.worth import reporting_currency
from kamkit.method.worth.own_rows import own_rows
from kamkit.show import parts
from kamkit.show.marks import Marks
from kamkit.show.parts import Column, Shown
from kamkit.show.plan.wording import (
    EVIDENCE,
    MANAGER,
    ROWS_AT_MOST,
    evidence_of,
    missing_here,
    name_and_owner,
    no_plans,
)
from kamkit.show.scales import draw_scale, name_rows
from kamkit.show.words import counted, day, listed, money, short

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kamkit.model.frame import Tables

BARS_AT_MOST = 12
TABLE_AT_MOST = 20


def show_benefits(tables: Tables, account_id: str, as_of: date) -> Shown:
    """The open opportunities in the customer's money, beside price and cost: those worth proposing first."""
    ranked = rank_benefits(tables, account_id, as_of)
    if ranked.empty and account_id:
        return missing_here(tables, account_id, as_of, "an opportunity sized in the money of", 4)
    if ranked.empty:
        return parts.nothing_yet(
            "an opportunity sized in a customer's money", "Each key account manager", "in the form of step 4"
        )
    table = _table(ranked, account_id, reporting_currency(tables))
    sized = ranked[ranked["full"].notna()].head(BARS_AT_MOST)
    message = _message(tables, ranked, account_id, as_of)
    if sized.empty:
        return parts.stack(parts.say(message), table)
    figure = _picture(sized, account_id, reporting_currency(tables))
    return parts.stack(parts.chart(figure, message, _detail(ranked, len(sized))), table)


def show_offers(tables: Tables, account_id: str) -> Shown:
    """The open opportunities as they were entered; an effect of cents keeps its cents."""
    rows = own_rows(tables, account_id)["opportunities"]
    rows = rows[rows["state"] == "open"]
    if rows.empty:
        return parts.nothing_yet("an open opportunity", MANAGER, "in this form")
    names = own_rows(tables, account_id)["accounts"].drop_duplicates("account_id").set_index("account_id")["name"]
    small = rows["effect"].abs().min() < 10
    rows = rows.assign(account=rows["account_id"].map(names), mark=evidence_of(rows["evidence"]))
    columns = [
        Column("name", "Opportunity"), Column("units", "Units a year", "count"),
        Column("effect", "Effect on one", "number", 2 if small else 0), Column("mark", "Evidence"), Column("price", "Price", "money"),
    ]  # fmt: skip
    columns = columns if account_id else [Column("account", "Account"), *columns]
    return parts.table(rows, columns, caption="What we could do, as entered", limit=ROWS_AT_MOST)


def _good(ranked: pd.DataFrame) -> pd.Series:
    return ranked["proposed"].fillna(False).astype(bool)


def _message(tables: Tables, ranked: pd.DataFrame, account_id: str, as_of: date) -> str:
    good = int(_good(ranked).sum())
    unknown = int(ranked["proposed"].isna().sum())
    whose = f" for {name_and_owner(tables, account_id, as_of)[0]}" if account_id else ""
    of_all = f"{good or 'Not one'} of {counted(len(ranked), 'opportunity', 'opportunities')}{whose}"
    rest = f"; for {unknown} a figure is missing" if unknown else ""
    return f"{of_all} {'is' if good <= 1 else 'are'} worth proposing: benefit above price, price above cost{rest}"


def _detail(ranked: pd.DataFrame, drawn: int) -> str:
    left = len(ranked) - drawn
    said = "Bars: worth to them a year after the evidence factor; thin line: before it; upright strokes: price and our cost."
    return f"{said} {left} more in the table." if left > 0 else said


def _picture(rows: pd.DataFrame, account_id: str, currency: str) -> Figure:
    from kamkit.show.figures import INK, MAIN, PAPER, QUIET, SECOND, new_figure, plain

    figure, axes = new_figure(height=1.35 + 0.36 * len(rows))
    marks, places = Marks(), list(range(len(rows)))[::-1]
    for place, row in zip(places, rows.itertuples(), strict=True):
        colour = MAIN if not pd.isna(row.proposed) and row.proposed else QUIET
        marks.stroke((row.benefit, row.full), (place, place), QUIET, 1.2, layer=1)
        marks.stroke((0, row.benefit), (place, place), colour, 7, layer=1)
        fill = {"confirmed": MAIN, "joint": SECOND}.get(str(row.evidence), PAPER)
        marks.point(row.benefit, place, fill, 8, edge=INK, rim=1, layer=4)
        if not pd.isna(row.price):
            marks.stroke((row.price, row.price), (place - 0.38, place + 0.38), SECOND, 3, layer=3)
        if not pd.isna(row.our_cost):
            marks.stroke((row.our_cost, row.our_cost), (place - 0.24, place + 0.24), INK, 1.6, layer=3)
    top = len(rows) - 1
    right = float(rows[["full", "price", "our_cost"]].max().max()) or 1.0
    axes.set_xlim(0, right * 1.06)
    axes.set_ylim(-0.6, top + 1.0)
    marks.draw(axes)
    _say_which(axes, rows.iloc[0], top)
    axes.spines["left"].set_visible(False)
    labels = [short(row.name if account_id else f"{row.account}: {row.name}", 46) for row in rows.itertuples()]
    name_rows(axes, [plain(label) for label in labels][::-1], bold=list(_good(rows))[::-1])
    what = f"{currency} a year, worth to them; thin line: before the evidence factor".strip()
    draw_scale(axes, "x", _ticks(right), names=money, label=what, label_size=8)
    return figure


def _ticks(right: float) -> list[float]:
    """Four to eight round amounts from nothing to ``right``: long figures need room."""
    size = 10.0 ** len(str(int(right))) / 100
    step = next(size * times for times in (0.5, 1, 2, 2.5, 5, 10, 20, 50) if right / (size * times) < 7)
    return [step * number for number in range(int(right / step) + 1)]


def _say_which(axes: Any, first: pd.Series, top: int) -> None:
    """Name the strokes once, at the row on top; the smaller figure is named to the left of its stroke."""
    known = {name: first[field] for name, field in (("our cost", "our_cost"), ("price", "price")) if not pd.isna(first[field])}
    for number, (name, at) in enumerate(sorted(known.items(), key=lambda item: item[1])):
        side = "right" if number == 0 and len(known) > 1 and at > 0 else "left"
        axes.annotate(
            name, (at, top + 0.45), (-2 if side == "right" else 2, 0), textcoords="offset points", fontsize=8, ha=side,
            va="bottom",
        )  # fmt: skip


def _table(ranked: pd.DataFrame, account_id: str, currency: str) -> Shown:
    rows = ranked.assign(mark=evidence_of(ranked["evidence"]), reading=[_reading(row) for _, row in ranked.iterrows()])
    columns = [
        Column("name", "Opportunity"),
        Column("benefit", "Worth to them", "money", help="Units x effect x evidence factor"),
        Column("mark", "Evidence"),
        Column("price", "Price", "money"),
        Column("our_cost", "Our cost", "money"),
        Column("switching_cost", "Changing costs them", "money"),
        Column("first_year", "Left to them, first year", "money"),
        Column("reading", "Worth proposing?"),
    ]
    if not account_id:
        columns.insert(0, Column("account", "Account"))
    unit = f"in {currency}; " if currency else ""
    caption = f"Worth to them: units x effect x evidence, {unit}{', '.join(EVIDENCE.values())}"
    return parts.table(rows, columns, caption=caption, mark=_good(rows), limit=TABLE_AT_MOST)


def _reading(row: pd.Series) -> str:
    because = str(row["because"])
    if pd.isna(row["proposed"]):
        return f"Not known: {because.removeprefix('unknown: ')}"
    if not row["proposed"]:
        assumed = row["full"] > row["price"] >= row["benefit"] and row["evidence"] != "confirmed"
        return f"No: {because}, as long as it is not confirmed" if assumed else f"No: {because}"
    return f"Yes, from {day(row['can_supply_from'])}"


def show_proposition(tables: Tables, account_id: str, as_of: date) -> Shown:
    """The value proposition as written, beside the draft the record gives; without an account, whose is written."""
    if not account_id:
        return _all_propositions(tables, as_of)
    found = place_proposition(tables, account_id, as_of)
    name, owner = name_and_owner(tables, account_id, as_of)
    draft = parts.say(f"From the record: {found.draft}") if found.draft else parts.say(
        f"The record gives no sentence for {name} yet; it lacks {found.missing}."
    )  # fmt: skip
    if not found.sentence:
        where = "in this form; the draft is a beginning" if found.draft else "in this form"
        return parts.stack(draft, parts.nothing_yet(f"a value proposition in your own words for {name}", owner, where))
    sure = EVIDENCE.get(found.evidence, EVIDENCE["assumed"])
    on = f", {day(found.known_on)}" if found.known_on else ""
    return parts.stack(parts.say(f"{found.sentence} ({sure}{on})"), draft)


def _all_propositions(tables: Tables, as_of: date) -> Shown:
    accounts = planned_accounts(tables, "", as_of)
    if not accounts:
        return no_plans()
    written = tables["propositions"]
    names = tables["accounts"].drop_duplicates("account_id").set_index("account_id")["name"]
    if written.empty:
        return parts.nothing_yet("a value proposition of any account", "Each key account manager", "in this workbook, with an account")
    rows = written.assign(
        account=written["account_id"].map(names).fillna(written["account_id"]), mark=evidence_of(written["evidence"])
    )
    without = [str(names[account]) for account in accounts if account not in set(written["account_id"])]
    said = f"{len(rows)} of {counted(len(accounts), 'account')} {'has' if len(rows) == 1 else 'have'} a value proposition in words."
    if without:
        more = f" and {len(without) - 3} more" if len(without) > 3 else ""
        said += f" Without one: {', '.join(without[:3]) + more if more else listed(without)}."
    columns = [Column("account", "Account"), Column("sentence", "What is in it for them"), Column("mark", "Evidence")]
    return parts.stack(parts.say(said), parts.table(rows, columns, limit=ROWS_AT_MOST))
