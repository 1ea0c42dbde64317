"""Work done beside the event loop, in child processes that end with their parent."""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import queue
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from math import ceil, inf
from pathlib import Path
from types import TracebackType
from typing import Any

_START = str(Path(__file__).with_name("beside_start.py"))


class Beside:
    """A few child processes that call functions; each call waits for one of them to be free.

    Unlike the pool of ``concurrent.futures`` it needs no ``__main__`` that can be imported again, and its
    processes end when this one is killed: what they read from is then closed.
    """

    def __init__(self, processes: int) -> None:
        """Start ``processes`` children."""
        self._threads = ThreadPoolExecutor(processes, thread_name_prefix="beside")
        self._children = [_Child() for _ in range(processes)]
        self._free: queue.SimpleQueue[_Child] = queue.SimpleQueue()
        for child in self._children:
            self._free.put(child)

    def __enter__(self) -> Beside:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the children, each after what it is doing."""
        self._threads.shutdown(cancel_futures=True)
        for child in self._children:
            child.end()

    async def call(self, function: Callable[..., Any], *given: Any) -> Any:
        """What ``function`` of a module makes of ``given`` in a child; RuntimeError with what it raised there."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._call, function, given)

    def _call(self, function: Callable[..., Any], given: tuple[Any, ...]) -> Any:
        child = self._free.get()
        try:
            return child.call(function, given)
        finally:
            self._free.put(child)


class _Child:
    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, _START], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._send(sys.path)

    def call(self, function: Callable[..., Any], given: tuple[Any, ...]) -> Any:
        try:
            self._send((function, given))
            failure, result = pickle.load(self._process.stdout)  # type: ignore[arg-type]
        except (OSError, EOFError):
            status = self._process.wait()
            raise RuntimeError(f"a process that writes pages ended with status {status}") from None
        if failure:
            raise RuntimeError(failure)
        return result

    def _send(self, what: object) -> None:
        assert self._process.stdin is not None, "it was opened as a pipe"
        pickle.dump(what, self._process.stdin)
        self._process.stdin.flush()

    def end(self) -> None:
        self._process.communicate()


def call_each(
    function: Callable[..., Any], given: Sequence[tuple[Any, ...]], *, processes: int, on_done: Callable[[int, Any], None]
) -> None:
    """Call ``function`` of a module with each of ``given`` in children; ``on_done`` is told which is done, and its result.

    RuntimeError with what one of the calls raised; those that have not begun are then left.
    """
    if not given:
        return
    with Beside(min(processes, len(given))) as beside:
        places = {beside._threads.submit(beside._call, function, one): at for at, one in enumerate(given)}
        for done in as_completed(places):
            on_done(places[done], done.result())


def cores(limits: Path = Path("/sys/fs/cgroup")) -> int:
    """How many processes of this one's can work at the same moment: on the cores it may use, in the time its container has.

    ``limits``: where the system keeps what a container may use.
    """
    own = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    granted = _cores_of_container(limits)
    return own if granted >= own else max(1, ceil(granted))


def _cores_of_container(limits: Path) -> float:
    """The time that all processes of the container may take together, in cores; infinite where nothing says less."""
    with contextlib.suppress(OSError, ValueError):  # "max 100000", or microseconds in so many
        quota, period = (limits / "cpu.max").read_text().split()
        return inf if quota == "max" else int(quota) / int(period)
    with contextlib.suppress(OSError, ValueError):  # the same as older systems keep it; -1: no limit
        quota, period = ((limits / "cpu" / f"cpu.cfs_{name}_us").read_text() for name in ("quota", "period"))
        return int(quota) / int(period) if int(quota) > 0 else inf
    return inf
