"""Saving: field by field, merged with what others saved, or refused with both values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from kamkit.errors import Conflict, ConflictError, InputError
from kamkit.model import Record
from kamkit.programme.changes import NOBODY, Change, as_json
from kamkit.programme.checking import Row, checked, each_row, key_of, key_text, loose
from kamkit.programme.rows import Key, StoredRow, defaults, fetch, fetch_many
from kamkit.programme.schema import CHANGE_FIELDS, CHANGES
from kamkit.programme.travel import row_at

if TYPE_CHECKING:
    from kamkit.programme.checking import Rows


@dataclass(frozen=True)
class Saved:
    """What a save did: the row's key and version now, and the fields others had changed meanwhile.

    ``change_id`` is None if nothing differed, so that nothing was written.
    """

    key: tuple[str, ...]
    version: int
    merged: tuple[str, ...] = ()
    change_id: int | None = None


@dataclass(frozen=True)
class Counts:
    """How many rows were new, changed, and as they were."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True)
class Merge:
    """What is to be written, what others changed, and where both changed the same field."""

    write: Row
    merged: tuple[str, ...]
    clashes: tuple[str, ...]


def merge(seen: Mapping[str, Any], mine: Mapping[str, Any], stored: Mapping[str, Any]) -> Merge:
    """Merge the saver's values with the stored ones, given what the saver had seen."""
    touched = {name: value for name, value in mine.items() if name not in seen or value != seen[name]}
    theirs = {name for name, value in seen.items() if stored[name] != value}
    return Merge(
        write={name: value for name, value in touched.items() if value != stored[name]},
        merged=tuple(name for name in stored if name in theirs and name not in touched),
        clashes=tuple(name for name in touched if name in theirs and touched[name] != stored[name]),
    )


def save_row(
    change: Change,
    found: type[Record],
    values: Mapping[str, Any],
    *,
    version: int | None = None,
    seen: Mapping[str, Any] | None = None,
) -> Saved:
    """Save one row within ``change``; ConflictError if a field was changed by somebody else, InputError on a bad one."""
    key = key_of(found, values)
    old = fetch(change.connection, found, key)
    basis = _basis(change.connection, found, key, version, loose(found, seen) if seen is not None else None)
    if old is None and (version or seen):
        return _refuse_deleted(change, found, key, values, basis or {})
    row = _typed(found, key, values, old.values if old else {})
    if old is None:
        change.write(found, [(None, row)])
        return Saved(key_text(key), change.number(), (), change.change_id)
    mine = {name: row[name] for name in values}
    found_out = merge(old.values if basis is None else basis, mine, old.values)
    if found_out.clashes:
        was = basis or {}
        both = [(name, was.get(name), old.values[name], mine[name]) for name in found_out.clashes]
        raise conflict(change.connection, found, key, both)
    if not found_out.write:
        return Saved(old.key, old.version, found_out.merged)
    change.write(found, [(old, {**old.values, **found_out.write})])
    return Saved(old.key, change.number(), found_out.merged, change.change_id)


def _refuse_deleted(
    change: Change, found: type[Record], key: Key, values: Mapping[str, Any], seen: Mapping[str, Any]
) -> Saved:
    """The saver had seen a row that somebody has deleted since: what he changed has no place to go."""
    row = _typed(found, key, values, seen)
    touched = [n for n in values if n not in found.key and (n not in seen or row[n] != seen[n])]
    mine = [(name, seen.get(name), None, row[name]) for name in touched]
    if mine:
        raise conflict(change.connection, found, key, mine)
    return Saved(key_text(key), 0)


def _typed(found: type[Record], key: Key, values: Mapping[str, Any], under: Mapping[str, Any]) -> Row:
    return checked(found, {**under, **values}, where=lambda: f"{found.table} {' / '.join(key_text(key))}")


def _basis(
    connection: sa.Connection, found: type[Record], key: Key, version: int | None, seen: Row | None
) -> Mapping[str, Any] | None:
    if seen is not None:
        return seen
    if version is None:
        return None
    if version == 0:
        return {name: value for name, value in defaults(found).items() if name not in found.key}
    was = row_at(connection, found, key, version)
    if was is None:
        raise InputError(f"{found.table} {' / '.join(key_text(key))}: found version {version}; no such row had it")
    return was.values


def conflict(
    connection: sa.Connection, found: type[Record], key: Key, fields: Iterable[tuple[str, Any, Any, Any]]
) -> ConflictError:
    """The error that shows both values of each field, given as (field, before, theirs, yours)."""
    conflicts = [
        Conflict(found.table, key_text(key), name, before, theirs, yours, last_to_change(connection, found, key, name))
        for name, before, theirs, yours in fields
    ]
    shown = "; ".join(f"{c.field}: {c.changed_by} has {c.theirs!r}, you have {c.yours!r}" for c in conflicts)
    where = f"{found.table} {' / '.join(key_text(key))}"
    return ConflictError(f"{where}: changed meanwhile; {shown}; look at both and save again", conflicts)


def last_to_change(connection: sa.Connection, found: type[Record], key: Key, name: str) -> str:
    """Who changed the field last, or made or deleted the row."""
    query = (
        sa.select(CHANGES.c.who)
        .join(CHANGE_FIELDS, CHANGE_FIELDS.c.change_id == CHANGES.c.change_id)
        .where(CHANGE_FIELDS.c.table_name == found.table, CHANGE_FIELDS.c.row_key == as_json(key))
        .where(CHANGE_FIELDS.c.field.in_(["", name]))
        .order_by(CHANGES.c.change_id.desc())
        .limit(1)
    )
    return connection.execute(query).scalar() or NOBODY


def save_rows(change: Change, found: type[Record], rows: Rows) -> Counts:
    """Insert rows and update what differs; a field that a row does not have stays as it is."""
    given = _by_key(found, rows)
    stored = fetch_many(change.connection, found, given)
    pairs: list[tuple[StoredRow | None, Row | None]] = []
    for key, values in given.items():
        old = stored.get(key)
        new = _typed(found, key, values, old.values if old else {})
        if old is None or new != old.values:
            pairs.append((old, new))
    change.write(found, pairs)
    added = sum(old is None for old, _ in pairs)
    return Counts(added, len(pairs) - added, len(given) - len(pairs))


def _by_key(found: type[Record], rows: Rows) -> dict[Key, Mapping[str, Any]]:
    given: dict[Key, Mapping[str, Any]] = {}
    for values in each_row(rows):
        key = key_of(found, values)
        if given.setdefault(key, values) != values:
            raise InputError(
                f"{found.table} {' / '.join(key_text(key))}: found twice with different values; expected once"
            )
    return given


def delete_row(change: Change, found: type[Record], key: object, *, version: int | None = None) -> Saved:
    """Delete one row; InputError if there is none, ConflictError if it was changed since ``version``."""
    where = key_of(found, key)
    old = fetch(change.connection, found, where)
    if old is None:
        raise InputError(f"{found.table} {' / '.join(key_text(where))}: not there; nothing to delete")
    if version is not None and old.version != version:
        was = _basis(change.connection, found, where, version, None) or {}
        changed = [(n, was.get(n), value, None) for n, value in old.values.items() if value != was.get(n)]
        if changed:
            raise conflict(change.connection, found, where, changed)
    change.write(found, [(old, None)])
    return Saved(old.key, change.number(), (), change.change_id)
