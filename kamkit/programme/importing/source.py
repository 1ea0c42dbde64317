"""Read the bytes of a file, once it is clear that they can be a table."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kamkit.errors import InputError

LIMIT = 100_000_000

_KNOWN_BY_START = {
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file (.xls, .doc)",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file (.gz)",
    b"7z\xbc\xaf": "a compressed file (.7z)",
    b"SQLite format 3": "a database",
    b"<!DOCTYPE": "a web page",
    b"<html": "a web page",
    b"<?xml": "XML",
    b"{\\rtf": "an RTF document",
}


@dataclass(frozen=True)
class Source:
    """A file that was read: its name for people, the sheet asked for (empty: all), its kind and its bytes."""

    name: str
    sheet: str
    kind: Literal["text", "workbook"]
    data: bytes


def read_source(path: str | Path) -> Source:
    """The file's bytes, and whether they are text or an Excel workbook, told by content and not by name.

    ``book.xlsx#Sheet`` asks for one sheet. InputError for a file that is missing, a folder, empty,
    over 100 MB (which is not read at all) or not a table.
    """
    place, sheet = _place(path)
    name = place.name
    try:
        if place.is_dir():
            raise InputError(f"{place}: this is a folder; name the CSV or XLSX files in it")
        size = place.stat().st_size
        if size > LIMIT:
            raise InputError(
                f"{place}: {size / 1e6:,.0f} MB, and at most {LIMIT / 1e6:.0f} MB are read; export fewer years or split it"
            )
        data = place.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{place}: no such file; check the name and the folder") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{place}: cannot be read ({getattr(error, 'strerror', None) or error})") from None
    if not data.strip(b"\0\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise InputError(f"{place}: the file is empty; expected a CSV or XLSX file with a header and rows")
    if data.startswith(b"PK\x03\x04"):
        return Source(name, sheet, "workbook", data)
    if sheet:
        raise InputError(f"{place}: sheet {sheet!r} was asked for, but this is not an Excel workbook")
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:16]
    for mark, what in _KNOWN_BY_START.items():
        if start.lower().startswith(mark.lower()):
            raise InputError(f"{place}: this is {what}; expected CSV or XLSX (save or export it as one of these)")
    return Source(name, "", "text", data)


def _place(path: str | Path) -> tuple[Path, str]:
    text = os.fspath(path)
    if "#" in text and not os.path.exists(text):
        file, _, sheet = text.rpartition("#")
        if file.lower().endswith((".xlsx", ".xlsm")):
            return Path(file), sheet
    return Path(text), ""
