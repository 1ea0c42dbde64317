"""An account's records as an Excel workbook to go on working in: a sheet per table, which imports back as what was changed.

A cell that Excel or the import would not give back to the letter is left empty: an empty cell changes nothing.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.documents.fixed import fixed_zip
from kamkit.documents.formats.excel_rows import NOT_CARRIED, Cell, Sheet, cells_of, sheets_of
from kamkit.model import RECORDS, FieldSpec
from kamkit.programme.importing.raw import WRITTEN_AT
from kamkit.programme.importing.reading import IDS_SHEET
from kamkit.programme.importing.recognise import READ_ONLY
from kamkit.programme.template import Looks, header_text, offer_values, open_workbook, sheet_name, write_heading
from kamkit.show.words import day

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from kamkit.documents.plan import PlanDocument
    from kamkit.model.frame import Tables

_NEW_ROWS = 200
_WIDE, _USUAL, _NARROW = 44, 16, 11  # letters
_ROOM_FOR_TEXT = 28  # where somebody may write a sentence and nobody has
_PAGE = 190  # letters that are still readable on a sheet of paper on its side
_LINE, _HIGHEST = 15, 405  # points


def write_excel(plan: PlanDocument, tables: Tables) -> bytes:
    """The records of the plan's account as the bytes of an .xlsx; a customer's edition has shareable columns alone."""
    buffer = io.BytesIO()
    with open_workbook(buffer) as book:
        book.worksheet_class = _exact()
        book.set_properties({"title": plan.title, "author": plan.company, "comments": ""})
        if plan.moment:
            book.set_custom_property(WRITTEN_AT, plan.moment)
        sheets = list(sheets_of(plan, tables))
        taken: set[str] = {"read me", IDS_SHEET.casefold()}
        titles = {sheet.found.table: sheet_name(sheet.found.title, taken) for sheet in sheets}
        _read_me(book, plan)
        looks = _Open(book)
        ids = _Ids(sheets, titles, tables)
        for sheet in sheets:
            _write(book.add_worksheet(titles[sheet.found.table]), sheet, looks, ids)
        ids.write(book, looks)
    return fixed_zip(buffer.getvalue(), plan.as_of)


@cache
def _exact() -> Any:
    from xlsxwriter.worksheet import Worksheet

    class ExactSheet(Worksheet):
        """Writes every digit of a figure (sixteen are not enough for all), and heights of rows that Excel may change."""

        def _xml_start_tag(self, tag: str, attributes: Any = ()) -> None:
            if tag == "row":  # a row of a height of its own would not grow with what is typed into it
                attributes = [found for found in attributes if found[0] != "customHeight"]
            super()._xml_start_tag(tag, attributes)

        def _xml_number_element(self, number: float, attributes: Any = ()) -> None:
            attr = "".join(f' {key}="{self._escape_attributes(value)}"' for key, value in attributes)
            self.fh.write(f"<c{attr}><v>{number!r}</v></c>")

    return ExactSheet


class _Open(Looks):
    """The formats of a protected sheet in which everything but the keys may be typed over."""

    def __init__(self, book: Workbook) -> None:
        super().__init__(book)
        common = {"locked": False, "valign": "top", "text_wrap": True}
        self.text = book.add_format({**common, "num_format": "@"})
        self.date = book.add_format({**common, "num_format": "yyyy-mm-dd", "align": "left"})
        self.figure = book.add_format({**common, "num_format": "#,##0.00"})
        self.count = book.add_format({**common, "num_format": "0"})
        grey = {"bg_color": "#EEEEEE", "font_color": "#555555", "valign": "top"}
        self.key = book.add_format({**grey, "num_format": "@"})
        self.key_date = book.add_format({**grey, "num_format": "yyyy-mm-dd", "align": "left"})
        self.key_count = book.add_format({**grey, "num_format": "0"})

    def locked(self, spec: FieldSpec) -> Any:
        """The format of a cell that says which row it is."""
        return self.key_date if spec.kind == "date" else self.key_count if spec.kind == "count" else self.key


def _read_me(book: Workbook, plan: PlanDocument) -> None:
    sheet = book.add_worksheet("Read me")
    sheet.set_column(0, 0, 110, book.add_format({"text_wrap": True, "valign": "top"}))
    sheet.write_string(0, 0, plan.title, book.add_format({"bold": True, "font_size": 14, "text_wrap": True, "valign": "top"}))
    sheet.set_row(0, 20 * _lines(plan.title, 70))
    lines = [f"As of {day(plan.as_of)}.", *(_HOW_FOR_CUSTOMERS if plan.edition == "customer" else _HOW)]
    for row, text in enumerate(lines, 1):
        sheet.set_row(row, _LINE * _lines(text, 105))
        sheet.write_string(row, 0, text)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True})


_HOW = (
    "One sheet per table. Change what you like: white cells are open, grey ones say which row it is and are locked "
    "(without a password).",
    "New rows go below the last one; the ids are up to you, and no two rows of a sheet share one.",
    "Cells with an arrow offer the values allowed. Point at a heading to see what belongs there.",
    "An empty cell leaves what the programme knows as it is; (empty) removes it.",
    "A row that you delete here stays in the programme: say in its State what became of it.",
    "Sales lines are not in here; they come from your ERP system, file by file.",
    "Bring it back with: kamkit import PROGRAMME FILE.xlsx. Only what you changed is changed; what others changed meanwhile stays, "
    "and where both changed the same cell the import says so.",
)
_HOW_FOR_CUSTOMERS = (
    "One sheet per table. Correct and add what you like: white cells are open, grey ones say which row it is.",
    "Cells with an arrow offer the values allowed. Point at a heading to see what belongs there.",
    "Send it back to your key account manager.",
)


class _Ids:
    """What the drop-downs of links offer: the ids of a sheet of this workbook, or a list with names on one of its own."""

    def __init__(self, sheets: list[Sheet], titles: dict[str, str], tables: Tables) -> None:
        self._titles = titles
        self._own = {sheet.found.table: sheet for sheet in sheets}
        wanted = {spec.links_to for sheet in sheets for spec in sheet.specs if spec.links_to}
        self._listed = [name for name in RECORDS if name in wanted and not self._is_here(name)]
        self._tables = tables
        self._found: dict[str, pd.DataFrame] = {}

    def _is_here(self, table: str) -> bool:
        """Whether a sheet of this workbook has all the ids there are; of standards there are more than the account's own."""
        return table in self._own and len(RECORDS[table].key) == 1

    def source(self, spec: FieldSpec) -> str | None:
        """Where the ids are that a link may have, as a formula for a drop-down."""
        table = spec.links_to
        if table in self._listed:
            column, count = 2 * self._listed.index(table), len(self._rows(table))
            return _place(IDS_SHEET, column, max(count, 1))
        if table in self._own:
            names = [one.name for one in self._own[table].specs]
            rows = len(self._own[table].rows) + _NEW_ROWS
            return _place(self._titles[table], names.index(RECORDS[table].key[-1]), rows)
        return None

    def _rows(self, table: str) -> pd.DataFrame:
        if table not in self._found:
            rows, key = self._tables[table], RECORDS[table].key[-1]
            self._found[table] = rows[rows[key].notna()].drop_duplicates(key).sort_values(key, kind="stable")
        return self._found[table]

    def write(self, book: Workbook, looks: _Open) -> None:
        """The sheet of ids and names; it is for reading, and the import passes over it."""
        if not self._listed:
            return
        sheet = book.add_worksheet(IDS_SHEET)
        for number, table in enumerate(self._listed):
            title, rows, at = RECORDS[table].title.lower(), self._rows(table), 2 * number
            called = rows["name"] if "name" in rows else pd.Series("", index=rows.index)
            sheet.set_column(at, at, _width(map(str, rows[RECORDS[table].key[-1]]), _USUAL))
            sheet.set_column(at + 1, at + 1, _width((str(name) for name in called if not pd.isna(name)), _USUAL))
            sheet.write_string(0, at, f"{READ_ONLY}{title}, id", looks.optional)
            sheet.write_string(0, at + 1, f"{READ_ONLY}{title}", looks.optional)
            for row, (key, name) in enumerate(zip(rows[RECORDS[table].key[-1]], called, strict=True), 1):
                _put_text(sheet, row, at, str(key), looks.key)
                _put_text(sheet, row, at + 1, "" if pd.isna(name) else str(name), looks.key)
        sheet.freeze_panes(1, 0)
        sheet.set_row(0, 2 * _LINE)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.protect("", {"format_columns": True})


def _place(title: str, column: int, rows: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    letters, quoted = xl_col_to_name(column), title.replace("'", "''")
    return f"='{quoted}'!${letters}$2:${letters}${rows + 1}"


def _write(sheet: Worksheet, content: Sheet, looks: _Open, ids: _Ids) -> None:
    specs, rows = content.specs, content.rows
    last = len(rows) + _NEW_ROWS
    cells = list(cells_of(content))
    widths = [_width_of(spec, [values[column] for values in cells]) for column, spec in enumerate(specs)]
    for column, (spec, width) in enumerate(zip(specs, widths, strict=True)):
        write_heading(sheet, column, content.found, spec, looks)
        sheet.set_column(column, column, width, looks.of(spec))
        _offer(sheet, column, spec, last, ids)
    keys = max(1, sum(spec.name in content.found.key for spec in specs))
    for number, values in enumerate(cells, 1):
        tall = max(_lines(value, width) for value, width in zip(values, widths, strict=True))
        if tall > 1:
            sheet.set_row(number, min(_HIGHEST, _LINE * tall))
        for column, (value, spec) in enumerate(zip(values, specs, strict=True)):
            if value is not None:
                _put(sheet, number, column, value, looks.locked(spec) if spec.name in content.fixed else looks.of(spec))
    sheet.autofilter(0, 0, last, len(specs) - 1)
    sheet.freeze_panes(1, keys)
    sheet.set_row(0, _LINE * max(2, *(_lines(header_text(content.found, spec), width - 2) for spec, width in zip(specs, widths, strict=True))))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0, keys - 1)
    sheet.fit_to_pages(-(-sum(widths) // _PAGE), 0)
    sheet.protect("", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True})


def _width_of(spec: FieldSpec, values: list[Cell]) -> int:
    """The width of a column: what stands in it, or room for what may be written."""
    texts = [str(value) for value in values if value is not None]
    room = _ROOM_FOR_TEXT if (spec.max_length or 0) > 150 else max(_NARROW, min(_USUAL, len(spec.label) + 4))
    return _width(texts, room)


def _width(texts: Iterable[str], least: int) -> int:
    longest = max((len(line) for text in texts for line in text.split("\n")), default=0)
    return min(_WIDE, max(least, longest + 3))


def _lines(value: Cell, width: int) -> int:
    """On how many lines a text stands in a column, about."""
    if not isinstance(value, str):
        return 1
    return sum(1 + int(len(line) * 1.1) // width for line in value.split("\n"))


def _offer(sheet: Worksheet, column: int, spec: FieldSpec, rows: int, ids: _Ids) -> None:
    if not spec.links_to:
        offer_values(sheet, column, spec, rows)
    elif (source := ids.source(spec)) is not None:
        sheet.data_validation(
            1, column, rows, column,
            {"validate": "list", "source": source, "error_type": "warning", "error_title": "Not in the list",
             "error_message": "Import will name this cell if it cannot be used."},
        )  # fmt: skip


def _put(sheet: Worksheet, row: int, column: int, value: str | float | int | date, look: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, look)
    else:
        sheet.write_number(row, column, value, look)


def _put_text(sheet: Worksheet, row: int, column: int, text: str, look: Any) -> None:
    if not NOT_CARRIED.search(text):
        sheet.write_string(row, column, text, look)
