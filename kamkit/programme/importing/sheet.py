"""Excel workbooks to rows of text, with numbers and dates kept exact and formulas never evaluated."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from datetime import date, datetime, time
from typing import Any

from kamkit.errors import InputError
from kamkit.programme.importing.formulas import failed, never_calculated
from kamkit.programme.importing.raw import WRITTEN_AT, Exact, Sheet
from kamkit.programme.importing.source import Source

_UNPACKED_LIMIT = 1_000_000_000
_ZEROS = re.compile(r"^0{2,}$")


def read_sheets(source: Source) -> list[Sheet]:
    """Every sheet of the workbook that has a cell, or the one that was asked for.

    Formula cells give the value Excel last stored; a cell that has none is a ``NoValue``. InputError for a broken
    or protected workbook, and for a sheet that is not there (it names those that are).
    """
    from openpyxl import load_workbook

    try:
        packed = zipfile.ZipFile(io.BytesIO(source.data))
        if sum(part.file_size for part in packed.infolist()) > _UNPACKED_LIMIT:
            raise InputError(f"{source.name}: unpacks to more than 1,000 MB; export fewer years or split it")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(source.data), read_only=True, data_only=True)
            names = _asked_for(source, book.sheetnames)
            moment = next((str(one.value) for one in book.custom_doc_props if one.name == WRITTEN_AT), "")
            sheets = [Sheet(source.name, name, _rows(book[name]), "Excel", name, moment) for name in names]
    except InputError:
        raise
    except Exception:  # openpyxl raises many kinds on a file that is not what its name says
        raise InputError(f"{source.name}: not an Excel workbook that can be read; save it again as .xlsx") from None
    filled = [sheet for sheet in sheets if any(any(cell for cell in row) for row in sheet.rows)]
    if not filled:
        raise InputError(f"{source.name}: every sheet is empty; expected a header and rows")
    if len(book.sheetnames) == 1:
        filled[0].sheet = ""
    return filled


def _asked_for(source: Source, names: list[str]) -> list[str]:
    if not source.sheet:
        return names
    found = [name for name in names if name.casefold() == source.sheet.casefold()]
    if not found:
        raise InputError(f"{source.name}: no sheet {source.sheet!r}; its sheets are {', '.join(names)}")
    return found


def _rows(sheet: Any) -> list[list[str]]:
    if not hasattr(sheet, "iter_rows"):  # a chart on a sheet of its own
        return []
    sheet.reset_dimensions()
    rows = [[_text(cell, sheet.title) for cell in row] for row in sheet.iter_rows()]
    for (row, column), found in never_calculated(sheet, sheet.title).items():
        rows[row - 1][column - 1] = found
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _text(cell: Any, sheet: str) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        return failed(cell, f"{sheet}!{cell.coordinate}")
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return Exact(value.date().isoformat() if value.time() == time.min else value.isoformat(sep=" "))
    if isinstance(value, date):
        return Exact(value.isoformat())
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    return str(value)


def _number(value: float, number_format: str) -> str:
    if "%" in number_format:
        return Exact(f"{_plain(round(value * 100, 12))}%")
    text = _plain(value)
    # '00000' is how Excel keeps the leading zeros of a customer number.
    if _ZEROS.match(number_format) and text.isdigit():
        text = text.zfill(len(number_format))
    return Exact(text)


def _plain(value: float) -> str:
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(value)
