"""A form over some of the programme's own settings; an empty field leaves the kit's default."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kamkit.forms.faces import two_faces

if TYPE_CHECKING:
    import pandas as pd
    from ipywidgets import DOMWidget

    from kamkit.forms.board import Board
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
        self._board: Board | None = None

    def __repr__(self) -> str:
        return self.shown().text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return two_faces(self.shown(), lambda: self.view)

    @property
    def view(self) -> DOMWidget:
        """The live face as a widget."""
        return self.board.view

    @property
    def note(self) -> str:
        """What was last said."""
        return self.board.note

    def shown(self) -> Shown:
        """What holds now."""
        return self._show(self.desk.tables())

    @property
    def editor(self) -> RowEditor:
        """The programme's one row of settings, live."""
        return self.board.rows[0]

    @property
    def board(self) -> Board:
        """The row on its sheet."""
        if self._board is None:
            from kamkit.forms.board import Board
            from kamkit.model import record

            spec = record("settings").spec
            self._board = Board(
                self.desk, "settings", core=[spec(name) for name in self.names[:CORE_AT_MOST]],
                more=[spec(name) for name in self.names[CORE_AT_MOST:]], read=self._read, wide=self.wide,
            )  # fmt: skip
            self._read()
            self.desk.watch_board(self._board)
        return self._board

    def _read(self) -> None:
        stored = self.desk.programme.rows("settings")
        if stored:
            self.board.put_stored(stored)
        elif not self.board.rows or self.board.rows[0].version is not None:
            self.board.rows = [self.board.row({"settings_id": "programme"}, None)]
