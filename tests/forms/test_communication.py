"""Drafts taken into the communication plan, messages confirmed beside them, and the forms of causes and the ladder."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kamkit.forms import Desk
from kamkit.forms.communication import edit_measures, edit_messages, edit_missing_messages
from kamkit.forms.planning import edit_actions, edit_causes, edit_ladder
from kamkit.forms.planning import edit_measures as edit_success
from kamkit.programme import Programme, create_programme

DAY = date(2026, 3, 31)


@pytest.fixture
def programme(tmp_path: Path) -> Programme:
    made = create_programme(tmp_path / "p", who="Ines Carrow")
    made.save_all(
        {
            "team_members": [{"member_id": "ines", "name": "Ines Carrow"}, {"member_id": "zofia", "name": "Zofia Walczyk"}],
            "accounts": [
                {"account_id": "007", "name": "Quillon", "owner_id": "ines"},
                {"account_id": "70", "name": "Quillon Lyon", "parent_id": "007"},
                {"account_id": "8", "name": "Other"},
            ],
            "touch_points": [
                {"account_id": "", "touch_point_id": "dock", "name": "Dock", "owner_id": "zofia", "promise": "Whole <pallets>"}
            ],
            "actions": [{"action_id": "A1", "account_id": "70", "what": "Weigh the crates", "kind": "process"}],
            "messages": [{"message_id": "S8", "account_id": "8", "side": "inside", "audience": "All", "what": "Not theirs"}],
        }
    )
    return made


def test_a_draft_becomes_a_message_that_is_due(programme: Programme) -> None:
    form = edit_missing_messages(Desk(programme, "007", DAY))
    assert "Whole <pallets>" in form.shown().text
    assert "&lt;pallets&gt;" in form.accepting._list.children[0].children[1].value or "Dock" in form.shown().text
    form.accepting.buttons[0].click()
    (row,) = programme.rows("messages", account_id="007")
    assert (row.values["member_id"], row.values["topic"], row.values["side"]) == ("zofia", "account and promise", "inside")
    assert row.values["due"] == date(2026, 4, 14) and row.values["sender_id"] == "ines"
    assert "stands in the plan of step 4" in form.accepting.note and form.accepting.buttons == []
    form.accepting.undo()
    assert programme.rows("messages", account_id="007") == [] and len(form.accepting.buttons) == 1


def test_the_plan_follows_the_drafts_and_takes_the_day_of_confirmation(programme: Programme) -> None:
    desk = Desk(programme, "007", DAY)
    missing, plan = edit_missing_messages(desk), edit_messages(desk)
    assert "Not there yet" in plan.shown().text
    missing.accepting.buttons[0].click()
    row = plan.form.editor.rows[0]
    assert set(row.fields) == {"audience", "what", "sender_id", "due", "confirmed_on"}
    assert "0 of 1 message are confirmed" in plan.shown().text
    assert "Not theirs" not in plan.shown().text and "Not theirs" in edit_messages(Desk(programme, "", DAY)).shown().text


@pytest.mark.parametrize("account_id", ["", "007"])
def test_every_form_has_both_faces_and_at_most_five_fields(programme: Programme, account_id: str) -> None:
    desk = Desk(programme, account_id, DAY)
    for form in (edit_messages(desk), edit_measures(desk), edit_causes(desk), edit_success(desk), edit_ladder(desk)):
        assert len(form.form.core) <= 5
        assert {"application/vnd.jupyter.widget-view+json", "text/html", "text/plain"} <= set(form._repr_mimebundle_())


def test_causes_are_edited_beside_the_actions(programme: Programme) -> None:
    desk = Desk(programme, "007", DAY)
    actions, causes = edit_actions(desk).editor, edit_causes(desk)
    assert "not written down" in causes.shown().text
    (row,) = causes.form.editor.rows
    assert set(row.fields) == {"what", "kind", "cause", "because", "because_id"}
    assert [other.key for other in actions.rows] == [row.key]


def test_the_ladder_is_one_row_of_the_settings(programme: Programme) -> None:
    form = edit_ladder(Desk(programme, "007", DAY))
    assert "that person's line manager" in form.shown().text
    programme.save("settings", {"settings_id": "programme", "promise_to_manager": 5})
    assert " 5" in edit_ladder(Desk(programme, "007", DAY)).shown().text.splitlines()[3]
