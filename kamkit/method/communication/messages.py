"""Who is told what: the messages of an account with those to everybody, and whether they have arrived."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning.people import People
from kamkit.method.planning.scope import Scope, scope_of
from kamkit.method.remembered import remembered

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

CONFIRMED, PLANNED, OVERDUE, UNDATED = "confirmed", "planned", "overdue", "without a day"
TO_ALL = ""  # the account of a message that is about the programme
COLUMNS = {
    "account_id": "str", "account": "str", "message_id": "str", "side": "str", "topic": "str", "audience": "str",
    "member_id": "str", "person": "str", "what": "str", "touch_point_id": "str", "sender_id": "str", "sender": "str",
    "channel": "str", "due": "datetime64[us]", "confirmed_on": "datetime64[us]", "state": "str", "days_late": "Int64",
    "undertaken": "str",
}  # fmt: skip


@remembered
def messages_to_all(tables: Tables) -> pd.DataFrame:
    """The messages that are about no single account, as stored."""
    messages = tables["messages"]
    return messages[messages["account_id"].isna()].reset_index(drop=True)


def place_messages(tables: Tables, account_id: str, as_of: date, *, with_all: bool = True) -> pd.DataFrame:
    """The messages of an account ("": of every account), and those to everybody, overdue first, then by day.

    Columns: account_id and account (the group's, "" and "everybody" for the programme's), message_id, side ('inside',
    'outside'), topic ("" where nobody said), audience, member_id and person ("" where no single person is meant), what,
    touch_point_id, sender_id, sender and channel ("" where missing), due, confirmed_on, state ('confirmed', 'planned',
    'overdue': past its day and not confirmed, 'without a day'), days_late (of the overdue), undertaken (""). A message
    confirmed after ``as_of`` is not confirmed yet. ``with_all=False`` leaves the programme's out. MethodError if there
    is no such account. Confirmed means said to be known, and not that it is done.
    """
    scope = scope_of(tables, account_id, as_of)
    found = scope.rows("messages")
    if with_all:
        found = pd.concat([found, messages_to_all(scope.whole).assign(group_id=TO_ALL)], ignore_index=True)
    return _placed(found, scope)


def _placed(found: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    people = People(scope.tables)
    confirmed = found["confirmed_on"] <= scope.day
    late = ~confirmed & (found["due"] < scope.day)
    state = pd.Series(PLANNED, index=found.index, dtype="str")
    state = state.mask(found["due"].isna(), UNDATED).mask(late, OVERDUE).mask(confirmed, CONFIRMED)
    names = {**{str(group): str(name) for group, name in scope.groups["name"].items()}, TO_ALL: "everybody"}
    texts = ("side", "topic", "audience", "what", "touch_point_id", "channel", "undertaken", "member_id", "sender_id")
    placed = pd.DataFrame(
        {
            "account_id": found["group_id"],
            "account": found["group_id"].map(names),
            "message_id": found["message_id"],
            "person": people.names(found["member_id"]),
            "sender": people.names(found["sender_id"]),
            "due": found["due"],
            "confirmed_on": found["confirmed_on"].where(confirmed),
            "state": state,
            "days_late": (scope.day - found["due"]).dt.days.where(late).astype("Int64"),
            **{name: found[name].fillna("") for name in texts},
        }
    )
    place = placed["state"].map({OVERDUE: 0, PLANNED: 1, UNDATED: 2, CONFIRMED: 3})
    order = placed.assign(place=place).sort_values(["place", "due", "message_id"], na_position="last", kind="stable")
    return placed.loc[order.index, list(COLUMNS)].astype(COLUMNS).reset_index(drop=True)


def rank_senders(messages: pd.DataFrame) -> pd.DataFrame:
    """Who has to tell how much, most overdue first, from :func:`place_messages`.

    Columns: sender ("nobody" where none is named), open (not confirmed), overdue, accounts (of the open ones), next_due.
    """
    waiting = messages[messages["state"] != CONFIRMED]
    who = waiting["sender"].where(waiting["sender"] != "", "nobody")
    grouped = waiting.assign(
        late=waiting["state"] == OVERDUE, ahead=waiting["due"].where(waiting["state"] == PLANNED)
    ).groupby(who.rename("sender"), sort=True)
    ranked = pd.DataFrame(
        {
            "open": grouped.size(),
            "overdue": grouped["late"].sum().astype("int64"),
            "accounts": grouped["account"].nunique(),
            "next_due": grouped["ahead"].min(),
        }
    ).reset_index()
    return ranked.sort_values(["overdue", "open"], ascending=False, kind="stable").reset_index(drop=True)
