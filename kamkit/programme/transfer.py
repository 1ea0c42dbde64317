"""All rows of a programme from one database into another, each read back and compared."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import zip_longest
from typing import Any

import sqlalchemy as sa

from kamkit.errors import ProgrammeError
from kamkit.programme import database
from kamkit.programme.migration import own_tables
from kamkit.programme.schema import METADATA, TEXT, WHOLE

_AT_ONCE = 5_000


def transfer(source: sa.Connection, target: sa.Connection, *, leave_out: Collection[str] = ()) -> dict[str, int]:
    """Make the programme's tables in ``target`` and fill them, except those of ``leave_out``; returns the rows of each table.

    Both connections are in a transaction: the source's shows one moment, the target's is committed by the caller
    if all went well. Fields and tables that this kit no longer has come along. ProgrammeError if a row arrived
    otherwise than it left.
    """
    tables = _tables(source)
    tables.create_all(target)
    filled = [table for table in tables.sorted_tables if table.name not in leave_out]
    counts = {table.name: _fill(source, target, table) for table in filled}
    for table in filled:
        _compare(source, target, table)
    return counts


def _tables(connection: sa.Connection) -> sa.MetaData:
    found, seen = sa.MetaData(), sa.inspect(connection)
    columns = {name: there for (_, name), there in seen.get_multi_columns().items()}
    for table in METADATA.sorted_tables:
        copy = table.to_metadata(found)
        for column in columns[table.name]:
            if column["name"] not in table.c:
                copy.append_column(sa.Column(column["name"], _plain(column["type"])))
    for name in own_tables(connection):
        if name not in METADATA.tables:
            key = sa.PrimaryKeyConstraint(*seen.get_pk_constraint(name)["constrained_columns"])
            plain = [sa.Column(one["name"], _plain(one["type"]), autoincrement=False) for one in columns[name]]
            sa.Table(name, found, *plain, key)
    return found


def _plain(kind: sa.types.TypeEngine[Any]) -> sa.types.TypeEngine[Any]:
    """The kind of column on any database that holds what this one does."""
    kinds = ((sa.types.Boolean, sa.Boolean()), (sa.types.Integer, WHOLE), (sa.types.Date, sa.Date()))
    numbers = (sa.types.Float, sa.types.Numeric)
    if isinstance(kind, numbers):
        return sa.Double()
    return next((plain for found, plain in kinds if isinstance(kind, found)), TEXT)


def _fill(source: sa.Connection, target: sa.Connection, table: sa.Table) -> int:
    names, count = table.c.keys(), 0
    result = source.execute(_all(table), execution_options={"stream_results": True})
    on_server = target.dialect.name == "postgresql"
    for part in result.partitions(_AT_ONCE):
        if on_server:
            _refuse_nul(table, part)
        database.insert_many(target, table, names, (tuple(row) for row in part))
        count += len(part)
    return count


def _refuse_nul(table: sa.Table, rows: Sequence[Any]) -> None:
    """Older kits let a NUL into a text, which PostgreSQL cannot hold."""
    for row in rows:
        for name, value in zip(table.c.keys(), row, strict=True):
            if isinstance(value, str) and "\0" in value:
                key = ", ".join(str(part) for part in row[: len(table.primary_key) or 1])
                raise ProgrammeError(
                    f"{table.name} {key}, {name}: found {value[:60]!r}; PostgreSQL cannot store the sign NUL (\\x00): "
                    "take it out first; nothing was moved"
                )


def _compare(source: sa.Connection, target: sa.Connection, table: sa.Table) -> None:
    for left, arrived in zip_longest(_rows(source, table), _rows(target, table)):
        if left is None or arrived is None or tuple(left) != tuple(arrived):
            key = ", ".join(str(part) for part in (left or arrived)[: len(table.primary_key) or 1])
            raise ProgrammeError(f"{table.name} {key}: did not arrive as it left; nothing was moved")


def _rows(connection: sa.Connection, table: sa.Table) -> Iterator[Any]:
    return iter(connection.execute(_all(table), execution_options={"stream_results": True, "yield_per": _AT_ONCE}))


def _all(table: sa.Table) -> sa.Select[Any]:
    # The order of the keys is the same on every database (see schema.TEXT); of rows without a key, that of all fields.
    order = table.primary_key.columns if len(table.primary_key) else table.c
    return sa.select(*table.c).order_by(*order)
