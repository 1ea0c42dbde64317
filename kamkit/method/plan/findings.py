"""What is wrong with a plan, or with the plans of all accounts, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from kamkit.method.finding import Finding, worst_first
from kamkit.method.plan.findings_of_all import LOW_QUALITY, review_all_plans
from kamkit.method.plan.goals import review_forces
from kamkit.method.plan.objectives import review_backing
from kamkit.method.plan.one_page import OnePage, check_page, place_page
from kamkit.method.plan.sources import place_sources
from kamkit.method.planning.scope import Scope, day, quoted, scope_of
from kamkit.method.worth.contribution import CONTRIBUTION

if TYPE_CHECKING:
    from kamkit.model.frame import Tables


def review_account_plan(tables: Tables, account_id: str, as_of: date) -> tuple[Finding, ...]:
    """What does not fit or does not hold in the plan of an account ("": in the plans of all), worst first.

    Looks at the page (three objectives, ten open actions, an hour), the objective (in money, with a date, not past
    it), what stands behind it, who forces the customer's goals, whether an opportunity is worth proposing, who has
    agreed, how old the sources are, health and data quality. MethodError as ``place_page``.
    """
    if not account_id:
        return worst_first(review_all_plans(tables, as_of))
    scope = scope_of(tables, account_id, as_of)
    page = place_page(tables, scope.account_id, as_of)
    if page.is_empty:
        says = f"{page.name} has no plan yet: no goal of the customer, no objective, no opportunity, no action."
        return (Finding("unknown", says, "Begin with one objective: growth or retention, in money, with a date."),)
    found = [
        *_health(page), *_objectives(page), *_backing(scope), *_forces(scope), *_benefits(page, scope), *_agreement(page),
        *_sources(scope), *check_page(page),
    ]  # fmt: skip
    if not found:
        found = [Finding("fine", "The plan fits on a page, and nothing in it contradicts the record.")]
    return worst_first(found)


def _health(page: OnePage) -> Iterator[Finding]:
    if page.health["health"] == "danger":
        do = "Put the answer to this first on the page; an account in danger needs no growth objective this quarter."
        yield Finding("danger", f"{page.name} is in danger. {page.health['says']}", do)
    share = page.quality["share"]
    if share == share and share < LOW_QUALITY:
        sound, facts = page.quality["sound"], page.quality["facts"]
        yield Finding(
            "careful",
            f"{sound} of {facts} facts of this plan are confirmed and less than twelve months old ({share:.0f} %).",
            "Ask the customer about the oldest facts that a decision rests on; leave the others.",
        )


def _objectives(page: OnePage) -> Iterator[Finding]:
    rows = page.objectives
    if rows.empty:
        yield Finding(
            "danger", f"{page.name} has no open objective: a relationship for its own sake.",
            "Write one: growth or retention, in money, with a date.",
        )  # fmt: skip
    for row in rows[rows["missing"] != ""].itertuples():
        yield Finding("careful", f"{quoted(row.statement, 60)} has no {row.missing}.", f"Add the {row.missing}.")
    for row in rows[rows["overdue"].astype(bool)].itertuples():
        yield Finding(
            "danger", f"{quoted(row.statement, 60)} was to be reached by {day(row.due)} and is still open.",
            "Say whether it was reached or missed; then write the next one.",
        )  # fmt: skip


def _backing(scope: Scope) -> Iterator[Finding]:
    row = review_backing(scope.whole, scope.account_id, scope.as_of).iloc[0]
    growth, all_won, keep = row["growth"], row["if_all_won"], row["retention"]
    if growth > 0 and not all_won >= growth:
        behind = "no opportunity with a contribution above zero stands behind it"
        if all_won == all_won:
            behind = f"its open opportunities would bring {scope.money(all_won)} if all of them were won"
        unsized = int(row["unsized"])
        rest = f"; {unsized} more {'is' if unsized == 1 else 'are'} not sized" if unsized else ""
        yield Finding(
            "careful", f"Growth of {scope.money(growth)} a year is the objective; {behind}{rest}.",
            "Find another opportunity, or lower the objective to what can be explained.",
        )  # fmt: skip
    if keep > 0 and row["contribution"] < keep and row["contribution_is"] == CONTRIBUTION:
        yield Finding(
            "careful",
            f"{scope.money(keep)} a year are to be kept, but the account brought {scope.money(row['contribution'])} "
            "after cost to serve in the last twelve months: the difference has to be won, not kept.",
            "Split it into what is kept and what has to be won, such as better terms.",
        )


def _forces(scope: Scope) -> Iterator[Finding]:
    row = review_forces(scope.whole, scope.account_id, scope.as_of).iloc[0]
    if not row["goals"]:
        yield Finding(
            "careful", "No goal of the customer is written down: this is the seller's plan, not the customer's.",
            "Ask what they have to reach in the next two years, and who makes them.",
        )  # fmt: skip
    elif row["missing"]:
        yield Finding(
            "careful", f"No goal comes from {row['missing']}: nobody has looked at what will be forced on them.",
            "Ask what their customers will demand next year, and what their competitors do already.",
        )  # fmt: skip
    if row["without_help"]:
        count = row["without_help"]
        yield Finding(
            "careful", f"{count} of {row['goals']} goals {'has' if count == 1 else 'have'} no help of ours beside it.",
            "Say how we help, or that we cannot.",
        )  # fmt: skip


def _benefits(page: OnePage, scope: Scope) -> Iterator[Finding]:
    rows = page.opportunities
    good = rows["proposed"].fillna(False).astype(bool)
    if rows.empty:
        yield Finding(
            "careful", "No opportunity is sized in the customer's money: what is in it for them is not said.",
            "Take one thing we could do, and ask how many units a year it touches and what one is worth to them.",
        )  # fmt: skip
        return
    if not good.any():
        yield Finding(
            "careful", f"Not one of {len(rows)} opportunities is worth proposing. {quoted(rows['name'].iloc[0], 60)}: "
            f"{rows['because'].iloc[0]}.",
            "Ask for the figure that is missing, or look for another opportunity.",
        )  # fmt: skip
    for row in rows[rows["contribution"] < 0].itertuples():
        yield Finding(
            "careful",
            f"{quoted(row.name, 60)} would cost us {scope.money(-row.contribution)} a year: {row.because}.",
            "Before it is offered, find the cause that makes it tempting, and what removing that is worth to them.",
        )
    for row in rows[good & (rows["evidence"] == "assumed")].head(2).itertuples():
        yield Finding(
            "careful", f"{quoted(row.name, 60)} is worth proposing, but its benefit is only our own estimate.",
            "Work it out with somebody there who knows the figures, before the price is named.",
        )  # fmt: skip


def _agreement(page: OnePage) -> Iterator[Finding]:
    who = {"customer": f"Nobody at {page.name}", "ours": "Nobody of ours"}
    for row in page.agreement[page.agreement["state"] != "agreed"].itertuples():
        if row.state == "not yet":
            says = f"{who[str(row.side)]} has agreed to this plan."
        else:
            side = "The customer" if row.side == "customer" else "Our side"
            says = f"{side} {row.state}, on {day(row.agreed_on)}."
        do = "Show them the page, ask what they would change, and record who agreed and when."
        yield Finding("careful" if row.side == "customer" else "unknown", says, do)


def _sources(scope: Scope) -> Iterator[Finding]:
    rows = place_sources(scope.whole, scope.account_id, scope.as_of)
    stale = rows[rows["stale"].fillna(False).astype(bool)]
    if len(stale):
        row = stale.iloc[0]
        more = f", and {len(stale) - 1} more" if len(stale) > 1 else ""
        yield Finding(
            "careful",
            f"{quoted(row['what'], 60)} is {row['age']:.0f} months old and good for {row['months_valid']:.0f}{more}.",
            f"Ask {row['keeper'] if row['keeper'] == row['keeper'] else 'somebody'} to refresh it before anybody decides on it.",
        )
    if rows.empty:
        yield Finding("unknown", "No data source is written down.", "List what the plan rests on, and who keeps it.")
