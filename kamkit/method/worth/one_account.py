"""One account opened: its customer numbers, and what serving it costs beside what the others cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from kamkit.errors import MethodError
from kamkit.method.remembered import remembered
from kamkit.method.worth.contribution import rank_accounts
from kamkit.method.worth.cost_to_serve import break_down_cost_to_serve, count_orders, small_order_value
from kamkit.method.worth.currency import Tables
from kamkit.method.worth.groups import are_units
from kamkit.method.worth.lines import lines_in, months_to
from kamkit.method.worth.own_rows import groups_in, own_rows
from kamkit.model.frame import frame_of


def rank_units(tables: Tables, as_of: date, account_id: str) -> pd.DataFrame:
    """The customer numbers of the account's group, as ``rank_accounts`` would rank them, without cost to serve.

    Its columns, and country; amounts add up to the group's.
    MethodError on an unknown account.
    """
    group = group_id_of(tables, account_id)
    own = own_rows(tables, group)
    accounts = own["accounts"]
    group_margin = accounts.set_index("account_id")["margin_estimate"].get(group)
    mine = accounts[are_units(own)].copy()
    mine["margin_estimate"] = mine["margin_estimate"].fillna(group_margin)
    mine["parent_id"] = frame_of("accounts")["parent_id"].reindex(mine.index)
    alone = {
        "settings": tables["settings"],
        "exchange_rates": tables["exchange_rates"],
        "accounts": mine,
        "sales_lines": own["sales_lines"],
        "activities": frame_of("activities"),
        "activity_rates": frame_of("activity_rates"),
    }
    ranked = rank_accounts(alone, as_of)
    ranked["country"] = ranked["account_id"].map(accounts.set_index("account_id")["country"])
    return ranked


def review_cost_to_serve(tables: Tables, as_of: date, account_id: str) -> pd.DataFrame:
    """What serving the account's group cost in the twelve months to ``as_of``, by activity, the dearest first.

    Columns driver, quantity, rate (NaN: nobody entered one), cost, how ('measured activities' or 'counted from the
    sales file'), share (% of the account's cost to serve), of_revenue (% of the account's revenue), others (the same
    activity's % of revenue over all other accounts). MethodError on an unknown account.
    """
    group = group_id_of(tables, account_id)
    served = cost_to_serve_of_all(tables, as_of)
    parts, revenue = served.parts, served.revenue
    own = parts["group_id"] == group
    mine = parts[own].drop(columns="group_id").reset_index(drop=True)
    mine["share"] = _percent(mine["cost"], mine["cost"].sum())
    mine["of_revenue"] = _percent(mine["cost"], float(revenue.get(group, 0.0)))
    elsewhere = mine["driver"].map(parts[~own].groupby("driver")["cost"].sum()).fillna(0.0)
    mine["others"] = _percent(elsewhere, float(revenue[revenue.index != group].sum()))
    return mine


@dataclass(frozen=True, eq=False)
class Served:
    """What serving every account cost: ``parts`` by group and driver, ``revenue`` by group (reporting currency)."""

    parts: pd.DataFrame
    revenue: pd.Series


@remembered
def cost_to_serve_of_all(tables: Tables, as_of: date) -> Served:
    """What serving cost in the twelve months to ``as_of``, see ``break_down_cost_to_serve``, and the revenue."""
    year = months_to(as_of)
    lines = lines_in(tables, year)
    groups = pd.Index(lines["group_id"].unique())
    counts = count_orders(lines, small_order_value(tables["activity_rates"]), groups)
    parts = break_down_cost_to_serve(tables, year, counts)
    return Served(parts, lines.groupby("group_id")["revenue"].sum())


def _percent(parts: pd.Series, whole: float) -> pd.Series:
    return parts / whole * 100 if whole > 0 else parts * np.nan


def group_id_of(tables: Tables, account_id: str) -> str:
    """The group that ``account_id`` belongs to. MethodError on an unknown account."""
    groups = groups_in(tables)
    if account_id not in groups.index:
        raise MethodError(
            f"account {account_id!r}: not in the programme; "
            f"expected one of its {len(groups):,} account numbers, written to the letter"
        )
    return str(groups[account_id])
