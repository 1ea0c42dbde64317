"""Rows on their way in: read from drafts, merged by key, each knowing where it stands in which file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from kamkit.errors import Rejection
from kamkit.model import RECORDS, Record
from kamkit.programme.checking import expected
from kamkit.programme.importing.currency import CODES, note_sign
from kamkit.programme.importing.reshape import Draft
from kamkit.programme.importing.values import CLEAR, read_column

_CURRENCY_IN_HEADER = re.compile(r"[\[( ]([A-Z]{3})[\])]?\s*$")


@dataclass(slots=True)
class Incoming:
    """One row: its values (None empties a field), its places, the texts they were read from, and whether it is refused."""

    values: dict[str, Any]
    draft: Draft
    row: int
    at: int
    signs: dict[str, str] = field(default_factory=dict)
    refused: bool = False
    others: list[Incoming] = field(default_factory=list)

    def text(self, name: str) -> str:
        """What stands in the file for that field."""
        cells = self.draft.cells.get(name)
        return "" if cells is None else str(cells[self.at])

    def refuse(self, name: str, expected_: str, found: str | None = None) -> None:
        """Reject the row because of this field."""
        self.refused = True
        if name not in self.draft.cells and (other := next((o for o in self.others if name in o.draft.cells), None)):
            other.refuse(name, expected_, found)  # the value came from another file
            return
        header = self.draft.headers.get(name, name)
        shown = name if header in ("", name) else f"{header} ({name})"
        text = self.text(name) if found is None else found
        self.draft.rejections.append(Rejection(self.draft.file, self.row, shown, text, expected_))


def rows_of(draft: Draft) -> list[Incoming]:
    """The rows of a draft, cells read; a cell that cannot be read rejects its row."""
    found = RECORDS[draft.table]
    before = {(one.file, one.row) for one in draft.rejections}
    rows = [Incoming({}, draft, number, at) for at, number in enumerate(draft.numbers)]
    if before:
        for row in rows:
            row.refused = (draft.file, row.row) in before
    for name, cells in draft.cells.items():
        if name == "parent_name":
            continue
        spec = found.spec(name)
        column = read_column(cells, spec, draft.how.get(name, ""), draft.words.get(name), draft.empty)
        for row, value in zip(rows, column.values, strict=True):
            if value is CLEAR:
                row.values[name] = None
            elif value is not None:
                row.values[name] = value
        for at, wanted in column.wrong.items():
            rows[at].refuse(name, wanted)
        if spec.kind == "money":
            stated = _CURRENCY_IN_HEADER.search(draft.headers.get(name, ""))
            if stated and stated[1] in CODES:
                for row in rows:
                    row.signs[name] = stated[1]
            for at, sign in column.signs.items():
                rows[at].signs[name] = sign
    return [row for row in rows if row.values or row.refused]


def settle_signs(rows: Sequence[Incoming], reporting: str) -> None:
    """Let a currency sign beside an amount say the row's currency, or reject the row where that contradicts it."""
    for row in rows:
        for name, sign in row.signs.items():
            problem = note_sign(row.values, "currency" in RECORDS[row.draft.table].model_fields, sign, reporting)
            if problem:
                row.refuse(name, problem)
                break


def merge_rows(
    found: type[Record], drafts: Sequence[Sequence[Incoming]]
) -> tuple[dict[tuple[Any, ...], Incoming], dict[tuple[Any, ...], list[Incoming]]]:
    """The rows by key, merged over all files, and all places of each key.

    A key that stands twice with different values in one field is rejected; the same again is not.
    """
    merged: dict[tuple[Any, ...], Incoming] = {}
    places: dict[tuple[Any, ...], list[Incoming]] = {}
    for rows in drafts:
        for row in rows:
            key = tuple(row.values.get(name, found.spec(name).default) for name in found.key)
            empty = next((n for n, part in zip(found.key, key, strict=True) if part is None), None)
            if empty is not None:
                row.refuse(empty, expected(found.spec(empty)))
            if row.refused:
                continue
            places.setdefault(key, []).append(row)
            first = merged.get(key)
            if first is None:
                merged[key] = Incoming(dict(row.values), row.draft, row.row, row.at)
            else:
                _join(first, row)
    return merged, places


def _join(first: Incoming, row: Incoming) -> None:
    for name, value in row.values.items():
        known = first.values.get(name, value)
        if known != value and not row.draft.distinct:
            row.refuse(name, f"the same as in {first.draft.file}, row {first.row}: {known!r}; each key once")
            return
        first.values.setdefault(name, value)
    first.others.append(row)


def keep_digits(row: Incoming, stored: Mapping[str, Any] | None) -> None:
    """Take a figure that agrees with the stored one in 15 digits as the stored one: spreadsheets keep no more than that."""
    for name, value in row.values.items():
        known = (stored or {}).get(name)
        if isinstance(value, float) and isinstance(known, float) and value != known and f"{value:.15g}" == f"{known:.15g}":
            row.values[name] = known


def check_row(found: type[Record], row: Incoming, stored: Mapping[str, Any] | None) -> None:
    """Check the row as it will stand, with what is stored already; every error rejects."""
    given = {name: value for name, value in {**(stored or {}), **row.values}.items() if value is not None}
    try:
        found.model_validate(given)
    except ValidationError as error:
        for one in error.errors():
            name = str(one["loc"][0])
            spec = found.spec(name)
            missing = "" if name in given else f"; needed for a new row of {found.title}" if stored is None else ""
            row.refuse(name, expected(spec) + missing)
