"""What stands in an account's Excel workbook: which tables have a sheet, which rows and fields, and what is in a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.communication import shareable_fields
from kamkit.method.worth.own_rows import own_rows, units_in
from kamkit.model import RECORDS, FieldSpec, Record
from kamkit.programme.importing.values import CLEAR, read_column

if TYPE_CHECKING:
    from kamkit.documents.plan import Edition, PlanDocument
    from kamkit.model.frame import Tables

ALWAYS = (
    "customer_goals", "objectives", "opportunities", "propositions", "actions", "promises", "measures", "readings", "risks",
    "contacts", "touch_points", "queries",
)  # fmt: skip
"""Tables that have a sheet although nothing is in them yet."""

NEVER = ("sales_lines",)
"""Sales lines come and go by the file they were in, never one by one."""

_BY_WAY_OF = ("ratings", "coverages", "readings")
NOT_CARRIED = re.compile(r"x[0-9A-Fa-f]{4}_|\r|\A<r>.*</r>\Z", re.DOTALL)
"""Text that Excel would not give back as it is."""

# From here on Excel counts days as everybody does; further ones the import takes for a slip.
_FIRST_DAY, _LAST_DAY = date(1900, 3, 1), date(2100, 12, 31)

Cell = str | float | int | date | None
"""What stands in a cell; None for nothing."""


@dataclass(frozen=True)
class Sheet:
    """One table's sheet: which record, the rows, the fields in the order of the columns."""

    found: type[Record]
    rows: pd.DataFrame
    specs: tuple[FieldSpec, ...]

    @property
    def fixed(self) -> frozenset[str]:
        """The fields that say which row it is."""
        return frozenset({*self.found.key, "account_id"})


def sheets_of(plan: PlanDocument, tables: Tables) -> Iterator[Sheet]:
    """The sheets that the plan's account has: tables with rows of it, and those that may be added to."""
    own, units = own_rows(tables, plan.account_id), units_in(tables, plan.account_id)
    for name, found in RECORDS.items():
        specs = _columns(name, plan.edition)
        if name in NEVER or not specs or not ("account_id" in found.model_fields or name in _BY_WAY_OF):
            continue
        rows = own[name]
        if "account_id" in rows:
            rows = rows[rows["account_id"].isin(units)]
        if len(rows) or name in ALWAYS:
            order = [column for column in ("position", *found.key) if column in rows]
            yield Sheet(found, rows.sort_values(order, kind="stable", na_position="last"), specs)


def _columns(table: str, edition: Edition) -> tuple[FieldSpec, ...]:
    """The fields a sheet has, the keys first; none where a customer may not know which row is which."""
    found = RECORDS[table]
    specs = found.specs()
    if edition == "customer":
        shown = set(shareable_fields(table))
        specs = tuple(spec for spec in specs if spec.name in shown) if set(found.key) <= shown else ()
    return tuple(sorted(specs, key=lambda spec: spec.name not in found.key))


def cells_of(content: Sheet) -> Iterator[list[Cell]]:
    """The rows as they stand in the sheet, without those that could not be told from others there."""
    for row in content.rows[[spec.name for spec in content.specs]].itertuples(index=False):
        values = [_value(value, spec) for value, spec in zip(row, content.specs, strict=True)]
        if not any(value is None and spec.name in content.found.key and spec.required for value, spec in zip(values, content.specs, strict=True)):
            yield values


def _value(value: Any, spec: FieldSpec) -> Cell:
    """What stands in a cell; None for nothing, and for what would come back as something else."""
    if pd.isna(value) or value == "":
        return None
    if spec.kind in ("number", "money", "percent"):
        return float(value)
    if spec.kind == "count":
        return int(value)
    if spec.kind == "flag":
        return "yes" if value else "no"
    if spec.kind == "date":
        found: date = pd.Timestamp(value).date()
        return found if _FIRST_DAY <= found <= _LAST_DAY else None
    text = str(value)
    if NOT_CARRIED.search(text) or text.casefold() == CLEAR:
        return None
    read = read_column([text], spec)
    return text if not read.wrong and read.values[0] == text else None
