"""What stands out in the worth of the portfolio or of one account, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd

from kamkit.method.finding import Finding, worst_first
from kamkit.method.worth.contribution import CONTRIBUTION, GROSS_MARGIN, REVENUE, rank_accounts
from kamkit.method.worth.cost_to_serve import COUNTED, MEASURED, measured_quantities, small_order_value
from kamkit.method.worth.currency import Tables
from kamkit.method.worth.first_cut import contracts_without_rate, place_first_cut
from kamkit.method.worth.lines import days_of_sales, months_before, months_to
from kamkit.method.worth.one_account import group_id_of, review_cost_to_serve
from kamkit.method.worth.own_rows import own_rows
from kamkit.method.worth.places import estimate_places
from kamkit.method.worth.wallet import check_wallets, estimate_wallet_share
from kamkit.method.worth.whale import estimate_whale_curve
from kamkit.method.worth.wording import ACTIVITIES, amount

MONTH = timedelta(days=31)


def review_worth(
    tables: Tables, as_of: date, account_id: str = "", ranking: pd.DataFrame | None = None
) -> tuple[Finding, ...]:
    """What to know before anybody decides on these figures, worst first; for one account, or ``""`` for all.

    ``ranking`` is ``rank_accounts``' table for the same day, worked out here if not given.
    MethodError on an unknown account or a missing rate of exchange.
    """
    ranking = rank_accounts(tables, as_of) if ranking is None else ranking
    if account_id:
        group = group_id_of(tables, account_id)
        return worst_first(
            [*_of_account(tables, as_of, ranking[ranking["account_id"] == group]), *_days(tables, as_of)]
        )
    if ranking.empty:
        return (Finding("unknown", "There are no accounts yet.", "Import the customers and their sales lines."),)
    return worst_first(
        [
            *_days(tables, as_of),
            *_basis(ranking),
            *_cost_to_serve(tables, as_of, ranking),
            *_losses(ranking),
            *_gone(ranking),
            *_candidates(tables, as_of, ranking),
            *_renewals(tables, as_of),
            *check_wallets(estimate_wallet_share(tables, ranking)),
        ]
    )


def _days(tables: Tables, as_of: date) -> Iterator[Finding]:
    covered = days_of_sales(tables, as_of)
    year, before = months_to(as_of), months_before(as_of)
    if covered.last_of_year is None:
        newest = f"; the newest is of {covered.last}" if covered.last else "; there are none at all"
        do = "Look at an earlier day (as_of)." if covered.last else "Import the sales lines."
        yield Finding("unknown", f"No sales line falls in the twelve months to {as_of}{newest}.", do)
        return
    assert before.first is not None and year.first is not None
    if covered.last_of_year < as_of - MONTH:
        yield Finding(
            "careful",
            f"The newest sales line is of {covered.last_of_year}, more than a month before {as_of}: "
            "the twelve months are not full.",
            "Import the sales since then, or look at an earlier day (as_of).",
        )
    first = covered.first
    assert first is not None
    if first >= year.first:
        yield Finding("unknown", f"Sales lines begin on {first}: growth cannot be told.", "Import the year before.")
    elif covered.late:
        yield Finding(
            "unknown",
            f"Sales lines begin on {first}, within the year before: growth cannot be told.",
            f"Import the sales from {before.first} on.",
        )


def _renewals(tables: Tables, as_of: date) -> Iterator[Finding]:
    without = contracts_without_rate(tables, as_of)
    if len(without):
        one = len(without) == 1
        yield Finding(
            "careful",
            f"{len(without)} {'contract' if one else 'contracts'} up for renewal in {' and '.join(sorted(without['currency'].unique()))}: no rate "
            f"covers {as_of}, so {'its account counts' if one else 'their accounts count'} with the revenue of the last twelve months.",
            "Add a row to the exchange rates that covers the day, or look at an earlier day (as_of).",
        )


def _basis(ranking: pd.DataFrame) -> Iterator[Finding]:
    curve = estimate_whale_curve(ranking)
    if curve.contribution_is == REVENUE:
        yield Finding(
            "unknown",
            "Sales lines carry no cost of goods: accounts stand in order of revenue, which does not say who earns "
            "us money.",
            "Import the cost of each line, or enter an expected margin for each account.",
        )
    if curve.contribution_is == GROSS_MARGIN:
        yield Finding(
            "unknown",
            "Nobody has entered activity rates: accounts stand in order of gross margin, before what serving them costs.",
            "Ask the controller for five rates: order, line, small order, rush order, return.",
        )
    if curve.left_out:
        yield Finding(
            "careful",
            f"{_named(curve.left_out)}: known on another basis than {curve.contribution_is}, so not on the curve, and "
            "in the list their place does not compare.",
            "Import the cost of their lines, or enter an expected margin for them.",
        )


def _cost_to_serve(tables: Tables, as_of: date, ranking: pd.DataFrame) -> Iterator[Finding]:
    rates = tables["activity_rates"]
    quantities = measured_quantities(tables, months_to(as_of))
    if len(unpriced := sorted(set(quantities.columns) - set(rates["driver"]))):
        yield Finding(
            "careful",
            f"Measured but without a rate: {', '.join(ACTIVITIES[driver] for driver in unpriced)}; cost to serve is too low by what they cost.",
            "Ask the controller for the rate.",
        )
    if "small order" in set(rates["driver"]) and small_order_value(rates) is None:
        yield Finding(
            "careful",
            "Small orders have a rate, but nobody has said below which value an order is small; none is counted.",
            "Enter the value beside the rate.",
        )
    rungs = ranking["rung"].value_counts()
    if {MEASURED, COUNTED} <= set(rungs.index):
        yield Finding(
            "careful",
            f"Cost to serve is measured for {_accounts(int(rungs[MEASURED]))} and counted from the sales file for "
            f"{rungs[COUNTED]:,}: the latter carry no visits, deliveries or special work and look better for it.",
            "Compare like with like before you decide between two such accounts.",
        )


def _losses(ranking: pd.DataFrame) -> Iterator[Finding]:
    losing = ranking[(ranking["contribution"] < 0) & (ranking["contribution_is"] == CONTRIBUTION)]
    if losing.empty:
        return
    largest = losing.sort_values("revenue", ascending=False).iloc[0]
    place = int((ranking["revenue"] > largest["revenue"]).sum()) + 1
    currency = largest["currency"]
    together = amount(-losing["contribution"].sum(), currency)
    yield Finding(
        "danger" if place <= 10 else "careful",
        f"{_accounts(len(losing))} together lost {together} after cost to serve; the largest, {largest['name']}, is "
        f"number {place} by revenue and lost {amount(-largest['contribution'], currency)}.",
        "Mend the terms first (price, order size, service level); leaving comes last.",
    )


def _gone(ranking: pd.DataFrame) -> Iterator[Finding]:
    gone = ranking[(ranking["revenue_before"] > 0) & (ranking["revenue"] <= 0)]
    if len(gone):
        gone = gone.sort_values("revenue_before", ascending=False)
        worth = amount(gone["revenue_before"].sum(), gone["currency"].iloc[0])
        yield Finding(
            "careful",
            f"{_named(tuple(gone['name']))}: nothing bought in the twelve months, after {worth} in the year before.",
            "Ask why before the first cut files them under low cost.",
        )


def _candidates(tables: Tables, as_of: date, ranking: pd.DataFrame) -> Iterator[Finding]:
    places = estimate_places(tables)
    if not places.known:
        yield Finding(
            "unknown",
            f"How many key accounts can be served is not known: {places.how}.",
            "Enter places in the settings, or the team's hours and the hours accounts need.",
        )
    cut = place_first_cut(tables, as_of, ranking)
    unsigned = cut[(cut["by"] == "hand") & cut["added_by"].isna()]
    if len(unsigned):
        yield Finding(
            "careful", f"{_named(tuple(unsigned['name']))}: added by hand without a name.", "Enter who, and why."
        )
    out = cut[(cut["status"] == "key account") & (cut["cut"] != "candidate")]
    if len(out):
        yield Finding(
            "careful",
            f"{_named(tuple(out['name']))}: key account today, but not among the candidates.",
            "Add it by hand with a name and a reason, or plan how to step down.",
        )


def _of_account(tables: Tables, as_of: date, own: pd.DataFrame) -> Iterator[Finding]:
    row = own.iloc[0]
    name, currency = row["name"], row["currency"]
    if row["contribution_is"] == CONTRIBUTION and row["contribution"] < 0:
        parts = review_cost_to_serve(tables, as_of, row["account_id"])
        dearest = f" The largest part goes into {ACTIVITIES[parts['driver'].iloc[0]]}." if len(parts) else ""
        yield Finding(
            "danger",
            f"{name} loses {amount(-row['contribution'], currency)} a year: its gross margin of "
            f"{amount(row['gross_margin'], currency)} is less than the {amount(row['cost_to_serve'], currency)} "
            f"serving it costs.{dearest}",
            "Mend the terms first (price, order size, service level); leaving comes last.",
        )
    if row["contribution_is"] != CONTRIBUTION:
        missing = (
            "the cost of its lines, or an expected margin" if row["contribution_is"] == REVENUE else "activity rates"
        )
        yield Finding("unknown", f"{name} is known by {row['contribution_is']} only.", f"Enter {missing}.")
    if row["contribution_before"] > 0 and row["contribution"] <= 0.9 * row["contribution_before"]:
        yield Finding(
            "careful",
            f"{name}: {row['contribution_is']} fell from {amount(row['contribution_before'], currency)} in the twelve "
            f"months before to {amount(row['contribution'], currency)}.",
            "Find out which offering or cost it was before you talk about growth.",
        )
    shares = estimate_wallet_share(own_rows(tables, row["account_id"]), own)
    yield from check_wallets(shares)
    if shares["wallet"].isna().all():
        yield Finding(
            "unknown",
            f"What {name} spends in our categories is not known, so neither is our share of it.",
            "Ask the buyer, or somebody independent who knows the sector.",
        )


def _accounts(count: int) -> str:
    return "1 account" if count == 1 else f"{count:,} accounts"


def _named(names: tuple[str, ...], most: int = 4) -> str:
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most:,} more" if len(names) > most else shown
