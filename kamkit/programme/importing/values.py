"""A column of text to a column of values of its field's kind, with what was expected where that failed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from kamkit.model import FieldSpec
from kamkit.programme.checking import expected
from kamkit.programme.importing.dates import Order, read_dates
from kamkit.programme.importing.numbers import Mark, read_figures, take_apart
from kamkit.programme.importing.raw import Exact, NoValue, squash

CLEAR = "(empty)"
"""Written in a cell, it empties the field; an empty cell leaves what is known as it is."""

NOTHING = frozenset({"", "null", "(null)", "#n/a", "#nv", "n/a", "#n/v", "n/v"})
"""Words that mean an empty cell, except where ids and names are kept to the letter."""

_YES = {"yes", "y", "ja", "j", "true", "wahr", "1", "x", "oui", "si", "sí"}
_NO = {"no", "n", "nein", "false", "falsch", "0", "non"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_FIGURES = ("number", "money", "percent", "count")
_KEPT = ("id", "link")


@dataclass
class Column:
    """The values of one field, row by row (None: empty), ``wrong`` by position, and the currency written beside."""

    values: list[Any]
    wrong: dict[int, str]
    signs: dict[int, str]


def read_column(
    texts: Sequence[Any], spec: FieldSpec, how: str = "", words: Mapping[str, str] | None = None,
    empty: Sequence[str] = (),
) -> Column:  # fmt: skip
    """Read the cells of one field.

    ``how`` is point, comma, dmy, mdy, ymd or excel, if the user said so; ``words`` translates
    cells before they are read; ``empty`` are further words for an empty cell, ids included.
    """
    if without := {at: text for at, text in enumerate(texts) if isinstance(text, NoValue)}:
        column = read_column([None if at in without else text for at, text in enumerate(texts)], spec, how, words, empty)
        column.wrong |= {at: text.expected for at, text in without.items() if text not in empty}
        return column
    if any(isinstance(text, Exact) for text in texts):
        cells = [_cell(text, spec, words or {}, empty) for text in texts]
    else:
        known = {text: _cell(text, spec, words or {}, empty) for text in dict.fromkeys(texts)}
        cells = [known[text] for text in texts]
    column = Column([None] * len(cells), {}, {})
    if spec.kind in _FIGURES:
        _figures(cells, spec, how, column)
    elif spec.kind == "date":
        read = read_dates((c for c in cells if isinstance(c, str)), _order(how), months=spec.name == "month")
        _fill(cells, column, read.day.get, lambda text: _named(read.wrong[text], spec))
    elif spec.kind == "flag":
        _fill(cells, column, _flag, lambda _: "yes or no (ja, nein, true, false, 1, 0)")
    elif spec.kind == "choice":
        allowed = {squash(choice): choice for choice in spec.choices}
        _fill(cells, column, lambda text: allowed.get(squash(text)), lambda _: expected(spec))
    else:
        column.values = list(cells)
        bad = {cell for cell in dict.fromkeys(c for c in cells if isinstance(c, str)) if _CONTROL.search(cell)}
        if bad:
            column.wrong = {at: "text without control characters" for at, cell in enumerate(cells) if cell in bad}
    return column


def _cell(text: Any, spec: FieldSpec, words: Mapping[str, str], empty: Sequence[str]) -> Any:
    if text is None or not isinstance(text, str):
        return text
    stripped = text.strip()
    if stripped in words:
        stripped = words[stripped]
    if not stripped or stripped in empty:
        return None
    if stripped.casefold() == CLEAR:
        return CLEAR
    if spec.kind not in _KEPT and spec.name != "name" and stripped.casefold() in NOTHING:
        return None
    if not isinstance(text, Exact):
        return stripped
    if spec.kind in _FIGURES:
        # A number the spreadsheet stored needs no convention: it is read here and now.
        part = take_apart(Exact(stripped))
        return stripped if part is None else _scaled(float(stripped.removesuffix("%")), part.percent, spec)
    return stripped


def _scaled(number: float, percent: bool, spec: FieldSpec) -> float:
    return number / 100 if percent and spec.kind != "percent" else number


def _fill(cells: Sequence[Any], column: Column, read: Callable[[str], Any], why: Callable[[str], str]) -> None:
    known = {cell: read(cell) for cell in dict.fromkeys(c for c in cells if isinstance(c, str) and c is not CLEAR)}
    if None in known.values():
        column.wrong = {at: why(c) for at, c in enumerate(cells) if c is not CLEAR and known.get(c, "") is None}
    column.values = [known.get(cell, cell) if isinstance(cell, str) else cell for cell in cells]


def _figures(cells: Sequence[Any], spec: FieldSpec, how: str, column: Column) -> None:
    mark = cast(Mark, how) if how in ("point", "comma") else None
    read = read_figures((c for c in cells if isinstance(c, str) and c is not CLEAR), mark)
    number = {text: _scaled(value, text in read.percent, spec) for text, value in read.number.items()}
    _fill(cells, column, number.get, lambda text: _named(read.wrong[text], spec))
    if read.sign:
        column.signs = {at: read.sign[c] for at, c in enumerate(cells) if isinstance(c, str) and c in read.sign}
    if spec.kind == "count":
        for at, value in enumerate(column.values):
            if isinstance(value, float):
                if value.is_integer():
                    column.values[at] = int(value)
                else:
                    column.values[at], column.wrong[at] = None, "a whole number"


def _named(message: str, spec: FieldSpec) -> str:
    return message.replace("FIELD", spec.name)


def _order(how: str) -> Order | None:
    return cast(Order, how) if how in ("dmy", "mdy", "ymd", "excel") else None


def _flag(text: str) -> bool | None:
    word = text.casefold()
    return True if word in _YES else False if word in _NO else None
