"""The workbook to fill in: complete, safe, and it imports back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.errors import InputError
from kamkit.model import RECORDS
from kamkit.programme import Programme, create_programme
from kamkit.programme.importing import import_files
from kamkit.programme.template import sheet_name, write_template


@pytest.fixture
def programme(tmp_path: Path) -> Programme:
    return create_programme(tmp_path / "programme")


def _fill(sheet: object, **values: object) -> None:
    headers = [str(cell.value).split(" [")[0] for cell in sheet[1]]  # type: ignore[index]
    row = sheet.max_row + 1  # type: ignore[attr-defined]
    for label, value in values.items():
        cell = sheet.cell(row, headers.index(label.replace("_", " ")) + 1, value)  # type: ignore[attr-defined]
        if isinstance(value, str):
            cell.data_type = "s"


def test_a_sheet_for_every_table_in_reading_order_with_notes(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_template(tmp_path / "t.xlsx"))
    titles = [found.title for found in RECORDS.values() if found.table not in ("learners", "answers", "scorings", "scoring_items", "ballots")]
    assert book.sheetnames == ["Read me", *titles]
    sheet = book["Accounts"]
    assert [cell.value for cell in sheet[1]][:2] == ["Account", "Name"]
    assert "Wallet [money a year]" in [cell.value for cell in sheet[1]]
    assert all(cell.comment and "Expected:" in cell.comment.text for cell in sheet[1])
    offered = {rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert '"none,candidate,key account,stepping down,former"' in offered
    assert "'Our people'!$A$2:$A$2001" in offered


def test_untouched_it_loads_nothing_and_says_so(programme: Programme, tmp_path: Path) -> None:
    report = import_files(programme, write_template(tmp_path / "t.xlsx"))
    assert report.changed_nothing
    assert "Nothing to load" in str(report)
    assert report.unused == {}


def test_filled_in_it_imports_back(programme: Programme, tmp_path: Path) -> None:
    path = write_template(tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(path)
    _fill(book["Settings"], Company="Varnholt", Reporting_currency="EUR")
    _fill(book["Our people"], Person="IC", Name="Ines Carrow")
    _fill(
        book["Accounts"],
        Account="007",
        Name="=1+1 Glass",
        Key_account_manager="IC",
        Wallet=1200.5,
        Renewal=date(2026, 8, 1),
    )
    _fill(book["Accounts"], Account="NA", Name="NA", Added_by_hand="yes", Status="candidate")
    _fill(book["Sales lines"], Account="007", Date=date(2026, 1, 3), Revenue=12.5)
    _fill(book["Touch points"], Touch_point_id="order", Touch_point="The order is taken")
    _fill(book["Decisions"], Decision="d1", Decided_by="customer", Kind="renewed", On=date(2026, 1, 2), Who="The board")
    book.save(path)
    import_files(programme, path)
    quillon, na = (row.values for row in programme.rows("accounts"))
    assert (quillon["name"], quillon["wallet"], quillon["renewal_on"]) == ("=1+1 Glass", 1200.5, date(2026, 8, 1))
    assert (na["account_id"], na["candidate"], na["status"]) == ("NA", True, "candidate")
    assert programme.settings.reporting_currency == "EUR"
    assert programme.rows("touch_points")[0].values["account_id"] == ""
    assert programme.rows("decisions")[0].values["decided_by"] == "The board"
    assert len(programme.table("sales_lines")) == 1
    assert import_files(programme, path).changed_nothing


def test_the_same_template_is_written_every_time(tmp_path: Path) -> None:
    first, second = (write_template(tmp_path / name).read_bytes() for name in ("a.xlsx", "b.xlsx"))
    assert first == second


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_template(tmp_path / "nowhere" / "t.xlsx")


@given(st.lists(st.text(min_size=0, max_size=50), max_size=6))
def test_sheet_names_are_what_excel_takes(names: list[str]) -> None:
    taken: set[str] = set()
    made = [sheet_name(name, taken) for name in names]
    assert len({name.casefold() for name in made}) == len(made)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") and name[0] != "'" for name in made)
