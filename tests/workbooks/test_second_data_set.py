"""Every workbook on data it was not written for: another company, one with nothing at all, stock papermill."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import nbformat
import papermill
import pytest
from cells import run_cells
from ipywidgets import Widget
from second_company import AS_OF, ONLY_SALES

from kamkit.kernels import warm_kernels
from kamkit.packs.library import Workbook, list_workbooks
from kamkit.programme import Programme, create_programme

WORKBOOKS = list_workbooks()
# What Python shows only where somebody asked for it.
HEARD_BY_NOBODY = (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning)
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


def said_in_a_kernel(workbook: Workbook, programme: Programme, account_id: str, folder: Path) -> list[str]:
    """What the outputs say to somebody who cannot see pictures, as stock papermill leaves them."""
    target = folder / "out.ipynb"
    parameters = {"programme": programme.address, "account_id": account_id, "as_of": AS_OF.isoformat()}
    papermill.execute_notebook(str(workbook.path), str(target), parameters, progress_bar=False)
    found = []
    for cell in nbformat.read(target, as_version=4).cells:
        for output in cell.get("outputs", ()):
            assert output.output_type != "error" and output.get("name") != "stderr", (cell.source, output)
            found.append(output.get("data", {}).get("text/plain") or output.get("text", ""))
    return found


def said_here(
    workbook: Workbook, programme: Programme, account_id: str, capsys: pytest.CaptureFixture[str]
) -> list[str]:
    """The same without a kernel; what one would have put on standard error is an error here too."""
    capsys.readouterr()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for kind in HEARD_BY_NOBODY:
            warnings.simplefilter("ignore", kind)
        shown, desk = run_cells(workbook.path, programme.address, account_id, AS_OF)
    desk.programme.close()
    Widget.close_all()
    printed = capsys.readouterr()
    assert printed.err == ""
    return [*filter(None, [printed.out]), *(faces["text/plain"] for faces in shown)]


def check(said: list[str]) -> None:
    """It says something, and nothing that a calculation let slip."""
    assert len(said) >= 3
    for text in said:
        # "NA" is a customer here: only the words of a computer are searched for.
        assert not SLIPS.search(text), text


def test_there_are_workbooks() -> None:
    assert len(WORKBOOKS) >= 5


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda workbook: workbook.name)
def test_another_company_in_a_kernel(workbook: Workbook, second_company: Programme, tmp_path: Path) -> None:
    check(said_in_a_kernel(workbook, second_company, "=cmd()", tmp_path))


@pytest.mark.parametrize("account_id", ["", "007", ONLY_SALES])
@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda workbook: workbook.name)
def test_another_company(
    workbook: Workbook, account_id: str, second_company: Programme, capsys: pytest.CaptureFixture[str]
) -> None:
    check(said_here(workbook, second_company, account_id, capsys))


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda workbook: workbook.name)
def test_a_programme_with_nothing_in_it(
    workbook: Workbook, empty: Programme, capsys: pytest.CaptureFixture[str]
) -> None:
    said = said_here(workbook, empty, "", capsys)
    check(said)
    everything = "\n".join(said)
    assert "[Chart]" not in everything, "a chart of nothing"
    assert "Not there yet" in everything and " can enter it" in everything
