"""Whether the people on duty at the touch points know that the account is key, and what it is promised there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.communication.messages import CONFIRMED, OVERDUE, place_messages
from kamkit.method.planning.people import People
from kamkit.method.planning.rules_of_accounts import IN_THE_PROGRAMME
from kamkit.method.planning.scope import Scope, known, scope_of
from kamkit.method.remembered import remembered
from kamkit.method.touchline import all_touchlines, place_touch_points
from kamkit.method.worth.own_rows import groups_in, own_rows

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

KNOWS, OWNS, ASKED, LATE, UNTOLD = "confirmed", "owns the account", "told, not confirmed", "overdue", "nobody told"
NOBODY, NO_PROMISE = "nobody on duty", "nothing promised"
SURE = (KNOWS, OWNS)
_OF_THE_ACCOUNT = ("account and promise", "account")
_OF_THE_PROMISE = ("account and promise", "promise")
COLUMNS = {
    "account_id": "str", "account": "str", "touch_point_id": "str", "name": "str", "stage": "str", "member_id": "str",
    "person": "str", "role": "str", "promise": "str", "behaviour": "str", "account_state": "str",
    "account_on": "datetime64[us]", "promise_state": "str", "promise_on": "datetime64[us]",
}  # fmt: skip


@remembered
def place_duty(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """Every touch point of an account with who is on duty there, and what that person has confirmed to know.

    ``account_id`` "" takes every candidate and key account that has a touchline of its own. Columns: account_id and
    account (the group's), touch_point_id, name, stage, member_id and person (the point's owner; ""), role (ours at
    the point, ""), promise and behaviour (""), account_state (does the person know that the account is key) and
    promise_state (what is promised here): 'confirmed', 'owns the account' (nobody has to tell the key account
    manager), 'told, not confirmed', 'overdue' (past its day), 'nobody told', 'nobody on duty', and for the promise
    'nothing promised'; account_on, promise_on (the day of the confirmation). In the order of the touchline.

    A message counts for a person if it names that person, else for whoever is on duty at its touch point, and for
    people whose name or role stands in its audience. A message to everybody counts for a promise of the standard and not
    for one that the account has of its own. MethodError if there is no such account.
    """
    scope = scope_of(tables, account_id, as_of)
    line = place_touch_points(tables, account_id) if account_id else _lines(scope)
    messages = place_messages(tables, account_id, as_of)
    messages = messages[messages["side"] == "inside"]
    people, refined = People(tables), _own_promises(scope)
    roles = _roles(tables)
    by_account = {str(group): rows for group, rows in messages.groupby("account_id", sort=False)}
    to_all = by_account.get("", messages.iloc[:0])
    rows = []
    for group, points in line.groupby("account_id", sort=False):
        told = list(by_account.get(str(group), messages.iloc[:0]).itertuples())
        for point in points.itertuples():
            everybody = [] if (group, point.touch_point_id) in refined else list(to_all.itertuples())
            rows.append(_row(scope, people, roles, point, told, everybody))
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="object").astype(COLUMNS)


def rank_coverage(duty: pd.DataFrame) -> pd.DataFrame:
    """For each account how many of its touch points are in the hands of people who know, the worst first.

    From :func:`place_duty`. Columns: account_id, account, points, unmanned (nobody on duty), promised (points with a
    promise), account_known and promise_known (points where the person on duty has confirmed, or owns the account),
    wanted (confirmations there should be, the account manager's own points apart: one for the account, one for the
    promise), confirmed, asked (told, and not confirmed), overdue (of these), share (% of the wanted that are confirmed;
    NaN where nobody has to confirm anything), waiting (names of those who have not confirmed, most points first, joined by commas). It counts
    points alike, a moment of truth as one.
    """
    manned = duty["account_state"] != NOBODY
    promised = manned & (duty["promise_state"] != NO_PROMISE)
    knows, knows_promise = duty["account_state"].isin(SURE), duty["promise_state"].isin(SURE)
    figures = pd.DataFrame(
        {
            "account_id": duty["account_id"],
            "points": 1,
            "unmanned": ~manned,
            "promised": promised,
            "account_known": knows & manned,
            "promise_known": knows_promise & promised,
            "wanted": _both(duty, (KNOWS, ASKED, LATE, UNTOLD)),
            "confirmed": _both(duty, (KNOWS,)),
            "asked": _both(duty, (ASKED, LATE)),
            "overdue": _both(duty, (LATE,)),
        }
    )
    ranked = figures.groupby("account_id", sort=False).sum().astype("int64")
    ranked["share"] = ranked["confirmed"] / ranked["wanted"].where(ranked["wanted"] > 0) * 100
    ranked.insert(0, "account", duty.drop_duplicates("account_id").set_index("account_id")["account"])
    waiting = duty[manned & (~knows | (promised & ~knows_promise))]
    ranked["waiting"] = waiting.groupby("account_id")["person"].agg(lambda names: ", ".join(names.value_counts().index))
    ranked["waiting"] = ranked["waiting"].fillna("").astype("str")
    ranked = ranked.reset_index()
    return ranked.sort_values(["share", "account_id"], na_position="last", kind="stable").reset_index(drop=True)


def _both(duty: pd.DataFrame, states: tuple[str, ...]) -> pd.Series:
    return duty["account_state"].isin(states).astype(int) + duty["promise_state"].isin(states).astype(int)


def rank_waiting(duty: pd.DataFrame) -> pd.DataFrame:
    """Our people who have not confirmed what they should know, the one with most touch points first.

    Columns: member_id, person, accounts, points (where the account or the promise is not confirmed), overdue, which
    (accounts by name, joined by semicolons).
    """
    open_ones = duty[
        (duty["member_id"] != "")
        & (~duty["account_state"].isin(SURE) | ~duty["promise_state"].isin((*SURE, NO_PROMISE)))
    ]
    grouped = open_ones.assign(
        late=(open_ones["account_state"] == LATE) | (open_ones["promise_state"] == LATE)
    ).groupby(["member_id", "person"], sort=False)
    ranked = pd.DataFrame(
        {
            "accounts": grouped["account_id"].nunique(),
            "points": grouped.size(),
            "overdue": grouped["late"].sum().astype("int64"),
            "which": grouped["account"].agg(lambda names: "; ".join(dict.fromkeys(names))).astype("str"),
        }
    ).reset_index()
    return ranked.sort_values(["overdue", "points", "person"], ascending=[False, False, True], ignore_index=True)


def _lines(scope: Scope) -> pd.DataFrame:
    accounts = scope.rows("accounts")
    chosen = accounts.loc[accounts["status"].isin(IN_THE_PROGRAMME), "group_id"]
    line = all_touchlines(scope.whole)
    return line[line["account_id"].isin(chosen)] if len(chosen) else line


def _own_promises(scope: Scope) -> set[tuple[str, str]]:
    rows = own_rows(scope.whole, scope.account_id)["touch_points"]
    rows = rows[(rows["account_id"] != "") & rows["promise"].notna()]
    group = rows["account_id"].map(groups_in(scope.tables)).fillna(rows["account_id"])
    return set(zip(group.astype(str), rows["touch_point_id"].astype(str), strict=True))


def _roles(tables: Tables) -> dict[str, str]:
    members = tables["team_members"].drop_duplicates("member_id")
    return dict(zip(members["member_id"].astype(str), members["role"].fillna(""), strict=True))


def _row(
    scope: Scope, people: People, roles: dict[str, str], point: Any, told: list[Any], everybody: list[Any]
) -> dict[str, Any]:
    member = str(point.owner_id) if known(point.owner_id) else ""
    group = point.account_id
    row: dict[str, Any] = {
        "account_id": group, "account": str(scope.groups["name"].get(group, group)),
        "touch_point_id": point.touch_point_id, "name": point.name, "member_id": member, "person": people.name(member),
        **{field: _text(getattr(point, column)) for field, column in
           (("stage", "stage"), ("role", "our_role"), ("promise", "promise"), ("behaviour", "behaviour"))},
    }  # fmt: skip
    if not member:
        return row | {"account_state": NOBODY, "promise_state": NOBODY, "account_on": pd.NaT, "promise_on": pd.NaT}
    if member == scope.groups["owner_id"].get(group):
        owned = OWNS if row["promise"] else NO_PROMISE
        return row | {"account_state": OWNS, "promise_state": owned, "account_on": pd.NaT, "promise_on": pd.NaT}
    reached = [one for one in told if _reaches(one, member, row["person"], roles.get(member, ""), point.touch_point_id)]
    general = [one for one in everybody if one.touch_point_id == point.touch_point_id]
    account = [one for one in reached if one.topic in _OF_THE_ACCOUNT]
    promise = [one for one in reached if _of_this_promise(one, point.touch_point_id)] + general
    state, on = _state(account)
    row |= {"account_state": state, "account_on": on}
    state, on = _state(promise) if row["promise"] else (NO_PROMISE, pd.NaT)
    return row | {"promise_state": state, "promise_on": on}


def _of_this_promise(message: Any, touch_point_id: str) -> bool:
    if message.touch_point_id and message.touch_point_id != touch_point_id:
        return False
    # What was said at a touch point, without a topic, was said about what is owed there.
    return message.topic in _OF_THE_PROMISE or (message.topic == "" and message.touch_point_id != "")


def _reaches(message: Any, member: str, person: str, role: str, touch_point_id: str) -> bool:
    if message.member_id:
        return bool(message.member_id == member)
    audience = message.audience.casefold()
    called = any(name and name.casefold() in audience for name in (person, role))
    return called or message.touch_point_id == touch_point_id


def _state(messages: list[Any]) -> tuple[str, Any]:
    if confirmed := [one.confirmed_on for one in messages if one.state == CONFIRMED]:
        return KNOWS, max(confirmed)
    if any(one.state == OVERDUE for one in messages):
        return LATE, pd.NaT
    return (ASKED if messages else UNTOLD), pd.NaT


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)
