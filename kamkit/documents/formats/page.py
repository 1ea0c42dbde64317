"""The plan as one HTML file: no scripts, nothing fetched, made of the same pieces as the workbooks' pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, singledispatch
from pathlib import Path
from typing import Any

from kamkit.documents.formats.pictures import draw_chart
from kamkit.documents.plan import Chart, Findings, Missing, PlanDocument, Say, Section, Table
from kamkit.show import parts

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class _Part:
    anchor: str
    title: str
    html: str


def write_page(plan: PlanDocument) -> bytes:
    """The plan as the bytes of an .html file; every text is escaped by ``show.parts`` or by the template."""
    page, behind = list(_parts(plan.on_page, "s")), list(_parts(plan.behind, "b"))
    contents = [(part.anchor, part.title) for part in (*page, *behind)]
    style = " ".join((_HERE / "plan.css").read_text(encoding="utf-8").split())
    html: str = _template().render(plan=plan, page=page, behind=behind, contents=contents, style=style)
    return html.encode()


def _parts(sections: tuple[Section, ...], letter: str) -> Iterator[_Part]:
    for number, section in enumerate(sections, 1):
        shown = [_show(block) for block in section.blocks]
        yield _Part(f"{letter}{number}", section.title, "\n".join(shown))


@singledispatch
def _show(block: object) -> str:
    raise TypeError(f"no way to show {type(block).__name__}")


@_show.register
def _(block: Say) -> str:
    html = parts.say(block.text).html
    return html.replace("<p>", '<p class="lead">', 1) if block.lead else html


@_show.register
def _(block: Missing) -> str:
    return parts.nothing_yet(block.what, block.who, block.where).html


@_show.register
def _(block: Findings) -> str:
    return parts.show_findings(block.found).html


@_show.register
def _(block: Chart) -> str:
    title = f"{block.title} ({block.unit})" if block.unit else block.title
    return parts.chart(draw_chart(block), title, block.alt.removeprefix(f"{block.title}. ")).html


@_show.register
def _(block: Table) -> str:
    shown = parts.table(block.frame, block.columns, caption=block.title, mark=block.marked)
    return f'<div class="wide">{shown.html}</div>'


@cache
def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader

    return Environment(loader=FileSystemLoader(_HERE), autoescape=True).get_template("plan.html.j2")
