"""That nbval really compares: a changed number fails, a changed picture does not, an output nobody stored fails."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from kamkit.show import parts

CHECKOUT = Path(__file__).resolve().parents[2]
SETUP = """import pandas as pd
from kamkit.show import parts
from kamkit.show.figures import new_figure"""
TABLE = """parts.table(pd.DataFrame({"a": [1234]}), [parts.Column("a", "Amount", "count")])"""
PICTURE = """figure, axes = new_figure(2, 2)
parts.chart(figure, "One message for the reader.")"""


def notebook(table: str, picture: str, *, stored_setup: str = "") -> nbformat.NotebookNode:
    """A workbook in miniature, with stored outputs for its table and its picture."""
    cells = [nbformat.v4.new_code_cell(SETUP + stored_setup, id="setup")]
    outputs = {TABLE: (table, "Amount\n 1,234"), PICTURE: (picture, "[Chart] One message for the reader.")}
    for source, (html, text) in outputs.items():
        output = nbformat.v4.new_output("execute_result", data={"text/html": html, "text/plain": text})
        cells.append(nbformat.v4.new_code_cell(source, id=f"cell-{len(cells)}", outputs=[output]))
    return nbformat.v4.new_notebook(cells=cells)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What nbval says of each notebook's cells, as a letter each: . passed, F failed."""
    folder = tmp_path_factory.mktemp("nbval")
    (folder / "tests").mkdir()
    shutil.copy(CHECKOUT / "conftest.py", folder)
    shutil.copy(CHECKOUT / "tests" / "nbval_sanitize.cfg", folder / "tests")
    (folder / "pytest.ini").write_text("[pytest]\n")
    shown = parts.table(pd.DataFrame({"a": [1234]}), [parts.Column("a", "Amount", "count")])
    table = shown.html
    picture = (
        '<img alt="One message for the reader." src="data:image/png;base64,AAAA" width="200" style="max-width: 100%">'
    )
    made = {
        "as_stored": notebook(table, picture),
        "other_number": notebook(table.replace("1,234", "1,235"), picture),
        "other_message": notebook(table, picture.replace("One message", "Another message")),
        "not_stored": notebook(table, picture, stored_setup='\nprint("hello")'),
    }
    for name, one in made.items():
        nbformat.write(one, folder / f"{name}.ipynb")
    path = os.pathsep.join(filter(None, [str(CHECKOUT), os.environ.get("PYTHONPATH", "")]))
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval", "-q", "-p", "no:cacheprovider", "-rA", "--color=no", str(folder)],
        capture_output=True, text=True, check=False, cwd=folder, env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip
    found: dict[str, str] = {name: "" for name in made}
    for outcome, name in re.findall(r"^(PASSED|FAILED) (\w+)\.ipynb::Cell \d", ran.stdout, flags=re.MULTILINE):
        found[name] += "." if outcome == "PASSED" else "F"
    assert all(len(letters) == 3 for letters in found.values()), ran.stdout + ran.stderr
    return found


def test_the_same_figures_pass_though_the_picture_has_other_bytes(outcomes: dict[str, str]) -> None:
    assert outcomes["as_stored"] == "..."


def test_a_changed_number_in_a_table_fails(outcomes: dict[str, str]) -> None:
    assert sorted(outcomes["other_number"]) == sorted("..F")


def test_a_changed_message_of_a_picture_fails(outcomes: dict[str, str]) -> None:
    assert sorted(outcomes["other_message"]) == sorted("..F")


def test_an_output_that_nobody_stored_fails(outcomes: dict[str, str]) -> None:
    assert sorted(outcomes["not_stored"]) == sorted("..F")
