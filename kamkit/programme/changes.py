"""One change: the rows it writes, and for each field what was there before and after.

The number of a change is also the version of every row it wrote, so versions never repeat, not even
when a row is deleted and made again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

import sqlalchemy as sa

from kamkit.model import Record
from kamkit.programme.checking import Row
from kamkit.programme.rows import StoredRow, at_key, typed_key
from kamkit.programme.schema import CHANGE_FIELDS, CHANGES, TABLES

ChangeKind = Literal["save", "import", "undo", "delete"]
Clock = Callable[[], datetime]
NOBODY = "somebody"
"""Shown where a person did not say who they are."""


def now() -> datetime:
    """The time in UTC."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """The moment as text whose order is the order in time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def as_json(value: Any) -> str | None:
    """A value, a key or a row as JSON; dates as text; None stays None."""
    if value is None:
        return None
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)


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
            values = {"who": self.who, "at": stamp(self.clock()), "kind": self.kind, "note": self.note}
            done = self.connection.execute(sa.insert(CHANGES).values(**values, undoes=self.undoes))
            assert done.inserted_primary_key is not None
            self.change_id = int(done.inserted_primary_key[0])
        return self.change_id

    def write(self, found: type[Record], pairs: Sequence[tuple[StoredRow | None, Row | None]]) -> None:
        """Write rows as (what is stored, what shall be); None for not there. Equal pairs are left out by the caller."""
        if not pairs:
            return
        version, table = self.number(), TABLES[found.table]
        made = [{**new, "row_version": version} for old, new in pairs if old is None and new is not None]
        if made:
            self.connection.execute(sa.insert(table), made)
        for old, new in pairs:
            if old is not None:
                self._replace(found, old, new, version)
        details = [detail for old, new in pairs for detail in _details(found, old, new, version)]
        numbered = [
            {**detail, "change_id": version, "number": number} for number, detail in enumerate(details, self._written)
        ]
        self._written += len(details)
        self.connection.execute(sa.insert(CHANGE_FIELDS), numbered)

    def _replace(self, found: type[Record], old: StoredRow, new: Row | None, version: int) -> None:
        where = at_key(found, typed_key(found, old.values))
        table = TABLES[found.table]
        if new is None:
            self.connection.execute(sa.delete(table).where(*where))
        else:
            changed = {name: value for name, value in new.items() if value != old.values[name]}
            self.connection.execute(sa.update(table).where(*where).values(**changed, row_version=version))


def _details(found: type[Record], old: StoredRow | None, new: Row | None, version: int) -> list[Row]:
    values = new if new is not None else old.values if old is not None else {}
    common = {
        "table_name": found.table,
        "row_key": as_json(typed_key(found, values)),
        "account_id": values.get("account_id"),
        "version_before": None if old is None else old.version,
        "version_after": None if new is None else version,
    }
    if old is None or new is None:
        steps = [("", _filled(old and old.values), _filled(new))]
    else:
        steps = [(name, old.values[name], value) for name, value in new.items() if value != old.values[name]]
    return [
        {**common, "field": name, "before": as_json(was), "after": as_json(becomes)} for name, was, becomes in steps
    ]


def _filled(values: Any) -> Row | None:
    return None if values is None else {name: value for name, value in values.items() if value is not None}
