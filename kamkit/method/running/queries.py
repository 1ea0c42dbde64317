"""What customers ask and complain about, how long they wait, and what was promised to them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning.scope import Scope, scope_of
from kamkit.method.remembered import remembered
from kamkit.method.running.renewals import OLD_COMPLAINT_DAYS

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

SOON_DAYS = 30
OVERDUE, SOON, LATER, NO_DAY = "overdue", "due soon", "later", "no day"
NOWHERE = "not said where"


@remembered
def place_queries(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """The open queries of an account ("": of all), the longest over its answer time first.

    Columns: account_id, account, query_id, what, kind, point (the touch point's name), asked_by, asked_on, due, owner
    (NaN: nobody), open_days (since it was asked), promised_days (from asking to the day promised; NA: no day promised),
    over_days (past that day; negative: still in time; NA: no day promised), old (True: a complaint open for more than
    30 days). MethodError if there is no such account.
    """
    scope = scope_of(tables, account_id, as_of)
    rows = _told(scope)
    rows = rows[rows["closed_on"].isna()]
    rows["open_days"] = (scope.day - rows["asked_on"]).dt.days.astype("Int64")
    rows["promised_days"] = (rows["due"] - rows["asked_on"]).dt.days.astype("Int64")
    rows["over_days"] = (scope.day - rows["due"]).dt.days.astype("Int64")
    rows["old"] = (rows["kind"] == "complaint") & (rows["open_days"] > OLD_COMPLAINT_DAYS).fillna(False).astype(bool)
    rows = rows.sort_values(["over_days", "open_days", "query_id"], ascending=[False, False, True], kind="stable")
    return rows[
        ["account_id", "account", "query_id", "what", "kind", "point", "asked_by", "asked_on", "due", "owner",
         "open_days", "promised_days", "over_days", "old"]
    ].reset_index(drop=True)  # fmt: skip


def review_query_points(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """Queries by the touch point where they arose, most past their day first.

    Columns: point, queries, open, over (open and past the promised day), oldest (days the oldest open one waits; NA:
    none), answered, median_days (from asking to content; NaN: none answered), in_time (% of the answered ones with a
    promised day). It sees only what somebody wrote down.
    """
    scope = scope_of(tables, account_id, as_of)
    rows = _told(scope)
    is_open = rows["closed_on"].isna()
    took = (rows["closed_on"] - rows["asked_on"]).dt.days.astype(float)
    promised = ~is_open & rows["due"].notna()
    marked = rows.assign(
        is_open=is_open, over=is_open & (rows["due"] < scope.day), answered=~is_open, took=took,
        waits=(scope.day - rows["asked_on"]).dt.days.where(is_open).astype("Int64"),
        in_time=(rows["closed_on"] <= rows["due"]).astype(float).where(promised) * 100,
    )  # fmt: skip
    grouped = marked.groupby("point", sort=True)
    found = pd.DataFrame(
        {
            "queries": grouped.size(), "open": grouped["is_open"].sum().astype(int),
            "over": grouped["over"].sum().astype(int), "oldest": grouped["waits"].max(),
            "answered": grouped["answered"].sum().astype(int), "median_days": grouped["took"].median(),
            "in_time": grouped["in_time"].mean(),
        }
    ).reset_index()  # fmt: skip
    return found.sort_values(["over", "open", "queries"], ascending=False, kind="stable", ignore_index=True)


@remembered
def place_promises(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """The open promises to an account ("": to all), by the day they have to be kept; those without a day last.

    Columns: account_id, account, promise_id, what, promised_to, owner (NaN: nobody), due, days_left (negative:
    overdue; NA: no day), state ('overdue', 'due soon' within thirty days, 'later', 'no day').
    MethodError if there is no such account.
    """
    scope = scope_of(tables, account_id, as_of)
    rows = scope.rows("promises")
    rows = _named(scope, rows[rows["state"] == "open"])
    left = (rows["due"] - scope.day).dt.days.astype("Int64")
    states = pd.Series(LATER, index=rows.index, dtype="object")
    states[(left <= SOON_DAYS).fillna(False).astype(bool)] = SOON
    states[(left < 0).fillna(False).astype(bool)] = OVERDUE
    states[left.isna()] = NO_DAY
    rows = rows.assign(days_left=left, state=states.astype("str"))
    rows = rows.sort_values(["due", "promise_id"], na_position="last", kind="stable")
    return rows[
        ["account_id", "account", "promise_id", "what", "promised_to", "owner", "due", "days_left", "state"]
    ].reset_index(drop=True)


def count_settled(tables: Tables, account_id: str, as_of: date) -> tuple[int, int]:
    """How many promises were kept and how many broken in the twelve months to ``as_of``."""
    scope = scope_of(tables, account_id, as_of)
    rows = scope.rows("promises")
    year = rows[(rows["settled_on"] > scope.day - pd.DateOffset(years=1)) & (rows["settled_on"] <= scope.day)]
    return int((year["state"] == "kept").sum()), int((year["state"] == "broken").sum())


def _told(scope: Scope) -> pd.DataFrame:
    rows = _named(scope, scope.rows("queries"))
    points = scope.tables["touch_points"].drop_duplicates("touch_point_id").set_index("touch_point_id")["name"]
    point = rows["touch_point_id"].map(points).astype("object").fillna(rows["touch_point_id"]).fillna(NOWHERE)
    return rows.assign(point=point.astype("str"))


def _named(scope: Scope, rows: pd.DataFrame) -> pd.DataFrame:
    people = scope.tables["team_members"].drop_duplicates("member_id").set_index("member_id")["name"]
    rows = rows.drop(columns="account_id").rename(columns={"group_id": "account_id"})
    return rows.assign(
        account=rows["account_id"].map(scope.groups["name"]).astype("str"),
        owner=rows["owner_id"].map(people).astype("object").fillna(rows["owner_id"]),
    )
