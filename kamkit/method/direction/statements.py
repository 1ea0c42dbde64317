"""What the programme stands on: its vision, its commitment, the relationships it wants, its aim, the manager's job."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

SETTLES = {
    "aim": "What the programme is for, in a figure, with a date",
    "vision": "What customers will say of us when it has worked",
    "commitment": "What the company gives for it: people, hours, money, and what it leaves undone",
    "relationship type": "With how many customers which kind of relationship, and with whom none closer",
    "manager's job": "What is expected of an account manager: strategy, operations, marketing, skills kept up to date",
}
# McDonald, Millman & Rogers (1997): the kinds of relationship there are to choose from.
RELATIONSHIPS = ("exploratory", "basic", "cooperative", "interdependent", "integrated")
JOB = ("strategy", "operations", "marketing", "skills")
_YEAR = re.compile(r"\b(19|20)\d\d\b")
COLUMNS = ("kind", "ambition_id", "statement", "agreed_by", "settles", "lacks")


def review_ambitions(tables: Tables) -> pd.DataFrame:
    """What each kind of statement says, and what it still lacks; a kind nobody settled has one row without statement.

    Columns: kind ('aim', 'vision', 'commitment', 'relationship type', 'manager's job'), ambition_id and statement (NaN: nobody
    settled it), agreed_by (NaN: nobody named), settles (what the kind is for), lacks (in words; "" if nothing). An aim
    lacks a figure or a date where it has none; a relationship type one of the five kinds (McDonald, Millman & Rogers
    1997); any statement somebody who agreed. It reads English, and sees wording only.
    """
    given = tables["ambitions"]
    rows = []
    for kind, settles in SETTLES.items():
        mine = given[given["kind"] == kind]
        rows += [
            {
                "kind": kind, "ambition_id": row.ambition_id, "statement": row.statement, "agreed_by": row.agreed_by,
                "settles": settles, "lacks": _lacks(kind, str(row.statement), row.agreed_by),
            }
            for row in mine.itertuples()
        ] or [{"kind": kind, "settles": settles, "lacks": "the statement itself"}]  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype("str")


def _lacks(kind: str, statement: str, agreed_by: object) -> str:
    lacks = []
    if kind == "aim":
        if not re.search(r"\d", _YEAR.sub("", statement)):
            lacks.append("a figure")
        if not _YEAR.search(statement):
            lacks.append("a year")
    if kind == "relationship type" and not any(name in statement.casefold() for name in RELATIONSHIPS):
        lacks.append(f"one of the kinds {', '.join(RELATIONSHIPS)}")
    if pd.isna(agreed_by):
        lacks.append("who agreed")
    return ", ".join(lacks)


def parts_of_the_job_missing(tables: Tables) -> tuple[str, ...]:
    """Which of strategy, operations, marketing and skills no statement on the manager's job speaks of, by id or wording."""
    mine = tables["ambitions"]
    mine = mine[mine["kind"] == "manager's job"]
    said = " ".join([*mine["ambition_id"].astype(str), *mine["statement"].astype(str)]).casefold()
    return tuple(part for part in JOB if part.rstrip("s") not in said)
