"""Nine questions about the selection, with what the record says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.selection import NineQuestions, questions_of
from kamkit.method.selection.nine_questions import QUESTIONS
from kamkit.model.frame import settings_of
from kamkit.show import parts, words
from kamkit.show.parts import Column, Shown

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

_LOOKS = {"yes": "✓ yes", "partly": "~ partly", "no": "✗ no", "not known": "? not known"}


def show_nine_questions(found: NineQuestions) -> Shown:
    """Each question with the evidence, who can answer it, and what the team itself said."""
    answers = found.answers
    written = answers.assign(
        looks=answers["looks"].map(_LOOKS),
        team=[_team(row) for row in answers.itertuples()],
        asked=answers["answered_by"].map({"customers": "customers: ask them"}).fillna("the record"),
    )
    columns = [
        Column("number", "No.", "count"),
        Column("question", "Question"),
        Column("asked", "Answered by"),
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
    low, high, note = (getattr(row, name, None) for name in ("team_low", "team_high", "note"))
    spread = "" if people == 1 or low == high else f", {low:g} to {high:g}"
    return f"{words.number(getattr(row, 'team', None))} ({words.counted(people, 'person', 'people')}{spread}): {note}"


def show_wording(tables: Tables) -> Shown:
    """Which of the nine questions the programme asks in its own words, beside the kit's."""
    own = questions_of(settings_of(tables))
    rows = [
        {"number": number, "own": asked, "kits": kits}
        for number, (asked, (kits, _)) in enumerate(zip(own, QUESTIONS, strict=True), start=1)
        if asked != kits
    ]
    if not rows:
        return parts.say("The nine questions are asked in the kit's words.")
    columns = [Column("number", "No.", "count"), Column("own", "The programme asks"), Column("kits", "In the kit's words")]
    return parts.table(pd.DataFrame(rows), columns, caption="Questions in the programme's own words")
