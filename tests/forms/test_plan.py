"""The plan typed in: each form saves at once, the draft is taken with one click, and pages follow each other."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kamkit.forms import Desk
from kamkit.forms import plan as forms
from kamkit.forms.faces import TABLE_ONLY
from kamkit.forms.plan import (
    edit_agreements,
    edit_goals,
    edit_objectives,
    edit_opportunities,
    edit_proposition,
    edit_sources,
)
from kamkit.forms.plan.proposition import Drafted
from kamkit.programme import Programme, create_programme

DAY = date(2026, 3, 31)
FORMS = [getattr(forms, name) for name in forms.__all__]


@pytest.fixture
def programme(tmp_path: Path) -> Programme:
    made = create_programme(tmp_path / "p", who="Ines Carrow")
    made.save_all(
        {
            "accounts": [
                {"account_id": "007", "name": "Quillon"},
                {"account_id": "70", "name": "Quillon Lyon", "parent_id": "007"},
                {"account_id": "8", "name": "Other"},
            ],
            "customer_goals": [{"goal_id": "G1", "account_id": "70", "goal": "Fewer <stops>"}],
            "opportunities": [
                {"opportunity_id": "X1", "account_id": "007", "name": "A call", "units": 10, "effect": 100, "price": 500,
                 "our_cost": 200, "can_supply_from": DAY, "evidence": "confirmed"},
                {"opportunity_id": "X2", "account_id": "007", "name": "Lost one", "state": "lost"},
            ],
            "decisions": [
                {"decision_id": "D1", "account_id": "007", "side": "customer", "kind": "bought", "decided_on": DAY},
            ],
        }
    )  # fmt: skip
    return made


@pytest.mark.parametrize("account_id", ["", "007"])
@pytest.mark.parametrize("edit", FORMS, ids=lambda edit: edit.__name__)
def test_each_form_has_two_faces(edit: Any, account_id: str, programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    faces = edit(Desk(programme, account_id, DAY))._repr_mimebundle_()
    assert {"text/html", "text/plain", "application/vnd.jupyter.widget-view+json"} <= set(faces)
    monkeypatch.setenv(TABLE_ONLY, "1")
    assert set(edit(Desk(programme, account_id, DAY))._repr_mimebundle_()) == {"text/html", "text/plain"}


@pytest.mark.parametrize(
    ("edit", "table"),
    [(edit_goals, "customer_goals"), (edit_objectives, "objectives"), (edit_opportunities, "opportunities"),
     (edit_agreements, "decisions"), (edit_sources, "data_sources")],
)  # fmt: skip
def test_a_new_row_is_the_groups_and_has_at_most_five_fields_in_front(edit: Any, table: str, programme: Programme) -> None:
    form = edit(Desk(programme, "007", DAY))
    row = getattr(form, "form", form).editor.add()
    assert row.values["account_id"] == "007" and len(row.fields) <= 5
    of_all = edit(Desk(programme, "", DAY))
    assert getattr(of_all, "form", of_all).core[0].name in ("account_id", "what")


def test_the_goals_of_a_group_are_those_of_its_units_and_closed_opportunities_are_history(programme: Programme) -> None:
    desk = Desk(programme, "007", DAY)
    assert "Fewer <stops>" in edit_goals(desk).shown().text and "&lt;stops&gt;" in edit_goals(desk).shown().html
    assert "Lost one" not in edit_opportunities(desk).shown().text


def test_an_agreement_is_a_decision_of_its_kind(programme: Programme) -> None:
    editor = edit_agreements(Desk(programme, "007", DAY)).editor
    assert editor.rows == []  # what they bought is no agreement to the plan
    row = editor.add()
    row.fields["side"].value, row.fields["decided_by"].value = "customer", "Ms Roy"
    row.fields["decided_on"].value = DAY
    (saved,) = programme.rows("decisions", kind="agreed to plan")
    assert (saved.values["account_id"], saved.values["decided_by"]) == ("007", "Ms Roy")


def test_the_draft_is_taken_with_one_click_and_then_edited(programme: Programme) -> None:
    form = edit_proposition(Desk(programme, "70", DAY))
    assert isinstance(form, Drafted) and "From the record" in form.shown().text
    assert "&lt;stops&gt;" in form.view.children[0].value
    form.button.click()
    (row,) = programme.rows("propositions", account_id="007")
    assert row.values["sentence"].startswith('Quillon wants "Fewer <stops>"; with us it gets a call')
    assert form.button.disabled and form.note.startswith("Saved")
    (editor,) = form.form.editor.rows
    editor.fields["sentence"].value = "You hear of it first."
    assert form.shown().text.startswith("You hear of it first.")
    form.take()  # somebody else's click, too late
    assert form.note.startswith("Not saved") and programme.rows("propositions")[0].values["sentence"] == "You hear of it first."


def test_the_draft_follows_what_is_typed_elsewhere_on_the_page(programme: Programme) -> None:
    desk = Desk(programme, "007", DAY)
    form, offers = edit_proposition(desk), edit_opportunities(desk).form.editor
    assert isinstance(form, Drafted) and "A call" not in form.view.children[0].value and "a call" in form.view.children[0].value
    offers.rows[0].fields["name"].value = "A visit"
    assert "a visit" in form.view.children[0].value
    offers.delete(offers.rows[0])
    assert "it lacks an opportunity worth proposing" in form.view.children[0].value and form.button.disabled
