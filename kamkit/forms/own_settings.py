"""A form over some of the programme's own settings; an empty field leaves the kit's default."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kamkit.forms.faces import two_faces

if TYPE_CHECKING:
    import pandas as pd
    from ipywidgets import DOMWidget

    from kamkit.forms.desk import Desk
    from kamkit.forms.row import RowEditor
    from kamkit.show.parts import Shown

CORE_AT_MOST = 5


class OwnSettings:
    """The settings called ``names``, five on the screen and the others under *More*; ``show`` is the table face."""

    def __init__(
        self, desk: Desk, names: Sequence[str], *, show: Callable[[Mapping[str, pd.DataFrame]], Shown], wide: bool = False
    ) -> None:
        self.desk, self.names, self.wide, self._show = desk, tuple(names), wide, show
        self._editor: RowEditor | None = None
        self.note = ""

    def __repr__(self) -> str:
        return self.shown().text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return two_faces(self.shown(), lambda: self.view)

    @property
    def view(self) -> DOMWidget:
        """The live face as a widget."""
        import ipywidgets as widgets

        from kamkit.forms.fields import STYLE

        style = widgets.HTML(STYLE, layout=widgets.Layout(display="none"))
        return widgets.VBox([style, self.editor.view])

    def shown(self) -> Shown:
        """What holds now."""
        return self._show(self.desk.tables())

    @property
    def editor(self) -> RowEditor:
        """The programme's one row of settings, live."""
        if self._editor is None:
            self._editor = self._made()
            self.desk.watch(self.read_again)
        return self._editor

    def _made(self) -> RowEditor:
        from kamkit.forms.row import RowEditor
        from kamkit.model import record

        stored = self.desk.programme.rows("settings")
        spec = record("settings").spec
        made = RowEditor(
            self.desk.programme, "settings", stored[0].values if stored else {"settings_id": "programme"},
            stored[0].version if stored else None, core=[spec(name) for name in self.names[:CORE_AT_MOST]],
            more=[spec(name) for name in self.names[CORE_AT_MOST:]], names=lambda _spec: None, said=self._say,
            saved=lambda _change_id: self.desk.tell(self.read_again), gone=lambda _row: None,
            currency=self.desk.settings.reporting_currency or "",
        )  # fmt: skip
        if self.wide:
            for field in made.fields.values():
                field.widget.layout.width = "90%"
        return made

    def _say(self, text: str) -> None:
        self.note = text

    def read_again(self) -> None:
        """Another form on this page saved something, perhaps in the same row; what is being typed here stays."""
        stored = self.desk.programme.rows("settings")
        if stored and not self.editor.problems and not self.editor.conflicts:
            self.editor.values, self.editor.version = dict(stored[0].values), stored[0].version
            self.editor.show()
