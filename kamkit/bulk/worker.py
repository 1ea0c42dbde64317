"""What a worker of a Dask cluster does for a run; the only place, with ``cluster.py``, that knows of Dask."""

from __future__ import annotations

import asyncio
import importlib.metadata
import shutil
import sys
import sysconfig
import tempfile
import threading
import time
import zlib
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from distributed import WorkerPlugin, get_worker

import kamkit
from kamkit.bulk.execute import Workplace, execute
from kamkit.bulk.job import Executed, Job, Run
from kamkit.kernels import warm_kernels

PREFIX = "kamkit-"
_FIGURES_COME_FROM = ("matplotlib", "nbconvert", "numpy", "pandas", "scipy")
_SECONDS_TO_STOP = 10.0
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Made:
    """What became of a job: the texts of its files by their paths, the companions first, and how it went."""

    files: Mapping[str, str]
    seconds: float
    cell: int | None
    error: str


@dataclass(frozen=True)
class Refused:
    """Why this worker, or any, cannot do a job; ``unfit``: the worker is not the right one for the run."""

    reason: str
    unfit: bool = False


def versions() -> dict[str, str]:
    """What must be the same everywhere, so that the same run makes the same bytes."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return {
        "kamkit": kamkit.__version__,
        "Python": python,
        **{name: importlib.metadata.version(name) for name in _FIGURES_COME_FROM},
    }


def difference(theirs: Mapping[str, str], ours: Mapping[str, str]) -> str:
    """The first version that is not the same, in words; empty if there is none."""
    for name, version in ours.items():
        if theirs.get(name) != version:
            return f"has {name} {theirs.get(name) or 'of another kind'}, this machine has {version}"
    return ""


def kit_paths() -> tuple[str, str]:
    """Where the kit and the installed packages lie: tracebacks name them."""
    return str(Path(kamkit.__file__).parent), sysconfig.get_paths()["purelib"]


def left_by_the_gone(dask_scheduler: Any) -> list[str]:
    """Run by the scheduler: what clients that are gone have left on the workers."""
    kept = {f"{PREFIX}{client}" for client in dask_scheduler.clients}
    return [name for name in dask_scheduler.worker_plugins if name.startswith(PREFIX) and name not in kept]


@dataclass(frozen=True)
class Delivery:
    """All that a run brings along, as bytes: its material and its notebooks, these by their paths on the client."""

    run: Run
    material: Mapping[str, Mapping[str, bytes]]
    notebooks: Mapping[Path, bytes]
    versions: Mapping[str, str]
    kit: tuple[str, str]

    @classmethod
    def of(cls, run: Run, notebooks: Iterable[Path]) -> Delivery:
        """Read everything as it is now."""
        return cls(
            run=replace(run, folder=Path(), material={}),
            material={name: _packed(path) for name, path in run.material.items()},
            notebooks={path: zlib.compress(path.read_bytes(), 1) for path in set(notebooks)},
            versions=versions(),
            kit=kit_paths(),
        )


def _packed(path: Path) -> dict[str, bytes]:
    files = [path] if path.is_file() else sorted(found for found in path.rglob("*") if found.is_file())
    return {found.relative_to(path).as_posix(): zlib.compress(found.read_bytes(), 1) for found in files}


def _unpack(packed: Mapping[str, bytes], to: Path) -> Path:
    for name, content in packed.items():
        target = to / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(zlib.decompress(content))
    return to


class Bench(WorkerPlugin):
    """A run's place on a worker: a private folder with what the run brought along, and warm kernels."""

    def __init__(self, name: str, delivery: Delivery) -> None:
        """``name``: how the tasks of the run find it."""
        self.name = name
        self._delivery: Delivery | None = delivery
        self._block = ExitStack()
        self.place: Workplace | None = None
        self.run = delivery.run
        self.notebooks: dict[Path, Path] = {}
        self.unfit = ""
        self._lock = threading.Lock()
        self._at_work: dict[asyncio.Task[Any], asyncio.AbstractEventLoop] = {}

    def __getstate__(self) -> dict[str, Any]:
        return {"name": self.name, "delivery": self._delivery}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]

    async def setup(self, worker: Any) -> None:
        """Unpack what was delivered. Never fails, which would keep the worker from starting: tasks tell."""
        assert self._delivery is not None, "it is set up once"
        try:
            self.unfit = difference(versions(), self._delivery.versions)
            if not self.unfit:
                await asyncio.to_thread(self._arrange, self._delivery, Path(worker.local_directory))
        except Exception as failure:
            self.unfit = f"cannot be set up ({type(failure).__name__}: {failure})"
        self._delivery = None

    def _arrange(self, delivery: Delivery, where: Path) -> None:
        # In the worker's own folder: Dask clears it when a worker was killed.
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=where)).resolve()
        self._block.callback(shutil.rmtree, folder, ignore_errors=True)
        material = {
            name: _unpack(packed, folder / "material" / str(at) / name)
            for at, (name, packed) in enumerate(delivery.material.items())
        }
        # Notebooks that lie in the same folder do so here.
        folders = {parent: folder / f"notebooks-{at}" for at, parent in enumerate({path.parent for path in delivery.notebooks})}
        for path, content in delivery.notebooks.items():
            self.notebooks[path] = _unpack({path.name: content}, folders[path.parent]) / path.name
        names = {str(here): str(there.resolve()) for there, here in folders.items()}
        names |= {here: there for here, there in zip(kit_paths(), delivery.kit, strict=True) if here != there}
        self._block.enter_context(_warm.for_run(self.run.limits.memory_mb))
        self.run = replace(self.run, material=material)
        self.place = Workplace.of(self.run, names)

    async def execute(self, job: Job, place: Workplace) -> Executed:
        """Execute a job in the loop of a thread of the worker, until the bench is taken away."""
        local = replace(job, notebook=self.notebooks[job.notebook])
        task = asyncio.current_task()
        assert task is not None, "this is running"
        with self._lock:
            if self.place is None:
                raise asyncio.CancelledError
            self._at_work[task] = asyncio.get_running_loop()
        try:
            return await execute(local, place)
        finally:
            with self._lock:
                del self._at_work[task]

    async def teardown(self, worker: Any) -> None:
        """Stop what is still being executed, end its kernels and remove the folder."""
        with self._lock:
            self.place = None
            for task, loop in self._at_work.items():
                loop.call_soon_threadsafe(task.cancel)
        until = time.monotonic() + _SECONDS_TO_STOP
        while self._at_work and time.monotonic() < until:
            await asyncio.sleep(0.05)
        await asyncio.to_thread(self._block.close)


class _Warm:
    """Warm kernels for as long as any run is on the worker: the first sets their memory, the last ends them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._runs = 0
        self._block = ExitStack()

    def for_run(self, memory_mb: int) -> ExitStack:
        """A block within which there are warm kernels."""
        with self._lock:
            if not self._runs:
                self._block.enter_context(warm_kernels(memory_mb=memory_mb))
            self._runs += 1
        block = ExitStack()
        block.callback(self._leave)
        return block

    def _leave(self) -> None:
        with self._lock:
            self._runs -= 1
            if not self._runs:
                self._block.close()


_warm = _Warm()


def make(name: str, job: Job) -> Made | Refused:
    """The task: execute ``job`` at the bench called ``name`` and make what goes with its notebook."""
    bench: Any = get_worker().plugins.get(name)
    if bench is not None and bench.unfit:
        return Refused(bench.unfit, unfit=True)
    place = bench.place if bench else None
    if place is None:
        time.sleep(1)  # it joined while the run was being delivered: tried again, here or elsewhere
        raise RuntimeError("the worker has not got what the run needs")
    try:
        executed = asyncio.run(bench.execute(job, place))
    except asyncio.CancelledError:
        return Refused("the run was stopped")
    outcome = executed.outcome
    try:
        with _one_at_a_time:  # what makes pages need not be made for threads
            companions = dict(bench.run.companions(executed))
    except Exception as failure:
        return Refused(f"{type(failure).__name__}: {failure}")
    files = {**companions, job.target: executed.notebook}
    return Made(files, outcome.seconds, outcome.cell, outcome.error)
