"""An exercise as its notebook tells it: text, questions and exhibits in their order. The cells are read, never run."""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from kamkit.course.classes.issuing import exercises_folder
from kamkit.course.exercises import NAMES, exercise_called
from kamkit.course.question import Exercise
from kamkit.errors import InputError

What = Literal["text", "ask", "exhibit", "progress", "onward"]
_NOT_SHOWN = {"parameters", "setup"}  # cells by which a kernel is told what the page knows


@dataclass(frozen=True)
class Piece:
    """One cell of the notebook: ``id`` is the cell's.

    ``says``: of a text its Markdown, of a question its id, of an exhibit its name. ``after``: the question that opens
    an exhibit, "" for one that is open.
    """

    id: str
    what: What
    says: str = ""
    after: str = ""


@dataclass(frozen=True)
class Lesson:
    """An exercise with the pieces of its page."""

    exercise: Exercise
    pieces: tuple[Piece, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions in the order in which the page asks them."""
        return tuple(piece.says for piece in self.pieces if piece.what == "ask")


@lru_cache(maxsize=len(NAMES))
def read_lesson(name: str) -> Lesson:
    """The lesson of an exercise (its name, or its number); InputError if there is none, or a cell says something else."""
    exercise = exercise_called(name)
    notebook = json.loads((exercises_folder() / f"{exercise.name}.ipynb").read_text(encoding="utf-8"))
    pieces = [piece for cell in notebook["cells"] if (piece := _piece(exercise, cell)) is not None]
    # What leads over to an account of one's own speaks of running a cell; the page says it in its own words.
    kept = [one for at, one in enumerate(pieces) if not (one.what == "text" and at + 1 < len(pieces) and pieces[at + 1].what == "onward")]
    return Lesson(exercise, tuple(kept))


def _piece(exercise: Exercise, cell: dict[str, Any]) -> Piece | None:
    source = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        return Piece(cell["id"], "text", source)
    if _NOT_SHOWN & set(cell["metadata"].get("tags", ())):
        return None
    match _called(source):
        case "ask", [question], _ if any(one.id == question for one in exercise.questions):
            return Piece(cell["id"], "ask", question)
        case "exhibit", [name], named if name in exercise.exhibits:
            return Piece(cell["id"], "exhibit", name, named.get("after", ""))
        case "exercise.progress", _, _:
            return Piece(cell["id"], "progress")
        case "exercise.onward", _, _:
            return Piece(cell["id"], "onward")
    raise InputError(f"{exercise.name}.ipynb, cell {cell['id']}: found a cell that no page can show; expected ask or exhibit")


def _called(source: str) -> tuple[str, list[Any], dict[str, Any]]:
    """The one call of a cell with its literal arguments; an answer that the trainer's edition gives is not looked at."""
    found = ast.parse(source).body
    if len(found) != 1 or not isinstance(found[0], ast.Expr) or not isinstance(call := found[0].value, ast.Call):
        return "", [], {}
    given = [one.value for one in call.args if isinstance(one, ast.Constant)]
    named = {one.arg or "": one.value.value for one in call.keywords if isinstance(one.value, ast.Constant)}
    return ast.unparse(call.func), given, named
