"""The case an exercise is about: the sample, or a folder of CSV files that vary it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from pydantic import ValidationError

from kamkit.errors import InputError, MethodError
from kamkit.method.remembered import remembered
from kamkit.model import RECORDS
from kamkit.model.frame import frame_of, settings_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

LARGEST = 8_000_000  # bytes of one table; the sample's largest has less than a million


class Case(Mapping[str, pd.DataFrame]):
    """The tables of a case by name, each read when it is first asked for; ``memo`` is what the method remembers."""

    def __init__(self, read: Callable[[str], pd.DataFrame]) -> None:
        self._read = read
        self._tables: dict[str, pd.DataFrame] = {}
        self.memo: dict[Any, Any] = {}

    def __getitem__(self, table: str) -> pd.DataFrame:
        if table not in RECORDS:
            raise KeyError(table)
        if table not in self._tables:
            self._tables[table] = self._read(table)
        return self._tables[table]

    def rows_where(self, table: str, column: str, values: tuple[str, ...]) -> pd.DataFrame:
        """The rows with one of ``values`` in ``column``: what pages of one account ask for again and again."""
        return _rows_where(self, table, column, values)

    @property
    def looked_at(self) -> frozenset[str]:
        """The tables that anybody has asked for so far."""
        return frozenset(self._tables)

    def __iter__(self) -> Iterator[str]:
        return iter(RECORDS)

    def __len__(self) -> int:
        return len(RECORDS)


@remembered
def _rows_where(tables: Case, table: str, column: str, values: tuple[str, ...]) -> pd.DataFrame:
    whole = tables[table]
    return whole[whole[column].isin(list(values))]


def open_case(folder: str | Path = "") -> Case:
    """The case in a folder: one ``<table>.csv`` for each table that differs from the sample; "" is the sample.

    Files are read as data: text that the records check, nothing is run. InputError if the folder is not there,
    holds no table, a table the kit does not know, a file that is too large, or a row that its record refuses.
    """
    if not str(folder).strip():
        return sample_case()
    path = Path(folder)
    if not path.is_dir():
        raise InputError(f'case: there is no folder "{folder}"; give the folder of the case you were sent, or "" for the sample')
    own = sorted(file.stem for file in path.glob("*.csv"))
    if strange := [name for name in own if name not in RECORDS]:
        raise InputError(f"{path.name}/{strange[0]}.csv: no table of the kit has that name; take the file out of the folder")
    if not own:
        raise InputError(f"{path}: holds no table as CSV; give the folder of the case you were sent")
    varied = frozenset(own)
    return Case(lambda table: _frame(table, path) if table in varied else sample_case()[table])


@lru_cache(maxsize=1)
def sample_case() -> Case:
    """The sample, read once."""
    return Case(lambda table: _frame(table, None))


@remembered
def day_of(tables: Tables) -> date:
    """The day the case looks from; MethodError if its settings name none."""
    day = settings_of(tables).review_date
    if day is None:
        raise MethodError("settings: found no review date; a case needs the day it looks from")
    return day


def _frame(table: str, folder: Path | None) -> pd.DataFrame:
    from kamkit.programme.opening import rows_of_csv

    if folder is not None and (size := (folder / f"{table}.csv").stat().st_size) > LARGEST:
        raise InputError(f"{table}.csv: found {size:,} bytes; expected at most {LARGEST:,}")
    rows = rows_of_csv(table, folder) if folder is not None else rows_of_csv(table)
    return frame_of(table, [_checked(table, number, row) for number, row in enumerate(rows, start=2)])


def _checked(table: str, number: int, row: Mapping[str, str]) -> dict[str, Any]:
    given = {name: value for name, value in row.items() if value != ""}
    try:
        return RECORDS[table].model_validate(given).model_dump()
    except ValidationError as error:
        found = error.errors()[0]
        field = ".".join(str(part) for part in found["loc"])
        raise InputError(f"{table}.csv, row {number}, {field}: {found['msg']}; correct it or ask for the case again") from None
