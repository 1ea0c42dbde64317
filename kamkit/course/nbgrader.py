"""An exercise in the format of nbgrader, for schools that use it: an answer cell and a locked test cell for each question.

The teacher's page has the sample's answers between nbgrader's own marks, so that ``nbgrader generate_assignment`` takes them
out. Unlike ``kamkit course grade``, nbgrader runs what participants hand in: grade where that may be run. Short texts are for
people to mark.
"""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

from kamkit.bulk.files import write_atomically
from kamkit.course import shown
from kamkit.course.case import open_case
from kamkit.course.classes.issuing import exercises_folder
from kamkit.course.exercises import exercise_called
from kamkit.course.judging import judge
from kamkit.course.kinds import AnswerError, Choice, Kind, Matching, Number, Ranking, Rows, Several, Text
from kamkit.course.question import Exercise, Question, said

SCHEMA = 3
_LEFT_OUT, _WITH_IT = ("progress", "onward"), ("stand", "own")  # cells that need the answer form, and their headings
_KEPT = "Your answers are kept beside this page as you give them; a wrong one is told why, and you can try again."
_TESTED = "Run the cell below an answer: it says why the answer is right, or is not, and you can try again."


def credit(name: str, question_id: str, answer: Any, case: str = "") -> float:
    """What an answer is worth, 0 to 1, and why, printed: the test cell of a question. Hints and tries take nothing off."""
    question = exercise_called(name).question(question_id)
    try:
        verdict = judge(question, open_case(case), answer)
    except AnswerError as error:
        print(f"Not an answer: {error}.")
        return 0.0
    print(" ".join(filter(None, (f"{shown.right_or_not(verdict)}. {verdict.explanation}", verdict.hint))))
    return round(verdict.score, 4)


def export_exercise(name: str, out: Path) -> Path:
    """Write an exercise to ``out/source/<exercise>/``, where nbgrader looks for it; returns the notebook's path."""
    exercise = exercise_called(name)
    folder = out / "source" / exercise.name
    path = folder / f"{exercise.name}.ipynb"
    write_atomically(path, as_nbgrader(exercise, (exercises_folder() / f"{exercise.name}.ipynb").read_text(encoding="utf-8")))
    write_atomically(folder / "CASE.md", (exercises_folder() / "CASE.md").read_text(encoding="utf-8"))
    return path


def as_nbgrader(exercise: Exercise, page: str) -> str:
    """The teacher's notebook from the participants' page: its texts and exhibits, with a question's cells for each form."""
    notebook = json.loads(page)
    cells: list[dict[str, Any]] = []
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        asked = _asked(source) if cell["cell_type"] == "code" else ""
        if asked:
            cells += _question(exercise, exercise.question(asked))
        elif cell["cell_type"] == "markdown":
            cells.append({**cell, "metadata": {}, "source": source.replace(_KEPT, _TESTED).splitlines(keepends=True)})
        elif not _needs_the_form(source):
            cells.append({**cell, "metadata": {}, "outputs": [], "execution_count": None})
        elif cells[-1]["id"] in _WITH_IT or (cells[-1]["cell_type"] == "markdown" and not "".join(cells[-1]["source"]).startswith("#")):
            cells.pop()  # the words that lead to what is left out
    made = {**notebook, "cells": cells, "metadata": {key: notebook["metadata"][key] for key in ("kernelspec", "language_info")}}
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def _calls(source: str) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]


def _asked(source: str) -> str:
    """The question a cell asks, "" if none."""
    return next((str(ast.literal_eval(call.args[0])) for call in _calls(source) if ast.unparse(call.func) == "ask"), "")


def _needs_the_form(source: str) -> bool:
    """Whether a cell shows what depends on answers given in the form."""
    called = [(ast.unparse(call.func).split(".")[-1], call) for call in _calls(source)]
    return any(name in _LEFT_OUT or (name == "exhibit" and any(one.arg == "after" for one in call.keywords)) for name, call in called)


def _question(exercise: Exercise, question: Question) -> list[dict[str, Any]]:
    tables = open_case()
    kind = question.kind_for(tables)
    expected = kind.read(question.expected(tables))
    name, key = f"answer_{question.id}", f"{exercise.number}-{question.id}"
    head = f"**{shown.heading(exercise, question)}.** {said(question.text, tables)}\n\n*{shown.instruction(kind)}*{_how(kind, name)}"
    asked = _cell("markdown", f"q-{key}", head, None)
    if isinstance(kind, Text):
        return [asked, _cell("markdown", f"a-{key}", f"### BEGIN SOLUTION\n{expected}\n### END SOLUTION", {"grade": True, "solution": True, "locked": False, "points": 1})]
    solution = f"### BEGIN SOLUTION\n{name} = {expected!r}\n### END SOLUTION"
    test = f"from kamkit.course.nbgrader import credit\ncredit({exercise.name!r}, {question.id!r}, {name}, case)"
    return [
        asked,
        _cell("code", f"a-{key}", solution, {"grade": False, "solution": True, "locked": False}),
        _cell("code", f"t-{key}", test, {"grade": True, "solution": False, "locked": True, "points": 1}),
    ]


def _cell(cell_type: str, key: str, source: str, graded: dict[str, Any] | None) -> dict[str, Any]:
    metadata = {"nbgrader": {"grade_id": key, "schema_version": SCHEMA, "task": False, "cell_type": cell_type, **graded}} if graded else {}
    more: dict[str, Any] = {"outputs": [], "execution_count": None} if cell_type == "code" else {}
    return {"cell_type": cell_type, "id": key, "metadata": metadata, "source": source.splitlines(keepends=True), **more}


def _how(kind: Kind, name: str) -> str:
    """How an answer is written down where there is no form."""
    if isinstance(kind, Text):
        return ""
    if isinstance(kind, Number):
        return f"\n\nWrite `{name} = 1500`."
    listed = "\n".join(f"- `{option.key!r}` {option.label}" for option in kind.options)
    if isinstance(kind, Choice):
        return f"\n\nWrite one key, `{name} = 'key'`:\n\n{listed}"
    if isinstance(kind, Several | Ranking):
        return f"\n\nWrite a list of keys, `{name} = ['key', ...]`:\n\n{listed}"
    if isinstance(kind, Matching):
        choices = "\n".join(f"- `{option.key!r}` {option.label}" for option in kind.choices)
        return f"\n\nWrite a choice for each, `{name} = {{'key': 'choice', ...}}`. For each of:\n\n{listed}\n\nOne of:\n\n{choices}"
    assert isinstance(kind, Rows)
    row = ", ".join(f"{column.key!r}: ..." for column in kind.columns)
    columns = "\n".join(
        f"- `{column.key!r}` {column.label}" + (f": {', '.join(f'`{one.key!r}` {one.label}' for one in column.kind.options)}" if isinstance(column.kind, Choice) else "")
        for column in kind.columns
    )
    return f"\n\nWrite a row for each, `{name} = {{'key': {{{row}}}, ...}}`. Rows:\n\n{listed}\n\nIn each row:\n\n{columns}"
