"""Links that lead nowhere: they are not refused when saving, but they can be listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from kamkit.model import RECORDS, FieldSpec
from kamkit.programme.schema import LINES, SALES, TABLES, SalesBatch


@dataclass(frozen=True)
class DanglingLink:
    """An id in ``table.field`` that ``links_to`` does not have, and how many rows carry it."""

    table: str
    field: str
    found: str
    links_to: str
    rows: int

    def __str__(self) -> str:
        times = "1 row" if self.rows == 1 else f"{self.rows} rows"
        return f"{self.table}, {self.field}: found {self.found!r} in {times}; expected an id from {self.links_to}"


def dangling(connection: sa.Connection) -> tuple[DanglingLink, ...]:
    """All links that lead nowhere, in reading order."""
    return tuple(
        found
        for record in RECORDS.values()
        for spec in record.specs()
        if spec.links_to
        for found in _dangling(connection, record.table, spec)
    )


def _dangling(connection: sa.Connection, table: str, spec: FieldSpec) -> Iterator[DanglingLink]:
    source = LINES if table == SALES else TABLES[table]
    target = TABLES[spec.links_to].alias("target")
    column, wanted = source.c[spec.name], target.c[RECORDS[spec.links_to].key[-1]]
    query = (
        sa.select(column, sa.func.count())
        .where(column.is_not(None), column != "", ~sa.exists().where(wanted == column))
        .group_by(column)
        .order_by(column)
    )
    if table == SALES:
        query = query.where(LINES.c.content_id.in_(sa.select(TABLES[SalesBatch.table].c.content_id)))
    for value, rows in connection.execute(query):
        yield DanglingLink(table, spec.name, value, spec.links_to, rows)
