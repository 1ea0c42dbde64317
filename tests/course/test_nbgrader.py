"""The format of nbgrader: every question has an answer cell and a locked test cell, the teacher's answers are right, others are not."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from kamkit.course.exercises import exercise_called
from kamkit.course.nbgrader import credit, export_exercise

# Kinds of answer between them: choice, several, number, ranking, matching, rows or placing, text.
EXERCISES = ("01", "04", "12")


@pytest.mark.parametrize("number", EXERCISES)
def test_the_teachers_answers_are_right_and_every_cell_is_of_the_schema(number: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exercise = exercise_called(number)
    path = export_exercise(number, tmp_path)
    assert path == tmp_path / "source" / exercise.name / f"{exercise.name}.ipynb" and (path.parent / "CASE.md").exists()
    notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    nbformat.validate(notebook)
    graded = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    meta = [cell.metadata["nbgrader"] for cell in graded]
    assert len({one["grade_id"] for one in meta}) == len(meta)
    assert all({"grade", "solution", "locked", "task", "schema_version", "grade_id", "cell_type"} <= set(one) and one["schema_version"] == 3 for one in meta)
    assert all(one["cell_type"] == cell.cell_type for cell, one in zip(graded, meta, strict=True))
    assert all(one["points"] == 1 for one in meta if one["grade"]) and sum(one["grade"] for one in meta) == len(exercise.questions)
    # nbgrader's rule: a text that is graded is answered in the same cell, and tests are locked.
    assert all(one["solution"] for one in meta if one["grade"] and one["cell_type"] == "markdown")
    assert all(one["locked"] for one in meta if one["grade"] and one["cell_type"] == "code")

    names: dict[str, object] = {"case": ""}
    for cell in graded:
        if cell.cell_type == "code" and cell.metadata["nbgrader"]["solution"]:
            exec(cell.source, names)
        elif cell.cell_type == "code":
            setup, test = cell.source.split("\n")
            exec(setup, names)
            assert eval(test, names) == 1.0, cell.source
    assert "Right." in capsys.readouterr().out
    everything = "".join(cell.source for cell in notebook.cells)
    assert "exercise.progress" not in everything and "onward" not in everything and "after=" not in everything
    assert "ask(" not in everything


def test_what_is_no_answer_is_worth_nothing_and_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    question = exercise_called("01").questions[0].id
    for wrong in (None, 5, "nowhere", [], {"a": 1}):
        assert credit("01", question, wrong) == 0.0
    assert capsys.readouterr().out.count("Not an answer: ") == 5
    assert 0.0 <= credit("01", question, "margin") < 1 and "Not yet." in capsys.readouterr().out
