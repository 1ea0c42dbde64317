"""The generic form, driven as a person would: by typing into its fields."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kamkit.forms import Desk, Form, edit_rows
from kamkit.forms.faces import TABLE_ONLY
from kamkit.programme import Programme, StoredRow, create_programme, open_programme

DAY = date(2026, 3, 31)
CORE = ("what", "due", "responsible_id", "accountable_id", "state")


def at_two_past_two() -> datetime:
    return datetime(2026, 3, 31, 14, 2, tzinfo=UTC)


@pytest.fixture
def programme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programme:
    monkeypatch.setenv("TZ", "UTC")
    made = create_programme(tmp_path / "p", who="Ines Carrow", clock=at_two_past_two)
    made.save_all(
        {
            "accounts": [{"account_id": "007", "name": "Quillon <Glass>"}, {"account_id": "8", "name": "Other"}],
            "team_members": [
                {"member_id": "T1", "name": "Ines Carrow"},
                {"member_id": "T2", "name": "Tom Halloway"},
                {"member_id": "T3", "name": "Tom Halloway"},
            ],
            "actions": [
                {"action_id": "A1", "account_id": "007", "what": "Call the <plant>", "responsible_id": "T1"},
                {"action_id": "A2", "account_id": "007", "what": "Visit the depot", "due": date(2026, 5, 1)},
                {"action_id": "A9", "account_id": "8", "what": "Somebody else's"},
            ],
        }
    )
    return made


def form_for(programme: Programme, **more: str) -> Form:
    desk = Desk(programme, "007", DAY)
    return edit_rows(desk, "actions", where={"account_id": "007"}, core=CORE, new_id_prefix="a", **more)


def stored(programme: Programme, key: str) -> dict[str, object]:
    return dict(programme.rows("actions", action_id=key)[0].values)


def test_both_faces_say_the_same_and_escape_what_people_typed(programme: Programme) -> None:
    faces = form_for(programme)._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in faces
    assert "Call the &lt;plant&gt;" in faces["text/html"] and "<plant>" not in faces["text/html"]
    assert "Call the <plant>" in faces["text/plain"] and "Ines Carrow" in faces["text/plain"]
    assert "Somebody else's" not in faces["text/plain"]
    assert "0x" not in faces["text/plain"] + faces["text/html"]


def test_settings_of_a_new_programme_say_that_nobody_has_said_anything(tmp_path: Path) -> None:
    desk = Desk(create_programme(tmp_path / "new", who="Ines Carrow"), "", DAY)
    form = edit_rows(desk, "settings", where={"settings_id": "programme"}, core=("company", "supervisor"), title="The programme")
    assert form.stored() and form.shown().text == "Not there yet: The programme. Whoever has the workbook open can enter it: in this form."


def test_no_widget_is_made_where_nobody_can_use_it(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TABLE_ONLY, "1")
    form = form_for(programme)
    assert set(form._repr_mimebundle_()) == {"text/html", "text/plain"}
    assert form._editor is None


def test_what_is_typed_is_saved_at_once_and_says_so(programme: Programme) -> None:
    editor = form_for(programme).editor
    editor.rows[0].fields["due"].value = date(2026, 4, 9)
    assert stored(programme, "A1")["due"] == date(2026, 4, 9)
    assert editor.note == f"Saved {at_two_past_two().astimezone():%H:%M}."
    assert editor.rows[0].note == "Saved {time}." and editor.rows[0].saved_at == at_two_past_two()


def test_a_person_is_chosen_by_name_and_kept_by_id(programme: Programme) -> None:
    editor = form_for(programme).editor
    field = editor.rows[0].fields["responsible_id"]
    assert field.value == "Ines Carrow"
    assert editor.state()["lists"]["responsible_id"] == ["Ines Carrow", "Tom Halloway (T2)", "Tom Halloway (T3)"]
    field.value = "tom halloway (t3)"
    assert stored(programme, "A1")["responsible_id"] == "T3"
    field.value = ""
    assert stored(programme, "A1")["responsible_id"] is None


def test_an_unknown_person_is_refused_beside_the_field_and_nothing_is_saved(programme: Programme) -> None:
    editor = form_for(programme).editor
    before = programme.change_counter
    row = editor.rows[0]
    row.fields["responsible_id"].value = "Tom"
    assert programme.change_counter == before
    assert row.problems == {"responsible_id": 'found "Tom"; expected Tom Halloway (T2) or Tom Halloway (T3)'}
    assert row.state()["wrong"] == row.problems and row.state()["cells"]["responsible_id"] == "Tom"
    assert editor.note.startswith("Not saved.")
    row.fields["responsible_id"].value = "Ines Carrow"
    assert row.problems == {} and not row.unsaved


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("hours", "many", "a number"),
        ("hours", "-1", "0 or more"),
        ("hours", "1,500", "1500 or 1.500"),
        ("position", "1.5", "a whole number"),
        ("what", "   ", "must be filled in"),
        ("what", "x" * 201, "at most 200"),
    ],
)
def test_what_does_not_fit_the_record_is_refused(programme: Programme, field: str, typed: str, told: str) -> None:
    row = form_for(programme).editor.rows[0]
    row.show_more()
    before = programme.change_counter
    row.fields[field].value = typed
    assert programme.change_counter == before
    assert told in row.problems[field]


def test_numbers_as_people_type_them(programme: Programme) -> None:
    row = form_for(programme).editor.rows[0]
    row.show_more()
    for typed, read in [("1,5", 1.5), ("1 500", 1500.0), (" 12 ", 12.0), ("", None)]:
        row.fields["hours"].value = typed
        assert stored(programme, "A1")["hours"] == read


def test_yes_no_and_not_said_are_three_answers(programme: Programme) -> None:
    row = form_for(programme).editor.rows[0]
    row.show_more()
    for answer in (True, False, None):
        row.fields["worked"].value = answer
        assert stored(programme, "A1")["worked"] is answer


def test_more_is_made_when_somebody_opens_it(programme: Programme) -> None:
    row = form_for(programme).editor.rows[0]
    assert set(row.fields) == set(CORE)
    row.show_more()
    assert "hours" in row.fields and row.state()["locked"] == ["action_id"]


def test_an_amount_says_its_currency_and_a_unit_is_said_once(programme: Programme) -> None:
    programme.save("settings", {"settings_id": "programme", "reporting_currency": "CHF"})
    state = form_for(programme).editor.form_state()
    labels = {column["name"]: column["label"] for column in (*state["core"], *state["more"])}
    assert (labels["cost"], labels["hours"], labels["what"]) == ("Cost (CHF)", "Hours", "What *")


def test_every_field_has_a_label_and_a_tooltip(programme: Programme) -> None:
    state = form_for(programme).editor.form_state()
    assert len(state["core"]) == len(CORE) and len(state["more"]) > 5
    for column in (*state["core"], *state["more"]):
        assert column["label"] and column["help"], column["name"]


def test_a_new_row_is_saved_once_it_is_complete(programme: Programme) -> None:
    editor = form_for(programme).editor
    row = editor.add()
    assert len(programme.rows("actions", account_id="007")) == 2
    row.fields["due"].value = date(2026, 4, 30)
    assert "What" in editor.note and row.version is None
    row.fields["what"].value = "Write to the buyer"
    saved = stored(programme, row.key[0])
    assert saved["account_id"] == "007" and saved["due"] == date(2026, 4, 30) and saved["state"] == "open"


def test_a_key_that_people_choose_is_asked_for(programme: Programme) -> None:
    form = edit_rows(Desk(programme, "", DAY), "accounts", where={}, core=("name",))
    row = form.editor.add()
    assert "account_id" in row.fields
    row.fields["name"].value = "New"
    assert "Account" in form.editor.note
    row.fields["account_id"].value = "NA"
    assert programme.rows("accounts", account_id="NA")[0].values["name"] == "New"
    assert row.state()["locked"] == ["account_id"]


def test_duplicate_delete_and_undo(programme: Programme) -> None:
    editor = form_for(programme).editor
    copy = editor.duplicate(editor.rows[1])
    assert copy.key != editor.rows[1].key and copy.fields["what"].value == "Visit the depot"
    copy.fields["what"].value = "Visit the depot again"
    assert len(programme.rows("actions", account_id="007")) == 3
    editor.delete(editor.rows[0])
    assert [row.values["action_id"] for row in programme.rows("actions", account_id="007")] == sorted(
        ["A2", copy.key[0]]
    )
    editor.undo()
    assert stored(programme, "A1")["what"] == "Call the <plant>"
    editor.undo()
    assert [row.key[0] for row in editor.rows] == ["A1", "A2"]
    editor.undo()
    assert editor.note == "Nothing to undo in this form."


def test_two_people_in_different_fields_are_merged(programme: Programme) -> None:
    mine = form_for(programme).editor
    with open_programme(programme.folder, who="Tom Halloway") as other:
        theirs = form_for(other).editor
        theirs.rows[0].fields["what"].value = "Call the plant manager"
    mine.rows[0].fields["due"].value = date(2026, 6, 1)
    assert stored(programme, "A1")["what"] == "Call the plant manager"
    assert stored(programme, "A1")["due"] == date(2026, 6, 1)
    assert mine.rows[0].fields["what"].value == "Call the plant manager"
    assert "Somebody else had changed What" in mine.note


def in_conflict(programme: Programme) -> tuple[Form, Form]:
    mine = form_for(programme)
    assert mine.editor.rows
    other = form_for(open_programme(programme.folder, who="Tom <Halloway>"))
    other.editor.rows[0].fields["what"].value = "Theirs"
    mine.editor.rows[0].fields["what"].value = "Mine"
    return mine, other


def test_a_conflict_shows_both_values_with_the_name_and_saves_nothing(programme: Programme) -> None:
    mine, _ = in_conflict(programme)
    row = mine.editor.rows[0]
    assert stored(programme, "A1")["what"] == "Theirs"
    assert row.state()["asked"] == [{"label": "What", "who": "Tom <Halloway>", "mine": "Mine", "theirs": "Theirs"}]
    assert row.fields["what"].value == "Mine"


def test_a_conflict_is_settled_either_way(programme: Programme) -> None:
    mine, other = in_conflict(programme)
    row = mine.editor.rows[0]
    mine.editor.take({"do": "mine", "row": mine.editor.id_of(row)})
    assert stored(programme, "A1")["what"] == "Mine" and row.state()["asked"] == []
    their_row = other.editor.rows[0]
    their_row.fields["what"].value = "Theirs again"
    other.editor.take({"do": "theirs", "row": other.editor.id_of(their_row)})
    assert stored(programme, "A1")["what"] == "Mine"
    assert their_row.fields["what"].value == "Mine" and their_row.state()["asked"] == []


def test_a_row_deleted_meanwhile_is_not_brought_back_unasked(programme: Programme) -> None:
    mine = form_for(programme).editor
    programme.delete("actions", "A1")
    mine.rows[0].fields["what"].value = "Too late"
    assert programme.rows("actions", action_id="A1") == []
    assert [asked["theirs"] for asked in mine.rows[0].state()["asked"]] == [""]  # the row is gone
    mine.rows[0].take_theirs()
    assert programme.rows("actions", action_id="A1") == [] and len(mine.rows) == 1


def test_a_row_deleted_meanwhile_comes_back_when_asked(programme: Programme) -> None:
    mine = form_for(programme).editor
    programme.delete("actions", "A1")
    mine.rows[0].fields["what"].value = "Still needed"
    mine.rows[0].keep_mine()
    assert stored(programme, "A1")["what"] == "Still needed" and stored(programme, "A1")["responsible_id"] == "T1"


def test_an_empty_table_says_what_is_missing_and_can_be_filled(programme: Programme) -> None:
    form = edit_rows(
        Desk(programme, "007", DAY), "risks", where={"account_id": "007"}, core=("what",), new_id_prefix="r"
    )
    assert "Not there yet: Risks for Quillon <Glass>" in form.shown().text
    assert form.editor.rows == []
    form.editor.add().fields["what"].value = "They leave"
    assert "They leave" in form.shown().text


def test_the_name_typed_stands_in_the_history(programme: Programme) -> None:
    editor = form_for(programme).editor
    editor.take({"do": "who", "text": "Dr Maren Voss "})
    editor.rows[0].fields["what"].value = "Ring the plant"
    assert programme.history("actions", "A1")["who"].iloc[-1] == "Dr Maren Voss"


def test_a_form_over_several_units(programme: Programme) -> None:
    form = edit_rows(Desk(programme, "", DAY), "actions", where={"account_id": ["007", "8"]}, core=("what",))
    assert len(form.editor.rows) == 3
    assert form.editor.add().values["account_id"] == "007"


def test_many_rows_are_made_a_page_at_a_time(programme: Programme) -> None:
    programme.save_rows("actions", [{"action_id": f"B{n}", "account_id": "007", "what": "x"} for n in range(50)])
    editor = form_for(programme).editor
    assert len(editor.rows) == 40 and editor.state()["said"]["rest"] == 12
    editor.take({"do": "next"})
    assert len(editor.rows) == 52 and editor.state()["said"]["rest"] == 0


def test_a_form_with_more_than_five_core_fields_is_refused(programme: Programme) -> None:
    with pytest.raises(ValueError, match="6 core fields"):
        edit_rows(Desk(programme, "007", DAY), "actions", where={}, core=(*CORE, "hours"))
    with pytest.raises(KeyError, match="no field 'colour'"):
        edit_rows(Desk(programme, "007", DAY), "actions", where={}, core=("colour",))


def points(programme: Programme) -> Form:
    programme.save_rows(
        "touch_points", [{"touch_point_id": f"P{n}", "account_id": "", "name": f"Point {n}", "position": n} for n in (1, 2, 3)]
    )
    return edit_rows(Desk(programme, "", DAY), "touch_points", where={"account_id": ""}, core=("name",), new_id_prefix="p")


def test_rows_are_put_in_order_and_stay_so(programme: Programme) -> None:
    editor = points(programme).editor
    assert "move" in editor.form_state()["can"]
    editor.take({"do": "up", "row": editor.id_of(editor.rows[2])})
    assert [row.key[-1] for row in editor.rows] == ["P1", "P3", "P2"] and "number 2" in editor.note
    assert [row.values["touch_point_id"] for row in points_in_order(programme)] == ["P1", "P3", "P2"]
    before = programme.change_counter
    editor.take({"do": "up", "row": editor.id_of(editor.rows[0])})  # the first stays the first
    assert programme.change_counter == before
    editor.undo()
    assert [row.key[-1] for row in editor.rows] == ["P1", "P2", "P3"]


def points_in_order(programme: Programme) -> list[StoredRow]:
    return sorted(programme.rows("touch_points"), key=lambda row: row.values["position"])


def test_order_is_nobodys_where_it_follows_the_day_or_a_standard(programme: Programme) -> None:
    points(programme)
    own = edit_rows(Desk(programme, "007", DAY), "touch_points", where={"account_id": "007"}, core=("name",))
    by_day = form_for(programme, order_by=("due",))
    for editor in (own.editor, by_day.editor):
        assert "move" not in editor.form_state()["can"]
        for row in editor.rows:
            editor.move(row, 1)
        assert editor.note == ""


def test_what_is_typed_is_checked_before_it_is_saved(programme: Programme) -> None:
    editor = form_for(programme).editor
    row = editor.rows[0]
    row.show_more()
    before = programme.change_counter
    assert row.check("hours", "-1") == 'found "-1"; expected 0 or more'
    assert "31.02" in row.check("due", "31.02.2026") and row.check("due", "31.03.2026") == ""
    assert row.check("what", " ") == "must be filled in" and row.check("hours", "12") == ""
    assert programme.change_counter == before and not row.unsaved


def test_what_was_refused_is_taken_back(programme: Programme) -> None:
    editor = form_for(programme).editor
    row = editor.rows[0]
    row.fields["responsible_id"].value = "Nobody"
    editor.take({"do": "restore", "row": editor.id_of(row), "field": "responsible_id"})
    assert row.fields["responsible_id"].value == "Ines Carrow" and row.problems == {} and not row.unsaved


def test_there_is_one_row_where_there_can_be_only_one(programme: Programme) -> None:
    form = edit_rows(Desk(programme, "", DAY), "settings", where={"settings_id": "programme"}, core=("company",))
    programme.undo(programme.save("settings", {"settings_id": "programme", "company": "x"}).change_id or 0)
    stored = programme.rows("settings")
    editor = form.editor
    assert len(editor.rows) == 1 and editor.form_state()["can"] == ["undo"]
    editor.rows[0].fields["company"].value = "Varnholt"
    assert programme.settings.company == "Varnholt" and len(programme.rows("settings")) == max(len(stored), 1)


def test_a_message_of_nonsense_does_nothing(programme: Programme) -> None:
    editor = form_for(programme).editor
    before = programme.change_counter
    for message in ({}, {"do": "nothing"}, {"do": "save", "row": "r99", "field": "what", "text": "x"}, {"do": "more", "row": None},
                    {"do": "save", "row": editor.id_of(editor.rows[0]), "field": "account_id", "text": "8"}):  # fmt: skip
        editor.take(message)
    assert programme.change_counter == before
