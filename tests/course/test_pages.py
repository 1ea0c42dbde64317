"""The course as pages, the pure part: notebooks read as text, answers from fields, recall from mistakes, a class without names."""

from __future__ import annotations

from datetime import date

import pytest

from kamkit.course.attempts import Attempt
from kamkit.course.case import sample_case
from kamkit.course.exercises import NAMES, exercise_called
from kamkit.course.judging import judge
from kamkit.course.kinds import Choice, Number, Ranking, Text, options
from kamkit.course.options import AnswerError
from kamkit.course.pages.class_view import SHOWN_FROM, Stand, columns_of, summarise
from kamkit.course.pages.fields import as_fields, read_fields
from kamkit.course.pages.lesson import read_lesson
from kamkit.course.recall import (
    QUESTIONS,
    WEEKS,
    Mistake,
    at_of,
    course_day,
    find_mistakes,
    make_quiz,
    opens_on,
    quiz_name,
)

ONE = "01_what_accounts_are_worth"


@pytest.mark.parametrize("name", NAMES)
def test_a_page_asks_every_question_once_and_shows_every_exhibit_of_its_notebook(name: str) -> None:
    lesson = read_lesson(name)
    assert sorted(lesson.questions) == sorted(one.id for one in lesson.exercise.questions)
    assert lesson.pieces[0].what == "text" and lesson.pieces[0].says.startswith("# ")
    shown = [piece for piece in lesson.pieces if piece.what == "exhibit"]
    assert {piece.says for piece in shown} <= set(lesson.exercise.exhibits)
    assert all(not piece.after or piece.after in lesson.questions for piece in shown)
    assert [piece.what for piece in lesson.pieces if piece.what in ("progress", "onward")] == ["progress", "onward"]
    assert not any("run the cell" in piece.says for piece in lesson.pieces)


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_comes_back_from_the_fields_of_its_form(name: str) -> None:
    case = sample_case()
    for question in exercise_called(name).questions:
        kind = question.kind_for(case)
        for answer in (question.expected(case), *(one.made(case) for one in question.misconceptions)):
            read = kind.read(answer)
            fields = as_fields(kind, read)
            assert read_fields(kind, fields) == (pytest.approx(read) if isinstance(kind, Number) else read), question.id
            assert all(isinstance(value, str) for values in fields.values() for value in values)


@pytest.mark.parametrize("number", [1.234, -12.345, 0.845, 123456.789, -138060.0, 1e-3, 0.0])
def test_a_number_that_was_taken_is_taken_again(number: float) -> None:
    assert read_fields(Number("EUR"), as_fields(Number("EUR"), number)) == pytest.approx(number)


def test_a_field_that_is_missing_is_named() -> None:
    two = options(("a", "Apples"), ("b", "Pears"))
    with pytest.raises(AnswerError, match="none yet for: Pears"):
        read_fields(Ranking(two, "first", "last"), {"place-0": ["2"]})
    with pytest.raises(AnswerError, match="type a number"):
        read_fields(Number("EUR"), {"answer": ["  "]})


def given(question: str, answer: object, attempt: int, when: str = "2026-04-01T10:00:00+00:00", exercise: str = ONE) -> Attempt:
    """One try."""
    return Attempt("s", "007", exercise, question, attempt, 0, answer, when)


def test_weeks_are_counted_from_the_last_question_met_for_the_first_time() -> None:
    attempts = [
        given("which_figure", "revenue", 1), given("right_of_the_peak", "leave", 1, "2026-04-02T10:00:00+00:00"),
        given("which_figure", "contribution", 2, "2026-05-20T10:00:00+00:00"), given("answer_tom", None, 0, "2026-06-01T10:00:00+00:00"),
    ]  # fmt: skip
    assert course_day(attempts) == date(2026, 4, 2) and course_day([]) is None
    assert [opens_on(date(2026, 4, 2), week) for week in WEEKS] == [date(2026, 4, 16), date(2026, 5, 14), date(2026, 6, 25)]


def test_a_quiz_is_about_the_mistakes_that_were_made() -> None:
    case, before = sample_case(), date(2026, 4, 15)
    order = exercise_called("01").question("profit_order")
    by_revenue = order.misconceptions[0].made(case)
    attempts = [
        given("which_figure", "revenue", 1), given("which_figure", "contribution", 2), given("right_of_the_peak", "terms", 1),
        given("profit_order", by_revenue, 1), given("right_of_the_peak", "leave", 2, "2026-04-20T10:00:00+00:00"),
        given("profit_order", ["gone"], 2),
    ]  # fmt: skip
    mistakes = find_mistakes(attempts, case, before)
    assert mistakes == [
        Mistake(ONE, "which_figure", "revenue for profit", 2, True), Mistake(ONE, "profit_order", "revenue rank for profit rank", 1, False)
    ]  # fmt: skip
    quiz = make_quiz(2, mistakes, case, "seed")
    assert quiz.name == quiz_name(2) == "recall_02" and len(quiz.questions) == QUESTIONS
    assert [one.id for one in quiz.questions[:2]] == ["e01_profit_order", "e01_which_figure"], "what was never right comes first"
    assert at_of("e01_profit_order") == (ONE, "profit_order")
    spot = quiz.questions[0]
    assert 'A colleague answers: "1. Ostrevia Pharma' in str(spot.text) and isinstance(spot.kind, Choice) and len(spot.kind.options) == 4
    for one in quiz.questions:
        assert judge(one, case, one.expected(case)).right
        wrong = next(option.key for option in one.kind_for(case).options if option.key != one.expected(case))
        found = judge(one, case, wrong)
        assert not found.right and found.explanation and found.hint
    assert [one.id for one in make_quiz(2, mistakes, case, "seed").questions] == [one.id for one in quiz.questions]


def test_later_quizzes_begin_with_what_was_missed_again_and_with_what_was_not_asked() -> None:
    case = sample_case()
    mistakes = [Mistake(name, one.id, "", 1, True) for name in NAMES[:4] for one in exercise_called(name).questions[:2]]
    first = make_quiz(2, mistakes, case, "seed")
    asked = [at_of(one.id) for one in first.questions]
    assert len({exercise for exercise, _ in asked}) >= 3, "not all of one exercise"
    second = [at_of(one.id) for one in make_quiz(6, mistakes, case, "seed", missed=[asked[3]], asked=asked).questions]
    assert second[0] == asked[3] and not set(second[1:4]) & set(asked)


@pytest.mark.parametrize("name", NAMES)
def test_every_mistake_of_every_question_can_be_recalled(name: str) -> None:
    case = sample_case()
    made = [Mistake(name, question.id, one.name, 1, False) for question in exercise_called(name).questions for one in question.misconceptions]
    for at in range(0, len(made), QUESTIONS):
        for recalled in make_quiz(2, made[at : at + QUESTIONS], case, "seed").questions:
            kind = recalled.kind_for(case)
            assert isinstance(kind, Choice) and len(recalled.id) <= 60
            assert len({option.label for option in kind.options}) == len(kind.options) >= 3
            assert judge(recalled, case, recalled.expected(case)).right


def stand(distance: float | None, misconception: str = "") -> Stand:
    """A stand at that distance."""
    return Stand(1, 0, 0.5, distance == 0, distance == 0, (misconception,) if misconception else (), distance)


def test_a_class_is_counted_without_an_order_of_persons() -> None:
    stands = [stand(0.3, "b"), None, stand(-1.5, "a"), stand(0.0), stand(None, "b"), stand(0.04)]
    found = summarise(stands)
    assert (found.learners, found.answered, found.right) == (6, 5, 1) and found.distances == (-1.5, 0.0, 0.04, 0.3, None)
    assert found.misconceptions == (("b", 2), ("a", 1)) and found.enough and SHOWN_FROM == 3
    assert not summarise(stands[:2]).enough
    shown = {one.label: one.count for one in columns_of(Number("EUR"), found.distances) if one.count}
    assert shown == {"over 100 % below": 1, "right": 1, "up to 5 % above": 1, "20 to 50 % above": 1}
    labels = [one.label for one in columns_of(Number("EUR"), [])]
    assert labels[0] == "over 100 % below" and labels[-1] == "over 100 % above" and labels[5] == "right" and len(labels) == 11
    assert [one.count for one in columns_of(Text(), [0.0, 0.2, 0.5, 1.0, 1.0])] == [1, 1, 1, 0, 2]
    assert [one.count for one in columns_of(Choice(()), [0.0, 1.0, 1.0])] == [1, 2]
