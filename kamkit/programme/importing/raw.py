"""A table as it stands in the file: text cells, the file's own row numbers, nothing interpreted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

WRITTEN_AT = "kamkit"
"""The property of an exported workbook that names the moment it was written at (``Programme.moment``)."""


class Exact(str):
    """A value that a spreadsheet stores as a number or date: its point is the decimal mark, its date is ISO."""

    __slots__ = ()


class NoValue(str):
    """What stands in a cell whose formula gave no value; ``expected`` says where that is and what to do."""

    def __new__(cls, text: str, expected: str) -> NoValue:
        """The text of the cell, with what was expected there."""
        made = super().__new__(cls, text)
        made.expected = expected
        return made

    expected: str


@dataclass(frozen=True)
class Ignored:
    """A row that was not read as data, and why."""

    file: str
    row: int
    reason: str


@dataclass
class Sheet:
    """All rows of a text file or of one sheet, before a header is known; ``rows[0]`` is the file's row 1.

    ``sheet`` is empty in a workbook of one sheet, whose name is still its ``title``. ``moment``: of which state of which
    programme an exported workbook is.
    """

    file: str
    sheet: str
    rows: list[list[str]]
    about: str = ""
    title: str = ""
    moment: str = ""


@dataclass
class RawTable:
    """Header and rows of one table; ``numbers`` are the rows' numbers in the file, counted as a spreadsheet does."""

    file: str
    sheet: str
    columns: list[str]
    rows: list[list[str]]
    numbers: list[int]
    ignored: list[Ignored] = field(default_factory=list)
    wrong_width: list[tuple[int, int]] = field(default_factory=list)
    repeated: dict[str, list[str]] = field(default_factory=dict)
    about: str = ""
    title: str = ""

    @property
    def name(self) -> str:
        """The file, and its sheet where it has several."""
        return f"{self.file}#{self.sheet}" if self.sheet else self.file

    def column(self, name: str) -> list[str]:
        """The cells of one column, top to bottom."""
        at = self.columns.index(name)
        return [row[at] for row in self.rows]


def squash(text: str) -> str:
    """A header or name without case, spaces and punctuation, for comparison."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def first_filled(cells: Sequence[str]) -> str:
    """The first cell that is not empty, stripped; empty text if there is none."""
    return next((cell.strip() for cell in cells if cell.strip()), "")
