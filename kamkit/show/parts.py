"""The pieces every page is made of: sentences, tables, charts and findings.

Each is a ``Shown``: HTML for people who see, plain text for everyone else. Text that came from a
user is escaped here and nowhere else; nothing here needs scripts, widgets or trust.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from kamkit.method.finding import Finding, worst_first
from kamkit.show import words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

As = Literal["text", "money", "percent", "number", "count", "date", "flag"]
_RIGHT: frozenset[As] = frozenset({"money", "percent", "number", "count"})


@dataclass(frozen=True)
class Shown:
    """Something to look at, with two faces that say the same."""

    html: str
    text: str

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": self.text}


@dataclass(frozen=True)
class Column:
    """How one column of a table is headed and written."""

    name: str
    label: str
    kind: As = "text"
    digits: int = 0
    help: str = ""

    def write(self, value: Any, currency: str) -> str:
        """One cell as text; missing text is empty, a missing figure is *unknown*."""
        match self.kind:
            case "money":
                return words.amount(value, currency)
            case "percent":
                return words.percent(value, self.digits)
            case "number":
                return words.number(value, self.digits)
            case "count":
                return words.number(value, 0)
            case "date":
                return "" if pd.isna(value) else words.day(value)
            case "flag":
                return words.yes_no(value)
        return "" if pd.isna(value) else str(value)


# A figure and its unit are not torn apart at the end of a line.
_UNIT = re.compile(r"(?<=\d) (?=%|m\b)|(?<=[A-Z]{3}) (?=-?\d)")
_SHORT = 24


def _html(text: str) -> str:
    return _UNIT.sub("\u00a0", escape(text))


def say(*sentences: str) -> Shown:
    """A paragraph; the sentences are plain text."""
    text = words.prose(" ".join(sentences))
    return Shown(f"<p>{_html(text)}</p>", text)


def stack(*shown: Shown) -> Shown:
    """One thing under the other."""
    return Shown("\n".join(part.html for part in shown), "\n\n".join(part.text for part in shown))


def table(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    *,
    caption: str = "",
    currency: str = "",
    mark: Iterable[bool] | None = None,
    limit: int | None = None,
) -> Shown:
    """A table of ``columns``, in the frame's order; ``mark`` puts rows in bold with an arrow.

    With ``limit`` only the first rows are shown and the caption says how many there are.
    """
    marks = list(mark) if mark is not None else [False] * len(frame)
    if limit is not None and len(frame) > limit:
        caption = f"{caption} (first {limit} of {len(frame):,})".strip()
        frame, marks = frame.head(limit), marks[:limit]
    written = {column.label: [column.write(value, currency) for value in frame[column.name]] for column in columns}
    return Shown(_html_table(written, columns, caption, marks), _text_table(written, caption, marks))


def _html_table(written: Mapping[str, list[str]], columns: Sequence[Column], caption: str, marks: list[bool]) -> str:
    # Inline styles only where JupyterLab's own would mislead: figures to the right, text to the left.
    styles = [_style(column, cells) for column, cells in zip(columns, written.values(), strict=True)]
    head = "".join(
        f'<th scope="col" style="{_side(column)}"{_tooltip(column.help)}>{escape(column.label)}</th>'
        for column in columns
    )
    body = []
    for marked, row in zip(marks, zip(*written.values(), strict=True), strict=True):
        cells = "".join(
            f'<td style="{style}">{f"<b>{_html(cell)}</b>" if marked else _html(cell)}</td>'
            for cell, style in zip(row, styles, strict=True)
        )
        opening = '<tr class="marked">' if marked else "<tr>"
        body.append(f"{opening}{cells}</tr>")
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f'<table class="kamkit">{title}<thead><tr>{head}</tr></thead><tbody>{"".join(body)}</tbody></table>'


def _side(column: Column) -> str:
    return f"text-align: {'right' if column.kind in _RIGHT else 'left'}"


def _style(column: Column, cells: list[str]) -> str:
    # Names, dates and figures stay on one line; sentences wrap.
    return _side(column) + ("; white-space: nowrap" if max(map(len, cells), default=0) <= _SHORT else "")


def _tooltip(help: str) -> str:
    return f' title="{escape(help)}"' if help else ""


def _text_table(written: Mapping[str, list[str]], caption: str, marks: list[bool]) -> str:
    frame = pd.DataFrame({label: [" ".join(cell.split()) for cell in cells] for label, cells in written.items()})
    if any(marks):
        frame.insert(0, "", [">" if marked else "" for marked in marks])
    body = frame.to_string(index=False) if len(frame) else "(no rows)"
    return f"{caption}\n{body}" if caption else body


def chart(figure: Figure, message: str, detail: str = "") -> Shown:
    """A chart as a PNG whose title and alternative text say its ``message``; ``detail`` adds to the latter.

    Make the figure with :func:`kamkit.show.figures.new_figure`.
    """
    from kamkit.show.figures import write_png

    picture = BytesIO()
    write_png(figure, message, picture)
    said = words.prose(f"{message} {detail}".strip())
    alt = escape(said, quote=True)
    source = b64encode(picture.getvalue()).decode()
    width = round(figure.get_figwidth() * 100)
    return Shown(
        f'<img alt="{alt}" src="data:image/png;base64,{source}" width="{width}" style="max-width: 100%">',
        f"[Chart] {said}",
    )


FINDING_MARKS = {"danger": "■ In danger", "careful": "▲ Careful", "unknown": "? Not known", "fine": "✓ Fine"}


def show_findings(findings: Iterable[Finding], *, nothing: str = "Nothing stands out.") -> Shown:
    """The findings, worst first, each with what to do about it."""
    ordered = worst_first(findings)
    if not ordered:
        return say(nothing)
    said = [(found.severity, words.prose(found.says), words.prose(found.do)) for found in ordered]
    items = "".join(
        f'<li class="{severity}"><b>{FINDING_MARKS[severity]}:</b> {_html(says)}{f" <i>{_html(do)}</i>" if do else ""}</li>'
        for severity, says, do in said
    )
    lines = "\n".join(f"{FINDING_MARKS[severity]}: {says} {do}".rstrip() for severity, says, do in said)
    return Shown(f'<ul class="findings">{items}</ul>', lines)


def nothing_yet(what: str, who: str, where: str) -> Shown:
    """What stands where a table or chart would be empty: what is missing, who can enter it, and where."""
    text = words.prose(f"{what}. {who} can enter it: {where}.")
    return Shown(f'<p class="missing"><b>Not there yet:</b> {escape(text)}</p>', f"Not there yet: {text}")


def boxed(kind: Literal["Careful", "Hint"], text: str) -> Shown:
    """One of the two boxes a page may have."""
    said = words.prose(text)
    return Shown(f'<p class="box {kind.lower()}"><b>{kind}.</b> {escape(said)}</p>', f"{kind}. {said}")
