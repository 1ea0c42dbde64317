"""That the benchmark counts what it says it counts and sees when two notebooks differ."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from bench.comparison import BARE, KIT, LOOP
from bench.same import first_difference
from bench.table import summary
from bench.ways import Notebook, Task

BENCH = Path(__file__).parent
BURN = "import time\nwhile time.process_time() < 0.6: pass"
# The one in the middle ends at once, and nobody waits for the last.
LATER = "import time\ntime.sleep(2)\n" + BURN  # still there when somebody looks, also on a machine that looks late
ORPHAN = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {LATER!r}])"
GRANDPARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {ORPHAN!r}])"


@pytest.mark.parametrize("code, left_over", [(BURN, 0), (ORPHAN, 1), (GRANDPARENT, 1)])
def test_processor_time_of_every_process_is_counted(tmp_path: Path, code: str, left_over: int) -> None:
    supervisor = [sys.executable, "-I", str(BENCH / "measured.py"), str(tmp_path / "used.json"), sys.executable, "-c", code]
    subprocess.run(supervisor, check=True)
    used = json.loads((tmp_path / "used.json").read_text(encoding="utf-8"))
    assert used["status"] == 0 and used["killed"] == 0 and used["left_over"] == left_over
    assert used["cpu_seconds"] >= 0.6


def notebook(path: Path, *, text: str = "1", picture: bytes = b"PNG", shown_at: str = "here") -> Path:
    """A notebook with injected parameters and one output of two kinds."""
    data = {"text/plain": text, "image/png": base64.b64encode(picture).decode()}
    output = nbformat.v4.new_output("execute_result", data=data, execution_count=len(path.name))
    injected = nbformat.v4.new_code_cell(f"programme = {shown_at!r}", metadata={"tags": ["injected-parameters"]})
    cells = [injected, nbformat.v4.new_code_cell("1", id="one", outputs=[output], execution_count=len(path.name))]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


@pytest.mark.parametrize(
    "changed, named",
    [
        ({}, ""),
        ({"shown_at": "there"}, ""),
        ({"text": "2"}, "cell 2 (one), output 1, text/plain"),
        ({"picture": b"PNg"}, "cell 2 (one), output 1, image/png"),
    ],
)
def test_the_first_difference_is_named(tmp_path: Path, changed: dict[str, object], named: str) -> None:
    difference = first_difference(notebook(tmp_path / "a.ipynb"), notebook(tmp_path / "other.ipynb", **changed))  # type: ignore[arg-type]
    assert difference.startswith(named) and bool(difference) == bool(named)


def test_ratios_are_those_of_the_same_round() -> None:
    task = Task((Notebook("a", "", ""), Notebook("b", "", "")), "", "", "")
    used = {"machine_seconds": 9.0, "peak_mb": 50.0}
    figures = {
        LOOP: [used | {"seconds": 8.0, "cpu_seconds": 6.0}, used | {"seconds": 80.0, "cpu_seconds": 6.0}],
        KIT: [
            used | {"seconds": 2.0, "running": 1.0, "cpu_seconds": 2.0},
            used | {"seconds": 20.0, "running": 16.0, "cpu_seconds": 2.0},
        ],
        BARE: [{"seconds": 1.0, "cpu_seconds": 1.0}] * 2,
    }
    heading, loop, kit, bare, *notes = summary(task, figures)
    assert any("2.5 s in all are its start" in note and "6.50x faster than the loop" in note for note in notes)
    assert "4.00x" in kit and "3.00x" in kit
    assert loop.split()[-2:] == ["2.500", "50"]  # beyond the cells: 3.0 less 0.5 per notebook
    assert bare.startswith(BARE) and "x" not in bare and "per notebook" in heading


def test_the_cells_alone_give_what_a_kernel_gives(tmp_path: Path) -> None:
    """The whole way on one small notebook: run by papermill, its cells without a kernel, compared."""
    from bench.comparison import check_same, run_way
    from small_notebooks import notebook_of

    source = "import pandas as pd\nprint(account_id)\npd.DataFrame({'a': [1]})"
    path = notebook_of(tmp_path / "small.ipynb", source)
    task = Task((Notebook(str(path), "A", "small.ipynb"),), "", "2026-03-31", "")
    outs = {way: tmp_path / str(at) for at, way in enumerate((LOOP, BARE))}
    used = {way: run_way(way, task, out) for way, out in outs.items()}
    assert 0 < used[BARE]["cpu_seconds"] < used[LOOP]["cpu_seconds"]
    check_same(task, outs)
    made = outs[BARE] / "small.ipynb.json"
    made.write_text(made.read_text(encoding="utf-8").replace("<td>1</td>", "<td>2</td>"), encoding="utf-8")
    with pytest.raises(SystemExit, match="the cells alone differs from .* small, A, cell .*text/html"):
        check_same(task, outs)
