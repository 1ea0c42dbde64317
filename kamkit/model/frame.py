"""Rows of a record as a DataFrame with the dtypes every floor above can count on."""

from __future__ import annotations

from collections import UserDict
from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamkit.model import RECORDS, record
from kamkit.model.field import Kind
from kamkit.model.settings import Settings

if TYPE_CHECKING:
    Tables = Mapping[str, pd.DataFrame]

DTYPES: dict[Kind, str] = {
    "id": "str",
    "link": "str",
    "text": "str",
    "choice": "str",
    "number": "float64",
    "money": "float64",
    "percent": "float64",
    "count": "Int64",
    "date": "datetime64[us]",
    "flag": "boolean",
}


def frame_of(table: str, rows: Iterable[Mapping[str, Any]] = ()) -> pd.DataFrame:
    """The rows of ``table`` with every field as a column in the record's order; defaults fill what is absent.

    Text, ids and choices are ``str`` (missing: NaN), figures float64, counts Int64, dates
    datetime64[us], flags boolean. InputError if the table is unknown, KeyError on a strange field.
    """
    rows = list(rows)
    if not rows:
        return _empty(table).copy(deep=False)
    specs = record(table).specs()
    given = {name for row in rows for name in row}
    if strange := given - {spec.name for spec in specs}:
        raise KeyError(f"{table} has no field {', '.join(sorted(strange))}")
    columns = {}
    for spec in specs:
        values = [row.get(spec.name, spec.default) for row in rows] if spec.name in given else [spec.default] * len(rows)
        columns[spec.name] = _column(values, DTYPES[spec.kind])
    return pd.DataFrame(columns)


@cache
def _empty(table: str) -> pd.DataFrame:
    """The table without rows; whoever gets it gets a copy, and there is nothing in it that could be written over."""
    return pd.DataFrame({spec.name: _column([], DTYPES[spec.kind]) for spec in record(table).specs()})


def _column(values: list[Any], dtype: str) -> Any:
    # Each kind in the shortest way there is: tests and forms make hundreds of small tables.
    if dtype == "float64":
        return np.array(values, dtype=dtype)  # None becomes NaN
    if dtype.startswith("datetime64"):
        if all(value is None or type(value) is date for value in values):
            return np.array(values, dtype=dtype)
        return pd.Series(values, dtype="object").astype(dtype)
    return pd.array(values, dtype=dtype)


class MadeTables(UserDict[str, pd.DataFrame]):
    """Tables made of rows. As those of a programme they remember what the method made of them, until one is exchanged.

    ``memo`` holds its results, ``views`` the rows of single accounts. A plain mapping, ``dict(tables)``, remembers nothing.
    """

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        self.memo: dict[Hashable, Any] = {}
        self.views: dict[str, Any] = {}
        super().__init__(tables)

    def __setitem__(self, table: str, frame: pd.DataFrame) -> None:
        self._forget()
        super().__setitem__(table, frame)

    def __delitem__(self, table: str) -> None:
        self._forget()
        super().__delitem__(table)

    def _forget(self) -> None:
        self.memo.clear()
        self.views.clear()


def tables_of(rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> MadeTables:
    """All tables of the kit, filled with ``rows`` by table name and empty elsewhere."""
    if strange := rows.keys() - RECORDS.keys():
        record(sorted(strange)[0])
    return MadeTables({table: frame_of(table, rows.get(table, ())) for table in RECORDS})


def settings_of(tables: Tables) -> Settings:
    """The programme's settings, or the kit's defaults where it has none."""
    rows = tables["settings"]
    if rows.empty:
        return Settings(settings_id="programme")
    row = rows.iloc[0]
    known = {
        name: value.date() if isinstance(value, pd.Timestamp) else value
        for name, value in row.items()
        if not pd.isna(value)
    }
    return Settings.model_validate(known)
