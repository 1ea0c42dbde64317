"""Preferences worth supplying, and the reasons customers gave for what they decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamkit.method.remembered import remembered
from kamkit.method.values.answers import expectations_of, of_group
from kamkit.method.worth.own_rows import own_rows
from kamkit.model.frame import settings_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables


@remembered
def rank_preferences(tables: Tables, account_id: str = "") -> pd.DataFrame:
    """Preferences of customers that we could supply, those worth proposing first, then by what is left for us.

    Columns: opportunity_id, account_id (the group's), name, expectation_id, benefit (to the customer, money
    a year: units x effect x evidence factor), price (they accept, a year), our_cost (a year), ours (price -
    cost), evidence, can_supply_from (date), worth_supplying (True, False; <NA> where a figure is missing),
    because (what decides it). Worth proposing only if benefit > price > cost and we can say from when.
    """
    rows = own_rows(tables, account_id)["opportunities"]
    rows = rows[(rows["kind"] == "preference") & (rows["state"] == "open")]
    rows = of_group(rows, tables, account_id)
    settings = settings_of(tables)
    factors = {"confirmed": 1.0, "joint": settings.joint_factor, "assumed": settings.assumed_factor}
    factor = rows["evidence"].map(factors).astype(float).fillna(settings.assumed_factor)
    table = rows[["opportunity_id", "account_id", "name", "expectation_id", "price", "our_cost"]].assign(
        benefit=rows["units"] * rows["effect"] * factor,
        ours=rows["price"] - rows["our_cost"],
        evidence=rows["evidence"].fillna("assumed"),
        can_supply_from=rows["can_supply_from"],
    )
    table["because"] = _because(table)
    table["worth_supplying"] = pd.array(
        np.select([table["because"] == _WORTH, table["because"].str.startswith("unknown")], [1, -1], 0), dtype="Int64"
    )
    table["worth_supplying"] = table["worth_supplying"].where(table["worth_supplying"] >= 0).astype("boolean")
    order = table.assign(first=table["worth_supplying"].fillna(False).astype(bool))
    order = order.sort_values(["first", "ours", "opportunity_id"], ascending=[False, False, True], na_position="last")
    columns = ["opportunity_id", "account_id", "name", "expectation_id", "benefit", "price", "our_cost", "ours"]
    columns += ["evidence", "can_supply_from", "worth_supplying", "because"]
    return order[columns].reset_index(drop=True)


_WORTH = "the benefit exceeds the price, and the price our cost"


def _because(table: pd.DataFrame) -> np.ndarray:
    benefit, price, cost = table["benefit"], table["price"], table["our_cost"]
    return np.select(
        [
            benefit <= price,
            price <= cost,
            benefit.isna(),
            price.isna(),
            cost.isna(),
            table["can_supply_from"].isna(),
        ],
        [
            "the price takes the whole benefit",
            "the price does not cover our cost",
            "unknown: what it is worth to the customer",
            "unknown: the price they would accept",
            "unknown: what it costs us",
            "unknown: from when we can supply it",
        ],
        _WORTH,
    )


@remembered
def rank_reasons(tables: Tables, account_id: str = "") -> pd.DataFrame:
    """Expectations by how often customers' own decisions about us named them, the most often first.

    Columns: expectation_id, name, decisions (count), for_us (bought, renewed, agreed), against_us (reduced,
    left, refused), last_on (date), last_reason (in the words of those who decided). Only decisions of the
    customers' side. A decision without an expectation is not counted.
    """
    rows = own_rows(tables, account_id)["decisions"]
    rows = of_group(rows[(rows["side"] == "customer") & rows["expectation_id"].notna()], tables, account_id)
    rows = rows.sort_values("decided_on", kind="stable").assign(
        for_us=rows["kind"].isin(["bought", "renewed", "agreed to plan"]),
        against_us=rows["kind"].isin(["reduced", "left", "refused"]),
    )
    grouped = rows.groupby("expectation_id")
    counted = (
        pd.DataFrame(
            {
                "decisions": grouped.size(),
                "for_us": grouped["for_us"].sum(),
                "against_us": grouped["against_us"].sum(),
                "last_on": grouped["decided_on"].max(),
                "last_reason": grouped["reasons"].last(),
            }
        )
        .rename_axis("expectation_id")
        .reset_index()
    )
    names = expectations_of(tables, account_id).set_index("expectation_id")["name"]
    counted.insert(1, "name", counted["expectation_id"].map(names).astype("str").fillna(counted["expectation_id"]))
    return counted.sort_values(["decisions", "expectation_id"], ascending=[False, True]).reset_index(drop=True)
