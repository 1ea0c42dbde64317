"""The live face of a form: one row per record, to add, duplicate, delete, put in order, paste and undo."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kamkit.errors import KamkitError
from kamkit.forms.board import Board, Message
from kamkit.forms.faces import ASKED_AT_THE_DOOR
from kamkit.forms.pasting import Pasted, read_block
from kamkit.forms.row import RowEditor
from kamkit.programme import Import

if TYPE_CHECKING:
    from kamkit.forms.rows import Form
    from kamkit.programme import StoredRow
    from kamkit.programme.news import News

AT_ONCE = 40  # records on the screen before somebody asks for the next
_NAMED = 60  # letters of a row when it is spoken of


class Editor(Board):
    """All rows of a form, live. ``rows`` are the editors on the screen, ``note`` is what was last said."""

    def __init__(self, form: Form) -> None:
        super().__init__(
            form.desk, form.table, core=form.core, more=form.more, names=form.names, title=form.title,
            read=self._follow,
        )  # fmt: skip
        self.form = form
        self.asks_who = not os.environ.get(ASKED_AT_THE_DOOR)
        self._rest: list[StoredRow] = []
        self._pasted: Pasted | None = None
        self._unsaid: dict[tuple[str, ...], list[str]] = {}  # fields of rows that changed here; whose work it was is not said yet
        self._read_all()
        form.desk.watch_board(self)

    def show_next(self) -> None:
        """Put the next rows on the screen."""
        self.rows += [self.row(stored.values, stored.version) for stored in self._rest[:AT_ONCE]]
        self._rest = self._rest[AT_ONCE:]

    def refresh(self) -> None:
        """Read the rows again, in their order; rows not saved yet stay."""
        self._read_all()
        self.say("Read again.")

    def add(self, values: Mapping[str, Any] | None = None) -> RowEditor:
        """A new row at the end; it is saved as soon as all that must be filled in is."""
        defaults = {spec.name: spec.default for spec in self.form.kind.specs()}
        row = self.row({**defaults, **(values or {}), **self.form.fixed, **self._new_key()}, None)
        self.rows.append(row)
        if row.lacks_key():
            row.show_more()
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
                deleted = self.programme.delete(self.form.table, row.key, version=row.version)
            except KamkitError as error:
                self.say(f"Not deleted: {error}")
                return
            self._saved(deleted.change_id or 0)
        self._drop(row)
        self.say("Deleted. Undo last brings it back." if row.version is not None else "Taken away; it was not saved.")

    def move(self, row: RowEditor, by: int) -> None:
        """Put a row further up (-1) or down (1); the order is kept as one change."""
        self._catch_up()
        saved = [one for one in self.rows if one.version is not None]
        if row not in saved or not self.form.is_ordered or not 0 <= saved.index(row) + by < len(saved):
            return
        at = saved.index(row)
        saved.insert(at + by, saved.pop(at))
        places: list[Mapping[str, Any]] = [*(one.values for one in saved), *(one.values for one in self._rest)]
        changed = [
            {**{name: values[name] for name in self.form.kind.key}, "position": place}
            for place, values in enumerate(places, 1)
            if values.get("position") != place
        ]
        if self._write(changed, "order of the rows"):
            self.say(f"{self._called(row)} is number {at + by + 1} now.")

    def paste(self, text: str) -> Pasted:
        """Read a block copied from a spreadsheet, to be looked at before it is taken."""
        self._pasted = read_block(self.form, text)
        return self._pasted

    def take_pasted(self) -> bool:
        """Take the rows of the block that fit, as one change that *Undo last* takes back whole."""
        fitting = self._pasted.rows_to_save(self._new_key) if self._pasted else []
        known = {_key(row) for row in self.rows}
        if not fitting or not self._write(fitting, "pasted"):
            return False
        self._pasted = None
        keys = [tuple(str(row.get(name)) for name in self.form.kind.key) for row in fitting]
        place = {key: number for number, key in enumerate(keys) if key not in known}
        self.rows.sort(key=lambda row: place.get(_key(row), -1))  # new ones at the end, as they were pasted
        self.say(f"{len(fitting)} {'row' if len(fitting) == 1 else 'rows'} taken. Undo last takes all of them back.")
        return True

    def hear(self, news: Sequence[News]) -> None:
        """Take over what others saved, and say for a few seconds who did."""
        if not self.concerns({one.table for one in news}):
            return
        self.form.forget_names()
        by = {one.key: one for one in news if one.table == self.table}
        read_before = set(self._unsaid)
        self._catch_up(by)
        self.push()
        marks = []
        for row in self.rows:
            one, fields = by.get(_key(row)), self._unsaid.get(_key(row))
            # What was read before its news came may be one's own, written in another form of this page.
            if one is None or fields is None or (_key(row) in read_before and one.who == self.programme.who):
                continue
            marks.append({"row": self.id_of(row), "fields": fields, "who": one.who, "at": one.at.isoformat()})
        for key in by:
            self._unsaid.pop(key, None)
        if marks:
            self.send({"marks": marks})

    def form_state(self) -> dict[str, Any]:
        """What does not change, and what can be done with a row."""
        can = ["add", "duplicate", "delete", "paste", "undo"] if self.form.is_open else ["undo"]
        return {**super().form_state(), "can": [*can, *(["move"] if self.form.is_ordered else [])], "asks_who": self.asks_who}

    def _form_said(self) -> dict[str, Any]:
        return {**super()._form_said(), "rest": len(self._rest)}

    def _read_all(self) -> None:
        unsaved = [row for row in self.rows if row.version is None]
        shown = max(len(self.rows) - len(unsaved), 0)
        self.rows, self._rest = [], list(self.form.stored())
        self.show_next()
        while self._rest and len(self.rows) < shown:
            self.show_next()
        if self.form.is_single and not self.rows and not unsaved:
            defaults = {spec.name: spec.default for spec in self.form.kind.specs()}
            unsaved = [self.row({**defaults, **self.form.fixed}, None)]
        self.rows += [] if self.form.is_single and self.rows else unsaved

    def _undone(self) -> None:
        self._read_all()

    def _follow(self) -> None:
        self.form.forget_names()
        self._catch_up()

    def _catch_up(self, by: Mapping[tuple[str, ...], News] | None = None) -> None:
        """Bring the rows up to date in place, and note what looks different now."""
        stored = {row.key: row for row in self.form.stored()}
        # Without places of their own, new rows stand at the end until the page is opened again.
        order = list(stored) if all(row.values.get("position") is not None for row in stored.values()) else []
        waiting = {row.key for row in self._rest}
        for row in list(self.rows):
            found = stored.pop(_key(row), None)
            if found is None:
                self._gone(row, by or {})
            elif found.version != row.version and (fields := row.hear(found)):
                self._unsaid[_key(row)] = list(dict.fromkeys([*self._unsaid.get(_key(row), ()), *fields]))
        self._rest = [row for row in stored.values() if row.key in waiting]
        added = [self.row(row.values, row.version) for row in stored.values() if row.key not in waiting]
        self.rows += added
        self._unsaid |= {_key(row): [] for row in added}
        if self.form.is_ordered and order:
            place = {key: number for number, key in enumerate(order)}
            self.rows.sort(key=lambda row: place.get(_key(row), len(order)))

    def _gone(self, row: RowEditor, by: Mapping[tuple[str, ...], News]) -> None:
        if row.version is None or row.unsaved:
            return  # what somebody types here is not taken away; saving it will ask
        self._drop(row)
        if (one := by.get(_key(row))) is not None:
            self.say(f"{one.who} deleted {self._called(row)}.")

    def _called(self, row: RowEditor) -> str:
        text = next((field.text for field in row.fields.values() if field.text), "") or "a row"
        return f"“{text[:_NAMED]}…”" if len(text) > _NAMED else f"“{text}”"

    def _write(self, rows: list[dict[str, Any]], note: str) -> bool:
        if not rows:
            return False
        try:
            applied = self.programme.apply(Import(rows={self.table: rows}, note=note), by_hand=True)
        except KamkitError as error:
            self.say(f"Not saved: {error}")
            return False
        if applied.change_id is not None:
            self._saved(applied.change_id)
        self._catch_up()
        return True

    def _new_key(self) -> dict[str, Any]:
        own = [name for name in self.form.kind.key if name not in self.form.where]
        if not self.form.new_id_prefix or len(own) != 1:
            return {}
        made: dict[str, Any] = {own[0]: self.programme.new_id(self.form.table, self.form.new_id_prefix)}
        values: list[Mapping[str, Any]] = [*(row.values for row in self.rows), *(row.values for row in self._rest)]
        places = [one.get("position") for one in values]
        if "position" in self.form.kind.model_fields and None not in places:
            # A new row stays last when the page is read again.
            made["position"] = max((int(place) for place in places if place is not None), default=0) + 1
        return made

    # What people do

    def _on_add(self, message: Message) -> None:
        self._focus(self.add(), message)

    def _on_duplicate(self, message: Message) -> None:
        self._with_row(message, lambda row: self._focus(self.duplicate(row), message))

    def _on_delete(self, message: Message) -> None:
        self._with_row(message, self.delete)

    def _on_up(self, message: Message) -> None:
        self._with_row(message, lambda row: self.move(row, -1))

    def _on_down(self, message: Message) -> None:
        self._with_row(message, lambda row: self.move(row, 1))

    def _on_next(self, _message: Message) -> None:
        self.show_next()

    def _on_paste(self, message: Message) -> None:
        self.send({"preview": self.paste(str(message["text"])).state(), "view": message.get("view")})

    def _on_take(self, message: Message) -> None:
        # What is taken is what was looked at, also when two people have the same form open in one kernel.
        self.paste(str(message["text"]))
        self.send({"taken": self.take_pasted(), "view": message.get("view")})

    def _with_row(self, message: Message, call: Callable[[RowEditor], Any]) -> None:
        if (row := self._found(message)) is not None:
            call(row)

    def _focus(self, row: RowEditor, message: Message) -> None:
        self.push()
        self.send({"focus": self.id_of(row), "view": message.get("view")})


def _key(row: RowEditor) -> tuple[str, ...]:
    return tuple(str(part) for part in row.key)
