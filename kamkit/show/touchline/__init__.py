"""Touch points to look at: the line as a picture, where accounts lose most, and what is owed at each point."""

from __future__ import annotations

from kamkit.show.touchline.change import show_change_steps, show_changes
from kamkit.show.touchline.picture import show_touchline
from kamkit.show.touchline.promises import show_promise_check
from kamkit.show.touchline.tables import (
    show_behaviours,
    show_moments,
    show_new_experiences,
    show_points,
    show_promises,
    show_redesign,
    show_touchline_check,
    show_worst_moments,
)

__all__ = [
    "show_behaviours",
    "show_change_steps",
    "show_changes",
    "show_moments",
    "show_new_experiences",
    "show_points",
    "show_promise_check",
    "show_promises",
    "show_redesign",
    "show_touchline",
    "show_touchline_check",
    "show_worst_moments",
]
