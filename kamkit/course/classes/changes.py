"""What differs from the sample, cell by cell: as tables to compute with, and as the CSV files a participant gets."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pandas as pd

from kamkit.course.case import Case, sample_case


class Changes:
    """Cells of the sample with another value, by table, column and row (counted from 0, as in the sample's files)."""

    def __init__(self) -> None:
        self._cells: dict[str, dict[str, dict[int, Any]]] = {}

    def set(self, table: str, at: int, column: str, value: Any) -> None:
        """Give one cell another value, of the kind that stood there."""
        self._cells.setdefault(table, {}).setdefault(column, {})[at] = value

    def with_all(self, other: Changes) -> Changes:
        """These and the other's; where both change a cell, the other's."""
        both = Changes()
        for one in (self, other):
            for table, columns in one._cells.items():
                for column, cells in columns.items():
                    both._cells.setdefault(table, {}).setdefault(column, {}).update(cells)
        return both

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that differ."""
        return tuple(sorted(self._cells))

    def case(self) -> Case:
        """The sample with these changes, to compute with."""
        return Case(lambda table: self._frame(table) if table in self._cells else sample_case()[table])

    def _frame(self, table: str) -> pd.DataFrame:
        frame = sample_case()[table].copy()
        for column, cells in self._cells[table].items():
            changed = frame[column].copy()
            changed.iloc[list(cells)] = list(cells.values())
            frame[column] = changed.astype(frame[column].dtype)
        return frame

    def as_csv(self) -> dict[str, str]:
        """The changed tables as CSV, by name; every cell that is not changed to the letter of the sample's."""
        return {table: self._csv(table) for table in self.tables}

    def _csv(self, table: str) -> str:
        rows = _sample_rows(table)
        columns = {name: {at: _written(value) for at, value in cells.items()} for name, cells in self._cells[table].items()}
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(rows[0])
        for at, row in enumerate(rows):
            writer.writerow([columns[name].get(at, value) if name in columns else value for name, value in row.items()])
        return buffer.getvalue()


def _written(value: Any) -> str:
    if isinstance(value, pd.Timestamp):
        return str(value.date().isoformat())
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


@lru_cache(maxsize=16)
def _sample_rows(table: str) -> list[dict[str, str]]:
    from kamkit.programme.opening import rows_of_csv

    return list(rows_of_csv(table))


def digest_of(texts: Mapping[str, str]) -> str:
    """SHA-256 of tables as written, whatever order they come in."""
    found = hashlib.sha256()
    for table in sorted(texts):
        content = texts[table].encode()
        found.update(f"{table}\0{len(content)}\0".encode() + content)
    return found.hexdigest()
