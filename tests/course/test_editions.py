"""The trainer's edition is all right, the participant's is derived from it and holds no answer."""

from __future__ import annotations

import ast
import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from kamkit.course.desk import Asked, ExerciseDesk
from kamkit.course.edition import participants_edition, without_answers, without_outputs
from kamkit.course.exercises import NAMES
from kamkit.forms.faces import TABLE_ONLY

FOLDER = Path(__file__).resolve().parents[2] / "exercises"
SOLVED = sorted((FOLDER / "solved").glob("*.ipynb"))
FACES = {"text/html", "text/plain"}
UNWANTED = re.compile(r"\b(simply|congratulations|well done|great job|excellent|amazing)\b", re.IGNORECASE)


@contextlib.contextmanager
def in_folder(folder: Path) -> Iterator[None]:
    """Work somewhere else, as a kernel does, and without widgets."""
    before, os.environ[TABLE_ONLY] = Path.cwd(), "1"
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        del os.environ[TABLE_ONLY]


def run(path: Path, folder: Path) -> tuple[ExerciseDesk, list[Asked], str]:
    """What a notebook's cells do, one after the other, without the cost of a kernel; what they show as one text."""
    names: dict[str, Any] = {}
    asked, shown = [], []
    with in_folder(folder):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type != "code":
                continue
            tree = ast.parse(cell.source)
            last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, path.name, "exec"), names)
            if last is not None:
                value = eval(compile(ast.Expression(last.value), path.name, "eval"), names)  # type: ignore[attr-defined]
                shown.append(value._repr_mimebundle_()["text/plain"])
                asked += [value] if isinstance(value, Asked) else []
    return names["exercise"], asked, "\n".join(shown)


def test_there_is_an_edition_of_every_exercise() -> None:
    assert [path.stem for path in SOLVED] == list(NAMES)
    assert [path.stem for path in sorted(FOLDER.glob("[0-9]*.ipynb"))] == list(NAMES)


@pytest.mark.parametrize("path", SOLVED, ids=lambda path: path.stem)
def test_the_committed_edition_is_the_derived_one_byte_by_byte(path: Path) -> None:
    committed = (FOLDER / path.name).read_text(encoding="utf-8")
    assert without_outputs(committed).encode() == participants_edition(path.read_text(encoding="utf-8")).encode()
    assert "answer=" not in committed


@pytest.mark.parametrize("path", SOLVED, ids=lambda path: path.stem)
def test_all_right_in_the_trainers_run_and_none_in_the_participants(path: Path, tmp_path: Path) -> None:
    trainers, asked, shown = run(path, tmp_path)
    ids = [question.id for question in trainers.exercise.questions]
    assert [one.question.id for one in asked] == ids, "asked in the order in which they are counted"
    assert all(trainers.mark(one) == 1 for one in ids)
    assert shown.count("\nRight. ") == len(ids) and "opens once" not in shown

    participants, asked, shown = run(FOLDER / path.name, tmp_path)
    assert [one.question.id for one in asked] == ids
    assert all(participants.verdict(one) is None and participants.mark(one) == 0 for one in ids)
    assert shown.count("Not answered yet.") == len(ids) and "Right." not in shown
    assert not list(tmp_path.iterdir()), "looking at an exercise writes nothing"


@pytest.mark.parametrize("path", [*SOLVED, *(FOLDER / path.name for path in SOLVED)], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_notebook_is_made_as_promised(path: Path) -> None:
    notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    codes = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [tag for cell in codes for tag in cell.metadata.get("tags", ())] == ["parameters", "setup"]
    assert ast.parse(codes[0].source) and codes[0].source.count('case = ""') == 1
    for cell in codes[2:]:
        assert cell.outputs and set(cell.outputs[0].data) <= FACES, cell.id
        assert len(cell.source.splitlines()) <= 8
        tree = ast.parse(cell.source)
        assert len(tree.body) == 1 and "#" not in re.sub(r"\"[^\"]*\"|'[^']*'", "", cell.source)
    for cell in notebook.cells:
        assert re.fullmatch(r"[a-z-]{2,30}", cell.id)
        assert cell.cell_type == "markdown" or cell.execution_count is None
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert not UNWANTED.search(prose) and prose.startswith("# ")
    bullets = re.findall(r"^- .*$", notebook.cells[0].source, re.MULTILINE)
    have = next(cell.source for cell in notebook.cells if cell.id == "have")
    assert len(bullets) == 3 and all(bullet in have for bullet in bullets)


def test_the_rule_leaves_everything_else_alone() -> None:
    assert without_answers('ask("a", answer=sum([1, 2]))') == "ask('a')"
    assert without_answers('x = "ask(answer=1)"  # answer=2\nshow(x, answer=3)') == 'x = "ask(answer=1)"  # answer=2\nshow(x, answer=3)'
    assert without_answers('other.ask("a", answer=1)') == 'other.ask("a", answer=1)'
    assert without_answers('ask("b", answer={"x": ask("c", answer=1)})') == "ask('b')"
