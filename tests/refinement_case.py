"""What customers said before and after a change, for the tests of the refinement."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

DAY = date(2026, 3, 31)


def ago(days: int) -> date:
    """So many days before the day of the tests."""
    return DAY - timedelta(days=days)


def marks(account: str, both: list[tuple[float, float]]) -> dict[str, list[dict[str, Any]]]:
    """Customers of an account with their marks of early warning, each before and after."""
    people = [{"respondent_id": f"{account}-{n}", "account_id": account, "side": "customer"} for n in range(len(both))]
    ratings = [
        {
            "respondent_id": f"{account}-{n}",
            "about": "expectation",
            "item_id": "early",
            "supplier_id": "us",
            "asked_on": day,
            "performance": mark,
        }
        for n, pair in enumerate(both)
        for day, mark in zip((ago(300), ago(20)), pair, strict=True)
    ]
    return {"respondents": people, "ratings": ratings}
