"""What several commands need: who is working, and which day they look at."""

from __future__ import annotations

import getpass
from datetime import date

from kamkit.errors import InputError

CUSTOMER = "customer"
"""What --for takes."""


def who() -> str:
    """The name for the history: the user of this machine; asked, not proven."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def day_of(as_of: str) -> date:
    """The day given as ISO text, else today: the front door is where the clock is read."""
    if not as_of:
        return date.today()
    try:
        return date.fromisoformat(as_of)
    except ValueError:
        raise InputError(f"--as-of: found {as_of!r}; expected a date such as 2026-03-31") from None
