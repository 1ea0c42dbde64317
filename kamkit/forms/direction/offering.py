"""The live face of an offer: rows of the kit's own, and a button that saves them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import ipywidgets as widgets

from kamkit.forms.direction.saving import Saving, button

if TYPE_CHECKING:
    import pandas as pd

    from kamkit.forms.desk import Desk
    from kamkit.show.parts import Shown


class Offering:
    """What is offered, and one button to take it; ``rows`` gives what would be saved, none when there is nothing to take."""

    def __init__(
        self, desk: Desk, table: str, show: Callable[[], Shown], rows: Callable[[], pd.DataFrame], takes: str
    ) -> None:
        self.desk, self.table, self._show, self._rows = desk, table, show, rows
        self._offer = widgets.HTML()
        self.saving = Saving(desk, self._arrange)
        self.button = button(takes, "Save these rows; every one can be changed or deleted afterwards", self.take, "260px")
        self.view = widgets.VBox([self._offer, widgets.HBox([self.button, self.saving.undo_button]), self.saving.status])
        self._arrange()

    def take(self) -> None:
        """Save what is offered, as one change."""
        rows = self._rows()
        if rows.empty:
            self.saving.say("There is nothing to take over.")
            return
        self.saving.save(lambda: self._save(rows), f"{len(rows)} rows; change in the form below what does not fit.")

    def _save(self, rows: pd.DataFrame) -> int | None:
        from kamkit.programme import Import

        return self.desk.programme.apply(Import(rows={self.table: rows}, note="started from the kit's defaults")).change_id

    def _arrange(self) -> None:
        self._offer.value = self._show().html
        self.button.layout.display = "none" if self._rows().empty else ""
