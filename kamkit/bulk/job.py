"""What is to be run, and how it went."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kamkit.bulk.beside import cores


@dataclass(frozen=True)
class Material:
    """Stands for the path of something that the run brings along, wherever the notebook is executed."""

    name: str

    def __str__(self) -> str:
        return f"<{self.name}>"


Value = str | Material


def with_paths(values: Mapping[str, Value], material: Mapping[str, Path]) -> dict[str, str]:
    """``values`` with the paths of ``material`` in the places that stand for them."""
    return {
        name: str(material[value.name]) if isinstance(value, Material) else value for name, value in values.items()
    }


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
    parameters: Mapping[str, Value]
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


@dataclass(frozen=True)
class Limits:
    """How much at once (0: four per core), how many seconds a notebook may take and how many MB beyond its start."""

    at_once: int = 0
    timeout: float = 300
    memory_mb: int = 2048

    @property
    def places(self) -> int:
        """How many notebooks run at once on this machine."""
        return self.at_once or 4 * cores()


@dataclass(frozen=True)
class Run:
    """How jobs are run: where to, within which limits, with what in the kernels' environment and which companions.

    ``material``: files and folders that notebooks read beside their own file, by the name a ``Material`` has.
    """

    folder: Path
    limits: Limits = field(default_factory=Limits)
    environment: Mapping[str, Value] = field(default_factory=dict)
    companions: Companions = no_companions
    material: Mapping[str, Path] = field(default_factory=dict)
