"""The forms of the selection: points shared out, scores given alone, overrides signed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from selection_case import criterion, measured

from kamkit.forms import Desk
from kamkit.forms.selection import (
    edit_criteria,
    edit_length,
    edit_nine_questions,
    edit_objectives,
    edit_overrides,
    edit_scores,
    edit_step_downs,
    edit_weights,
    edit_wording,
    selection_at,
)
from kamkit.programme import Programme, create_programme

DAY = date(2026, 3, 31)


@pytest.fixture
def programme(tmp_path: Path) -> Programme:
    made = create_programme(tmp_path / "p", who="Ines Carrow")
    made.save_all(
        {
            "team_members": [
                {"member_id": "ines", "name": "Ines Carrow", "department": "sales"},
                {"member_id": "maren", "name": "Maren Voss", "department": "operations"},
            ],
            "accounts": [
                {"account_id": "007", "name": "Quillon <Glass>", "status": "candidate"},
                {"account_id": "NA", "name": "NA", "status": "candidate"},
                {"account_id": "70", "name": "Quillon Lyon", "parent_id": "007"},
            ],
            "criteria": [
                criterion("fit", 50, position=2),
                measured("revenue", 40, "revenue", (1.0, 2.0, 3.0), position=1),
            ],
        }
    )
    return made


def test_points_are_counted_as_they_are_shared_out(programme: Programme) -> None:
    form = edit_weights(Desk(programme, "", DAY))
    live = form.live
    assert [row.values["criterion_id"] for row in live.rows] == ["revenue", "fit"]
    assert live.left == 10 and "10 points left" in live._left.value
    live.rows[0].fields["weight"].value = "50"
    assert live.note.startswith("Saved ") and live.left == 0 and "All 100 points" in live._left.value
    assert programme.rows("criteria", criterion_id="revenue")[0].values["weight"] == 50
    live.rows[0].fields["weight"].value = "70"
    assert "20 points too many" in live._left.value
    live.board.take({"do": "undo"})
    assert live.left == 0 and "All 100 points" in live._left.value and live.rows[0].fields["weight"].value == "50"
    live.rows[0].fields["weight"].value = "70"
    assert "120 of 100 points are shared out: 50 to what may come, 70 to today's business." in form.shown().text


def test_a_new_criterion_shows_up_beside_the_others(programme: Programme) -> None:
    desk = Desk(programme, "", DAY)
    criteria, weights, scores = edit_criteria(desk), edit_weights(desk), edit_scores(desk)
    assert [name for name, _ in scores.live.criterion.options] == ["Fit"] and len(weights.live.rows) == 2
    row = criteria.editor.add()
    for name, value in (("name", "Trust"), ("group", "interrelationships"), ("kind", "judged"), ("horizon", "potential")):
        row.fields[name].value = value
    assert criteria.editor.note.startswith("Saved ")
    assert [name for name, _ in scores.live.criterion.options] == ["Fit", "Trust"] and len(weights.live.rows) == 3


def test_a_person_scores_the_candidates_one_criterion_at_a_time(programme: Programme) -> None:
    desk = Desk(programme, "", DAY)
    form = edit_scores(desk)
    assert form.live.scorer.value == "ines"  # whoever sits at the desk
    assert [row.values["account_id"] for row in form.live.rows] == ["007", "NA"]
    assert "<b>5</b>: middling" in form.live._anchors.value
    assert form.live.board.state()["rows"][0]["called"] == "Quillon <Glass>"
    form.live.rows[0].fields["score"].value = "8"
    form.live.rows[1].fields["dont_know"].value = True
    stored = {row.values["account_id"]: row.values for row in programme.rows("scores")}
    assert (stored["007"]["score"], stored["007"]["round"], stored["007"]["scorer_id"]) == (8, 1, "ines")
    assert stored["NA"]["dont_know"] is True and stored["NA"]["score"] is None and stored["NA"]["scored_on"] is not None
    assert selection_at(desk).scores.matrix.loc["007", "fit"] == 8
    form.live.board.take({"do": "undo"})
    assert [row.values["account_id"] for row in programme.rows("scores")] == ["007"]
    assert [row.version is None for row in form.live.rows] == [False, True] and form.live.rows[0].fields["score"].value == "8"


def test_nobody_sees_the_others_scores_before_the_discussion(programme: Programme) -> None:
    programme.save(
        "scores", {"account_id": "007", "criterion_id": "fit", "scorer_id": "maren", "round": 1, "score": 3}, version=0
    )
    live = edit_scores(Desk(programme, "", DAY)).live
    assert [row.fields["score"].value for row in live.rows] == ["", ""]
    live.scorer.value = "maren"
    assert live.rows[0].fields["score"].value == "3"
    live.round.value = 2
    assert live.rows[0].fields["score"].value == ""
    live.scorer.value = ""
    assert live.rows == [] and "Choose your name" in live._anchors.value


def test_a_score_off_the_scale_is_refused_where_it_was_typed(programme: Programme) -> None:
    live = edit_scores(Desk(programme, "", DAY)).live
    live.rows[0].fields["score"].value = "11"
    assert live.rows[0].problems and programme.rows("scores") == []


def test_an_account_is_scored_alone_under_its_group(programme: Programme) -> None:
    form = edit_scores(Desk(programme, "70", DAY))
    assert form.accounts() == ["007"]
    assert "Not there yet: scores for Quillon <Glass>" in form.shown().text
    form.live.rows[0].fields["score"].value = "8"
    form.live.rows[0].fields["reason"].value = "Crates."
    assert "Ines Carrow" in form.shown().text and "Fit: Crates." in form.shown().text


def test_every_form_has_both_faces(programme: Programme) -> None:
    desk = Desk(programme, "", DAY)
    for make in (
        edit_criteria, edit_weights, edit_scores, edit_overrides, edit_nine_questions, edit_length, edit_wording,
        edit_objectives, edit_step_downs,
    ):  # fmt: skip
        faces = make(desk)._repr_mimebundle_()
        assert set(faces) == {"application/vnd.jupyter.widget-view+json", "text/html", "text/plain"}
        assert faces["text/plain"] == repr(make(desk))


def test_an_override_is_signed_for_the_group(programme: Programme) -> None:
    desk = Desk(programme, "70", DAY)
    row = edit_overrides(desk).form.editor.add()
    for name, value in (("direction", "in"), ("signed_by", "Tom"), ("signed_on", DAY), ("reason", "Our first.")):
        row.fields[name].value = value
    assert [found.values["account_id"] for found in programme.rows("overrides")] == ["007"]
    assert selection_at(desk).overrides["signed_by"].tolist() == ["Tom"]


def test_the_list_is_worked_out_once_until_somebody_changes_something(programme: Programme) -> None:
    desk = Desk(programme, "", DAY)
    assert selection_at(desk) is selection_at(desk)
    before = selection_at(desk)
    programme.save("settings", {"settings_id": "programme", "places": 1}, version=programme.rows("settings")[0].version)
    assert selection_at(desk) is not before


def test_a_list_without_overrides_lacks_nothing(programme: Programme) -> None:
    assert repr(edit_overrides(Desk(programme, "", DAY))).startswith("Nobody is put on or off by hand")
    assert repr(edit_overrides(Desk(programme, "NA", DAY))).startswith("It is not put on or off by hand")


def scored(programme: Programme) -> Desk:
    """Both candidates on the list."""
    programme.save_rows(
        "scores", [{"account_id": one, "criterion_id": "fit", "scorer_id": "ines", "round": 1, "score": 8} for one in ("007", "NA")]
    )
    return Desk(programme, "", DAY)


def test_each_chosen_account_is_asked_for_its_objective(programme: Programme) -> None:
    desk = scored(programme)
    asking = edit_objectives(desk).asking
    assert [row.values["account_id"] for row in asking.rows] == ["007", "NA"]
    first = asking.rows[0]
    for name, value in (("statement", "Crates for the second furnace"), ("amount", "60000"), ("due", date(2027, 3, 31))):
        first.fields[name].value = value
    (stored,) = programme.rows("objectives")
    assert (stored.values["account_id"], stored.values["amount"], stored.values["state"]) == ("007", 60_000, "open")
    assert len(asking.rows) == 2  # nothing moves while somebody is still typing
    assert [row.values["account_id"] for row in edit_objectives(desk).asking.rows] == ["NA"]
    assert "Crates for the second furnace" in repr(edit_objectives(desk))
    own = edit_objectives(Desk(programme, "70", DAY))  # a customer number of 007
    assert [row.values["statement"] for row in own.form.stored()] == ["Crates for the second furnace"]


def test_stepping_down_is_saved_as_a_decision_of_ours(programme: Programme) -> None:
    row = edit_step_downs(Desk(programme, "70", DAY)).form.editor.add()
    for name, value in (("decided_on", DAY), ("effective_on", date(2026, 6, 30)), ("kept_service", "Orders by telephone.")):
        row.fields[name].value = value
    (stored,) = programme.rows("decisions")
    assert (stored.values["account_id"], stored.values["side"], stored.values["kind"]) == ("007", "ours", "stepped down")
    assert "lacks a successor" in repr(edit_step_downs(Desk(programme, "70", DAY)))


def test_the_lists_length_and_the_questions_are_the_programmes_own(programme: Programme) -> None:
    desk = Desk(programme, "", DAY)
    length, wording = edit_length(desk), edit_wording(desk)
    assert length.view and wording.view
    length.editor.fields["list_high"].value = "20"
    length.editor.fields["list_source"].value = "Our academy"
    wording.editor.fields["question_1"].value = "Do they know where we are going?"
    assert wording.note.startswith("Saved ") and "both were kept" not in wording.note
    values = programme.rows("settings")[0].values
    assert (values["list_high"], values["question_1"]) == (20, "Do they know where we are going?")
    assert "the usual list has 15 to 20 (Our academy)" in repr(length) and "Do they know where" in repr(wording)
    assert "without an account" in repr(edit_length(Desk(programme, "NA", DAY)))
    length.editor.fields["list_high"].value = ""
    assert programme.settings.list_high == 35
