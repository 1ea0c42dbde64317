"""Runs notebooks on the workers of a Dask cluster; files and ledger are written here, as of a run on one machine.

Scheduler and workers have the kit installed in the same version and share no files with this machine. Each
worker gets what the run needs once (``worker.Bench``) and executes one notebook per thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import pkgutil
import queue
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import kamkit
from kamkit.bulk.execute import Workplace, leave_out
from kamkit.bulk.files import write_all
from kamkit.bulk.job import Job, Outcome, Run
from kamkit.bulk.run import Finish
from kamkit.errors import InputError, KamkitError

if TYPE_CHECKING:
    from distributed import Client, Future

    from kamkit.bulk.worker import Made

_SECONDS_TO_CONNECT = 8
_SECONDS_BETWEEN_LOOKS = 5.0
_SECONDS_WITHOUT_WORKERS = 60.0
_TRIES_AGAIN = 5
_GO_ON = "what is finished is recorded: start the run again"


@dataclass(frozen=True)
class Cluster:
    """The workers of the Dask scheduler at ``address``, such as tcp://host:8786: a place for ``run_jobs``."""

    address: str

    @classmethod
    def reached(cls, address: str) -> Cluster:
        """The cluster, once it has answered; InputError if it does not, or is not the right one."""
        with _connected(address) as client:
            _check_versions(client, address)
        return cls(address)

    def __call__(self, jobs: Sequence[Job], run: Run, finish: Finish) -> None:
        """Execute the jobs; KamkitError if the cluster is lost on the way."""
        with _connected(self.address) as client:
            _check_versions(client, self.address)
            with _delivered(client, jobs, run) as name:
                _Hand(client, self.address, name, run, finish).do(jobs)


@contextlib.contextmanager
def _connected(address: str) -> Iterator[Client]:
    try:
        from distributed import Client
    except ImportError:
        raise InputError("a cluster needs Dask, which is not installed: pip install 'kamkit[cluster]'") from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is said in one line
    with ThreadPoolExecutor(1) as thread:  # in a notebook a loop is running here already
        reason = thread.submit(asyncio.run, _ask(address)).result()
    if reason:
        raise InputError(
            f"{address}: no Dask scheduler answers there ({reason}); "
            "expected the address that 'dask scheduler' prints, such as tcp://host:8786"
        )
    client = Client(address, timeout=_SECONDS_TO_CONNECT, set_as_default=False)
    try:
        yield client
    finally:
        with contextlib.suppress(Exception):
            client.close(timeout=2)


async def _ask(address: str) -> str:
    """Why there is no scheduler at ``address``; empty if there is. A client that was refused would not let go."""
    from distributed import rpc
    from distributed.security import Security

    try:
        async with asyncio.timeout(_SECONDS_TO_CONNECT):
            async with rpc(address, connection_args=Security().get_connection_args("client")) as asked:
                who = (await asked.identity())["type"]
    except TimeoutError:
        return f"nothing within {_SECONDS_TO_CONNECT} seconds"
    except Exception as failure:
        return " ".join(str(failure).split()) or type(failure).__name__
    return "" if who == "Scheduler" else f"but a {who}"


def _check_versions(client: Client, address: str) -> None:
    from kamkit.bulk.worker import difference, versions

    # Asked for with nothing but the standard library: the kit may not be there at all.
    asked = "kamkit:__version__"
    found: dict[str, Any] = client.run(pkgutil.resolve_name, asked, on_error="return")
    try:
        found[f"scheduler {address}"] = client.run_on_scheduler(pkgutil.resolve_name, asked)
    except ImportError as failure:
        found[f"scheduler {address}"] = failure
    for where, version in found.items():
        if version != kamkit.__version__:
            has = f"kamkit {version}" if isinstance(version, str) else "no kamkit"
            _refuse(where, f"has {has}, this machine has {kamkit.__version__}")
    ours = versions()
    for where, theirs in client.run(versions, on_error="return").items():
        if isinstance(theirs, dict) and (differs := difference(theirs, ours)):
            _refuse(where, differs)


def _refuse(where: str, differs: str) -> None:
    who = where if where.startswith("scheduler") else f"worker {where}"
    raise InputError(f"{who} {differs}; install the same versions on all machines")


@contextlib.contextmanager
def _delivered(client: Client, jobs: Sequence[Job], run: Run) -> Iterator[str]:
    from kamkit.bulk.worker import PREFIX, Bench, Delivery, left_by_the_gone

    for left in client.run_on_scheduler(left_by_the_gone):
        client.unregister_worker_plugin(left)
    name = f"{PREFIX}{client.id}"
    client.register_plugin(Bench(name, Delivery.of(run, [job.notebook for job in jobs])), name)
    try:
        yield name
    finally:
        with contextlib.suppress(Exception):
            client.unregister_worker_plugin(name)


class _Hand:
    """Hands jobs out, a few more than there are threads, and writes what comes back."""

    def __init__(self, client: Client, address: str, name: str, run: Run, finish: Finish) -> None:
        self._client, self._address, self._name, self._run, self._finish = client, address, name, run, finish
        self._window = 1
        self._looked = self._had_workers = time.monotonic()
        self._look()

    def do(self, jobs: Sequence[Job]) -> None:
        """Do all jobs. Those whose workers died too often are tried once more, each with the cluster to itself.

        Which of the notebooks on a worker it died of is not known until then.
        """
        for suspect in self._hand_out(jobs):
            for guilty in self._hand_out([suspect]):
                self._give_up(guilty)

    def _hand_out(self, jobs: Sequence[Job]) -> list[Job]:
        from kamkit.bulk.worker import make

        waiting = iter(jobs)
        done: queue.SimpleQueue[Future] = queue.SimpleQueue()
        under_way: dict[object, tuple[Job, Future]] = {}
        suspects: list[Job] = []
        try:
            while True:
                for job in islice(waiting, max(0, self._window - len(under_way))):
                    future = self._client.submit(make, self._name, job, pure=False, retries=_TRIES_AGAIN)
                    under_way[future.key] = job, future
                    future.add_done_callback(done.put)
                if not under_way:
                    return suspects
                if time.monotonic() - self._looked > _SECONDS_BETWEEN_LOOKS:
                    self._look()
                with contextlib.suppress(queue.Empty):
                    job, future = under_way.pop(done.get(timeout=_SECONDS_BETWEEN_LOOKS).key)
                    if not self._received(job, future):
                        suspects.append(job)
        finally:
            if under_way:
                with contextlib.suppress(Exception):
                    self._client.cancel([future for _, future in under_way.values()], force=True)

    def _received(self, job: Job, future: Future) -> bool:
        """Whether the job is done; not if its workers died of it, or of what ran beside it."""
        from distributed.scheduler import KilledWorker

        from kamkit.bulk.worker import Refused

        try:
            answer: Made | Refused = future.result()
        except KilledWorker:
            return False
        except Exception as failure:
            reason = f"{type(failure).__name__}: {' '.join(str(failure).split())}"
            raise KamkitError(f"{self._address}: {job.target} was not done ({reason}); {_GO_ON}") from None
        if isinstance(answer, Refused):
            if answer.unfit:
                raise InputError(f"a worker of {self._address} {answer.reason}; {_GO_ON}")
            raise KamkitError(f"{self._run.folder / job.target}: not written ({answer.reason}); {_GO_ON}")
        self._write(Outcome(job, answer.seconds, answer.cell, answer.error), dict(answer.files))
        return True

    def _give_up(self, job: Job) -> None:
        executed = leave_out(job, Workplace.of(self._run), "every worker that began it died")
        files = {**self._run.companions(executed), job.target: executed.notebook}
        self._write(executed.outcome, files)

    def _write(self, outcome: Outcome, files: dict[str, str]) -> None:
        try:
            write_all(self._run.folder, files)
        except OSError as failure:
            reason = failure.strerror or failure
            raise KamkitError(f"{self._run.folder / outcome.job.target}: not written ({reason}); {_GO_ON}") from None
        self._finish(outcome, [name for name in files if name != outcome.job.target])

    def _look(self) -> None:
        """See how many threads there are now; KamkitError if there have not been any for a minute."""
        self._looked = time.monotonic()
        try:
            threads = sum(self._client.nthreads().values())
        except Exception as failure:
            raise KamkitError(f"{self._address}: lost ({type(failure).__name__}); {_GO_ON}") from None
        self._window = self._run.limits.at_once or max(1, 2 * threads)
        if threads:
            self._had_workers = self._looked
        elif self._looked - self._had_workers > _SECONDS_WITHOUT_WORKERS:
            raise KamkitError(
                f"{self._address}: no worker for {_SECONDS_WITHOUT_WORKERS:g} seconds; start some with 'dask worker'; {_GO_ON}"
            )
