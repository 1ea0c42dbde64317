"""Scoring together: what is on the card, where the group disagrees, and where its scores go."""

from __future__ import annotations

from kamkit.method.scoring.items import (
    ABOUT,
    OF_AN_ACCOUNT,
    Choice,
    Item,
    aspects_of,
    called,
    choices_of,
    place_items,
    propose_items,
    scoring_row,
)
from kamkit.method.scoring.rubric import PLAN_QUESTIONS, Question
from kamkit.method.scoring.scales import SCALES, Scale
from kamkit.method.scoring.settling import list_finals, propose_finals, rows_of_agreement
from kamkit.method.scoring.spread import (
    ballots_in,
    compare_rounds,
    mean_difference,
    rank_deviations,
    rank_disagreement,
    review_concordance,
    rounds_of,
)

__all__ = [
    "ABOUT",
    "OF_AN_ACCOUNT",
    "PLAN_QUESTIONS",
    "SCALES",
    "Choice",
    "Item",
    "Question",
    "Scale",
    "aspects_of",
    "ballots_in",
    "called",
    "choices_of",
    "compare_rounds",
    "list_finals",
    "mean_difference",
    "place_items",
    "propose_finals",
    "propose_items",
    "rank_deviations",
    "rank_disagreement",
    "review_concordance",
    "rounds_of",
    "rows_of_agreement",
    "scoring_row",
]
