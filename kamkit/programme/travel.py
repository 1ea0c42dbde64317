"""Rows as they were: the stored ones with later changes taken back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from kamkit.model import Record
from kamkit.programme.changes import as_json
from kamkit.programme.checking import Row, loose
from kamkit.programme.rows import Key, StoredRow, defaults, fetch, fetch_where, stored_row, typed_key
from kamkit.programme.schema import CHANGE_FIELDS, CHANGES, META


@dataclass(frozen=True)
class Step:
    """One line of the history: a field of a row, or with ``field == ""`` the whole row, before and after."""

    table: str
    key: Key
    field: str
    before: Any
    after: Any
    version_before: int | None
    version_after: int | None


def from_json(found: type[Record], name: str, text: str | None) -> Any:
    """A value of the history with its type; for ``name == ""`` the whole row, with every field."""
    value = None if text is None else json.loads(text)
    if value is None:
        return None
    if name:
        return loose(found, {name: value}).get(name, value)
    return {**defaults(found), **loose(found, value)}


def steps(connection: sa.Connection, found: type[Record], *where: sa.ColumnElement[bool]) -> Iterable[Step]:
    """The table's history that fits, oldest first."""
    c = CHANGE_FIELDS.c
    query = (
        sa.select(c.row_key, c.field, c.before, c.after, c.version_before, c.version_after)
        .where(c.table_name == found.table, *where)
        .order_by(c.change_id, c.number)
    )
    for key, name, before, after, version_before, version_after in connection.execute(query):
        yield Step(
            found.table,
            tuple(loose(found, dict(zip(found.key, json.loads(key), strict=True))).values()),
            name,
            from_json(found, name, before),
            from_json(found, name, after),
            version_before,
            version_after,
        )


def _taken_back(found: type[Record], row: StoredRow | None, later: Iterable[Step]) -> StoredRow | None:
    values: Row | None = dict(row.values) if row else None
    version: int | None = row.version if row else None
    for step in reversed(list(later)):
        if not step.field:
            values = step.before and dict(step.before)
        elif values is not None and step.field in values:
            values[step.field] = step.before
        version = step.version_before
    return stored_row(found, values, version or 0) if values is not None else None


def row_at(connection: sa.Connection, found: type[Record], key: Key, change_id: int) -> StoredRow | None:
    """The row as it was when ``change_id`` was the latest change, or None if it was not there."""
    c = CHANGE_FIELDS.c
    later = steps(connection, found, c.row_key == as_json(key), c.change_id > change_id)
    return _taken_back(found, fetch(connection, found, key), later)


def rows_at(connection: sa.Connection, found: type[Record], change_id: int) -> list[StoredRow]:
    """All rows as they were when ``change_id`` was the latest change, in the order of their keys."""
    later: dict[Key, list[Step]] = {}
    for step in steps(connection, found, CHANGE_FIELDS.c.change_id > change_id):
        later.setdefault(step.key, []).append(step)
    rows = {typed_key(found, row.values): row for row in fetch_where(connection, found, {})}
    for key, taken in later.items():
        was = _taken_back(found, rows.pop(key, None), taken)
        if was is not None:
            rows[key] = was
    return [rows[key] for key in sorted(rows)]


def rows_in_file(connection: sa.Connection, found: type[Record], change_id: int, *, who: str, file: str) -> dict[Key, Row]:
    """The rows as they were at ``change_id``, with what ``who`` has imported from ``file`` since and not undone."""
    rows = {typed_key(found, row.values): dict(row.values) for row in rows_at(connection, found, change_id)}
    undone = sa.select(CHANGES.c.undoes).where(CHANGES.c.undoes.is_not(None))
    own = sa.select(CHANGES.c.change_id).where(
        CHANGES.c.change_id > change_id, CHANGES.c.kind == "import", CHANGES.c.who == who,
        CHANGES.c.note.contains(file, autoescape=True), CHANGES.c.change_id.not_in(undone),
    )  # fmt: skip
    for step in steps(connection, found, CHANGE_FIELDS.c.change_id.in_(own)):
        if not step.field:
            rows[step.key] = dict(step.after)
        elif step.key in rows:
            rows[step.key][step.field] = step.after
    return rows


def moment(connection: sa.Connection, change_id: int) -> str:
    """Which programme, wherever it is moved to, and which of its changes."""
    return f"{_programme_id(connection)} {change_id}"


def change_of(connection: sa.Connection, moment: str) -> int | None:
    """The change that a moment names, None if it is another programme's or no moment at all."""
    programme_id, _, number = moment.partition(" ")
    return int(number) if number.isdecimal() and programme_id == _programme_id(connection) else None


def _programme_id(connection: sa.Connection) -> str:
    found: str = connection.execute(sa.select(META.c.value).where(META.c.name == "programme_id")).scalar_one()
    return found
