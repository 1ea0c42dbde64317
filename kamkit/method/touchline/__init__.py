"""Touch points: where customers meet us, what matters there, and where we fall short of it."""

from __future__ import annotations

from kamkit.method.touchline.behaviour import check_behaviour, check_behaviours, check_redesigns
from kamkit.method.touchline.change import list_change_steps, place_changes
from kamkit.method.touchline.findings import review_touchline
from kamkit.method.touchline.line import MOMENT, SUSPECTED, all_touchlines, place_touch_points
from kamkit.method.touchline.moments import gap, rank_moments, rank_worst_moments, shortfall
from kamkit.method.touchline.promises import compare_promises, list_promises, read_terms

__all__ = [
    "MOMENT",
    "SUSPECTED",
    "all_touchlines",
    "check_behaviour",
    "check_behaviours",
    "check_redesigns",
    "compare_promises",
    "gap",
    "list_change_steps",
    "list_promises",
    "place_changes",
    "place_touch_points",
    "rank_moments",
    "rank_worst_moments",
    "read_terms",
    "review_touchline",
    "shortfall",
]
