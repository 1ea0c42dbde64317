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

from kamkit.documents.plan import Chart, Findings, Missing, PlanDocument, Say, Section, Table
from kamkit.show.parts import FINDING_MARKS
from kamkit.show.words import listed, short

_TEMPLATE = Path(__file__).with_name("plan.typ")
# How much is tried, the most first: characters of a cell, and the share of the rows a page may hold.
_STEPS = ((400, 1.0), (220, 1.0), (140, 1.0), (100, 1.0), (80, 0.8), (70, 0.6), (60, 0.5), (50, 0.3), (40, 0.1))
_UNBROKEN = 22  # letters of a word from which it may be broken anywhere
_LONG_WORD = re.compile(rf"\S{{{_UNBROKEN},}}")


@dataclass
class _Left:
    """What a variant leaves out."""

    rows: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    charts: bool = False
    cut: bool = False


def write_onepage(plan: PlanDocument) -> bytes:
    """The plan as the bytes of a .pdf of one page; the same plan gives the same bytes."""
    import matplotlib
    import typst

    content = {
        "title": _broken(short(plan.title, 200)), "about": _broken(short(plan.about, 300)), "company": plan.company,
        "foot": _broken(short(plan.foot, 160)), "variants": list(_variants(plan)),
    }  # fmt: skip
    made: bytes = typst.compile(
        str(_TEMPLATE),
        format="pdf",
        root=str(_TEMPLATE.parent),
        font_paths=[str(Path(matplotlib.get_data_path(), "fonts", "ttf"))],
        sys_inputs={"plan": json.dumps(content, ensure_ascii=False)},
        timestamp=int(datetime.combine(plan.as_of, time(), UTC).timestamp()),
    )
    return made


def _variants(plan: PlanDocument) -> Iterator[dict[str, Any]]:
    sections = plan.on_page
    for length, share in _STEPS:
        yield _variant(plan, sections, length, share)
    for count in range(len(sections) - 1, 0, -1):
        yield _variant(plan, sections[:count], *_STEPS[-1])


def _variant(plan: PlanDocument, sections: tuple[Section, ...], length: int, share: float) -> dict[str, Any]:
    left = _Left(sections=[section.title for section in plan.on_page[len(sections) :]])
    made = [
        {"title": section.title, "blocks": [part for block in section.blocks for part in _part(block, section, length, share, left)]}
        for section in sections
    ]
    return {"sections": made, "left": _broken(_said(plan, left))}


def _said(plan: PlanDocument, left: _Left) -> str:
    """What is not on the page and where it stands; "" if all of it is there."""
    missing = [*left.rows, *(f"all of \"{title}\"" for title in left.sections), *(["the charts"] if left.charts else [])]
    said = []
    if missing:
        said.append(f"Not on this page: {listed(missing)}.")
    if left.cut:
        said.append("Texts that end in … are cut.")
    if plan.behind:
        said.append(f"Behind it: {listed([section.title.lower() for section in plan.behind])}.")
    if said:
        numbers = sorted({found for section in plan.sections for found in re.findall(r"\b\d\d\b", section.stands_in)})
        in_workbooks = f", and in the workbooks {listed(numbers)}" if numbers else ""
        said.append(f"All of it stands in the Word and HTML editions of this plan{in_workbooks}.")
    return " ".join(said)


@singledispatch
def _part(block: object, section: Section, length: int, share: float, left: _Left) -> list[dict[str, Any]]:
    raise TypeError(f"no way to set {type(block).__name__}")


@_part.register
def _(block: Say, section: Section, length: int, share: float, left: _Left) -> list[dict[str, Any]]:
    return [{"kind": "lead" if block.lead else "say", "text": _cut(block.text, max(length, 120) * 2, left)}]


@_part.register
def _(block: Missing, section: Section, length: int, share: float, left: _Left) -> list[dict[str, Any]]:
    return [{"kind": "say", "text": _cut(block.text, 300, left)}]


@_part.register
def _(block: Findings, section: Section, length: int, share: float, left: _Left) -> list[dict[str, Any]]:
    said = [f"{FINDING_MARKS[found.severity]}: {found.says} {found.do}".rstrip() for found in block.found]
    shown = said[: max(1, round(10 * share))]
    if len(shown) < len(said):
        left.rows.append(f"{len(said) - len(shown)} of {len(said)} findings")
    return [{"kind": "say", "text": _cut(text, length * 2, left)} for text in shown]


@_part.register
def _(block: Chart, section: Section, length: int, share: float, left: _Left) -> list[dict[str, Any]]:
    left.charts = True
    return []


@_part.register
def _(block: Table, section: Section, length: int, share: float, left: _Left) -> list[dict[str, Any]]:
    rows = block.rows
    shown = rows[: max(1, round(block.on_page * share))]
    if len(shown) < len(rows):
        left.rows.append(f"{len(rows) - len(shown)} of {len(rows)} rows of \"{block.title or section.title}\"")
    return [
        {
            "kind": "table", "heads": list(block.heads), "right": list(block.right), "weights": list(block.weights),
            "rows": [[_cut(cell, length, left) for cell in row] for row in shown], "marked": list(block.marked[: len(shown)]),
        }
    ]  # fmt: skip


def _cut(text: str, length: int, left: _Left) -> str:
    if len(text) > length:
        left.cut = True
    return _broken(short(text, length))


def _broken(text: str) -> str:
    """Room to break a line within what is too long to be a word."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(word[0]), text)
