"""The forms for what accounts value and for touch points, driven as a person would."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kamkit.forms import Desk, Form
from kamkit.forms.summed import Summed
from kamkit.forms.touchline import edit_behaviours, edit_changes, edit_new_experiences, edit_touch_points
from kamkit.forms.values import edit_answers, edit_decisions, edit_expectations, edit_preferences, edit_respondents
from kamkit.programme import Programme, create_programme

DAY = date(2026, 3, 31)
WIDGETS = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def programme(tmp_path: Path) -> Programme:
    made = create_programme(tmp_path / "p", who="Ines Carrow")
    made.save_all(
        {
            "accounts": [
                {"account_id": "007", "name": "Quillon Glass"},
                {"account_id": "007-2", "name": "Quillon South", "parent_id": "007"},
                {"account_id": "8", "name": "Other"},
            ],
            "expectations": [
                {"account_id": "", "expectation_id": "early", "name": "Tells us early", "position": 1},
                {"account_id": "007", "expectation_id": "early", "name": "Tells us early", "reason": "The line stops"},
            ],
            "respondents": [
                {"respondent_id": "R1", "account_id": "007-2", "side": "customer", "department": "purchasing"},
                {"respondent_id": "R9", "account_id": "8", "side": "customer", "name": "Somebody else"},
            ],
            "ratings": [
                {
                    "respondent_id": "R1", "about": "expectation", "item_id": "early", "supplier_id": "us",
                    "asked_on": DAY, "importance": 9, "performance": 4,
                },
            ],
            "touch_points": [
                {"account_id": "", "touch_point_id": "call", "name": "Call", "position": 1, "promise": "By ten"},
                {"account_id": "007", "touch_point_id": "call", "name": "Call", "importance": 9, "performance": 4},
            ],
        }
    )  # fmt: skip
    return made


def _desk(programme: Programme, account_id: str) -> Desk:
    return Desk(programme, account_id, DAY)


def test_expectations_are_everybodys_without_an_account_and_its_own_with_one(programme: Programme) -> None:
    everybody = edit_expectations(_desk(programme, ""))
    own = edit_expectations(_desk(programme, "007-2"))
    assert [row.values["account_id"] for row in everybody.stored()] == [""]
    assert [row.values["account_id"] for row in own.stored()] == ["007"]
    assert "The line stops" in own.shown().text


def test_marks_of_a_group_are_typed_into_the_programme_and_summed_up_for_readers(programme: Programme) -> None:
    form = edit_answers(_desk(programme, "007"))
    assert isinstance(form, Summed)
    faces = form._repr_mimebundle_()
    assert WIDGETS in faces and "Marks of Quillon Glass: 1 person" in faces["text/plain"]
    row = form.form.editor.rows[0]
    row.fields["performance"].value = "6"
    assert programme.rows("ratings")[0].values["performance"] == 6
    assert "6.0" in form.shown().text


def test_answers_of_all_customers_are_not_a_form(programme: Programme) -> None:
    desk = _desk(programme, "")
    assert "1 mark" in edit_answers(desk).text  # type: ignore[union-attr]
    assert "2 people" in edit_respondents(desk).text  # type: ignore[union-attr]


def test_an_account_nobody_asked_is_told_who_can(programme: Programme) -> None:
    programme.delete("respondents", ("R9",))
    assert "Not there yet" in edit_answers(_desk(programme, "8")).text  # type: ignore[union-attr]


def test_a_respondent_can_be_added_and_belongs_to_the_account(programme: Programme) -> None:
    form = edit_respondents(_desk(programme, "007"))
    assert isinstance(form, Form)
    row = form.editor.add()
    row.fields["side"].value = "customer"
    row.fields["department"].value = "quality"
    saved = [found.values for found in programme.rows("respondents", account_id="007")]
    assert [found["department"] for found in saved] == ["quality"]


def test_a_preference_belongs_to_the_account_and_is_one(programme: Programme) -> None:
    form = edit_preferences(_desk(programme, "007"))
    row = form.editor.add()
    row.fields["name"].value = "A call before a shortage"
    saved = programme.rows("opportunities")[0].values
    assert (saved["kind"], saved["account_id"], saved["state"]) == ("preference", "007", "open")


@pytest.mark.parametrize("edit", [edit_touch_points, edit_behaviours, edit_new_experiences])
@pytest.mark.parametrize("account_id", ["", "007", "007-2", "8"])
def test_touch_points_have_two_faces_for_every_account(programme: Programme, account_id: str, edit: object) -> None:
    form = edit(_desk(programme, account_id))  # type: ignore[operator]
    faces = form._repr_mimebundle_()
    assert WIDGETS in faces and faces["text/plain"] == repr(form)
    assert {row.values["account_id"] for row in form.form.stored()} == ({"8": set()}.get(account_id, {account_id[:3]}))
    assert len(form.form.core) <= 5


def test_the_page_shows_the_standards_promise_where_the_account_has_none(programme: Programme) -> None:
    form = edit_behaviours(_desk(programme, "007"))
    assert "By ten" in form.shown().text
    row = form.form.editor.rows[0]
    row.fields["promise"].value = "By nine"
    assert "By nine" in form.shown().text and "By ten" not in form.shown().text
    assert programme.rows("touch_points", account_id="")[0].values["promise"] == "By ten"


@pytest.mark.parametrize(("account_id", "kept_for"), [("", ""), ("007-2", "007")])
def test_a_step_of_change_is_saved_for_the_account_or_for_all(programme: Programme, account_id: str, kept_for: str) -> None:
    form = edit_changes(_desk(programme, account_id))
    assert "Not there yet" in form.shown().text
    row = form.form.editor.add()
    for name, value in (("touch_point_id", "Call"), ("who", "Planner"), ("what", "Rings every Monday."), ("stage", "tried")):
        row.fields[name].value = value
    (saved,) = programme.rows("change_steps")
    assert (saved.values["account_id"], saved.values["touch_point_id"], saved.values["stage"]) == (kept_for, "call", "tried")
    assert "Rings every Monday." in edit_changes(_desk(programme, account_id)).shown().text


def test_a_decision_of_the_customer_goes_into_the_log(programme: Programme) -> None:
    form = edit_decisions(_desk(programme, "007"))
    row = form.form.editor.add()
    row.fields["kind"].value = "renewed"
    row.fields["decided_on"].value = DAY
    row.fields["expectation_id"].value = "Tells us early"
    (saved,) = programme.rows("decisions")
    assert (saved.values["account_id"], saved.values["side"], saved.values["expectation_id"]) == ("007", "customer", "early")
    assert "31 Mar 2026" in edit_decisions(_desk(programme, "")).shown().text
