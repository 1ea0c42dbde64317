"""Undo: a new change that puts back what an earlier one replaced, if nobody has changed it since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from kamkit.errors import InputError
from kamkit.model import Record
from kamkit.programme.changes import Change
from kamkit.programme.checking import Row, checked, key_text
from kamkit.programme.rows import Key, StoredRow, fetch_many
from kamkit.programme.saving import conflict
from kamkit.programme.schema import CHANGE_FIELDS, CHANGES, STORED
from kamkit.programme.travel import Step, steps


@dataclass(frozen=True)
class Undone:
    """An undo: the change undone, the number of the new change, and how many rows it put back."""

    undoes: int
    change_id: int
    rows: int


def undo(change: Change) -> Undone:
    """Put back all of ``change.undoes``; ConflictError if a field was changed since, InputError if it is not there."""
    assert change.undoes is not None
    connection, rows = change.connection, 0
    _refuse_if_gone(connection, change.undoes)
    tables = sa.select(CHANGE_FIELDS.c.table_name).where(CHANGE_FIELDS.c.change_id == change.undoes).distinct()
    for name in sorted(connection.execute(tables).scalars()):
        if name not in STORED:
            raise InputError(
                f"change {change.undoes}: wrote to {name}, which this kit no longer has; it cannot be undone"
            )
        pairs = _pairs(connection, STORED[name], change.undoes)
        change.write(STORED[name], pairs)
        rows += len(pairs)
    return Undone(change.undoes, change.number(), rows)


def _refuse_if_gone(connection: sa.Connection, change_id: int) -> None:
    kind = connection.execute(sa.select(CHANGES.c.kind).where(CHANGES.c.change_id == change_id)).scalar()
    if kind is None:
        raise InputError(f"change {change_id}: not in the history; expected a number that changes() lists")
    if kind == "erase":
        raise InputError(f"change {change_id}: removed a person; that cannot be undone")
    if by := undone_by(connection, change_id):
        raise InputError(f"change {change_id}: already undone by change {by}; undo {by} to redo it")


def undone_by(connection: sa.Connection, change_id: int) -> int | None:
    """The change that undid this one and was not itself undone."""
    undoing = sa.select(CHANGES.c.change_id).where(CHANGES.c.undoes == change_id).order_by(CHANGES.c.change_id)
    found = list(connection.execute(undoing).scalars())
    return next((one for one in found if undone_by(connection, one) is None), None)


def _pairs(connection: sa.Connection, found: type[Record], change_id: int) -> list[tuple[StoredRow | None, Row | None]]:
    by_key: dict[Key, list[Step]] = {}
    for step in steps(connection, found, CHANGE_FIELDS.c.change_id == change_id):
        by_key.setdefault(step.key, []).append(step)
    stored = fetch_many(connection, found, by_key)
    pairs: list[tuple[StoredRow | None, Row | None]] = []
    clashes = []
    for key, done in by_key.items():
        old = stored.get(key)
        if between := _clashes(done, old.values if old else None):
            clashes.append((key, between))
            continue
        new = _put_back(found, done, old)
        if (old and old.values) != new:
            pairs.append((old, new))
    if clashes:
        errors = [conflict(connection, found, key, between) for key, between in clashes]
        first = errors[0]
        raise type(first)(str(first), [one for error in errors for one in error.conflicts])
    return pairs


def _clashes(done: list[Step], now: Mapping[str, Any] | None) -> list[tuple[str, Any, Any, Any]]:
    """What was changed since, as (field, what the change had put there, what is there, what undo would put back)."""
    clashes = []
    for step in done:
        if step.field:
            there = now.get(step.field) if now is not None else None
            if now is None or there not in (step.after, step.before):
                clashes.append((step.field, step.after, there, step.before))
            continue
        after, before = step.after or {}, step.before or {}
        for name in {**after, **(now or {})}:
            left, there, wanted = after.get(name), (now or {}).get(name), before.get(name)
            if there not in (left, wanted):
                clashes.append((name, left, there, wanted))
    return clashes


def _put_back(found: type[Record], done: list[Step], old: StoredRow | None) -> Row | None:
    if not done[-1].field:
        before: Row | None = done[0].before
    else:
        assert old is not None
        before = {**old.values, **{step.field: step.before for step in done}}
    if before is None:
        return None
    return checked(found, before, where=lambda: f"{found.table} {' / '.join(key_text(done[0].key))} (as it was)")
