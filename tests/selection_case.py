"""A small selection that can be worked out by hand: five accounts, two criteria, three scorers."""

from __future__ import annotations

from datetime import date
from typing import Any

from kamkit.model.frame import MadeTables, tables_of

AS_OF = date(2026, 3, 31)
REVENUES = {"A": 400_000.0, "B": 200_000.0, "C": 100_000.0, "NA": 300_000.0, "007": 150_000.0}
FIT = {"A": (8, 6, 7), "B": (9, 9, 9), "C": (2, 3, 1), "NA": (8, 8, 3), "007": (5, 5, 5)}
SCORERS = ("tom", "ines", "maren")
HOURS = {"A": 60.0, "B": 50.0, "C": 40.0, "NA": 30.0, "007": 20.0}
Rows = dict[str, list[dict[str, Any]]]


def criterion(criterion_id: str, weight: float | None, **more: Any) -> dict[str, Any]:
    """A judged criterion about potential, with its anchors."""
    row = {
        "criterion_id": criterion_id, "name": criterion_id.title(), "group": "interrelationships", "kind": "judged",
        "horizon": "potential", "weight": weight, "anchor_2": "low", "anchor_5": "middling", "anchor_9": "high",
    }  # fmt: skip
    return {**row, **more}


def measured(criterion_id: str, weight: float, measure: str, levels: tuple[float, float, float], **more: Any) -> Any:
    """A measured criterion about today's business."""
    two, five, nine = levels
    return criterion(
        criterion_id, weight, group="revenue and profit", kind="measured", horizon="current", measure=measure,
        level_2=two, level_5=five, level_9=nine, **more,
    )  # fmt: skip


def score(account_id: str, scorer_id: str, value: float | None, round: int = 1, **more: Any) -> dict[str, Any]:
    """One answer on the criterion fit; None is don't know."""
    return {
        "account_id": account_id, "criterion_id": "fit", "scorer_id": scorer_id, "round": round, "score": value,
        "dont_know": value is None, "scored_on": date(2026, 3, round), **more,
    }  # fmt: skip


def small_case() -> Rows:
    """The rows of the small case; tests change them and then call ``tables``."""
    return {
        "accounts": [{"account_id": one, "name": f"{one} Ltd", "status": "candidate"} for one in REVENUES],
        "sales_lines": [
            {"account_id": one, "date": date(2025, 9, 1), "revenue": revenue, "cost": revenue / 2}
            for one, revenue in REVENUES.items()
        ],
        "criteria": [
            measured("revenue", 40, "revenue", (100_000, 200_000, 400_000)),
            criterion("fit", 60),
        ],
        "team_members": [
            {"member_id": "tom", "name": "Tom", "department": "sales", "role": "manager", "hours_per_year": 100.0},
            {"member_id": "ines", "name": "Ines", "department": "sales"},
            {"member_id": "maren", "name": "Maren", "department": "operations"},
        ],
        "scores": [
            score(one, scorer, value) for one, values in FIT.items() for scorer, value in zip(SCORERS, values, strict=True)
        ],
        "efforts": [{"account_id": one, "role": "manager", "hours_needed": hours} for one, hours in HOURS.items()],
    }  # fmt: skip


def tables(rows: Rows) -> MadeTables:
    """The rows as the kit's tables, the same ones for the same rows: read them, do not change them."""
    name = repr(rows)
    if name not in _made:
        _made[name] = tables_of(rows)
    return _made[name]


_made: dict[str, MadeTables] = {}
