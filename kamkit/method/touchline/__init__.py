"""Touch points: where customers meet us, what matters there, and where we fall short of it."""

from __future__ import annotations

from kamkit.method.touchline.behaviour import check_behaviour, check_behaviours, check_redesigns
from kamkit.method.touchline.findings import review_touchline
from kamkit.method.touchline.line import MOMENT, SUSPECTED, all_touchlines, place_touch_points
from kamkit.method.touchline.moments import gap, rank_moments, rank_worst_moments, shortfall

__all__ = [
    "MOMENT",
    "SUSPECTED",
    "all_touchlines",
    "check_behaviour",
    "check_behaviours",
    "check_redesigns",
    "gap",
    "place_touch_points",
    "rank_moments",
    "rank_worst_moments",
    "review_touchline",
    "shortfall",
]
