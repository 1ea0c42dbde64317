"""What is on the card: the items of a scoring, in order, in words, with their anchors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast, get_args

import pandas as pd

from kamkit.errors import MethodError
from kamkit.method.inheritance import holds_in
from kamkit.method.scoring.rubric import BY_ID, PLAN_QUESTIONS
from kamkit.method.scoring.scales import (
    IMPORTANCE_ANCHORS,
    PERFORMANCE_ANCHORS,
    SCALES,
    STAGE_ANCHORS,
    Anchors,
    Scale,
)
from kamkit.method.selection import candidates_of
from kamkit.method.touchline import place_touch_points
from kamkit.method.worth.domains import domains_of
from kamkit.method.worth.own_rows import group_in
from kamkit.model.scoring import About

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

ABOUT = cast("tuple[About, ...]", get_args(About))
OF_AN_ACCOUNT = ("relationship stage", "plan review")
IMPORTANCE, PERFORMANCE, STAGE, QUESTION = "importance", "performance", "stage", "question"
_WORDS = ["name", "anchor_2", "anchor_5", "anchor_9"]
_ASKS = {
    IMPORTANCE: "How much does it matter to the customer?",
    PERFORMANCE: "How would the customer say we do?",
    STAGE: "How far is this relationship, seen from our side?",
}


@dataclass(frozen=True)
class Item:
    """One thing to score: ``heading`` (what it is), ``asks`` (what is asked of it), its scale and anchors.

    ``name``: both in one line, for tables and charts: ``Kestwick Foods, Cultural fit``; ``The truck arrives, importance``.
    """

    item_id: str
    subject_id: str
    aspect: str
    heading: str
    asks: str
    name: str
    scale: Scale
    anchors: Anchors


@dataclass(frozen=True)
class Choice:
    """Something that can be put on a card: its id and name."""

    subject_id: str
    name: str


def choices_of(tables: Tables, about: str, account_id: str = "") -> tuple[Choice, ...]:
    """What can be scored: candidates, touch points, the account itself, or the questions about a plan."""
    if about == "criteria":
        names = _account_names(tables)
        return tuple(Choice(str(one), names.get(str(one), str(one))) for one in candidates_of(tables))
    if about == "touch points":
        line = place_touch_points(tables, account_id)
        return tuple(Choice(str(one), str(name)) for one, name in zip(line["touch_point_id"], line["name"], strict=True))
    if about == "relationship stage":
        return (Choice(account_id, _account_names(tables).get(account_id, account_id)),)
    return tuple(Choice(question.question_id, question.asks) for question in PLAN_QUESTIONS)


def aspects_of(tables: Tables, about: str) -> tuple[Choice, ...]:
    """What is asked of each: the judged criteria; importance and performance; the stage; the question itself."""
    if about == "criteria":
        criteria = tables["criteria"]
        judged = criteria[criteria["kind"] == "judged"].sort_values(["position", "criterion_id"], kind="stable")
        return tuple(Choice(str(one), str(name)) for one, name in zip(judged["criterion_id"], judged["name"], strict=True))
    if about == "touch points":
        return (Choice(IMPORTANCE, IMPORTANCE), Choice(PERFORMANCE, PERFORMANCE))
    return (Choice(STAGE, STAGE),) if about == "relationship stage" else (Choice(QUESTION, QUESTION),)


def propose_items(
    tables: Tables,
    about: str,
    account_id: str = "",
    *,
    subjects: Sequence[str] | None = None,
    aspects: Sequence[str] | None = None,
) -> list[dict[str, Any]]:
    """The rows of ``scoring_items`` for a new scoring, without its id; criterion by criterion, else point by point.

    ``subjects`` and ``aspects`` choose some of ``choices_of`` and ``aspects_of``; None takes all. MethodError where an
    account is missing, a chosen one is unknown, or nothing is left to score.
    """
    account_id = _account_for(tables, about, account_id)
    things = _chosen(choices_of(tables, about, account_id), subjects, about)
    asked = _chosen(aspects_of(tables, about), aspects, "what is asked")
    # People compare accounts on one criterion at a time, but say both of a touch point while they think of it.
    pairs = [(thing, one) for one in asked for thing in things] if about == "criteria" else [
        (thing, one) for thing in things for one in asked
    ]  # fmt: skip
    if not pairs:
        raise MethodError(f"{about}: nothing to score yet; {_FIRST[about]}")
    return [
        {"item_id": str(number), "subject_id": thing.subject_id, "aspect": one.subject_id, "position": number}
        for number, (thing, one) in enumerate(pairs, start=1)
    ]


_FIRST = {
    "criteria": "enter a judged criterion and mark candidates (05_select_key_accounts, step 1)",
    "touch points": "enter the points at which customers meet us (04_map_touch_points, step 1)",
    "relationship stage": "choose an account",
    "plan review": "choose an account",
}


def _account_for(tables: Tables, about: str, account_id: str) -> str:
    if about not in ABOUT:
        raise MethodError(f"scoring: found {about!r}; expected one of {', '.join(ABOUT)}")
    if about == "criteria":
        return ""
    if about in OF_AN_ACCOUNT and not account_id:
        raise MethodError(f"{about}: needs one account; choose which")
    return group_in(tables, account_id) if account_id else ""


def _chosen(there: Sequence[Choice], wanted: Sequence[str] | None, what: str) -> list[Choice]:
    if wanted is None:
        return list(there)
    if strange := [one for one in wanted if one not in {choice.subject_id for choice in there}]:
        raise MethodError(f"{what}: found {strange[0]!r}; expected one of {', '.join(c.subject_id for c in there)}")
    return [choice for choice in there if choice.subject_id in set(wanted)]


def place_items(tables: Tables, scoring_id: str) -> tuple[Item, ...]:
    """The items of a scoring in the order of the card; MethodError if there is no such scoring."""
    scoring = scoring_row(tables, scoring_id)
    rows = tables["scoring_items"]
    rows = rows[rows["scoring_id"] == scoring_id].sort_values(["position", "item_id"], kind="stable")
    words = _Words(tables, str(scoring["about"]), "" if pd.isna(scoring["account_id"]) else str(scoring["account_id"]))
    return tuple(
        words.item(str(row.item_id), str(row.subject_id), str(row.aspect)) for row in rows.itertuples()
    )


def scoring_row(tables: Tables, scoring_id: str) -> pd.Series:
    """The row of a scoring; MethodError names those there are."""
    rows = tables["scorings"]
    found = rows[rows["scoring_id"] == scoring_id]
    if found.empty:
        there = ", ".join(rows["scoring_id"].astype(str)) or "none"
        raise MethodError(f"scoring {scoring_id!r}: there is none; there are {there}")
    return found.iloc[0]


class _Words:
    """Ids put into words, from the tables as they are now."""

    def __init__(self, tables: Tables, about: str, account_id: str) -> None:
        self.about, self.scale = about, SCALES[about]
        self.names = {
            choice.subject_id: choice.name
            for choice in (choices_of(tables, about, account_id) if about != "criteria" else ())
        } or _account_names(tables)
        self.tables, self.criteria = tables, dict[str, pd.DataFrame]()

    def item(self, item_id: str, subject_id: str, aspect: str) -> Item:
        asks, anchors = self._asked(subject_id, aspect)
        heading = self.names.get(subject_id, subject_id)
        more = asks if self.about == "criteria" else aspect if self.about == "touch points" else ""
        name = f"{heading}, {more}" if more else heading
        return Item(item_id, subject_id, aspect, heading, asks, name, self.scale, anchors)

    def _asked(self, subject_id: str, aspect: str) -> tuple[str, Anchors]:
        if self.about == "criteria":
            return self._criterion(subject_id, aspect)
        if self.about == "touch points":
            return _ASKS[aspect], IMPORTANCE_ANCHORS if aspect == IMPORTANCE else PERFORMANCE_ANCHORS
        if self.about == "relationship stage":
            return _ASKS[STAGE], STAGE_ANCHORS
        question = BY_ID.get(subject_id)
        return "", question.anchors if question else ()

    def _criterion(self, subject_id: str, criterion_id: str) -> tuple[str, Anchors]:
        criteria = self._criteria_for(subject_id)
        if criterion_id not in criteria.index:
            return criterion_id, ()
        row = criteria.loc[criterion_id]
        said = [(mark, row[f"anchor_{mark}"]) for mark in (2, 5, 9)]
        return str(row["name"]), tuple((mark, str(text)) for mark, text in said if not pd.isna(text))

    def _criteria_for(self, account_id: str) -> pd.DataFrame:
        # What a 9 looks like may differ in an account's domain; what it counts does not.
        domain = str(domains_of(self.tables).get(account_id, ""))
        if domain not in self.criteria:
            whole, held = (
                rows.drop_duplicates("criterion_id").set_index("criterion_id")[_WORDS]
                for rows in (self.tables["criteria"], holds_in(self.tables, "criteria", domain))
            )
            self.criteria[domain] = held.reindex(whole.index).fillna(whole)
        return self.criteria[domain]


def _account_names(tables: Tables) -> dict[str, str]:
    accounts = tables["accounts"]
    return {str(one): str(one if pd.isna(name) else name) for one, name in zip(accounts["account_id"], accounts["name"], strict=True)}


def called(tables: Tables, scoring_id: str) -> str:
    """A scoring's title: ``Touch points, Kestwick Foods``; the account's name where it has one."""
    row = scoring_row(tables, scoring_id)
    about = str(row["about"]).capitalize()
    if pd.isna(row["account_id"]) or not row["account_id"]:
        return {"Criteria": "Scores of the candidates", "Touch points": "Standard touch points"}.get(about, about)
    return f"{about}, {_account_names(tables).get(str(row['account_id']), str(row['account_id']))}"
