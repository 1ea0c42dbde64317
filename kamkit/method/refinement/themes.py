"""What the feedback is about: themes, by touch point or expectation where one can be told, and by side."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.refinement.loop import ROLES, WAITING
from kamkit.method.worth.own_rows import own_rows

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

NO_THEME = "no theme yet"
TOUCH_POINT, EXPECTATION, OWN = "touch point", "expectation", "theme"
COLUMNS = ("theme", "kind", "voices", "sides", *ROLES, "queries", "waiting", "adopted", "last_on", "latest")


def rank_themes(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """What people talk about, the theme that most sides share first; for one account, or "" for all.

    Feedback is put under the touch point or the expectation whose name its theme is part of, else under its own theme;
    queries that are complaints or requests stand under their touch point, as customers' voices. Columns theme, kind ('touch point',
    'expectation', 'theme'), voices (all), sides (how many of the four roles), customer, employee, account manager, supervisor
    (counts; queries count as customer), queries (of these), waiting (feedback new or read), adopted, last_on, latest (the
    newest words). It groups by words, so two names for one thing stay two themes.
    """
    own = own_rows(tables, account_id)
    day = pd.Timestamp(as_of)
    named = _names(own)
    said = pd.concat([_feedback(own, day, named), _queries(own, day, named)], ignore_index=True)
    if said.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    said = said.sort_values("on", kind="stable")
    grouped = said.groupby("theme", sort=True)
    found = pd.DataFrame(
        {"kind": grouped["kind"].first(), "voices": grouped.size(), "sides": grouped["role"].nunique()}
    )
    for role in ROLES:
        found[role] = said[said["role"] == role].groupby("theme").size()
    for name, chosen in (
        ("queries", said["query"]), ("waiting", said["state"].isin(WAITING)), ("adopted", said["state"] == "adopted"),
    ):  # fmt: skip
        found[name] = said[chosen].groupby("theme").size()
    counts = [*ROLES, "queries", "waiting", "adopted"]
    found[counts] = found[counts].fillna(0).astype("int64")
    found["last_on"], found["latest"] = grouped["on"].last(), grouped["what"].last()
    found["unnamed"] = found.index == NO_THEME
    found = found.reset_index().sort_values(
        ["unnamed", "sides", "voices", "theme"], ascending=[True, False, False, True], kind="stable"
    )
    return found[list(COLUMNS)].reset_index(drop=True)


def _names(own: Tables) -> dict[str, tuple[str, str]]:
    """What touch points and expectations are called, small letters, to (name, kind); touch points first."""
    found: dict[str, tuple[str, str]] = {}
    for table, key, kind in (
        ("touch_points", "touch_point_id", TOUCH_POINT),
        ("expectations", "expectation_id", EXPECTATION),
    ):
        rows = own[table].sort_values("account_id", kind="stable").drop_duplicates(key)
        for row_id, name in zip(rows[key], rows["name"], strict=True):
            for called in (str(row_id), str(name)):
                found.setdefault(called.casefold(), (str(name), kind))
    return found


def _place(theme: object, named: dict[str, tuple[str, str]]) -> tuple[str, str]:
    if pd.isna(theme) or not str(theme).strip():
        return NO_THEME, OWN
    words = " ".join(str(theme).casefold().split())
    if words in named:
        return named[words]
    # Two words at least: "offer" is part of many names, "early warning" of one.
    part = [place for called, place in named.items() if " " in words and words in called]
    return part[0] if len(set(part)) == 1 else (words, OWN)


def _feedback(own: Tables, day: pd.Timestamp, named: dict[str, tuple[str, str]]) -> pd.DataFrame:
    rows = own["feedbacks"]
    rows = rows[rows["given_on"] <= day]
    places = [_place(theme, named) for theme in rows["theme"]]
    return _said(rows["role"].tolist(), rows["given_on"], rows["what"], rows["state"].tolist(), places, query=False)


def _queries(own: Tables, day: pd.Timestamp, named: dict[str, tuple[str, str]]) -> pd.DataFrame:
    rows = own["queries"]
    rows = rows[
        (rows["asked_on"] <= day) & rows["kind"].isin(["complaint", "request"]) & rows["touch_point_id"].notna()
    ]
    places = [_place(point, named) for point in rows["touch_point_id"]]
    return _said(["customer"] * len(rows), rows["asked_on"], rows["what"], [""] * len(rows), places, query=True)


def _said(
    roles: list[str], on: pd.Series, what: pd.Series, states: list[str], places: list[tuple[str, str]], *, query: bool
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "role": roles, "on": on.to_numpy(), "what": what.tolist(), "state": states, "query": query,
            "theme": [theme for theme, _ in places], "kind": [kind for _, kind in places],
        }
    )  # fmt: skip
