"""Runs notebooks, several at once, each in a kernel of its own, forked warm where that can be had.

papermill reads and parameterises them; nbclient executes them in one event loop, which costs half
the processor time of one ``papermill.execute_notebook`` call each.
"""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamkit.bulk.clean import INJECTED, clean_notebook
from kamkit.bulk.job import Job, Outcome
from kamkit.kernels import warm_kernels

if TYPE_CHECKING:
    from nbclient.exceptions import CellExecutionError

# One thread per kernel: many kernels share the cores, and sums come out the same everywhere.
KERNEL_ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "KAMKIT_TABLE_ONLY": "1",  # nobody is there to use a form: its table is enough
}


_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def run_jobs(
    jobs: Sequence[Job],
    *,
    at_once: int | None = None,
    timeout: float = 300,
    environment: Mapping[str, str] | None = None,
    on_done: Callable[[Outcome, Any], None] = lambda outcome, notebook: None,
) -> list[Outcome]:
    """Run every job, at most ``at_once`` together (default: twice the cores), and write its target.

    ``timeout`` is in seconds for a whole notebook; ``environment`` is added to the kernels'. A failure is an outcome, not an exception: the
    notebook is written as far as it came. ``on_done`` is called with each outcome and its notebook.
    """
    with warm_kernels():
        kernels = os.environ | KERNEL_ENVIRONMENT | dict(environment or {})
        return asyncio.run(_run_all(jobs, at_once or 2 * (os.cpu_count() or 1), timeout, kernels, on_done))


async def _run_all(
    jobs: Sequence[Job],
    at_once: int,
    timeout: float,
    environment: Mapping[str, str],
    on_done: Callable[[Outcome, Any], None],
) -> list[Outcome]:
    places = asyncio.Semaphore(at_once)

    async def run_in_place(job: Job) -> Outcome:
        async with places:
            outcome, notebook = await _run(job, timeout, environment)
            _write(notebook, job.target)
            on_done(outcome, notebook)
            return outcome

    tasks = [asyncio.ensure_future(run_in_place(job)) for job in jobs]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()


async def _run(job: Job, timeout: float, environment: Mapping[str, str]) -> tuple[Outcome, Any]:
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    started = time.monotonic()
    notebook = _load(job)
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
    return Outcome(job, time.monotonic() - started, cell, error), _finish(notebook, job)


def _load(job: Job) -> Any:
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    return parameterize_notebook(load_notebook_node(str(job.notebook)), dict(job.parameters))


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


def _write(notebook: Any, target: Path) -> None:
    import nbformat

    write_atomically(target, nbformat.writes(notebook) + "\n")


def write_atomically(target: Path, text: str) -> None:
    """Write ``text`` so that whoever looks sees the old file or the whole new one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, scratch = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(scratch, 0o644)
        os.replace(scratch, target)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise
