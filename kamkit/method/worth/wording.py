"""How reasons and findings write an amount and a place."""

from __future__ import annotations


def amount(value: float, currency: str) -> str:
    """``EUR 6,200``; without a currency the figure alone; NaN is *unknown*."""
    if value != value:
        return "unknown"
    return f"{currency} {round(value) or 0:,}".strip()


def ordinal(place: int) -> str:
    """``1st``, ``2nd``, ``11th``."""
    if place % 100 in (11, 12, 13):
        return f"{place}th"
    return f"{place}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(place % 10, 'th') }"
