"""The live face of the weights: a box of points for each criterion, and how many of 100 are left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as widgets

from kamkit.forms.row import RowEditor
from kamkit.model import record

if TYPE_CHECKING:
    from kamkit.forms.desk import Desk

POINTS = 100


class Weighing:
    """One box per criterion; ``note`` is what was last said, ``rows`` the editors."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.note = ""
        self.rows: list[RowEditor] = []
        self._list = widgets.VBox()
        self._left = widgets.HTML()
        self._status = widgets.HTML()
        self.view = widgets.VBox([self._left, self._list, self._status])
        self._read()
        desk.watch(self._read)

    @property
    def left(self) -> float:
        """Points not shared out yet; below 0 when too many were."""
        return POINTS - sum(float(row.values.get("weight") or 0) for row in self.rows)

    def _read(self) -> None:
        spec = record("criteria").spec
        self.rows = [
            RowEditor(
                self.desk.programme, "criteria", stored.values, stored.version, core=(spec("weight"),),
                more=(spec("weight_reason"),), names=lambda _spec: None, said=self._say, saved=self._saved,
                gone=lambda _row: self._read(),
            )
            for stored in sorted(self.desk.programme.rows("criteria"), key=lambda row: (
                row.values.get("position") is None, row.values.get("position") or 0, str(row.values["criterion_id"])
            ))
        ]  # fmt: skip
        for row in self.rows:
            row.fields["weight"].widget.description = f"{row.values['name']} ({row.values['horizon']})"
            row.fields["weight"].widget.layout.width = "420px"
        self._list.children = tuple(row.view for row in self.rows) or (
            widgets.HTML("<p>No criteria yet: begin with the form above.</p>"),
        )
        self._count()

    def _saved(self, _change_id: int) -> None:
        self._count()
        self.desk.tell(self._read)

    def _count(self) -> None:
        left = self.left
        said = f"{left:g} points left to share out" if left > 0 else f"{-left:g} points too many"
        text = f"All {POINTS} points are shared out." if abs(left) < 1e-9 else f"Of {POINTS} points: {said}."
        self._left.value = f'<p role="status" aria-live="polite"><b>{text}</b></p>'

    def _say(self, text: str) -> None:
        from html import escape

        self.note = text
        self._status.value = f'<span role="status" aria-live="polite">{escape(text)}</span>'
