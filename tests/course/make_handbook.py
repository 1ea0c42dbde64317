"""Write the parts of exercises/TRAINER.md that come from the code: questions, answers on the sample, mistakes, levels.

    python tests/course/make_handbook.py

A part stands between ``<!-- made: exercise 01 -->`` and ``<!-- end -->``; what is around it is written by hand.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
HANDBOOK = CHECKOUT / "exercises" / "TRAINER.md"
_PART = re.compile(r"(<!-- made: (\w+) (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def made(text: str) -> str:
    """The handbook with its parts as the code has them now."""
    return _PART.sub(lambda found: f"{found[1]}{_part(found[2], found[3])}\n{found[4]}", text)


def _part(kind: str, name: str) -> str:
    return exercise_part(name) if kind == "exercise" else rubric_part(name)


def exercise_part(number: str) -> str:
    """What an exercise teaches, its questions, the answers on the sample and the mistakes it tells apart."""
    from kamkit.course.case import open_case
    from kamkit.course.exercises import CORE, exercise_called
    from kamkit.course.kinds import Text
    from kamkit.course.question import said

    case, exercise = open_case(), exercise_called(number)
    core = ", core" if number in CORE else ""
    head = f"*{exercise.minutes} minutes{core}; `{exercise.name}`.* {exercise.objective} It draws on {exercise.draws_on}."
    lines = ["| | question | answer | mistakes told apart |", "|---|---|---|---|"]
    for at, question in enumerate(exercise.questions, start=1):
        kind = question.kind_for(case)
        answer = kind.say(kind.read(question.expected(case)))
        shown = f"a text, such as: *{_cell(answer)}*" if isinstance(kind, Text) else _cell(answer)
        mistakes = "; ".join(one.name for one in question.misconceptions)
        lines.append(f"| {at} | {_cell(said(question.text, case))} | {shown} | {_cell(mistakes)} |")
    return "\n".join([head, "", *lines])


def rubric_part(name: str) -> str:
    """The levels of a rubric as a table to print."""
    from kamkit.course.peers.rubric import PLAN, TEXT

    rubric = {"plan": PLAN, "text": TEXT}[name]
    lines = [f"*{rubric.title}*", "", "| | 1 | 2 | 3 | 4 |", "|---|---|---|---|---|"]
    lines += [f"| **{one.label}.** {one.asks} | {' | '.join(map(_cell, one.levels))} |" for one in rubric.criteria]
    return "\n".join(lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;")


if __name__ == "__main__":
    sys.path.insert(0, str(CHECKOUT))
    before = HANDBOOK.read_text(encoding="utf-8")
    after = made(before)
    HANDBOOK.write_text(after, encoding="utf-8")
    print("unchanged" if after == before else "written")
