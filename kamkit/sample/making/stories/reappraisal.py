"""The last review: the same questions before and after at Belmarra Tools and Fennwick Paper.

Trust, satisfaction and commitment of each respondent, before (February 2025) and after (this wave), and what
they said about early warning and delivery then.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from kamkit.sample.making.expectation_names import DELIVERY, EARLY, FIT

ASKED_BEFORE = date(2025, 2, 12)
_ITEMS = ("trust", "satisfaction", "commitment")

# One line a respondent: three marks before, three after, early warning before.
# Belmarra: 27 points in 30 pairs, 0.9 on average, nobody fell by more than a point.
_BELMARRA = (
    ((6, 6, 5), (7, 7, 6), 5), ((7, 6, 6), (8, 7, 7), 6), ((6, 7, 6), (7, 8, 6), 4), ((7, 7, 6), (7, 8, 7), 5),
    ((5, 6, 5), (7, 7, 6), 4), ((6, 6, 6), (7, 7, 7), 6), ((7, 6, 5), (8, 7, 6), 5), ((6, 7, 6), (7, 7, 7), 6),
    ((6, 5, 6), (7, 7, 6), 5), ((7, 7, 6), (7, 8, 7), 5),
)  # fmt: skip
# Fennwick: 5 points in 9 pairs, 0.6 on average: one was won over, one did not move, one fell back a little.
_FENNWICK = (((5, 5, 4), (7, 7, 5), 5), ((7, 6, 6), (7, 6, 6), 6), ((6, 6, 5), (6, 5, 6), 6))
_STORIES = {"1008": _BELMARRA, "1016": _FENNWICK}

OUTCOMES_BEFORE_AND_AFTER: dict[str, dict[int, tuple[dict[str, float], dict[str, float]]]] = {
    account: {
        k: ({i: float(v) for i, v in zip(_ITEMS, before, strict=True)},
            {i: float(v) for i, v in zip(_ITEMS, after, strict=True)})
        for k, (before, after, _) in enumerate(story)
    }
    for account, story in _STORIES.items()
}  # fmt: skip


def answers_before(respondents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the same people of Belmarra and Fennwick answered a year earlier."""
    rows = []
    for account, story in _STORIES.items():
        people = [
            row["respondent_id"] for row in respondents if row["account_id"] == account and row["side"] == "customer"
        ]
        for who, (marks, _, early) in zip(people, story, strict=True):
            said: list[tuple[str, str, int | None, int]] = [
                ("outcome", item, None, mark) for item, mark in zip(_ITEMS, marks, strict=True)
            ]
            said += [("expectation", EARLY, 6, early), ("expectation", DELIVERY, 9, 8), ("expectation", FIT, 8, 7)]
            said += [("touch point", "early warning of shortages", 8, early)]
            rows += [
                {"respondent_id": who, "about": about, "item_id": item, "supplier_id": "us", "asked_on": ASKED_BEFORE,
                 "importance": importance, "performance": mark}
                for about, item, importance, mark in said
            ]  # fmt: skip
    return rows
