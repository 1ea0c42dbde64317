"""The ways to run the same notebooks, each in a process of its own: ``python ways.py WAY TASK.json``

What is imported is imported by the way that needs it, so that each pays for its own.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

TIMES = "times.json"


@dataclass(frozen=True)
class Notebook:
    """One notebook to run: the workbook's file, the account ("" is the portfolio), and the file to write."""

    workbook: str
    account_id: str
    target: str


@dataclass(frozen=True)
class Task:
    """What is run on which programme on which day, and the folder for what comes of it; ``at_once`` 0: as it is usual."""

    notebooks: tuple[Notebook, ...]
    programme: str
    as_of: str
    out: str
    at_once: int = 0

    def parameters(self, notebook: Notebook) -> dict[str, str]:
        """The parameters of one notebook."""
        return {"programme": self.programme, "account_id": notebook.account_id, "as_of": self.as_of}

    def write(self, to: Path) -> None:
        """Write it for the process that does it."""
        to.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Task:
        """As it was written."""
        values = json.loads(path.read_text(encoding="utf-8"))
        return cls(**values | {"notebooks": tuple(Notebook(**one) for one in values["notebooks"])})


def papermill_loop(task: Task) -> None:
    """One notebook after another, as papermill's documentation has it."""
    from papermill import execute_notebook

    for one in task.notebooks:
        _by_papermill(execute_notebook, task, one)


def papermill_pool(task: Task) -> None:
    """``at_once`` processes, each with the next notebook."""
    from concurrent.futures import ProcessPoolExecutor

    import papermill  # noqa: F401  once, before the processes are forked

    with ProcessPoolExecutor(task.at_once) as pool:
        for done in [pool.submit(_in_pool, task, one) for one in task.notebooks]:
            done.result()


def _in_pool(task: Task, one: Notebook) -> None:
    from papermill import execute_notebook

    _by_papermill(execute_notebook, task, one)


def _by_papermill(execute_notebook: Callable[..., object], task: Task, one: Notebook) -> None:
    execute_notebook(
        one.workbook,
        f"{task.out}/{one.target}",
        parameters=task.parameters(one),
        progress_bar=False,
        cwd=os.path.dirname(one.workbook),
    )


def kit_notebooks(task: Task) -> None:
    """The kit's runner without pages and index."""
    from kamkit.bulk.job import no_companions

    _by_kit(task, no_companions)


def kit_pages(task: Task) -> None:
    """The kit's runner with a page for each notebook."""
    from kamkit.packs.jobs import page_of

    _by_kit(task, page_of)


def _by_kit(task: Task, companions: Callable[..., Mapping[str, str]]) -> None:
    from contextlib import ExitStack
    from datetime import date

    from kamkit.bulk import Job, Limits, Run, run_jobs
    from kamkit.bulk.run import ready
    from kamkit.packs.pages import Page
    from kamkit.packs.worked_out import work_out
    from kamkit.programme import open_programme

    began = time.perf_counter()
    with ExitStack() as block:
        block.enter_context(ready(Limits(task.at_once)))
        scratch = block.enter_context(tempfile.TemporaryDirectory(prefix="bench-"))
        programme = block.enter_context(open_programme(task.programme))
        with programme.snapshot(f"{scratch}/programme") as snapshot:
            worked_out = Path(scratch) / "worked-out"
            work_out(snapshot.tables(), date.fromisoformat(task.as_of)).save(worked_out)
            reads = {"programme": snapshot.address}
        jobs = [
            Job(
                notebook=Path(one.workbook),
                parameters=task.parameters(one) | reads,
                target=one.target,
                shown=task.parameters(one),
                about=(f"{one.target}.html", Page(one.target, one.account_id, task.as_of, "index.html", one.target)),
            )
            for one in task.notebooks
        ]
        run = Run(Path(task.out), Limits(task.at_once), {"KAMKIT_WORKED_OUT": str(worked_out)}, companions)
        running = time.perf_counter()
        for outcome in run_jobs(jobs, run):
            if outcome.failed:
                raise SystemExit(f"{outcome.job.target}, cell {outcome.cell}: {outcome.error}")
        times = {"ready_after": running - began, "running": time.perf_counter() - running}
        Path(task.out, TIMES).write_text(json.dumps(times), encoding="utf-8")


def bare_cells(task: Task) -> None:
    """The cells in forks of a warm process: no kernel, no client."""
    from bench.cells import run_cells

    run_cells(task, worked_out=False)


def bare_cells_worked_out(task: Task) -> None:
    """The same, with the figures of the whole programme worked out beforehand, as the kit has them."""
    from bench.cells import run_cells

    run_cells(task, worked_out=True)


def flat(task: Task) -> None:
    """Many trivial notebooks in one run; after each the resident memory of the runner is noted."""
    from bench.measured import children_of, status_kb

    from kamkit.bulk import Job, Limits, Run, run_jobs

    own: list[float] = []
    beside: list[float] = []

    def note(outcome: Any) -> None:
        if outcome.failed:
            raise SystemExit(f"{outcome.job.target}, cell {outcome.cell}: {outcome.error}")
        own.append(status_kb("self", "VmRSS") / 1024)
        if len(own) % 100 == 0:  # what the runner has started and keeps: the warm process, the writers
            beside.append(sum(status_kb(pid, "VmRSS") for pid in children_of(os.getpid())) / 1024)

    jobs = [Job(Path(one.workbook), {"account_id": one.account_id}, one.target) for one in task.notebooks]
    run_jobs(jobs, Run(Path(task.out), Limits(task.at_once)), on_done=note)
    Path(task.out, "flat.json").write_text(json.dumps({"own": own, "beside": beside}), encoding="utf-8")


if __name__ == "__main__":
    globals()[sys.argv[1]](Task.read(Path(sys.argv[2])))
