"""The account plan as one document that every format writes: sections of sentences, tables, charts and findings.

What is said is decided here, once; a format decides only how it looks. All text is one line without control
characters, and still as it was typed: escaping is each format's own business.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from unicodedata import bidirectional

import pandas as pd

from kamkit.documents.asking import plain
from kamkit.method.finding import Finding
from kamkit.show.parts import Column
from kamkit.show.words import day, short

_FOOT = 100  # characters of a name
_FROM_RIGHT = ("R", "AL")
_AFTER = "\u200e"  # what follows a name in letters that are read from the right is read from the left again

Edition = Literal["ours", "customer"]


@dataclass(frozen=True)
class Say:
    """A paragraph; ``lead``: the sentence that the section is there for."""

    text: str
    lead: bool = False


@dataclass(frozen=True)
class Missing:
    """What nobody has entered yet, who could, and where."""

    what: str
    who: str
    where: str

    @property
    def text(self) -> str:
        """The same in one line."""
        return f"Not there yet: {self.what}. {self.who} can enter it: {self.where}."


@dataclass(frozen=True, eq=False)
class Table:
    """A table: ``frame`` as the method made it, and how its columns are headed, written and wide (``weights``).

    ``marked`` rows stand out; the one page holds at most ``on_page`` rows.
    """

    title: str
    frame: pd.DataFrame
    columns: tuple[Column, ...]
    weights: tuple[float, ...]
    marked: tuple[bool, ...]
    on_page: int = 10

    @property
    def heads(self) -> tuple[str, ...]:
        """The headings."""
        return tuple(column.label for column in self.columns)

    @property
    def right(self) -> tuple[bool, ...]:
        """Which columns are figures and stand to the right."""
        return tuple(column.kind in ("money", "percent", "number", "count") for column in self.columns)

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The cells as they are read."""
        written = [[column.write(value, "") for value in self.frame[column.name]] for column in self.columns]
        return tuple(zip(*written, strict=True))


@dataclass(frozen=True)
class Series:
    """One row of bars; None where the figure is not known."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Chart:
    """Bars by category; ``title`` is what they say. ``across``: the bars lie, for names that need room."""

    title: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    across: bool = True
    stacked: bool = False
    digits: int = 0

    @property
    def alt(self) -> str:
        """What somebody who cannot see the chart is told: its message, and its figures."""
        unit = f" ({self.unit})" if self.unit else ""
        parts = [
            f"{category}: {', '.join(self._said(one, at) for one in self.series)}"
            for at, category in enumerate(self.categories)
        ]
        return f"{self.title}. Bar chart{unit}. {'; '.join(parts)}."

    def _said(self, series: Series, at: int) -> str:
        value = series.values[at]
        figure = "unknown" if value is None else f"{value:,.{self.digits}f}"
        return f"{series.name} {figure}" if len(self.series) > 1 else figure


@dataclass(frozen=True)
class Findings:
    """What a check says, worst first."""

    found: tuple[Finding, ...]


Block = Say | Missing | Table | Chart | Findings


@dataclass(frozen=True)
class Section:
    """One part of the plan; ``behind`` the page: in the documents that are read, not in those that are shown.

    ``stands_in``: the workbook that holds all of it. ``side``: on the one page it is set smaller and shortened first.
    """

    title: str
    blocks: tuple[Block, ...]
    stands_in: str = ""
    behind: bool = False
    side: bool = False


@dataclass(frozen=True)
class PlanDocument:
    """One account's plan on one day, for us or for the customer.

    ``moment``: which state of which programme it shows; ``revisions``: those of its actions, by their ids.
    """

    title: str
    about: str
    account_id: str
    account: str
    company: str
    as_of: date
    edition: Edition
    sections: tuple[Section, ...] = field(default_factory=tuple)
    moment: str = ""
    revisions: Mapping[str, int] = field(default_factory=dict)

    @property
    def on_page(self) -> tuple[Section, ...]:
        """The sections that make up the page."""
        return tuple(section for section in self.sections if not section.behind)

    @property
    def behind(self) -> tuple[Section, ...]:
        """What stands behind it."""
        return tuple(section for section in self.sections if section.behind)

    @property
    def foot(self) -> str:
        """Whose the document is and from when, for the foot of every page; the end of it, which counts most, is never cut."""
        ours = "" if self.edition == "customer" else ", internal"
        title = short(self.title, _FOOT)
        return f"{title}{_AFTER if any(bidirectional(sign) in _FROM_RIGHT for sign in title) else ''}, {day(self.as_of)}{ours}"


def say(*sentences: str, lead: bool = False) -> Say:
    """A paragraph."""
    return Say(plain(" ".join(sentences)), lead)


def tabulate(
    title: str,
    frame: pd.DataFrame,
    columns: Sequence[tuple[Column, float]],
    *,
    marked: Iterable[bool] | None = None,
    on_page: int = 10,
) -> Table:
    """A table of ``columns``, each with its share of the width; text is made one line that every document can hold."""
    shown = [column for column, _ in columns]
    clean = {
        column.name: [plain(value) for value in frame[column.name]] if column.kind == "text" else list(frame[column.name])
        for column in shown
    }
    return Table(
        title,
        pd.DataFrame(clean),
        tuple(shown),
        tuple(weight for _, weight in columns),
        tuple(bool(one) for one in marked) if marked is not None else (False,) * len(frame),
        on_page,
    )


def figures(values: Iterable[object]) -> tuple[float | None, ...]:
    """The values of a series: figures, None where one is missing."""
    return tuple(None if pd.isna(value) else float(value) for value in values)  # type: ignore[arg-type]
