"""Whose plan is looked at: one account's, or those of all accounts in the programme."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning.rules_of_accounts import IN_THE_PROGRAMME
from kamkit.method.planning.scope import Scope, scope_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

OF_A_PLAN = ("customer_goals", "objectives", "opportunities")


def planned_accounts(tables: Tables, account_id: str, as_of: date) -> list[str]:
    """The groups that should have a plan: the account's own, or ("") all of the programme in the accounts' order.

    Those are candidates, key accounts, and whoever has a goal, an objective or an opportunity already.
    MethodError if there is no such account.
    """
    return planned_in(scope_of(tables, account_id, as_of))


def planned_in(scope: Scope) -> list[str]:
    """The groups of a scope that should have a plan; one account always should."""
    if scope.account_id:
        return [scope.account_id]
    accounts = scope.rows("accounts")
    wanted = set(accounts.loc[accounts["status"].isin(IN_THE_PROGRAMME), "group_id"])
    for table in OF_A_PLAN:
        wanted |= set(scope.rows(table)["group_id"])
    return [str(group) for group in scope.groups.index if group in wanted]


def name_in(scope: Scope, group: str) -> str:
    """What a group is called."""
    return str(scope.groups["name"].get(group, group))


def named(scope: Scope, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with account_id as the group's and account as its name."""
    rows = rows.drop(columns="account_id").rename(columns={"group_id": "account_id"})
    rows["account"] = rows["account_id"].map(scope.groups["name"]).astype("str")
    return rows
