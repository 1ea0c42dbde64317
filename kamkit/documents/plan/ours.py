"""The sections of the page for ourselves: how the account is, what it wants, what we want, who does what by when."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from kamkit.documents.plan.charts import chart_benefits, chart_due
from kamkit.documents.plan.parts import Block, Section, say, tabulate
from kamkit.documents.plan.view import View, on_day, on_days
from kamkit.method.plan import place_objectives, review_backing
from kamkit.method.plan.one_page import GOALS_AT_MOST, MINUTES, OBJECTIVES_AT_MOST
from kamkit.method.planning import place_measures
from kamkit.method.planning.checks import OPEN_AT_MOST
from kamkit.show.parts import Column
from kamkit.show.plan.condition import quality_of
from kamkit.show.plan.wording import HEALTH, evidence_of
from kamkit.show.words import counted, day, money

_SIDES = {"customer": "The customer", "ours": "Our side"}


def where_we_stand(view: View) -> Section:
    """Health of the account and quality of its data: two figures, never one."""
    page, row = view.page, view.page.health
    quality = "? Not known" if not page.quality["facts"] else f"{page.quality['share']:.0f} %"
    frame = pd.DataFrame(
        {
            "what": ["Health of the account", "Quality of its data"],
            "is": [HEALTH[row["health"]], quality],
            "why": [row["says"], quality_of(page.quality).partition(", ")[2]],
        }
    )
    columns = [(Column("what", "What"), 2.2), (Column("is", "As it stands"), 1.6), (Column("why", "Because"), 6.0)]
    return Section("Where we stand", (tabulate("", frame, columns),), "workbook 07, step 1")


def what_they_want(view: View) -> Section:
    """The customer's goals, who forces them, and how we help."""
    goals, where = view.page.goals, "workbook 07, step 2"
    if goals.empty:
        return Section("What the customer wants", (view.missing("goals of", where),), where)
    goals = goals.assign(mark=evidence_of(goals["evidence"]), forced_by=goals["forced_by"].fillna("nobody has said"))
    columns = [
        (Column("goal", "Goal"), 3.9), (Column("forced_by", "Comes from"), 1.6), (Column("our_help", "How we help"), 3.9),
        (Column("mark", "Evidence"), 1.7),
    ]  # fmt: skip
    return Section("What the customer wants", (tabulate("", goals, columns, on_page=GOALS_AT_MOST),), where)


def what_is_in_it(view: View) -> Section:
    """The value proposition, and the opportunities in the customer's money."""
    page, where = view.page, "workbook 07, step 4"
    blocks: list[Block] = []
    if page.proposition.current:
        drafted = "" if page.proposition.sentence else "Drafted from the record: "
        blocks.append(say(f"{drafted}{page.proposition.current}", lead=True))
    rows = page.opportunities
    if rows.empty:
        blocks.append(view.missing("an opportunity sized in the money of", where))
        return Section("What is in it for them", tuple(blocks), where)
    worth = rows["proposed"].fillna(False).astype(bool)
    rows = rows.assign(mark=evidence_of(rows["evidence"]), reading=[_reading(row) for _, row in rows.iterrows()])
    columns = [
        (Column("name", "Opportunity"), 3.4), (Column("benefit", view.a_year("Worth to them"), "money"), 1.6),
        (Column("mark", "Evidence"), 1.8), (Column("price", view.a_year("Price"), "money"), 1.5),
        (Column("our_cost", view.a_year("Our cost"), "money"), 1.5), (Column("reading", "Worth proposing?"), 2.6),
    ]  # fmt: skip
    blocks.append(tabulate("", rows, columns, marked=worth, on_page=OBJECTIVES_AT_MOST))
    blocks += chart_benefits(view, rows)
    return Section("What is in it for them", tuple(blocks), where)


def _reading(row: pd.Series) -> str:
    because = str(row["because"])
    if pd.isna(row["proposed"]):
        return f"Not known: {because.removeprefix('unknown: ')}"
    return f"Yes, from {day(row['can_supply_from'])}" if row["proposed"] else f"No: {because}"


def what_we_want(view: View) -> Section:
    """Our objectives in money with a date, how we tell, and what stands behind them."""
    where = "workbook 07, step 3"
    rows = view.page.objectives
    if rows.empty:
        return Section("What we want", (view.missing("an objective in money with a date for", where),), where)
    rows = rows.assign(by=on_days(rows["due"]), told=[_measured(row) for _, row in rows.iterrows()])
    columns = [
        (Column("kind", "Kind"), 1.4), (Column("statement", "Objective"), 3.5),
        (Column("amount", view.a_year("Money"), "money"), 1.5), (Column("by", "By"), 1.6),
        (Column("told", "How we tell"), 2.4), (Column("strategy", "How we get there"), 3.0),
    ]  # fmt: skip
    table = tabulate("", rows, columns, marked=rows["overdue"], on_page=OBJECTIVES_AT_MOST)
    closed = place_objectives(view.tables, view.account_id, view.as_of)
    gone = int((closed["state"] != "open").sum())
    behind = _backing(view)
    said = [f"{counted(gone, 'objective is', 'objectives are')} closed and not listed."] if gone else []
    sentences = [*behind, *said]
    return Section("What we want", (table, *([say(*sentences)] if sentences else [])), where)


def _measured(row: pd.Series) -> str:
    if pd.isna(row["measure"]):
        return "no measure named"
    unit = "" if pd.isna(row["unit"]) else f" {row['unit']}"
    now = "not read yet" if pd.isna(row["now"]) else f"{row['now']:g}{unit} now"
    return f"{row['measure']}: {now}" + ("" if pd.isna(row["target"]) else f", {row['target']:g}{unit} wanted")


def _backing(view: View) -> list[str]:
    row = review_backing(view.tables, view.account_id, view.as_of).iloc[0]
    said = []
    if row["growth"] > 0:
        behind = "no opportunity with a contribution stands behind it yet"
        if not pd.isna(row["if_all_won"]):
            behind = f"the open opportunities would bring {money(row['if_all_won'], view.currency)} if all were won"
        said.append(f"Growth of {money(row['growth'], view.currency)} a year: {behind}.")
    if row["retention"] > 0 and not pd.isna(row["contribution"]):
        now = money(row["contribution"], view.currency)
        said.append(
            f"Retention of {money(row['retention'], view.currency)} a year: {row['contribution_is']} of the last twelve months was {now}."
        )
    return said


def who_does_what(view: View) -> Section:
    """The open actions by day, with what success means and when they are looked at."""
    where = "workbook 08"
    rows = view.page.actions
    if rows.empty:
        return Section("Who does what by when", (view.missing("open actions for", where),), where)
    measured = place_measures(view.tables, view.account_id, view.as_of).drop_duplicates("action_id").set_index("action_id")
    own = view.scope.tables["actions"].drop_duplicates("action_id").set_index("action_id")
    success = measured["success"].where(measured["success"] != "", measured["measure"])
    overdue = rows["overdue"].map({True: "overdue", False: ""})
    rows = rows.assign(
        by=[f"{on_day(due)}, {late}".strip(", ") for due, late in zip(rows["due"], overdue, strict=True)],
        success=rows["action_id"].map(success), review=on_days(rows["action_id"].map(own["review_on"])),
    )  # fmt: skip
    columns = [
        (Column("what", "Action"), 4.0), (Column("by", "By"), 1.6), (Column("responsible", "Who does it"), 1.7),
        (Column("accountable", "Who answers for it"), 1.7), (Column("success", "Success means"), 2.6),
        (Column("review", "Looked at"), 1.6), (Column("state", "State"), 1.5),
    ]  # fmt: skip
    table = tabulate("", rows, columns, marked=rows["overdue"], on_page=OPEN_AT_MOST)
    return Section("Who does what by when", (table, *chart_due(view, rows)), where)


def what_could_go_wrong(view: View) -> Section:
    """The open risks: what we would see first, and what we do then."""
    where = "workbook 08, step 5"
    rows = view.scope.rows("risks")
    rows = rows[~(rows["closed_on"] <= view.scope.day)]
    rows = rows.sort_values(["triggered_on", "risk_id"], na_position="last", kind="stable")
    if rows.empty:
        return Section("What could go wrong", (view.missing("a risk, and what would show it, for", where),), where)
    seen = rows["triggered_on"] <= view.scope.day
    rows = rows.assign(
        first=[_trigger(row, was) for row, was in zip(rows.itertuples(), seen, strict=True)], owner=view.named(rows["owner_id"])
    )
    columns = [
        (Column("what", "Risk"), 3.0), (Column("first", "What we would see first"), 3.0),
        (Column("response", "What we do then"), 3.4), (Column("owner", "Who watches"), 1.7),
    ]  # fmt: skip
    return Section("What could go wrong", (tabulate("", rows, columns, marked=seen, on_page=OBJECTIVES_AT_MOST),), where)


def _trigger(row: object, seen: bool) -> str:
    trigger, on = getattr(row, "trigger", None), getattr(row, "triggered_on", None)
    text = "nobody has said" if pd.isna(trigger) else str(trigger)
    return f"{text} (seen {day(on)})" if seen else text


def who_agreed(view: View) -> Section:
    """Who has agreed to the plan, on either side, and how long a review of it takes."""
    page, rows = view.page, view.page.agreement
    rows = rows.assign(side=rows["side"].map(_SIDES), on=on_days(rows["agreed_on"]), state=rows["state"].str.capitalize())
    columns = [
        (Column("side", "Side"), 1.9), (Column("state", "State"), 2.2), (Column("on", "On"), 1.4),
        (Column("agreed_by", "Who"), 2.6), (Column("reasons", "In their words"), 4.0),
    ]  # fmt: skip
    counts = f"{counted(len(page.objectives), 'objective')}, {counted(len(page.actions), 'open action')}"
    said = f"A review of this plan takes about {page.minutes} of {MINUTES} minutes ({counts})."
    blocks = (tabulate("", rows, columns, marked=rows["state"] != "Agreed"), say(said))
    return Section("Who has agreed", blocks, "workbook 07, step 5")


PAGE = (where_we_stand, what_they_want, what_is_in_it, what_we_want, who_does_what, what_could_go_wrong, who_agreed)


def sections_of_page(view: View) -> Iterator[Section]:
    """The sections of the page, in their order."""
    for section in PAGE:
        yield section(view)
