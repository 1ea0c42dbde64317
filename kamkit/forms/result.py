"""What a form adds up to, below it: drawn again whenever something on the page is saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import ipywidgets as widgets

if TYPE_CHECKING:
    from kamkit.forms.desk import Desk
    from kamkit.show.parts import Shown


class Result:
    """``view`` holds what ``show`` makes of the programme as it is now."""

    def __init__(self, desk: Desk, show: Callable[[], Shown]) -> None:
        self._show = show
        self.view = widgets.HTML()
        self.redraw()
        desk.watch(self.redraw)

    def redraw(self) -> None:
        """Show the programme as it is now."""
        self.view.value = self._show().html
