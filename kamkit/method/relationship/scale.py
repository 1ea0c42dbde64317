"""The five stages of a relationship, in their order, and what to call what lies between two of them."""

from __future__ import annotations

STAGES = ("exploratory", "basic", "cooperative", "interdependent", "integrated")
MEANS = {
    "exploratory": "no business yet",
    "basic": "transactions; one of several",
    "cooperative": "regular, some trust; still one of many",
    "interdependent": "many levels talk; leaving is possible",
    "integrated": "systems are linked; leaving is hard",
}
PLACE = {stage: place for place, stage in enumerate(STAGES, start=1)}


def stage_called(place: float) -> str:
    """``basic`` for 2, ``between basic and cooperative`` for 2.5; NaN is *unknown*."""
    if place != place:
        return "unknown"
    low = STAGES[int(place) - 1]
    return low if place == int(place) else f"between {low} and {STAGES[int(place)]}"


def stages_apart(gap: float) -> str:
    """``1 stage``, ``1.5 stages``, whatever the direction."""
    return f"{abs(gap):g} {'stage' if abs(gap) == 1 else 'stages'}"
