"""The live face of objectives: each chosen account without one is asked for, then those there are."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import ipywidgets as widgets

from kamkit.forms.row import RowEditor
from kamkit.method.selection import review_objectives
from kamkit.model import record
from kamkit.show.selection.objectives import chosen_of

if TYPE_CHECKING:
    from kamkit.forms.selection import Objectives

_CORE = ("kind", "statement", "amount", "due")
AT_ONCE = 12  # accounts asked for at a time


class Asking:
    """``rows`` are the editors of the accounts without an objective, ``note`` what was last said."""

    def __init__(self, objectives: Objectives) -> None:
        self.desk, self.form = objectives.desk, objectives.form
        self.note = ""
        self.rows: list[RowEditor] = []
        self._list, self._status = widgets.VBox(), widgets.HTML()
        self.view = widgets.VBox([self._list, self._status, self.form.editor.view])
        self._read()
        self.desk.watch(self._read)

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
        self.rows = [self._row(str(row.account_id), str(row.proposed)) for row in asked.itertuples()]
        lines = [
            widgets.VBox([widgets.HTML(f"<b>{escape(str(row.name))}</b>: proposed {row.proposed}, {escape(row.because)}"), own.view])
            for row, own in zip(asked.itertuples(), self.rows, strict=True)
        ]
        more = len(bare) - len(asked)
        after = [widgets.HTML(f"<p>{more} more are asked for once these have one.</p>")] if more else []
        self._list.children = (*lines, *after)

    def _row(self, account_id: str, proposed: str) -> RowEditor:
        spec, programme = record("objectives").spec, self.desk.programme
        values = {
            "objective_id": programme.new_id("objectives", "objective"), "account_id": account_id, "kind": proposed,
            "state": "open",
        }  # fmt: skip
        return RowEditor(
            programme, "objectives", values, None, core=[spec(name) for name in _CORE], more=(), names=lambda _spec: None,
            said=self._say, saved=lambda _change_id: self.desk.tell(self._read), gone=lambda _row: self._read(),
            currency=self.desk.settings.reporting_currency or "",
        )  # fmt: skip

    def _say(self, text: str) -> None:
        self.note = text
        self._status.value = f'<span role="status" aria-live="polite">{escape(text)}</span>'
