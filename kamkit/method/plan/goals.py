"""What the customer wants, and what its own customers, competitors and the law will force on it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.plan.who import named, planned_in
from kamkit.method.planning.scope import scope_of
from kamkit.method.remembered import remembered

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

OUTSIDE = ("its customers", "its competitors")  # whoever has asked about neither has not looked ahead
FORCES = (*OUTSIDE, "the law", "its own plans")
COLUMNS = ("account_id", "account", "goal_id", "goal", "forced_by", "our_help", "evidence", "known_on", "source")


@remembered
def place_goals(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """The customer's goals of an account ("": of all) in their order on the page.

    Columns: account_id and account (the group's), goal_id, goal, forced_by (one of ``FORCES``; NaN: nobody has
    said), our_help (NaN: none named), evidence (confirmed, joint, assumed), known_on (date), source.
    MethodError if there is no such account.
    """
    scope = scope_of(tables, account_id, as_of)
    goals = scope.rows("customer_goals")
    place = pd.Series(range(len(scope.groups)), index=scope.groups.index)
    goals = goals.assign(at=goals["group_id"].map(place)).sort_values(
        ["at", "position", "goal_id"], na_position="last", kind="stable"
    )
    return named(scope, goals)[list(COLUMNS)].reset_index(drop=True)


@remembered
def review_forces(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """How many goals each account with a plan has by what forces them, and what nobody has asked about.

    One row per account (group): account_id, account, goals (count), one column of counts for each of ``FORCES``,
    unforced (goals nobody said where they come from), without_help (goals we name no help for), missing (of
    *its customers* and *its competitors* those that no goal comes from, joined by *and*; "" if none).
    It counts what was written down; it cannot see whether a goal is the customer's or ours in its words.
    """
    scope = scope_of(tables, account_id, as_of)
    goals, accounts = scope.rows("customer_goals"), planned_in(scope)
    counts = pd.DataFrame(
        {force: _count(goals, goals["forced_by"] == force, accounts) for force in FORCES}
        | {
            "goals": _count(goals, goals["goal_id"].notna(), accounts),
            "unforced": _count(goals, goals["forced_by"].isna(), accounts),
            "without_help": _count(goals, goals["our_help"].isna(), accounts),
        },
        index=pd.Index(accounts, name="account_id", dtype="str"),
    )
    counts["missing"] = pd.Series(
        [" and ".join(force for force in OUTSIDE if not row[force]) for _, row in counts.iterrows()],
        index=counts.index, dtype="str",
    )  # fmt: skip
    counts["account"] = scope.groups["name"].reindex(counts.index).astype("str")
    return counts.reset_index()[["account_id", "account", "goals", *FORCES, "unforced", "without_help", "missing"]]


def _count(goals: pd.DataFrame, which: pd.Series, accounts: list[str]) -> pd.Series:
    return goals[which].groupby("group_id").size().reindex(accounts).fillna(0).astype("int64")
