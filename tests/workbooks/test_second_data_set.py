"""Every workbook on data it was not written for: another company, one with nothing at all, stock papermill."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from second_company import AS_OF, ONLY_SALES

from kamkit.kernels import warm_kernels
from kamkit.packs.library import Workbook, list_workbooks
from kamkit.programme import Programme, create_programme

WORKBOOKS = list_workbooks()
# A figure nobody knows is said to be unknown; these words are a calculation that slipped through.
SLIPS = re.compile(r"\b(nan|NaN|NaT|None|inf|<NA>)\b(?!\()")


@pytest.fixture(scope="module", autouse=True)
def warm() -> Iterator[None]:
    """Their outputs are those of stock kernels: tests/kernels/test_equality.py."""
    with warm_kernels():
        yield


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programme]:
    """A programme in which nobody has entered anything."""
    with create_programme(tmp_path_factory.mktemp("empty") / "programme") as programme:
        yield programme


def run(workbook: Workbook, programme: Programme, account_id: str, folder: Path) -> Any:
    """The workbook as stock papermill leaves it."""
    target = folder / "out.ipynb"
    parameters = {"programme": programme.address, "account_id": account_id, "as_of": AS_OF.isoformat()}
    papermill.execute_notebook(str(workbook.path), str(target), parameters, progress_bar=False)
    return nbformat.read(target, as_version=4)


def texts(notebook: Any) -> list[str]:
    """What the outputs say to somebody who cannot see pictures."""
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            assert output.output_type != "error" and output.get("name") != "stderr", (cell.source, output)
            found.append(output.get("data", {}).get("text/plain") or output.get("text", ""))
    return found


def check(notebook: Any) -> None:
    """It says something, and nothing that a calculation let slip."""
    said = texts(notebook)
    assert len(said) >= 3
    for text in said:
        # "NA" is a customer here: only the words of a computer are searched for.
        assert not SLIPS.search(text), text


def test_there_are_workbooks() -> None:
    assert len(WORKBOOKS) >= 5


@pytest.mark.parametrize("account_id", ["", "007", "=cmd()", ONLY_SALES])
@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda workbook: workbook.name)
def test_another_company(workbook: Workbook, account_id: str, second_company: Programme, tmp_path: Path) -> None:
    check(run(workbook, second_company, account_id, tmp_path))


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda workbook: workbook.name)
def test_a_programme_with_nothing_in_it(workbook: Workbook, empty: Programme, tmp_path: Path) -> None:
    notebook = run(workbook, empty, "", tmp_path)
    check(notebook)
    everything = "\n".join(texts(notebook))
    assert "[Chart]" not in everything, "a chart of nothing"
    assert "Not there yet" in everything and " can enter it" in everything
