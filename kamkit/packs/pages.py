"""An executed notebook as a page: self-contained, without code or scripts, fit to read, print and send."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kamkit.bulk.quickly import import_nbformat

TEMPLATES = Path(__file__).parent / "templates"
# Tables say beside each cell how it is aligned, for readers without our style sheet; here a class is enough.
_CLASSES = {
    'style="text-align: left"': "",
    'style="text-align: left; white-space: nowrap"': 'class="n"',
    'style="text-align: right"': 'class="r"',
    'style="text-align: right; white-space: nowrap"': 'class="r n"',
}
_CELL = re.compile(r'(<t[dh](?: scope="col")?) (style="[^"]*")')
_LINK_TO_NOTEBOOK = re.compile(r'href="((?:\d\d_)\w+)\.ipynb(#[^"]*)?"')


@dataclass(frozen=True)
class Sibling:
    """A link to another page of the same pack."""

    label: str
    href: str
    here: bool = False


@dataclass(frozen=True)
class Page:
    """What a page says besides the notebook: where it belongs, its neighbours, and whether it is complete."""

    title: str
    subject: str
    as_of: str
    index: str
    notebook: str
    siblings: Sequence[Sibling] = ()
    failure: str = ""

    @property
    def style(self) -> str:
        """The style sheet, written into the page."""
        return style()


@cache
def style() -> str:
    """The kit's style sheet, each run of white space as one blank."""
    return " ".join((TEMPLATES / "style.css").read_text(encoding="utf-8").split())


def page_html(notebook: str, page: Page) -> str:
    """The page of an executed notebook, given as the text of its file, as HTML text."""
    import_nbformat()
    import nbformat

    node = nbformat.reads(notebook, as_version=4)
    html, _ = _exporter().from_notebook_node(node, resources={"page": page})
    html = _CELL.sub(lambda match: f"{match[1]} {_CLASSES.get(match[2], match[2])}".rstrip(), html)
    names = {sibling.href.removesuffix(".html") for sibling in page.siblings}
    return _LINK_TO_NOTEBOOK.sub(lambda match: _link(match, names), html)


def _link(match: re.Match[str], names: set[str]) -> str:
    # The pack holds a page for each of its workbooks; the rest live in the kit.
    return f'href="{match[1]}.html{match[2] or ""}"' if match[1] in names else 'class="elsewhere"'


@cache
def _exporter() -> Any:
    from nbconvert import HTMLExporter

    return HTMLExporter(
        extra_template_basedirs=[str(TEMPLATES)],
        template_name="page",
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
