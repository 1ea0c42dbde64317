"""A meeting's note in four fields and the rows it asks for; queries, promises and feedback edited where they are read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kamkit.errors import InputError
from kamkit.forms import Desk
from kamkit.forms.running import edit_contracts, edit_feedback, edit_meeting_note, edit_promises, edit_queries
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
            "queries": [{"query_id": "q", "account_id": "70", "what": "Where <is> it?", "asked_on": DAY}],
            "promises": [
                {"promise_id": "p", "account_id": "70", "what": "A list"},
                {"promise_id": "k", "account_id": "70", "what": "Kept", "state": "kept"},
                {"promise_id": "o", "account_id": "8", "what": "Other"},
            ],
        }
    )
    return made


def test_a_note_is_saved_and_offers_what_it_asks_for(programme: Programme) -> None:
    live = edit_meeting_note(Desk(programme, "007", DAY)).live
    live.fields["learned"].value, live.fields["promised"].value = "Gordon <retires>", "The list by May"
    live.fields["opportunity"].value, live.fields["next_step"].value = "Crates for Lyon", "Ring the planner"
    live.save()
    (note,) = programme.rows("notes")
    assert (note.values["account_id"], note.values["kind"], note.values["noted_on"]) == ("007", "meeting", DAY)
    assert (note.values["noted_by"], note.values["learned"]) == ("Ines Carrow", "Gordon <retires>")
    assert [line.offer.table for line in live.offers] == ["promises", "opportunities", "actions"]
    assert live.fields["learned"].value == "" and "&lt;retires&gt;" in live._noted.value
    line = live.offers[0]
    line.asked["owner_id"].widget.value, line.asked["due"].widget.value = "Ines Carrow", date(2026, 5, 1)
    line.button.click()
    made = [row.values for row in programme.rows("promises") if row.values["what"] == "The list by May"]
    assert [(one["owner_id"], one["due"], one["made_on"], one["state"]) for one in made] == [("ines", date(2026, 5, 1), DAY, "open")]
    live.offers[0].button.click()
    live.offers[0].button.click()
    assert [row.values["name"] for row in programme.rows("opportunities")] == ["Crates for Lyon"]
    assert [row.values["what"] for row in programme.rows("actions")] == ["Ring the planner"]
    assert live.offers == []


def test_each_thing_saved_can_be_taken_back(programme: Programme) -> None:
    live = edit_meeting_note(Desk(programme, "007", DAY)).live
    live.fields["promised"].value = "The list"
    live.save()
    live.offers[0].button.click()
    live.undo()
    assert len(programme.rows("promises")) == 3 and len(programme.rows("notes")) == 1
    live.undo()
    assert programme.rows("notes") == [] and live._undo.disabled


def test_a_name_nobody_has_is_said_and_nothing_saved(programme: Programme) -> None:
    live = edit_meeting_note(Desk(programme, "007", DAY)).live
    live.fields["promised"].value = "The list"
    live.save()
    live.offers[0].asked["owner_id"].widget.value = "Nobody at all"
    live.offers[0].button.click()
    assert live.note.startswith("Not saved. Owner") and len(programme.rows("promises")) == 3


def test_an_empty_note_and_one_without_an_account_are_refused(programme: Programme) -> None:
    portfolio = edit_meeting_note(Desk(programme, "", DAY))
    portfolio.live.fields["learned"].value = "x"
    portfolio.live.save()
    assert portfolio.live.note.startswith("Not saved. Account: empty")
    portfolio.live.account.widget.value = "Quillon"
    portfolio.live.save()
    assert [row.values["account_id"] for row in programme.rows("notes")] == ["007"]
    for account_id, on, fields, said in (("007", DAY, {"learned": " "}, "four fields"), ("007", None, {"learned": "x"}, "On: empty")):
        with pytest.raises(InputError, match=said):
            portfolio.save(account_id, on, "", fields)


def test_a_long_promise_is_cut_to_what_a_promise_holds(programme: Programme) -> None:
    note = edit_meeting_note(Desk(programme, "007", DAY))
    _, offers = note.save("007", DAY, "", {"promised": "word " * 200})
    note.take(offers[0])
    assert any(row.values["what"].endswith("…") for row in programme.rows("promises"))


def test_the_forms_hold_the_accounts_own_rows(programme: Programme) -> None:
    desk = Desk(programme, "007", DAY)
    assert [row.key for row in edit_promises(desk).form.editor.rows] == [("p",)]
    assert "1 open promise in this form" in edit_promises(desk).shown().text
    assert "Where <is> it?" in edit_queries(desk).shown().text
    everybody = Desk(programme, "", DAY)
    assert "1 query in this form" in edit_queries(everybody).shown().text.lower()
    assert "2 open promises" in edit_promises(everybody).shown().text
    assert "no contracts" in edit_contracts(everybody).shown().text.lower()
    added = edit_feedback(desk).form.editor.add()
    assert added.values["account_id"] == "007" and added.values["state"] == "new"
