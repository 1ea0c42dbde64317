"""The Excel workbook to fill in: a sheet per table, with help, units, drop-downs and links; it imports back."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamkit.model import RECORDS, FieldSpec, Record
from kamkit.programme.checking import expected
from kamkit.programme.importing.recognise import headers_of
from kamkit.programme.importing.report import write_bytes

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_ROWS = 2000
_NOT_TYPED = ("settings_id",)
_LEFT_OUT = ("learners", "answers", "scorings", "scoring_items", "ballots")
"""Tables that the course and the scoring pages fill, not a planner."""

_READ_ME = (
    ("How to use this workbook", True),
    ("One sheet per table, in reading order. Fill in what you have; nothing has to be complete.", False),
    ("Dark headings are needed, light ones may stay empty. The unit stands in brackets.", False),
    ("Point at a heading to see what belongs there. Cells with an arrow offer the values allowed.", False),
    ("Ids are kept to the letter: 007 and NA are ids like any other.", False),
    ("An empty cell leaves what the programme knows as it is; (empty) removes it.", False),
    ("Dates as Excel keeps them, or as 2026-03-31. Amounts without a sign are in the reporting currency.", False),
    ("Load it with: kamkit import PROGRAMME FILE.xlsx", False),
)


def open_workbook(buffer: io.BytesIO) -> Workbook:
    """A workbook in which text stays text: nothing typed or imported becomes a formula or a link."""
    from datetime import datetime

    import xlsxwriter

    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"created": datetime(2000, 1, 1), "author": "", "comments": ""})  # same bytes every time
    return book


def write_template(path: str | os.PathLike[str]) -> Path:
    """Write the empty workbook and give its path; InputError if the place cannot be written."""
    place = Path(path)
    buffer = io.BytesIO()
    with open_workbook(buffer) as book:
        _read_me(book)
        looks = Looks(book)
        for found in RECORDS.values():
            if found.table not in _LEFT_OUT:
                _sheet(book, found, looks)
    write_bytes(place, buffer.getvalue())
    return place


class Looks:
    """The cell formats of a workbook, made once."""

    def __init__(self, book: Workbook) -> None:
        common = {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "border_color": "#B0B7C3"}
        self.needed: Format = book.add_format({**common, "bg_color": "#1F3A5F", "font_color": "#FFFFFF"})
        self.optional: Format = book.add_format({**common, "bg_color": "#DCE6F2", "font_color": "#1F3A5F"})
        self.text: Format = book.add_format({"num_format": "@"})
        self.date: Format = book.add_format({"num_format": "yyyy-mm-dd"})
        self.figure: Format = book.add_format({"num_format": "#,##0.00"})
        self.count: Format = book.add_format({"num_format": "0"})
        self.known: Format = book.add_format({"bg_color": "#EEEEEE", "font_color": "#555555", "num_format": "@"})

    def of(self, spec: FieldSpec) -> Format:
        """The format of a field's cells; ids are text, so that Excel keeps 007."""
        if spec.kind == "date":
            return self.date
        if spec.kind in ("number", "money", "percent"):
            return self.figure
        return self.count if spec.kind == "count" else self.text


def sheet_name(title: str, taken: set[str]) -> str:
    """A name that Excel takes: no more than 31 characters, none of []:*?/\\\\, and not there yet."""
    plain = "".join(" " if letter in "[]:*?/\\" else letter for letter in title).strip().strip("'").strip() or "Sheet"
    if plain.casefold() == "history":
        plain += " "
    name, number = plain[:31].rstrip(), 2
    while name.casefold() in taken:
        name = f"{plain[: 31 - len(str(number)) - 1].rstrip()} {number}"
        number += 1
    taken.add(name.casefold())
    return name


def header_text(found: type[Record], spec: FieldSpec) -> str:
    """The heading of a field: its label, and its unit in brackets."""
    label = headers_of(found)[spec.name]
    return f"{label} [{spec.unit}]" if spec.unit else label


def note_text(spec: FieldSpec) -> str:
    """The note on a heading: help, what is expected, and which table it points to."""
    points_to = f" Links to {RECORDS[spec.links_to].title}." if spec.links_to else ""
    default = f" Empty means {spec.default}." if spec.default not in (None, "") else ""
    return f"{spec.help}\nExpected: {expected(spec)}.{points_to}{default}"


def _read_me(book: Workbook) -> None:
    sheet = book.add_worksheet("Read me")
    sheet.set_column(0, 0, 110)
    bold = book.add_format({"bold": True, "font_size": 14})
    for row, (text, big) in enumerate(_READ_ME):
        sheet.write_string(row, 0, text, *([bold] if big else []))


def _sheet(book: Workbook, found: type[Record], looks: Looks) -> None:
    sheet = book.add_worksheet(sheet_name(found.title, set()))
    specs = [spec for spec in found.specs() if spec.name not in _NOT_TYPED]
    for column, spec in enumerate(specs):
        write_heading(sheet, column, found, spec, looks)
        offer_values(sheet, column, spec, _ROWS)
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 32)


def write_heading(sheet: Worksheet, column: int, found: type[Record], spec: FieldSpec, looks: Looks) -> None:
    """The heading of one field, with its note, and the format of its cells."""
    sheet.set_column(column, column, max(12, min(30, len(spec.label) + 6)), looks.of(spec))
    sheet.write_string(0, column, header_text(found, spec), looks.needed if spec.required else looks.optional)
    sheet.write_comment(0, column, note_text(spec), {"x_scale": 2.2, "y_scale": 1.2})


def offer_values(sheet: Worksheet, column: int, spec: FieldSpec, rows: int) -> None:
    """A drop-down below the heading: choices, yes and no, or the ids of the sheet a link points to."""
    offered: Any = None
    if spec.choices and len(",".join(spec.choices)) <= 255:
        offered = list(spec.choices)
    elif spec.kind == "flag":
        offered = ["yes", "no"]
    elif spec.links_to and spec.links_to not in _LEFT_OUT:
        target = RECORDS[spec.links_to]
        at = chr(ord("A") + [one.name for one in target.specs() if one.name not in _NOT_TYPED].index(target.key[-1]))
        title = sheet_name(target.title, set()).replace("'", "''")
        offered = f"='{title}'!${at}$2:${at}${rows + 1}"
    if offered is not None:
        sheet.data_validation(
            1, column, rows, column,
            {"validate": "list", "source": offered, "error_type": "warning", "error_title": "Not in the list",
             "error_message": "Import will name this cell if it cannot be used."},
        )  # fmt: skip
