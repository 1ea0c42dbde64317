"""The widget that draws rows: one for a whole form, whatever their number.

The browser's side is plain JavaScript without a build step (``cell.js``, ``row.js``, ``paste.js``, ``sheet.js``,
put together in this order), drawn from ``form`` (what does not change), ``rows`` and ``said``. What people do comes
back as messages.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

_FOLDER = Path(__file__).parent
_PARTS = ("cell.js", "row.js", "paste.js", "sheet.js")


class Sheet(anywidget.AnyWidget):
    """Rows of fields, drawn in the browser. ``heard`` is called with every message."""

    _esm = "\n".join((_FOLDER / part).read_text(encoding="utf-8") for part in _PARTS)
    _css = (_FOLDER / "sheet.css").read_text(encoding="utf-8")
    form = traitlets.Dict().tag(sync=True)
    lists = traitlets.Dict().tag(sync=True)
    rows: traitlets.List[Any] = traitlets.List().tag(sync=True)
    said = traitlets.Dict().tag(sync=True)

    def __init__(self, heard: Callable[[dict[str, Any]], None], **state: Any) -> None:
        super().__init__(**state)
        self.on_msg(lambda _widget, content, _buffers: heard(content))
