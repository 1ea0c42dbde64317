"""A small programme to score together in: two candidates, two judged criteria, four touch points."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from selection_case import criterion

from kamkit.programme import Programme, create_programme

ROWS: dict[str, list[dict[str, Any]]] = {
    "team_members": [
        {"member_id": "ines", "name": "Ines Carrow", "department": "sales"},
        {"member_id": "maren", "name": "Maren Voss", "department": "operations"},
    ],
    "accounts": [
        {"account_id": "007", "name": "Quillon <Glass>", "status": "candidate"},
        {"account_id": "NA", "name": "NA", "status": "candidate"},
        {"account_id": "70", "name": "Quillon Lyon", "parent_id": "007"},
    ],
    "criteria": [criterion("fit", 60, position=1), criterion("trust", 40, position=2)],
    "touch_points": [
        {"account_id": "", "touch_point_id": "order", "name": "The order is taken", "position": 1},
        {"account_id": "", "touch_point_id": "truck", "name": "The truck arrives", "position": 2},
        {"account_id": "007", "touch_point_id": "audit", "name": "The yearly audit", "position": 3, "source": "Annual talk"},
    ],
}


def make_programme(folder: Path, who: str = "Ines Carrow") -> Programme:
    """The programme, open."""
    made = create_programme(folder, who=who)
    made.save_all(ROWS)
    return made
