"""Who is at work, where several browsers look at one kernel: in a shared notebook each of them says a name of its own.

A kernel belongs to one person nearly always, and the programme it opened knows the name. The browser that opened the
programme speaks under it, or where a program did that, the first that shows a form; whoever comes with another browser
is asked, and until then nothing is said in their name.
"""

from __future__ import annotations

import sys
from typing import Any


class Speakers:
    """The names said by the browsers of this kernel; ``now`` is the one whose doing is being handled."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._first = ""

    def now(self) -> str | None:
        """The name said by the browser at work, "" if it has said none; None where the kernel's own name holds."""
        browser = _browser()
        if not browser or browser in self._names:
            return self._names.get(browser)
        return None if self._first in ("", browser) else ""

    def begin(self) -> None:
        """A programme is opened by the cell that runs now: the kernel's name is that of the browser that runs it."""
        # Its form shows in all browsers at once, and any of them may be the first to say so. A program that runs
        # cells, as papermill does or a server of pages, names no cell.
        if "cellId" in _asked().get("metadata", {}):
            self._first = self._first or _browser()

    def come(self, name: str) -> None:
        """A browser shows a form; ``name`` is what was said in it before it was loaded again."""
        browser = _browser()
        self._first = self._first or browser
        if browser and name:
            self._names[browser] = name

    def say(self, name: str) -> bool:
        """Somebody says a name; True if it is the kernel's own from now on."""
        browser = _browser()
        if self._first not in ("", browser):
            self._names[browser] = name
            return False
        self._names.pop(browser, None)
        return True


def _browser() -> str:
    return str(_asked().get("header", {}).get("session", ""))


def _asked() -> dict[str, Any]:
    # Each message says which browser sent it; without a kernel, or before the first message, there is none.
    running = sys.modules.get("IPython")
    kernel = getattr(running.get_ipython(), "kernel", None) if running is not None else None
    return kernel.get_parent("shell") if kernel is not None else {}


SPEAKERS = Speakers()
