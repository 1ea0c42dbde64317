"""What the sources ask has its place: every row of the table in ARCHITECTURE.md, held against the project itself."""

from __future__ import annotations

import ast
import importlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[1]
HEADING = "## What the sources ask, and where it is"
ROWS_OF_THE_SOURCES = {"A": 7, "B": 4, "C": 9, "D": 3, "E": 4}
STEP = re.compile(r"`(?P<workbook>\w+)`, (?:steps? (?P<steps>\d(?:(?:, | and | to )\d)*)|(?P<heading>\D+))")


@dataclass(frozen=True)
class Place:
    """One line of a row: where it is done, by which function, and the test of that function."""

    row: str
    where: str
    function: str
    test: str

    def __str__(self) -> str:
        return f"{self.row}-{self.function}"


def _places() -> list[Place]:
    table = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").partition(HEADING)[2]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if re.match(r"\| [A-Z]\d \|", line)]
    places = []
    for row, _, *cells in rows:
        lines = [[one.strip() for one in cell.split("<br>")] for cell in cells]
        places += [Place(row, where, *(name.strip("`") for name in names)) for where, *names in zip(*lines, strict=True)]
    return places


PLACES = _places()
each_place = pytest.mark.parametrize("place", PLACES, ids=str)


def test_every_row_of_the_sources_stands_in_the_table_once() -> None:
    expected = [f"{part}{at}" for part, number in ROWS_OF_THE_SOURCES.items() for at in range(1, number + 1)]
    assert list(dict.fromkeys(place.row for place in PLACES)) == expected
    table = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").partition(HEADING)[2]
    assert re.findall(r"^\| ([A-Z]\d) \|", table, re.MULTILINE) == expected


@each_place
def test_the_step_is_there(place: Place) -> None:
    if place.where == "`kamkit ask`":
        assert "\ndef ask(" in (ROOT / "kamkit/cli/app.py").read_text(encoding="utf-8")
        return
    found = STEP.fullmatch(place.where)
    assert found, f"{place.where}: expected a workbook and its steps"
    path = ROOT / "workbooks" / f"{found['workbook']}.ipynb"
    assert path.exists(), f"{path.name}: no such workbook"
    headings = _headings(path)
    for step in _numbers(found["steps"]) if found["steps"] else [found["heading"]]:
        named = [one for one in headings if one == step or one.startswith(f"{step}. ")]
        assert len(named) == 1, f"{path.name}: {step!r} is no step of it; its steps are {headings}"


@each_place
def test_the_function_is_there(place: Place) -> None:
    module, _, name = place.function.rpartition(".")
    assert callable(getattr(importlib.import_module(module), name)), place.function


@each_place
def test_the_test_is_there_and_its_file_uses_the_function(place: Place) -> None:
    file, _, name = place.test.partition("::")
    source, functions = _test_file(file)
    assert place.function.rpartition(".")[2] in source, f"{file} never names {place.function}"
    assert name in functions, place.test


@cache
def _test_file(file: str) -> tuple[str, frozenset[str]]:
    """The text of a file and the names of its functions; many places share one."""
    source = (ROOT / file).read_text(encoding="utf-8")
    return source, frozenset(node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))


@cache
def _headings(workbook: Path) -> list[str]:
    cells = nbformat.read(workbook, as_version=nbformat.NO_CONVERT).cells
    prose = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return re.findall(r"^## (.+)$", prose, re.MULTILINE)


def _numbers(steps: str) -> list[str]:
    if " to " in steps:
        first, last = map(int, steps.split(" to "))
        return [str(step) for step in range(first, last + 1)]
    return re.findall(r"\d", steps)
