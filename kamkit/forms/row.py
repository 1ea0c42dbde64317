"""One record being edited: what stands in its fields, what is wrong with them, and what became of the last save.

Each field is saved on its own, with what stood there when somebody began to type: whoever changed
another field meanwhile is merged, whoever changed the same one is asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from kamkit.errors import Conflict, ConflictError, KamkitError
from kamkit.forms.cell import Cell
from kamkit.forms.names import Names
from kamkit.forms.typed import Unreadable
from kamkit.model import Record, record
from kamkit.model.field import FieldSpec

if TYPE_CHECKING:
    from kamkit.programme import Programme, StoredRow


class RowEditor:
    """The editor of one record. ``values`` is what the programme has, ``version`` is None before the first save.

    ``fields`` are those that were looked at so far, ``problems`` what is wrong by field, ``conflicts`` what
    somebody else wrote in the same field; ``note`` was said last, of a save at ``saved_at``.
    """

    def __init__(
        self,
        programme: Programme,
        table: str,
        values: Mapping[str, Any],
        version: int | None,
        *,
        core: Sequence[FieldSpec],
        more: Sequence[FieldSpec],
        names: Callable[[FieldSpec], Names | None],
        said: Callable[[str, datetime | None], None],
        saved: Callable[[int], None],
        gone: Callable[[RowEditor], None],
        called: str = "",
    ) -> None:
        self.programme, self.table, self.kind = programme, table, record(table)
        self.values, self.version, self.called = dict(values), version, called
        self._more, self._names, self._said, self._saved, self._gone = more, names, said, saved, gone
        self.fields: dict[str, Cell] = {}
        self.problems: dict[str, str] = {}
        self.conflicts: tuple[Conflict, ...] = ()
        self.asked = ("", "")  # the view from which the change came that is asked about, and the name said there
        self.note = ""
        self.saved_at: datetime | None = None
        self._began: dict[str, Any] = {}  # what stood in a field before something was typed that is not saved yet
        self._make(core)

    @property
    def key(self) -> tuple[Any, ...]:
        """The record's key, as the programme has it."""
        return tuple(self.values.get(name) for name in self.kind.key)

    @property
    def unsaved(self) -> bool:
        """Whether something typed here is not in the programme."""
        return self.version is None or bool(self._began)

    def show_more(self) -> None:
        """Make the fields under *More*; before somebody looks at them they cost nothing."""
        self._make(spec for spec in self._more if spec.name not in self.fields)

    def lacks_key(self) -> bool:
        """Whether the record cannot be saved before something under *More* is filled in."""
        needed = {*self.kind.key, *(spec.name for spec in self._more if spec.required)}
        return any(spec.name in needed and not self.values.get(spec.name) for spec in self._more)

    def check(self, name: str, text: str) -> str:
        """What is wrong with a text while it is being typed, by the rules of the import; "" if nothing is."""
        value = self.fields[name].read(text)
        return str(value) if isinstance(value, Unreadable) else problems_of(self.kind, {**self.values, name: value}).get(name, "")

    def enter(self, name: str, text: str, seen: str | None = None) -> None:
        """A field was left, or Enter pressed: save it if it is right, say what is wrong if not.

        ``seen`` is the text that stood there when the person began to type, if that was not the latest.
        """
        field = self.fields[name]
        began = self._began_with(field, seen)
        field.text = text
        if self.version is None:
            self._enter_new()
            return
        self.problems.pop(name, None)
        if wrong := self.check(name, text):
            self.problems[name], self._began[name] = wrong, began
            self._say(f"Not saved. {field.spec.label}: {wrong}.")
            return
        self._save({name: field.read()}, {**self.values, name: began})

    def restore(self, name: str) -> None:
        """Put back what the programme has in a field whose text was refused."""
        self.problems.pop(name, None)
        self._began.pop(name, None)
        self.fields[name].show(self.values.get(name))
        self._say("")

    def keep_mine(self) -> None:
        """Settle a conflict: what stands here replaces what the other person wrote, or brings the row back."""
        mine = {found.field: self.fields[found.field].read() for found in self.conflicts}
        if self._read_again():
            self._save(mine, self.values)
        else:
            self.version, self.values = None, {**self.values, **mine}
            self._save(self.values, None)

    def take_theirs(self) -> None:
        """Settle a conflict: what the other person wrote stays; a row they deleted goes."""
        self.conflicts = ()
        if not self._read_again():
            self._gone(self)
        self.show()
        self._say("Their version was kept.")

    def show(self) -> None:
        """Put what the programme has into every field."""
        self.problems, self._began = {}, {}
        for name, field in self.fields.items():
            field.show(self.values.get(name))

    def hear(self, stored: StoredRow) -> tuple[str, ...]:
        """Take over what others saved; what is typed here and not saved yet stays. The fields that look different now."""
        before = {name: field.text for name, field in self.fields.items()}
        if self.version is None:  # the same row was made elsewhere while this one was being filled in
            typed = {name for name, field in self.fields.items() if field.text != field.text_of(self.values.get(name))}
            self._began = {name: stored.values.get(name) for name in typed}
        self.values, self.version = dict(stored.values), stored.version
        for name, field in self.fields.items():
            if name not in self._began:
                field.show(self.values.get(name))
        return tuple(name for name, field in self.fields.items() if field.text != before[name])

    def state(self) -> dict[str, Any]:
        """All of it, as the browser draws it."""
        return {
            "called": self.called, "new": self.version is None, "wrong": dict(self.problems),
            "cells": {name: field.text for name, field in self.fields.items()},
            "locked": [name for name in self.kind.key if name in self.fields and self.version is not None],
            "asked": [self._question(found) for found in self.conflicts],
            "said": [self.note, self.saved_at.isoformat() if self.saved_at else ""],
        }  # fmt: skip

    def _make(self, specs: Any) -> None:
        for spec in specs:
            self.fields[spec.name] = Cell(spec, self._names, self.enter)
            self.fields[spec.name].show(self.values.get(spec.name))

    def _began_with(self, field: Cell, seen: str | None) -> Any:
        name = field.spec.name
        if name in self._began or seen is None or seen == field.text_of(self.values.get(name)):
            return self._began.get(name, self.values.get(name))
        return None if isinstance(found := field.read(seen), Unreadable) else found

    def _enter_new(self) -> None:
        typed = {**self.values, **{name: field.read() for name, field in self.fields.items()}}
        unreadable = {name: str(value) for name, value in typed.items() if isinstance(value, Unreadable)}
        readable = {name: value for name, value in typed.items() if name not in unreadable}
        self.problems = problems_of(self.kind, readable) | unreadable
        if not self.problems:
            self._save(readable, None)
            return
        still = [self.kind.spec(name).label for name in self.problems]
        self._say(f"Not saved yet; still to do: {', '.join(still)}.")

    def _save(self, values: dict[str, Any], seen: Mapping[str, Any] | None) -> None:
        """Write ``values`` over what was ``seen``; the whole of a new row where that is None."""
        key = dict(zip(self.kind.key, self.key, strict=True))
        try:
            if seen is None:
                saved = self.programme.save(self.table, values, version=0)
            else:
                saved = self.programme.save(self.table, key | values, seen=seen)
        except ConflictError as error:
            self.conflicts = error.conflicts
            self._began |= {name: (seen or {}).get(name) for name in values}
            self._say("Not saved yet: somebody else changed the same field. Choose below.")
            return
        except KamkitError as error:
            self._began |= {name: (seen or {}).get(name) for name in values}
            self._say(f"Not saved: {error}")
            return
        self._settle(saved.version, values, saved.merged)
        at = self.programme.changed_at(saved.change_id) if saved.change_id else None
        if saved.change_id is not None:
            self._saved(saved.change_id)
        merged = ", ".join(self.kind.spec(name).label for name in saved.merged)
        both = f" Somebody else had changed {merged}; both were kept." if merged else ""
        self._say(f"Saved {{time}}.{both}" if at else f"As it was before.{both}", at)

    def _settle(self, version: int, values: Mapping[str, Any], merged: Collection[str]) -> None:
        self.conflicts, self.version = (), version
        self.values |= values
        for name in values:
            self._began.pop(name, None)
            if name in self.fields:
                self.fields[name].show(self.values[name])
        if merged:
            self._read_again()
            for name in merged:
                if name in self.fields and name not in self._began:
                    self.fields[name].show(self.values.get(name))

    def _read_again(self) -> bool:
        stored = self.programme.rows(self.table, **dict(zip(self.kind.key, self.key, strict=True)))
        if stored:
            self.values, self.version = dict(stored[0].values), stored[0].version
        return bool(stored)

    def _say(self, text: str, at: datetime | None = None) -> None:
        self.note, self.saved_at = text, at
        self._said(text, at)

    def _question(self, found: Conflict) -> dict[str, str]:
        deleted = not self.programme.rows(self.table, **dict(zip(self.kind.key, self.key, strict=True)))
        return {
            "label": self.kind.spec(found.field).label, "who": found.changed_by or "somebody else",
            "mine": self._in_full(found.field, found.yours),
            "theirs": "" if deleted else self._in_full(found.field, found.theirs), "view": self.asked[0], "by": self.asked[1],
        }  # fmt: skip

    def _in_full(self, name: str, value: Any) -> str:
        names = self._names(self.kind.spec(name))
        if value is None or value == "":
            return "nothing"
        return names.name_of(str(value)) if names is not None else str(value)


def problems_of(kind: type[Record], values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with a row, by field, in words; the record's own rules, which are those of the import."""
    given = {name: value for name, value in values.items() if value is not None and not isinstance(value, Unreadable)}
    try:
        kind.model_validate(given)
    except ValidationError as error:
        found: dict[str, str] = {}
        for one in error.errors():
            name = str(one["loc"][0])
            found.setdefault(name, _in_words(kind.spec(name), one["type"], given.get(name)))
        return found
    return {}


def _in_words(spec: FieldSpec, fault: str, value: Any) -> str:
    if value is None:
        return "must be filled in"
    typed = f"{value:g}" if isinstance(value, float) else value
    found = f'found "{typed}"; expected'
    if fault == "string_too_long":
        return f"{len(str(value))} characters; expected at most {spec.max_length}"
    if spec.range and fault in ("greater_than_equal", "less_than_equal", "literal_error"):
        return f"{found} {spec.range}"
    return f"{found} a {spec.kind}"
