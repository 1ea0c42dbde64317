"""The facilitator's cell: open, who is in, reveal, settle; readers see the last reveal and nothing hidden."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from scoring_case import make_programme

from kamkit.forms import Desk
from kamkit.forms.together import Together, score_together
from kamkit.programme import Programme
from kamkit.programme.ballot_box import Answer
from kamkit.programme.scoring_together import today


@pytest.fixture
def programme(tmp_path: Path) -> Iterator[Programme]:
    with make_programme(tmp_path / "p") as made:
        yield made


def press(form: Together, text: str) -> None:
    """Press the button of that name."""
    buttons = [child for box in form.live._body.children for child in (getattr(box, "children", ()) or (box,))]
    next(button for button in buttons if getattr(button, "description", "") == text).click()


def buttons(form: Together) -> list[str]:
    """What can be pressed."""
    parts = [child for box in form.live._body.children for child in (getattr(box, "children", ()) or (box,))]
    return [part.description for part in parts if type(part).__name__ == "Button"]


def words(form: Together) -> str:
    """What the live face says."""
    return " ".join(getattr(part, "value", "") for box in form.live._body.children for part in (box, *getattr(box, "children", ())) if isinstance(getattr(part, "value", ""), str))


def test_a_scoring_from_the_cell(programme: Programme) -> None:
    form = score_together(Desk(programme, "70", today(programme)), "relationship stage")
    assert "Not there yet" in form.shown().text
    press(form, "Open a card for everybody")
    scoring = form.live.scoring_id
    press(form, "Reveal")
    assert "nobody has scored yet" in form.live.note
    for name, mark in (("Paul <b>", 4), ("Maren", 3)):
        programme.ballots.save_answers(scoring, name, name, {"1": Answer(mark, False, "planted-4711")}, handed_in=name == "Maren")
    press(form, "Look again")
    assert "1 of 2 have handed in" in words(form) and "Paul &lt;b&gt;: 1 of 1, not yet handed in" in words(form)
    assert "planted-4711" not in words(form) + form.shown().html and "Not there yet" in form.shown().text
    press(form, "Reveal")
    assert "Close together" in form.shown().text and "interdependent" in words(form)
    form.live.finals["1"].value = "3"
    assert form.live.note == "Saved."
    form.live.reasons["1"].value = "They <b>plan</b> with us."
    assert form.live.dissent is not None
    for choice, value in zip(form.live.dissent, ("1", "Paul <b>", "Their planners sit with ours."), strict=True):
        choice.value = value
    press(form, "Keep the dissent")
    assert "Paul &lt;b&gt;: Their planners sit with ours." in words(form) and "Paul <b>" not in words(form)
    assert "Their planners sit with ours." in form.shown().text and "They <b>plan</b> with us." in form.shown().text
    form.live.finals["1"].value = "4"
    form.live.finals["1"].value = "3"
    press(form, "The group has settled")
    rows = programme.table("stage_ratings").set_index("rater")
    assert rows.loc["agreed together", "evidence_note"] == "They <b>plan</b> with us.; dissent: Paul <b>: Their planners sit with ours."
    assert rows.loc["agreed together", "stage"] == "cooperative" and rows.loc["agreed together", "account_id"] == "007"
    assert form.live.scoring_id == "" and "What the group settled on" in form.shown().text


def test_without_an_account_or_with_one_too_many_it_says_where_to_go(programme: Programme) -> None:
    day = today(programme)
    for about, account, said in (("plan review", "", "open this workbook with an account"), ("criteria", "007", "without an account")):
        form = score_together(Desk(programme, account, day), about)
        assert said in form.shown().text and said in words(form)


def test_a_second_round_is_opened_and_given_up(programme: Programme) -> None:
    form = score_together(Desk(programme, "", today(programme)), "touch points")
    press(form, "Open a card for everybody")
    first = form.live.scoring_id
    programme.ballots.save_answer(first, "A", "a", "1", Answer(3))
    press(form, "Reveal")
    press(form, "Score again")
    assert "Round 2" in words(form)
    press(form, "Give it up")
    assert form.live.scoring_id == "" and "Not there yet" in form.shown().text


def test_on_a_server_only_the_facilitator_has_the_buttons(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAMKIT_LEADS", "no")
    leader, other = (score_together(Desk(programme, "007", today(programme)), "relationship stage") for _ in range(2))
    assert "facilitator's link" in words(other) and buttons(other) == []
    monkeypatch.setenv("KAMKIT_LEADS", "yes")
    press(leader, "Open a card for everybody")
    programme.ballots.save_answer(leader.live.scoring_id, "Paul", "phone", "1", Answer(4))
    monkeypatch.setenv("KAMKIT_LEADS", "no")
    other.live.begin()
    assert buttons(other) == ["Look again"] and "Paul: 1 of 1" in words(other)
    programme.ballots.reveal(leader.live.scoring_id)
    other.live.desk.tell(leader.live._follow)  # as when somebody else has saved
    assert buttons(other) == [] and "interdependent" in words(other)
