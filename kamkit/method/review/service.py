"""What the contract promises, beside what is measured of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning.scope import scope_of
from kamkit.method.review.scorecard import NO_READING, NO_TARGET, REACHED, score_measures

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

COLUMNS = (
    "account_id", "account", "contract_id", "name", "service_levels", "scope", "ends_on", "agreed", "read", "met",
)  # fmt: skip


def review_service_levels(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """The contracts that run on ``as_of`` with their service levels, and what is measured at the account.

    Columns account_id (the group's), account, contract_id, name, service_levels, scope (as written; NaN: nothing is),
    ends_on, agreed (measures both sides look at), read (those with a reading), met (those at or beyond the target). The
    text of a contract and a measure are put beside each other, not matched: whether the one proves the other is for
    people to say. MethodError if there is no such account.
    """
    scope = scope_of(tables, account_id, as_of)
    contracts = scope.rows("contracts")
    runs = ~(contracts["ends_on"] < scope.day) & ~(contracts["starts_on"] > scope.day)
    contracts = contracts[runs].drop(columns="account_id").rename(columns={"group_id": "account_id"})
    measures = scope.rows("measures")
    scored = score_measures(scope, measures[measures["agreed_with_customer"].fillna(False).astype(bool)])
    read = ~scored["state"].isin([NO_READING])
    met = (scored["state"] == REACHED) & ~scored["state"].isin([NO_TARGET])
    for name, chosen in (("agreed", read | ~read), ("read", read), ("met", met)):
        count = scored[chosen].groupby("account_id").size()
        contracts[name] = contracts["account_id"].map(count).fillna(0).astype("int64")
    contracts["account"] = contracts["account_id"].map(scope.groups["name"])
    found = contracts.sort_values(["account_id", "ends_on", "contract_id"], kind="stable")
    return pd.DataFrame(found[list(COLUMNS)]).reset_index(drop=True)
