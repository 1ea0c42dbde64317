"""A Dask cluster of this machine: a scheduler and workers as processes of their own, on the loopback address."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from processes import eventually, processes_with

_ADDRESS = ("--host", "127.0.0.1", "--no-dashboard")


@contextmanager
def cluster_of(folder: Path, workers: int) -> Iterator[str]:
    """The address of a cluster whose workers execute two notebooks each; at the end no process of it is left."""
    file = folder / "scheduler.json"
    mark = f"KAMKIT_TEST_CLUSTER={folder}"
    # The first death of a worker is already one too many for the notebooks it had: few have to die in a test.
    settings = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0", "DASK_TEMPORARY_DIRECTORY": str(folder)}
    environment = os.environ | dict([mark.split("=", 1)]) | settings
    scheduler = ["scheduler", *_ADDRESS, "--port", "0", "--scheduler-file", str(file)]
    worker = ["worker", *_ADDRESS, "--scheduler-file", str(file), "--nthreads", "2", "--death-timeout", "120"]
    with ExitStack() as block:
        block.callback(_end_all, mark)
        for words in (scheduler, *[worker] * workers):
            # The file is there before it is written: whoever reads it earlier finds nothing in it.
            assert words is scheduler or eventually(lambda: _is_whole(file)), "the scheduler starts"
            log = block.enter_context((folder / f"{words[0]}.log").open("ab"))
            command = [sys.executable, "-m", "dask", *words]
            # In the root folder: nothing is found there that another machine would not have.
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd="/", start_new_session=True)
            block.callback(process.wait)
            block.callback(process.kill)
        yield json.loads(file.read_text(encoding="utf-8"))["address"]


def _is_whole(file: Path) -> bool:
    return file.exists() and file.read_text(encoding="utf-8").rstrip().endswith("}")


def _end_all(mark: str) -> None:
    for pid in processes_with(mark):
        os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: not processes_with(mark)), "no process of the cluster is left"
