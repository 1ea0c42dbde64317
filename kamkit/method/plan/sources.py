"""Which data the plan rests on, where they are, who keeps them, and which are too old."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.planning.scope import scope_of
from kamkit.method.remembered import remembered

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

MONTHS_VALID = 12.0  # where a source does not say how long it can be used (default)
_DAYS_A_MONTH = 365.25 / 12
COLUMNS = (
    "data_source_id", "account_id", "account", "what", "used_for", "comes_from", "kept_in", "keeper_id", "keeper",
    "refreshed_on", "months_valid", "age", "stale", "missing",
)  # fmt: skip


@remembered
def sources_of_all(tables: Tables) -> pd.DataFrame:
    """The data sources of the programme as a whole, those of no single account."""
    rows = tables["data_sources"]
    return rows[rows["account_id"].isna()].reset_index(drop=True)


@remembered
def place_sources(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """The data sources of an account and of the programme ("": all), the account's own first, stale before unknown before fresh.

    Columns: data_source_id, account_id (the group's; NaN: for all accounts), account (name, else *all*), what,
    used_for, comes_from, kept_in, keeper_id, keeper (name; NaN: nobody), refreshed_on, months_valid (12 where
    not said), age (months since it was refreshed; NaN: not known), stale (True where older than it is good for;
    <NA>: not known), missing (of keeper, place and date what nobody has entered, joined by commas; "" if nothing).
    MethodError if there is no such account.
    """
    scope = scope_of(tables, account_id, as_of)
    rows = scope.rows("data_sources").drop(columns="account_id").rename(columns={"group_id": "account_id"})
    rows = pd.concat([rows, sources_of_all(scope.whole)], ignore_index=True)
    people = scope.tables["team_members"].drop_duplicates("member_id").set_index("member_id")["name"]
    rows["keeper"] = rows["keeper_id"].map(people).fillna(rows["keeper_id"]).astype("str")
    rows["account"] = rows["account_id"].map(scope.groups["name"]).fillna("all").astype("str")
    rows["months_valid"] = rows["months_valid"].fillna(MONTHS_VALID)
    rows["age"] = (scope.day - rows["refreshed_on"]).dt.days / _DAYS_A_MONTH
    limit = pd.Series([_good_until(row) for row in rows.itertuples()], index=rows.index, dtype="datetime64[us]")
    rows["stale"] = (limit < scope.day).astype("boolean").mask(rows["refreshed_on"].isna())
    rows["missing"] = pd.Series([_missing(row) for row in rows.itertuples()], index=rows.index, dtype="str")
    order = rows.assign(general=rows["account_id"].isna(), old=rows["stale"].astype("Float64").rsub(1).fillna(0.5))
    order = order.sort_values(["general", "old", "data_source_id"], kind="stable")
    return order[list(COLUMNS)].reset_index(drop=True)


def _good_until(row: Any) -> pd.Timestamp:
    whole = int(row.months_valid)
    rest = pd.Timedelta(days=round((row.months_valid - whole) * _DAYS_A_MONTH))
    return row.refreshed_on + pd.DateOffset(months=whole) + rest


def _missing(row: object) -> str:
    wanted = {"a keeper": "keeper_id", "where it is kept": "kept_in", "when it was refreshed": "refreshed_on"}
    return ", ".join(called for called, field in wanted.items() if pd.isna(getattr(row, field)))
