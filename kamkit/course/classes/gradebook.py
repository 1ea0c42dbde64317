"""The gradebook as files: CSV for other systems, Excel for the trainer, what was set aside, and the item analysis."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.bulk.files import write_atomically
from kamkit.course.classes.grading import GRADEBOOK, Graded
from kamkit.course.classes.sheets import safe_rows
from kamkit.course.exercises import exercise_called
from kamkit.programme.template import Looks, open_workbook

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_WIDE = {"learner_id": 16, "name": 26, "exercise": 28, "question": 22, "misconception": 40, "what": 36, "why": 110, "level": 12}
_NARROW = 11
_LINE = 13  # points of a line of a heading


def write_gradebook(graded: Graded) -> tuple[Path, ...]:
    """Write gradebook.csv, gradebook.xlsx, items.csv and set-aside.csv into the class's folder; their paths.

    gradebook.csv: learner_id, exercise, question, score, max. An id that begins like a formula has an apostrophe before it
    in the CSV files, and none in the Excel file.
    """
    folder = graded.of.folder
    files = {
        "gradebook.csv": graded.marks[list(GRADEBOOK)],
        "items.csv": graded.items,
        "set-aside.csv": graded.set_aside,
    }
    for name, frame in files.items():
        write_atomically(folder / name, safe_rows(list(frame.columns), frame.itertuples(index=False, name=None)))
    book = folder / "gradebook.xlsx"
    _write_bytes(book, workbook_of(graded))
    return (folder / "gradebook.csv", book, folder / "items.csv", folder / "set-aside.csv")


def _write_bytes(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    beside.replace(path)


def by_exercise(graded: Graded) -> pd.DataFrame:
    """One row for each learner: learner_id, name, share (0 to 1) of all, and of each exercise a column by its name."""
    sums = graded.marks.groupby(["learner_id", "exercise"], sort=False)[["score", "max"]].sum()
    shares = (sums["score"] / sums["max"]).unstack("exercise")
    found = graded.learners[["learner_id", "name", "share", "answered", "handed_in", "set_aside"]]
    return found.join(shares[list(graded.of.exercises)], on="learner_id")


def workbook_of(graded: Graded) -> bytes:
    """The gradebook as the bytes of an .xlsx; text stays text, whatever it begins with."""
    buffer = io.BytesIO()
    with open_workbook(buffer) as book:
        looks = Looks(book)
        percent = book.add_format({"num_format": "0%"})
        wide = by_exercise(graded)
        wide["handed_in"] = ["set aside" if aside else "yes" if one else "" for one, aside in zip(wide["handed_in"], wide.pop("set_aside"), strict=True)]
        titles = {name: f"{name[:2]} {exercise_called(name).title}" for name in graded.of.exercises}
        _sheet(book, "Gradebook", wide.rename(columns={"share": "total", **titles}), looks, {"total", *titles.values()}, percent)
        _sheet(book, "Marks", graded.marks, looks, set(), percent)
        _sheet(book, "Questions", graded.items, looks, {"difficulty", "first_right", "share_of_answered"}, percent)
        _sheet(book, "Set aside", graded.set_aside, looks, set(), percent)
    return buffer.getvalue()


def _sheet(book: Workbook, title: str, frame: pd.DataFrame, looks: Looks, shares: set[str], percent: Any) -> None:
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)  # printed, a sheet is as wide as a page, and every page has the heading
    sheet.repeat_rows(0)
    sheet.set_row(0, _LINE * max(2, *(-(-len(str(name)) // (_WIDE.get(str(name), _NARROW) - 2)) for name in frame.columns)))
    text = book.add_format({"num_format": "@", "indent": 1})  # a figure on its left does not touch it
    for column, name in enumerate(frame.columns):
        sheet.set_column(column, column, _WIDE.get(str(name), _NARROW))
        sheet.write_string(0, column, str(name).replace("_", " "), looks.needed)
        _cells(sheet, column, frame[name].tolist(), (text, percent if name in shares else looks.figure, looks.count))
    if len(frame):
        sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)


def _cells(sheet: Any, column: int, values: Sequence[Any], formats: tuple[Any, Any, Any]) -> None:
    text, figure, count = formats
    for row, value in enumerate(values, start=1):
        if isinstance(value, str):
            sheet.write_string(row, column, value, text)
        elif isinstance(value, int):
            sheet.write_number(row, column, value, count)
        elif value == value:
            sheet.write_number(row, column, float(value), figure)
