"""The right mix and number of people: our team against the functions of the customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.planning.scope import scope_of
from kamkit.method.relationship.coverage import NOT_NOTED
from kamkit.method.relationship.stakeholders import DECIDES, HIGH, TALKS, contacts_in, ties_in
from kamkit.method.remembered import remembered

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

WHERE_IT_IS_DECIDED = 2  # of ours for a function that decides, so that one may leave (default)
ENOUGH, ONE_ONLY, MET_ONLY, NOBODY = "enough", "one of ours", "met only", "nobody of ours"
# Who of ours usually speaks the language of a function of theirs, the first that we have (default).
COUNTERPARTS = {
    "engineer": ("engineering", "development", "operations"), "develop": ("engineering", "development", "operations"),
    "purchas": ("sales",), "procure": ("sales",), "buy": ("sales",),
    "logist": ("operations", "logistics"), "supply": ("operations", "logistics"),
    "produc": ("operations", "production"), "operation": ("operations", "production"),
    "quality": ("quality", "operations"), "financ": ("finance",), "account": ("finance",),
    "market": ("marketing", "sales"), "sales": ("marketing", "sales"), "manage": ("management",),
}  # fmt: skip


@remembered
def review_team_mix(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """Our people against the customer's functions, one row per function, the least covered first.

    Columns: account_id (the group's), function (theirs; 'not noted'), people (theirs), decided (somebody there
    decides, approves or buys, or has power 4 or 5), needed (of ours: 2 where it is decided, else 1; our default),
    talking (of ours who talk with them at work, depth 2 or more), met (of ours who know anybody there), divisions
    (of those who talk, joined by commas), counterpart (the division of ours that usually speaks their language;
    "": none of ours), verdict ('nobody of ours', 'met only', 'one of ours' where two are needed, 'enough').
    ``account_id`` "" means all. MethodError on an unknown account.
    It counts people and not whether they are the right ones.
    """
    scope = scope_of(tables, account_id, as_of)
    contacts = contacts_in(scope)
    contacts["function"] = contacts["department"].fillna(NOT_NOTED)
    contacts["decided"] = contacts["decision_role"].isin(DECIDES) | (contacts["power"] >= HIGH)
    own = [str(name) for name in scope.tables["team_members"]["department"].dropna().unique()]
    ties = ties_in(scope, contacts).merge(contacts[["contact_id", "function"]], on="contact_id")
    known = {key: rows for key, rows in ties.groupby(["account_id", "function"])}
    rows = [
        _function(account, function, people, known.get((account, function)), own)
        for (account, function), people in contacts.groupby(["account_id", "function"])
    ]
    columns = "account_id function people decided needed talking met divisions counterpart verdict".split()
    found = pd.DataFrame(rows, columns=columns)
    worst = found["verdict"].map({NOBODY: 0, MET_ONLY: 1, ONE_ONLY: 2, ENOUGH: 3}).astype("float64")
    found = found.assign(worst=worst).sort_values(
        ["worst", "decided", "people", "function"], ascending=[True, False, False, True], kind="stable"
    )
    return found.drop(columns="worst").reset_index(drop=True)


def _function(
    account: str, function: str, people: pd.DataFrame, ties: pd.DataFrame | None, own: list[str]
) -> dict[str, Any]:
    decided = bool(people["decided"].any())
    needed = WHERE_IT_IS_DECIDED if decided else 1
    talkers = ties[ties["depth"] >= TALKS] if ties is not None else None
    talking = int(talkers["member_id"].nunique()) if talkers is not None else 0
    met = int(ties["member_id"].nunique()) if ties is not None else 0
    divisions = sorted(set(talkers["division"].dropna())) if talkers is not None else []
    verdict = NOBODY if not met else MET_ONLY if not talking else ONE_ONLY if talking < needed else ENOUGH
    return {
        "account_id": account, "function": function, "people": len(people), "decided": decided, "needed": needed,
        "talking": talking, "met": met, "divisions": ", ".join(divisions), "counterpart": counterpart_of(function, own),
        "verdict": verdict,
    }  # fmt: skip


def counterpart_of(function: str, own: list[str]) -> str:
    """The division among ``own`` that usually talks with a ``function`` of the customer; "" if there is none."""
    wanted = next((ours for begun, ours in COUNTERPARTS.items() if begun in function.casefold()), ())
    by_name = {name.casefold(): name for name in own}
    return next((by_name[name] for name in wanted if name in by_name), "")


@dataclass(frozen=True)
class TeamHours:
    """Hours a year of all roles for one account; NaN where nobody entered any. ``people``: ours who talk at work."""

    needed: float
    spent: float
    people: int


def estimate_team_hours(tables: Tables, account_id: str, as_of: date) -> TeamHours:
    """The hours an account needs and gets, and how many of ours talk with its people. MethodError if unknown."""
    scope = scope_of(tables, account_id, as_of)
    hours = scope.rows("efforts")[["hours_needed", "hours_spent"]].sum(min_count=1)
    ties = ties_in(scope, contacts_in(scope))
    people = ties.loc[ties["depth"] >= TALKS, "member_id"].nunique()
    return TeamHours(float(hours["hours_needed"]), float(hours["hours_spent"]), int(people))
