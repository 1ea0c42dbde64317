"""A survey with a known answer inside, for the tests of values and touchline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from kamkit.model.frame import tables_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

ASKED_ON = date(2025, 11, 3)
EXPECTATIONS = ("lowest price", "early warning", "delivery", "quality", "advice")


def rating(respondent: str, item: str, performance: float | None = None, **more: Any) -> dict[str, Any]:
    """One answer about us, unless ``more`` says otherwise."""
    row = {"respondent_id": respondent, "about": "expectation", "item_id": item, "supplier_id": "us"}
    return {**row, "asked_on": ASKED_ON, "performance": performance, **more}


def respondent(name: str, account: str, side: str = "customer", **more: Any) -> dict[str, Any]:
    """Somebody who was asked."""
    return {"respondent_id": name, "account_id": account, "side": side, **more}


@cache
def survey(
    accounts: int = 12, each: int = 6, *, seed: int = 1, missing: float = 0.0, outcomes: Sequence[str] = ("renewal",)
) -> Tables:
    """Answers in which early warning drives the outcome, price is stated first, and delivery is rated alike.

    Made once for all who ask for the same: read it, and put changed tables into a mapping of your own.
    """
    rng = np.random.default_rng(seed)
    people, ratings = [], []
    for number in range(accounts):
        mood = rng.normal(0, 0.4)
        for k in range(each):
            name = f"r{number}-{k}"
            people.append(
                respondent(name, f"A{number}", department=("purchasing", "quality")[k % 2], independent=k > 0)
            )
            marks = np.clip(np.rint(rng.normal(6.5, 1.6, 5)), 1, 10)
            marks[2] = 8
            stated = np.clip(np.rint(rng.normal([9.2, 5.0, 8.0, 7.0, 6.0], 0.7)), 1, 10)
            outcome = float(np.clip(np.rint(6 + 0.9 * (marks[1] - 6.5) + mood + rng.normal(0, 0.8)), 1, 10))
            for item, mark, importance in zip(EXPECTATIONS, marks, stated, strict=True):
                given = None if rng.random() < missing else float(mark)
                ratings.append(rating(name, item, given, importance=float(importance)))
            ratings += [rating(name, item, outcome, about="outcome") for item in outcomes]
    return tables_of(
        {
            "accounts": [{"account_id": f"A{number}", "name": f"Account {number}"} for number in range(accounts)],
            "respondents": people,
            "ratings": ratings,
            "expectations": [
                {
                    "account_id": "",
                    "expectation_id": item,
                    "name": item.capitalize(),
                    "kind": "price" if "price" in item else "service",
                    "position": place,
                }
                for place, item in enumerate(EXPECTATIONS, 1)
            ],
        }
    )
