"""Proposals taken into the plan with one click, and the plan edited beside them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kamkit.forms import Desk
from kamkit.forms.faces import TABLE_ONLY
from kamkit.forms.planning import edit_actions, edit_proposals
from kamkit.programme import Programme, create_programme

DAY = date(2026, 3, 31)


@pytest.fixture
def programme(tmp_path: Path) -> Programme:
    made = create_programme(tmp_path / "p", who="Ines Carrow")
    made.save_all(
        {
            "team_members": [{"member_id": "ines", "name": "Ines Carrow"}],
            "accounts": [
                {"account_id": "007", "name": "Quillon", "owner_id": "ines"},
                {"account_id": "70", "name": "Quillon Lyon", "parent_id": "007"},
                {"account_id": "8", "name": "Other"},
            ],
            "promises": [
                {"promise_id": "P1", "account_id": "70", "what": "The <list>", "due": date(2026, 3, 1)},
                {"promise_id": "P2", "account_id": "8", "what": "Samples", "due": date(2026, 3, 1)},
            ],
            "actions": [{"action_id": "A1", "account_id": "8", "what": "Weigh the crates", "state": "done"}],
        }
    )
    return made


def test_a_proposal_becomes_an_open_action_with_its_reason(programme: Programme) -> None:
    form = edit_proposals(Desk(programme, "007", DAY))
    assert "The <list>" in form.shown().text and "application/vnd.jupyter.widget-view+json" in form._repr_mimebundle_()
    assert "&lt;list&gt;" in form.accepting._list.children[0].children[1].value
    form.accepting.buttons[0].click()
    (row,) = programme.rows("actions", account_id="007")
    assert row.values["state"] == "open" and row.values["accountable_id"] == "ines"
    assert (row.values["because"], row.values["because_id"]) == ("promise", "P1")
    assert row.values["due"] > DAY and row.values["measure_text"]
    assert form.accepting.note.startswith("Saved ") and form.accepting.buttons == []
    assert "No gap without an action" in form.shown().text


def test_taking_it_back(programme: Programme) -> None:
    accepting = edit_proposals(Desk(programme, "007", DAY)).accepting
    accepting.undo()
    assert accepting.note == "Nothing to undo here."
    accepting.buttons[0].click()
    accepting.undo()
    assert programme.rows("actions", account_id="007") == [] and len(accepting.buttons) == 1


def test_the_two_forms_on_a_page_follow_each_other(programme: Programme) -> None:
    desk = Desk(programme, "007", DAY)
    accepting, actions = edit_proposals(desk).accepting, edit_actions(desk).editor
    assert actions.rows == []
    accepting.buttons[0].click()
    assert len(actions.rows) == 1
    actions.delete(actions.rows[0])
    assert len(accepting.buttons) == 1
    actions.undo()
    assert accepting.buttons == []


def test_the_actions_of_a_group_are_those_of_its_units(programme: Programme) -> None:
    programme.save("actions", {"action_id": "A2", "account_id": "70", "what": "Call the plant manager"})
    editor = edit_actions(Desk(programme, "007", DAY)).editor
    assert [row.key for row in editor.rows] == [("A2",)]
    assert editor.add().values["account_id"] == "007"
    assert set(editor.rows[0].fields) == {"what", "due", "responsible_id", "accountable_id", "state"}


def test_the_portfolio_shows_open_actions_of_all_by_day(programme: Programme) -> None:
    programme.save_rows(
        "actions",
        [
            {"action_id": "A2", "account_id": "70", "what": "Later", "due": date(2026, 6, 1)},
            {"action_id": "A3", "account_id": "8", "what": "Sooner", "due": date(2026, 5, 1), "state": "proposed"},
            {"action_id": "A4", "account_id": "8", "what": "Some day"},
        ],
    )
    form = edit_actions(Desk(programme, "", DAY))
    assert [row.key[0] for row in form.editor.rows] == ["A3", "A2", "A4"]
    assert "Quillon Lyon" in form.shown().text and "Weigh the crates" not in form.shown().text
    assert edit_proposals(Desk(programme, "", DAY)).shown().text.count("Deliver what was promised") == 2


def test_without_a_screen_there_is_only_the_table(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TABLE_ONLY, "1")
    assert set(edit_proposals(Desk(programme, "", DAY))._repr_mimebundle_()) == {"text/html", "text/plain"}
