"""Looking for processes, waiting for what they do, and a port for one that is told where to listen."""

from __future__ import annotations

import secrets
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

# Longer than anything takes on a machine that does three other things: whoever waits that long has found a mistake.
PATIENCE = 120.0  # seconds


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
    """The processes that come from ``pid``; any of them may end while one looks."""
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        children: list[str] = []
        with suppress(OSError):
            children = listed.read_text().split()
        for child in map(int, children):
            yield child
            yield from below(child)


def command_of(pid: int) -> str:
    """The command of a process, "" if it has ended."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    return ""


def eventually(true: Callable[[], object], seconds: float = PATIENCE) -> bool:
    """Whether ``true()`` comes to hold."""
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def free_port() -> int:
    """A port for a server that is started later, or again: none of those that the system gives away by itself."""
    first = 32_768
    with suppress(OSError):
        first = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    for _ in range(1000):
        port = 20_000 + secrets.randbelow(max(first, 30_000) - 20_000)
        with socket.socket() as one, suppress(OSError):
            one.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")
