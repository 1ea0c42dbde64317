"""Runs notebooks, several at once, each in a kernel of its own, forked warm where that can be had."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from kamkit.bulk.beside import Beside, cores
from kamkit.bulk.execute import KERNEL_ENVIRONMENT, Workplace, execute
from kamkit.bulk.files import write_all
from kamkit.bulk.job import Companions, Executed, Job, Limits, Outcome, Run
from kamkit.bulk.ledger import Ledger
from kamkit.errors import KamkitError
from kamkit.kernels import start_warm_process, warm_kernels

_CORES_PER_WRITER = 8  # a page takes a tenth of the time of its notebook


# Told each outcome, and the companions' paths, when its files are written.
Finish = Callable[[Outcome, Sequence[str]], None]
# Executes jobs somewhere and writes their files here.
Where = Callable[[Sequence[Job], Run, Finish], None]


@contextmanager
def ready(limits: Limits) -> Iterator[None]:
    """A block for what comes before a run on this machine: the warm process imports everything meanwhile."""
    with warm_kernels(memory_mb=limits.memory_mb):
        start_warm_process(os.environ | KERNEL_ENVIRONMENT)
        yield


def run_here(jobs: Sequence[Job], run: Run, finish: Finish) -> None:
    """Execute the jobs on this machine."""
    with warm_kernels(memory_mb=run.limits.memory_mb):
        _await(_run_all(jobs, run, finish))


def run_jobs(
    jobs: Sequence[Job],
    run: Run,
    *,
    restart: bool = False,
    on_done: Callable[[Outcome], None] = lambda outcome: None,
    where: Where = run_here,
) -> list[Outcome]:
    """Do every job that the folder's ledger does not have yet, or all with ``restart``; outcomes as the jobs are ordered.

    A failure is an outcome, not an exception: the notebook is written as far as it came. ``on_done`` is
    told each outcome when its files are written and recorded, those kept from earlier runs first.
    ``where`` they are executed: on this machine, or on a ``kamkit.bulk.cluster.Cluster``.
    """
    with Ledger(run.folder) as ledger:
        outcomes = {} if restart else {job.target: kept for job in jobs if (kept := ledger.done(job))}
        for kept in outcomes.values():
            if not ledger.companions_are_current(kept.job):
                ledger.record(kept, _write_companions(kept, run))
            on_done(kept)
        left = [job for job in jobs if job.target not in outcomes]

        def finish(outcome: Outcome, companions: Sequence[str]) -> None:
            outcome = replace(outcome, because=ledger.changes(outcome.job))
            ledger.record(outcome, companions)
            outcomes[outcome.job.target] = outcome
            on_done(outcome)

        if left:
            where(left, run, finish)
        return [outcomes[job.target] for job in jobs]


def _await(work: Coroutine[Any, Any, None]) -> None:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(_alone(work))
    # Called from a notebook, whose own loop is running in this thread.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, _alone(work)).result()


async def _alone(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except BaseExceptionGroup as several:  # the first one stopped the others
        raise several.exceptions[0] from None


async def _run_all(jobs: Sequence[Job], run: Run, finish: Finish) -> None:
    place = Workplace.of(run)
    waiting = iter(jobs)
    places = min(run.limits.places, len(jobs))
    with Beside(1 + min(cores(), places) // _CORES_PER_WRITER) as beside:
        async with asyncio.TaskGroup() as group:
            for _ in range(places):
                group.create_task(_work_off(waiting, run, place, beside, finish))


async def _work_off(
    waiting: Iterator[Job],
    run: Run,
    place: Workplace,
    beside: Beside,
    finish: Finish,
) -> None:
    # The iterator is shared: each place takes the next job when it is free.
    for job in waiting:
        executed = await execute(job, place)
        try:
            companions = await beside.call(write, executed, run.folder, run.companions)
        except RuntimeError as failure:
            raise KamkitError(
                f"{run.folder / job.target}: not written ({failure}); what is finished is recorded: start the run again"
            ) from None
        finish(executed.outcome, companions)


def _write_companions(kept: Outcome, run: Run) -> list[str]:
    notebook = (run.folder / kept.job.target).read_text(encoding="utf-8")
    found = dict(run.companions(Executed(kept, notebook)))
    write_all(run.folder, found)
    return list(found)


def write(executed: Executed, folder: Path, companions: Companions) -> list[str]:
    """Write an executed notebook with its companions; the companions' paths."""
    found = dict(companions(executed))
    write_all(folder, {**found, executed.outcome.job.target: executed.notebook})
    return list(found)
