"""Who carries the hours an account needs: a person where one can be named, else everybody in the role."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning.scope import Scope

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

OUT = ("former",)  # accounts with this status take nobody's hours any more


def people_of(tables: Tables) -> pd.DataFrame:
    """Our people, one row each, index member_id; name falls back to the id."""
    people = tables["team_members"].drop_duplicates("member_id").set_index("member_id")
    return people.assign(name=people["name"].fillna(people.index.to_series()))


def hours_of(scope: Scope) -> pd.DataFrame:
    """The hours entered for the accounts of a scope, each with who carries them.

    Columns: account_id, account (the group's), role, member_id ("": shared by the role), person, hourly_cost (of the
    person, else the mean of the role; NaN: nobody's is known), needed and spent (hours a year; NaN: not entered),
    note. The owner carries what is asked of the owner's role; of another role the only person who has it.
    """
    people = people_of(scope.tables)
    rows = scope.rows("efforts")
    rows = rows[~rows["group_id"].isin(_former(scope))]
    grouped = rows.groupby(["group_id", "role"], sort=False)
    hours = grouped.agg(
        needed=("hours_needed", _sum), spent=("hours_spent", _sum), note=("note", "first")
    ).reset_index().rename(columns={"group_id": "account_id"})  # fmt: skip
    owners = hours["account_id"].map(scope.groups["owner_id"])
    roles = people["role"]
    alone = roles.groupby(roles).transform("size") == 1
    only = pd.Series(roles.index[alone.to_numpy()], index=roles[alone], dtype="object")
    member = owners.where(owners.map(roles) == hours["role"], hours["role"].map(only))
    cost = people["hourly_cost"].groupby(roles).mean()
    hours["member_id"] = member.astype("object").fillna("").astype("str")
    hours["account"] = hours["account_id"].map(scope.groups["name"]).astype("str")
    hours["person"] = hours["member_id"].map(people["name"]).astype("object").fillna("").astype("str")
    hours["hourly_cost"] = hours["member_id"].map(people["hourly_cost"]).fillna(hours["role"].map(cost)).astype(float)
    return hours[["account_id", "account", "role", "member_id", "person", "hourly_cost", "needed", "spent", "note"]]


def _former(scope: Scope) -> set[str]:
    accounts = scope.tables["accounts"]
    return set(accounts.loc[accounts["status"].isin(OUT), "account_id"])


def _sum(hours: pd.Series) -> float:
    # Nothing entered is not zero hours.
    return float(hours.sum(min_count=1))
