"""Everything kamkit raises on purpose.

KamkitError
├── InputError            a file, option or value the user gave is not what was expected
│   └── RowErrors         rows of an import that were rejected, each named
├── ProgrammeError        the folder or database is not a programme, or not one for this kit
│   └── BusyError         somebody else holds the programme longer than the time allowed
├── ConflictError         a field was changed by somebody else in the meantime
└── MethodError           a calculation was asked of figures that do not allow it

Every message is one line that names the thing, the value found, what was expected and what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class KamkitError(Exception):
    """Base of every error that kamkit raises on purpose; its text is meant for the user."""

    def _render_traceback_(self) -> list[str]:
        # IPython's hook: in a notebook the user reads the one line, not the stack.
        return [f"{type(self).__name__}: {self}"]


class InputError(KamkitError):
    """A file, an option or a value that the user gave cannot be used."""


@dataclass(frozen=True)
class Rejection:
    """One rejected value: where it stands, what was found and what was expected."""

    file: str
    row: int
    field: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.file}, row {self.row}, {self.field}: found {self.found!r}; expected {self.expected}"


class RowErrors(InputError):
    """Rows that were rejected; ``rejections`` holds one entry for each value."""

    def __init__(self, message: str, rejections: Sequence[Rejection]) -> None:
        super().__init__(message)
        self.rejections = tuple(rejections)


class ProgrammeError(KamkitError):
    """The address does not lead to a programme that this kit can open."""


class BusyError(ProgrammeError):
    """The programme was locked by somebody else for longer than the time allowed."""


@dataclass(frozen=True)
class Conflict:
    """One field that two people changed: the value both started from, theirs, and yours."""

    table: str
    key: tuple[str, ...]
    field: str
    before: object
    theirs: object
    yours: object
    changed_by: str


class ConflictError(KamkitError):
    """A save that would overwrite what somebody else changed; ``conflicts`` has both values."""

    def __init__(self, message: str, conflicts: Sequence[Conflict]) -> None:
        super().__init__(message)
        self.conflicts = tuple(conflicts)


class MethodError(KamkitError):
    """The figures given do not allow the calculation that was asked for."""
