"""The cells of notebooks without a kernel or a client: what nobody who wants their outputs can do without.

The shell is IPython's own with its display capture: every output is computed in all its kinds, and every
picture drawn and encoded. They are written down, so that they can be compared with those of a kernel.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.ways import Notebook, Task

RESULT = "cells.json"


def run_cells(task: Task, *, worked_out: bool) -> None:
    """Run every notebook's cells in a fork, as many at once as there are cores; write what they cost and gave.

    ``cells.json``: seconds of all forks together, cpu_seconds of the cells alone.
    """
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    from kamkit.kernels.preload import DEFAULT, preload, preload_kernel

    preload_kernel()
    preload(DEFAULT, [])
    sources = {one.target: _sources(task, one) for one in task.notebooks}
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        if worked_out:
            os.environ["KAMKIT_WORKED_OUT"] = _work_out(task, Path(scratch) / "worked-out")
        gc.collect()
        gc.freeze()
        began = time.perf_counter()
        _fork_each(task, sources)
        seconds = time.perf_counter() - began
    found = [json.loads(Path(task.out, f"{target}.json").read_text(encoding="utf-8")) for target in sources]
    total = {"seconds": seconds, "cpu_seconds": sum(one["cpu_seconds"] for one in found)}
    Path(task.out, RESULT).write_text(json.dumps(total), encoding="utf-8")


def _sources(task: Task, one: Notebook) -> list[str]:
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    notebook = parameterize_notebook(load_notebook_node(one.workbook), task.parameters(one))
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def _work_out(task: Task, to: Path) -> str:
    from kamkit.packs.worked_out import work_out
    from kamkit.programme import open_programme

    with open_programme(task.programme) as programme:
        work_out(programme.tables(), date.fromisoformat(task.as_of)).save(to)
    return str(to)


def _fork_each(task: Task, sources: dict[str, list[str]]) -> None:
    running = 0
    for one in task.notebooks:
        if running == (os.cpu_count() or 1):
            _wait_for_one()
            running -= 1
        if os.fork() == 0:
            status = 1
            try:
                _run_in_fork(task, one, sources[one.target])
                status = 0
            finally:
                os._exit(status)
        running += 1
    for _ in range(running):
        _wait_for_one()


def _wait_for_one() -> None:
    _, status = os.wait()
    if status:
        raise SystemExit("a notebook's cells failed without a kernel; see above")


def _run_in_fork(task: Task, one: Notebook, sources: list[str]) -> None:
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    os.chdir(os.path.dirname(one.workbook))
    shell = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    began = time.process_time()
    captured = [_run_cell(shell, source) for source in sources]
    used = time.process_time() - began
    found = {"cpu_seconds": used, "cells": [_as_stored(outputs) for outputs in captured]}
    Path(task.out, f"{one.target}.json").write_text(json.dumps(found), encoding="utf-8")


def _run_cell(shell: Any, source: str) -> Any:
    from IPython.utils.capture import capture_output

    with capture_output() as captured:
        capture = sys.displayhook

        def show(value: object) -> None:
            if not shell.displayhook.quiet():  # a semicolon at the end
                capture(value)

        shell.display_trap.hook = show  # else the shell puts its own in place while a cell runs
        result = shell.run_cell(source, store_history=True)
    if not result.success:
        print(captured.stdout, captured.stderr, result.error_in_exec or result.error_before_exec, flush=True)
        raise SystemExit(1)
    return captured


def _as_stored(captured: Any) -> dict[str, Any]:
    """The outputs of a cell as a notebook's file has them."""
    from ipykernel.jsonutil import encode_images, json_clean

    shown = [json_clean(encode_images(dict(output.data))) for output in captured.outputs]
    return {"stdout": captured.stdout, "stderr": captured.stderr, "shown": shown}


def read_result(path: Path) -> dict[str, float]:
    """What ``run_cells`` has written: seconds and cpu_seconds."""
    found: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return found
