"""What is to be run, and how it went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Job:
    """One notebook to run with its parameters.

    ``shown`` are the parameters the written notebook keeps for whoever opens it, where they differ
    from those of the run (a run reads a snapshot; the reader wants the programme itself).
    """

    notebook: Path
    parameters: Mapping[str, str]
    target: Path
    shown: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How a job went: its seconds and, if it failed, the cell (counted from 1) and the error in one line."""

    job: Job
    seconds: float
    cell: int | None = None
    error: str = ""

    @property
    def failed(self) -> bool:
        """Whether the notebook stopped before its last cell."""
        return bool(self.error)
