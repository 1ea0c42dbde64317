"""The answer sheet of an interview: one sheet per person, a line per question, a column per supplier.

``kamkit.documents.answer_sheet`` writes it. Two hidden columns say what a line is (``A``) and which (``B``), so that
lines may be moved; a hidden line says what the columns are. What people see and fill in begins in ``C``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from kamkit.errors import InputError, Rejection
from kamkit.model import RECORDS
from kamkit.programme.importing.raw import Sheet
from kamkit.programme.importing.reshape import Draft

MARKER = "kamkit answers 1"
"""Stands in A1 of every sheet of answers, beside the respondent's id in B1."""

PERSON, COLUMNS, CUSTOMERS = "person", "columns", "customers"
IMPORTANCE, COMMENT, US = "importance", "comment", "us"
FIRST = 2  # the column of the questions, behind the two hidden ones
_ABOUT = ("expectation", "touch point", "outcome")
_NEEDED = {"account_id": "the customer they answered about", "asked_on": "a date such as 2026-03-31"}
_RATING = ("respondent_id", "about", "item_id", "supplier_id", "asked_on", "importance", "performance", "comment")


@dataclass
class Answers:
    """What the sheets of a workbook hold: drafts of respondents and ratings, remarks, and what is missing."""

    drafts: list[Draft] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)


def read_answers(sheets: Sequence[Sheet]) -> Answers | None:
    """The answers in a workbook that ``kamkit ask`` wrote; None if it is any other workbook.

    A sheet on which nobody answered is left out. InputError if that is all of them.
    """
    asked = [sheet for sheet in sheets if _cell(sheet.rows, 0, 0) == MARKER]
    if not asked:
        return None
    found = Answers()
    customers = dict(_customers(sheets))
    for sheet in asked:
        _take(sheet, customers, found)
    if not found.drafts and not found.rejections:
        raise InputError(f"{asked[0].file}: an answer sheet on which no mark is filled in yet")
    return found


def _customers(sheets: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    for sheet in sheets:
        if _cell(sheet.rows, 0, 0) == CUSTOMERS:
            yield from ((_text(row, 0), _text(row, 1)) for row in sheet.rows[1:])


def _take(sheet: Sheet, customers: dict[str, str], found: Answers) -> None:
    name = f"{sheet.file}#{sheet.sheet}" if sheet.sheet else sheet.file
    rows = list(enumerate(sheet.rows, 1))
    person = {_text(row, 1): (number, _value(row, FIRST + 1)) for number, row in rows if _text(row, 0) == PERSON}
    if "account_id" in person:
        number, account = person["account_id"]
        person["account_id"] = number, customers.get(str(account), account)
    respondent = _cell(sheet.rows, 0, 1)
    columns = next((row for _, row in rows if _text(row, 0) == COLUMNS), [])
    about = [(number, row) for number, row in rows if _text(row, 0) in _ABOUT]
    marks = [mark for number, row in about for mark in _marks(number, row, columns)]
    if not marks:
        found.notes.append(f"{name}: nobody has answered on it yet")
        return
    missing = [field_ for field_ in _NEEDED if not str(person.get(field_, (0, ""))[1]).strip()]
    for one in missing:
        label = RECORDS["ratings" if one == "asked_on" else "respondents"].spec(one).label
        found.rejections.append(Rejection(name, person.get(one, (1, ""))[0], f"{label} ({one})", "", _NEEDED[one]))
    if missing:
        return
    said = {field_: value for field_, (_, value) in person.items() if field_ != "asked_on" and str(value).strip()}
    cells = {"respondent_id": [respondent], **{field_: [value] for field_, value in said.items()}}
    found.drafts.append(Draft("respondents", name, cells, [1], {}))
    same = {"respondent_id": respondent, "asked_on": person["asked_on"][1]}
    lines = [{**same, **values} for _, values in marks]
    ratings = {field_: [line.get(field_, "") for line in lines] for field_ in _RATING}
    found.drafts.append(Draft("ratings", name, ratings, [number for number, _ in marks], {}))


def _marks(number: int, row: Sequence[Any], columns: Sequence[Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The ratings of one line: one for us, with importance and comment, and one for each competitor with a mark."""
    given = {_text(columns, at): _value(row, at) for at in range(FIRST + 1, len(columns)) if _text(columns, at)}
    ours = {"importance": given.pop(IMPORTANCE, ""), "comment": given.pop(COMMENT, ""), "performance": given.pop(US, "")}
    same = {"about": _text(row, 0), "item_id": _text(row, 1)}
    if any(str(value).strip() for value in ours.values()):
        yield number, {**same, "supplier_id": US, **ours}
    for supplier, mark in given.items():
        if str(mark).strip():
            yield number, {**same, "supplier_id": supplier, "performance": mark}


def _cell(rows: Sequence[Sequence[Any]], row: int, column: int) -> str:
    return _text(rows[row], column) if row < len(rows) else ""


def _value(row: Sequence[Any], column: int) -> Any:
    return row[column] if column < len(row) else ""


def _text(row: Sequence[Any], column: int) -> str:
    return str(_value(row, column))
