"""Words that the pages of plans share."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning.scope import scope_of
from kamkit.show import parts
from kamkit.show.words import day

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

ROWS_AT_MOST = 30
HEALTH = {"danger": "■ In danger", "careful": "▲ Careful", "unknown": "? Not known", "fine": "✓ Fine"}
EVIDENCE = {"confirmed": "● confirmed", "joint": "◐ joint", "assumed": "○ assumed"}
MANAGER = "The key account manager"


def evidence_of(marks: pd.Series) -> pd.Series:
    """The evidence with its mark; what has none counts as assumed."""
    return marks.map(EVIDENCE).fillna(EVIDENCE["assumed"]).astype("str")


def no_plans() -> parts.Shown:
    """What stands in a portfolio in which nobody should have a plan yet."""
    return parts.nothing_yet(
        "accounts that should have a plan (candidates, key accounts, or any with a goal, an objective or an opportunity)",
        "An analyst", "kamkit import for the accounts, then the first cut in 02_know_what_accounts_are_worth",
    )  # fmt: skip


def name_and_owner(tables: Tables, account_id: str, as_of: date) -> tuple[str, str]:
    """The group's name, and who owns it (the job's name where nobody does)."""
    scope = scope_of(tables, account_id, as_of)
    people = tables["team_members"].drop_duplicates("member_id").set_index("member_id")["name"]
    owner = scope.groups["owner_id"].get(scope.account_id)
    return str(scope.groups["name"][scope.account_id]), MANAGER if pd.isna(owner) else str(people.get(owner, owner))


def missing_here(tables: Tables, account_id: str, as_of: date, what: str, step: int) -> parts.Shown:
    """What stands on an account's page where nobody has entered anything."""
    name, owner = name_and_owner(tables, account_id, as_of)
    return parts.nothing_yet(f"{what} {name}", owner, f"in the form of step {step}")


def on_day(value: object) -> str:
    """A date in a table's cell, empty where there is none."""
    return "" if pd.isna(value) else day(value)
