"""One notebook executed in a kernel of its own.

papermill reads and parameterises it; nbclient executes it in the caller's event loop, which costs half
the processor time of a ``papermill.execute_notebook`` call.
"""

from __future__ import annotations

import asyncio
import copy
import re
import subprocess
import time
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamkit.bulk.clean import INJECTED, clean_notebook
from kamkit.bulk.job import Executed, Job, Outcome

if TYPE_CHECKING:
    from nbclient.exceptions import CellExecutionError

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


async def execute(job: Job, timeout: float, environment: Mapping[str, str]) -> Executed:
    """Execute the notebook of ``job`` with its parameters, at most ``timeout`` seconds in all.

    ``environment`` is the kernel's whole. A failure is an outcome, not an exception: the notebook is
    returned as far as it came.
    """
    import nbformat
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    started = time.monotonic()
    notebook = _parameterised(job)
    error = ""
    limit = asyncio.timeout(timeout)
    try:
        async with limit:
            await _client(notebook, job).async_execute(env=dict(environment), stderr=subprocess.DEVNULL)
    except CellExecutionError as failure:
        error = _in_one_line(failure)
    except (TimeoutError, DeadKernelError):
        # nbclient reports a kernel that it was told to give up as dead.
        error = f"stopped after {timeout:g} seconds" if limit.expired() else "the kernel died"
    cell = _last_cell_reached(notebook) if error else None
    outcome = Outcome(job, time.monotonic() - started, cell, error)
    return Executed(outcome, nbformat.writes(_finish(notebook, job)) + "\n")


def _parameterised(job: Job) -> Any:
    from papermill.parameterize import parameterize_notebook

    notebook = copy.deepcopy(_load(job.notebook, job.notebook.stat().st_mtime_ns))
    return parameterize_notebook(notebook, dict(job.parameters))


@lru_cache(maxsize=64)
def _load(path: Path, saved_at: int) -> Any:
    from papermill.iorw import load_notebook_node

    return load_notebook_node(str(path))


def _client(notebook: Any, job: Job) -> Any:
    from nbclient import NotebookClient

    return NotebookClient(
        notebook,
        timeout=None,
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(job.notebook.parent)}},
    )


def _in_one_line(failure: CellExecutionError) -> str:
    if failure.ename != "NoneType":
        return f"{failure.ename}: {' '.join(str(failure.evalue).split())}"
    # What a display raises reaches the client without its name; the last line of the traceback has it.
    lines = [line.strip() for line in _COLOUR.sub("", failure.traceback).splitlines()]
    return next((line for line in reversed(lines) if line and line != "NoneType: None"), "a display failed")


def _last_cell_reached(notebook: Any) -> int:
    reached = [at for at, cell in enumerate(notebook.cells, 1) if cell.cell_type == "code" and cell.execution_count]
    return reached[-1] if reached else 1


def _finish(notebook: Any, job: Job) -> Any:
    clean_notebook(notebook)
    if job.shown:
        from papermill.translators import papermill_translators

        injected = next(cell for cell in notebook.cells if INJECTED in cell.metadata.get("tags", ()))
        injected.source = papermill_translators.find_translator("python3", "python").codify(dict(job.shown))
    return notebook
