"""Looking for processes, and waiting for what they do."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path


def processes_with(variable: str) -> list[int]:
    """The processes that have ``variable`` among their environment variables."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if variable.encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
        except OSError:
            pass
    return found


def below(pid: int) -> Iterator[int]:
    """The processes that come from ``pid``."""
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, listed.read_text().split()):
            yield child
            yield from below(child)


def eventually(true: object, seconds: float = 30) -> bool:
    """Whether ``true()`` comes to hold."""
    until = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
