"""What ``--map`` says: a mapping by name or file, their column = our field, how it is written, a constant.

=====================================  =================================================================
``northwind`` or ``our-erp.toml``      a mapping of the kit, or a file of yours
``"Cust No=account_id"``               their column is our field; ``sales_lines.account_id`` for one table only
``"Order date=date:dmy"``              the same, and how it is written: point, comma, dmy, mdy, ymd, excel
``date:dmy``                           how our field is written, wherever it comes from
``currency:=EUR``                      our field has this value in every row
``"Phone="``                           leave their column out
``export.csv=sales_lines``             this file, or sheet, is that table
``encoding:=cp1250``                   the encoding of text files; ``delimiter:=;`` their separator
=====================================  =================================================================
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kamkit.errors import InputError
from kamkit.model import RECORDS
from kamkit.programme.importing.mapping import HOW, PSEUDO, SavedMapping, load_mapping, shipped
from kamkit.programme.importing.raw import squash

_FIELDS = {name for found in RECORDS.values() for name in found.model_fields} | {
    name for pseudo in PSEUDO.values() for name in pseudo
}
_HOW = re.compile(r"^(?:(?P<table>\w+)\.)?(?P<field>\w+):(?P<how>\w+)$")
_CONSTANT = re.compile(r"^(?:(?P<table>\w+)\.)?(?P<field>\w+):=(?P<value>.*)$", re.DOTALL)


@dataclass(frozen=True)
class Ours:
    """A field of ours, in one table or in any."""

    field: str
    table: str = ""

    def is_in(self, table: str) -> bool:
        """Whether the option means this table."""
        return self.table in ("", table) and (
            self.field in RECORDS[table].model_fields or self.field in PSEUDO.get(table, {})
        )


@dataclass
class Options:
    """Everything that ``--map`` said, sorted."""

    mappings: list[SavedMapping] = field(default_factory=list)
    columns: list[tuple[str, Ours]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    how: list[tuple[Ours, str]] = field(default_factory=list)
    constants: list[tuple[Ours, str]] = field(default_factory=list)
    tables: list[tuple[str, str]] = field(default_factory=list)
    encoding: str = ""
    delimiter: str = ""

    def table_of(self, file: str, sheet: str, title: str = "") -> str:
        """The table that the user named for this file or sheet; empty if none."""
        names = {
            squash(file),
            squash(file.rpartition(".")[0] or file),
            squash(sheet),
            squash(f"{file}#{sheet}"),
            squash(title),
        } - {""}
        return next((table for theirs, table in self.tables if squash(theirs) in names), "")


def read_options(maps: Sequence[str]) -> Options:
    """Sort the options; InputError names the one that cannot be used."""
    options = Options()
    for text in maps:
        _take(text, options)
    return options


def _take(text: str, options: Options) -> None:
    if text in shipped() or Path(text).is_file():
        options.mappings.append(load_mapping(text))
    elif found := _CONSTANT.match(text):
        _take_constant(text, found["table"] or "", found["field"], found["value"], options)
    elif "=" in text:
        _take_column(text, options)
    elif found := _HOW.match(text):
        options.how.append((_ours(text, found["field"], found["table"] or ""), _how(text, found["how"])))
    else:
        options.mappings.append(load_mapping(text))


def _take_constant(text: str, table: str, field_name: str, value: str, options: Options) -> None:
    if field_name == "encoding" and not table:
        options.encoding = value
    elif field_name == "delimiter" and not table:
        options.delimiter = {"tab": "\t", "\\t": "\t"}.get(value, value)
        if len(options.delimiter) != 1:
            raise InputError(f"--map {text}: found {value!r}; expected one character, or tab")
    else:
        options.constants.append((_ours(text, field_name, table), value))


def _take_column(text: str, options: Options) -> None:
    theirs, _, ours = text.rpartition("=")
    theirs, ours = theirs.strip(), ours.strip()
    if not theirs:
        raise InputError(f"--map {text}: expected 'their column=our_field'")
    if not ours:
        options.left_out.append(theirs)
        return
    if ours in RECORDS:
        options.tables.append((theirs, ours))
        return
    name, _, how = ours.partition(":")
    table, _, field_name = name.rpartition(".")
    meant = _ours(text, field_name, table)
    options.columns.append((theirs, meant))
    if how:
        options.how.append((meant, _how(text, how)))


def _ours(text: str, field_name: str, table: str) -> Ours:
    ours = Ours(field_name, table)
    if table and table not in RECORDS:
        raise InputError(f"--map {text}: no table {table!r}; expected one of {', '.join(RECORDS)}")
    if table and not ours.is_in(table):
        raise InputError(f"--map {text}: {table} has no field {field_name!r}; see `kamkit glossary`")
    if field_name not in _FIELDS:
        raise InputError(f"--map {text}: no table has a field {field_name!r}; see `kamkit glossary`")
    return ours


def _how(text: str, how: str) -> str:
    if how not in HOW:
        raise InputError(f"--map {text}: found {how!r}; expected one of {', '.join(HOW)}")
    return how
