"""The reader's face of a question: what is asked, what was answered, and what was said to it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.course.judging import Verdict
from kamkit.course.kinds import Choice, Kind, Matching, Number, Placing, Ranking, Rows, Several, Text
from kamkit.course.question import Exercise, Question, said
from kamkit.show import parts
from kamkit.show.parts import Shown
from kamkit.show.words import percent

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

NOT_YET = "Not answered yet."
_WAYS = {
    "recognise": "Recognise", "compute": "Work it out", "decide": "Decide", "defend": "Defend it",
}  # fmt: skip


def heading(exercise: Exercise, question: Question) -> str:
    """*Question 2 of 7, work it out*: where one stands."""
    at = [one.id for one in exercise.questions].index(question.id) + 1
    return f"Question {at} of {len(exercise.questions)}. {_WAYS[question.level]}"


def asked(exercise: Exercise, question: Question, tables: Tables) -> Shown:
    """The question and what there is to choose from."""
    kind = question.kind_for(tables)
    head, text, how = heading(exercise, question), said(question.text, tables), instruction(kind)
    html = f'<p><b>{escape(head)}.</b> {escape(text)}</p><p class="how"><i>{escape(how)}</i></p>'
    listing = _listing(kind)
    if listing:
        items = "".join(f"<li>{escape(one)}</li>" for one in listing)
        html += f"<ul>{items}</ul>"
    lines = [f"{head}. {text}", how, *(f"- {one}" for one in listing)]
    return Shown(html, "\n".join(lines))


def instruction(kind: Kind) -> str:
    """What to do, in one sentence."""
    if isinstance(kind, Number):
        return f"A number, in {kind.unit}." if kind.unit else "A number."
    if isinstance(kind, Choice):
        return "Choose one."
    if isinstance(kind, Several):
        return f"Choose the ones that belong, at most {kind.most}." if kind.most else "Choose all that belong."
    if isinstance(kind, Ranking):
        return f"Put them in order: 1 {kind.first}, {len(kind.options)} {kind.last}."
    if isinstance(kind, Placing):
        return f"Place each in one of the four fields. To the right: {kind.across}; upwards: {kind.up}."
    if isinstance(kind, Matching):
        return f"Choose for each: {'; '.join(choice.label for choice in kind.choices)}."
    if isinstance(kind, Rows):
        return "Fill in each row."
    return f"A few sentences, at most {kind.most} characters."


def _listing(kind: Kind) -> list[str]:
    if isinstance(kind, Number | Text):
        return []
    return [option.label for option in kind.options]


def answered(
    question: Question, tables: Tables, answer: object, verdict: Verdict, tries: int = 0, *, repeat: bool = True
) -> Shown:
    """An answer with what was said to it; without ``repeat`` only what was said, where the answer is in sight."""
    kind = question.kind_for(tables)
    given = kind.say(kind.read(answer))
    word = right_or_not(verdict)
    before = f" (try {tries})" if tries > 1 else ""
    html = [f"<p><b>Answered{before}:</b> {escape(given)}</p>", f"<p><b>{word}.</b> {escape(verdict.explanation)}</p>"]
    lines = [f"Answered{before}: {given}", f"{word}. {verdict.explanation}"]
    if not repeat:
        html, lines = html[1:], lines[1:]
    if verdict.hint:
        shown = parts.boxed("Hint", verdict.hint)
        html, lines = [*html, shown.html], [*lines, shown.text]
    if isinstance(kind, Text) and kind.peers:
        html, lines = [*html, f"<p><i>{escape(PEERS)}</i></p>"], [*lines, PEERS]
    return Shown("".join(html), "\n".join(lines))


PEERS = "These rules read words. Whether it would convince, somebody else on the course judges: read it to them."


def right_or_not(verdict: Verdict) -> str:
    """*Right*, *Not yet* or *In part*."""
    return "Right" if verdict.right else "In part" if verdict.score >= 0.5 else "Not yet"


def progress(exercise: Exercise, rows: Iterable[tuple[str, int, int, float]]) -> Shown:
    """How far one is: question, tries, hints and mark of each, and the sum."""
    frame = pd.DataFrame(rows, columns=["question", "tries", "hints", "mark"])
    done = int((frame["mark"] > 0).sum())
    frame["at"] = [f"{at}. {_WAYS[one.level]}" for at, one in enumerate(exercise.questions, start=1)]
    frame["mark"] *= 100
    columns = [
        parts.Column("at", "Question"), parts.Column("tries", "Tries", "count"),
        parts.Column("hints", "Hints", "count"), parts.Column("mark", "Mark", "percent"),
    ]  # fmt: skip
    total = percent(frame["mark"].mean())
    return parts.stack(
        parts.table(frame, columns, caption="Where you stand"),
        parts.say(f"{done} of {len(frame)} questions have a mark; {total} of the exercise in all."),
    )
