"""Touch points: where customers meet us, what matters there, and where we fall short of it."""

from __future__ import annotations

from kamkit.method.touchline.line import MOMENT, SUSPECTED, all_touchlines, place_touch_points
from kamkit.method.touchline.moments import gap, rank_moments, rank_worst_moments, shortfall

__all__ = [
    "MOMENT",
    "SUSPECTED",
    "all_touchlines",
    "gap",
    "place_touch_points",
    "rank_moments",
    "rank_worst_moments",
    "shortfall",
]
