"""The tables as a customer may see them: only fields that the record definition marks as shareable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.worth.own_rows import own_rows
from kamkit.model import RECORDS

if TYPE_CHECKING:
    from kamkit.model.frame import Tables


@cache
def shareable_fields(table: str) -> tuple[str, ...]:
    """The fields of ``table`` that may leave the house, in their order; internal is the default."""
    return tuple(spec.name for spec in RECORDS[table].specs() if spec.shareable)


class Shareable(Mapping[str, pd.DataFrame]):
    """One account's own rows with their shareable fields alone: what is internal is not there to be shown by mistake.

    Rows come in the order of the page (``position``), which itself is internal.
    """

    def __init__(self, tables: Tables, account_id: str) -> None:
        self._tables = own_rows(tables, account_id)

    def __getitem__(self, table: str) -> pd.DataFrame:
        rows = self._tables[table]
        if "position" in rows.columns:
            rows = rows.sort_values("position", kind="stable", na_position="last")
        return rows[list(shareable_fields(table))].reset_index(drop=True)

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)
