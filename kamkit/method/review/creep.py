"""Offer creep: what is given without charge or delivered beyond the contract, on purpose or unnoticed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamkit.method.planning.scope import Scope, scope_of
from kamkit.method.remembered import remembered
from kamkit.method.worth.lines import months_to
from kamkit.method.worth.one_account import cost_to_serve_of_all
from kamkit.method.worth.own_rows import own_rows
from kamkit.method.worth.wording import ACTIVITIES

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

ON_PURPOSE, NO_REASON, UNNOTICED, IN_SCOPE = "on purpose", "on purpose, no reason", "unnoticed", "in the contract"
PROMISE, DELIVERY = "promise", "delivery"
# Work that a contract has to name before it is part of the offer, and the words by which it may.
_BEYOND = {"special": ("special",), "rush order": ("rush", "urgent", "express")}
COLUMNS = ("account_id", "account", "kind", "what", "since", "cost", "verdict", "reason", "scope")


@dataclass(frozen=True)
class Creep:
    """The yearly cost of what is given away, in the reporting currency; promises and deliveries may overlap.

    ``unknown``: how many given things have no cost beside them.
    """

    on_purpose: float
    unnoticed: float
    delivered: float
    unknown: int


@remembered
def review_offer_creep(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """What an account ("": every account) gets without charge or beyond its contract: promises first, the dearest first.

    Two kinds of row. *promise*: promises given without charge and not broken. *delivery*: rush orders and special
    work of the last twelve months that cost something and that no running contract's scope names, and lines
    delivered at no price. Columns account_id (the group's), account, kind, what, since (first day known), cost (a year, reporting
    currency; NaN: nobody worked it out), verdict ('on purpose', 'on purpose, no reason', 'unnoticed', 'in the
    contract'), reason (as given; '': none), scope (of the running contracts). A contract is read for a word, so read the scope yourself.
    Raises MethodError if there is no such account or a rate of exchange is missing.
    """
    scope = scope_of(tables, account_id, as_of)
    scopes = _scopes(scope)
    rows = [*_promises(scope), *_activities(scope, scopes), *_free_lines(scope)]
    found = pd.DataFrame(rows, columns=list(COLUMNS[:-1]))
    found["account"] = found["account_id"].map(scope.groups["name"])
    found["scope"] = found["account_id"].map(scopes)
    found["since"] = pd.to_datetime(found["since"])
    found["cost"] = found["cost"].astype("float64")
    found = found.sort_values(
        ["kind", "cost", "account_id", "what"], ascending=[False, False, True, True], na_position="first", kind="stable"
    )
    return found[list(COLUMNS)].reset_index(drop=True)


def sum_creep(creep: pd.DataFrame) -> Creep:
    """The sums of :func:`review_offer_creep`'s rows."""
    promised = creep["kind"] == PROMISE
    noticed = creep["verdict"].isin([ON_PURPOSE, NO_REASON])
    return Creep(
        on_purpose=float(creep.loc[promised & noticed, "cost"].sum()),
        unnoticed=float(creep.loc[promised & (creep["verdict"] == UNNOTICED), "cost"].sum()),
        delivered=float(creep.loc[~promised & (creep["verdict"] == UNNOTICED), "cost"].sum()),
        unknown=int(creep["cost"].isna().sum()),
    )


def _scopes(scope: Scope) -> pd.Series:
    contracts = scope.rows("contracts")
    runs = contracts[~(contracts["ends_on"] < scope.day) & ~(contracts["starts_on"] > scope.day)]
    return runs.dropna(subset=["scope"]).groupby("group_id")["scope"].agg(" ".join)


def _promises(scope: Scope) -> list[dict[str, Any]]:
    promises = scope.rows("promises")
    given = promises[
        (promises["charge"] == "given without charge")
        & (promises["state"] != "broken")
        & ~(promises["made_on"] > scope.day)
    ]
    return [
        {
            "account_id": row.group_id, "kind": PROMISE, "what": row.what, "since": row.made_on,
            "cost": row.yearly_cost, "verdict": _verdict(row), "reason": _text(row.purpose),
        }
        for row in given.itertuples()
    ]  # fmt: skip


def _verdict(promise: Any) -> str:
    if pd.isna(promise.on_purpose) or not promise.on_purpose:
        return UNNOTICED
    return NO_REASON if pd.isna(promise.purpose) else ON_PURPOSE


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)


def _activities(scope: Scope, scopes: pd.Series) -> list[dict[str, Any]]:
    if scope.tables["activity_rates"].empty:
        return []
    parts = cost_to_serve_of_all(scope.whole, scope.as_of).parts
    parts = parts[
        parts["group_id"].isin(scope.rows("contracts")["group_id"])
        & parts["driver"].isin(list(_BEYOND))
        & (parts["cost"] > 0)
    ]
    start = months_to(scope.as_of).first
    return [
        {
            "account_id": row.group_id, "kind": DELIVERY, "since": start, "cost": row.cost, "reason": "",
            "what": f"{ACTIVITIES[row.driver].capitalize()}, {row.quantity:,.0f} in the twelve months",
            "verdict": IN_SCOPE if _names(str(scopes.get(row.group_id, "")), _BEYOND[row.driver]) else UNNOTICED,
        }
        for row in parts.itertuples()
    ]  # fmt: skip


def _names(scope: str, words: tuple[str, ...]) -> bool:
    return any(word in scope.casefold() for word in words)


def _free_lines(scope: Scope) -> list[dict[str, Any]]:
    if not scope.account_id:
        return []
    lines = own_rows(scope.whole, scope.account_id)["sales_lines"]
    year = months_to(scope.as_of)
    free = lines[(lines["quantity"] > 0) & (lines["revenue"] == 0) & year.holds(lines["date"])]
    free = free[~free["returned"].fillna(False).astype(bool)]
    if free.empty:
        return []
    cost = free["cost"].sum(min_count=1) if free["currency"].isna().all() else np.nan
    return [
        {
            "account_id": scope.account_id, "kind": DELIVERY, "since": free["date"].min(), "cost": cost, "reason": "",
            "what": "1 line delivered at no price" if len(free) == 1 else f"{len(free):,} lines delivered at no price", "verdict": UNNOTICED,
        }
    ]  # fmt: skip
