"""The action plan as it stands: every open action with names and days, and who carries how much of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning.propose import OPEN
from kamkit.method.planning.scope import scope_of
from kamkit.method.remembered import remembered

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

COLUMNS = (
    "account_id", "account", "action_id", "what", "due", "days_left", "overdue", "responsible_id", "responsible",
    "accountable_id", "accountable", "because", "because_id", "state",
)  # fmt: skip


@remembered
def place_actions(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """The open and proposed actions of an account ("": of all) in the order in which they fall due.

    Columns: account_id and account (the group's), action_id, what, due (NaT: no day, last), days_left (whole days
    from ``as_of``; negative: overdue; missing: no day), overdue, responsible_id, responsible, accountable_id,
    accountable (names; NaN: nobody), because, because_id, state. MethodError if there is no such account.
    """
    scope = scope_of(tables, account_id, as_of)
    actions = scope.rows("actions")
    actions = actions[actions["state"].isin(OPEN)].sort_values(["due", "action_id"], na_position="last", kind="stable")
    placed = actions.drop(columns="account_id").rename(columns={"group_id": "account_id"})
    people = tables["team_members"].drop_duplicates("member_id").set_index("member_id")["name"]
    for role in ("responsible", "accountable"):
        placed[role] = placed[f"{role}_id"].map(people).fillna(placed[f"{role}_id"]).astype("str")
    placed["account"] = placed["account_id"].map(scope.groups["name"]).astype("str")
    placed["days_left"] = (placed["due"] - scope.day).dt.days.astype("Int64")
    placed["overdue"] = placed["due"] < scope.day
    return placed[list(COLUMNS)].reset_index(drop=True)


def rank_load(placed: pd.DataFrame) -> pd.DataFrame:
    """Who carries how much of the plan, most overdue first, from ``place_actions``.

    Index 0, 1, ...; columns responsible (name; "nobody" where none is named), accounts, actions, overdue, without_day
    (counts), next_due (NaT: none ahead). It counts actions, not the work in them.
    """
    who = placed["responsible"].fillna("nobody")
    ahead = placed["due"].where(~placed["overdue"])
    load = pd.DataFrame(
        {
            "responsible": who, "account_id": placed["account_id"], "overdue": placed["overdue"],
            "without_day": placed["due"].isna(), "ahead": ahead,
        }
    )  # fmt: skip
    grouped = load.groupby("responsible", sort=True)
    ranked = pd.DataFrame(
        {
            "accounts": grouped["account_id"].nunique(),
            "actions": grouped.size(),
            "overdue": grouped["overdue"].sum().astype("int64"),
            "without_day": grouped["without_day"].sum().astype("int64"),
            "next_due": grouped["ahead"].min(),
        }
    ).reset_index()
    return ranked.sort_values(["overdue", "actions"], ascending=False, kind="stable").reset_index(drop=True)
