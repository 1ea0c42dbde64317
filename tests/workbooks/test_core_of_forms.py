"""Nobody fills thirteen columns in a workshop: every form of every workbook asks five things a row, the rest under *More*.

``pytest -s`` lists the counts.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import nbformat
import pytest
from ipywidgets.widgets.widget import _instances

from kamkit.forms.board import Board
from kamkit.packs.library import list_workbooks
from kamkit.programme import create_programme

AT_MOST = 5
INPUTS = (
    widgets.Text, widgets.Textarea, widgets.Combobox, widgets.Dropdown, widgets.RadioButtons, widgets.ToggleButtons,
    widgets.DatePicker, widgets.Checkbox,
)  # fmt: skip
# With a row of the sample behind it that has everything there is.
ACCOUNTS = ("", "1001")


@dataclass(frozen=True)
class Counted:
    """One form: the cell it stands in, how many fields a row shows, and how many more there are."""

    cell: str
    core: int
    more: int


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A copy of the sample of one's own."""
    with create_programme(tmp_path_factory.mktemp("forms") / "p", sample=True, who="test") as made:
        return made.address


def forms_in(path: Path, parameters: dict[str, str]) -> Iterator[tuple[str, Any]]:
    """The forms of a workbook, each with its cell; what is only shown is not worked out."""
    names: dict[str, Any] = dict(parameters)
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type != "code" or "parameters" in cell.metadata.get("tags", ()):
            continue
        if "setup" in cell.metadata.get("tags", ()):
            exec(cell.source, names)
        elif isinstance(last := ast.parse(cell.source).body[-1], ast.Expr):
            call = ast.unparse(last.value)
            if "show" not in call.partition("(")[0]:
                yield call, eval(call, names)


def fields_side_by_side(made: list[Any]) -> int:
    """The most fields in one line of those widgets that are no sheet."""
    lines = [one for one in made if isinstance(one, widgets.Box) and not isinstance(one, widgets.VBox)]
    return max((sum(isinstance(child, INPUTS) for child in line.children) for line in lines), default=0)


@pytest.mark.parametrize("account_id", ACCOUNTS)
def test_a_row_asks_five_things_at_most(programme: str, account_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    boards: list[Board] = []
    made = Board.__init__

    def note(board: Board, *given: Any, **named: Any) -> None:
        made(board, *given, **named)
        boards.append(board)

    monkeypatch.setattr(Board, "__init__", note)
    counted: list[Counted] = []
    for book in list_workbooks():
        for source, form in forms_in(book.path, {"programme": programme, "account_id": account_id, "as_of": "2026-03-31"}):
            boards.clear()
            before = set(_instances)
            form._repr_mimebundle_()
            counted += [Counted(f"{book.number} {source}: {board.table}", len(board.core), len(board.more)) for board in boards]
            line = fields_side_by_side([_instances[key] for key in set(_instances) - before])
            if line:
                counted.append(Counted(f"{book.number} {source}: one line", line, 0))
    print("", *(f"{one.core} and {one.more:2d} more  {one.cell}" for one in counted), sep="\n")
    assert len(counted) >= 30 and len({one.cell[:2] for one in counted}) >= 10
    assert sum(one.more > 0 for one in counted) >= 20
    assert not [one for one in counted if one.core > AT_MOST]
