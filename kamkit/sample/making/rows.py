"""Rows as data: the field names once, then one tuple a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np

Row = dict[str, Any]
Rows = dict[str, list[Row]]

AS_OF = date(2026, 3, 31)
SEED = 20260331


def rows_of(names: str, *values: tuple[Any, ...], **same: Any) -> list[Row]:
    """One row for each tuple, its values under ``names`` in order; ``same`` is added to every row, None is left out."""
    fields = names.split()
    rows = []
    for number, found in enumerate(values, start=1):
        if len(found) != len(fields):
            raise ValueError(f"row {number} of {fields[0]}: {len(found)} values for {len(fields)} fields: {found!r}")
        rows.append({name: value for name, value in zip(fields, found, strict=True) if value is not None} | same)
    return rows


def joined(parts: Iterable[Mapping[str, list[Row]]]) -> Rows:
    """The rows of all parts, table by table, in the order the parts come."""
    found: Rows = {}
    for part in parts:
        for table, rows in part.items():
            found.setdefault(table, []).extend(rows)
    return found


def draws(topic: int) -> np.random.Generator:
    """Random numbers of one topic; every topic has its own, so that a change in one leaves the others alone."""
    return np.random.default_rng([SEED, topic])
