"""The answer sheet of an interview as an Excel workbook: what is asked is locked, what is answered is chosen from lists."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from kamkit.programme.importing.answer_sheet import (
    COLUMNS,
    COMMENT,
    CUSTOMERS,
    FIRST,
    IMPORTANCE,
    MARKER,
    PERSON,
    US,
)
from kamkit.programme.importing.report import write_bytes
from kamkit.programme.template import open_workbook

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from kamkit.documents.asking import Interview, Question

_ONE_LINE = 60  # characters in the column of questions
PEOPLE = 6  # sheets in one workbook; a picture of an account needs five people in two departments
_HEADINGS = {
    "expectation": "What is expected of a supplier",
    "touch point": "Where we meet: the last time it happened",
    "outcome": "All in all",
}
_READ_ME = (
    "One sheet for each person who is asked: Person 1, Person 2 and so on. Sheets nobody answers on are left out.",
    "Marks are 1 to 10: how much it matters, then how well each supplier does. Leave a cell empty where somebody does not "
    "know; an empty cell is an answer, a guess is none.",
    "Say who asked and when. Only answers collected by somebody outside the account team count as independent.",
    "Do not copy this file for a second round or a second interviewer: kamkit ask writes another, with people of its own.",
    "Bring it back with: kamkit import PROGRAMME {file}",
)


def write_answer_sheet(path: Path, interview: Interview, batch: str) -> Path:
    """Write the workbook; ``batch`` is a short text no other sheet has, from which the respondents get their ids.

    The ids stand in hidden columns, the questions are locked (without a password), every cell is text or chosen
    from a list, and nothing in it is a formula. InputError if the place cannot be written.
    """
    buffer = io.BytesIO()
    with open_workbook(buffer) as book:
        looks = _Looks(book)
        _read_me(book, interview, path.name, looks)
        for number in range(1, PEOPLE + 1):
            _person(book.add_worksheet(f"Person {number}"), interview, f"{batch}-{number}", looks)
        _lists(book, interview)
    write_bytes(path, buffer.getvalue())
    return path


class _Looks:
    def __init__(self, book: Workbook) -> None:
        answer = {"locked": False, "border": 1, "border_color": "#B0B7C3", "bg_color": "#FFFBE6", "valign": "top"}
        self.title: Format = book.add_format({"bold": True, "font_size": 14, "font_color": "#1F3A5F"})
        self.label: Format = book.add_format({"text_wrap": True, "valign": "top"})
        self.head: Format = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "bottom", "bg_color": "#1F3A5F", "font_color": "#FFFFFF"}
        )
        self.section: Format = book.add_format({"bold": True, "bg_color": "#DCE6F2", "font_color": "#1F3A5F"})
        self.known: Format = book.add_format({"bg_color": "#EEEEEE", "num_format": "@"})
        self.words: Format = book.add_format({**answer, "num_format": "@", "text_wrap": True})
        self.date: Format = book.add_format({**answer, "num_format": "yyyy-mm-dd", "align": "left"})
        self.mark: Format = book.add_format({**answer, "align": "center"})


def _read_me(book: Workbook, interview: Interview, file: str, looks: _Looks) -> None:
    sheet = book.add_worksheet("Read me")
    sheet.set_column(0, 0, 110, looks.label)
    sheet.write_string(0, 0, _title(interview), looks.title)
    for row, text in enumerate(_READ_ME, 1):
        sheet.write_string(row, 0, text.format(file=file), looks.label)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _title(interview: Interview) -> str:
    about = f" about {interview.account}" if interview.account else ""
    return {
        "customer": f"Answers of {interview.account or 'a customer'}",
        "employee": f"Answers of our employees{about}",
        "manager": f"Answers of the account manager{about}",
    }[interview.asked]


def _person(sheet: Worksheet, interview: Interview, respondent: str, looks: _Looks) -> None:
    sheet.set_column(0, FIRST - 1, None, None, {"hidden": True})
    sheet.set_column(FIRST, FIRST, 58)
    last = FIRST + 3 + len(interview.rivals)
    sheet.set_column(FIRST + 1, last - 1, 14)
    sheet.set_column(last, last, 50)
    sheet.write_string(0, 0, MARKER)
    sheet.write_string(0, 1, respondent)
    sheet.write_string(0, FIRST, _title(interview), looks.title)
    row = _about_the_person(sheet, interview, looks)
    row = _headings(sheet, row + 1, interview, looks)
    for questions in (interview.expectations, interview.points, interview.outcomes):
        if questions:
            row = _questions(sheet, row, questions, interview, looks)
    sheet.freeze_panes(0, FIRST + 1)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _about_the_person(sheet: Worksheet, interview: Interview, looks: _Looks) -> int:
    who = "customer" if interview.side == "customer" else "ours"
    lines = (
        ("account_id", "Customer", interview.accounts[0][0] if interview.account_id else "", looks.words),
        ("side", "Whose answer", who, looks.known),
        ("name", "Name (may stay empty)", "", looks.words),
        ("department", "Department", "", looks.words),
        ("asked_by", "Asked by", "", looks.words),
        ("asked_on", "Asked on (a date, needed)", "", looks.date),
        ("independent", "Was it asked by somebody outside the account team?", "", looks.words),
    )
    for row, (field, label, value, look) in enumerate(lines, 1):
        sheet.write_string(row, 0, PERSON)
        sheet.write_string(row, 1, field)
        sheet.write_string(row, FIRST, label, looks.label)
        # Three columns wide; a merged range takes its text as text, as the whole workbook does.
        sheet.merge_range(row, FIRST + 1, row, FIRST + 3, value, looks.known if value else look)
    offered = {"department": f"=Lists!$B$2:$B${len(interview.departments) + 1}", "independent": ["yes", "no"]}
    if not interview.account_id and interview.accounts:
        offered["account_id"] = f"=Lists!$C$2:$C${len(interview.accounts) + 1}"
    for row, (field, *_) in enumerate(lines, 1):
        if field in offered:
            kind = "warning" if field == "department" else "stop"
            sheet.data_validation(
                row, FIRST + 1, row, FIRST + 1,
                {"validate": "list", "source": offered[field], "error_type": kind, "error_title": "Not in the list",
                 "error_message": "Choose one of the list."},
            )  # fmt: skip
    return len(lines) + 1


def _headings(sheet: Worksheet, row: int, interview: Interview, looks: _Looks) -> int:
    sheet.set_row(row, None, None, {"hidden": True})
    sheet.write_string(row, 0, COLUMNS)
    columns = [(IMPORTANCE, "How much it matters")]
    columns += [(US, interview.us if interview.us != "us" else "Us"), *interview.rivals, (COMMENT, "In their words")]
    sheet.write_string(row + 1, FIRST, _asks(interview), looks.head)
    for at, (key, label) in enumerate(columns, FIRST + 1):
        sheet.write_string(row, at, key)
        sheet.write_string(row + 1, at, label, looks.head)
    sheet.set_row(row + 1, 48)
    return row + 2


def _asks(interview: Interview) -> str:
    if interview.side == "customer":
        return "Marks 1 to 10; empty: does not know"
    return "Marks 1 to 10, as you think the customer would give them; empty: I do not know"


def _questions(
    sheet: Worksheet, row: int, questions: tuple[Question, ...], interview: Interview, looks: _Looks
) -> int:
    about = questions[0].about
    last = FIRST + 3 + len(interview.rivals)
    sheet.write_string(row, FIRST, _HEADINGS[about], looks.section)
    for at in range(FIRST + 1, last + 1):
        sheet.write_blank(row, at, None, looks.section)
    # All in all is asked about us alone, and how much that matters is no question.
    open_to_marks = range(FIRST + 2, FIRST + 3) if about == "outcome" else range(FIRST + 1, last)
    for number, question in enumerate(questions, row + 1):
        sheet.write_string(number, 0, question.about)
        sheet.write_string(number, 1, question.item_id)
        sheet.write_string(number, FIRST, question.text, looks.label)
        if len(question.text) > _ONE_LINE:
            sheet.set_row(number, 15 * (len(question.text) // _ONE_LINE + 1))
        for at in open_to_marks:
            sheet.write_blank(number, at, None, looks.mark)
            low = question.low if at > FIRST + 1 else 1
            sheet.data_validation(
                number, at, number, at,
                {"validate": "list", "source": [str(mark) for mark in range(low, 11)], "error_type": "stop",
                 "error_title": "A mark", "error_message": f"{low} to 10, or nothing where it is not known."},
            )  # fmt: skip
        sheet.write_blank(number, last, None, looks.words)
    return row + 1 + len(questions)


def _lists(book: Workbook, interview: Interview) -> None:
    """What the drop-downs offer, and which customer a label means; text only."""
    lists = book.add_worksheet("Lists")
    lists.write_string(0, 1, "Departments")
    for row, department in enumerate(interview.departments, 1):
        lists.write_string(row, 1, department)
    lists.write_string(0, 2, "Customers")
    customers = book.add_worksheet("Customers")
    customers.write_string(0, 0, CUSTOMERS)
    for row, (label, account_id) in enumerate(interview.accounts, 1):
        lists.write_string(row, 2, label)
        customers.write_string(row, 0, label)
        customers.write_string(row, 1, account_id)
    lists.hide()
    customers.hide()
