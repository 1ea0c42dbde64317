"""A form whose table face says more than its rows: sums of marks, or a standard row refined by an account's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from kamkit.forms.faces import two_faces

if TYPE_CHECKING:
    import pandas as pd

    from kamkit.forms.rows import Form
    from kamkit.show.parts import Shown

Show = Callable[["Mapping[str, pd.DataFrame]", str], "Shown"]


class Summed:
    """The widgets of ``form`` for people with a live session; for all others what ``show`` makes of the programme."""

    def __init__(self, form: Form, show: Show) -> None:
        self.form, self._show = form, show

    def __repr__(self) -> str:
        return self.shown().text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return two_faces(self.shown(), lambda: self.form.editor.view)

    def shown(self) -> Shown:
        """The table face, from the programme as it is now."""
        return self._show(self.form.desk.tables(), self.form.desk.account_id)
