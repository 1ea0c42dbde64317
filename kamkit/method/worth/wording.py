"""How reasons and findings write an amount, a place and an activity."""

from __future__ import annotations

ACTIVITIES = {
    "order": "orders",
    "line": "order lines",
    "small order": "small orders",
    "rush order": "rush orders",
    "return": "returns",
    "visit": "visits",
    "delivery": "deliveries",
    "special": "special work",
}


def amount(value: float, currency: str) -> str:
    """``EUR 6,200``, ``EUR 1.24 m``; without a currency the figure alone; NaN is *unknown*."""
    if value != value:
        return "unknown"
    figure = f"{value / 1e6:,.2f} m" if abs(value) >= 999_500 else f"{round(value) or 0:,}"
    return f"{currency} {figure}".strip()


def ordinal(place: int) -> str:
    """``1st``, ``2nd``, ``11th``."""
    if place % 100 in (11, 12, 13):
        return f"{place}th"
    return f"{place}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(place % 10, 'th') }"
