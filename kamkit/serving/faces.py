"""What a cell left, as a piece of a page: tables and pictures as they are, forms to be made live by a script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from markupsafe import Markup, escape

import kamkit.errors
from kamkit.serving.ways import with_query

WIDGET = "application/vnd.jupyter.widget-view+json"
_LINK_TO_NOTEBOOK = re.compile(r'href="((?:\d\d_)\w+)\.ipynb(#[^"]*)?"')
_WENT_WRONG = "Something went wrong in this step; it stands in the server's window. What was saved is saved."


@cache
def _known_errors() -> frozenset[str]:
    return frozenset(
        name for name, found in vars(kamkit.errors).items()
        if isinstance(found, type) and issubclass(found, kamkit.errors.KamkitError)
    )  # fmt: skip


def markdown(source: str, account_id: str) -> Markup:
    """The text between the cells; it is the kit's own."""
    return Markup(linked(_rendered(source), account_id))


@lru_cache(maxsize=1024)
def _rendered(source: str) -> str:
    from nbconvert.filters.markdown_mistune import markdown2html_mistune

    return str(markdown2html_mistune(source))


def linked(html: str, account_id: str) -> str:
    """Links to other workbooks lead to their pages, about the same account."""

    def way(match: re.Match[str]) -> str:
        return f'href="{escape(with_query(f"/workbooks/{match[1]}", account_id=account_id))}{match[2] or ""}"'

    return _LINK_TO_NOTEBOOK.sub(way, html)


def faces(outputs: list[Any], account_id: str) -> Markup:
    """All that a cell left."""
    return Markup("\n").join(face for output in outputs for face in _faces(output, account_id))


def _faces(output: Mapping[str, Any], account_id: str) -> Iterator[Markup]:
    match output["output_type"]:
        case "error":
            known = output["ename"] in _known_errors()
            yield Markup('<p class="box careful" role="alert">{}</p>').format(output["evalue"] if known else _WENT_WRONG)
        case "stream" if output["name"] == "stdout":
            yield Markup("<pre>{}</pre>").format(output["text"])
        case "display_data" | "execute_result":
            yield _shown(output["data"], account_id)


def _shown(data: Mapping[str, Any], account_id: str) -> Markup:
    still = _still(data, account_id)
    if WIDGET not in data:
        return still
    # The table is there at once; Voila's script puts the form in the place of the script element, and the table goes.
    model = json.dumps({"output_type": "display_data", "metadata": {}, "data": {WIDGET: data[WIDGET]}, "trusted": True})
    return Markup('<div class="live"><div class="still">{}</div><script type="application/vnd.voila.cell-output+json">{}</script></div>').format(
        still, Markup(model.replace("<", "\\u003c"))
    )


def _still(data: Mapping[str, Any], account_id: str) -> Markup:
    if html := data.get("text/html"):
        return Markup(linked(_text(html), account_id))
    if png := data.get("image/png"):
        return Markup('<img alt="" src="data:image/png;base64,{}">').format(_text(png).strip())
    return Markup("<pre>{}</pre>").format(_text(data.get("text/plain", "")))


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)
