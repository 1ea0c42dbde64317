"""Who has agreed to the plan, on the customer's side and on ours, by name and date."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.plan.who import planned_in
from kamkit.method.planning.scope import scope_of
from kamkit.method.remembered import remembered

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

AGREED = "agreed to plan"  # the kind of decision that buy-in is recorded as
SIDES = ("customer", "ours")
MONTHS_VALID = 12  # an agreement older than this is one to an older plan (default)


@remembered
def review_agreement(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """The latest agreement to the plan of each side, a row for the customer and one for us per account with a plan.

    Columns: account_id and account (the group's), side (customer, ours), agreed_on (NaT: never), agreed_by (names;
    NaN: nobody named), reasons, state ('agreed', 'agreed over twelve months ago', 'agreed, nobody named', 'not
    yet'). Only decisions of the kind *agreed to plan* up to ``as_of``. MethodError if there is no such account.
    """
    scope = scope_of(tables, account_id, as_of)
    rows = scope.rows("decisions")
    rows = rows[(rows["kind"] == AGREED) & (rows["decided_on"] <= scope.day)].sort_values("decided_on", kind="stable")
    last = rows.drop_duplicates(["group_id", "side"], keep="last").set_index(["group_id", "side"])
    both = pd.MultiIndex.from_tuples(list(product(planned_in(scope), SIDES)), names=["account_id", "side"])
    found = last[["decided_on", "decided_by", "reasons"]].reindex(both).reset_index()
    found = found.rename(columns={"decided_on": "agreed_on", "decided_by": "agreed_by"})
    found.insert(1, "account", found["account_id"].map(scope.groups["name"]).astype("str"))
    old = scope.day - pd.DateOffset(months=MONTHS_VALID)
    states = [_state(row.agreed_on, row.agreed_by, old) for row in found.itertuples()]
    return found.assign(state=pd.Series(states, index=found.index, dtype="str"))


def _state(agreed_on: pd.Timestamp, agreed_by: object, old: pd.Timestamp) -> str:
    if pd.isna(agreed_on):
        return "not yet"
    if agreed_on < old:
        return "agreed over twelve months ago"
    return "agreed, nobody named" if pd.isna(agreed_by) else "agreed"
