"""Cells of an Excel workbook whose formula gave no value: those that failed, and those that nobody ever calculated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Any
from xml.etree import ElementTree

from kamkit.programme.importing.raw import NoValue

_NAME = r"(?:\w+:)?"  # some programs write a prefix before every name
_WITHOUT_VALUE = re.compile(
    rf"(?:</{_NAME}f>|<{_NAME}f\s[^<>]*/>)\s*(?:<{_NAME}v\s*/>|<{_NAME}v>\s*</{_NAME}v>)?\s*</{_NAME}c>".encode()
)
_AT_ONCE, _LONGEST = 1 << 20, 200  # bytes read together, and what of them is looked at again with the next


def failed(cell: Any, place: str) -> NoValue:
    """What stands for a cell that holds Excel's own word for a mistake, such as #NAME?."""
    todo = "mend it in the file, or write the value or nothing in its place"
    return NoValue(str(cell.value), f"a value: the formula in cell {place} gives none; {todo}")


def never_calculated(sheet: Any, name: str) -> dict[tuple[int, int], NoValue]:
    """The cells of a sheet, by row and column from 1, with a formula whose result no program has stored."""
    with sheet._get_source() as part:
        if not _any_without_value(part):
            return {}
    todo = "open the file in Excel or LibreOffice and save it"
    with sheet._get_source() as part:
        return {
            at: NoValue(formula, f"a value: the formula in cell {name}!{where} was never calculated; {todo}")
            for at, where, formula in _without_value(part)
        }


def _any_without_value(part: IO[bytes]) -> bool:
    """Whether a look at the bytes finds such a cell; reading the whole a second time is slow, and hardly ever needed."""
    tail = b""
    while read := part.read(_AT_ONCE):
        if _WITHOUT_VALUE.search(tail + read):
            return True
        tail = (tail + read)[-_LONGEST:]
    return False


def _without_value(part: IO[bytes]) -> Iterator[tuple[tuple[int, int], str, str]]:
    from openpyxl.utils import coordinate_to_tuple, get_column_letter

    row = column = 0
    for event, element in ElementTree.iterparse(part, events=("start", "end")):
        kind = element.tag.rpartition("}")[2]
        if event == "start" and kind == "row":
            row, column = int(element.get("r", row + 1)), 0
        elif event == "end" and kind == "c":
            row, column = coordinate_to_tuple(element.get("r", f"{get_column_letter(column + 1)}{row}"))
            parts = {one.tag.rpartition("}")[2]: one for one in element}
            # An empty text is a result as well, and the only one that is stored as text.
            if "f" in parts and element.get("t") != "str" and not (parts["v"].text if "v" in parts else ""):
                yield (row, column), f"{get_column_letter(column)}{row}", f"={parts['f'].text or '...'}"
        elif event == "end" and kind == "row":
            element.clear()
