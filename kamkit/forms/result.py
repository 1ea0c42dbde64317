"""What a form adds up to, below it: drawn again whenever something on the page is saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import ipywidgets as widgets

if TYPE_CHECKING:
    from kamkit.forms.desk import Desk
    from kamkit.show.parts import Shown


_STYLE = "<style>.kamkit-result table { margin-left: 0; }</style>"


class Result:
    """``view`` holds what ``show`` makes of the programme as it is now."""

    def __init__(self, desk: Desk, show: Callable[[], Shown]) -> None:
        self._show = show
        # Tables as in any other output, which JupyterLab centres in a widget.
        self.view = widgets.HTML().add_class("jp-RenderedHTMLCommon").add_class("kamkit-result")
        self.redraw()
        desk.watch(self.redraw)

    def redraw(self) -> None:
        """Show the programme as it is now."""
        self.view.value = f"{_STYLE}{self._show().html}"
