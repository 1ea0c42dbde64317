"""Runs notebooks, several at once, each in a kernel of its own.

papermill reads and parameterises them; nbclient executes them in one event loop, which costs half
the processor time of one ``papermill.execute_notebook`` call each.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kamkit.bulk.clean import INJECTED, clean_notebook
from kamkit.bulk.job import Job, Outcome

# One thread per kernel: many kernels share the cores, and sums come out the same everywhere.
KERNEL_ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "KAMKIT_TABLE_ONLY": "1",  # nobody is there to use a form: its table is enough
}


def run_jobs(
    jobs: Sequence[Job],
    *,
    at_once: int | None = None,
    timeout: float = 300,
    on_done: Callable[[Outcome, Any], None] = lambda outcome, notebook: None,
) -> list[Outcome]:
    """Run every job, at most ``at_once`` together (default: twice the cores), and write its target.

    ``timeout`` is in seconds for a whole notebook. A failure is an outcome, not an exception: the
    notebook is written as far as it came. ``on_done`` is called with each outcome and its notebook.
    """
    return asyncio.run(_run_all(jobs, at_once or 2 * (os.cpu_count() or 1), timeout, on_done))


async def _run_all(
    jobs: Sequence[Job], at_once: int, timeout: float, on_done: Callable[[Outcome, Any], None]
) -> list[Outcome]:
    places = asyncio.Semaphore(at_once)

    async def run_in_place(job: Job) -> Outcome:
        async with places:
            outcome, notebook = await _run(job, timeout)
            _write(notebook, job.target)
            on_done(outcome, notebook)
            return outcome

    tasks = [asyncio.ensure_future(run_in_place(job)) for job in jobs]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()


async def _run(job: Job, timeout: float) -> tuple[Outcome, Any]:
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    started = time.monotonic()
    notebook = _load(job)
    error = ""
    limit = asyncio.timeout(timeout)
    try:
        with private_transport() as transport:
            client = _client(notebook, job, transport)
            async with limit:
                await client.async_execute(env=os.environ | KERNEL_ENVIRONMENT, stderr=subprocess.DEVNULL)
    except CellExecutionError as failure:
        error = f"{failure.ename}: {failure.evalue}"
    except (TimeoutError, DeadKernelError):
        # nbclient reports a kernel that it was told to give up as dead.
        error = f"stopped after {timeout:g} seconds" if limit.expired() else "the kernel died"
    cell = _last_cell_reached(notebook) if error else None
    return Outcome(job, time.monotonic() - started, cell, error), _finish(notebook, job)


def _load(job: Job) -> Any:
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    return parameterize_notebook(load_notebook_node(str(job.notebook)), dict(job.parameters))


@contextmanager
def private_transport() -> Iterator[dict[str, str]]:
    """Settings of a kernel manager whose sockets nobody else can reach: files in a folder of its own.

    Windows has no such sockets; there the kernel listens on loopback.
    """
    if sys.platform == "win32":
        yield {}
        return
    # The path of a socket may have about 100 characters: TMPDIR can be longer than that.
    with tempfile.TemporaryDirectory(prefix="kk", dir="/tmp", ignore_cleanup_errors=True) as folder:
        yield {"transport": "ipc", "ip": f"{folder}/k"}


def _client(notebook: Any, job: Job, transport: dict[str, str]) -> Any:
    from nbclient import NotebookClient
    from traitlets.config import Config

    return NotebookClient(
        notebook,
        timeout=None,
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(job.notebook.parent)}},
        config=Config(KernelManager=transport),
    )


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
