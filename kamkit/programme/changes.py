"""One change: the rows it writes, and for each field what was there before and after.

The number of a change is also the version of every row it wrote, so versions never repeat, not even
when a row is deleted and made again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

import sqlalchemy as sa

from kamkit.model import Record
from kamkit.programme import database
from kamkit.programme.checking import Row, refuse_nul
from kamkit.programme.rows import StoredRow
from kamkit.programme.schema import CHANGE_FIELDS, CHANGES, TABLES

ChangeKind = Literal["save", "import", "undo", "delete", "erase"]
Clock = Callable[[], datetime]
NOBODY = "somebody"
"""Shown where a person did not say who they are."""


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=date.isoformat).encode


def now() -> datetime:
    """The time in UTC."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """The moment as text whose order is the order in time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def as_json(value: Any) -> str | None:
    """A value, a key or a row as JSON; dates as text; None stays None."""
    return None if value is None else _encode(value)


def next_number(connection: sa.Connection, column: sa.Column[int]) -> int:
    """One more than the largest; for whoever holds the write lock."""
    return (connection.execute(sa.select(sa.func.max(column))).scalar() or 0) + 1


@dataclass
class Change:
    """A change being written; it gets its number with its first row, so that a change of nothing is none."""

    connection: sa.Connection
    who: str
    clock: Clock
    kind: ChangeKind
    note: str = ""
    undoes: int | None = None
    change_id: int | None = None
    _written: int = 0

    def number(self) -> int:
        """The change's number, given on first use."""
        if self.change_id is None:
            # Only one writes at a time, so numbers have no gaps and stand in the order of the commits.
            refuse_nul(self.who, "your name")
            refuse_nul(self.note, "note")
            self.change_id = next_number(self.connection, CHANGES.c.change_id)
            values = {"who": self.who, "at": stamp(self.clock()), "kind": self.kind, "note": self.note}
            self.connection.execute(sa.insert(CHANGES).values(change_id=self.change_id, **values, undoes=self.undoes))
        return self.change_id

    def write(self, found: type[Record], pairs: Sequence[tuple[StoredRow | None, Row | None]]) -> None:
        """Write rows as (what is stored, what shall be); None for not there. Equal pairs are left out by the caller."""
        if not pairs:
            return
        version = self.number()
        made = [new for old, new in pairs if old is None and new is not None]
        names = [spec.name for spec in found.specs()]
        rows = ((*(row[name] for name in names), version) for row in made)
        database.insert_many(self.connection, TABLES[found.table], (*names, "row_version"), rows)
        gone = [old for old, new in pairs if old is not None and new is None]
        self._delete(found, gone)
        self._update(found, [(old, new) for old, new in pairs if old is not None and new is not None], version)
        details = [detail for old, new in pairs for detail in _details(found, old, new, version)]
        numbered = ((version, number, *detail) for number, detail in enumerate(details, self._written))
        database.insert_many(self.connection, CHANGE_FIELDS, _DETAIL, numbered)
        self._written += len(details)

    def _delete(self, found: type[Record], gone: Sequence[StoredRow]) -> None:
        if gone:
            self.connection.execute(
                sa.delete(TABLES[found.table]).where(*_by_key(found)), [_key(found, r) for r in gone]
            )

    def _update(self, found: type[Record], changed: Sequence[tuple[StoredRow, Row]], version: int) -> None:
        alike: dict[tuple[str, ...], list[Row]] = {}
        for old, new in changed:
            values = {name: value for name, value in new.items() if value != old.values[name]}
            alike.setdefault(tuple(values), []).append({**values, **_key(found, old)})
        for names, rows in alike.items():
            binds: dict[str, Any] = {name: sa.bindparam(name) for name in names}
            query = sa.update(TABLES[found.table]).where(*_by_key(found)).values(**binds, row_version=version)
            self.connection.execute(query, rows)


_DETAIL = ("change_id", "number", "table_name", "row_key", "account_id", "field", "before", "after",
           "version_before", "version_after")  # fmt: skip


def _by_key(found: type[Record]) -> list[sa.ColumnElement[bool]]:
    columns = TABLES[found.table].c
    return [columns[name] == sa.bindparam(f"key_{name}", type_=columns[name].type) for name in found.key]


def _key(found: type[Record], row: StoredRow) -> Row:
    return {f"key_{name}": row.values[name] for name in found.key}


def _details(found: type[Record], old: StoredRow | None, new: Row | None, version: int) -> Iterator[tuple[Any, ...]]:
    values = new if new is not None else old.values if old is not None else {}
    row = (found.table, as_json([values[name] for name in found.key]), values.get("account_id"))
    versions = (None if old is None else old.version, None if new is None else version)
    if old is None or new is None:
        yield (*row, "", as_json(_filled(old and old.values)), as_json(_filled(new)), *versions)
        return
    for name, becomes in new.items():
        if becomes != old.values[name]:
            yield (*row, name, as_json(old.values[name]), as_json(becomes), *versions)


def _filled(values: Any) -> Row | None:
    return None if values is None else {name: value for name, value in values.items() if value is not None}
