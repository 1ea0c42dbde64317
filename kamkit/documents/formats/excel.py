"""An account's records as an Excel workbook to go on working in: a sheet per table, which imports back as what was changed.

A cell that Excel or the import would not give back to the letter is left empty: an empty cell changes nothing.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.documents.fixed import fixed_zip
from kamkit.method.communication import shareable_fields
from kamkit.method.worth.own_rows import own_rows, units_in
from kamkit.model import RECORDS, FieldSpec, Record
from kamkit.programme.importing.raw import WRITTEN_AT
from kamkit.programme.importing.reading import IDS_SHEET
from kamkit.programme.importing.recognise import READ_ONLY
from kamkit.programme.importing.values import CLEAR, read_column
from kamkit.programme.template import Looks, offer_values, open_workbook, sheet_name, write_heading
from kamkit.show.words import day

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from kamkit.documents.plan import Edition, PlanDocument
    from kamkit.model.frame import Tables

ALWAYS = (
    "customer_goals", "objectives", "opportunities", "propositions", "actions", "promises", "measures", "readings", "risks",
    "contacts", "touch_points", "queries",
)  # fmt: skip
"""Tables that have a sheet although nothing is in them yet."""

NEVER = ("sales_lines",)
"""Sales lines come and go by the file they were in, never one by one."""

_BY_WAY_OF = ("ratings", "coverages", "readings")
_NEW_ROWS = 200
_NOT_CARRIED = re.compile(r"x[0-9A-Fa-f]{4}_|\r|\A<r>.*</r>\Z", re.DOTALL)
# From here on Excel counts days as everybody does; further ones the import takes for a slip.
_FIRST_DAY, _LAST_DAY = date(1900, 3, 1), date(2100, 12, 31)
_WIDE, _USUAL = 44, 16


@dataclass(frozen=True)
class _Sheet:
    found: type[Record]
    rows: pd.DataFrame
    specs: tuple[FieldSpec, ...]

    @property
    def fixed(self) -> frozenset[str]:
        """The fields that say which row it is."""
        return frozenset({*self.found.key, "account_id"})


def write_excel(plan: PlanDocument, tables: Tables) -> bytes:
    """The records of the plan's account as the bytes of an .xlsx; a customer's edition has shareable columns alone."""
    buffer = io.BytesIO()
    with open_workbook(buffer) as book:
        book.worksheet_class = _exact()
        book.set_properties({"title": plan.title, "author": plan.company, "comments": ""})
        if plan.moment:
            book.set_custom_property(WRITTEN_AT, plan.moment)
        sheets = list(_sheets(plan, tables))
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
        """A worksheet that writes every digit of a figure; sixteen are not enough for all of them."""

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


def _sheets(plan: PlanDocument, tables: Tables) -> Iterator[_Sheet]:
    own, units = own_rows(tables, plan.account_id), units_in(tables, plan.account_id)
    for name, found in RECORDS.items():
        specs = _columns(name, plan.edition)
        if name in NEVER or not specs or not ("account_id" in found.model_fields or name in _BY_WAY_OF):
            continue
        rows = own[name]
        if "account_id" in rows:
            rows = rows[rows["account_id"].isin(units)]
        if len(rows) or name in ALWAYS:
            order = [column for column in ("position", *found.key) if column in rows]
            yield _Sheet(found, rows.sort_values(order, kind="stable", na_position="last"), specs)


def _columns(table: str, edition: Edition) -> tuple[FieldSpec, ...]:
    """The fields a sheet has, the keys first; none where a customer may not know which row is which."""
    found = RECORDS[table]
    specs = found.specs()
    if edition == "customer":
        shown = set(shareable_fields(table))
        specs = tuple(spec for spec in specs if spec.name in shown) if set(found.key) <= shown else ()
    return tuple(sorted(specs, key=lambda spec: spec.name not in found.key))


def _read_me(book: Workbook, plan: PlanDocument) -> None:
    sheet = book.add_worksheet("Read me")
    sheet.set_column(0, 0, 110, book.add_format({"text_wrap": True, "valign": "top"}))
    sheet.write_string(0, 0, plan.title, book.add_format({"bold": True, "font_size": 14, "text_wrap": True}))
    lines = [f"As of {day(plan.as_of)}.", *_HOW]
    if plan.edition == "customer":
        lines = [f"As of {day(plan.as_of)}.", *_HOW_FOR_CUSTOMERS]
    for row, text in enumerate(lines, 1):
        sheet.write_string(row, 0, text)
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

    def __init__(self, sheets: list[_Sheet], titles: dict[str, str], tables: Tables) -> None:
        self._titles = titles
        self._own = {sheet.found.table: sheet for sheet in sheets}
        wanted = {spec.links_to for sheet in sheets for spec in sheet.specs if spec.links_to}
        self._listed = [name for name in RECORDS if name in wanted and not self._is_here(name)]
        self._tables = tables

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
        rows, key = self._tables[table], RECORDS[table].key[-1]
        return rows[rows[key].notna()].drop_duplicates(key).sort_values(key, kind="stable")

    def write(self, book: Workbook, looks: _Open) -> None:
        """The sheet of ids and names; it is for reading, and the import passes over it."""
        if not self._listed:
            return
        sheet = book.add_worksheet(IDS_SHEET)
        for number, table in enumerate(self._listed):
            title, rows, at = RECORDS[table].title.lower(), self._rows(table), 2 * number
            sheet.set_column(at, at, _USUAL)
            sheet.set_column(at + 1, at + 1, 28)
            sheet.write_string(0, at, f"{READ_ONLY}{title}, id", looks.optional)
            sheet.write_string(0, at + 1, f"{READ_ONLY}{title}", looks.optional)
            called = rows["name"] if "name" in rows else pd.Series("", index=rows.index)
            for row, (key, name) in enumerate(zip(rows[RECORDS[table].key[-1]], called, strict=True), 1):
                _put_text(sheet, row, at, str(key), looks.key)
                _put_text(sheet, row, at + 1, "" if pd.isna(name) else str(name), looks.key)
        sheet.freeze_panes(1, 0)
        sheet.protect("", {"format_columns": True})


def _place(title: str, column: int, rows: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    letters, quoted = xl_col_to_name(column), title.replace("'", "''")
    return f"='{quoted}'!${letters}$2:${letters}${rows + 1}"


def _write(sheet: Worksheet, content: _Sheet, looks: _Open, ids: _Ids) -> None:
    specs, rows = content.specs, content.rows
    last = len(rows) + _NEW_ROWS
    for column, spec in enumerate(specs):
        write_heading(sheet, column, content.found, spec, looks)
        sheet.set_column(column, column, _WIDE if (spec.max_length or 0) > 150 else _USUAL, looks.of(spec))
        _offer(sheet, column, spec, last, ids)
    number = 1
    for row in rows[[spec.name for spec in specs]].itertuples(index=False):
        values = [_value(value, spec) for value, spec in zip(row, specs, strict=True)]
        if any(value is None and spec.name in content.found.key and spec.required for value, spec in zip(values, specs, strict=True)):
            continue  # a row that cannot be told from others in Excel stays where it is
        for column, (value, spec) in enumerate(zip(values, specs, strict=True)):
            if value is not None:
                _put(sheet, number, column, value, looks.locked(spec) if spec.name in content.fixed else looks.of(spec))
        number += 1
    sheet.autofilter(0, 0, last, len(specs) - 1)
    sheet.freeze_panes(1, max(1, sum(spec.name in content.found.key for spec in specs)))
    sheet.set_row(0, 32)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    sheet.protect("", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True})


def _offer(sheet: Worksheet, column: int, spec: FieldSpec, rows: int, ids: _Ids) -> None:
    if not spec.links_to:
        offer_values(sheet, column, spec, rows)
    elif (source := ids.source(spec)) is not None:
        sheet.data_validation(
            1, column, rows, column,
            {"validate": "list", "source": source, "error_type": "warning", "error_title": "Not in the list",
             "error_message": "Import will name this cell if it cannot be used."},
        )  # fmt: skip


def _value(value: Any, spec: FieldSpec) -> str | float | int | date | None:
    """What stands in a cell; None for nothing, and for what would come back as something else."""
    if pd.isna(value) or value == "":
        return None
    if spec.kind in ("number", "money", "percent"):
        return float(value)
    if spec.kind == "count":
        return int(value)
    if spec.kind == "flag":
        return "yes" if value else "no"
    if spec.kind == "date":
        found: date = pd.Timestamp(value).date()
        return found if _FIRST_DAY <= found <= _LAST_DAY else None
    text = str(value)
    if _NOT_CARRIED.search(text) or text.casefold() == CLEAR:
        return None
    read = read_column([text], spec)
    return text if not read.wrong and read.values[0] == text else None


def _put(sheet: Worksheet, row: int, column: int, value: str | float | int | date, look: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, look)
    else:
        sheet.write_number(row, column, value, look)


def _put_text(sheet: Worksheet, row: int, column: int, text: str, look: Any) -> None:
    if not _NOT_CARRIED.search(text):
        sheet.write_string(row, column, text, look)
