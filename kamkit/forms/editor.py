"""The live face of a form: one editor per record, and buttons to add, duplicate, delete and undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from kamkit.errors import KamkitError
from kamkit.forms.fields import STYLE
from kamkit.forms.row import RowEditor

if TYPE_CHECKING:
    from kamkit.forms.rows import Form

AT_ONCE = 20  # records made into widgets at a time


class Editor:
    """All rows of a form, live. ``rows`` are the editors on the screen, ``note`` is what was last said."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.note = ""
        self.rows: list[RowEditor] = []
        self._status = widgets.HTML()
        self._programme = form.desk.programme
        self._currency = form.desk.settings.reporting_currency or ""
        self._undoable: list[int] = []
        self._list = widgets.VBox()
        self._rest = list(form.stored())
        self._more_rows = _button("Show the next rows", "Rows not shown yet", self.show_next)
        self._undo = _button("Undo last", "Take back the last thing saved in this form", self.undo)
        self._undo.disabled = True
        add = _button("Add a row", f"A new row in {form.title}", self.add)
        refresh = _button("Read again", "Fetch what others have changed", self.refresh)
        title = widgets.HTML(
            f"<b>{escape(form.title)}</b> <small>* must be filled in; saved as you leave a field</small>"
        )
        buttons = widgets.HBox([add, self._undo, refresh, self._more_rows], layout=widgets.Layout(flex_flow="row wrap"))
        self.who = widgets.Text(
            value=self._programme.who, description="Your name", continuous_update=False,
            tooltip="Stands in the history beside what you change; it is asked, not proven",
        )  # fmt: skip
        self.who.observe(lambda change: setattr(self._programme, "who", change["new"].strip()), names="value")
        style = widgets.HTML(STYLE, layout=widgets.Layout(display="none"))
        self.view = widgets.VBox([style, title, self._list, buttons, self.who, self._status])
        self.show_next()
        form.desk.watch(self.saved_elsewhere)

    def saved_elsewhere(self) -> None:
        """Another form on this page saved something: show it, unless somebody is in the middle of a row here."""
        if not any(row.problems or row.conflicts for row in self.rows):
            self._read()

    def show_next(self) -> None:
        """Make the next rows into editors."""
        for stored in self._rest[:AT_ONCE]:
            self.rows.append(self._row(stored.values, stored.version))
        self._rest = self._rest[AT_ONCE:]
        self._arrange()

    def refresh(self) -> None:
        """Read the rows again, with what others have changed; rows not saved yet stay."""
        self._read()
        self.say("Read again.")

    def _read(self) -> None:
        unsaved = [row for row in self.rows if row.version is None]
        self.rows, self._rest = [], list(self.form.stored())
        self.show_next()
        self.rows += unsaved
        self._arrange()

    def add(self, values: Mapping[str, Any] | None = None) -> RowEditor:
        """A new row at the end; it is saved as soon as all that must be filled in is."""
        defaults = {spec.name: spec.default for spec in self.form.kind.specs()}
        fixed = {
            name: value if isinstance(value, str | None) else next(iter(value), None)
            for name, value in self.form.where.items()
        }
        row = self._row({**defaults, **(values or {}), **fixed, **self._new_key()}, None)
        self.rows.append(row)
        self._arrange()
        row.show_key()
        self.say("A new row; fill it in.")
        return row

    def duplicate(self, row: RowEditor) -> RowEditor:
        """A new row with the values of another; where the key is not made by the form, it has to be typed."""
        own = [name for name in row.kind.key if name not in self.form.where]
        return self.add({name: value for name, value in row.values.items() if name not in own})

    def delete(self, row: RowEditor) -> None:
        """Delete a row from the programme; *Undo last* brings it back."""
        if row.version is not None:
            try:
                deleted = self._programme.delete(self.form.table, row.key, version=row.version)
            except KamkitError as error:
                self.say(f"Not deleted: {error}")
                return
            self._saved(deleted.change_id or 0)
        self._drop(row)
        self.say("Deleted. Undo last brings it back." if row.version is not None else "Taken away; it was not saved.")

    def undo(self) -> None:
        """Take back the last change this form saved."""
        if not self._undoable:
            self.say("Nothing to undo in this form.")
            return
        try:
            self._programme.undo(self._undoable[-1])
        except KamkitError as error:
            self.say(f"Not undone: {error}")
            return
        self._undoable.pop()
        self._read()
        self.form.desk.tell(self.saved_elsewhere)
        self.say("Undone.")

    def say(self, text: str) -> None:
        """Put a sentence about the form as a whole below it; what is said of a row stands in the row."""
        self.note = text
        self._status.value = f'<span role="status" aria-live="polite">{escape(text)}</span>'

    def _row_said(self, text: str) -> None:
        self.note, self._status.value = text, ""

    def _row(self, values: Mapping[str, Any], version: int | None) -> RowEditor:
        row = RowEditor(
            self._programme, self.form.table, values, version, core=self.form.core, more=self.form.more,
            names=self.form.names, said=self._row_said, saved=self._saved, gone=self._drop, currency=self._currency,
        )  # fmt: skip
        row.buttons.children = (
            _button("Duplicate", "A new row with the same values", lambda: self.duplicate(row), width="90px"),
            _button("Delete", "Delete this row", lambda: self.delete(row), width="90px"),
        )
        return row

    def _drop(self, row: RowEditor) -> None:
        self.rows.remove(row)
        self._arrange()

    def _saved(self, change_id: int) -> None:
        self._undoable.append(change_id)
        self._undo.disabled = False
        self.form.desk.tell(self.saved_elsewhere)

    def _new_key(self) -> dict[str, Any]:
        own = [name for name in self.form.kind.key if name not in self.form.where]
        if not self.form.new_id_prefix or len(own) != 1:
            return {}
        made: dict[str, Any] = {own[0]: self._programme.new_id(self.form.table, self.form.new_id_prefix)}
        places = [row.values.get("position") for row in self.rows]
        if "position" in self.form.kind.model_fields and None not in places:
            # A new row stays last when the page is read again.
            made["position"] = max((int(place) for place in places if place is not None), default=0) + 1
        return made

    def _arrange(self) -> None:
        self._list.children = tuple(row.view for row in self.rows) or (
            widgets.HTML("<p>No rows yet. <i>Add a row</i> begins one.</p>"),
        )
        self._more_rows.layout.display = "" if self._rest else "none"
        self._undo.disabled = not self._undoable


def _button(description: str, tooltip: str, call: Callable[[], Any], width: str = "148px") -> widgets.Button:
    button = widgets.Button(description=description, tooltip=tooltip, layout={"width": width})
    button.on_click(lambda _button: call())
    return button
