"""The history as tables: every change, and every field before and after."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from kamkit.model import RECORDS, Record
from kamkit.programme.changes import NOBODY, as_json, stamp
from kamkit.programme.checking import key_of, key_text, loose
from kamkit.programme.schema import CHANGE_FIELDS, CHANGES, SALES, STORED, TABLES, SalesBatch, stored_record

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("change_id", "at", "who", "kind", "table", "key", "field", "before", "after")
Moment = datetime | date
SAMPLE = "the sample case"
"""The note of the change that puts the training case into a new programme."""


def history(
    connection: sa.Connection,
    *,
    table: str | None = None,
    key: object = None,
    account_id: str | Collection[str] | None = None,
    since: Moment | None = None,
    until: Moment | None = None,
) -> pd.DataFrame:
    """One row per field changed: change_id, at (UTC), who, kind, table, key (texts), field, before, after.

    A row made or deleted shows with each of its filled fields. ``since`` and ``until`` are included;
    a date stands for the whole day in UTC. ``account_id`` (one or several) also finds rows that hang
    on the account by a link, such as ratings by their respondent.
    """
    c = CHANGE_FIELDS.c
    query = sa.select(
        CHANGES.c.change_id, CHANGES.c.at, CHANGES.c.who, CHANGES.c.kind,
        c.table_name, c.row_key, c.field, c.before, c.after, c.account_id,
    ).join(CHANGES, CHANGES.c.change_id == c.change_id)  # fmt: skip
    query = query.where(*_times(since, until)).order_by(c.change_id, c.number)
    if table is not None:
        found = SalesBatch if table == SALES else stored_record(table)
        query = query.where(c.table_name == found.table)
        if key is not None:
            query = query.where(c.row_key == as_json(key_of(found, key)))
    if account_id is None:
        rows = list(connection.execute(query))
    else:
        rows = _of_accounts(connection, query, {account_id} if isinstance(account_id, str) else set(account_id))
    return _framed([shown for row in rows for shown in _fields(row)], COLUMNS)


def has_change(connection: sa.Connection, kind: str, note: str) -> bool:
    """Whether there was ever a change of that kind with that note."""
    found = sa.select(CHANGES.c.change_id).where(CHANGES.c.kind == kind, CHANGES.c.note == note)
    return connection.execute(found.limit(1)).first() is not None


def changes(connection: sa.Connection, since: Moment | None = None, until: Moment | None = None) -> pd.DataFrame:
    """One row per change, newest last: change_id, at (UTC), who, kind, note, undoes, rows, tables (texts)."""
    c = CHANGE_FIELDS.c
    query = (
        sa.select(
            CHANGES.c.change_id, CHANGES.c.at, CHANGES.c.who, CHANGES.c.kind, CHANGES.c.note, CHANGES.c.undoes,
            c.table_name, sa.func.count(sa.distinct(c.row_key)),
        )
        .join(c.change_id.table, c.change_id == CHANGES.c.change_id, isouter=True)
        .where(*_times(since, until))
        .group_by(*CHANGES.c, c.table_name)
        .order_by(CHANGES.c.change_id, c.table_name)
    )  # fmt: skip
    found: dict[int, list[Any]] = {}
    for *change, name, rows in connection.execute(query):
        one = found.setdefault(change[0], [*change, 0, ()])
        one[2] = one[2] or NOBODY
        one[-2] += rows
        one[-1] += (name,) if name else ()
    frame = _framed(list(found.values()), ("change_id", "at", "who", "kind", "note", "undoes", "rows", "tables"))
    return frame.astype({"undoes": "Int64", "rows": "int64"})


def _times(since: Moment | None, until: Moment | None) -> Iterator[sa.ColumnElement[bool]]:
    if since is not None:
        yield CHANGES.c.at >= stamp(_moment(since))
    if isinstance(until, datetime):
        yield CHANGES.c.at <= stamp(_moment(until))
    elif until is not None:
        yield CHANGES.c.at < stamp(_moment(until + timedelta(days=1)))


def _moment(given: Moment) -> datetime:
    if not isinstance(given, datetime):
        return datetime.combine(given, time.min, UTC)
    return given if given.tzinfo else given.replace(tzinfo=UTC)


def _link_to_account(found: type[Record]) -> tuple[str, str] | None:
    """How a record without an account of its own hangs on one: (its field, the table that has the account)."""
    if "account_id" in found.model_fields:
        return None
    for spec in found.specs():
        target = RECORDS.get(spec.links_to)
        if spec.name in found.key and target is not None and "account_id" in target.model_fields:
            return spec.name, target.table
    return None


def _of_accounts(connection: sa.Connection, query: sa.Select, wanted: set[str]) -> list[sa.Row]:
    c, linked = CHANGE_FIELDS.c, _linked(connection, wanted)
    moved = sa.and_(c.field == "account_id", c.before.in_([as_json(one) for one in wanted]))
    near = query.where(sa.or_(c.account_id.in_(wanted), moved, c.table_name.in_(linked)))
    return [row for row in connection.execute(near) if row.table_name not in linked or _hangs_on(row, linked)]


def _linked(connection: sa.Connection, wanted: set[str]) -> dict[str, tuple[int, set[str]]]:
    """For tables that hang on an account by a link: where in the key the link is, and the ids that are the account's."""
    ids: dict[str, set[str]] = {}
    places: dict[str, tuple[int, set[str]]] = {}
    for found in STORED.values():
        if link := _link_to_account(found):
            field, target = link
            ids.setdefault(target, _ids_of(connection, STORED[target], wanted))
            places[found.table] = (found.key.index(field), ids[target])
    return places


def _ids_of(connection: sa.Connection, found: type[Record], wanted: set[str]) -> set[str]:
    now = sa.select(TABLES[found.table].c[found.key[-1]]).where(TABLES[found.table].c.account_id.in_(wanted))
    c = CHANGE_FIELDS.c
    ever = sa.select(c.row_key).where(c.table_name == found.table, c.account_id.in_(wanted)).distinct()
    past = {json.loads(key)[-1] for key in connection.execute(ever).scalars()}
    return past | set(connection.execute(now).scalars())


def _hangs_on(row: sa.Row, linked: dict[str, tuple[int, set[str]]]) -> bool:
    place, ids = linked[row.table_name]
    return json.loads(row.row_key)[place] in ids


def _fields(row: sa.Row) -> Iterator[tuple[Any, ...]]:
    head = (row.change_id, row.at, row.who or NOBODY, row.kind, row.table_name, key_text(json.loads(row.row_key)))
    before, after = (None if text is None else json.loads(text) for text in (row.before, row.after))
    if row.field:
        yield (*head, row.field, *(_typed(row.table_name, row.field, value) for value in (before, after)))
        return
    for name in after or before or {}:
        yield (*head, name, *(_typed(row.table_name, name, (value or {}).get(name)) for value in (before, after)))


def _typed(table: str, name: str, value: Any) -> Any:
    if value is None or table not in STORED:
        return value
    return loose(STORED[table], {name: value}).get(name, value)


def _framed(rows: list[Any], columns: tuple[str, ...]) -> pd.DataFrame:
    import pandas as pd

    frame = pd.DataFrame(rows, columns=list(columns), dtype="object")
    at = pd.to_datetime(frame["at"], format="%Y-%m-%dT%H:%M:%S.%fZ", utc=True).astype("datetime64[us, UTC]")
    dtypes = {name: "str" for name in ("who", "kind", "table", "field", "note") if name in columns}
    return frame.assign(at=at).astype({"change_id": "int64"} | dtypes)
