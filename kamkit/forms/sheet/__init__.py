"""The widget that draws rows: one for a whole form, whatever their number.

The browser's side (``kamkit.forms.drawn``) is drawn from ``form`` (what does not change), ``rows`` and ``said``. What
people do comes back as messages.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anywidget
import traitlets

from kamkit.forms.drawn import script, style


class Sheet(anywidget.AnyWidget):
    """Rows of fields, drawn in the browser. ``heard`` is called with every message."""

    _esm = script()
    _css = style()
    form = traitlets.Dict().tag(sync=True)
    lists = traitlets.Dict().tag(sync=True)
    rows: traitlets.List[Any] = traitlets.List().tag(sync=True)
    said = traitlets.Dict().tag(sync=True)

    def __init__(self, heard: Callable[[dict[str, Any]], None], **state: Any) -> None:
        super().__init__(**state)
        self.on_msg(lambda _widget, content, _buffers: heard(content))
