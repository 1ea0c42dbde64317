"""One notebook executed in a kernel of its own.

papermill reads and parameterises it; nbclient executes it in the caller's event loop, which costs half
the processor time of a ``papermill.execute_notebook`` call.
"""

from __future__ import annotations

import asyncio
import copy
import json
import os
import re
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamkit.bulk.clean import INJECTED, clean_notebook
from kamkit.bulk.job import Executed, Job, Material, Outcome, Run, with_paths
from kamkit.bulk.quickly import import_nbformat

if TYPE_CHECKING:
    from nbclient.exceptions import CellExecutionError

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


# One thread per kernel: many kernels share the cores, and sums come out the same everywhere.
KERNEL_ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "KAMKIT_TABLE_ONLY": "1",  # nobody is there to use a form: its table is enough
}


@dataclass(frozen=True)
class Workplace:
    """Where notebooks are executed.

    ``timeout``: the seconds each may take. ``environment``: the kernels' whole. ``material``: the run's, as
    it lies here. ``names``: paths of this place, with what a written notebook calls them.
    """

    timeout: float
    environment: Mapping[str, str]
    material: Mapping[str, Path]
    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, run: Run, names: Mapping[str, str] | None = None) -> Workplace:
        """This process, for a run whose material lies here; within a block of warm kernels."""
        environment = os.environ | KERNEL_ENVIRONMENT | with_paths(run.environment, run.material)
        return cls(run.limits.timeout, environment, run.material, names or {})

    def renamed(self, text: str, job: Job, *, quoted: bool = False) -> str:
        """``text`` with the names its reader knows in place of this place's paths; ``quoted``: inside JSON."""
        names = {str(path): str(Material(name)) for name, path in self.material.items()} | dict(self.names)
        for parameter, value in job.parameters.items():
            if isinstance(value, Material) and parameter in job.shown:
                names[str(self.material[value.name])] = job.shown[parameter]
        for path in sorted(names, key=len, reverse=True):
            text = text.replace(_quoted(path), _quoted(names[path])) if quoted else text.replace(path, names[path])
        return text


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


async def execute(job: Job, place: Workplace) -> Executed:
    """Execute the notebook of ``job`` with its parameters.

    A failure is an outcome, not an exception: the notebook is returned as far as it came.
    """
    import_nbformat()
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    started = time.monotonic()
    notebook = _parameterised(job, place)
    error = ""
    limit = asyncio.timeout(place.timeout)
    try:
        async with limit:
            await _client(notebook, job).async_execute(env=dict(place.environment), stderr=subprocess.DEVNULL)
    except CellExecutionError as failure:
        error = place.renamed(_in_one_line(failure), job)
    except (TimeoutError, DeadKernelError):
        # nbclient reports a kernel that it was told to give up as dead.
        error = f"stopped after {place.timeout:g} seconds" if limit.expired() else "the kernel died"
    cell = _last_cell_reached(notebook) if error else None
    outcome = Outcome(job, time.monotonic() - started, cell, error)
    return Executed(outcome, _text(notebook, job, place))


def leave_out(job: Job, place: Workplace, error: str) -> Executed:
    """The notebook of ``job`` with its parameters, not executed because of ``error``."""
    return Executed(Outcome(job, 0.0, 1, error), _text(_parameterised(job, place), job, place))


def _parameterised(job: Job, place: Workplace) -> Any:
    import_nbformat()
    from papermill.parameterize import parameterize_notebook

    notebook = copy.deepcopy(_load(job.notebook, job.notebook.stat().st_mtime_ns))
    return parameterize_notebook(notebook, with_paths(job.parameters, place.material))


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


def _text(notebook: Any, job: Job, place: Workplace) -> str:
    import nbformat

    clean_notebook(notebook)
    if job.shown:
        from papermill.translators import papermill_translators

        injected = next(cell for cell in notebook.cells if INJECTED in cell.metadata.get("tags", ()))
        injected.source = papermill_translators.find_translator("python3", "python").codify(dict(job.shown))
    return place.renamed(nbformat.writes(notebook), job, quoted=True) + "\n"
