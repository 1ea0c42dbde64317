"""Promises beside each other: at the same point, to the same customer, and to all the others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pandas as pd

from kamkit.method.remembered import remembered
from kamkit.method.touchline.behaviour import check_behaviour, people_in
from kamkit.method.touchline.line import place_touch_points
from kamkit.method.values.answers import names_of, of_group
from kamkit.method.worth.own_rows import group_in, own_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamkit.model.frame import Tables

OTHERWISE_HERE = "same point, different promise"
OTHERWISE_ELSEWHERE = "promised otherwise elsewhere"
NO_OWNER, NO_BEHAVIOUR, NO_POINT = "no owner", "no behaviour owed", "at no touch point"
_ORDER = (OTHERWISE_HERE, OTHERWISE_ELSEWHERE, NO_OWNER, NO_BEHAVIOUR, NO_POINT)
_STANDING = ("open", "kept")  # what was broken is the review's business, and binds nobody any more

_NUMBERS = {
    word: number
    for number, words in enumerate(
        ("", "a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    )
    for word in words.split()
}
_NUMBER = rf"(?P<number>\d+(?:[.,]\d+)?|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_TERM = re.compile(
    rf"(?P<within>\b(?:within|in|after)\s+)?\b{_NUMBER}\b(?:\s+(?:working\s+|business\s+)?(?P<unit>hour|day|week|month)s?\b)?"
    r"(?P<ahead>\s+(?:ahead|before|early|earlier|in advance)\b)?",
    re.IGNORECASE,
)
_HOURS = {"hour": 1.0, "day": 24.0, "week": 168.0, "month": 730.0}
Direction = Literal["within", "ahead"]


@dataclass(frozen=True)
class Term:
    """A time that somebody was promised: so many hours, ``within`` (fewer is better) or ``ahead`` (more is better)."""

    hours: float
    direction: Direction


def read_terms(promise: str) -> frozenset[Term]:
    """The times in a promise: "within two working days", "five days ahead"; English, and none where it names none.

    Working days count as days: people say one and mean the other. "A name within a day, a cause within ten" has
    two terms, one and ten days.
    """
    found = set()
    last = ""
    for match in _TERM.finditer(promise):
        unit = (match["unit"] or (last if match["within"] else "")).lower()
        if not unit:
            continue
        last = unit
        number = match["number"].lower()
        amount = float(_NUMBERS.get(number) or number.replace(",", "."))
        direction: Direction = "ahead" if match["ahead"] else "within"
        found.add(Term(amount * _HOURS[unit], direction))
    return frozenset(found)


def differ(one: str, other: str) -> bool:
    """Whether two promises name times of the same direction and share none of them.

    Blind to everything but times: two promises without a time are never said to differ.
    """
    first, second = read_terms(one), read_terms(other)
    same_kind = {term.direction for term in first} & {term.direction for term in second}
    return bool(same_kind) and not first & second


@remembered
def list_promises(tables: Tables) -> pd.DataFrame:
    """What everybody was promised at a touch point, the standard first, then by account; broken promises left out.

    Columns: account_id (the group's, "" for the standard), account (its name), touch_point_id, promise_id ("" where
    it is the point's own promise), promise, owner_id, state.
    """
    names = names_of(tables["accounts"], "account_id")
    listed = _written(tables)
    listed["account"] = listed["account_id"].map(names).astype("str").fillna(listed["account_id"])
    columns = ["account_id", "account", "touch_point_id", "promise_id", "promise", "owner_id", "state"]
    return listed.sort_values(["account_id", "touch_point_id", "promise_id"])[columns].reset_index(drop=True)


def _written(tables: Tables) -> pd.DataFrame:
    points = tables["touch_points"][["account_id", "touch_point_id", "promise", "owner_id"]]
    points = of_group(points[points["promise"].notna()], tables).assign(promise_id="", state="open")
    given = tables["promises"].rename(columns={"what": "promise"})
    given = given[given["state"].isin(_STANDING)]
    given = of_group(given[["account_id", "touch_point_id", "promise_id", "promise", "owner_id", "state"]], tables)
    return pd.concat([points[given.columns], given], ignore_index=True)


@remembered
def compare_promises(tables: Tables, account_id: str = "") -> pd.DataFrame:
    """What is wrong with the promises of an account, or of the standard and of all accounts with "".

    Columns: kind (same point, different promise; promised otherwise elsewhere; no owner; no behaviour owed; at no
    touch point: in this order), account_id and account (whose promise), promise_id ("": the point's own), touch_point_id, point (its name), promise,
    other (the promise it differs from), whom (who was promised that), open (False where it was kept and settled).
    Times alone are compared (:func:`differ`). An account's own promise differs from what its point promises, or
    from what another account was promised at the same point; with "" from the standard.
    """
    line = place_touch_points(tables, account_id)
    own = _own(tables, line, account_id)
    found = [*_against_the_point(own, line)]
    if account_id:
        settled_first = own[~own["promise_id"].isin([row[3] for row in found if row[3]])]
        found += _against_others(tables, settled_first, group_in(tables, account_id))
    found += [*_loose(tables, own, line)]
    table = pd.DataFrame(
        found,
        columns=["kind", "account_id", "account", "promise_id", "touch_point_id", "promise", "other", "whom", "open"],
    ).astype({"open": bool})
    table.insert(5, "point", table["touch_point_id"].map(line.set_index("touch_point_id")["name"]))
    table["point"] = table["point"].astype("str").fillna(table["touch_point_id"]).fillna("")
    order = table["kind"].map({kind: place for place, kind in enumerate(_ORDER)})
    return table.loc[order.sort_values(kind="stable").index].reset_index(drop=True)


def _own(tables: Tables, line: pd.DataFrame, account_id: str) -> pd.DataFrame:
    """The account's promises, those of its points as its own rows refine the standard's."""
    if not account_id:
        return list_promises(tables)
    group, rows = group_in(tables, account_id), own_rows(tables, account_id)
    read = {"accounts": rows["accounts"], "promises": rows["promises"], "touch_points": rows["touch_points"].iloc[:0]}
    given = _written(read)
    points = line.loc[line["promise"].notna(), ["touch_point_id", "promise", "owner_id"]]
    points = points.assign(account_id=group, promise_id="", state="open")
    name = str(names_of(rows["accounts"], "account_id").get(group, group))
    return pd.concat([points[given.columns], given], ignore_index=True).assign(account=name)


def _against_the_point(own: pd.DataFrame, line: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    promised = line.set_index("touch_point_id")["promise"]
    for row in own[own["touch_point_id"].isin(promised.index)].itertuples():
        other = promised[row.touch_point_id]
        if row.promise != other and not pd.isna(other) and differ(row.promise, other):
            yield (*_start(OTHERWISE_HERE, row), other, "everybody who passes this point", row.state == "open")


def _against_others(tables: Tables, own: pd.DataFrame, group: str) -> list[tuple[object, ...]]:
    """The account's promises that differ from another account's: one for each point, what was given before what it says."""
    others = list_promises(tables)
    others = others[(others["account_id"] != group) & (others["account_id"] != "") & others["touch_point_id"].notna()]
    at = {str(point): rows for point, rows in others.groupby("touch_point_id")}
    found: dict[str, tuple[object, ...]] = {}
    given_first = own[own["touch_point_id"].notna()].sort_values("promise_id", ascending=False)
    for row in given_first.itertuples():
        for other in at.get(row.touch_point_id, others.iloc[:0]).itertuples():
            if row.touch_point_id not in found and differ(row.promise, other.promise):
                start = _start(OTHERWISE_ELSEWHERE, row)
                found[row.touch_point_id] = (*start, other.promise, other.account, row.state == "open")
    return list(found.values())


def _loose(tables: Tables, own: pd.DataFrame, line: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    people = people_in(tables, line)
    behaviour = line.set_index("touch_point_id")["behaviour"]
    for row in own[own["state"] == "open"].itertuples():
        if pd.isna(row.owner_id):
            yield (*_start(NO_OWNER, row), "", "", True)
        if pd.isna(row.touch_point_id):
            yield (*_start(NO_POINT, row), "", "", True)
            continue
        owed = behaviour.get(row.touch_point_id)
        if pd.isna(owed) or check_behaviour(str(owed), people):
            yield (*_start(NO_BEHAVIOUR, row), "", "", True)


def _start(kind: str, row: object) -> tuple[object, ...]:
    return (kind, row.account_id, row.account, row.promise_id, row.touch_point_id, row.promise)  # type: ignore[attr-defined]
