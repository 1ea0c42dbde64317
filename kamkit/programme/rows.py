"""Rows as they are stored: fetched by key or by value, each with its version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from kamkit.errors import InputError
from kamkit.model import Record
from kamkit.programme.checking import Row, key_text, loose
from kamkit.programme.schema import TABLES

Key = tuple[Any, ...]
_FEW = 50


@dataclass(frozen=True)
class StoredRow:
    """One row: its key as text, its values by field, and the version to hand back when saving."""

    key: tuple[str, ...]
    values: Mapping[str, Any]
    version: int


@cache
def defaults(found: type[Record]) -> Row:
    """What a field holds where nobody has said; also for rows older than the field."""
    return {spec.name: spec.default for spec in found.specs()}


def typed_key(found: type[Record], values: Mapping[str, Any]) -> Key:
    """The key of a checked row."""
    return tuple(values[name] for name in found.key)


def stored_row(found: type[Record], values: Row, version: int) -> StoredRow:
    """The row with its key as text."""
    return StoredRow(key_text(typed_key(found, values)), values, version)


def _rows(connection: sa.Connection, found: type[Record], *where: sa.ColumnElement[bool]) -> Iterable[StoredRow]:
    table = TABLES[found.table]
    names = [spec.name for spec in found.specs()]
    blank = {name: value for name, value in defaults(found).items() if value is not None}
    query = sa.select(*(table.c[name] for name in names), table.c.row_version).where(*where)
    for row in connection.execute(query.order_by(*(table.c[name] for name in found.key))):
        values = dict(zip(names, row, strict=False))
        for name, value in blank.items():
            if values[name] is None:
                values[name] = value
        yield stored_row(found, values, row[-1])


def at_key(found: type[Record], key: Key) -> tuple[sa.ColumnElement[bool], ...]:
    """The condition that picks one row."""
    table = TABLES[found.table]
    return tuple(table.c[name] == part for name, part in zip(found.key, key, strict=True))


def fetch(connection: sa.Connection, found: type[Record], key: Key) -> StoredRow | None:
    """The row with that key, or None."""
    return next(iter(list(_rows(connection, found, *at_key(found, key)))), None)


def fetch_many(connection: sa.Connection, found: type[Record], keys: Iterable[Key]) -> dict[Key, StoredRow]:
    """The rows there are among those keys."""
    keys = list(keys)
    if len(keys) > _FEW:
        return {typed_key(found, row.values): row for row in _rows(connection, found)}
    return {key: row for key in keys if (row := fetch(connection, found, key)) is not None}


def fetch_where(connection: sa.Connection, found: type[Record], equals: Mapping[str, Any]) -> list[StoredRow]:
    """The rows whose fields equal the values given, in the order of their keys; InputError on a strange field."""
    if strange := equals.keys() - found.model_fields.keys():
        raise InputError(
            f"{found.table}: no field {sorted(strange)[0]!r}; its fields are {', '.join(found.model_fields)}"
        )
    table, blank = TABLES[found.table], defaults(found)
    equals = {name: None if value is None else loose(found, {name: value})[name] for name, value in equals.items()}
    if any(isinstance(value, str) and "\0" in value for value in equals.values()):
        return []  # no stored text has a NUL in it, and a server refuses to look for one
    where = [
        sa.or_(table.c[name] == value, table.c[name].is_(None)) if value == blank[name] else table.c[name] == value
        for name, value in equals.items()
    ]
    return list(_rows(connection, found, *where))
