"""Contribution after cost to serve of every account, as far as the figures in the programme allow."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from kamkit.method.remembered import remembered
from kamkit.method.worth.cost_to_serve import (
    COUNTABLE,
    UNKNOWN,
    break_down_cost_to_serve,
    count_orders,
    rung_of,
    small_order_value,
)
from kamkit.method.worth.currency import Tables, reporting_currency
from kamkit.method.worth.groups import are_units, group_of
from kamkit.method.worth.lines import Period, file_begins_late, lines_in, months_before, months_to
from kamkit.model.frame import settings_of

CONTRIBUTION = "contribution after cost to serve"
GROSS_MARGIN = "gross margin"
REVENUE = "revenue"
COUNTS = tuple(COUNTABLE.values())


@remembered
def rank_accounts(tables: Tables, as_of: date, months: int | None = 12) -> pd.DataFrame:
    """Every account (group) with what it brought in the twelve months to ``as_of``, the most valuable first.

    One row per group, index 0, 1, ...; money in the reporting currency, unrounded:

    - rank (1 is first), account_id, name, owner_id (the group's, else its units'), units (customer numbers; a group
      nothing is booked on is none), currency
    - revenue, revenue_before (the twelve months before; NaN: the sales file does not cover them), growth (%)
    - cost_of_goods, cost_known (% of revenue whose lines carry a cost or an expected margin), gross_margin
    - cost_to_serve, rung ('measured activities', 'counted from the sales file', 'unknown')
    - contribution, contribution_is ('contribution after cost to serve', 'gross margin' or 'revenue': what
      contribution is for this account), contribution_before (the twelve months before on the same basis; else NaN)
    - orders, lines, small_orders (missing without a value for small), rush_orders, returns (lines): Int64
    - share (% of all revenue; NaN unless that is positive)

    ``months=None`` takes every line up to ``as_of`` and leaves the figures before empty. Lines after ``as_of`` do not
    count. Cost of goods counts as known from ``cost_coverage`` (settings) on; the rest of it is then taken at
    the account's own ratio. MethodError where a rate of exchange is missing. It cannot see costs nobody entered:
    accounts on different bases are comparable only as far as ``contribution_is`` and ``rung`` agree.
    Source: Kaplan & Narayanan (2001), Measuring and managing customer profitability.
    """
    now = _figures(tables, months_to(as_of, months) if months else Period(None, as_of))
    table = _who(tables, now.index).join(now)
    if months:
        late = file_begins_late(tables["sales_lines"]["date"], as_of)
        _add_before(table, _figures(tables, months_before(as_of, months)), known=not late)
    else:
        table[["revenue_before", "growth", "contribution_before"]] = np.nan
    total = table["revenue"].sum()
    table["share"] = table["revenue"] / total * 100 if total > 0 else np.nan
    table["currency"] = reporting_currency(tables)
    table = table.rename_axis("account_id").reset_index()
    table = table.sort_values(
        ["contribution", "revenue", "account_id"], ascending=[False, False, True], kind="stable", ignore_index=True
    )
    table["rank"] = np.arange(1, len(table) + 1)
    return table[list(COLUMNS)]


COLUMNS = (
    "rank", "account_id", "name", "owner_id", "units", "currency",
    "revenue", "revenue_before", "growth", "cost_of_goods", "cost_known", "gross_margin", "cost_to_serve", "rung",
    "contribution", "contribution_is", "contribution_before", *COUNTS, "share",
)  # fmt: skip


def _who(tables: Tables, groups: pd.Index) -> pd.DataFrame:
    accounts = tables["accounts"].assign(is_unit=are_units(tables))
    units = accounts.groupby(group_of(accounts).to_numpy(), sort=False)
    own = accounts.set_index("account_id").reindex(groups)
    first_owner = units["owner_id"].first().reindex(groups)
    return pd.DataFrame(
        {
            "name": own["name"].where(own["name"].notna(), groups.to_series()),
            "owner_id": own["owner_id"].where(own["owner_id"].notna(), first_owner),
            "units": units["is_unit"].sum().reindex(groups).fillna(1).clip(lower=1).astype("int64"),
        },
        index=groups,
    )


def _figures(tables: Tables, period: Period) -> pd.DataFrame:
    """Money and counts of every group in the period; index group_id."""
    lines = lines_in(tables, period)
    groups = pd.Index(group_of(tables["accounts"]).unique()).union(pd.Index(lines["group_id"].unique()), sort=False)
    figures = _margin(lines, groups, settings_of(tables).cost_coverage)
    counts = count_orders(lines, small_order_value(tables["activity_rates"]), groups)
    figures[list(COUNTS)] = counts
    figures["rung"] = rung_of(tables, period, groups)
    parts = break_down_cost_to_serve(tables, period, counts)
    spent = parts.groupby("group_id")["cost"].sum().reindex(groups).fillna(0.0)
    figures["cost_to_serve"] = spent.where(figures["rung"] != UNKNOWN)
    return _contribution(figures)


def _margin(lines: pd.DataFrame, groups: pd.Index, coverage: float) -> pd.DataFrame:
    known = lines["cost"].notna()
    sums = pd.DataFrame(
        {
            "group_id": lines["group_id"],
            "revenue": lines["revenue"],
            "cost": lines["cost"],
            "priced": lines["revenue"].where(known, 0.0),
            "weight": lines["revenue"].abs(),
            "priced_weight": lines["revenue"].abs().where(known, 0.0),
            "missing": ~known,
        }
    )
    by_group = sums.groupby("group_id", sort=False).sum().reindex(groups)
    idle = by_group["revenue"].isna()
    by_group = by_group.astype("float64").fillna(0.0)
    cost_known = (by_group["priced_weight"] / by_group["weight"].where(by_group["weight"] > 0) * 100).where(
        by_group["missing"] > 0, 100.0
    )
    # An account without lines costs nothing; it is on the basis of the others.
    cost_known[idle] = 100.0 if bool(known.any()) else np.nan
    rest = by_group["revenue"] - by_group["priced"]
    ratio = by_group["cost"] / by_group["priced"].where(by_group["priced"] != 0)
    cost = by_group["cost"] + (rest * ratio).where(by_group["missing"] > 0, 0.0)
    out = pd.DataFrame({"revenue": by_group["revenue"], "cost_known": cost_known.fillna(0.0)})
    out["cost_of_goods"] = cost.where(out["cost_known"] >= coverage)
    out["gross_margin"] = out["revenue"] - out["cost_of_goods"]
    return out


def _contribution(figures: pd.DataFrame) -> pd.DataFrame:
    after = figures["gross_margin"] - figures["cost_to_serve"]
    figures["contribution"] = after.fillna(figures["gross_margin"]).fillna(figures["revenue"])
    basis = np.where(after.notna(), CONTRIBUTION, np.where(figures["gross_margin"].notna(), GROSS_MARGIN, REVENUE))
    figures["contribution_is"] = pd.Series(basis, index=figures.index, dtype="str")
    return figures


def _add_before(table: pd.DataFrame, before: pd.DataFrame, *, known: bool) -> None:
    known = known and bool(before["revenue"].ne(0).any() or before[list(COUNTS)].fillna(0).ne(0).any(axis=None))
    before = before.reindex(table.index)
    revenue = before["revenue"].fillna(0.0) if known else before["revenue"] * np.nan
    table["revenue_before"] = revenue
    table["growth"] = (table["revenue"] - revenue) / revenue.where(revenue > 0) * 100
    same = (before["contribution_is"] == table["contribution_is"]) & (before["rung"] == table["rung"])
    table["contribution_before"] = before["contribution"].where(same & known)
