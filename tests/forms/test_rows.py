"""The generic form, driven as a person would: by typing into its widgets."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kamkit.forms import Desk, Form, edit_rows
from kamkit.forms.faces import TABLE_ONLY
from kamkit.programme import Programme, create_programme, open_programme

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
    editor.rows[0].fields["due"].widget.value = date(2026, 4, 9)
    assert stored(programme, "A1")["due"] == date(2026, 4, 9)
    assert editor.note.startswith("Saved ") and editor.note[6:11].count(":") == 1
    assert "Saved" in editor.rows[0].status.value


def test_a_person_is_chosen_by_name_and_kept_by_id(programme: Programme) -> None:
    editor = form_for(programme).editor
    field = editor.rows[0].fields["responsible_id"].widget
    assert field.value == "Ines Carrow"
    assert field.options == ("Ines Carrow", "Tom Halloway (T2)", "Tom Halloway (T3)")
    field.value = "tom halloway (t3)"
    assert stored(programme, "A1")["responsible_id"] == "T3"
    field.value = ""
    assert stored(programme, "A1")["responsible_id"] is None


def test_an_unknown_person_is_refused_beside_the_field_and_nothing_is_saved(programme: Programme) -> None:
    editor = form_for(programme).editor
    before = programme.change_counter
    row = editor.rows[0]
    row.fields["responsible_id"].widget.value = "Tom"
    assert programme.change_counter == before
    assert row.problems == {"responsible_id": 'found "Tom"; expected Tom Halloway (T2) or Tom Halloway (T3)'}
    place = row._front.children.index(row.fields["responsible_id"].widget)
    assert "Tom Halloway" in row._front.children[place + 1].value
    assert editor.note.startswith("Not saved.")
    row.fields["responsible_id"].widget.value = "Ines Carrow"
    assert row.problems == {} and len(row._front.children) == len(CORE)


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
    row.fields[field].widget.value = typed
    assert programme.change_counter == before
    assert told in row.problems[field]


def test_numbers_as_people_type_them(programme: Programme) -> None:
    row = form_for(programme).editor.rows[0]
    row.show_more()
    for typed, read in [("1,5", 1.5), ("1 500", 1500.0), (" 12 ", 12.0), ("", None)]:
        row.fields["hours"].widget.value = typed
        assert stored(programme, "A1")["hours"] == read


def test_yes_no_and_not_said_are_three_answers(programme: Programme) -> None:
    row = form_for(programme).editor.rows[0]
    row.show_more()
    widget = row.fields["worked"].widget
    for answer in (True, False, None):
        widget.value = answer
        assert stored(programme, "A1")["worked"] is answer


def test_more_is_made_when_somebody_opens_it(programme: Programme) -> None:
    row = form_for(programme).editor.rows[0]
    assert set(row.fields) == set(CORE)
    row.more.value = True
    assert "hours" in row.fields and row.fields["action_id"].widget.disabled
    assert row._back.layout.display == "flex"
    row.more.value = False
    assert row._back.layout.display == "none"


def test_an_amount_says_its_currency_and_a_unit_is_said_once(programme: Programme) -> None:
    programme.save("settings", {"settings_id": "programme", "reporting_currency": "CHF"})
    row = form_for(programme).editor.rows[0]
    row.more.value = True
    assert row.fields["cost"].widget.description == "Cost (CHF)"
    assert row.fields["hours"].widget.description == "Hours"
    assert row.fields["what"].widget.description == "What *"


def test_every_field_has_a_label_and_a_tooltip(programme: Programme) -> None:
    row = form_for(programme).editor.rows[0]
    row.show_more()
    for field in row.fields.values():
        assert field.widget.description and field.widget.tooltip, field.spec.name


def test_a_new_row_is_saved_once_it_is_complete(programme: Programme) -> None:
    editor = form_for(programme).editor
    row = editor.add()
    assert len(programme.rows("actions", account_id="007")) == 2
    row.fields["due"].widget.value = date(2026, 4, 30)
    assert "What" in editor.note and row.version is None
    row.fields["what"].widget.value = "Write to the buyer"
    saved = stored(programme, row.key[0])
    assert saved["account_id"] == "007" and saved["due"] == date(2026, 4, 30) and saved["state"] == "open"


def test_a_key_that_people_choose_is_asked_for(programme: Programme) -> None:
    form = edit_rows(Desk(programme, "", DAY), "accounts", where={}, core=("name",))
    row = form.editor.add()
    assert row.more.value
    row.fields["name"].widget.value = "New"
    assert "Account" in form.editor.note
    row.fields["account_id"].widget.value = "NA"
    assert programme.rows("accounts", account_id="NA")[0].values["name"] == "New"
    assert row.fields["account_id"].widget.disabled


def test_duplicate_delete_and_undo(programme: Programme) -> None:
    editor = form_for(programme).editor
    copy = editor.duplicate(editor.rows[1])
    assert copy.key != editor.rows[1].key and copy.fields["what"].widget.value == "Visit the depot"
    copy.fields["what"].widget.value = "Visit the depot again"
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
        theirs.rows[0].fields["what"].widget.value = "Call the plant manager"
    mine.rows[0].fields["due"].widget.value = date(2026, 6, 1)
    assert stored(programme, "A1")["what"] == "Call the plant manager"
    assert stored(programme, "A1")["due"] == date(2026, 6, 1)
    assert mine.rows[0].fields["what"].widget.value == "Call the plant manager"
    assert "Somebody else had changed What" in mine.note


def in_conflict(programme: Programme) -> tuple[Form, Form]:
    mine = form_for(programme)
    assert mine.editor.rows
    other = form_for(open_programme(programme.folder, who="Tom <Halloway>"))
    other.editor.rows[0].fields["what"].widget.value = "Theirs"
    mine.editor.rows[0].fields["what"].widget.value = "Mine"
    return mine, other


def test_a_conflict_shows_both_values_with_the_name_and_saves_nothing(programme: Programme) -> None:
    mine, _ = in_conflict(programme)
    row = mine.editor.rows[0]
    assert stored(programme, "A1")["what"] == "Theirs"
    asked = row._asked.children[0].value
    assert "Mine" in asked and "Theirs" in asked and "Tom &lt;Halloway&gt;" in asked
    assert [button.description for button in row._asked.children[1].children] == ["Keep mine", "Take theirs"]


def test_a_conflict_is_settled_either_way(programme: Programme) -> None:
    mine, other = in_conflict(programme)
    row = mine.editor.rows[0]
    row._asked.children[1].children[0].click()
    assert stored(programme, "A1")["what"] == "Mine" and row._asked.children == ()
    their_row = other.editor.rows[0]
    their_row.fields["what"].widget.value = "Theirs again"
    their_row._asked.children[1].children[1].click()
    assert stored(programme, "A1")["what"] == "Mine"
    assert their_row.fields["what"].widget.value == "Mine" and their_row._asked.children == ()


def test_a_row_deleted_meanwhile_is_not_brought_back_unasked(programme: Programme) -> None:
    mine = form_for(programme).editor
    programme.delete("actions", "A1")
    mine.rows[0].fields["what"].widget.value = "Too late"
    assert programme.rows("actions", action_id="A1") == []
    assert "deleted the row" in mine.rows[0]._asked.children[0].value
    mine.rows[0].take_theirs()
    assert programme.rows("actions", action_id="A1") == [] and len(mine.rows) == 1


def test_a_row_deleted_meanwhile_comes_back_when_asked(programme: Programme) -> None:
    mine = form_for(programme).editor
    programme.delete("actions", "A1")
    mine.rows[0].fields["what"].widget.value = "Still needed"
    mine.rows[0].keep_mine()
    assert stored(programme, "A1")["what"] == "Still needed" and stored(programme, "A1")["responsible_id"] == "T1"


def test_an_empty_table_says_what_is_missing_and_can_be_filled(programme: Programme) -> None:
    form = edit_rows(
        Desk(programme, "007", DAY), "risks", where={"account_id": "007"}, core=("what",), new_id_prefix="r"
    )
    assert "Not there yet: Risks for Quillon <Glass>" in form.shown().text
    assert "No rows yet" in form.editor._list.children[0].value
    form.editor.add().fields["what"].widget.value = "They leave"
    assert "They leave" in form.shown().text


def test_the_name_typed_stands_in_the_history(programme: Programme) -> None:
    editor = form_for(programme).editor
    editor.who.value = "Dr Maren Voss"
    editor.rows[0].fields["what"].widget.value = "Ring the plant"
    assert programme.history("actions", "A1")["who"].iloc[-1] == "Dr Maren Voss"


def test_a_form_over_several_units(programme: Programme) -> None:
    form = edit_rows(Desk(programme, "", DAY), "actions", where={"account_id": ["007", "8"]}, core=("what",))
    assert len(form.editor.rows) == 3
    assert form.editor.add().values["account_id"] == "007"


def test_many_rows_are_made_a_page_at_a_time(programme: Programme) -> None:
    programme.save_rows("actions", [{"action_id": f"B{n}", "account_id": "007", "what": "x"} for n in range(30)])
    editor = form_for(programme).editor
    assert len(editor.rows) == 20
    editor.show_next()
    assert len(editor.rows) == 32 and editor._more_rows.layout.display == "none"


def test_a_form_with_more_than_five_core_fields_is_refused(programme: Programme) -> None:
    with pytest.raises(ValueError, match="6 core fields"):
        edit_rows(Desk(programme, "007", DAY), "actions", where={}, core=(*CORE, "hours"))
    with pytest.raises(KeyError, match="no field 'colour'"):
        edit_rows(Desk(programme, "007", DAY), "actions", where={}, core=("colour",))
