"""Figures and dates as people read them; what is unknown says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

UNKNOWN = "unknown"
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?=\s|$)")


def money(value: Any, currency: str = "") -> str:
    """An amount for the eye: ``EUR 6.2 m``, ``EUR 70,000``; NaN is *unknown*."""
    if pd.isna(value):
        return UNKNOWN
    sign = "-" if round(value) < 0 else ""
    size = abs(float(value))
    if size >= 99_950_000:
        amount = f"{size / 1e6:,.0f} m"
    elif size >= 9_995_000:
        amount = f"{size / 1e6:,.1f} m"
    elif size >= 999_500:
        amount = f"{size / 1e6:,.2f} m"
    else:
        amount = f"{size:,.0f}"
    return f"{currency + ' ' if currency else ''}{sign}{amount}"


def amount(value: Any, currency: str = "") -> str:
    """An amount to the unit, ``6,200,000``, for columns that are compared down the page; NaN is *unknown*."""
    return UNKNOWN if pd.isna(value) else f"{currency + ' ' if currency else ''}{_round(value, 0)}"


def percent(value: Any, digits: int = 0) -> str:
    """A share in per cent, ``25 %``; NaN is *unknown*."""
    return UNKNOWN if pd.isna(value) else f"{_round(value, digits)} %"


def number(value: Any, digits: int = 1) -> str:
    """A figure with ``digits`` decimals; NaN is *unknown*."""
    return UNKNOWN if pd.isna(value) else _round(value, digits)


def _round(value: Any, digits: int) -> str:
    rounded = round(float(value), digits)
    return f"{0.0 if rounded == 0 else rounded:,.{digits}f}"  # never -0


def day(value: Any) -> str:
    """A date, ``31 Mar 2026``; a missing one is *unknown*."""
    if pd.isna(value):
        return UNKNOWN
    found: date = pd.Timestamp(value).date()
    return f"{found.day} {'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split()[found.month - 1]} {found.year}"


def yes_no(value: Any) -> str:
    """A flag in words; empty when nobody has said."""
    return "" if pd.isna(value) else "yes" if value else "no"


def listed(items: Sequence[str], last: str = "and") -> str:
    """``a, b and c``; an empty list is *none*."""
    items = list(items)
    if len(items) < 2:
        return items[0] if items else "none"
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def counted(count: int, one: str, many: str = "") -> str:
    """``1 account``, ``3 accounts``, ``no accounts``."""
    if count == 1:
        return f"1 {one}"
    return f"{f'{count:,}' if count else 'no'} {many or one + 's'}"


def short(value: Any, length: int = 28) -> str:
    """A name cut to ``length`` characters, for a chart's label."""
    text = "" if pd.isna(value) else " ".join(str(value).split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def prose(text: str) -> str:
    """Sentences in which a name that ends with a full stop, such as *Fabrica S.A.*, ends its sentence with that one."""
    return _TWO_STOPS.sub(".", text)
