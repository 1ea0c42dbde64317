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
# Of a widget's state what no page needs: its code, and where JupyterLab finds it.
_CODE = ("_esm", "_css")
_KNOWN = ("_model_module", "_view_")
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
    # The table is there at once; the page's script puts the form in its place.
    return Markup('<div class="live" data-model="{}"><div class="still">{}</div></div>').format(data[WIDGET]["model_id"], still)


def states(made: Mapping[str, Mapping[str, Any]]) -> Markup:
    """What the widgets made by a cell are, by their ids, for the page's script to draw them; the script has their code itself."""
    if not made:
        return Markup("")
    kept = {key: {name: value for name, value in state.items() if _matters(name, value)} for key, state in made.items()}
    return Markup('<script type="application/json" class="states">{}</script>').format(Markup(json.dumps(kept).replace("<", "\\u003c")))


def _matters(name: str, value: Any) -> bool:
    return value is not None and name not in _CODE and not name.startswith(_KNOWN)


def _still(data: Mapping[str, Any], account_id: str) -> Markup:
    if html := data.get("text/html"):
        return Markup(linked(_text(html), account_id))
    if png := data.get("image/png"):
        return Markup('<img alt="" src="data:image/png;base64,{}">').format(_text(png).strip())
    return Markup("<pre>{}</pre>").format(_text(data.get("text/plain", "")))


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)
