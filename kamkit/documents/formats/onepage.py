"""The plan on one page of A4, as a PDF that screen readers can read; what does not fit is named, with where it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from functools import singledispatch
from pathlib import Path
from typing import Any

from kamkit.documents.formats.pictures import colours
from kamkit.documents.plan import Chart, Findings, Missing, PlanDocument, Say, Section, Table
from kamkit.show.parts import FINDING_MARKS
from kamkit.show.words import listed, money, short

_TEMPLATE = Path(__file__).with_name("plan.typ")
_LARGE, _USUAL, _SMALL = (10.0, 9.4, 8.8), (8.8, 8.2), (7.6,)  # points


@dataclass(frozen=True)
class _Step:
    """How much of a plan is tried on the page: characters of a cell, the share of the rows it may hold, what else, how large."""

    length: int = 400
    share: float = 1.0
    charts: bool = False
    whole: bool = True  # or without the sections that give way
    sizes: tuple[float, ...] = _SMALL


# The most first: what matters most in full and readable comes before everything cut and small.
_STEPS = (
    _Step(charts=True, sizes=(*_LARGE, 8.2)), _Step(sizes=_USUAL), _Step(charts=True), _Step(), _Step(220),
    _Step(charts=True, whole=False, sizes=_USUAL), _Step(whole=False, sizes=(*_USUAL, *_SMALL)), _Step(220, whole=False),
    _Step(140, whole=False), _Step(100, 0.8, whole=False), _Step(80, 0.6, whole=False), _Step(70, 0.5, whole=False),
    _Step(60, 0.4, whole=False), _Step(50, 0.3, whole=False), _Step(40, 0.1, whole=False),
)  # fmt: skip
_UNBROKEN = 22  # letters of a word from which it may be broken anywhere
_LONG_WORD = re.compile(rf"[^\s-]{{{_UNBROKEN},}}")


@dataclass
class _Page:
    """How much may stand on a page, and what had to be left out for it."""

    step: _Step
    rows: list[str] = field(default_factory=list)
    without_charts: bool = False
    cut: bool = False

    def short(self, text: str, length: int) -> str:
        """The text, or as much of it as there may be."""
        self.cut = self.cut or len(text) > length
        return _broken(short(text, length))


def write_onepage(plan: PlanDocument) -> bytes:
    """The plan as the bytes of a .pdf of one page (PDF/UA-1); the same plan gives the same bytes."""
    import matplotlib
    import typst

    content = {
        "title": _broken(short(plan.title, 200)) or "Plan", "about": _broken(short(plan.about, 300)), "company": plan.company,
        "foot": _broken(short(plan.foot, 160)), "variants": list(_variants(plan)),
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


def _variants(plan: PlanDocument) -> Iterator[dict[str, Any]]:
    core = tuple(section for section in plan.on_page if not section.gives_way)
    for step in _STEPS:
        yield _variant(plan, plan.on_page if step.whole else core, step)
    for count in range(len(core) - 1, 0, -1):
        yield _variant(plan, core[:count], _STEPS[-1])


def _variant(plan: PlanDocument, sections: tuple[Section, ...], step: _Step) -> dict[str, Any]:
    page = _Page(step)
    made = [
        {"title": section.title, "blocks": [part for block in section.blocks for part in _part(block, section, page)]} for section in sections
    ]
    gone = [section.title for section in plan.on_page if section not in sections]
    return {"sections": made, "left": _broken(_said(plan, page, gone)), "sizes": step.sizes}


def _said(plan: PlanDocument, page: _Page, sections: list[str]) -> str:
    """What is not on the page and where it stands; "" if all of it is there."""
    missing = [*page.rows, *(f"all of \"{title}\"" for title in sections), *(["the charts"] if page.without_charts else [])]
    said = []
    if missing:
        said.append(f"Not on this page: {listed(missing)}.")
    if page.cut:
        said.append("Texts that end in … are cut.")
    if plan.behind:
        said.append(f"Behind it: {listed([section.title.lower() for section in plan.behind])}.")
    if said:
        numbers = sorted({found for section in plan.sections for found in re.findall(r"\b\d\d\b", section.stands_in)})
        in_workbooks = f", and in the workbooks {listed(numbers)}" if numbers else ""
        said.append(f"All of it stands in the Word and HTML editions of this plan{in_workbooks}.")
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
    shown = said[: max(1, round(10 * page.step.share))]
    if len(shown) < len(said):
        page.rows.append(f"{len(said) - len(shown)} of {len(said)} findings")
    return [{"kind": "say", "text": page.short(text, page.step.length * 2)} for text in shown]


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
    rows = block.rows
    shown = rows[: max(1, round(block.on_page * page.step.share))]
    if len(shown) < len(rows):
        page.rows.append(f"{len(rows) - len(shown)} of {len(rows)} rows of \"{block.title or section.title}\"")
    return [
        {
            "kind": "table", "heads": list(block.heads), "right": list(block.right), "weights": list(block.weights),
            "rows": [[page.short(cell, page.step.length) for cell in row] for row in shown], "marked": list(block.marked[: len(shown)]),
        }
    ]  # fmt: skip


def _broken(text: str) -> str:
    """Room to break a line within what is too long to be a word."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(word[0]), text)
