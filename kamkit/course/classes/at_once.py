"""The same work for many learners, side by side: one process for each core."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

Made = TypeVar("Made")
FROM = 8  # pieces of work; fewer are done before another process has started


def each_of(make: Callable[..., Made], work: Sequence[tuple[Any, ...]], jobs: int = 0) -> Iterator[Made]:
    """``make(*one)`` for each of the work, in its order; ``jobs``: processes at once (0: one for each core)."""
    jobs = min(jobs or _cores(), len(work))
    if jobs <= 1 or len(work) < FROM:
        for one in work:
            yield make(*one)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        try:
            yield from pool.map(make, *zip(*work, strict=True))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
