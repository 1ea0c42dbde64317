"""Recall: five questions in five minutes, 2, 6 and 12 weeks after the course, on the mistakes the learner made there.

What is asked for again after a while stays; what is only read again does not (Roediger and Karpicke 2006), and longer
gaps keep it longer (Cepeda et al. 2006). A quiz is an exercise like the others: its questions are asked and judged in
the same way. Everything here is worked out from attempts, a case and a seed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from kamkit.course.attempts import Attempt
from kamkit.course.exercises import CORE, NAMES, exercise_called
from kamkit.course.judging import Verdict, judge
from kamkit.course.kinds import AnswerError, Choice, Kind, Option, Text
from kamkit.course.question import Exercise, Misconception, Question, said

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

WEEKS = (2, 6, 12)
QUESTIONS = 5
MINUTES = 5
OFFERED = 4  # explanations to choose from
Judge = Callable[[Question, "Tables", object], Verdict]


@dataclass(frozen=True)
class Mistake:
    """A question that somebody did not get right at once: the mistake last shown ("" if it has no name), and how it ended."""

    exercise: str
    question: str
    misconception: str
    tries: int
    resolved: bool

    @property
    def at(self) -> tuple[str, str]:
        """Which question it is."""
        return self.exercise, self.question


def quiz_name(week: int) -> str:
    """What its answers are kept under: ``recall_02``."""
    return f"recall_{week:02d}"


def course_day(attempts: Iterable[Attempt]) -> date | None:
    """The day of the last question met for the first time; weeks are counted from it. None if no answer has a day.

    Who comes back to a question later does not put the quizzes off.
    """
    first: dict[tuple[str, str], str] = {}
    for one in attempts:
        if one.answer is not None and one.when:
            at = (one.exercise, one.question)
            first[at] = min(first.get(at, one.when), one.when)
    return date.fromisoformat(max(first.values())[:10]) if first else None


def opens_on(course: date, week: int) -> date:
    """The day on which a quiz opens."""
    return course + timedelta(weeks=week)


def find_mistakes(attempts: Sequence[Attempt], tables: Tables, before: date, judged: Judge = judge) -> list[Mistake]:
    """The questions that were not right at the first try, by what was answered before a day; in the order of the course.

    An answer that the case no longer has an option for does not count.
    """
    return [
        mistake
        for name in sorted({one.exercise for one in attempts} & set(NAMES))
        for question in exercise_called(name).questions
        if (mistake := _mistake(name, question, attempts, tables, before, judged)) is not None
    ]


def _mistake(name: str, question: Question, attempts: Sequence[Attempt], tables: Tables, before: date, judged: Judge) -> Mistake | None:
    verdicts = []
    for one in attempts:
        if (one.exercise, one.question) == (name, question.id) and one.answer is not None and one.when[:10] < before.isoformat():
            try:
                verdicts.append(judged(question, tables, one.answer))
            except AnswerError:
                continue
    if not verdicts or verdicts[0].right:
        return None
    named = [one.misconception for one in verdicts if one.misconception]
    return Mistake(name, question.id, named[-1] if named else "", len(verdicts), any(one.right for one in verdicts))


def make_quiz(
    week: int, mistakes: Sequence[Mistake], tables: Tables, seed: str, *, missed: Iterable[tuple[str, str]] = (), asked: Iterable[tuple[str, str]] = ()
) -> Exercise:
    """The quiz of a week as an exercise of five questions.

    ``mistakes``: those made on the course. ``missed``: questions (exercise, question) that an earlier quiz asked and that
    were not right there: they come first. ``asked``: all that earlier quizzes asked: what was not asked yet comes before
    them. Who made fewer than five mistakes gets questions of the core instead. The same arguments, the same quiz.
    """
    missed, asked = set(missed), set(asked)
    order = sorted(mistakes, key=lambda one: (one.at not in missed, one.at in asked, one.resolved, -one.tries, _drawn(seed, week, *one.at)))
    chosen = _spread(order)
    questions = [_recalled(one, tables, seed, week) for one in chosen]
    questions += islice(_others([one.at for one in chosen], tables, seed, week), QUESTIONS - len(questions))
    return Exercise(
        name=quiz_name(week), title=f"{week} weeks later", objective="See what has stayed, and bring back what has not.", minutes=MINUTES,
        draws_on="your own answers on the course", workbook="", step="", account_id="", questions=tuple(questions),
    )  # fmt: skip


def at_of(question_id: str) -> tuple[str, str]:
    """Exercise and question that a question of a quiz comes from."""
    name = next(one for one in NAMES if one.startswith(question_id[1:3]))
    return name, question_id[4:]


def _spread(order: Sequence[Mistake]) -> list[Mistake]:
    """The first few, at most two of one exercise as long as there are others."""
    chosen: list[Mistake] = []
    for most in (2, QUESTIONS):
        for one in order:
            if len(chosen) < QUESTIONS and one not in chosen and sum(other.exercise == one.exercise for other in chosen) < most:
                chosen.append(one)
    return chosen


def _recalled(mistake: Mistake, tables: Tables, seed: str, week: int) -> Question:
    exercise = exercise_called(mistake.exercise)
    question = exercise.question(mistake.question)
    return _question(exercise, question, mistake.misconception, tables, seed, week)


def _question(exercise: Exercise, question: Question, misconception: str, tables: Tables, seed: str, week: int) -> Question:
    """The question again if it is one of choosing, else: here is the answer with the mistake, what is wrong with it?"""
    id = f"e{exercise.number}_{question.id}"
    kind = question.kind_for(tables)
    if isinstance(kind, Choice):
        return replace(question, id=id, kind=_shuffled(kind, seed, week, id), hints=())
    return _what_is_wrong(exercise, question, misconception, kind, id, tables, seed, week)


def _what_is_wrong(
    exercise: Exercise, question: Question, misconception: str, kind: Kind, id: str, tables: Tables, seed: str, week: int
) -> Question:
    made = [one for one in question.misconceptions if one.name == misconception] or sorted(
        question.misconceptions, key=lambda one: _drawn(seed, week, id, one.name)
    )
    mistake = made[0]
    offered = [mistake, *islice(_other_explanations(exercise, question, mistake, tables, seed, week), OFFERED - 1)]
    keys = {one.name: f"e{at}" for at, one in enumerate(sorted(offered, key=lambda one: _drawn(seed, week, id, one.name)))}
    options = sorted((Option(keys[one.name], said(one.explanation, tables)) for one in offered), key=lambda option: option.key)
    answered = kind.say(kind.read(mistake.made(tables)))
    quoted = f"\"{answered}\"" if isinstance(kind, Text) else f"\"{answered}\"."
    return Question(
        id=id, level="recognise",
        text=f"In \"{exercise.title}\" it was asked: \"{said(question.text, tables)}\" A colleague answers: {quoted} What is wrong with it?",
        kind=Choice(tuple(options)), expected=lambda _tables: keys[mistake.name],
        right=f"That is it. To find the way from there: {said(mistake.hint, tables)}",
        otherwise="That is said to another answer. Compare what was asked with what the colleague answered.",
        hint=mistake.hint, misconceptions=(),
    )  # fmt: skip


def _other_explanations(
    exercise: Exercise, question: Question, mistake: Misconception, tables: Tables, seed: str, week: int
) -> Iterator[Misconception]:
    """Explanations of other mistakes, those of the same question first; each name and text once."""
    own = [one for one in question.misconceptions if one.name != mistake.name]
    drawn = sorted(
        (one for other in exercise.questions if other is not question for one in other.misconceptions),
        key=lambda one: _drawn(seed, week, question.id, one.name),
    )
    names, texts = {mistake.name}, {said(mistake.explanation, tables)}
    for one in (*own, *drawn):
        if one.name not in names and (text := said(one.explanation, tables)) not in texts:
            names.add(one.name)
            texts.add(text)
            yield one


def _others(chosen: Iterable[tuple[str, str]], tables: Tables, seed: str, week: int) -> Iterator[Question]:
    taken = set(chosen)
    found = [
        (exercise, question)
        for name in NAMES
        if name[:2] in CORE
        for exercise in (exercise_called(name),)
        for question in exercise.questions
        if (name, question.id) not in taken
    ]
    found.sort(key=lambda pair: _drawn(seed, week, pair[0].name, pair[1].id))
    return (
        _question(exercise, question, "", tables, seed, week)
        for exercise, question in found
        if isinstance(question.kind, Choice) or isinstance(question.kind_for(tables), Choice)
    )


def _shuffled(kind: Choice, seed: str, week: int, id: str) -> Choice:
    """The options in another order each time: it is the thing that is to be remembered, not its place."""
    return Choice(tuple(sorted(kind.options, key=lambda option: _drawn(seed, week, id, option.key))))


def _drawn(seed: str, week: int, *texts: str) -> str:
    return hashlib.sha256("\x00".join((seed, str(week), *texts)).encode()).hexdigest()

