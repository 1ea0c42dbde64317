"""Tables as DataFrames, read at once or as they were at an earlier change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from kamkit.model import RECORDS, FieldSpec, record
from kamkit.programme.database import as_stored
from kamkit.programme.schema import CHANGE_FIELDS, CHANGES, LINES, SALES, STORED, TABLES, SalesBatch
from kamkit.programme.travel import rows_at

if TYPE_CHECKING:
    import pandas as pd

_DAY = len("2026-03-31")
_MOST_VALUES = 500  # more are found as fast by reading the whole table


def counter(connection: sa.Connection) -> int:
    """The number of the latest change; it rises with every change by anybody."""
    return connection.execute(sa.select(sa.func.max(CHANGES.c.change_id))).scalar() or 0


def touched_since(connection: sa.Connection, change_id: int) -> set[str]:
    """The tables that later changes wrote to; sales lines when a batch changed."""
    query = sa.select(CHANGE_FIELDS.c.table_name).where(CHANGE_FIELDS.c.change_id > change_id).distinct()
    erased = sa.select(CHANGES.c.change_id).where(CHANGES.c.change_id > change_id, CHANGES.c.kind == "erase")
    if connection.execute(erased).first():
        return set(RECORDS)  # a removed person may have stood in any of them
    names = set(connection.execute(query).scalars())
    return names | {SALES} if SalesBatch.table in names else names


def frame(connection: sa.Connection, table: str, *, at: int | None = None) -> pd.DataFrame:
    """The table with the columns and dtypes of ``kamkit.model.frame.frame_of``, sorted by key.

    ``at`` gives it as it was when that change was the latest. Sales lines are those of the batches
    that count, by batch name and then as booked.
    """
    from kamkit.model.frame import frame_of

    record(table)
    if at is None or table not in touched_since(connection, at):
        return _lines(connection) if table == SALES else _stored(connection, table)
    if table == SALES:
        return _lines(connection, [row.values["content_id"] for row in rows_at(connection, SalesBatch, at)])
    return frame_of(table, [row.values for row in rows_at(connection, STORED[table], at)])


def frame_where(
    connection: sa.Connection, table: str, column: str, values: Collection[str], *, at: int | None = None
) -> pd.DataFrame | None:
    """The rows of ``frame`` with one of ``values`` in ``column``; None where only the whole table can tell.

    That is so if the table was changed after ``at``, or if an empty field of older rows stands for a value asked for.
    """
    spec = record(table).spec(column)
    filled = column not in record(table).key and spec.default is not None and spec.default in values
    if filled or len(values) > _MOST_VALUES or (at is not None and table in touched_since(connection, at)):
        return None
    if table == SALES:
        return _lines(connection, only=LINES.c[column].in_(values))
    return _stored(connection, table, TABLES[table].c[column].in_(values))


def _stored(connection: sa.Connection, table: str, *only: sa.ColumnElement[bool]) -> pd.DataFrame:
    found, where = STORED[table], TABLES[table]
    columns = [as_stored(where.c[spec.name]) for spec in found.specs()]
    query = sa.select(*columns).where(*only).order_by(*(where.c[name] for name in found.key))
    return _framed(connection, table, query)


def _lines(
    connection: sa.Connection, contents: list[int] | None = None, only: sa.ColumnElement[bool] | None = None
) -> pd.DataFrame:
    import pandas as pd

    if contents is None:
        batches = TABLES[SalesBatch.table]
        contents = list(connection.execute(sa.select(batches.c.content_id).order_by(batches.c.name)).scalars())
    columns = [as_stored(LINES.c[spec.name]) for spec in record(SALES).specs()]
    parts = [
        _framed(connection, SALES, sa.select(*columns).where(*chosen).order_by(LINES.c.line_no))
        for one in contents
        for chosen in [[LINES.c.content_id == one, *([] if only is None else [only])]]
    ]
    full = [part for part in parts if len(part)]
    return pd.concat(full, ignore_index=True) if full else _framed(connection, SALES, sa.select(*columns).limit(0))


def _framed(connection: sa.Connection, table: str, query: sa.Select) -> pd.DataFrame:
    import pandas as pd

    specs = record(table).specs()
    rows = connection.execute(query).cursor.fetchall()
    columns = list(zip(*rows, strict=True)) or [()] * len(specs)
    arrays = {spec.name: _array(spec, column) for spec, column in zip(specs, columns, strict=True)}
    return pd.DataFrame(arrays, index=pd.RangeIndex(len(rows)))


def _array(spec: FieldSpec, values: tuple[Any, ...]) -> Any:
    import numpy as np
    import pandas as pd

    from kamkit.model.frame import DTYPES

    if spec.default is not None:
        values = tuple(spec.default if value is None else value for value in values)
    dtype = DTYPES[spec.kind]
    if dtype == "float64":
        return np.array(values, dtype="float64")  # None becomes NaN
    if spec.kind == "flag":
        values = tuple(None if value is None else bool(value) for value in values)
    if spec.kind == "date":
        return np.array([value[:_DAY] if type(value) is str else value for value in values], dtype=dtype)
    return pd.array(list(values), dtype=dtype)


Read = Callable[[str, int], "pd.DataFrame"]
ReadWhere = Callable[[str, int, str, tuple[str, ...]], "pd.DataFrame | None"]


class Snapshot(Mapping[str, "pd.DataFrame"]):
    """All tables as they were at one change, each read when it is first asked for.

    Nothing is locked meanwhile: what others change later is taken back while reading. ``memo`` holds what the method
    made of these tables, ``views`` the rows of single accounts.
    """

    def __init__(self, change_id: int, read: Read, read_where: ReadWhere | None = None) -> None:
        self.change_id = change_id
        self.memo: MutableMapping[Hashable, Any] = {}
        self.views: dict[str, Any] = {}
        self._read, self._read_where = read, read_where
        self._frames: dict[str, pd.DataFrame] = {}
        self._rows: dict[tuple[str, str, tuple[str, ...]], pd.DataFrame] = {}

    def __getitem__(self, table: str) -> pd.DataFrame:
        if table not in RECORDS:
            raise KeyError(table)
        if table not in self._frames:
            self._frames[table] = self._read(table, self.change_id)
        return self._frames[table].copy(deep=False)

    @property
    def read_whole(self) -> tuple[str, ...]:
        """The tables of which every row was read, in the order in which they were asked for."""
        return tuple(self._frames)

    def rows_where(self, table: str, column: str, values: tuple[str, ...]) -> pd.DataFrame:
        """The rows of ``table`` with one of ``values`` (text) in ``column``, in the table's order, without all others."""
        if table not in self._frames and self._read_where is not None:
            asked = (table, column, values)
            if asked in self._rows:
                return self._rows[asked].copy(deep=False)
            if (found := self._read_where(table, self.change_id, column, values)) is not None:
                self._rows[asked] = found
                return found.copy(deep=False)
        whole = self[table]
        return whole[whole[column].isin(values)].reset_index(drop=True)

    def __iter__(self) -> Iterator[str]:
        return iter(RECORDS)

    def __len__(self) -> int:
        return len(RECORDS)

    def moved_to(self, change_id: int, touched: set[str]) -> Snapshot:
        """The snapshot of a later change, which keeps what was read and has not changed since."""
        later = Snapshot(change_id, self._read, self._read_where)
        later._frames = {name: found for name, found in self._frames.items() if name not in touched}
        later._rows = {asked: found for asked, found in self._rows.items() if asked[0] not in touched}
        return later
