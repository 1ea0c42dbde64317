"""A workbook's page: whole without anything from elsewhere, without code, and light."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import nbformat
import pytest

from kamkit.packs.library import list_workbooks
from kamkit.packs.pages import Page, Sibling, page_html

WORKBOOKS = list_workbooks()
PICTURE = re.compile(r"data:image/png;base64,[A-Za-z0-9+/=]+")
SIBLINGS = [Sibling("02", "02_know_what_accounts_are_worth.html", here=True)]


@cache
def html_of(path: Path) -> str:
    """The page of a notebook, made once for all that is looked at."""
    page = Page("Title <x>", "Subject <x>", "as of 31 Mar 2026", "../index.html", path.name, SIBLINGS, failure="stop <x>")
    return page_html(path.read_text(encoding="utf-8"), page)


def bytes_of(*texts: str) -> int:
    """Their size without pictures."""
    return sum(len(PICTURE.sub("", text).encode()) for text in texts)


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda workbook: workbook.name)
def test_a_page_adds_little_to_what_is_said_and_shown(workbook, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    notebook = nbformat.read(workbook.path, as_version=nbformat.NO_CONVERT)
    shown = [output.data.get("text/html", "") for cell in notebook.cells for output in cell.get("outputs", ())]
    prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    bare = tmp_path / workbook.path.name
    nbformat.write(notebook, bare)
    frame = html_of(bare)
    assert bytes_of(frame) - bytes_of(*prose) < 10_000
    assert 0 < bytes_of(html_of(workbook.path)) - bytes_of(frame) <= bytes_of(*shown)


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda workbook: workbook.name)
def test_a_page_is_self_contained_and_readable(workbook) -> None:  # type: ignore[no-untyped-def]
    html = html_of(workbook.path)
    light = PICTURE.sub("", html)
    assert html.count("<img ") == len(PICTURE.findall(html)) and "<img alt=" in html
    assert "<script" not in html and "http://" not in html and "https://" not in html and "url(" not in html
    assert "open_desk" not in html and "import " not in light.split("</style>")[1]
    assert "<x>" not in html and "Subject &lt;x&gt;" in html and "stop &lt;x&gt;" in html
    assert workbook.question in html and "Run all" in html


def test_links_lead_to_pages_of_the_pack_and_nowhere_else() -> None:
    html = html_of(WORKBOOKS[0].path)
    assert 'href="02_know_what_accounts_are_worth.html"' in html
    for target in re.findall(r'href="([^"#]+)"', html):
        assert target in ("../index.html", "02_know_what_accounts_are_worth.html", WORKBOOKS[0].path.name), target


def test_figures_stand_to_the_right() -> None:
    html = html_of(WORKBOOKS[0].path)
    assert '<td class="r n">' in html and 'style="text-align' not in html
