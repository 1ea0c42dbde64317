"""Every record of the kit, written down once.

``RECORDS`` maps a table's name to its record; ``record("accounts")`` looks one up. Tables, import
checks, the Excel template, forms and the glossary are derived from these and nothing else.
"""

from __future__ import annotations

from kamkit.errors import InputError
from kamkit.model import (
    accounts,
    course,
    direction,
    planning,
    refinement,
    relationship,
    scoring,
    selection,
    settings,
    touchline,
    values,
)
from kamkit.model.field import FieldSpec
from kamkit.model.record import Record

__all__ = ["RECORDS", "FieldSpec", "Record", "record"]

_IN_READING_ORDER = (
    settings, accounts, direction, values, touchline, selection, relationship, planning, refinement, scoring,
    course,
)  # fmt: skip

RECORDS: dict[str, type[Record]] = {
    found.table: found
    for module in _IN_READING_ORDER
    for found in vars(module).values()
    if isinstance(found, type) and issubclass(found, Record) and found.__module__ == module.__name__
}


def record(table: str) -> type[Record]:
    """The record whose table is called ``table``; InputError names the tables there are."""
    try:
        return RECORDS[table]
    except KeyError:
        raise InputError(f"table {table!r}: not one of the kit's; expected one of {', '.join(RECORDS)}") from None
