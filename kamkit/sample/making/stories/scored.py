"""Ostrevia's plan, scored together by five of ours: names and days are there, the customer is not in it."""

from __future__ import annotations

from typing import Any

from kamkit.sample.making.stories.shape import D

_SCORERS = ("Anselm Torvik", "Dr Maren Voss", "Greta Solberg", "Nadja Brandl", "Tom Halloway")
# The question, what each said (0: don't know), what they settled on, and why.
_SAID: tuple[tuple[str, tuple[int, ...], int | None, str | None], ...] = (
    ("goals", (3, 3, 4, 3, 4), 3, "Plant 2 has told us nothing since the complaint."),
    ("objective", (5, 5, 5, 5, 5), 5, None),
    ("benefit", (2, 0, 3, 0, 4), 2, "We worked it out; they have not seen it."),
    ("gaps", (4, 4, 4, 5, 3), 4, None),
    ("names", (4, 5, 4, 4, 4), 4, None),
    ("danger", (3, 1, 4, 2, 5), 2, "The trigger at plant 2 went off and nobody was told."),
    ("told", (2, 2, 3, 2, 3), 2, None),
    ("agreed", (1, 1, 2, 0, 2), 1, "Dr Brandis has not seen the plan."),
)
_REASONS = {
    ("danger", "Dr Maren Voss"): "I heard of the competitor's trial from my own driver.",
    ("danger", "Tom Halloway"): "We know what to do: meet the price.",
    ("benefit", "Tom Halloway"): "They save two pallets a day.",
}
_DISSENT = {("danger", "Tom Halloway"): "The plan is fine; what is missing is the price."}
_ID = "plan-1001"


def _items() -> list[dict[str, Any]]:
    return [
        {"scoring_id": _ID, "item_id": str(number), "subject_id": question, "aspect": "question", "position": number,
         "final": final, "final_unknown": False, "final_reason": why}
        for number, (question, _, final, why) in enumerate(_SAID, start=1)
    ]  # fmt: skip


def _ballots() -> list[dict[str, Any]]:
    return [
        {"scoring_id": _ID, "round": 1, "scorer": scorer, "item_id": str(number), "score": score or None,
         "dont_know": not score, "reason": _REASONS.get((question, scorer)), "dissent": _DISSENT.get((question, scorer))}
        for number, (question, scores, _, _) in enumerate(_SAID, start=1)
        for scorer, score in zip(_SCORERS, scores, strict=True)
    ]  # fmt: skip


STORY = {
    "scorings": [
        {"scoring_id": _ID, "about": "plan review", "account_id": "1001", "opened_on": D(2026, 3, 24),
         "opened_by": "Ines Carrow", "number": 1, "round": 1, "state": "agreed", "discussing": "6", "agreed_on": D(2026, 3, 24),
         "agreed_by": "Ines Carrow"}
    ],
    "scoring_items": _items(),
    "ballots": _ballots(),
}  # fmt: skip
