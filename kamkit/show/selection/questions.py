"""Nine questions about the selection, with what the record says."""

from __future__ import annotations

import pandas as pd

from kamkit.method.selection import NineQuestions
from kamkit.show import parts, words
from kamkit.show.parts import Column, Shown

_LOOKS = {"yes": "✓ yes", "partly": "~ partly", "no": "✗ no", "not known": "? not known"}


def show_nine_questions(found: NineQuestions) -> Shown:
    """Each question with the evidence, who can answer it, and what the team itself said."""
    answers = found.answers
    written = answers.assign(
        looks=answers["looks"].map(_LOOKS),
        team=[_team(row) for row in answers.itertuples()],
    )
    columns = [
        Column("number", "No.", "count"),
        Column("question", "Question"),
        Column("looks", "By the evidence"),
        Column("evidence", "Evidence"),
        Column("team", "The team's own answer (1 to 5)"),
    ]
    return parts.stack(parts.table(written, columns), parts.say(total(found)))


def total(found: NineQuestions) -> str:
    """The total in one sentence; none while a question has no evidence."""
    if found.total is not None:
        return f"{found.total} of nine look like a yes."
    numbers = words.listed([str(number) for number in found.without_evidence])
    what = "question" if len(found.without_evidence) == 1 else "questions"
    return f"No total: there is no evidence on {what} {numbers}."


def _team(row: object) -> str:
    people = int(getattr(row, "people", 0))
    if not people:
        return "not asked"
    note = getattr(row, "note", None)
    said = f"{words.number(getattr(row, 'team', None))} ({words.counted(people, 'person', 'people')})"
    return said if pd.isna(note) else f"{said}: {note}"
