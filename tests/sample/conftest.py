"""The sample case as the files hold it."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import kamkit.sample
from kamkit.model import RECORDS
from kamkit.model.frame import tables_of

FOLDER = Path(kamkit.sample.__file__).parent
Rows = dict[str, list[dict[str, Any]]]


def read_rows(table: str) -> list[dict[str, str]]:
    """The rows of a CSV as text; what is empty is left out."""
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [{name: value for name, value in row.items() if value != ""} for row in csv.DictReader(file)]


@pytest.fixture(scope="session")
def sample_rows() -> Rows:
    """Every row of every table, checked by its record."""
    return {
        table: [record.model_validate(row).model_dump() for row in read_rows(table)]
        for table, record in RECORDS.items()
    }


@pytest.fixture(scope="session")
def tables(sample_rows: Rows) -> dict[str, pd.DataFrame]:
    """The sample as the method gets it; read it, do not change it."""
    return tables_of(sample_rows)


@pytest.fixture(scope="session")
def as_of() -> date:
    """The review date of the case."""
    return date(2026, 3, 31)
