"""The Excel edition is edited and imported back: exactly the edits arrive, and what nobody touched stays as it is."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from plan_case import DAY, rows, stored

from kamkit.documents.export import export_plan
from kamkit.documents.fixed import place_for
from kamkit.model import RECORDS
from kamkit.programme import Programme, create_programme, open_programme
from kamkit.programme.importing import ImportRefused, import_files

TEXTS = ("n/a", "(empty)", "=1+1", "<r>x</r>", "_x0041_", "x005F_", "first\nsecond", "'quoted", "007", "1,5", "NULL", "Total")


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the programme and its exported workbook, for copies."""
    folder = tmp_path_factory.mktemp("excel")
    with create_programme(folder / "p", company="Varnholt Packaging", currency="EUR", who="test") as made:
        made.save_all(stored(rows(actions=6)))
        export_plan(made, "007", DAY, folder / "plan.xlsx")
    return folder


@pytest.fixture
def programme(made_once: Path, tmp_path: Path) -> Iterator[Programme]:
    shutil.copytree(made_once, tmp_path, dirs_exist_ok=True)
    with open_programme(tmp_path / "p", who="test") as opened:
        yield opened


def exported(programme: Programme, folder: Path, edition: Any = "") -> Path:
    """The workbook as it was exported at first, or of now in the edition named."""
    path = folder / "plan.xlsx"
    if edition:
        export_plan(programme, "007", DAY, path, edition)
    return path


def all_rows(programme: Programme) -> dict[str, list[dict[str, Any]]]:
    return {table: [dict(row.values) for row in programme.rows(table)] for table in RECORDS if table != "sales_lines"}


def column(sheet: Any, head: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value and str(cell.value).split(" [")[0] == head)


def row_of(sheet: Any, key: str) -> int:
    return next(row[0].row for row in sheet.iter_rows() if row[0].value == key)


def test_what_nobody_touched_changes_nothing(programme: Programme, tmp_path: Path) -> None:
    before = all_rows(programme)
    report = import_files(programme, exported(programme, tmp_path))
    assert report.loaded and report.changed_nothing and not report.rejections and not report.unused
    assert sum(table.read for table in report.tables) > 30 and all_rows(programme) == before
    assert not [note for note in report.notes if "not used" in note]


def test_exactly_the_edits_arrive(programme: Programme, tmp_path: Path) -> None:
    before, path = all_rows(programme), exported(programme, tmp_path)
    book = openpyxl.load_workbook(path)
    actions, goals = book[RECORDS["actions"].title], book[RECORDS["customer_goals"].title]
    at = row_of(actions, "a03")
    actions.cell(at, column(actions, "What")).value = "Say it sooner"
    actions.cell(at, column(actions, "By")).value = datetime(2026, 5, 4)
    actions.cell(at, column(actions, "Told to")).value = "(empty)"
    actions.cell(row_of(actions, "a01"), column(actions, "Hours")).value = 2.5
    new = actions.max_row + 1 if actions.cell(actions.max_row, 1).value else next(r for r in range(2, 300) if not actions.cell(r, 1).value)
    for head, value in (("Action", "a99"), ("Account", "007-2"), ("What", "=SUM(A1) is no formula"), ("Responsible", "maren")):
        cell = actions.cell(new, column(actions, head))
        cell.value, cell.data_type = value, "s"
    goals.delete_rows(row_of(goals, "g2"))
    book.save(path)
    report = import_files(programme, path)
    assert report.loaded and not report.rejections
    after = all_rows(programme)
    wanted = {row["action_id"]: dict(row) for row in before["actions"]}
    wanted["a03"] |= {"what": "Say it sooner", "due": date(2026, 5, 4), "informed": None}
    wanted["a01"] |= {"hours": 2.5}
    found = {row["action_id"]: row for row in after["actions"]}
    added = found.pop("a99")
    assert found == wanted
    assert (added["account_id"], added["what"], added["responsible_id"], added["state"]) == ("007-2", "=SUM(A1) is no formula", "maren", "open")
    assert {table for table in after if after[table] != before[table]} == {"actions"}
    programme.undo(report.change_id or 0)
    assert all_rows(programme) == before


def edited(path: Path, *edits: tuple[str, str, str, Any]) -> Path:
    """The workbook with cells typed over: table, key, heading, value."""
    book = openpyxl.load_workbook(path)
    for table, key, head, value in edits:
        sheet = book[RECORDS[table].title]
        sheet.cell(row_of(sheet, key), column(sheet, head)).value = value
    book.save(path)
    return path


@pytest.mark.office
def test_exactly_the_edits_arrive_from_a_file_that_another_program_has_saved(programme: Programme, tmp_path: Path) -> None:
    """LibreOffice writes every part anew: strings, dates, figures, drop-downs, the mark of when it was written."""
    programme.save_rows("actions", [
        {"action_id": "a02", "account_id": "007", "what": "=1+1 is no formula", "cost": 0.1 + 0.2},
        {"action_id": "a04", "account_id": "007", "what": "1,5", "cause": "first line\nsecond line, 007"},
        {"action_id": "a05", "account_id": "007", "what": "客户 שלום 😀 'quoted'", "hours": 1 / 3},
    ])  # fmt: skip
    path, meanwhile = exported(programme, tmp_path, "ours"), {"action_id": "a06", "due": date(2026, 12, 1)}
    edited(path, ("actions", "a03", "What", "Say it sooner"), ("actions", "a03", "By", datetime(2026, 5, 4)), ("actions", "a01", "Hours", 2.5))
    edited(path, ("actions", "a01", "Told to", "(empty)"), ("customer_goals", "g1", "Position", 3))
    programme.save("actions", meanwhile)
    before = all_rows(programme)
    saved = saved_by_libreoffice(path, tmp_path / "saved")
    report = import_files(programme, saved)
    assert report.loaded and not report.rejections and not report.unused
    after = all_rows(programme)
    assert {table for table in after if after[table] != before[table]} == {"actions", "customer_goals"}
    wanted = {row["action_id"]: dict(row) for row in before["actions"]}
    wanted["a03"] |= {"what": "Say it sooner", "due": date(2026, 5, 4)}
    wanted["a01"] |= {"hours": 2.5, "informed": None}
    assert {row["action_id"]: row for row in after["actions"]} == wanted
    assert [(row["goal_id"], row["position"]) for row in after["customer_goals"]] == [("g1", 3), ("g2", 2)]
    sheet = openpyxl.load_workbook(saved)["Actions"]
    assert sheet.auto_filter.ref.startswith("A1:") and len(sheet.data_validations.dataValidation) > 5 and sheet.protection.sheet
    assert place_for(saved) != saved, "it is somebody's work now"


def saved_by_libreoffice(path: Path, folder: Path) -> Path:
    """The workbook as LibreOffice writes it."""
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is not installed"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    order = [soffice, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder), str(path)]
    subprocess.run(order, check=True, capture_output=True, timeout=600)
    return folder / path.name


def test_what_others_changed_meanwhile_stays(programme: Programme, tmp_path: Path) -> None:
    path = exported(programme, tmp_path)
    programme.save_all({"actions": [{"action_id": "a03", "due": date(2026, 6, 1)}, {"action_id": "a01", "what": "Said by Maren"}]})
    programme.delete("customer_goals", "g2")
    before = all_rows(programme)
    report = import_files(programme, edited(path, ("actions", "a03", "What", "Say it sooner"), ("actions", "a01", "Hours", 2.5)))
    wanted = {row["action_id"]: dict(row) for row in before["actions"]}
    wanted["a03"] |= {"what": "Say it sooner"}
    wanted["a01"] |= {"hours": 2.5}
    after = all_rows(programme)
    assert {row["action_id"]: row for row in after["actions"]} == wanted
    assert {table for table in after if after[table] != before[table]} == {"actions"}, "the goal that was deleted is not made again"
    counts = {table.table: (table.added, table.changed) for table in report.tables}
    assert counts["actions"] == (0, 2) and counts["customer_goals"] == (0, 0)
    assert f"{path.name}: 2 values that somebody changed since it was written stay as they are now" in report.notes


def test_where_two_changed_the_same_cell_the_import_says_so(programme: Programme, tmp_path: Path) -> None:
    path = exported(programme, tmp_path)
    programme.save("actions", {"action_id": "a03", "due": date(2026, 6, 1)})
    programme.delete("promises", "p1")
    edited(path, ("actions", "a03", "By", datetime(2026, 5, 4)), ("promises", "p1", "To", "Somebody else"))
    before = all_rows(programme)
    with pytest.raises(ImportRefused) as refused:
        import_files(programme, path)
    said = {rejection.field.split(" (")[-1].rstrip(")"): rejection.expected for rejection in refused.value.report.rejections}
    assert said["due"] == "an empty cell, or what somebody has made of it since this file was written: 2026-06-01"
    assert said["promised_to"].startswith("a row that is still there") and all_rows(programme) == before


def test_the_same_file_is_worked_on_and_imported_again_and_again(programme: Programme, tmp_path: Path) -> None:
    """What this person's earlier import of the file wrote is no change by somebody else."""
    path, hours = exported(programme, tmp_path), lambda: programme.rows("actions", action_id="a01")[0].values["hours"]
    first = import_files(programme, edited(path, ("actions", "a01", "Hours", 2.5)))
    assert first.change_id and hours() == 2.5 and import_files(programme, path).changed_nothing
    import_files(programme, edited(path, ("actions", "a01", "Hours", 3.5)))
    assert hours() == 3.5
    third = import_files(programme, edited(path, ("actions", "a01", "Hours", 2.5)))
    assert hours() == 2.5
    programme.undo(third.change_id or 0)
    assert hours() == 3.5
    import_files(programme, path)
    assert hours() == 2.5, "what was undone can be imported again"


def test_a_file_of_another_programme_is_taken_at_its_word(programme: Programme, tmp_path: Path) -> None:
    path = exported(programme, tmp_path)
    with create_programme(tmp_path / "other", company="Varnholt Packaging", currency="EUR", who="test") as other:
        other.save_all(stored(rows(actions=6)))
        other.save("actions", {"action_id": "a01", "what": "Said otherwise"})
        before = programme.rows("actions", action_id="a01")[0].values["what"]
        import_files(other, path)
        assert other.rows("actions", action_id="a01")[0].values["what"] == before


@settings(max_examples=2, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    texts=st.lists(st.one_of(st.sampled_from(TEXTS), st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=40)), min_size=8, max_size=8),
    figures=st.lists(st.floats(allow_nan=False, allow_infinity=False, width=64), min_size=4, max_size=4),
    days=st.lists(st.dates(date(1850, 1, 1), date(2200, 1, 1)), min_size=3, max_size=3),
)
def test_whatever_is_stored_comes_back_as_it_was(programme: Programme, tmp_path: Path, texts: list[str], figures: list[float], days: list[date]) -> None:
    texts = [text.strip() or "x" for text in texts]
    programme.save_rows("actions", [
        {"action_id": f"a0{at}", "account_id": "007", "what": texts[at][:200], "cause": texts[at + 4], "cost": abs(figures[at]), "due": days[at % 3]}
        for at in range(1, 4)
    ])  # fmt: skip
    programme.save_rows("measures", [{"measure_id": "m1", "name": texts[0][:200], "baseline": figures[0], "unit": texts[4][:200]}])
    before = all_rows(programme)
    report = import_files(programme, exported(programme, tmp_path, "ours"))
    assert report.changed_nothing and not report.rejections, str(report)
    assert all_rows(programme) == before


def test_sheets_are_there_for_what_can_be_added_and_keys_are_locked(programme: Programme, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(exported(programme, tmp_path))
    titles = book.sheetnames
    assert titles[0] == "Read me" and "Sales lines" not in titles and {"Actions", "Risks", "Objectives", "White space"} <= set(titles)
    sheet = book["Actions"]
    assert sheet.protection.sheet and not sheet.protection.autoFilter and sheet.auto_filter.ref.startswith("A1:")
    key, what = sheet.cell(2, 1), sheet.cell(2, column(sheet, "What"))
    assert key.protection.locked and not what.protection.locked and not sheet.column_dimensions["A"].protection.locked
    assert sheet.freeze_panes == "B2" and all(cell.comment for cell in sheet[1] if cell.value)
    offered = {str(one.sqref).partition(":")[0]: one.formula1 for one in sheet.data_validations.dataValidation}
    state = sheet.cell(2, column(sheet, "State")).coordinate
    responsible = sheet.cell(2, column(sheet, "Responsible")).coordinate
    objective = sheet.cell(2, column(sheet, "Objective")).coordinate
    assert "proposed" in offered[state] and "What the ids mean" in offered[responsible] and "Objectives" in offered[objective]


def test_every_sheet_of_every_table_is_recognised(programme: Programme, tmp_path: Path) -> None:
    """A row in every table of accounts, and each is read back as what it is."""
    programme.save_all(
        {
            "notes": [{"note_id": "n", "account_id": "007", "kind": "meeting", "noted_on": DAY}],
            "forecasts": [{"forecast_id": "f", "account_id": "007", "about": "loss", "event": "Lost", "probability": 20.0, "made_on": DAY}],
            "messages": [{"message_id": "m", "account_id": "007", "side": "inside", "audience": "planners", "what": "Ring"}],
            "efforts": [{"account_id": "007", "role": "kam", "hours_needed": 100.0}],
            "stage_ratings": [{"account_id": "007", "side": "ours", "rater": "Paul", "rated_on": DAY, "stage": "basic"}],
            "expectations": [{"account_id": "007", "expectation_id": "early", "name": "Tells us early"}],
            "respondents": [{"respondent_id": "r", "account_id": "007", "side": "customer"}],
            "ratings": [{"respondent_id": "r", "about": "outcome", "item_id": "trust", "supplier_id": "us", "asked_on": DAY, "performance": 7.0}],
            "activities": [{"account_id": "007", "driver": "visit", "month": date(2026, 3, 1), "quantity": 3.0}],
            "change_steps": [{"account_id": "007", "change_step_id": "c", "who": "planners", "what": "Ring"}],
            "lessons": [{"lesson_id": "l", "account_id": "007", "statement": "Ring first"}],
            "feedbacks": [{"feedback_id": "fb", "account_id": "007", "role": "customer", "given_on": DAY, "what": "Ring"}],
            "skill_needs": [{"account_id": "007", "skill": "glass", "level": 3.0}],
        }
    )  # fmt: skip
    report = import_files(programme, exported(programme, tmp_path, "ours"))
    assert report.changed_nothing and not report.rejections
    read = {table.table: table.read for table in report.tables}
    with_rows = {"accounts", "notes", "forecasts", "messages", "efforts", "stage_ratings", "expectations", "respondents", "ratings",
                 "activities", "change_steps", "lessons", "feedbacks", "skill_needs", "contacts", "coverages", "readings", "risks"}  # fmt: skip
    assert with_rows <= {table for table, count in read.items() if count}, set(with_rows) - set(read)
    assert read["accounts"] == 2, "the account and its unit, and nobody else's"


def test_a_customers_edition_comes_back_too(programme: Programme, tmp_path: Path) -> None:
    before, path = all_rows(programme), exported(programme, tmp_path, "customer")
    assert import_files(programme, path).changed_nothing
    book = openpyxl.load_workbook(path)
    goals = book["Customer's goals"]
    goals.cell(row_of(goals, "g1"), column(goals, "Goal")).value = "No line stopped at all"
    book.save(path)
    import_files(programme, path)
    after = all_rows(programme)
    assert {table for table in after if after[table] != before[table]} == {"customer_goals"}
    changed = {row["goal_id"]: row for row in after["customer_goals"]}["g1"]
    assert changed["goal"] == "No line stopped at all" and changed["position"] == 1, "what they cannot see is as it was"
