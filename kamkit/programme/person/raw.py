"""Rows of any of the programme's tables as they are stored, also in copies that an older kit left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from kamkit.programme.migration import own_tables

Values = Mapping[str, Any]


@dataclass(frozen=True)
class RawTable:
    """A table that is there: its columns, and those that tell its rows apart."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    schema: str | None = None

    def rows(self, connection: sa.Connection, **one_of: Iterable[str]) -> Iterator[dict[str, Any]]:
        """All rows, or those with one of these values in a column; read at once, so that they can be changed meanwhile."""
        table = self._table()
        where = [table.c[name].in_(list(values)) for name, values in one_of.items()]
        for row in connection.execute(sa.select(*table.c).where(*where)).all():
            yield dict(zip(self.columns, row, strict=True))

    def write(self, connection: sa.Connection, changes: Sequence[tuple[Values, Values]]) -> None:
        """Write changes given as (the row as it was, the fields that change)."""
        table = self._table()
        alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for row, new in changes:
            values = {f"new_{name}": value for name, value in new.items()} | {f"key_{name}": row[name] for name in self.key}
            alike.setdefault(tuple(new), []).append(values)
        where = [table.c[name] == sa.bindparam(f"key_{name}") for name in self.key]
        for names, rows in alike.items():
            chosen: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in names}
            connection.execute(sa.update(table).where(*where).values(**chosen), rows)

    def _table(self) -> sa.TableClause:
        return sa.table(self.name, *(sa.column(name) for name in self.columns), schema=self.schema)


def raw_tables(connection: sa.Connection, schema: str | None = None) -> list[RawTable]:
    """The programme's tables as they are there; ``schema`` for a copy on a server."""
    seen = sa.inspect(connection)
    names: Iterable[str] = own_tables(connection) if schema is None else seen.get_table_names(schema=schema)
    columns: Mapping[Any, Any] = seen.get_multi_columns(schema=schema)
    keys: Mapping[Any, Any] = seen.get_multi_pk_constraint(schema=schema)
    found = []
    for name in names:
        own = tuple(column["name"] for column in columns[(schema, name)])
        key = tuple((keys.get((schema, name)) or {}).get("constrained_columns") or own)
        found.append(RawTable(name, own, key, schema))
    return found
