"""A block of cells copied from a spreadsheet, read by the rules of the import and looked at before it is taken."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kamkit.forms.cell import label_of
from kamkit.forms.row import problems_of
from kamkit.forms.typed import Unreadable, in_short
from kamkit.model.field import FieldSpec

if TYPE_CHECKING:
    from kamkit.forms.rows import Form

ROWS_AT_MOST = 500


@dataclass
class PastedRow:
    """One row of the block: the texts by field, the values read from them, what is wrong, and which row it changes."""

    texts: Mapping[str, str]
    values: dict[str, Any]
    wrong: dict[str, str] = field(default_factory=dict)
    changes: str = ""


@dataclass
class Pasted:
    """A block as it was understood. ``unused`` are columns that are no field of the form, ``note`` says what does not fit."""

    columns: Sequence[FieldSpec]
    rows: list[PastedRow]
    form: Form
    unused: tuple[str, ...] = ()
    note: str = ""

    def rows_to_save(self, new_key: Callable[[], Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The rows without mistakes, new ones with a key of their own."""
        made: list[dict[str, Any]] = []
        place = 0
        for row in self.rows:
            if row.wrong:
                continue
            key = {} if row.changes else dict(new_key())
            if "position" in key:
                key["position"] += place
                place += 1
            made.append({**(self.form.fixed if not row.changes else {}), **key, **row.values})
        return made

    def state(self) -> dict[str, Any]:
        """The block as the browser shows it."""
        right = sum(not row.wrong for row in self.rows)
        shown = [
            {
                "cells": [[row.texts.get(spec.name, ""), row.wrong.get(spec.name, "")] for spec in self.columns],
                "wrong": "; ".join(
                    f"{self.form.kind.spec(name).label}: {why}" for name, why in row.wrong.items()
                    if name not in {spec.name for spec in self.columns}
                ),
                "changes": row.changes,
            }
            for row in self.rows
        ]  # fmt: skip
        return {
            "heads": [label_of(spec) for spec in self.columns], "rows": shown, "right": right, "note": self.note,
            "unused": list(self.unused),
        }  # fmt: skip


def read_block(form: Form, text: str) -> Pasted:
    """Read tab-separated text with or without a header row; without one its columns are the form's, from the left."""
    try:
        lines = _lines(text)
    except csv.Error as error:
        return Pasted((), [], form, note=f"This is no block of cells ({error}).")
    if not lines:
        return Pasted((), [], form)
    if len(lines) > ROWS_AT_MOST + 1:
        return Pasted((), [], form, note=f"{len(lines):,} rows; expected at most {ROWS_AT_MOST} at a time. Use kamkit import for more.")
    first, *rest = lines
    header = _header(form, first)
    found = header or [*form.core, *[None] * len(first)][: len(first)]
    unused = tuple(cell.strip() for cell, spec in zip(first, found, strict=True) if spec is None and cell.strip())
    columns = [(at, spec) for at, spec in enumerate(found) if spec is not None]
    rows = [PastedRow({spec.name: _at(line, at) for at, spec in columns}, {}) for line in (rest if header else lines)]
    for _, spec in columns:
        _read(form, spec, rows)
    _check(form, rows)
    return Pasted([spec for _, spec in columns], rows, form, unused)


def _lines(text: str) -> list[list[str]]:
    """The rows with anything in them; spreadsheets quote cells that hold tabs or lines of their own."""
    reader = csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter="\t")
    return [line for line in reader if any(cell.strip() for cell in line)]


def _at(line: Sequence[str], at: int) -> str:
    return line[at].strip() if at < len(line) else ""


def _header(form: Form, cells: Sequence[str]) -> list[FieldSpec | None]:
    """The fields that the first row names; none if it is a row of data."""
    from kamkit.programme.importing.header import header_key

    known = {header_key(name): spec for spec in (*form.more, *form.core) for name in (spec.name, spec.label)}
    found = [known.get(header_key(cell)) for cell in cells]
    filled = [cell for cell in cells if cell.strip()]
    return found if sum(spec is not None for spec in found) * 2 > len(filled) else []


def _read(form: Form, spec: FieldSpec, rows: Sequence[PastedRow]) -> None:
    from kamkit.programme.importing.values import CLEAR, read_column

    column = read_column([row.texts[spec.name] for row in rows], spec)
    names = form.names(spec)
    for at, row in enumerate(rows):
        if at in column.wrong:
            row.wrong[spec.name] = f'found "{row.texts[spec.name]}"; expected {in_short(column.wrong[at])}'
            continue
        value = column.values[at]
        if value is None or value is CLEAR:
            continue
        if names is not None and isinstance(value := names.id_of(str(value)), Unreadable):
            row.wrong[spec.name] = str(value)
            continue
        row.values[spec.name] = value


def _check(form: Form, rows: Sequence[PastedRow]) -> None:
    stored = {row.key: row.values for row in form.stored()}
    seen: set[tuple[str, ...]] = set()
    makes_ids = bool(form.new_id_prefix)
    for row in rows:
        whole = {**form.fixed, **row.values}
        key = tuple(str(whole[name]) for name in form.kind.key if whole.get(name) is not None)
        old = stored.get(key) if len(key) == len(form.kind.key) else None
        if old is not None:
            row.values = {**{name: old[name] for name in form.kind.key}, **row.values}
            row.changes = " / ".join(key)
        if len(key) == len(form.kind.key) and key in seen:
            row.wrong.setdefault(form.kind.key[-1], "stands twice in the block; expected once")
        seen.add(key)
        wrong = problems_of(form.kind, {**(old or {}), **whole})
        if makes_ids:
            wrong = {name: why for name, why in wrong.items() if name not in form.kind.key or whole.get(name)}
        row.wrong = wrong | row.wrong
