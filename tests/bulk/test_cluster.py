"""Notebooks on the workers of a Dask cluster: what comes back is what this machine would have made."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from distributed import Client
from processes import PATIENCE, eventually
from second_company import AS_OF
from small_cluster import cluster_of
from small_notebooks import notebook_of

from kamkit.bulk import Job, Limits, Material, Outcome, Run, run_jobs
from kamkit.bulk import worker as worker_side
from kamkit.bulk.cluster import Cluster
from kamkit.bulk.run import Where, run_here
from kamkit.errors import InputError, KamkitError
from kamkit.kernels.preload import PRELOAD
from kamkit.packs.generate import Order, generate
from kamkit.packs.jobs import page_of
from kamkit.packs.pages import Page
from kamkit.programme import Programme

COUNT = 16
KILLS_ITS_WORKER = "import os, signal\nos.kill(int(os.environ['JPY_PARENT_PID']), signal.SIGKILL)\nimport time; time.sleep(60)"
SAYS_WHERE_IT_IS = """
import os
from pathlib import Path
print(account_id, Path(facts).read_text(), os.environ["FACTS"], os.getcwd(), os.listdir())
assert account_id != "3", f"not for {facts}"
import time; time.sleep(0.3)
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler and two workers."""
    with cluster_of(tmp_path_factory.mktemp("cluster"), workers=2) as found, pytest.MonkeyPatch.context() as patch:
        patch.setattr("kamkit.bulk.cluster._SECONDS_TO_CONNECT", PATIENCE)  # of a machine that does much else
        yield found


def workers(address: str, preload: str | None = "numpy,pandas") -> list[int]:
    """The process numbers of the workers, whose warm processes will have ``preload`` in them; None: what is usual."""

    def told() -> int:
        import os

        os.environ.pop("KAMKIT_WARM_PRELOAD", None)
        if preload is not None:
            os.environ["KAMKIT_WARM_PRELOAD"] = preload
        return os.getpid()

    with Client(address, timeout=PATIENCE, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=PATIENCE)
        return list(client.run(told).values())


def files(folder: Path) -> dict[str, bytes]:
    """All files but the ledger."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    del found["ledger.jsonl"]
    return found


def ledger(folder: Path) -> dict[str, dict[str, Any]]:
    """The ledger by target, without times."""
    lines = map(json.loads, (folder / "ledger.jsonl").read_text(encoding="utf-8").splitlines())
    return {line["target"]: {**line, "seconds": 0, "finished_at": ""} for line in lines}


def page(name: str) -> tuple[str, Page]:
    """What ``page_of`` has to know."""
    return f"pages/{name}.html", Page(name, name, "as of today", "../index.html", f"{name}.ipynb")


def jobs_of(notebook: Path) -> list[Job]:
    """Sixteen jobs that read a material of the run."""
    return [
        Job(
            notebook,
            {"account_id": str(at), "facts": Material("facts")},
            f"{at}.ipynb",
            shown={"account_id": str(at), "facts": "the facts"},
            made_from={"x": "1"},
            about=page(str(at)),
        )
        for at in range(COUNT)
    ]


def run_of(folder: Path, facts: Path, **limits: float) -> Run:
    """A run with one file as its material."""
    variables: Mapping[str, str | Material] = {"FACTS": Material("facts")}
    return Run(folder, Limits(**limits), variables, page_of, {"facts": facts})  # type: ignore[arg-type]


def test_a_worker_that_is_killed_changes_nothing_of_what_is_made(address: str, tmp_path: Path) -> None:
    (tmp_path / "facts.txt").write_text("42", encoding="utf-8")
    (tmp_path / "books").mkdir()
    jobs = jobs_of(notebook_of(tmp_path / "books/where.ipynb", SAYS_WHERE_IT_IS))
    killed, *_ = workers(address)
    done: list[Outcome] = []

    def kill_one(outcome: Outcome) -> None:
        done.append(outcome)
        if len(done) == 3:
            os.kill(killed, signal.SIGKILL)

    def made(name: str, where: Where, **told: Any) -> list[Outcome]:
        return run_jobs(jobs, run_of(tmp_path / name, tmp_path / "facts.txt"), where=where, **told)

    there = made("there", Cluster(address), on_done=kill_one)
    here = made("here", run_here)
    assert [outcome.job for outcome in there] == jobs and len(done) == COUNT
    assert [replace(outcome, seconds=0) for outcome in there] == [replace(outcome, seconds=0) for outcome in here]
    assert [outcome.job.target for outcome in there if outcome.failed] == ["3.ipynb"]
    assert there[3].error == "AssertionError: not for the facts"
    assert files(tmp_path / "there") == files(tmp_path / "here") and len(files(tmp_path / "here")) == 2 * COUNT
    assert ledger(tmp_path / "there") == ledger(tmp_path / "here") and len(ledger(tmp_path / "here")) == COUNT
    first = (tmp_path / "there/0.ipynb").read_text(encoding="utf-8")
    assert f"0 42 the facts {tmp_path / 'books'} " in first, "the reader's names for what has other paths on a worker"
    again = made("there", run_here)  # goes on with what the cluster has made
    assert [outcome.kept for outcome in again] == [outcome.job.target != "3.ipynb" for outcome in again]
    with Client(address, timeout=PATIENCE, set_as_default=False) as client:
        left = client.run(lambda dask_worker: [str(path) for path in Path(dask_worker.local_directory).glob("kamkit-*")])
        assert not any(left.values()), "what was delivered is gone with the run"


def test_what_kills_every_worker_fails_and_the_rest_is_done(address: str, tmp_path: Path) -> None:
    workers(address)
    bad = notebook_of(tmp_path / "bad.ipynb", "x = 1", KILLS_ITS_WORKER)
    good = notebook_of(tmp_path / "good.ipynb", "import time; time.sleep(0.5)", "print(account_id)")
    jobs = [
        Job(path, {"account_id": str(at)}, f"{at}.ipynb", about=page(str(at)))
        for at, path in enumerate([good, bad, good, good])
    ]
    outcomes = run_jobs(jobs, Run(tmp_path / "out", companions=page_of), where=Cluster(address))
    assert [outcome.error for outcome in outcomes] == ["", "every worker that began it died", "", ""]
    assert "every worker that began it died" in (tmp_path / "out/pages/1.html").read_text(encoding="utf-8")
    assert len(ledger(tmp_path / "out")) == 4 and len(files(tmp_path / "out")) == 8


def test_packs_are_the_same_to_the_byte(
    address: str, tmp_path: Path, second_company: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    workers(address, preload=None)
    monkeypatch.delenv(PRELOAD)
    accounts = ("007",)
    there = generate(second_company, Order(tmp_path / "there", AS_OF, accounts, cluster=address))
    here = generate(second_company, Order(tmp_path / "here", AS_OF, accounts))
    assert not there.failures and there.packs == here.packs == 1
    assert files(tmp_path / "there") == files(tmp_path / "here") and len(there.outcomes) >= 4
    assert ledger(tmp_path / "there") == ledger(tmp_path / "here")


def test_another_version_is_refused_by_name(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = worker_side.versions()
    monkeypatch.setattr("kamkit.bulk.cluster.kamkit.__version__", "0.0.other")
    with pytest.raises(InputError, match=r"has kamkit .*, this machine has 0\.0\.other; install the same"):
        Cluster.reached(address)
    assert worker_side.difference(ours | {"Python": "3.10"}, ours) == f"has Python 3.10, this machine has {ours['Python']}"
    assert worker_side.difference(ours, ours) == ""


@pytest.mark.parametrize("wrong", ["tcp://127.0.0.1:9", "nowhere", "http://127.0.0.1:9"])
def test_a_cluster_that_does_not_answer_is_refused_in_one_line(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kamkit.bulk.cluster._SECONDS_TO_CONNECT", 1)
    with pytest.raises(InputError, match=r"no Dask scheduler answers there .*tcp://host:8786") as refused:
        Cluster.reached(wrong)
    assert str(refused.value).startswith(wrong) and "\n" not in str(refused.value)


def test_without_dask_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"pip install 'kamkit\[cluster\]'"):
        Cluster.reached("tcp://127.0.0.1:9")


def test_stopped_here_it_stops_there(address: str, tmp_path: Path) -> None:
    workers(address)
    begun = f"import os, pathlib, time; begun = pathlib.Path({str(tmp_path)!r})"
    quick = notebook_of(tmp_path / "quick.ipynb", begun, "while not list(begun.glob('begun-*')): time.sleep(0.05)")
    slow = notebook_of(tmp_path / "slow.ipynb", begun, "(begun / f'begun-{os.getpid()}').touch()", "time.sleep(600)")
    jobs = [Job(path, {}, f"{at}.ipynb") for at, path in enumerate([quick, slow, slow, slow, slow, slow])]

    def stop(outcome: Outcome) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_jobs(jobs, Run(tmp_path / "out"), on_done=stop, where=Cluster(address))
    kernels = [Path("/proc", file.name.removeprefix("begun-")) for file in tmp_path.glob("begun-*")]
    assert kernels and eventually(lambda: not any(kernel.exists() for kernel in kernels)), "no kernel of the run is left"
    assert list(ledger(tmp_path / "out")) == ["0.ipynb"]


def test_a_page_that_cannot_be_made_stops_the_run_in_one_line(address: str, tmp_path: Path) -> None:
    workers(address)
    job = Job(notebook_of(tmp_path / "good.ipynb", "1"), {}, "a.ipynb", about=None)
    with pytest.raises(KamkitError, match=r"a\.ipynb: not written \(TypeError: .*start the run again") as stopped:
        run_jobs([job], Run(tmp_path / "out", companions=page_of), where=Cluster(address))
    assert "\n" not in str(stopped.value)
