"""The plan on one page of A4, as a PDF that screen readers can read; every section stands on it, shortened where room is short."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import singledispatch
from pathlib import Path
from typing import Any

from kamkit.documents.formats.pictures import colours
from kamkit.documents.plan import Chart, Findings, Missing, PlanDocument, Say, Section, Table
from kamkit.show.parts import FINDING_MARKS
from kamkit.show.words import listed, money, short

_TEMPLATE = Path(__file__).with_name("plan.typ")
_LARGER = (10.0, 9.4, 8.8, 8.2)  # points; what is on the page is set as large as it still fits


@dataclass(frozen=True)
class _Step:
    """How much of a plan is tried on the page.

    ``size``, ``side``: of the letters in points, in the side sections too; ``lines``: how many rows of a side section's
    table, as lines (0: as a table); ``share`` of the rows a table may have, but ``least`` of them; ``length`` of a cell's
    text in characters; ``bare``: of each section no more than its first line.
    """

    size: float
    side: float
    lines: int = 0
    share: float = 1.0
    least: int = 3
    length: int = 400
    charts: bool = False
    bare: bool = False


# Each takes a little less room than the one before, and what counts least gives way first; a section's heading never does.
_STEPS = (
    _Step(10.0, 10.0, charts=True), _Step(9.4, 9.4, charts=True), _Step(8.8, 8.8, charts=True),
    _Step(8.8, 8.0), _Step(8.2, 7.6), _Step(8.2, 7.4, 6), _Step(8.2, 7.2, 4),
    _Step(8.2, 7.2, 4, 0.8), _Step(7.9, 7.2, 4, 0.8), _Step(7.6, 7.0, 3, 0.8), _Step(7.6, 7.0, 3, 0.8, 3, 220),
    _Step(7.6, 7.0, 3, 0.7, 3, 160), _Step(7.6, 7.0, 3, 0.6, 3, 120), _Step(7.6, 7.0, 2, 0.6, 3, 90), _Step(7.6, 7.0, 2, 0.5, 3, 90),
    _Step(7.6, 7.0, 2, 0.5, 3, 70), _Step(7.6, 7.0, 2, 0.5, 2, 70), _Step(7.6, 7.0, 1, 0.4, 2, 70), _Step(7.6, 7.0, 1, 0.4, 2, 55),
    _Step(7.6, 7.0, 1, 0.3, 2, 55), _Step(7.6, 7.0, 1, 0.3, 1, 55), _Step(7.6, 7.0, 1, 0.2, 1, 45), _Step(7.6, 7.0, 1, 0.1, 1, 40),
    _Step(7.6, 7.0, 1, 0.1, 1, 90, bare=True),
)  # fmt: skip
_BARE = _STEPS[-1]
_SHORTEST = 24  # characters of a cell, however little room there is: a day, a name, a figure
_UNBROKEN = 22  # letters of a word from which it may be broken anywhere
_LONG_WORD = re.compile(rf"[^\s-]{{{_UNBROKEN},}}")


@dataclass
class _Page:
    """How much may stand on a page, and what had to be left out for it."""

    step: _Step
    without_rows: bool = False
    without_charts: bool = False
    cut: bool = False

    def short(self, text: str, length: int) -> str:
        """The text, or as many of its words as there may be."""
        if len(text) <= length:
            return _broken(text)
        self.cut = True
        words, _, rest = text[:length].rpartition(" ")
        return _broken(short(words if len(rest) < length / 3 else text, length - 1).rstrip("….,;:· ") + "…")

    def more(self, count: int) -> str:
        """What stands below the rows that are shown; "" if these are all."""
        self.without_rows = self.without_rows or count > 0
        return f"and {count} more in the full plan" if count > 0 else ""


def write_onepage(plan: PlanDocument) -> bytes:
    """The plan as the bytes of a .pdf of one page (PDF/UA-1); the same plan gives the same bytes."""
    import matplotlib
    import typst

    content = {
        "title": _broken(short(plan.title, 200)) or "Plan", "about": _broken(short(plan.about, 300)), "company": plan.company,
        "foot": _broken(plan.foot), **_tried(plan), "larger": _LARGER,
    }  # fmt: skip

    def compiled(**standard: Any) -> bytes:
        made: bytes = typst.compile(
            str(_TEMPLATE),
            format="pdf",
            root=str(_TEMPLATE.parent),
            font_paths=[str(Path(matplotlib.get_data_path(), "fonts", "ttf"))],
            sys_inputs={"plan": json.dumps(content, ensure_ascii=False)},
            timestamp=int(datetime.combine(plan.as_of, time(), UTC).timestamp()),
            **standard,
        )
        return made

    try:
        return compiled(pdf_standards="ua-1")
    except typst.TypstError:  # the standard wants every letter in some font; a name in a script without one is shown all the same
        return compiled()


def _tried(plan: PlanDocument) -> dict[str, Any]:
    """What is tried on the page, the fullest and largest first; steps that show the same share their ``contents``."""
    contents: dict[str, int] = {}
    steps = []
    for sections, step in _steps(plan.on_page):
        content = json.dumps(_content(plan, sections, step), ensure_ascii=False)
        steps.append({"content": contents.setdefault(content, len(contents)), "size": step.size, "side": step.side})
    return {"contents": [json.loads(content) for content in contents], "steps": steps}


def _steps(sections: tuple[Section, ...]) -> Iterator[tuple[tuple[Section, ...], _Step]]:
    for step in _STEPS:
        yield sections, step
    for count in range(len(sections) - 1, 0, -1):  # more sections than lines of the page
        yield sections[:count], _BARE


def _content(plan: PlanDocument, sections: tuple[Section, ...], step: _Step) -> dict[str, Any]:
    page = _Page(step)
    made = [
        {"title": section.title, "side": section.side, "blocks": _blocks(section, page)} for section in sections
    ]
    gone = [section.title for section in plan.on_page if section not in sections]
    return {"sections": made, "left": _broken(_said(plan, page, gone))}


def _blocks(section: Section, page: _Page) -> list[dict[str, Any]]:
    made = [part for block in section.blocks for part in _part(block, section, page)]
    if not page.step.bare or not made:
        return made
    page.without_rows = page.without_rows or len(made) > 1
    return made[:1]


def _said(plan: PlanDocument, page: _Page, sections: list[str]) -> str:
    """What is not on the page and where it stands; "" if all of it is there."""
    missing = [*(f"all of \"{title}\"" for title in sections), *(["the charts"] if page.without_charts else [])]
    said = []
    if missing:
        said.append(f"Not on this page: {listed(missing)}.")
    if page.cut:
        said.append("Texts that end in … are cut.")
    if plan.behind:
        said.append(f"Behind it: {listed([section.title.lower() for section in plan.behind])}.")
    if said or page.without_rows:
        numbers = sorted({found for section in plan.sections for found in re.findall(r"\b\d\d\b", section.stands_in)})
        in_workbooks = f", and in the workbooks {listed(numbers)}" if numbers else ""
        said.append(f"The full plan stands in its Word and HTML editions{in_workbooks}.")
    return " ".join(said)


@singledispatch
def _part(block: object, section: Section, page: _Page) -> list[dict[str, Any]]:
    raise TypeError(f"no way to set {type(block).__name__}")


@_part.register
def _(block: Say, section: Section, page: _Page) -> list[dict[str, Any]]:
    return [{"kind": "lead" if block.lead else "say", "text": page.short(block.text, max(page.step.length, 120) * 2)}]


@_part.register
def _(block: Missing, section: Section, page: _Page) -> list[dict[str, Any]]:
    return [{"kind": "say", "text": page.short(block.text, 300)}]


@_part.register
def _(block: Findings, section: Section, page: _Page) -> list[dict[str, Any]]:
    said = [f"{FINDING_MARKS[found.severity]}: {found.says} {found.do}".rstrip() for found in block.found]
    shown = said[: _count(10, page.step)]
    made = [{"kind": "say", "text": page.short(text, page.step.length * 2)} for text in shown]
    more = page.more(len(said) - len(shown))
    return [*made, *([{"kind": "say", "text": more}] if more else [])]


@_part.register
def _(block: Chart, section: Section, page: _Page) -> list[dict[str, Any]]:
    longest = max((value for series in block.series for value in series.values if value is not None), default=0.0)
    if not page.step.charts or not block.across or block.stacked or longest <= 0:
        page.without_charts = True
        return []
    rows = [
        {"name": page.short(name, 60), "bars": [_bar(series.values[at], longest, block.digits) for series in block.series]}
        for at, name in enumerate(block.categories)
    ]
    title = f"{block.title} ({block.unit})" if block.unit else block.title
    return [
        {
            "kind": "chart", "title": page.short(title, 200), "alt": block.alt, "series": [series.name for series in block.series],
            "colours": [colours()[at % 3] for at in range(len(block.series))], "rows": rows,
        }
    ]  # fmt: skip


def _bar(value: float | None, longest: float, digits: int) -> dict[str, Any]:
    """How long a bar is, as a share of the longest, and the figure at its end."""
    if value is None:
        return {"share": 0.0, "says": "unknown"}
    return {"share": max(0.0, value / longest), "says": money(value) if digits == 0 else f"{value:,.{digits}f}"}


@_part.register
def _(block: Table, section: Section, page: _Page) -> list[dict[str, Any]]:
    step, rows = page.step, block.rows
    if step.bare or (section.side and step.lines):
        shown = rows[: 1 if step.bare else min(step.lines, block.on_page)]
        said = [_line(block, row, page) for row in shown]
        return [{"kind": "lines", "rows": said, "more": page.more(len(rows) - len(shown))}]
    to_be_written = not any(any(row[1:]) for row in rows)
    shown = rows if to_be_written else rows[: _count(block.on_page, step)]
    lengths = [max(120, step.length)] * len(block.heads) if to_be_written else _lengths(block, step)
    return [
        {
            "kind": "table", "heads": list(block.heads), "right": list(block.right), "weights": list(block.weights),
            "rows": [[page.short(cell, length) for cell, length in zip(row, lengths, strict=True)] for row in shown],
            "marked": list(block.marked[: len(shown)]), "more": page.more(len(rows) - len(shown)),
        }
    ]  # fmt: skip


def _count(on_page: int, step: _Step) -> int:
    """How many rows may stand on the page: the share of what there is room for, but not less than the least."""
    return max(min(on_page, step.least), round(on_page * step.share))


def _lengths(block: Table, step: _Step) -> list[int]:
    """How many characters a cell may have, by the width of its column: cut texts are then about equally tall."""
    if step.length >= _STEPS[0].length:
        return [step.length] * len(block.weights)
    return [max(_SHORTEST, round(step.length * weight / max(block.weights))) for weight in block.weights]


def _line(block: Table, row: Sequence[str], page: _Page) -> dict[str, str]:
    """A row as a line: what it is about, and the rest behind it; a figure has its heading with it."""
    length = min(max(page.step.length, 160), 320)
    rest = [f"{head} {cell}" if right else cell for head, cell, right in zip(block.heads[1:], row[1:], block.right[1:], strict=True) if cell]
    return {"name": page.short(row[0], length // 2), "rest": page.short(" · ".join(rest), length)}


def _broken(text: str) -> str:
    """Room to break a line within what is too long to be a word."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(word[0]), text)
