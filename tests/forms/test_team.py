"""Skills are for the person and the line manager, and only while working live; the manager's check is saved as one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from kamkit.errors import InputError
from kamkit.forms import Desk, open_desk
from kamkit.forms.faces import TABLE_ONLY
from kamkit.forms.team import edit_hours, edit_managers_check, edit_own_skills, edit_skill_needs
from kamkit.method.team import review_managers_check
from kamkit.programme import Programme, create_programme

DAY = date(2026, 3, 31)


@pytest.fixture
def programme(tmp_path: Path) -> Programme:
    made = create_programme(tmp_path / "p", who="")
    made.save_all(
        {
            "team_members": [
                {"member_id": "tom", "name": "Tom Halloway"},
                {"member_id": "ines", "name": "Ines Carrow", "role": "key account manager", "line_manager_id": "tom"},
                {"member_id": "paul", "name": "Paul Adeyemi"},
            ],
            "accounts": [
                {"account_id": "007", "name": "Quillon", "owner_id": "ines"},
                {"account_id": "70", "name": "Quillon Lyon", "parent_id": "007"},
            ],
            "skills": [
                {"member_id": "ines", "skill": "asks", "level": 1.25, "development": "With Anselm"},
                {"member_id": "paul", "skill": "asks", "level": 3.75},
            ],
            "skill_needs": [{"account_id": "", "skill": "asks", "level": 3.0}],
        }
    )
    return made


@pytest.mark.parametrize(
    ("who", "members"),
    [("Ines Carrow", {"ines"}), ("Tom Halloway", {"ines"}), ("Paul Adeyemi", {"paul"}), ("Somebody", set()), ("", set())],
)
def test_only_the_person_and_the_line_manager_get_rows(programme: Programme, who: str, members: set[str]) -> None:
    live = edit_own_skills(Desk(programme, "007", DAY)).live
    live.who.value = who
    rows = live.editor.rows if live.editor else []
    assert {row.key[0] for row in rows} == members
    live.who.value = "Somebody else"
    assert live.editor is None and "Nobody among our people" in live.note


@pytest.mark.parametrize("who", ["Ines Carrow", "Tom Halloway", ""])
def test_what_is_stored_or_sent_has_no_level_whoever_works(programme: Programme, who: str) -> None:
    programme.who = who
    for desk in (Desk(programme, "007", DAY), Desk(programme, "", DAY)):
        faces = edit_own_skills(desk)._repr_mimebundle_()
        kept = json.dumps({kind: face for kind, face in faces.items() if kind.startswith("text/")})
        assert "asks" in kept
        assert not [secret for secret in ("1.25", "3.75", "With Anselm", "Ines", "Paul") if secret in kept]


def test_a_page_made_in_bulk_is_nobodys(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAMKIT_WHO", "Tom Halloway")
    assert open_desk(programme.address, "007", DAY.isoformat()).who == "Tom Halloway"
    monkeypatch.setenv(TABLE_ONLY, "1")
    desk = open_desk(programme.address, "007", DAY.isoformat())
    assert desk.who == ""
    faces = edit_own_skills(desk)._repr_mimebundle_()
    assert set(faces) == {"text/html", "text/plain"}
    assert not [secret for secret in ("1.25", "3.75", "With Anselm") if secret in json.dumps(faces)]


def test_a_new_skill_is_saved_for_oneself(programme: Programme) -> None:
    live = edit_own_skills(Desk(programme, "007", DAY)).live
    live.who.value = "ines carrow"
    assert live.editor is not None
    row = live.editor.add({"skill": "figures"})
    assert row.values["member_id"] == "ines"
    row.fields["level"].value = "2"
    assert [stored.values["level"] for stored in programme.rows("skills", member_id="ines", skill="figures")] == [2.0]


def test_the_check_is_saved_under_the_name_our_people_have_and_taken_back_whole(programme: Programme) -> None:
    desk = Desk(programme, "007", DAY)
    live = edit_managers_check(desk).live
    live.save()
    assert live.note.startswith("Not saved. Your name")
    live.who.value = "ines"
    live.save()
    assert live.note.startswith("Not saved. Marks")
    live.marks["strategy"].value, live.evidence["strategy"].value = 4.0, "Two <objectives>"
    live.save()
    assert live.note.startswith("Saved ")
    stored = {row.values["item"]: row.values for row in programme.rows("assessments", assessor="Ines Carrow")}
    assert stored["strategy"]["rating"] == 4.0 and stored["marketing"]["rating"] is None
    assert review_managers_check(desk.tables(), "007", DAY)["own"].iloc[0] == 4.0
    live.undo()
    assert programme.rows("assessments") == [] and live.note == "Undone."


def test_a_check_without_a_name_is_refused(programme: Programme) -> None:
    with pytest.raises(InputError, match="Your name"):
        edit_managers_check(Desk(programme, "007", DAY)).save(" ", {"skills": 3.0}, {}, DAY)


def test_hours_and_needs_go_to_the_group_or_the_programme(programme: Programme) -> None:
    desk = Desk(programme, "70", DAY)
    hours = edit_hours(desk).editor.add({"role": "key account manager"})
    hours.fields["hours_needed"].value = "700"
    assert [row.values["account_id"] for row in programme.rows("efforts")] == ["007"]
    assert edit_skill_needs(desk).editor.add({"skill": "asks"}).values["account_id"] == "007"
    assert edit_skill_needs(Desk(programme, "", DAY)).editor.rows[0].values["account_id"] == ""
    assert [row.key for row in edit_hours(Desk(programme, "", DAY)).editor.rows] == [("ines",), ("paul",), ("tom",)]
