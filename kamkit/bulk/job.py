"""What is to be run, and how it went."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Job:
    """One notebook to run with its parameters.

    ``target`` is relative to the folder of the run. ``shown`` are the parameters the written notebook
    keeps for whoever opens it, where they differ from those of the run (a run reads a snapshot; the
    reader wants the programme itself). ``made_from`` names all that the result depends on, each with a
    digest: a finished job is not done again while none of them has changed. ``about`` is what the run's
    ``companions`` need to know of it; it can be pickled.
    """

    notebook: Path
    parameters: Mapping[str, str]
    target: str
    shown: Mapping[str, str] = field(default_factory=dict)
    made_from: Mapping[str, str] = field(default_factory=dict)
    about: Any = None


@dataclass(frozen=True)
class Outcome:
    """How a job went: its seconds and, if it failed, the cell (counted from 1) and the error in one line.

    ``kept``: an earlier run had done it already. ``because``: what has changed of all it is made from
    since it was last done.
    """

    job: Job
    seconds: float
    cell: int | None = None
    error: str = ""
    kept: bool = False
    because: frozenset[str] = frozenset()

    @property
    def failed(self) -> bool:
        """Whether the notebook stopped before its last cell."""
        return bool(self.error)


@dataclass(frozen=True)
class Executed:
    """An executed notebook as the text of its file, and how it went."""

    outcome: Outcome
    notebook: str


# Files that belong to an executed notebook, such as its page: their paths, relative to the folder of the run, and
# texts. A module's function, so that another process can call it.
Companions = Callable[[Executed], Mapping[str, str]]


def no_companions(executed: Executed) -> Mapping[str, str]:
    """Nothing goes with the notebook."""
    return {}
