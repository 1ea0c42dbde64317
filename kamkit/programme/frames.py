"""Tables as DataFrames, read at once or as they were at an earlier change."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from kamkit.model import RECORDS, FieldSpec, record
from kamkit.programme.database import as_stored
from kamkit.programme.schema import CHANGE_FIELDS, CHANGES, LINES, SALES, STORED, TABLES, SalesBatch
from kamkit.programme.travel import rows_at

if TYPE_CHECKING:
    import pandas as pd


def counter(connection: sa.Connection) -> int:
    """The number of the latest change; it rises with every change by anybody."""
    return connection.execute(sa.select(sa.func.max(CHANGES.c.change_id))).scalar() or 0


def touched_since(connection: sa.Connection, change_id: int) -> set[str]:
    """The tables that later changes wrote to; sales lines when a batch changed."""
    query = sa.select(CHANGE_FIELDS.c.table_name).where(CHANGE_FIELDS.c.change_id > change_id).distinct()
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


def _stored(connection: sa.Connection, table: str) -> pd.DataFrame:
    found, where = STORED[table], TABLES[table]
    columns = [as_stored(where.c[spec.name]) for spec in found.specs()]
    return _framed(connection, table, sa.select(*columns).order_by(*(where.c[name] for name in found.key)))


def _lines(connection: sa.Connection, contents: list[int] | None = None) -> pd.DataFrame:
    import pandas as pd

    if contents is None:
        batches = TABLES[SalesBatch.table]
        contents = list(connection.execute(sa.select(batches.c.content_id).order_by(batches.c.name)).scalars())
    columns = [as_stored(LINES.c[spec.name]) for spec in record(SALES).specs()]
    parts = [
        _framed(connection, SALES, sa.select(*columns).where(LINES.c.content_id == one).order_by(LINES.c.line_no))
        for one in contents
    ]
    full = [part for part in parts if len(part)]
    return pd.concat(full, ignore_index=True) if full else _framed(connection, SALES, sa.select(*columns).limit(0))


def _framed(connection: sa.Connection, table: str, query: sa.Select) -> pd.DataFrame:
    import pandas as pd

    specs = record(table).specs()
    rows = connection.execute(query).cursor.fetchall()
    columns = list(zip(*rows, strict=True)) or [()] * len(specs)
    return pd.DataFrame({spec.name: _series(spec, column) for spec, column in zip(specs, columns, strict=True)})


def _series(spec: FieldSpec, values: tuple[Any, ...]) -> pd.Series[Any]:
    import pandas as pd

    from kamkit.model.frame import DTYPES

    if spec.default is not None:
        values = tuple(spec.default if value is None else value for value in values)
    if spec.kind == "flag":
        values = tuple(None if value is None else bool(value) for value in values)
    if spec.kind == "date":
        return pd.Series(pd.to_datetime(pd.Series(values, dtype="object"), format="ISO8601")).astype(DTYPES["date"])
    return pd.Series(values, dtype="object").astype(DTYPES[spec.kind])


class Snapshot(Mapping[str, "pd.DataFrame"]):
    """All tables as they were at one change, each read when it is first asked for.

    Nothing is locked meanwhile: what others change later is taken back while reading.
    """

    def __init__(self, change_id: int, read: Callable[[str, int], pd.DataFrame]) -> None:
        self.change_id = change_id
        self.memo: dict[Hashable, object] = {}  # what the method made of these tables, which do not change
        self._read = read
        self._frames: dict[str, pd.DataFrame] = {}

    def __getitem__(self, table: str) -> pd.DataFrame:
        if table not in RECORDS:
            raise KeyError(table)
        if table not in self._frames:
            self._frames[table] = self._read(table, self.change_id)
        return self._frames[table].copy(deep=False)

    def __iter__(self) -> Iterator[str]:
        return iter(RECORDS)

    def __len__(self) -> int:
        return len(RECORDS)

    def moved_to(self, change_id: int, touched: set[str]) -> Snapshot:
        """The snapshot of a later change, which keeps what was read and has not changed since."""
        later = Snapshot(change_id, self._read)
        later._frames = {name: found for name, found in self._frames.items() if name not in touched}
        return later
