"""Reading some rows of a table without reading all of it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from kamkit.model.frame import Tables


def rows_where(tables: Tables, table: str, column: str, values: Collection[str]) -> pd.DataFrame:
    """The rows of ``table`` with one of ``values`` in ``column``, in the table's order.

    Tables that can read them alone (``rows_where``) are asked for these; else the whole table is cut.
    """
    if (read := getattr(tables, "rows_where", None)) is not None:
        found: pd.DataFrame = read(table, column, tuple(values))
        return found
    whole = tables[table]
    return whole[whole[column].isin(list(values))]
