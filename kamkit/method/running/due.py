"""What falls due in the next days across accounts: actions, reviews, promises, queries, renewals, messages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning.propose import OPEN
from kamkit.method.planning.scope import Scope, scope_of
from kamkit.method.remembered import remembered
from kamkit.method.running.renewals import AHEAD, MISSING, place_milestones, place_renewals

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

DAYS = 7
ACTION, REVIEW, PROMISE, QUERY, RENEWAL, MESSAGE = "action", "review", "promise", "query", "renewal", "message"
COLUMNS = ("account_id", "account", "kind", "item_id", "what", "due", "days_left", "overdue", "owner_id", "owner")
_NO_ACCOUNT = "The programme"


@remembered
def place_due(tables: Tables, account_id: str, as_of: date, days: int = DAYS) -> pd.DataFrame:
    """What is overdue or falls due within ``days`` for an account ("": for all), the earliest first.

    Columns: account_id and account (the group's; "" and 'The programme' for what belongs to none), kind ('action',
    'review', 'promise', 'query', 'renewal', 'message'), item_id, what, due, days_left (whole days from ``as_of``;
    negative: overdue), overdue, owner_id (who has to do it, else who owns the account; "": nobody), owner (name).
    A review is due for an action not dropped whose result nobody has noted; past reviews count once the action is
    done. A renewal's milestones and the last day of notice count from their day on for as long as the record does not
    show them. What has no day never falls due and is not here. MethodError if there is no such account.
    """
    scope = scope_of(tables, account_id, as_of)
    parts = [_actions(scope), _reviews(scope), _promises(scope), _queries(scope), _renewals(scope), _messages(scope)]
    parts = [part for part in parts if len(part)]
    if not parts:
        return _empty()
    found = pd.concat(parts, ignore_index=True)
    found = found[found["due"] <= scope.day + pd.Timedelta(days=days)]
    owners, people = scope.groups["owner_id"], tables["team_members"].drop_duplicates("member_id")
    names = people.set_index("member_id")["name"]
    found["owner_id"] = found["owner_id"].astype("object").fillna(found["account_id"].map(owners)).fillna("").astype("str")
    named = found["owner_id"].map(names).astype("object").fillna(found["owner_id"])
    found["owner"] = named.replace("", "nobody").astype("str")
    found["account"] = found["account_id"].map(scope.groups["name"]).astype("object").fillna(_NO_ACCOUNT).astype("str")
    found["days_left"] = (found["due"] - scope.day).dt.days.astype(int)
    found["overdue"] = found["due"] < scope.day
    found = found.sort_values(["due", "kind", "account_id", "item_id"], kind="stable", ignore_index=True)
    return found[list(COLUMNS)]


def _empty() -> pd.DataFrame:
    empty = pd.DataFrame({name: pd.Series(dtype="str") for name in COLUMNS})
    return empty.astype({"due": "datetime64[us]", "days_left": int, "overdue": bool})


def rank_owners(due: pd.DataFrame) -> pd.DataFrame:
    """Who has how much due, most overdue first, from ``place_due``.

    Columns: owner_id, owner, accounts, overdue, ahead (counts), oldest (days overdue; 0: nothing is), next_due.
    """
    grouped = due.assign(
        ahead=~due["overdue"], late=(-due["days_left"]).clip(lower=0), next_day=due["due"].where(~due["overdue"])
    ).groupby(["owner_id", "owner"], sort=True)  # fmt: skip
    ranked = pd.DataFrame(
        {
            "accounts": grouped["account_id"].nunique(),
            "overdue": grouped["overdue"].sum().astype(int),
            "ahead": grouped["ahead"].sum().astype(int),
            "oldest": grouped["late"].max(),
            "next_due": grouped["next_day"].min(),
        }
    ).reset_index()
    return ranked.sort_values(["overdue", "ahead"], ascending=False, kind="stable", ignore_index=True)


def _actions(scope: Scope) -> pd.DataFrame:
    rows = scope.rows("actions")
    return _items(rows[rows["state"].isin(OPEN)], ACTION, "action_id", "what", "due", "responsible_id")


def _reviews(scope: Scope) -> pd.DataFrame:
    rows = scope.rows("actions")
    done = (rows["state"] == "done") & rows["worked"].isna()
    coming = rows["state"].isin(OPEN) & (rows["review_on"] >= scope.day)
    rows = rows[done | coming]
    asks = rows.assign(what="Did it work? " + rows["what"].astype(str))
    return _items(asks, REVIEW, "action_id", "what", "review_on", "accountable_id")


def _promises(scope: Scope) -> pd.DataFrame:
    rows = scope.rows("promises")
    return _items(rows[rows["state"] == "open"], PROMISE, "promise_id", "what", "due", "owner_id")


def _queries(scope: Scope) -> pd.DataFrame:
    rows = scope.rows("queries")
    return _items(rows[rows["closed_on"].isna()], QUERY, "query_id", "what", "due", "owner_id")


def _renewals(scope: Scope) -> pd.DataFrame:
    milestones = place_milestones(scope.whole, scope.account_id, scope.as_of)
    open_ones = milestones[milestones["state"].isin([MISSING, AHEAD])]
    steps = pd.DataFrame(
        {
            "account_id": open_ones["account_id"], "kind": RENEWAL,
            "item_id": open_ones["contract_id"] + ", " + open_ones["months"].astype(str) + " months",
            "what": open_ones["do"] + ": " + open_ones["name"] + ", " + open_ones["months"].astype(str) + " months before its end",
            "due": open_ones["by"], "owner_id": open_ones["owner_id"],
        }
    )  # fmt: skip
    renewals = place_renewals(scope.whole, scope.account_id, scope.as_of)
    notice = renewals[renewals["notice_on"] >= scope.day]
    last_days = pd.DataFrame(
        {
            "account_id": notice["account_id"], "kind": RENEWAL, "item_id": notice["contract_id"] + ", notice",
            "what": "Last day of notice for " + notice["name"], "due": notice["notice_on"], "owner_id": notice["owner_id"],
        }
    )  # fmt: skip
    return pd.concat([part for part in (steps, last_days) if len(part)] or [steps], ignore_index=True)


def _messages(scope: Scope) -> pd.DataFrame:
    rows = scope.rows("messages")
    if not scope.account_id:
        everybody = scope.tables["messages"]
        everybody = everybody[everybody["account_id"].isna()]
        rows = pd.concat([rows, everybody.assign(group_id="")]) if len(everybody) else rows
    rows = rows[rows["confirmed_on"].isna()]
    told = rows.assign(what="Tell " + rows["audience"].astype(str) + ": " + rows["what"].astype(str))
    return _items(told, MESSAGE, "message_id", "what", "due", "sender_id")


def _items(rows: pd.DataFrame, kind: str, key: str, what: str, due: str, owner: str) -> pd.DataFrame:
    rows = rows.dropna(subset=[due])
    return pd.DataFrame(
        {
            "account_id": rows["group_id"].astype("str"), "kind": kind, "item_id": rows[key], "what": rows[what],
            "due": rows[due], "owner_id": rows[owner],
        }
    )  # fmt: skip
