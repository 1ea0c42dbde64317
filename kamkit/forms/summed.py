"""A form whose table face says more than its rows: sums of marks, or a standard row refined by an account's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from kamkit.forms.faces import two_faces

if TYPE_CHECKING:
    import ipywidgets as widgets
    import pandas as pd

    from kamkit.forms.result import Result
    from kamkit.forms.rows import Form
    from kamkit.show.parts import Shown

Show = Callable[["Mapping[str, pd.DataFrame]", str], "Shown"]


class Summed:
    """``form`` with what ``show`` makes of the programme below it; without a live session the latter alone.

    ``beneath`` False: what is shown says no more than the form, and stands only where there is no form.
    """

    def __init__(self, form: Form, show: Show, *, beneath: bool = True) -> None:
        self.form, self._show, self._beneath = form, show, beneath
        self._live: tuple[Result, widgets.VBox] | None = None
        self._drawn: tuple[Mapping[str, pd.DataFrame], Shown] | None = None

    def __repr__(self) -> str:
        return self.shown().text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return two_faces(self.shown(), lambda: self.view)

    @property
    def view(self) -> widgets.DOMWidget:
        """The live face: the form, and below it what it adds up to."""
        if not self._beneath:
            return self.form.editor.view
        if self._live is None:
            import ipywidgets as widgets

            from kamkit.forms.result import Result

            result = Result(self.form.desk, self.shown)
            self._live = result, widgets.VBox([self.form.editor.view, result.view])
        return self._live[1]

    def shown(self) -> Shown:
        """The table face, from the programme as it is now."""
        tables = self.form.desk.tables()
        if self._drawn is None or self._drawn[0] is not tables:  # both faces of a cell ask
            self._drawn = tables, self._show(tables, self.form.desk.account_id)
        return self._drawn[1]
