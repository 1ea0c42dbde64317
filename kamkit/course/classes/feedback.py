"""A participant's feedback: what was answered, what it showed, and what is worth another look. No right answer is on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.bulk.files import write_atomically
from kamkit.course import shown
from kamkit.course.classes.pages import page
from kamkit.course.exercises import exercise_called
from kamkit.course.question import said
from kamkit.show import parts
from kamkit.show.words import counted, percent

if TYPE_CHECKING:
    from kamkit.course.case import Case
    from kamkit.course.classes.judged import Judged
    from kamkit.course.classes.opening import Class, Learner

WORTH_ANOTHER_LOOK = 3
_FOOTER = (
    "A mark is that of your best try, less what hints and further tries cost. Varnholt Packaging, its customers and its people are invented."
)


def write_feedback(one: Class, learner: Learner, tables: Case, judged: Sequence[Judged]) -> None:
    """Write ``feedback/<learner folder>.html``."""
    write_atomically(one.folder / "feedback" / f"{learner.folder}.html", feedback_html(one, learner, tables, judged))


def feedback_html(one: Class, learner: Learner, tables: Case, judged: Sequence[Judged]) -> str:
    """The page of one participant, by name; everything anybody typed is escaped."""
    exercises = [_exercise(name, tables, [each for each in judged if each.exercise == name]) for name in one.exercises]
    answered = [each for each in judged if each.answers]
    score = sum(each.score for each in judged) / len(judged)
    lead = f"{len(answered)} of {counted(len(judged), 'question')} answered; {percent(score * 100)} of all marks."
    return page(
        "feedback.html.j2",
        title=f"Feedback: {learner.name}",
        header=f"Class {one.class_id}",
        name=learner.name,
        lead=lead,
        next=_next(exercises),
        table=_table(exercises).html,
        exercises=exercises,
        footer=_FOOTER,
    )


def _exercise(name: str, tables: Case, judged: Sequence[Judged]) -> dict[str, Any]:
    exercise = exercise_called(name)
    found: dict[str, Any] = {
        "number": exercise.number, "title": exercise.title, "objective": exercise.objective,
        "share": sum(each.score for each in judged) / len(judged), "answered": sum(bool(each.answers) for each in judged),
        "asked": len(judged), "questions": [_question(name, tables, each) for each in judged if each.answers],
    }  # fmt: skip
    return {**found, "mark": percent(found["share"] * 100)}


def _question(name: str, tables: Case, each: Judged) -> dict[str, Any]:
    exercise = exercise_called(name)
    question, verdict = exercise.question(each.question), each.verdicts[-1]
    taken = [counted(len(each.answers), "try", "tries"), *([counted(each.hints, "hint")] if each.hints else [])]
    return {
        "anchor": f"{exercise.number}-{question.id}",
        "exercise": exercise.title,
        "heading": shown.heading(exercise, question),
        "mark": f"{percent(each.score * 100)}, {', '.join(taken)}",
        "text": said(question.text, tables),
        "said": shown.answered(question, tables, each.answers[-1], verdict).html,
        "score": each.score,
        "right": verdict.right,
        "because": verdict.misconception,
    }


def _next(exercises: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The answers that stand and are not right, the lowest marks first."""
    open_ones = [one for exercise in exercises for one in exercise["questions"] if not one["right"]]
    return sorted(open_ones, key=lambda one: float(one["score"]))[:WORTH_ANOTHER_LOOK]


def _table(exercises: Sequence[dict[str, Any]]) -> parts.Shown:
    rows = pd.DataFrame(
        [(f"{one['number']} {one['title']}", f"{one['answered']} of {one['asked']}", one["share"] * 100) for one in exercises],
        columns=["exercise", "answered", "mark"],
    )
    columns = [parts.Column("exercise", "Exercise"), parts.Column("answered", "Answered"), parts.Column("mark", "Mark", "percent")]
    return parts.table(rows, columns, caption="Exercise by exercise")
