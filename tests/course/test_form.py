"""The answer form: what is typed is judged, kept and answered; hints cost; what comes after opens."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kamkit.course.attempts import FILE, Attempt, append_attempt, read_attempts
from kamkit.course.case import open_case
from kamkit.course.desk import ExerciseDesk
from kamkit.course.exercises import exercise_called
from kamkit.course.form import AnswerForm, following
from kamkit.course.form.inputs import input_for
from kamkit.course.kinds import Choice, Column, Kind, Matching, Number, Placing, Ranking, Rows, Several, Text, options
from kamkit.errors import InputError
from kamkit.forms.typed import Unreadable

CLOCK = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
FOUR = options(("a", "Apple <u>"), ("b", "Pear"), ("c", "Plum"), ("d", "Quince"))
ANSWERS: tuple[tuple[Kind, Any], ...] = (
    (Number("EUR"), -1500.5), (Choice(FOUR), "c"), (Several(FOUR), ["a", "d"]), (Ranking(FOUR, "is first", "is last"), ["c", "a", "d", "b"]),
    (Matching(FOUR, FOUR[:2]), {"a": "b", "b": "b", "c": "a", "d": "b"}), (Placing(FOUR[:2], FOUR, across="x", up="y"), {"a": "d", "b": "a"}),
    (Rows(FOUR[:2], (Column("n", "How many", Number("")), Column("w", "Which", Choice(FOUR)))), {"a": {"n": 1.0, "w": "d"}, "b": {"n": 2.5, "w": "a"}}),
    (Text(), "Five words are needed here."),
)  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> ExerciseDesk:
    """The first exercise on the sample, with a folder of one's own."""
    return ExerciseDesk(exercise_called("01"), open_case(), tmp_path, lambda: CLOCK)


def form(desk: ExerciseDesk, question: str) -> AnswerForm:
    """The form of a question."""
    return AnswerForm(desk, desk.exercise.question(question))


def all_text(view: Any) -> Iterator[str]:
    """Every text in a widget and below it."""
    yield str(getattr(view, "value", ""))
    for child in getattr(view, "children", ()):
        yield from all_text(child)


@pytest.mark.parametrize(("kind", "answer"), ANSWERS, ids=[type(kind).__name__ for kind, _ in ANSWERS])
def test_an_untouched_form_holds_no_answer_and_a_filled_one_reads_back(kind: Kind, answer: Any) -> None:
    widgets = input_for(kind)
    assert isinstance(widgets.read(), Unreadable), "a form nobody touched is not an answer"
    widgets.show(answer)
    assert kind.read(widgets.read()) == kind.read(answer)
    assert "<u>" not in "".join(all_text(widgets.view))


def test_a_ranking_says_which_place_was_given_twice() -> None:
    widgets = input_for(Ranking(FOUR, "is first", "is last"))
    widgets.show(["a", "b", "c", "d"])
    widgets._fields["b"].value = 1
    assert "place 1 twice" in str(widgets.read())


def test_a_wrong_answer_is_told_why_and_kept_and_a_right_one_too(desk: ExerciseDesk, tmp_path: Path) -> None:
    own = form(desk, "which_figure")
    own.check()
    assert "none is chosen yet" in own._said.value and not (tmp_path / FILE).exists()
    own.input.show("revenue")
    own.check()
    assert "Not yet." in own._said.value and "how much a customer buys" in own._said.value
    own.check()  # the same again is no further try
    own.input.show("contribution")
    own.check()
    assert "Right." in own._said.value and "Mark so far: 90\u00a0%" in own._said.value
    kept = read_attempts(tmp_path)
    assert [(one.attempt, one.answer) for one in kept.attempts] == [(1, "revenue"), (2, "contribution")] and not kept.problems
    assert json.loads((tmp_path / FILE).read_text().splitlines()[0])["when"] == "2026-04-01T09:30:00+00:00"


def test_an_amount_is_read_as_people_type_it(desk: ExerciseDesk) -> None:
    own = form(desk, "serving_hypra")
    for typed, said in (("", "nothing is typed yet"), ("1,440", "a comma there can mean either"), ("lots", "expected a number")):
        own.input._field.value = typed
        own.check()
        assert said in own._said.value
    own.input._field.value = "1 440 060"
    own.check()
    assert "Right." in own._said.value and desk.mark("serving_hypra") == 1


def test_a_hint_is_shown_kept_and_costs(desk: ExerciseDesk, tmp_path: Path) -> None:
    own = form(desk, "left_at_hypra")
    assert own.hint_button.description == "Hint (1 left, takes 10 % off)"
    own.hint()
    assert own.hint_button.disabled and "start there" in own._hints.value
    own.input._field.value = "-138060"
    own.check()
    assert desk.mark("left_at_hypra") == pytest.approx(0.9)
    again = ExerciseDesk(desk.exercise, desk.tables, tmp_path, lambda: CLOCK)
    assert again.hints_taken("left_at_hypra") == 1 and again.mark("left_at_hypra") == pytest.approx(0.9)
    assert "Right." in form(again, "left_at_hypra")._said.value, "whoever comes back finds what was said"


def test_what_comes_after_opens_with_a_right_answer_or_three_tries(desk: ExerciseDesk) -> None:
    later = desk.exhibit("curve", after="taken_back")
    view = following(desk, lambda: later.shown)
    assert "opens once question 5" in view.value
    for value in (1.0, 2.0):
        desk.give("taken_back", value)
    assert "opens once question 5" in view.value
    desk.give("taken_back", 3.0)
    assert "<img" in view.value
    assert "<img" not in desk.progress().shown.html and "3" in desk.progress().shown.text


def test_answers_of_another_set_do_not_count(desk: ExerciseDesk, tmp_path: Path) -> None:
    desk.give("which_figure", "contribution")
    (tmp_path / "set.json").write_text('{"set_id": "mine", "learner_id": "007"}', encoding="utf-8")
    other = ExerciseDesk(desk.exercise, desk.tables, tmp_path, lambda: CLOCK)
    assert other.verdict("which_figure") is None and other.mark("which_figure") == 0


def test_a_folder_that_cannot_be_written_is_said(desk: ExerciseDesk, tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    own = form(desk, "which_figure")
    own.input.show("revenue")
    own.check()
    assert "Not kept" in own._said.value


def test_what_somebody_wrote_is_text_and_never_markup(desk: ExerciseDesk, tmp_path: Path) -> None:
    own = form(desk, "answer_tom")
    written = "< img src=x onerror=alert(1)> \"they\" & we lose 138 because of rush orders, agree a fee < 200 first please"
    own.input.show(written)
    own.check()
    read = desk.ask("answer_tom").shown.html
    assert "< img" not in own._said.value + read and "&lt; img" in read and "&amp; we" in read
    assert read_attempts(tmp_path).attempts[-1].answer == written, "kept to the letter"


def test_code_of_a_page_is_refused_kindly_and_stays_in_its_field(desk: ExerciseDesk, tmp_path: Path) -> None:
    own = form(desk, "answer_tom")
    written = "<img src=x onerror=alert(1)> they lose 138 because of rush orders, agree a fee first please</script>"
    own.input.show(written)
    own.check()
    assert "put a space after it" in own._said.value and "<img" not in own._said.value
    assert own.input.read() == written and not (tmp_path / FILE).exists()
    forged = Attempt("sample", "", desk.exercise.name, "answer_tom", 1, 0, written)
    append_attempt(tmp_path, forged)  # by hand, past the form
    later = ExerciseDesk(desk.exercise, desk.tables, tmp_path, lambda: CLOCK)
    assert later.tries("answer_tom") == (forged,) and later.mark("answer_tom") == 0
    assert "img src" not in later.ask("answer_tom").shown.html + "".join(all_text(form(later, "answer_tom").view))


def test_ask_and_exhibit_name_what_is_there(desk: ExerciseDesk) -> None:
    with pytest.raises(InputError, match="there are which_figure"):
        desk.ask("nothing")
    with pytest.raises(InputError, match="there are serving"):
        desk.exhibit("nothing")
    with pytest.raises(InputError, match="not among the options"):
        desk.ask("which_figure", answer="profit")


def test_the_way_onward_is_the_workbook_with_ones_own_parameters(desk: ExerciseDesk, tmp_path: Path) -> None:
    assert "02_know_what_accounts_are_worth" in desk.onward().text and not list(tmp_path.iterdir())
    shown = desk.onward('my "own"\\folder', "007/../x")
    (made,) = tmp_path.glob("*.ipynb")
    assert made.name == "02_know_what_accounts_are_worth_007-x.ipynb" and made.name in shown.html
    cell = next(cell for cell in json.loads(made.read_text())["cells"] if "parameters" in cell["metadata"].get("tags", ()))
    names: dict[str, Any] = {}
    exec("".join(cell["source"]), names)
    assert (names["programme"], names["account_id"], names["as_of"]) == ('my "own"\\folder', "007/../x", "")
