"""What serving an account costs: activities measured, or counted from the sales file, times the controller's rates."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamkit.method.worth.currency import Tables
from kamkit.method.worth.lines import Period, groups_of_lines

MEASURED = "measured activities"
COUNTED = "counted from the sales file"
UNKNOWN = "unknown"
COUNTABLE = {
    "order": "orders",
    "line": "lines",
    "small order": "small_orders",
    "rush order": "rush_orders",
    "return": "returns",
}


def count_orders(
    lines: pd.DataFrame, small_below: float | None, groups: pd.Index, by: str = "group_id"
) -> pd.DataFrame:
    """Orders, lines, small orders, rush orders and returns of each of ``groups``, counted from ``lines_in``.

    Returns are lines; they count neither as a line nor towards an order. Without an order number the lines
    of one customer number on one day are one order. ``small_orders`` is missing where no value is set.
    """
    sold = lines[~lines["is_return"]]
    orders = sold.groupby([by, "account_id", "order"], sort=False).agg(
        value=("revenue", "sum"), lines=("revenue", "size"), rush=("rush", "any")
    )
    orders["small"] = orders["value"] < (np.nan if small_below is None else small_below)
    counts = orders.groupby(level=0, sort=False).agg(
        orders=("lines", "size"), lines=("lines", "sum"), small_orders=("small", "sum"), rush_orders=("rush", "sum")
    )
    counts = counts.reindex(groups)
    counts["returns"] = lines[lines["is_return"]].groupby(by, sort=False).size()
    counts = counts.fillna(0).astype("Int64")
    if small_below is None:
        counts["small_orders"] = pd.array([pd.NA] * len(counts), dtype="Int64")
    return counts


def small_order_value(rates: pd.DataFrame) -> float | None:
    """The order value below which an order is small, as the controller entered it; None if nobody has."""
    entered = rates.loc[rates["driver"] == "small order", "threshold"].dropna()
    return float(entered.iloc[0]) if len(entered) else None


def measured_quantities(tables: Tables, period: Period) -> pd.DataFrame:
    """Measured activities of the period: one row per group, one column per driver that anybody measured."""
    activities = tables["activities"]
    activities = activities[period.holds(activities["month"])]
    if activities.empty:
        return pd.DataFrame(index=pd.Index([], name="group_id", dtype="str"))
    groups = groups_of_lines(activities["account_id"], tables["accounts"]).rename("group_id")
    return activities.pivot_table(
        index=groups, columns="driver", values="quantity", aggfunc="sum", fill_value=0.0, observed=True
    ).astype("float64")


def choose_counts(measured: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """How each group buys: its counts from the measurement where its orders were measured, else from the sales file.

    ``measured`` as from ``measured_quantities``, ``counts`` as from ``count_orders``; the latter's index and columns,
    as float64. All five of a group come from one source, so that a share of them is one; what was not measured
    beside the orders is NaN.
    """
    own = measured.rename(columns=COUNTABLE).reindex(index=counts.index, columns=list(COUNTABLE.values()))
    return own.where(own["orders"] > 0, counts.astype("float64"), axis=0)


def break_down_cost_to_serve(tables: Tables, period: Period, counts: pd.DataFrame) -> pd.DataFrame:
    """Cost to serve of every group by driver; ``counts`` as from ``count_orders``.

    One row per group and driver that has both a quantity above 0 and a rate or a measurement: group_id, driver,
    quantity, rate (NaN: nobody entered one), cost (reporting currency), how (a rung). A group with any measured
    activity takes from the measurement every driver that somebody measured; the others are counted.
    """
    rates = tables["activity_rates"].drop_duplicates("driver", keep="last").set_index("driver")["rate"]
    measured = measured_quantities(tables, period)
    counted = counts.rename(columns={column: driver for driver, column in COUNTABLE.items()})
    counted = counted[[driver for driver in COUNTABLE if driver in rates.index]].astype("float64")
    by_count = counted.rename_axis("group_id").reset_index().melt("group_id", var_name="driver", value_name="quantity")
    covered = by_count["group_id"].isin(measured.index) & by_count["driver"].isin(measured.columns)
    by_measure = measured.reset_index().melt("group_id", var_name="driver", value_name="quantity")
    parts = pd.concat([by_measure.assign(how=MEASURED), by_count[~covered].assign(how=COUNTED)], ignore_index=True)
    parts = parts[parts["quantity"] > 0]
    parts["rate"] = parts["driver"].map(rates).astype("float64")
    parts["cost"] = parts["quantity"] * parts["rate"]
    return parts.sort_values(["group_id", "cost"], ascending=[True, False], kind="stable", ignore_index=True)[
        ["group_id", "driver", "quantity", "rate", "cost", "how"]
    ]


def rung_of(tables: Tables, period: Period, groups: pd.Index) -> pd.Series:
    """The rung each group's cost to serve stands on."""
    rates = set(tables["activity_rates"]["driver"])
    measured = measured_quantities(tables, period)
    best = COUNTED if rates & set(COUNTABLE) else UNKNOWN
    rung = pd.Series(best, index=groups, dtype="str")
    if rates & set(measured.columns):
        rung[groups.isin(measured.index)] = MEASURED
    return rung
