"""The plan on one page; without an account, the plans side by side."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamkit.method.plan import (
    OnePage,
    check_page,
    estimate_data_quality,
    estimate_health,
    place_objectives,
    place_page,
    planned_accounts,
    rank_benefits,
    review_agreement,
    review_backing,
    sum_objectives,
)
from kamkit.method.plan.health import WORST_FIRST
from kamkit.method.plan.objectives import KINDS
from kamkit.method.plan.one_page import GOALS_AT_MOST, MINUTES, OBJECTIVES_AT_MOST
from kamkit.method.planning.checks import OPEN_AT_MOST
from kamkit.method.worth import reporting_currency
from kamkit.show import parts, words
from kamkit.show.parts import Column, Shown
from kamkit.show.plan.condition import quality_of
from kamkit.show.plan.objectives import show_sums
from kamkit.show.plan.wording import HEALTH, ROWS_AT_MOST, evidence_of, missing_here, no_plans, on_day
from kamkit.show.words import counted

if TYPE_CHECKING:
    from kamkit.model.frame import Tables


def show_page(tables: Tables, account_id: str, as_of: date) -> Shown:
    """One account's plan on one page, health and data quality at its top; without an account, all plans side by side."""
    if not account_id:
        return _side_by_side(tables, as_of)
    page, currency = place_page(tables, account_id, as_of), reporting_currency(tables)
    if page.is_empty:
        return parts.stack(_top(page), missing_here(tables, account_id, as_of, "a plan for", 3))
    blocks = [_top(page), *_proposition(page), _goals(page), _objectives(page, currency), _opportunities(page, currency)]
    return parts.stack(*blocks, _actions(page), parts.say(_agreed(page), _length(page)))


def _top(page: OnePage) -> Shown:
    row = page.health
    frame = pd.DataFrame(
        {
            "what": ["Health of the account", "Quality of its data"],
            "is": [HEALTH[row["health"]], "? Not known" if not page.quality["facts"] else f"{page.quality['share']:.0f} %"],
            "why": [row["says"], quality_of(page.quality).partition(", ")[2]],
        }
    )
    owner = f", key account manager {page.owner}" if page.owner else ""
    columns = [Column("what", "What"), Column("is", "As it stands"), Column("why", "Because")]
    return parts.table(frame, columns, caption=f"{page.name}{owner}")


def _proposition(page: OnePage) -> list[Shown]:
    if not page.proposition.current:
        return []
    drafted = "" if page.proposition.sentence else " (a draft from the record)"
    return [parts.say(f"What is in it for them{drafted}: {page.proposition.current}")]


def _goals(page: OnePage) -> Shown:
    if page.goals.empty:
        return parts.say("The customer's goals: none written down yet (step 2).")
    columns = [
        Column("goal", "What they want"), Column("forced_by", "Comes from"), Column("our_help", "How we help"),
    ]  # fmt: skip
    return parts.table(page.goals, columns, caption="The customer's goals", limit=GOALS_AT_MOST)


def _objectives(page: OnePage, currency: str) -> Shown:
    if page.objectives.empty:
        return parts.say("Our objective: none yet (step 3). A plan without one is a relationship for its own sake.")
    rows = page.objectives.assign(by=page.objectives["due"].map(on_day))
    columns = [
        Column("kind", "Kind"), Column("statement", "Our objective"), Column("amount", "Money a year", "money"),
        Column("by", "By"),
    ]  # fmt: skip
    return parts.table(
        rows, columns, caption="Our objectives", currency=currency, mark=rows["overdue"], limit=OBJECTIVES_AT_MOST
    )


def _opportunities(page: OnePage, currency: str) -> Shown:
    good = page.opportunities[page.opportunities["proposed"].fillna(False).astype(bool)]
    if good.empty:
        rest = len(page.opportunities)
        return parts.say("Opportunities: " + (f"not one of {rest} is worth proposing yet (step 4)." if rest else "none yet (step 4)."))
    columns = [
        Column("name", "Opportunity"), Column("benefit", "Worth to them a year", "money"), Column("mark", "Evidence"),
        Column("price", "Price", "money"),
    ]  # fmt: skip
    rows = good.assign(mark=evidence_of(good["evidence"]))
    return parts.table(rows, columns, caption="Opportunities worth proposing", currency=currency, limit=OBJECTIVES_AT_MOST)


def _actions(page: OnePage) -> Shown:
    if page.actions.empty:
        return parts.say("Actions: none open (08_draft_the_action_plan).")
    rows = page.actions.assign(by=page.actions["due"].map(on_day))
    columns = [Column("what", "Action"), Column("by", "By"), Column("responsible", "Who")]
    return parts.table(
        rows, columns, caption="Open actions, overdue ones marked", mark=rows["overdue"], limit=OPEN_AT_MOST
    )


def _agreed(page: OnePage) -> str:
    said = []
    for row in page.agreement.itertuples():
        side = "the customer" if row.side == "customer" else "our side"
        by = "" if pd.isna(row.agreed_by) else f", {row.agreed_by}"
        said.append(f"{side} {'not yet' if pd.isna(row.agreed_on) else f'on {on_day(row.agreed_on)}{by}'}")
    return f"Agreed: {'; '.join(said)}."


def _length(page: OnePage) -> str:
    counts = f"{counted(len(page.objectives), 'objective')}, {counted(len(page.actions), 'open action')}"
    most = f"at most {OBJECTIVES_AT_MOST} and {OPEN_AT_MOST} fit"
    verdict = most if check_page(page) else "it fits"
    return f"A review of this page takes about {page.minutes} of {MINUTES} minutes ({counts}): {verdict}."


def _side_by_side(tables: Tables, as_of: date) -> Shown:
    accounts = planned_accounts(tables, "", as_of)
    if not accounts:
        return no_plans()
    currency = reporting_currency(tables)
    rows = _plans(tables, as_of, accounts)
    unit = f"{currency} a year" if currency else "a year"
    columns = [
        Column("account", "Account"), Column("state", "Health"), Column("quality", "Data quality"),
        Column("growth", f"Growth, {unit}"), Column("retention", f"Retention, {unit}"),
        Column("proposed", "Worth proposing", "count"), Column("agreed", "Customer agreed"),
    ]  # fmt: skip
    without = int((rows["complete"] == 0).sum())
    rest = f"{without} of them {'has' if without == 1 else 'have'} no" if without else "each has an"
    said = f"{counted(len(rows), 'account')} should have a plan; {rest} objective in money with a date."
    table = parts.table(
        rows, columns, caption="The plans side by side, the worst health first", mark=rows["complete"] == 0, limit=ROWS_AT_MOST
    )
    sums = show_sums(sum_objectives(place_objectives(tables, "", as_of)), currency)
    return parts.stack(parts.say(said), sums, table)


def _plans(tables: Tables, as_of: date, accounts: list[str]) -> pd.DataFrame:
    rows = review_backing(tables, "", as_of).set_index("account_id")
    health, quality = estimate_health(tables, as_of).loc[accounts], estimate_data_quality(tables, as_of).loc[accounts]
    worth = rank_benefits(tables, "", as_of)
    good = worth[worth["proposed"].fillna(False).astype(bool)].groupby("account_id").size()
    agreed = review_agreement(tables, "", as_of)
    customers = agreed[agreed["side"] == "customer"].set_index("account_id")["agreed_on"]
    rows["state"] = health["health"].map(HEALTH)
    rows["quality"] = np.where(quality["facts"] > 0, quality["share"].round().map("{:.0f} %".format), "? Not known")
    rows["proposed"] = good.reindex(rows.index).fillna(0).astype("int64")
    rows["agreed"] = customers.reindex(rows.index).map(on_day, na_action=None)
    for kind in KINDS:  # without an objective of that kind the cell stays empty: nothing is unknown there
        rows[kind] = ["" if pd.isna(amount) else words.number(amount, 0) for amount in rows[kind]]
    return rows.iloc[health["health"].map(WORST_FIRST.index).argsort(kind="stable")].reset_index()
