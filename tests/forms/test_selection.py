"""The forms of the selection: points shared out, scores given alone, overrides signed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from selection_case import criterion, measured

from kamkit.forms import Desk
from kamkit.forms.selection import (
    edit_criteria,
    edit_nine_questions,
    edit_overrides,
    edit_scores,
    edit_weights,
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
    live.rows[0].fields["weight"].widget.value = "50"
    assert live.note.startswith("Saved ") and live.left == 0 and "All 100 points" in live._left.value
    assert programme.rows("criteria", criterion_id="revenue")[0].values["weight"] == 50
    live.rows[0].fields["weight"].widget.value = "70"
    assert "20 points too many" in live._left.value
    assert "120 of 100 points are shared out: 50 to what may come, 70 to today's business." in form.shown().text


def test_a_new_criterion_shows_up_beside_the_others(programme: Programme) -> None:
    desk = Desk(programme, "", DAY)
    criteria, weights, scores = edit_criteria(desk), edit_weights(desk), edit_scores(desk)
    assert [name for name, _ in scores.live.criterion.options] == ["Fit"] and len(weights.live.rows) == 2
    row = criteria.editor.add()
    for name, value in (("name", "Trust"), ("group", "interrelationships"), ("kind", "judged"), ("horizon", "potential")):
        row.fields[name].widget.value = value
    assert criteria.editor.note.startswith("Saved ")
    assert [name for name, _ in scores.live.criterion.options] == ["Fit", "Trust"] and len(weights.live.rows) == 3


def test_a_person_scores_the_candidates_one_criterion_at_a_time(programme: Programme) -> None:
    desk = Desk(programme, "", DAY)
    form = edit_scores(desk)
    assert form.live.scorer.value == "ines"  # whoever sits at the desk
    assert [row.values["account_id"] for row in form.live.rows] == ["007", "NA"]
    assert "<b>5</b>: middling" in form.live._anchors.value
    assert "Quillon &lt;Glass&gt;" in form.live._list.children[0].children[0].value
    form.live.rows[0].fields["score"].widget.value = "8"
    form.live.rows[1].fields["dont_know"].widget.value = True
    stored = {row.values["account_id"]: row.values for row in programme.rows("scores")}
    assert (stored["007"]["score"], stored["007"]["round"], stored["007"]["scorer_id"]) == (8, 1, "ines")
    assert stored["NA"]["dont_know"] is True and stored["NA"]["score"] is None and stored["NA"]["scored_on"] is not None
    assert selection_at(desk).scores.matrix.loc["007", "fit"] == 8


def test_nobody_sees_the_others_scores_before_the_discussion(programme: Programme) -> None:
    programme.save(
        "scores", {"account_id": "007", "criterion_id": "fit", "scorer_id": "maren", "round": 1, "score": 3}, version=0
    )
    live = edit_scores(Desk(programme, "", DAY)).live
    assert [row.fields["score"].widget.value for row in live.rows] == ["", ""]
    live.scorer.value = "maren"
    assert live.rows[0].fields["score"].widget.value == "3"
    live.round.value = 2
    assert live.rows[0].fields["score"].widget.value == ""
    live.scorer.value = ""
    assert live.rows == [] and "Choose your name" in live._anchors.value


def test_a_score_off_the_scale_is_refused_where_it_was_typed(programme: Programme) -> None:
    live = edit_scores(Desk(programme, "", DAY)).live
    live.rows[0].fields["score"].widget.value = "11"
    assert live.rows[0].problems and programme.rows("scores") == []


def test_an_account_is_scored_alone_under_its_group(programme: Programme) -> None:
    form = edit_scores(Desk(programme, "70", DAY))
    assert form.accounts() == ["007"]
    assert "Not there yet: scores for Quillon <Glass>" in form.shown().text
    form.live.rows[0].fields["score"].widget.value = "8"
    form.live.rows[0].fields["reason"].widget.value = "Crates."
    assert "Ines Carrow" in form.shown().text and "Fit: Crates." in form.shown().text


def test_every_form_has_both_faces(programme: Programme) -> None:
    desk = Desk(programme, "", DAY)
    for make in (edit_criteria, edit_weights, edit_scores, edit_overrides, edit_nine_questions):
        faces = make(desk)._repr_mimebundle_()
        assert set(faces) == {"application/vnd.jupyter.widget-view+json", "text/html", "text/plain"}
        assert faces["text/plain"] == repr(make(desk))


def test_an_override_is_signed_for_the_group(programme: Programme) -> None:
    desk = Desk(programme, "70", DAY)
    row = edit_overrides(desk).form.editor.add()
    for name, value in (("direction", "in"), ("signed_by", "Tom"), ("signed_on", DAY), ("reason", "Our first.")):
        row.fields[name].widget.value = value
    assert [found.values["account_id"] for found in programme.rows("overrides")] == ["007"]
    assert selection_at(desk).overrides["signed_by"].tolist() == ["Tom"]


def test_the_list_is_worked_out_once_until_somebody_changes_something(programme: Programme) -> None:
    desk = Desk(programme, "", DAY)
    assert selection_at(desk) is selection_at(desk)
    before = selection_at(desk)
    programme.save("settings", {"settings_id": "programme", "places": 1}, version=programme.rows("settings")[0].version)
    assert selection_at(desk) is not before
