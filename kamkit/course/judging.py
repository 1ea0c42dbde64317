"""Judging an answer: pure, the same in a notebook, on a page and when a class is graded."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from kamkit.course.kinds import Answer, Kind, Text
from kamkit.course.question import Exercise, Misconception, Question, said

if TYPE_CHECKING:
    from kamkit.model.frame import Tables


Made = TypeVar("Made")


@dataclass(frozen=True)
class Verdict:
    """What an answer is worth: ``score`` 0 to 1, the mistake it shows ("" if none), why, and where to look next."""

    score: float
    misconception: str
    explanation: str
    hint: str

    @property
    def right(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.score >= 1.0


@dataclass(frozen=True)
class Costs:
    """What the trainer takes off a question's mark (0 to 1) for each hint asked for, and for each further try."""

    hint: float = 0.1
    attempt: float = 0.1


def judge(question: Question, tables: Tables, answer: Any) -> Verdict:
    """What ``answer`` is worth, by this case.

    A right answer gets the reason why it is right; a wrong one the explanation and hint of the mistake it shows,
    the first that fits. AnswerError if the answer is not of the question's kind.
    """
    kind = kind_of(question, tables)
    given = kind.read(answer)
    if isinstance(kind, Text):
        return _by_rules(question, tables, given)
    score = kind.agree(expected_of(question, tables), given)
    if score >= 1.0:
        return Verdict(1.0, "", said(question.right, tables), "")
    for mistake in question.misconceptions:
        if _shown(mistake, question, tables, given):
            return Verdict(score, mistake.name, said(mistake.explanation, tables), said(mistake.hint, tables))
    progress = kind.progress(expected_of(question, tables), given)
    explanation = " ".join(filter(None, (progress, said(question.otherwise, tables))))
    return Verdict(score, "", explanation, said(question.hint, tables))


def _by_rules(question: Question, tables: Tables, given: Answer) -> Verdict:
    """Of a text every rule is a mistake it may show; the first one is explained, all of them count."""
    broken = [mistake for mistake in question.misconceptions if _shown(mistake, question, tables, given)]
    if not broken:
        return Verdict(1.0, "", said(question.right, tables), "")
    score = 1 - len(broken) / len(question.misconceptions)
    first = broken[0]
    return Verdict(score, first.name, said(first.explanation, tables), said(first.hint, tables))


def _shown(mistake: Misconception, question: Question, tables: Tables, given: Answer) -> bool:
    if mistake.shows is not None:
        return mistake.shows(tables, given)
    return kind_of(question, tables).agree(made_by(mistake, question, tables), given) >= 1.0


def kind_of(question: Question, tables: Tables) -> Kind:
    """The kind of answer as this case has it, worked out once for each case."""
    return _once(tables, question, "kind", lambda: question.kind_for(tables))


def expected_of(question: Question, tables: Tables) -> Answer:
    """The right answer (of a text one that would pass) as its kind reads it, worked out once for each case."""
    return _once(tables, question, "expected", lambda: kind_of(question, tables).read(question.expected(tables)))


def made_by(mistake: Misconception, question: Question, tables: Tables) -> Answer:
    """The answer of somebody who makes the mistake as its kind reads it, worked out once for each case."""
    return _once(tables, mistake, "made", lambda: kind_of(question, tables).read(mistake.made(tables)))


def _once(tables: Tables, of: Question | Misconception, what: str, make: Callable[[], Made]) -> Made:
    """What a case remembers of a question as long as the question is there; of other tables nothing is remembered.

    The questions of a recall quiz come and go, and a later one may get the ``id`` of one that is gone.
    """
    memo: dict[Any, Any] | None = getattr(tables, "memo", None)
    if memo is None:
        return make()
    key = ("kamkit.course.judging", what, id(of))
    kept = memo.get(key)
    if kept is None or kept[0]() is not of:
        memo[key] = kept = (weakref.ref(of, lambda _gone: memo.pop(key, None)), make())
    found: Made = kept[1]
    return found


def mark(tries: Iterable[tuple[float, int]], costs: Costs) -> float:
    """The mark of a question, 0 to 1: the best of its tries, each a score and the hints taken by then.

    Each hint takes ``costs.hint`` off and each earlier try ``costs.attempt``; no try is worth less than 0.
    """
    worth = [
        max(0.0, score - costs.hint * hints - costs.attempt * earlier) for earlier, (score, hints) in enumerate(tries)
    ]
    return max(worth, default=0.0)


def check_exercise(exercise: Exercise, tables: Tables) -> tuple[str, ...]:
    """What is wrong with an exercise on this case: the mistakes it cannot tell apart here; () if nothing.

    A case in which the right answer and a mistake come to the same cannot teach the difference; whoever makes
    cases keeps only those for which this is empty.
    """
    return tuple(fault for question in exercise.questions for fault in faults_of(question, tables))


def faults_of(question: Question, tables: Tables) -> Iterator[str]:
    """What is wrong with one question on this case, looked for as long as somebody asks for one more."""
    if not judge(question, tables, expected_of(question, tables)).right:
        yield f"{question.id}: the expected answer is not judged right"
    for mistake in question.misconceptions:
        verdict = judge(question, tables, made_by(mistake, question, tables))
        if verdict.right:
            yield f"{question.id}: the mistake {mistake.name!r} comes to the right answer"
        elif verdict.misconception != mistake.name:
            yield f"{question.id}: the mistake {mistake.name!r} is taken for {verdict.misconception or 'none'!r}"
