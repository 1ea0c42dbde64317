"""A block copied from a spreadsheet: what fits, what does not and why, and one change that can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.forms import Desk, Form, edit_rows
from kamkit.forms.pasting import ROWS_AT_MOST, read_block
from kamkit.programme import Programme, create_programme

DAY = date(2026, 3, 31)
CORE = ("what", "due", "responsible_id", "state", "hours")


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programme]:
    with create_programme(tmp_path_factory.mktemp("paste") / "p", who="Ines Carrow") as made:
        made.save_all(
            {
                "accounts": [{"account_id": "007", "name": "Quillon"}, {"account_id": "8", "name": "Other"}],
                "team_members": [{"member_id": "T1", "name": "Ines Carrow"}, {"member_id": "T2", "name": "Tom Halloway"}],
                "actions": [{"action_id": "A1", "account_id": "007", "what": "Call the plant"}],
            }
        )
        yield made


def form_of(programme: Programme) -> Form:
    return edit_rows(Desk(programme, "007", DAY), "actions", where={"account_id": "007"}, core=CORE, new_id_prefix="a")


def test_a_block_with_headings_goes_by_them(programme: Programme) -> None:
    found = read_block(form_of(programme), "Hours\tWhat *\tnobody's\tResponsible\n1,5\tRing\tx\tTom Halloway\n2,25\tWrite\ty\tT1\n")
    assert [spec.name for spec in found.columns] == ["hours", "what", "responsible_id"] and found.unused == ("nobody's",)
    assert [row.values for row in found.rows] == [
        {"hours": 1.5, "what": "Ring", "responsible_id": "T2"}, {"hours": 2.25, "what": "Write", "responsible_id": "T1"},
    ]  # fmt: skip
    assert not any(row.wrong for row in found.rows)


def test_a_block_without_headings_is_the_forms_columns_from_the_left(programme: Programme) -> None:
    found = read_block(form_of(programme), "Ring the buyer\t31.05.2026\tInes Carrow\n\n\t\t\nWrite\t\t\n")
    assert [spec.name for spec in found.columns] == ["what", "due", "responsible_id"]
    assert [row.values for row in found.rows] == [
        {"what": "Ring the buyer", "due": date(2026, 5, 31), "responsible_id": "T1"}, {"what": "Write"},
    ]  # fmt: skip


def test_quoted_cells_with_lines_and_tabs_as_spreadsheets_copy_them(programme: Programme) -> None:
    found = read_block(form_of(programme), '"Ring\nthe ""big"" buyer"\t2026-05-31\n')
    assert found.rows[0].values["what"] == 'Ring\nthe "big" buyer'


@pytest.mark.parametrize(
    ("line", "field", "told"),
    [
        ("\t2026-05-31", "what", "must be filled in"),
        ("x\t31.02.2026", "due", "does not exist"),
        ("x\t03/04/2026", "due", "read one way only"),
        ("x\t\tNobody", "responsible_id", 'found "Nobody"'),
        ("x\t\t\tsleeping", "state", "one of"),
        ("x\t\t\t\t-1", "hours", "0 or more"),
        ("x\t\t\t\t1.500", "hours", "1500 or 1.500"),
        ("x" * 201, "what", "at most 200"),
    ],
)
def test_what_does_not_fit_is_said_per_cell(programme: Programme, line: str, field: str, told: str) -> None:
    found = read_block(form_of(programme), f"{line}\nfits\n")
    assert told in found.rows[0].wrong[field] and "--map" not in found.rows[0].wrong[field]
    assert not found.rows[1].wrong
    state = found.state()
    assert state["right"] == 1 and len(state["rows"]) == 2


def test_what_is_taken_is_one_change_and_goes_as_one(programme: Programme) -> None:
    editor = form_of(programme).editor
    before, changes = len(editor.rows), programme.change_counter
    editor.take({"do": "take", "text": "Ring\t2026-05-31\nWrite\t\nwrong\t31.02.2026\n"})
    assert programme.change_counter == changes + 1 and programme.changes().iloc[-1]["kind"] == "save"
    assert [row.fields["what"].text for row in editor.rows[before:]] == ["Ring", "Write"]
    assert editor.note == "2 rows taken. Undo last takes all of them back."
    made = programme.rows("actions", what="Ring")[0].values
    assert made["account_id"] == "007" and made["state"] == "open" and made["action_id"].startswith("a-")
    editor.undo()
    assert len(editor.rows) == before and programme.rows("actions", what="Write") == []


def test_a_row_that_is_there_is_changed_and_not_doubled(programme: Programme) -> None:
    editor = form_of(programme).editor
    found = editor.paste("Action\tHours\nA1\t3\n")
    assert found.rows[0].changes == "A1" and found.state()["rows"][0]["changes"] == "A1"
    assert editor.take_pasted()
    values = programme.rows("actions", action_id="A1")[0].values
    assert values["hours"] == 3 and values["what"] == "Call the plant"
    editor.undo()


def test_a_key_that_people_choose_must_be_in_the_block_once(programme: Programme) -> None:
    form = edit_rows(Desk(programme, "", DAY), "accounts", where={}, core=("name",))
    assert "account_id" in read_block(form, "Name\nNew\n").rows[0].wrong
    twice = read_block(form, "Account\tName\n9\tNine\n9\tOther\n")
    assert [bool(row.wrong) for row in twice.rows] == [False, True]


def test_too_many_rows_are_refused_with_another_way(programme: Programme) -> None:
    found = read_block(form_of(programme), "x\n" * (ROWS_AT_MOST + 2))
    assert found.rows == [] and "kamkit import" in found.note


def test_nothing_is_taken_of_nothing(programme: Programme) -> None:
    editor = form_of(programme).editor
    for text in ("", "\n\n", "\t\t"):
        assert editor.paste(text).rows == [] and not editor.take_pasted()


@given(st.text(alphabet='abc1.,/"\t\n\r\x00 -é\u2028', max_size=60))
def test_no_block_breaks_it(programme: Programme, text: str) -> None:
    found = read_block(form_of(programme), text)
    assert found.state()["right"] == sum(not row.wrong for row in found.rows)
