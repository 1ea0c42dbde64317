"""Criteria with their anchors, the scores of seven people from five departments, and last year's list."""

from __future__ import annotations

from datetime import date

import numpy as np

from kamkit.sample.making.candidates import CANDIDATES, Candidate
from kamkit.sample.making.people import SCORERS
from kamkit.sample.making.rows import Row, Rows, draws, rows_of
from kamkit.sample.making.stories.scoring import (
    COSTLY_TO_SERVE,
    DONT_KNOW,
    LAST_YEARS_LIST,
    OVERRIDES,
    PRESTIGE,
    REASONS_FOR,
    SET_SCORES,
)  # fmt: skip
from kamkit.sample.making.stories.stepping_down import STEPPING_DOWN

JUDGED = ("strategy", "culture", "reference")


def selection() -> Rows:
    """Criteria, scores, pairwise comparisons, overrides, the 31 names chosen last year, and who steps down."""
    return {
        "criteria": _criteria(),
        "scores": _scores(),
        "comparisons": _comparisons(),
        "overrides": OVERRIDES,
        "decisions": [
            {
                "decision_id": f"list-2025-{number:02d}", "account_id": account, "side": "ours", "kind": "selected",
                "decided_on": date(2025, 4, 10), "decided_by": "Tom Halloway and the key account managers",
                "reasons": reason, "source": "Minutes of one afternoon", "known_on": date(2025, 4, 10),
                "evidence": "confirmed",
            }
            for number, (account, reason) in enumerate(LAST_YEARS_LIST, start=1)
        ]
        + STEPPING_DOWN,
    }  # fmt: skip


def _criteria() -> list[Row]:
    money, ties = "revenue and profit", "interrelationships"
    return rows_of(
        "criterion_id name group kind horizon weight measure anchor_2 anchor_5 anchor_9 level_2 level_5 level_9 position",
        ("revenue", "Revenue of the last twelve months", money, "measured", "current", 8, "revenue",
         "EUR 0.8 m", "EUR 2 m", "EUR 5 m", 800000, 2000000, 5000000, 1),
        ("contribution", "Contribution after cost to serve", money, "measured", "current", 18, "contribution",
         "EUR 0.1 m", "EUR 0.3 m", "EUR 0.8 m", 100000, 300000, 800000, 2),
        ("growth", "Growth of our sales there", money, "measured", "potential", 12, "growth",
         "0 %", "6 %", "18 %", 0, 6, 18, 3),
        ("potential", "Contribution it could bring in three years", money, "measured", "potential", 20, "potential",
         "EUR 0.5 m", "EUR 1.5 m", "EUR 3.5 m", 500000, 1500000, 3500000, 4),
        ("security", "Financial security", money, "measured", "current", 10, "financial security",
         "Weak credit, pays three weeks late", "Sound, pays ten days late",
         "First class, pays on time, long contract",
         2, 5, 9, 5),
        ("strategy", "Coherence with our strategy", ties, "judged", "potential", 14, None,
         "Buys boxes by the truck and wants nothing else", "Uses one of the three lines we want to grow",
         "Wants crates, service or stock on site, and says so in writing", None, None, None, 6),
        ("culture", "Cultural fit", ties, "judged", "current", 8, None,
         "Every question ends in a claim", "Correct; shares figures when asked",
         "Shares forecasts unasked and tells us when we are wrong", None, None, None, 7),
        ("reference", "Value as a reference to customers we want", ties, "judged", "potential", 10, None,
         "Nobody we want would ask", "Known in its trade", "Its name opens doors in two sectors we want", None, None, None, 8),
    )  # fmt: skip


def _scores() -> list[Row]:
    rng = draws(4)
    rows = []
    for c in CANDIDATES:
        for criterion, middle in zip(JUDGED, c.judged, strict=True):
            for scorer, department in SCORERS.items():
                noise = float(rng.normal(0, 0.75))
                rows.append(_score(c, criterion, middle, scorer, department, noise))
    return rows


def _score(c: Candidate, criterion: str, middle: float, scorer: str, department: str, noise: float) -> Row:
    row: Row = {
        "account_id": c.account_id, "criterion_id": criterion, "scorer_id": scorer, "round": 1, "dont_know": False,
        "scored_on": date(2026, 3, 3) if department == "sales" else date(2026, 3, 5),
    }  # fmt: skip
    reason = REASONS_FOR.get((c.account_id, criterion, scorer))
    if reason:
        row["reason"] = reason
    if (c.account_id, criterion, scorer) in DONT_KNOW:
        return row | {"dont_know": True}
    fixed = SET_SCORES.get((c.account_id, criterion, department))
    lean = 0.0
    if department == "sales":
        lean = 1.6 if c.account_id in PRESTIGE else 0.2
    elif department == "operations":
        lean = -1.9 if c.account_id in COSTLY_TO_SERVE else 0.3
    score = fixed if fixed is not None else float(np.clip(np.rint(middle + lean + noise), 1, 10))
    return row | {"score": score}


def _comparisons() -> list[Row]:
    """Ines Carrow and Dr Maren Voss compare five criteria in pairs; each is consistent with herself."""
    judged = {
        "Ines Carrow": {"contribution": 4, "potential": 5, "growth": 3, "strategy": 3, "reference": 1},
        "Dr Maren Voss": {"contribution": 6, "potential": 3, "growth": 2, "strategy": 3, "reference": 1},
    }
    rows = []
    for scorer, sizes in judged.items():
        names = list(sizes)
        for first in range(len(names)):
            for second in range(first + 1, len(names)):
                ratio = sizes[names[first]] / sizes[names[second]]
                whole = round(ratio) if ratio >= 1 else 1 / round(1 / ratio)
                rows.append({"scorer": scorer, "first_id": names[first], "second_id": names[second],
                             "ratio": round(whole, 6)})  # fmt: skip
    return rows
