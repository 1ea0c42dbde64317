"""The live face of objectives: each chosen account without one is asked for, then those there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as widgets

from kamkit.forms.board import Board
from kamkit.method.selection import review_objectives
from kamkit.model import record
from kamkit.show.selection.objectives import chosen_of

if TYPE_CHECKING:
    from kamkit.forms.row import RowEditor
    from kamkit.forms.selection import Objectives

_CORE = ("kind", "statement", "amount", "due")
AT_ONCE = 12  # accounts asked for at a time


class Asking:
    """``rows`` are the editors of the accounts without an objective, ``note`` what was last said."""

    def __init__(self, objectives: Objectives) -> None:
        self.desk, self.form = objectives.desk, objectives.form
        spec = record("objectives").spec
        self.board = Board(self.desk, "objectives", core=[spec(name) for name in _CORE], read=self._read)
        self._after = widgets.HTML()
        self.view = widgets.VBox([self.board.view, self._after, self.form.editor.view])
        self.board.saved_elsewhere()
        self.desk.watch_board(self.board)

    @property
    def rows(self) -> list[RowEditor]:
        """The editors of the accounts without an objective."""
        return self.board.rows

    @property
    def note(self) -> str:
        """What was last said."""
        return self.board.note

    def _read(self) -> None:
        """Ask again, unless somebody is in the middle of an answer."""
        if any(row.version is None and row.problems for row in self.rows):
            return
        from kamkit.forms.selection import selection_at

        selection, tables = selection_at(self.desk), self.desk.tables()
        chosen = chosen_of(selection, self.desk.account_id)
        found = review_objectives(tables, chosen, selection.as_of)
        bare = found[found["objective_id"].isna()]
        asked = bare.head(AT_ONCE)
        called = [f"{row.name}: proposed {row.proposed}, {row.because}" for row in asked.itertuples()]
        known = {row.called: row for row in self.rows if row.version is None}
        self.board.rows = [
            known.get(name) or self._row(str(row.account_id), str(row.proposed), name)
            for name, row in zip(called, asked.itertuples(), strict=True)
        ]
        more = len(bare) - len(asked)
        self._after.value = f"<p>{more} more are asked for once these have one.</p>" if more else ""

    def _row(self, account_id: str, proposed: str, called: str) -> RowEditor:
        values = {
            "objective_id": self.desk.programme.new_id("objectives", "objective"), "account_id": account_id,
            "kind": proposed, "state": "open",
        }  # fmt: skip
        return self.board.row(values, None, called=called)
