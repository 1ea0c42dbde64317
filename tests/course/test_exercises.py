"""Every question has a right answer, and every mistake it names is recognised and gets its own explanation."""

from __future__ import annotations

import gc
import re
from dataclasses import replace

import pytest

from kamkit.course.case import Case, open_case
from kamkit.course.exercises import CORE, NAMES, exercise_called
from kamkit.course.judging import check_exercise, judge
from kamkit.course.kinds import ENTRIES_AT_MOST, Number, Text
from kamkit.course.question import Exercise, Question, said
from kamkit.course.shown import asked
from kamkit.errors import InputError
from kamkit.show.words import money, number

EXERCISES = [exercise_called(name) for name in NAMES]
QUESTIONS = [(exercise, question) for exercise in EXERCISES for question in exercise.questions]
IDS = [f"{exercise.number}-{question.id}" for exercise, question in QUESTIONS]
ORDER = ("recognise", "compute", "decide", "defend")
UNWANTED = re.compile(r"\b(simply|obviously|of course|wrong!|congratulations|well done|great|excellent|stupid)\b", re.IGNORECASE)
# What each exercise has to tell apart at least, by a word of the mistake's name.
AT_LEAST = {
    "01": ("revenue for profit", "revenue rank for profit rank", "cost to serve left out", "right of the peak, throw them out"),
    "02": ("stated for derived", "low derived, may be cut", "a point estimate from three answers", "association read as cause"),
    "03": ("own score instead of the ratio", "best of each competitor", "price ratio upside down"),
    "04": ("lowest performance", "sign of the gap", "attitude for behaviour", "our process for the customer's steps"),
    "05": ("the same thing counted twice", "rescaled to the present list", "agreement taken for being right", "consistency taken for being right"),
    "06": ("top N by score without hours", "bending the weights", "robustness read as chance of success"),
    "07": ("our view is the stage", "many contacts for many threads", "friendly for powerful"),
    "08": ("unknown taken for zero", "their revenue for the wallet", "every gap is ours to win"),
    "09": ("our feature's price for their effect", "assumed counted like confirmed", "one-off added to yearly", "their switching cost forgotten"),
    "10": ("activity for result", "two who answer for it", "the team does it", "an action that answers no gap", "all on one person"),
    "11": ("price first", "only to the buyer", "only upwards at home", "revenue for contribution"),
    "12": ("noise for improvement", "done for worked", "one outcome proves a forecast wrong", "step down as silence"),
}  # fmt: skip


@pytest.fixture(scope="module")
def case() -> Case:
    """The sample."""
    return open_case()


def test_the_core_of_the_course_is_there() -> None:
    assert set(CORE) <= {exercise.number for exercise in EXERCISES}
    assert [exercise.name for exercise in EXERCISES] == sorted(NAMES)


@pytest.mark.parametrize("exercise", EXERCISES, ids=NAMES)
def test_an_exercise_keeps_its_measure(exercise: Exercise) -> None:
    assert 4 <= len(exercise.questions) <= 8 and 20 <= exercise.minutes <= 45
    levels = [ORDER.index(question.level) for question in exercise.questions]
    assert levels[0] == 0 and levels[-1] == 3, "from recognising to defending"
    assert {0, 1, 2, 3} == set(levels) or {0, 2, 3} == set(levels)
    assert len({question.id for question in exercise.questions}) == len(exercise.questions)
    named = {mistake.name for question in exercise.questions for mistake in question.misconceptions}
    assert set(AT_LEAST[exercise.number]) <= named


@pytest.mark.parametrize("exercise", EXERCISES, ids=NAMES)
def test_nothing_is_wrong_with_an_exercise_on_the_sample(exercise: Exercise, case: Case) -> None:
    assert check_exercise(exercise, case) == ()


@pytest.mark.parametrize(("exercise", "question"), QUESTIONS, ids=IDS)
def test_the_expected_answer_is_right_and_says_why(exercise: Exercise, question: Question, case: Case) -> None:
    kind = question.kind_for(case)
    assert kind.entries <= ENTRIES_AT_MOST
    verdict = judge(question, case, question.expected(case))
    assert verdict.right and verdict.explanation and not verdict.misconception


@pytest.mark.parametrize(("exercise", "question"), QUESTIONS, ids=IDS)
def test_every_mistake_is_recognised_and_explained(exercise: Exercise, question: Question, case: Case) -> None:
    assert len(question.misconceptions) >= 2
    told = set()
    for mistake in question.misconceptions:
        verdict = judge(question, case, mistake.made(case))
        assert (verdict.misconception, verdict.right) == (mistake.name, False)
        assert verdict.explanation == said(mistake.explanation, case) and verdict.hint == said(mistake.hint, case)
        told.add(verdict.explanation)
    assert len(told) == len(question.misconceptions), "each mistake its own explanation"


@pytest.mark.parametrize(("exercise", "question"), QUESTIONS, ids=IDS)
def test_what_is_said_is_short_and_gives_nothing_away(exercise: Exercise, question: Question, case: Case) -> None:
    kind, expected = question.kind_for(case), question.expected(case)
    wrong = [said(text, case) for one in question.misconceptions for text in (one.explanation, one.hint)]
    wrong += [said(text, case) for text in (question.otherwise, question.hint, *question.hints)]
    for text in wrong:
        assert len(text) <= 260 and not UNWANTED.search(text) and "!" not in text, text
        if isinstance(kind, Number):
            assert number(abs(expected), kind.digits) not in text
    assert len(said(question.text, case)) <= 320 and not UNWANTED.search(said(question.text, case))
    assert question.hints and (question.otherwise or isinstance(kind, Text)), "a hint can be asked for"


@pytest.mark.parametrize("exercise", EXERCISES, ids=NAMES)
def test_no_question_gives_another_ones_answer_away(exercise: Exercise, case: Case) -> None:
    """All questions are on the page at once."""
    texts = {question.id: asked(exercise, question, case).text for question in exercise.questions}
    for question in exercise.questions:
        kind = question.kind_for(case)
        if isinstance(kind, Number) and abs(question.expected(case)) >= 10:
            written = {number(abs(question.expected(case)), kind.digits), money(abs(question.expected(case)))}
            assert not [own for own, text in texts.items() if any(one in text for one in written)], question.id


@pytest.mark.parametrize("exercise", EXERCISES, ids=NAMES)
def test_every_exhibit_shows_something(exercise: Exercise, case: Case) -> None:
    assert exercise.exhibits
    for name, exhibit in exercise.exhibits.items():
        shown = exhibit(case)
        assert shown.html and shown.text, name


def test_what_a_case_remembers_of_a_question_goes_with_it() -> None:
    case, first = open_case(), EXERCISES[0].questions[0]
    before = set(case.memo)
    other = replace(first, expected=lambda _tables: "revenue")  # as in a recall quiz: made, asked and gone
    assert judge(other, case, "revenue").right and set(case.memo) > before
    del other
    gc.collect()
    assert set(case.memo) <= before


def test_an_unknown_exercise_is_named() -> None:
    with pytest.raises(InputError, match="there are 01_what_accounts"):
        exercise_called("99")
