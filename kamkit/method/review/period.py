"""Since when a review looks back: from the last decision about the account to the day looked at."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning.scope import Scope, scope_of
from kamkit.method.remembered import remembered

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

REVIEW_MONTHS = 12  # a key account is reviewed once a year (default)
SAME_REVIEW_DAYS = 60  # a decision this young belongs to the review going on, not to the last one (default)
DECISIONS = ("kept", "upgraded", "stepped down", "deselected")
REVIEWED = ("selected", *DECISIONS)
IN_THE_PROGRAMME = ("candidate", "key account", "stepping down")


@remembered
def review_periods(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """The period each account's review looks at, and what this review has decided; for one account, or "" for all.

    Index account_id (the group's). Columns name, status, owner, start (the last decision of ours about the account, else
    twelve months before ``as_of``), how (that decision; '' where there is none), decision, decided_on,
    reasons (of the review going on: a decision of the last sixty days; NaN: none), last_on (the newest decision of
    either; NaT: never), due (a year after it; NaT: never reviewed), days_over (past due; missing if not due).
    MethodError if there is no such account.
    """
    scope = scope_of(tables, account_id, as_of)
    decisions = scope.rows("decisions")
    ours = decisions[
        (decisions["side"] == "ours") & decisions["kind"].isin(REVIEWED) & (decisions["decided_on"] <= scope.day)
    ].sort_values(["decided_on", "decision_id"])
    young = ours["decided_on"] > scope.day - pd.Timedelta(days=SAME_REVIEW_DAYS)
    last = ours[~young].groupby("group_id").last()
    now = ours[young & ours["kind"].isin(DECISIONS)].groupby("group_id").last()
    found = _groups(scope)
    found["start"] = last["decided_on"].reindex(found.index).fillna(scope.day - pd.DateOffset(months=REVIEW_MONTHS))
    found["how"] = last["kind"].reindex(found.index).fillna("")
    found["decision"] = now["kind"].reindex(found.index)
    found["decided_on"] = now["decided_on"].reindex(found.index)
    found["reasons"] = now["reasons"].reindex(found.index)
    found["last_on"] = ours.groupby("group_id")["decided_on"].max().reindex(found.index)
    found["due"] = found["last_on"] + pd.DateOffset(months=REVIEW_MONTHS)
    over = (scope.day - found["due"]).dt.days
    found["days_over"] = over.where(over > 0).astype("Int64")
    return found


def names_of_people(scope: Scope, ids: pd.Series) -> pd.Series:
    """The names of our people by their ids; somebody who is not in the list keeps the id, nobody stays missing."""
    people = scope.tables["team_members"].drop_duplicates("member_id").set_index("member_id")["name"]
    return ids.map(people).astype("object").fillna(ids.astype("object"))


def starts_of(scope: Scope, groups: pd.Series) -> pd.Series:
    """The first day of the review of each of these groups, on the index of ``groups``."""
    found = review_periods(scope.whole, scope.account_id, scope.as_of)["start"].reindex(groups.to_numpy())
    return pd.Series(found.to_numpy(), index=groups.index)


def periods_in(scope: Scope) -> pd.DataFrame:
    """As :func:`review_periods`, for a scope at hand."""
    return review_periods(scope.whole, scope.account_id, scope.as_of)


def _groups(scope: Scope) -> pd.DataFrame:
    accounts = scope.tables["accounts"].drop_duplicates("account_id").set_index("account_id")
    found = scope.groups.rename_axis("account_id")
    return pd.DataFrame(
        {
            "name": found["name"],
            "status": accounts["status"].reindex(found.index).fillna("none"),
            "owner": names_of_people(scope, found["owner_id"]),
        }
    )
