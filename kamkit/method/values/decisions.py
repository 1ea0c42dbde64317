"""The log of what accounts decided about us: when, who decided, and the reasons they gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.values.answers import expectations_of, names_of, of_group
from kamkit.method.worth.own_rows import own_rows

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

FOR_US = ("bought", "renewed", "agreed to plan")
AGAINST_US = ("reduced", "left", "refused")


def list_decisions(tables: Tables, account_id: str = "") -> pd.DataFrame:
    """What an account's people decided about us, or all accounts' with "", the latest first.

    Columns: decision_id, account_id (the group's), account (its name), kind, decided_on, decided_by, reasons (in their
    words), expectation_id, expectation, evidence. Decisions of the customers' side only: what we decide about them
    belongs to the selection and the review.
    """
    rows = own_rows(tables, account_id)["decisions"]
    rows = of_group(rows[rows["side"] == "customer"], tables, account_id)
    names = names_of(own_rows(tables, account_id)["accounts"], "account_id")
    called = expectations_of(tables, account_id).set_index("expectation_id")["name"]
    rows = rows.assign(
        account=rows["account_id"].map(names).astype("str").fillna(rows["account_id"]),
        expectation=rows["expectation_id"].map(called).astype("str").fillna(rows["expectation_id"]),
    )
    columns = ["decision_id", "account_id", "account", "kind", "decided_on", "decided_by", "reasons"]
    rows = rows.sort_values(["decided_on", "decision_id"], ascending=[False, True])
    return rows[[*columns, "expectation_id", "expectation", "evidence"]].reset_index(drop=True)
