"""The ledger of a folder: what was made there from what, so that a run does only what is left to do.

``ledger.jsonl`` has one line per notebook, written after its files and forced to disk. A run that was
killed leaves at most a torn last line, which is not read.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from kamkit.bulk.files import write_atomically
from kamkit.bulk.job import Job, Outcome

NAME = "ledger.jsonl"


@dataclass(frozen=True)
class Entry:
    """A notebook that was made: where, with what parameters and from what, and how it went."""

    target: str
    notebook: str
    parameters: Mapping[str, str]
    made_from: Mapping[str, str]
    seconds: float
    cell: int | None
    error: str
    finished_at: str
    companions: tuple[str, ...]
    about: str

    @classmethod
    def of(cls, outcome: Outcome, companions: Iterable[str]) -> Entry:
        """The entry of a job that has just been done."""
        job = outcome.job
        return cls(
            target=job.target,
            notebook=job.notebook.name,
            parameters={name: str(value) for name, value in (job.shown or job.parameters).items()},
            made_from=dict(job.made_from),
            seconds=round(outcome.seconds, 3),
            cell=outcome.cell,
            error=outcome.error,
            finished_at=datetime.now(UTC).isoformat(timespec="seconds"),
            companions=tuple(companions),
            about=_digest_of_about(job),
        )

    @property
    def line(self) -> str:
        """The entry as it stands in the ledger."""
        return json.dumps(self.__dict__, ensure_ascii=False) + "\n"


class Ledger:
    """The ledger of the folder of a run, open for as long as a block lasts."""

    def __init__(self, folder: Path) -> None:
        """Read what earlier runs have recorded in ``folder``; of each notebook the last entry counts."""
        self.folder = folder
        self.path = folder / NAME
        self.entries: dict[str, Entry] = {entry.target: entry for entry in _read(self.path)}
        self._file: TextIO | None = None

    def __enter__(self) -> Ledger:
        # What was made again, and a torn line, are dropped before anything is added.
        write_atomically(self.path, "".join(entry.line for entry in self.entries.values()))
        self._file = self.path.open("a", encoding="utf-8", newline="\n")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def done(self, job: Job) -> Outcome | None:
        """How ``job`` went before, if it succeeded, was made from the same and its files are all there."""
        entry = self.entries.get(job.target)
        if entry is None or entry.error or not job.made_from or dict(entry.made_from) != dict(job.made_from):
            return None
        if not all((self.folder / name).is_file() for name in (entry.target, *entry.companions)):
            return None
        return Outcome(job, entry.seconds, kept=True)

    def companions_are_current(self, job: Job) -> bool:
        """Whether what goes with the notebook of ``job`` was made knowing the same about it."""
        return self.entries[job.target].about == _digest_of_about(job)

    def changes(self, job: Job) -> frozenset[str]:
        """Which of the things that ``job`` is made from differ from when it was last done."""
        entry = self.entries.get(job.target)
        if entry is None or entry.error:
            return frozenset()
        names = entry.made_from.keys() | job.made_from.keys()
        return frozenset(name for name in names if entry.made_from.get(name) != job.made_from.get(name))

    def record(self, outcome: Outcome, companions: Iterable[str]) -> None:
        """Add a job whose files are written, and force it to disk."""
        assert self._file is not None, "the ledger is open"
        entry = Entry.of(outcome, companions)
        self.entries[entry.target] = entry
        self._file.write(entry.line)
        self._file.flush()
        os.fsync(self._file.fileno())


def _digest_of_about(job: Job) -> str:
    return hashlib.sha256(repr(job.about).encode()).hexdigest()[:16]


def _read(path: Path) -> Iterable[Entry]:
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        if entry := _entry(line):
            yield entry


def _entry(line: bytes) -> Entry | None:
    try:
        values: dict[str, Any] = json.loads(line)
        return Entry(**values | {"companions": tuple(values["companions"])})
    except (ValueError, TypeError, KeyError):  # torn, or of another version of the kit: done again
        return None
