"""The class page: where the class stands and where it stumbles. Nobody is named on it, so it can be shown in the room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamkit.bulk.files import write_atomically
from kamkit.course.case import sample_case
from kamkit.course.classes.items import FEW
from kamkit.course.classes.pages import page
from kamkit.course.exercises import exercise_called
from kamkit.course.question import said
from kamkit.show import figures, parts
from kamkit.show.words import counted, number, percent

if TYPE_CHECKING:
    from pathlib import Path

    from kamkit.course.classes.grading import Graded

STUMBLES = 6
HARD, UNTOLD, EASY = 0.4, 0.1, 0.95
_READING = (
    "Mark: mean of those who answered, high is easy. First try: how many were right at once. Tells apart: whether those who do "
    "well on all the rest do better on this one (-1 to 1; from 0.2 on a question tells something)."
)


def write_class_page(graded: Graded) -> Path:
    """Write class.html into the class's folder; its path."""
    target = graded.of.folder / "class.html"
    write_atomically(target, class_html(graded))
    return target


def class_html(graded: Graded) -> str:
    """The page as HTML text."""
    learners = graded.learners
    answering = learners[learners["handed_in"]]
    sections = [] if answering.empty else [_spread(answering), _exercises(graded), _items(graded)]
    return page(
        "class.html.j2",
        title=f"Class {graded.of.class_id}",
        header=f"Class {graded.of.class_id}",
        lead=_lead(graded, answering),
        parts=sections,
        stumbles=_stumbles(graded),
        footer="Texts of questions are those of the sample; everybody's figures, and most of what there is to choose from, are others. Participants' own pages are in feedback/, all marks in gradebook.xlsx.",
    )


def _lead(graded: Graded, answering: pd.DataFrame) -> str:
    told = f"{len(answering)} of {counted(len(graded.learners), 'participant')} answered something"
    if not answering.empty:
        told += f"; the middle of their marks is {percent(answering['share'].median() * 100)} of all marks there are"
    aside = len(graded.set_aside)
    return f"{told}. " + (f"{counted(aside, 'submission')} set aside: set-aside.csv says which and why." if aside else "Nothing was set aside.")


def _spread(answering: pd.DataFrame) -> dict[str, Any]:
    shares = answering["share"].to_numpy() * 100
    counts, edges = np.histogram(shares, bins=10, range=(0, 100))
    most = int(counts.argmax()) if (counts == counts.max()).sum() == 1 and counts.max() > 1 else -1
    message = f"They stand between {shares.min():.0f} and {shares.max():.0f} % of all marks" if len(shares) > 1 else "One participant has answered"
    if most >= 0:
        message = f"The largest group, {counts[most]} of {len(shares)}, stands between {edges[most]:.0f} and {edges[most + 1]:.0f} % of all marks"
    from matplotlib.ticker import MaxNLocator

    figure, axes = figures.new_figure(7.6, 2.6)
    axes.bar(edges[:-1] + 5, counts, width=9, color=[figures.MAIN if at == most else figures.QUIET for at in range(10)])
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("Share of all marks, %")
    axes.set_ylabel("Participants")
    detail = "; ".join(f"{low:.0f} to {low + 10:.0f} %: {count}" for low, count in zip(edges[:-1], counts, strict=True) if count)
    return {"title": "How the marks lie", "text": "", "shown": parts.chart(figure, message, detail).html}


def _exercises(graded: Graded) -> dict[str, Any]:
    items = graded.items.assign(weighted=graded.items["difficulty"] * graded.items["answered"])
    sums = items.groupby("exercise", sort=False).agg(questions=("question", "count"), weighted=("weighted", "sum"), answers=("answered", "sum"))
    who = graded.marks[graded.marks["tries"] > 0].groupby("exercise")["learner_id"].nunique()
    rows = sums.reset_index()
    rows["who"] = rows["exercise"].map(who).fillna(0).astype("int64")
    rows["mark"] = (rows["weighted"] / rows["answers"]).to_numpy(dtype=float) * 100
    rows["name"] = [f"{name[:2]} {exercise_called(name).title}" for name in rows["exercise"]]
    columns = [parts.Column("name", "Exercise"), parts.Column("who", "Participants", "count"), parts.Column("questions", "Questions", "count"), parts.Column("mark", "Mark", "percent")]
    return {"title": "Exercise by exercise", "text": "", "shown": parts.table(rows, columns).html}


def _items(graded: Graded) -> dict[str, Any]:
    items = graded.items[graded.items["answered"] > 0]
    groups = [
        {"name": f"{str(name)[:2]} {exercise_called(str(name)).title}", "rows": [_row(row, len(graded.learners)) for row in rows.itertuples()]}
        for name, rows in items.groupby("exercise", sort=False)
    ]
    few = f" With fewer than {FEW} participants it may be chance." if graded.learners["handed_in"].sum() < FEW else ""
    return {"title": "Question by question", "text": _READING + few, "groups": groups}


def _row(row: Any, learners: int) -> dict[str, Any]:
    return {
        "at": _place(row.exercise, row.question), "asks": exercise_called(row.exercise).question(row.question).asks, "id": row.question,
        "answered": row.answered, "mark": percent(row.difficulty * 100), "first": percent(row.first_right * 100),
        "apart": number(row.discrimination, 2) if row.discrimination == row.discrimination else "",
        "usual": f"{row.misconception} ({row.shown_by})" if row.shown_by else "", "remark": _remark(row, learners),
    }  # fmt: skip


def _place(name: str, question: str) -> int:
    return [one.id for one in exercise_called(name).questions].index(question) + 1


def _remark(row: Any, learners: int) -> str:
    if row.discrimination < 0 and learners >= FEW:
        return "those who know more do worse: look at its wording"
    if row.difficulty < HARD:
        return "hard: talk about it"
    if row.first_right > EASY:
        return "nearly everybody knew"
    if row.discrimination < UNTOLD and learners >= FEW:
        return "tells little"
    return ""


def _stumbles(graded: Graded) -> list[dict[str, str]]:
    answered = graded.items[(graded.items["answered"] > 0) & (graded.items["difficulty"] < 1)]
    many = bool(graded.learners["handed_in"].sum() >= FEW)
    return [_stumble(row, many) for row in answered.nsmallest(STUMBLES, "difficulty", keep="first").itertuples()]


def _stumble(row: Any, many: bool) -> dict[str, str]:
    tables = sample_case()
    exercise = exercise_called(row.exercise)
    question = exercise.question(row.question)
    found = {
        "heading": f"{exercise.number} {exercise.title}, question {_place(row.exercise, row.question)}: {question.asks}",
        "id": question.id,
        "mark": f"{percent(row.difficulty * 100)} of the marks" + (f", tells apart {number(row.discrimination, 2)}" if many and row.discrimination == row.discrimination else ""),
        "text": said(question.text, tables),
    }  # fmt: skip
    if row.shown_by:
        mistake = question.misconception(row.misconception)
        who = f"{row.shown_by} of {row.answered}"
        found |= {"mistake": mistake.name, "shown_by": who, "explanation": said(mistake.explanation, tables), "hint": said(mistake.hint, tables)}
    return found
