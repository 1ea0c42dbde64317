"""The interview guide and its answer sheet: what they ask, and that the answers come back as what they are."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from second_company import HOSTILE_NAME, make_second_company

from kamkit.documents import plan_interview, write_answer_sheet, write_guide
from kamkit.documents.answer_sheet import PEOPLE
from kamkit.documents.asking import POINTS_AT_MOST, RIVALS_AT_MOST, plain
from kamkit.documents.wording import CLOSING, MINUTES, OPENING, parts_of
from kamkit.errors import InputError
from kamkit.method.values import answers_of, review_answers
from kamkit.programme import Programme, create_programme
from kamkit.programme.importing import ImportRefused, import_files

DAY = date(2026, 3, 31)
ASKED_ON = datetime(2026, 4, 8)


@pytest.fixture
def programme(tmp_path: Path) -> Iterator[Programme]:
    """A small programme of one's own, with names that try to break out."""
    with create_programme(tmp_path / "p", company="=1+1 & Söhne", currency="EUR", who="test") as made:
        made.save_all(
            {
                "accounts": [
                    {"account_id": "007", "name": "Quillon <Glass> & Co"},
                    {"account_id": "007-2", "name": "Quillon South", "parent_id": "007"},
                    {"account_id": "=cmd()", "name": "@SUM(1)"},
                ],
                "competitors": [{"competitor_id": k, "name": f"Rival {k}"} for k in ("a", "b", "c", "d")],
                "expectations": [
                    {"account_id": "", "expectation_id": "early", "name": "=HYPERLINK(\"http://x\")", "position": 1},
                    {"account_id": "", "expectation_id": "price", "name": "Price\x0bbelow", "position": 2, "kind": "price"},
                ],
                "touch_points": [
                    {"account_id": "", "touch_point_id": f"p{k}", "name": f"Point {k}", "position": k, "importance": k,
                     "promise": "Secret promise", "behaviour": "The planner rings by 10:00."}
                    for k in range(1, 8)
                ],
                "white_space_cells": [],
            }
        )  # fmt: skip
        yield made


def sheet_of(programme: Programme, folder: Path, asked: str = "customer", account_id: str = "007", batch: str = "b1") -> Path:
    """An answer sheet nobody has filled in yet."""
    interview = plan_interview(programme.tables(), asked, DAY, account_id)
    return write_answer_sheet(folder / f"{batch}.xlsx", interview, batch)


def fill(path: Path, person: int = 1, marks: dict[str, tuple[Any, ...]] | None = None, **said: Any) -> Path:
    """Fill in one sheet as a person does: only cells that are not locked, only what the eye sees."""
    book = openpyxl.load_workbook(path)
    sheet = book[f"Person {person}"]
    for row in sheet.iter_rows():
        kind, which = row[0].value, row[1].value
        if kind == "person" and which in said:
            assert not row[3].protection.locked, which
            row[3].value = said[which]
        if marks and kind in ("expectation", "touch point", "outcome") and which in marks:
            for at, value in enumerate(marks[which], 3):
                if value is not None:
                    assert not row[at].protection.locked, (which, at)
                    row[at].value = value
    book.save(path)
    return path


def test_a_filled_sheet_comes_back_as_respondents_and_ratings(programme: Programme, tmp_path: Path) -> None:
    path = sheet_of(programme, tmp_path)
    fill(
        path, 1, {"early": (9, 4, 7, None, 6, "You say it too late"), "p7": (8, 3), "renewal": (None, 5), "recommendation": (None, 0)},
        name="Ada Quill", department="purchasing", asked_by="Louis Ferrand", asked_on=ASKED_ON, independent="yes",
    )  # fmt: skip
    fill(path, 2, {"price": (10, None)}, department="production", asked_by="Paul Adeyemi", asked_on="2026-04-09", independent="no")
    report = import_files(programme, path)
    assert report.loaded and report.change_id is not None and not report.rejections
    assert sum("nobody has answered on it yet" in note for note in report.notes) == PEOPLE - 2
    people = {row.values["respondent_id"]: row.values for row in programme.rows("respondents")}
    assert set(people) == {"b1-1", "b1-2"}
    first = people["b1-1"]
    assert (first["account_id"], first["side"], first["name"], first["asked_by"]) == ("007", "customer", "Ada Quill", "Louis Ferrand")
    assert first["independent"] is True and people["b1-2"]["independent"] is False
    ratings = {
        (row.values["item_id"], row.values["supplier_id"]): row.values
        for row in programme.rows("ratings", respondent_id="b1-1")
    }
    assert set(ratings) == {("early", "us"), ("early", "a"), ("early", "c"), ("p7", "us"), ("renewal", "us"), ("recommendation", "us")}
    early = ratings["early", "us"]
    assert (early["importance"], early["performance"], early["comment"], early["asked_on"]) == (9, 4, "You say it too late", date(2026, 4, 8))
    assert ratings["early", "a"]["importance"] is None and ratings["early", "c"]["performance"] == 6
    assert ratings["recommendation", "us"]["performance"] == 0 and ratings["p7", "us"]["about"] == "touch point"
    (price,) = programme.rows("ratings", respondent_id="b1-2")
    assert price.values["importance"] == 10 and price.values["performance"] is None
    reviewed = review_answers(programme.tables(), "007").iloc[0]
    assert (reviewed["respondents"], reviewed["independent"], reviewed["competitors"]) == (2, 1, 2)


def test_the_same_sheet_twice_changes_nothing_and_a_corrected_one_only_what_was_corrected(
    programme: Programme, tmp_path: Path
) -> None:
    path = fill(sheet_of(programme, tmp_path), 1, {"early": (9, 4)}, asked_on=ASKED_ON)
    import_files(programme, path)
    assert import_files(programme, path).changed_nothing
    import_files(programme, fill(path, 1, {"early": (9, 5)}))
    (rating,) = programme.rows("ratings")
    assert rating.values["performance"] == 5


def test_two_sheets_never_share_their_people(programme: Programme, tmp_path: Path) -> None:
    for batch in ("b1", "b2"):
        import_files(programme, fill(sheet_of(programme, tmp_path, batch=batch), 1, {"early": (9, 4)}, asked_on=ASKED_ON))
    assert [row.values["respondent_id"] for row in programme.rows("respondents")] == ["b1-1", "b2-1"]


@pytest.mark.parametrize("asked", ["employee", "manager"])
def test_what_our_people_say_is_our_view_and_never_a_customers(programme: Programme, tmp_path: Path, asked: str) -> None:
    path = fill(sheet_of(programme, tmp_path, asked), 1, {"early": (9, 4), "p1": (7, 7)}, asked_on=ASKED_ON, asked_by="Ines")
    import_files(programme, path)
    tables = programme.tables()
    assert tables["respondents"]["side"].tolist() == ["ours"]
    assert answers_of(tables, "expectation").empty
    assert len(answers_of(tables, "expectation", side="ours")) == 1
    assert not plan_interview(tables, asked, DAY).outcomes


def test_without_an_account_the_customer_is_chosen_from_a_list(programme: Programme, tmp_path: Path) -> None:
    path = sheet_of(programme, tmp_path, account_id="")
    book = openpyxl.load_workbook(path)
    labels = [row[0].value for row in book["Customers"].iter_rows(min_row=2)]
    assert labels == ["Customer =cmd(): @SUM(1)", "Customer 007: Quillon <Glass> & Co"]  # groups, not their numbers
    fill(path, 1, {"early": (9, 4)}, account_id=labels[0], asked_on=ASKED_ON)
    fill(path, 2, {"early": (8, 4)}, account_id="Quillon <Glass> & Co", asked_on=ASKED_ON)
    import_files(programme, path)
    assert programme.tables()["respondents"]["account_id"].tolist() == ["=cmd()", "007"]


def test_what_is_missing_or_out_of_range_is_named_where_it_stands(programme: Programme, tmp_path: Path) -> None:
    path = fill(sheet_of(programme, tmp_path, account_id=""), 1, {"early": (9, 4)})
    with pytest.raises(ImportRefused) as refused:
        import_files(programme, path)
    told = [(one.file, one.row, one.field) for one in refused.value.rejections]
    assert told == [("b1.xlsx#Person 1", 2, "Account (account_id)"), ("b1.xlsx#Person 1", 7, "Asked on (asked_on)")]
    path = fill(sheet_of(programme, tmp_path, batch="b2"), 1, {"early": (9, 11), "price": (5, 5)}, asked_on=ASKED_ON)
    with pytest.raises(ImportRefused, match=r"b2.xlsx#Person 1, row 13, performance: found '11'"):
        import_files(programme, path)
    assert not programme.rows("ratings")
    with pytest.raises(InputError, match="no mark is filled in yet"):
        import_files(programme, sheet_of(programme, tmp_path, batch="b3"))


def test_lines_may_be_moved_because_their_ids_move_with_them(programme: Programme, tmp_path: Path) -> None:
    path = fill(sheet_of(programme, tmp_path), 1, {"early": (9, 4), "p7": (8, 3)}, asked_on=ASKED_ON)
    book = openpyxl.load_workbook(path)
    for area in list(book["Person 1"].merged_cells.ranges):
        book["Person 1"].unmerge_cells(str(area))
    book["Person 1"].insert_rows(12, 3)
    book.save(path)
    import_files(programme, path)
    found = {(row.values["item_id"], row.values["importance"], row.values["performance"]) for row in programme.rows("ratings")}
    assert found == {("early", 9, 4), ("p7", 8, 3)}


def test_nothing_in_the_sheet_is_a_formula_and_ids_are_hidden_and_locked(programme: Programme, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(sheet_of(programme, tmp_path, account_id=""))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert len(cells) > 500 and not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert any(cell.value == '=HYPERLINK("http://x")' and cell.data_type == "s" for cell in cells)
    assert book["Lists"].sheet_state == book["Customers"].sheet_state == "hidden"
    for sheet in (book[f"Person {number}"] for number in range(1, PEOPLE + 1)):
        assert sheet.protection.sheet and sheet.column_dimensions["A"].hidden
        assert all(row[0].protection.locked and row[1].protection.locked for row in sheet.iter_rows())
        assert sum(check.type == "list" for check in sheet.data_validations.dataValidation) >= 20


def test_a_customer_is_asked_nothing_internal(programme: Programme, tmp_path: Path) -> None:
    interview = plan_interview(programme.tables(), "customer", DAY, "007")
    guide = docx.Document(str(write_guide(tmp_path / "g.docx", interview, "b1.xlsx")))
    said = everything(guide)
    assert "Secret promise" not in said and "The planner rings" not in said
    assert "Quillon <Glass> & Co" in said and '=HYPERLINK("http://x")' in said and "Price below" in said
    employee = docx.Document(str(write_guide(tmp_path / "e.docx", plan_interview(programme.tables(), "employee", DAY), "b1.xlsx")))
    assert "The planner rings by 10:00." in everything(employee)


def everything(document: Any) -> str:
    """All text of a document."""
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("asked", ["customer", "employee", "manager"])
def test_every_guide_takes_half_an_hour(programme: Programme, tmp_path: Path, asked: Any) -> None:
    interview = plan_interview(programme.tables(), asked, DAY, "007-2")
    parts = [OPENING[asked], *parts_of(interview), CLOSING[asked]]
    assert sum(part.minutes for part in parts) == MINUTES
    guide = docx.Document(str(write_guide(tmp_path / "g.docx", interview, "b1.xlsx")))
    headings = [paragraph.text for paragraph in guide.paragraphs if paragraph.style.name == "Heading 1"]
    assert headings[2:] and headings[-1].endswith("to 30)") and len(headings) == len(parts) + 2
    assert interview.account_id == "007", "a customer number is asked about for its group"


def test_what_matters_most_is_walked_through_and_the_competitors_known_there_come_first(programme: Programme) -> None:
    interview = plan_interview(programme.tables(), "customer", DAY, "007")
    assert [question.item_id for question in interview.walked] == ["p3", "p4", "p5", "p6", "p7"]
    assert len(interview.points) == 7 and POINTS_AT_MOST == 5
    assert [one for one, _ in interview.rivals] == ["a", "b", "c"] and RIVALS_AT_MOST == 3
    programme.save_all(
        {
            "respondents": [{"respondent_id": "r", "account_id": "007", "side": "customer"}],
            "ratings": [{"respondent_id": "r", "about": "expectation", "item_id": "early", "supplier_id": "d", "asked_on": DAY, "performance": 5}],
        }
    )  # fmt: skip
    assert [one for one, _ in plan_interview(programme.tables(), "customer", DAY, "007").rivals] == ["d", "a", "b"]


def test_the_same_input_the_same_bytes(programme: Programme, tmp_path: Path) -> None:
    interview = plan_interview(programme.tables(), "manager", DAY)
    files = [write_guide(tmp_path / f"{k}.docx", interview, "b.xlsx").read_bytes() for k in range(2)]
    assert files[0] == files[1]
    (tmp_path / "x").mkdir()
    sheets = [write_answer_sheet(folder / "b.xlsx", interview, "b").read_bytes() for folder in (tmp_path, tmp_path / "x")]
    assert sheets[0] == sheets[1]


def test_names_that_try_to_break_out_stay_names(tmp_path: Path) -> None:
    with make_second_company(tmp_path / "second") as programme:
        path = sheet_of(programme, tmp_path, account_id="=cmd()")
        assert HOSTILE_NAME in everything(docx.Document(str(write_guide(tmp_path / "g.docx", plan_interview(programme.tables(), "customer", DAY, "=cmd()"), path.name))))
        import_files(programme, fill(path, 1, {"purity": (9, 4, 6)}, asked_on=ASKED_ON))
        assert programme.rows("respondents", respondent_id="b1-1")[0].values["account_id"] == "=cmd()"
    assert plain("a\x00b\nc\ud800d") == "a b c d" and plain(None) == ""


def test_without_anything_to_ask_about_customers_are_asked_what_they_expect(tmp_path: Path) -> None:
    with create_programme(tmp_path / "empty") as programme:
        tables = programme.tables()
        with pytest.raises(InputError, match="no expectations and no touch points.*03 and 04"):
            plan_interview(tables, "manager", DAY)
        interview = plan_interview(tables, "customer", DAY)
        assert {question.about for question in interview.questions} == {"outcome"}
        said = everything(docx.Document(str(write_guide(tmp_path / "g.docx", interview, "b.xlsx"))))
        assert "no list of expectations yet" in said and "No touch points are written down yet" in said
        with pytest.raises(InputError, match="'boss'.*customer, employee or manager"):
            plan_interview(tables, "boss", DAY)
        with pytest.raises(InputError, match="no account 'X'"):
            plan_interview(tables, "customer", DAY, "X")


@pytest.mark.office
def test_libreoffice_opens_both(programme: Programme, tmp_path: Path) -> None:
    interview = plan_interview(programme.tables(), "customer", DAY, "007")
    files = [write_guide(tmp_path / "guide.docx", interview, "b1.xlsx"), sheet_of(programme, tmp_path)]
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is not installed"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, files)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    assert all((tmp_path / f"{path.stem}.pdf").read_bytes().startswith(b"%PDF") for path in files)
