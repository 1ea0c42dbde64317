"""Grade a class: every answer judged on its learner's own case, by the trainer's copy of it; nothing handed in is run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from kamkit.course.attempts import Attempt
from kamkit.course.case import Case
from kamkit.course.classes.at_once import each_of
from kamkit.course.classes.cases import case_in_turn
from kamkit.course.classes.collecting import collect
from kamkit.course.classes.items import review_items
from kamkit.course.classes.judged import Judged
from kamkit.course.classes.known import Known
from kamkit.course.classes.opening import Class, open_class
from kamkit.course.exercises import exercise_called
from kamkit.course.judging import Verdict, expected_of, judge, kind_of, mark
from kamkit.course.kinds import AnswerError, Number
from kamkit.course.question import Question

MARKS = ("learner_id", "exercise", "question", "score", "max", "misconception", "tries", "hints", "distance")
GRADEBOOK = MARKS[:5]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Graded:
    """What grading found.

    ``marks``: learner_id, exercise, question, score (0 to 1, costs taken off), max (1), misconception (the first one
    shown, "" if none), tries, hints, distance (of the last answer from one's own right one: of a number as a share of it,
    else the share that is wrong; NaN: not answered); every learner and question. ``learners``: learner_id, name, score,
    max, share (0 to 1), answered (questions), handed_in, set_aside. ``items``: see ``review_items``. ``set_aside``: what, why.
    """

    of: Class
    marks: pd.DataFrame
    learners: pd.DataFrame
    items: pd.DataFrame
    set_aside: pd.DataFrame


def grade_class(
    folder: str | Path | Class, *, progress: Progress | None = None, jobs: int = 0, feedback: bool = False, afresh: bool = True
) -> Graded:
    """Judge what was handed in; with ``feedback`` a page for each participant is written as well.

    With ``afresh`` False (and no ``feedback``) what an earlier grading found of a learner is taken, if nothing it was made
    from has changed since; what was handed in is read and checked all the same (see ``known.py``). A learner without a
    submission, or whose submission was set aside, has 0 everywhere. InputError if there is no class.
    """
    one = folder if isinstance(folder, Class) else open_class(folder)
    counted, asides = collect(one)
    known = Known(one)
    judged = {} if afresh or feedback else known.of({learner_id: submission.attempts for learner_id, submission in counted.items()})
    left = [learner.learner_id for learner in one.learners if learner.learner_id in counted and learner.learner_id not in judged]
    work = [(one, learner_id, counted[learner_id].attempts, feedback) for learner_id in left]

    def on_done(found: tuple[str, tuple[Judged, ...]]) -> None:
        judged[found[0]] = found[1]
        known.keep(found[0], counted[found[0]].attempts, found[1])
        if progress:
            progress(len(judged) - len(counted) + len(work), len(work))

    each_of(_grade_one, work, on_done, jobs)
    if work:
        known.save()
    if feedback:
        _without_stale_pages(one, counted)
    blank = _unanswered(one)
    rows = [each.as_row(learner.learner_id) for learner in one.learners for each in judged.get(learner.learner_id, blank)]
    marks = _marks(rows)
    set_aside = pd.DataFrame([(aside.what, aside.why) for aside in asides], columns=["what", "why"], dtype="object")
    learners = _learners(one, marks, set(counted), set_aside)
    return Graded(one, marks, learners, review_items(marks, judged), set_aside)


def _without_stale_pages(one: Class, counted: Collection[str]) -> None:
    """Take away the pages of an earlier time of those of whom nothing counts now."""
    for learner in one.learners:
        if learner.learner_id not in counted:
            (one.folder / "feedback" / f"{learner.folder}.html").unlink(missing_ok=True)


def _marks(rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(MARKS))
    return frame.astype({"score": "float64", "max": "float64", "tries": "int64", "hints": "int64", "distance": "float64"})


def _grade_one(one: Class, learner_id: str, attempts: tuple[Attempt, ...], feedback: bool) -> tuple[str, tuple[Judged, ...]]:
    if not attempts and not feedback:
        return learner_id, _unanswered(one)
    tables = case_in_turn(one, one.learner(learner_id))
    judged = judge_attempts(one, tables, attempts)
    if feedback:
        from kamkit.course.classes.feedback import write_feedback

        write_feedback(one, one.learner(learner_id), tables, judged)
    return learner_id, judged


def judge_attempts(one: Class, tables: Case, attempts: Sequence[Attempt]) -> tuple[Judged, ...]:
    """Every question of the class's exercises with what was answered to it, judged on this case."""
    by_question: dict[tuple[str, str], list[Attempt]] = {}
    for attempt in attempts:
        by_question.setdefault((attempt.exercise, attempt.question), []).append(attempt)
    return tuple(
        _judged(one, tables, name, question, by_question.get((name, question.id), ()))
        for name in one.exercises
        for question in exercise_called(name).questions
    )


def _judged(one: Class, tables: Case, exercise: str, question: Question, attempts: Sequence[Attempt]) -> Judged:
    tries: list[tuple[Any, Verdict, int]] = []
    for attempt in attempts:
        if attempt.answer is None:
            continue
        try:
            read = kind_of(question, tables).read(attempt.answer)
            tries.append((read, judge(question, tables, read), attempt.hints))
        except AnswerError:
            continue  # of a kind that this question does not take on this case: no try, as in the notebook
    hints = max((attempt.hints for attempt in attempts), default=0)
    score = mark([(verdict.score, taken) for _, verdict, taken in tries], one.costs)
    answers, verdicts = tuple(answer for answer, _, _ in tries), tuple(verdict for _, verdict, _ in tries)
    return Judged(exercise, question.id, answers, verdicts, hints, round(score, 6), _distance(question, tables, answers, verdicts))


def _distance(question: Question, tables: Case, answers: Sequence[Any], verdicts: Sequence[Verdict]) -> float:
    if not answers:
        return float("nan")
    if isinstance(kind_of(question, tables), Number):
        expected = expected_of(question, tables)
        return float((answers[-1] - expected) / max(abs(expected), 1e-9))
    return 1.0 - verdicts[-1].score


def _unanswered(one: Class) -> tuple[Judged, ...]:
    nothing = float("nan")
    return tuple(Judged(name, question.id, (), (), 0, 0.0, nothing) for name in one.exercises for question in exercise_called(name).questions)


def mark_learner(of: Class, learner_id: str, attempts: Sequence[Attempt] | None = None) -> pd.DataFrame:
    """One learner's rows of the marks, by what stands in the own subfolder or by ``attempts``; for pages that show how far one is."""
    given = of.reading(learner_id).attempts if attempts is None else attempts
    judged = judge_attempts(of, of.tables(learner_id), given) if given else _unanswered(of)
    return _marks([each.as_row(learner_id) for each in judged])


def mistakes_of(of: Class, learner_id: str) -> tuple[tuple[str, str, str], ...]:
    """The mistakes a learner made, as exercise, question and misconception, in the order of the course; for recall quizzes."""
    judged = judge_attempts(of, of.tables(learner_id), of.reading(learner_id).attempts)
    return tuple((each.exercise, each.question, name) for each in judged for name in each.misconceptions)


def _learners(one: Class, marks: pd.DataFrame, counted: set[str], set_aside: pd.DataFrame) -> pd.DataFrame:
    sums = marks.assign(answered=marks["tries"] > 0).groupby("learner_id", sort=False)[["score", "max", "answered"]].sum()
    rows = [(learner.learner_id, learner.name, learner.learner_id in counted, learner.folder) for learner in one.learners]
    found = pd.DataFrame(rows, columns=["learner_id", "name", "handed_in", "folder"]).join(sums, on="learner_id")
    found["share"] = found["score"] / found["max"]
    found["handed_in"] &= found["answered"] > 0
    found["set_aside"] = found["folder"].isin(set(set_aside["what"])) & ~found["handed_in"]
    return found[["learner_id", "name", "score", "max", "share", "answered", "handed_in", "set_aside"]]
