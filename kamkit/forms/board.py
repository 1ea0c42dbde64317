"""Rows on a sheet: what people do in the browser comes in, what there is goes out; nothing of it needs a browser."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from kamkit.errors import KamkitError
from kamkit.forms.cell import column_of
from kamkit.forms.live import LIVE, ONE_AT_A_TIME
from kamkit.forms.names import Names
from kamkit.forms.row import RowEditor
from kamkit.forms.speaking import SPEAKERS
from kamkit.model import record
from kamkit.model.field import FieldSpec

if TYPE_CHECKING:
    from kamkit.forms.desk import Desk
    from kamkit.forms.sheet import Sheet
    from kamkit.programme import Programme, StoredRow
    from kamkit.programme.news import News

Message = Mapping[str, Any]
SMALL = "* must be filled in. Saved as you leave a field or press Enter; Esc takes back what you typed."


def no_names(_spec: FieldSpec) -> Names | None:
    """The names of a board without links."""
    return None


class Board:
    """Rows of ``table`` on one sheet. ``rows`` are their editors, ``note`` is what was last said.

    ``read`` is called when somebody else saved something, here or elsewhere; ``saved`` when this board did.
    """

    def __init__(
        self,
        desk: Desk,
        table: str,
        *,
        core: Sequence[FieldSpec],
        more: Sequence[FieldSpec] = (),
        names: Callable[[FieldSpec], Names | None] = no_names,
        title: str = "",
        read: Callable[[], None] | None = None,
        saved: Callable[[], None] | None = None,
        wide: bool = False,
    ) -> None:
        self.desk, self.table, self.title, self.wide = desk, table, title, wide
        self.core, self.more, self.names = tuple(core), tuple(more), names
        self.note = ""
        self.rows: list[RowEditor] = []
        self._undoable: list[tuple[str, int]] = []  # who saved, and the change
        self._read, self._after = read or (lambda: None), saved or (lambda: None)
        self._ids: WeakKeyDictionary[RowEditor, str] = WeakKeyDictionary()
        self._numbers = count()
        self._said: dict[str, Any] = {"text": "", "at": "", "n": 0}
        self._sheet: Sheet | None = None
        self._views: set[str] = set()
        self._taking = self._untold = False
        self._links = {spec.links_to for spec in (*self.core, *self.more) if spec.links_to}
        self._currency = desk.settings.reporting_currency or ""

    @property
    def programme(self) -> Programme:
        """The programme the rows are in."""
        return self.desk.programme

    @property
    def view(self) -> Sheet:
        """The widget."""
        if self._sheet is None:
            from kamkit.forms.sheet import Sheet

            self._sheet = Sheet(self.take, form=self.form_state(), **self.state())
        LIVE.note_loop()
        return self._sheet

    @property
    def is_open(self) -> bool:
        """Whether a browser shows it."""
        return bool(self._views)

    def row(self, values: Mapping[str, Any], version: int | None, *, called: str = "") -> RowEditor:
        """An editor for a record of the table, not on the board yet."""
        return RowEditor(
            self.programme, self.table, values, version, core=self.core, more=self.more, names=self.names,
            said=self._row_said, saved=self._saved, gone=self._drop, called=called,
        )  # fmt: skip

    def put_stored(self, rows: Iterable[StoredRow], called: Callable[[StoredRow], str] = lambda _row: "") -> None:
        """Have these rows on the board and no others; what is being typed in one of them stays."""
        stored = list(rows)
        known = {_key(row): row for row in self.rows}
        self.rows = [known.get(one.key) or self.row(one.values, one.version) for one in stored]
        for row, one in zip(self.rows, stored, strict=True):
            row.called = called(one)
            if row.version != one.version:
                row.hear(one)

    def say(self, text: str, at: datetime | None = None) -> None:
        """Say something about the board as a whole; ``{time}`` in it is the moment ``at``."""
        self.note = text.replace("{time}", f"{at.astimezone():%H:%M}") if at else text
        self._said = {"text": text, "at": at.isoformat() if at else "", "n": self._said["n"] + 1}

    def undo(self) -> None:
        """Take back the last change that whoever is at work saved here."""
        alone = len(self._views) <= 1  # in a shared notebook nobody takes back what another one did
        own = [one for one in self._undoable if alone or one[0] == self.programme.who]
        if not own:
            theirs = "Nothing of yours to undo in this form; what others saved they take back themselves."
            self.say(theirs if self._undoable else "Nothing to undo in this form.")
            return
        try:
            self.programme.undo(own[-1][1])
        except KamkitError as error:
            self.say(f"Not undone: {error}")
            return
        self._undoable.remove(own[-1])
        self._undone()
        self.desk.tell(self.saved_elsewhere, self.table)
        self.say("Undone.")

    def saved_elsewhere(self) -> None:
        """Another form on this page, or somebody else, saved something."""
        self._read()
        self.push()

    def concerns(self, tables: Collection[str]) -> bool:
        """Whether something of one of these tables stands on the board."""
        return not {self.table, *self._links}.isdisjoint(tables)

    def hear(self, news: Sequence[News]) -> None:
        """Somebody saved something, perhaps in another kernel."""
        if self.concerns({one.table for one in news}):
            self.saved_elsewhere()

    def take(self, message: Message) -> None:
        """Do what somebody did in the browser."""
        with ONE_AT_A_TIME:
            do = getattr(self, f"_on_{message.get('do')}", None)
            self._taking, self._untold = True, False
            try:
                if do is not None:
                    do(message)
            finally:
                self._taking = False
            self.push()
            if "n" in message:
                self.send({"did": message["n"], "view": message.get("view")})
            if self._untold:  # whoever typed does not wait for charts and tables that are worked out anew
                self._tell()

    def send(self, message: Message) -> None:
        """Send something to the browsers that is no state."""
        if self._sheet is not None:
            self._sheet.send(dict(message))

    def push(self) -> None:
        """Show what changed since; a widget sends only what differs."""
        if self._sheet is None:
            return
        for name, value in self.state().items():
            if getattr(self._sheet, name) != value:
                setattr(self._sheet, name, value)

    def form_state(self) -> dict[str, Any]:
        """What does not change: title and columns, and what can be done with a row."""
        return {
            "title": self.title, "label": record(self.table).title, "small": SMALL if self.title else "", "wide": self.wide, "can": ["undo"],
            "core": [column_of(spec, self._currency) for spec in self.core],
            "more": [column_of(spec, self._currency) for spec in self.more],
        }  # fmt: skip

    def state(self) -> dict[str, Any]:
        """What changes: the rows, the names to choose from, and what was said."""
        shown = {name for row in self.rows for name in row.fields} | {spec.name for spec in self.core}
        linked = [spec for spec in (*self.core, *self.more) if spec.links_to and spec.name in shown]
        lists = {spec.name: found.options for spec in linked if (found := self.names(spec)) is not None}
        rows = [{"id": self.id_of(row), **row.state()} for row in self.rows]
        return {"lists": lists, "rows": rows, "said": {**self._said, **self._form_said()}}

    def id_of(self, row: RowEditor) -> str:
        """The row's name between here and the browser, the same as long as it is on the board."""
        if row not in self._ids:
            self._ids[row] = f"r{next(self._numbers)}"
        return self._ids[row]

    def _form_said(self) -> dict[str, Any]:
        return {"undo": bool(self._undoable)}

    def _found(self, message: Message) -> RowEditor | None:
        return next((row for row in self.rows if self.id_of(row) == message.get("row")), None)

    def _row_said(self, text: str, at: datetime | None = None) -> None:
        self.say(text, at)

    def _saved(self, change_id: int) -> None:
        self._undoable.append((self.programme.who, change_id))
        if self._taking:
            self._untold = True
        else:
            self._tell()

    def _tell(self) -> None:
        self._after()
        self.desk.tell(self.saved_elsewhere, self.table)

    def _undone(self) -> None:
        self._read()

    def _drop(self, row: RowEditor) -> None:
        self.rows = [one for one in self.rows if one is not row]

    # What people do

    def _on_hello(self, message: Message) -> None:
        self._views.add(str(message.get("view")))
        SPEAKERS.come(str(message.get("who") or ""))
        self._tell_who(message)
        LIVE.open(self)
        self.saved_elsewhere()  # what happened while nobody looked

    def _on_bye(self, message: Message) -> None:
        self._views.discard(str(message.get("view")))
        if not self._views:
            LIVE.close(self)

    def _on_check(self, message: Message) -> None:
        row = self._found(message)
        if row is None or message["field"] not in row.fields:
            return
        wrong = row.check(message["field"], str(message["text"]))
        self.send({"checked": [message["row"], message["field"], message["text"], wrong], "view": message.get("view")})

    def _on_save(self, message: Message) -> None:
        row = self._found(message)
        if row is None:
            self.say(f"Not saved: somebody else deleted the row meanwhile. You had typed: {message['text']}")
        elif message["field"] in row.fields:
            seen = message.get("seen")
            row.asked = (str(message.get("view", "")), self.programme.who)
            before = row.saved_at
            row.enter(message["field"], str(message["text"]), None if seen is None else str(seen))
            if row.saved_at not in (None, before):
                self._mark_for_others(row, message)

    def _mark_for_others(self, row: RowEditor, message: Message) -> None:
        if len(self._views) <= 1 or row.saved_at is None:
            return
        # Other browsers on this kernel hear of it here and not as news; they too say for a few seconds who it was.
        self.push()
        mark = {"row": message["row"], "fields": [message["field"]], "who": self.programme.who or "somebody", "at": row.saved_at.isoformat()}
        self.send({"marks": [mark], "but": message.get("view")})

    def _on_restore(self, message: Message) -> None:
        if (row := self._found(message)) is not None and message["field"] in row.fields:
            row.restore(str(message["field"]))

    def _on_more(self, message: Message) -> None:
        if (row := self._found(message)) is not None:
            row.show_more()

    def _on_mine(self, message: Message) -> None:
        if (row := self._found(message)) is not None and row.conflicts:
            row.keep_mine()

    def _on_theirs(self, message: Message) -> None:
        if (row := self._found(message)) is not None and row.conflicts:
            row.take_theirs()

    def _on_undo(self, _message: Message) -> None:
        self.undo()

    def _on_who(self, message: Message) -> None:
        self.desk.say_who(str(message["text"]).strip())
        self._tell_who(message)

    def _tell_who(self, message: Message) -> None:
        # Not part of the state, which all browsers share: each is told its own.
        self.send({"you": self.programme.who, "view": message.get("view")})


def _key(row: RowEditor) -> tuple[str, ...]:
    return tuple(str(part) for part in row.key)
