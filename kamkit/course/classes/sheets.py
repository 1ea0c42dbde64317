"""Rows as CSV that a spreadsheet shows and does not run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from kamkit.programme.importing.report import safe_cell


def safe_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """CSV with a header; text that begins like a formula has an apostrophe before it, numbers are written as they are."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([safe_cell(value) if isinstance(value, str) else _number(value) for value in row])
    return buffer.getvalue()


def _number(value: Any) -> Any:
    if isinstance(value, float):
        return "" if value != value else f"{value:.4f}".rstrip("0").rstrip(".")
    return value
