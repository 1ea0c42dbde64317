"""The stories of the case, written by hand: one module for each account that has a story of its own, the rest by theme."""

from __future__ import annotations

from kamkit.sample.making.rows import Rows


def account_stories() -> list[Rows]:
    """What was written for single accounts, table by table."""
    return []
