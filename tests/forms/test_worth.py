"""Forms on what accounts are worth: the controller's rates, and candidates added by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kamkit.errors import InputError
from kamkit.forms import open_desk
from kamkit.forms.desk import Desk
from kamkit.forms.worth import edit_candidates, edit_rates, edit_thresholds
from kamkit.programme import create_programme


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A small programme: a group with one customer number, and NA."""
    with create_programme(tmp_path / "p", company="P", currency="EUR", who="Ines") as programme:
        accounts = [{"account_id": "G", "name": "Group"}, {"account_id": "007", "name": "Unit", "parent_id": "G"}]
        programme.save_rows("accounts", [*accounts, {"account_id": "NA", "name": "NA"}])
    yield open_desk(str(tmp_path / "p"), "", "2026-03-31")


def test_a_rate_is_saved_and_the_table_shows_it(desk: Desk) -> None:
    form = edit_rates(desk)
    assert "Not there yet" in form.shown().text
    desk.programme.save("activity_rates", {"driver": "small order", "rate": 48.0, "threshold": 1000.0}, version=0)
    assert "small order" in form.shown().text and "1,000" in form.shown().text
    assert [spec.name for spec in form.core] == ["driver", "rate", "threshold", "source"]


def test_both_faces_are_there(desk: Desk) -> None:
    faces = edit_candidates(desk)._repr_mimebundle_()
    assert faces["text/plain"] == "Nobody has been added by hand."
    assert "application/vnd.jupyter.widget-view+json" in faces


def test_a_candidate_is_added_for_its_group_with_name_and_reason(desk: Desk) -> None:
    candidates = edit_candidates(desk)
    assert candidates.add("007", " Tom ", "Opens a sector.") is not None
    (row,) = desk.programme.rows("accounts", account_id="G")
    assert (row.values["candidate"], row.values["candidate_by"]) == (True, "Tom")
    assert "Opens a sector." in candidates.shown().text


@pytest.mark.parametrize(("who", "why", "says"), [("", "x", "Added by: empty"), ("x", " ", "Why added: empty")])
def test_no_candidate_without_name_or_reason(desk: Desk, who: str, why: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        edit_candidates(desk).add("NA", who, why)
    with pytest.raises(InputError, match="found '8'"):
        edit_candidates(desk).add("8", "x", "y")


def test_the_live_form_adds_takes_off_and_undoes(desk: Desk) -> None:
    adding = edit_candidates(desk).adding
    assert list(adding.account.options) == ["Group", "NA"]  # groups only: a unit counts for its group
    adding.account.value, adding.why.value = "Grou", "No such name."
    adding.add()
    assert 'found "Grou"; expected Group' in adding.note
    adding.account.value, adding.who.value, adding.why.value = "NA", "Tom", "A customer really called so."
    adding.add()
    assert adding.note.startswith("Saved") and adding.account.value == ""
    assert "A customer really called so." in adding.candidates.shown().text
    adding.take_off("NA")
    assert adding.candidates.shown().text == "Nobody has been added by hand."
    adding.undo()
    assert "A customer really called so." in adding.candidates.shown().text
    adding.undo()
    assert adding.candidates.shown().text == "Nobody has been added by hand." and adding._undo.disabled


def test_for_one_account_it_is_that_account(desk: Desk) -> None:
    desk.account_id = "007"
    adding = edit_candidates(desk).adding
    adding.who.value, adding.why.value = "Tom", "Because."
    adding.add()
    assert "Group" in adding.candidates.shown().text


def test_the_thresholds_of_the_first_cut_are_the_programmes_own(desk: Desk) -> None:
    form = edit_thresholds(desk)
    assert "10 %" in repr(form) and "the programme" not in repr(form)
    form.editor.fields["growing_from"].value = "25"
    assert desk.settings.growing_from == 25 and form.note.startswith("Saved ")
    assert "25 %" in repr(form) and "the programme" in repr(form)
    form.editor.fields["growing_from"].value = ""
    assert desk.settings.growing_from == 10 and "10 %" in repr(form)
