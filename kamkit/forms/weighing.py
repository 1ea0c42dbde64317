"""The live face of the weights: a box of points for each criterion, and how many of 100 are left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as widgets

from kamkit.forms.board import Board
from kamkit.model import record

if TYPE_CHECKING:
    from kamkit.forms.desk import Desk
    from kamkit.forms.row import RowEditor
    from kamkit.programme import StoredRow

POINTS = 100


class Weighing:
    """One box per criterion; ``note`` is what was last said, ``rows`` the editors."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        spec = record("criteria").spec
        self.board = Board(
            desk, "criteria", core=(spec("weight"),), more=(spec("weight_reason"),), read=self._read, saved=self._count
        )
        self._left = widgets.HTML()
        self.view = widgets.VBox([self._left, self.board.view])
        self.board.saved_elsewhere()
        desk.watch_board(self.board)

    @property
    def rows(self) -> list[RowEditor]:
        """The editors, in the order of the criteria."""
        return self.board.rows

    @property
    def note(self) -> str:
        """What was last said."""
        return self.board.note

    @property
    def left(self) -> float:
        """Points not shared out yet; below 0 when too many were."""
        return POINTS - sum(float(row.values.get("weight") or 0) for row in self.rows)

    def _read(self) -> None:
        self.board.put_stored(sorted(self.desk.programme.rows("criteria"), key=_place), called=_called)
        self._count()

    def _count(self) -> None:
        left = self.left
        said = f"{left:g} points left to share out" if left > 0 else f"{-left:g} points too many"
        text = f"All {POINTS} points are shared out." if abs(left) < 1e-9 else f"Of {POINTS} points: {said}."
        none = "" if self.rows else "<p>No criteria yet: begin with the form above.</p>"
        self._left.value = f'{none}<p role="status" aria-live="polite"><b>{text}</b></p>'


def _place(row: StoredRow) -> tuple[bool, int, str]:
    position = row.values.get("position")
    return position is None, position or 0, str(row.values["criterion_id"])


def _called(row: StoredRow) -> str:
    return f"{row.values['name']} ({row.values['horizon']})"
