"""All reviews at once: whose is due, what was decided, and what each is about."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning.scope import scope_of
from kamkit.method.review.creep import PROMISE, UNNOTICED, review_offer_creep
from kamkit.method.review.period import IN_THE_PROGRAMME, periods_in
from kamkit.method.review.promises import BROKEN, KEPT, LATE, OVERDUE, promises_in
from kamkit.method.review.reappraisal import RELATION, review_reappraisal

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

COLUMNS = (
    "account_id", "account", "owner", "status", "last_on", "how", "due", "days_over", "decision", "reasons", "promises_due",
    "promises_missed", "relationship", "verdict", "creep",
)  # fmt: skip


def rank_reviews(tables: Tables, as_of: date) -> pd.DataFrame:
    """The accounts that belong to the programme or were once selected, those never reviewed and the longest overdue first.

    Columns account_id (the group's), account, owner, status, last_on (NaT: never), how (that decision), due,
    days_over (past due; missing if not), decision and reasons (of the review going on), promises_due and promises_missed (since the last
    review), relationship (change in points; NaN: not asked twice) and its verdict, creep (a year, reporting
    currency: promised without charge, undecided).
    """
    scope = scope_of(tables, "", as_of)
    found = periods_in(scope)
    found = found[found["status"].isin(IN_THE_PROGRAMME) | (found["last_on"].notna() & (found["status"] != "former"))]
    promises = promises_in(scope)
    due = promises["result"].isin([KEPT, LATE, BROKEN, OVERDUE])
    missed = promises["result"].isin([BROKEN, OVERDUE])
    for name, chosen in (("promises_due", due), ("promises_missed", missed)):
        count = promises[chosen].groupby("account_id").size()
        found[name] = count.reindex(found.index).fillna(0).astype("int64")
    asked = review_reappraisal(tables, "", as_of)
    asked = asked[asked["about"] == RELATION].set_index("account_id")
    found["relationship"], found["verdict"] = (
        asked["change"].reindex(found.index),
        asked["verdict"].reindex(found.index),
    )
    creep = review_offer_creep(tables, "", as_of)
    creep = creep[(creep["kind"] == PROMISE) & (creep["verdict"] == UNNOTICED)].groupby("account_id")["cost"].sum()
    found["creep"] = creep.reindex(found.index).fillna(0.0)
    found = found.rename_axis("account_id").reset_index().rename(columns={"name": "account"})
    found["never"] = found["last_on"].isna()
    member = found["status"].isin(IN_THE_PROGRAMME)
    found = found.assign(member=member).sort_values(
        ["member", "never", "days_over", "account_id"],
        ascending=[False, False, False, True],
        na_position="last",
        kind="stable",
    )
    return pd.DataFrame(found[list(COLUMNS)]).reset_index(drop=True)
