"""What a row, or a line of the history, becomes when a person is removed; asked without writing, it says where one is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from kamkit.model import RECORDS, FieldSpec
from kamkit.programme.changes import as_json
from kamkit.programme.person.subject import PEOPLE, Subject
from kamkit.programme.schema import BALLOT_BOX, CHANGE_FIELDS, CHANGES, STORED

PLACEHOLDER = "removed"


class Removal:
    """Puts a placeholder in the place of a person, the same one everywhere."""

    def __init__(self, subject: Subject, placeholder: str = PLACEHOLDER) -> None:
        self.subject = subject
        self.placeholder = placeholder
        self._ids = {
            (table, one): placeholder if number == 1 else f"{placeholder}.{number}"
            for table, ids in subject.ids.items()
            for number, one in enumerate(sorted(ids), 1)
        }
        self._any_id = frozenset(one for _, one in self._ids)
        self._apart: dict[tuple[str, tuple[str, ...]], dict[str, str]] = {}

    def begin(self) -> None:
        """Another database follows: forget which keys were numbered."""
        self._apart = {}

    def keep_apart(self, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Number the keys of rows that would become one, because the person stands in them under two spellings.

        To be called with all rows of a table before any of them is changed.
        """
        key = _spelled_key(table)
        if not any(_is_name(table, name) for name in key):
            return
        taken, later = set(), []
        for row in rows:
            new = self._row(table, row)
            was, becomes = (tuple(str(one[name]) for name in key) for one in (row, new))
            if was == becomes:
                taken.add(was)
            else:
                later.append((was, becomes))
        for was, becomes in later:
            at = next(place for place, name in enumerate(key) if was[place] != becomes[place] and _is_name(table, name))
            number, free = 1, becomes
            while free in taken:
                number += 1
                free = (*becomes[:at], f"{becomes[at]} ({number})", *becomes[at + 1 :])
            taken.add(free)
            if free != becomes:
                self._apart[table, was] = {key[at]: free[at]}

    def changed(self, table: str, row: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of a stored row that name the person, with what they become; empty if none does."""
        if table == CHANGE_FIELDS.name:
            new = self._step(row)
        elif table == CHANGES.name:
            new = {name: self.text(row[name]) for name in ("who", "note")}
        else:
            new = self._row(table, row)
        return {name: value for name, value in new.items() if value != row[name]}

    def text(self, value: Any) -> Any:
        """A text without the person's names; anything else as it is."""
        return self.subject.names.replaced(value, self.placeholder) if isinstance(value, str) else value

    def naming(self, table: str, key: str, field: str, text: str | None) -> dict[str, Any] | None:
        """Of a value in the history (JSON; of a whole row where ``field`` is empty) the fields that name the person."""
        value = None if text is None else json.loads(text)
        if not isinstance(value, dict):
            return None if value is None else {field: value}
        own = table in PEOPLE and json.loads(key)[0] in self.subject.ids.get(table, ())
        return {name: one for name, one in value.items() if self._value(table, name, one, own) != one}

    def _row(self, table: str, row: Mapping[str, Any]) -> dict[str, Any]:
        own = table in PEOPLE and row.get(PEOPLE[table].key[0]) in self.subject.ids.get(table, ())
        apart = self._apart.get((table, tuple(str(row.get(name)) for name in _spelled_key(table))), {})
        return {name: self._value(table, name, value, own) for name, value in row.items()} | apart

    def _value(self, table: str, name: str, value: Any, own: bool) -> Any:
        if not isinstance(value, str):
            return value
        spec = _spec(table, name)
        if spec is not None:
            of = table if table in PEOPLE and name == PEOPLE[table].key[0] else spec.links_to
            if (of, value) in self._ids:
                return self._ids[of, value]
            if own and spec.person:
                return self.placeholder if name == "name" else None
            if spec.kind == "choice":
                return value
        return self.text(value)

    def _step(self, row: Mapping[str, Any]) -> dict[str, Any]:
        texts = [row[name] for name in ("row_key", "before", "after") if row[name] is not None]
        if not any(self.subject.names.perhaps_in(text) or any(one in text for one in self._any_id) for text in texts):
            if row["table_name"] not in PEOPLE:
                return {}
        table, key = row["table_name"], json.loads(row["row_key"])
        found = STORED.get(table)
        names = found.key if found is not None and len(found.key) == len(key) else [""] * len(key)
        own = table in PEOPLE and key[0] in self.subject.ids.get(table, ())
        apart = self._apart.get((table, tuple(map(str, key))), {})
        return {
            "row_key": as_json([apart.get(name) or self._value(table, name, part, False) for name, part in zip(names, key, strict=True)]),
            "before": self._json(table, row["field"], row["before"], own, apart),
            "after": self._json(table, row["field"], row["after"], own, apart),
        }

    def _json(self, table: str, field: str, text: str | None, own: bool, apart: Mapping[str, str]) -> str | None:
        value = None if text is None else json.loads(text)
        if isinstance(value, dict):
            new = {name: apart.get(name) or self._value(table, name, one, own) for name, one in value.items()}
            return as_json({name: one for name, one in new.items() if one is not None}) if new != value else text
        new_value = self._value(table, field, value, own)
        return as_json(new_value) if new_value != value else text


def _spec(table: str, name: str) -> FieldSpec | None:
    found = RECORDS.get(table) or STORED.get(table)
    return found.spec(name) if found is not None and name in found.model_fields else None


def _spelled_key(table: str) -> tuple[str, ...]:
    """The columns that tell the rows of a table apart, where one of them may hold a name as somebody spelled it."""
    if table == BALLOT_BOX.name:
        return tuple(BALLOT_BOX.primary_key.columns.keys())
    return STORED[table].key if table in STORED and table not in PEOPLE else ()


def _is_name(table: str, name: str) -> bool:
    if table == BALLOT_BOX.name:
        return name == BALLOT_BOX.c.scorer.name
    spec = _spec(table, name)
    return spec is not None and spec.person
