"""One account opened: its customer numbers, what serving it costs, and how it orders compared with the others."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from kamkit.method.worth.contribution import rank_accounts
from kamkit.method.worth.cost_to_serve import break_down_cost_to_serve, count_orders, small_order_value
from kamkit.method.worth.currency import Tables
from kamkit.method.worth.groups import group_of, units_of
from kamkit.method.worth.lines import lines_in, months_to
from kamkit.model.frame import frame_of


def rank_units(tables: Tables, as_of: date, account_id: str) -> pd.DataFrame:
    """The customer numbers of the account's group, as ``rank_accounts`` would rank them, without cost to serve.

    Its columns, and country. Only units with a name or a line appear; amounts add up to the group's.
    MethodError on an unknown account.
    """
    units = units_of(tables["accounts"], account_id)
    accounts = tables["accounts"]
    group_margin = accounts.set_index("account_id")["margin_estimate"].get(units[0])
    mine = accounts[accounts["account_id"].isin(units)].copy()
    mine["margin_estimate"] = mine["margin_estimate"].fillna(group_margin)
    mine["parent_id"] = frame_of("accounts")["parent_id"].reindex(mine.index)
    alone = {
        **tables,
        "accounts": mine,
        "sales_lines": _lines_of(tables, units),
        "activities": frame_of("activities"),
        "activity_rates": frame_of("activity_rates"),
    }
    ranked = rank_accounts(alone, as_of)
    ranked["country"] = ranked["account_id"].map(accounts.set_index("account_id")["country"])
    return ranked


def review_cost_to_serve(tables: Tables, as_of: date, account_id: str) -> pd.DataFrame:
    """What serving the account's group cost in the twelve months to ``as_of``, by activity, the dearest first.

    Columns driver, quantity, rate (NaN: nobody entered one), cost, how ('measured activities' or 'counted from the
    sales file'), share (% of the cost). MethodError on an unknown account.
    """
    units = units_of(tables["accounts"], account_id)
    year = months_to(as_of)
    lines = lines_in({**tables, "sales_lines": _lines_of(tables, units)}, year)
    counts = count_orders(lines, small_order_value(tables["activity_rates"]), pd.Index([units[0]]))
    parts = break_down_cost_to_serve(tables, year, counts)
    parts = parts[parts["group_id"] == units[0]].drop(columns="group_id").reset_index(drop=True)
    total = parts["cost"].sum()
    parts["share"] = parts["cost"] / total * 100 if total > 0 else np.nan
    return parts


def compare_ordering(ranking: pd.DataFrame, account_id: str) -> pd.DataFrame:
    """How an account of ``rank_accounts``' table orders, beside all others together.

    Columns measure, unit ('money', '%' or 'lines'), account, others; NaN where nothing was ordered or counted.
    """
    mine = ranking["account_id"] == account_id
    rows = []
    for measure, unit, part, whole, times in (
        ("Average order", "money", "revenue", "orders", 1.0),
        ("Lines an order", "lines", "lines", "orders", 1.0),
        ("Small orders", "%", "small_orders", "orders", 100.0),
        ("Rush orders", "%", "rush_orders", "orders", 100.0),
        ("Returns, of lines", "%", "returns", "lines", 100.0),
        ("Cost to serve, of revenue", "%", "cost_to_serve", "revenue", 100.0),
    ):
        rows.append((measure, unit, *(_ratio(ranking[rows_], part, whole) * times for rows_ in (mine, ~mine))))
    return pd.DataFrame(rows, columns=["measure", "unit", "account", "others"])


def _ratio(rows: pd.DataFrame, part: str, whole: str) -> float:
    rows = rows[rows[part].notna()]
    below = float(rows[whole].sum())
    return float(rows[part].sum()) / below if below > 0 else float("nan")


def group_id_of(tables: Tables, account_id: str) -> str:
    """The group that ``account_id`` belongs to. MethodError on an unknown account."""
    units_of(tables["accounts"], account_id)
    return str(group_of(tables["accounts"])[account_id])


def _lines_of(tables: Tables, units: list[str]) -> pd.DataFrame:
    lines = tables["sales_lines"]
    return lines[lines["account_id"].isin(units)]
