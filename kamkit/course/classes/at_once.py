"""The same work for many learners, side by side: one process for each core."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from kamkit.bulk.beside import call_each, cores
from kamkit.errors import KamkitError

Made = TypeVar("Made")
FROM = 8  # pieces of work; fewer are done before another process has started


def each_of(make: Callable[..., Made], work: Sequence[tuple[Any, ...]], on_done: Callable[[Made], None], jobs: int = 0) -> None:
    """Call ``make(*one)``, a function of a module, for each of the work; ``on_done`` gets what it made, in any order.

    ``jobs``: processes at once (0: one for each core). A KamkitError of one call is raised here; the rest is left.
    """
    jobs = min(jobs or cores(), len(work))
    if jobs <= 1 or len(work) < FROM:
        for one in work:
            on_done(make(*one))
        return

    def arrived(_: int, made: Made | KamkitError) -> None:
        if isinstance(made, KamkitError):
            raise made
        on_done(made)

    call_each(_guarded, [(make, one) for one in work], processes=jobs, on_done=arrived)


def _guarded(make: Callable[..., Made], given: tuple[Any, ...]) -> Made | KamkitError:
    """An error of the kit as a value: it is raised again on the other side, as what it was."""
    try:
        return make(*given)
    except KamkitError as error:
        return error
