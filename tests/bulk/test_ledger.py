"""What a second run in the same folder does: only what is left, or has changed."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from companions import page
from small_notebooks import notebook_of

from kamkit.bulk import Job, Ledger, Limits, Outcome, Run, run_jobs

FROM = {"workbook": "1", "account": "1"}


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A notebook that leaves a trace of every time it runs, and can be told to fail."""
    return notebook_of(
        tmp_path_factory.mktemp("ledger") / "count.ipynb",
        "from pathlib import Path\nopen(trace, 'a').write(account_id)\nassert not Path(trace + '.fail').exists(), 'told to fail'",
    )


class Folder:
    """A folder that jobs A, B and C are run in again and again."""

    def __init__(self, notebook: Path, out: Path) -> None:
        self.out, self.trace = out, notebook.with_name("trace")
        self.jobs = {
            name: Job(notebook, {"account_id": name, "trace": str(self.trace)}, f"{name}.ipynb", made_from=FROM)
            for name in "ABC"
        }

    def run(self, restart: bool = False) -> list[Outcome]:
        """Run them in one place, so that the trace has their order."""
        self.trace.write_text("")
        return run_jobs(list(self.jobs.values()), Run(self.out, Limits(at_once=1), companions=page), restart=restart)

    @property
    def ran(self) -> str:
        """Which jobs the last run has executed."""
        return self.trace.read_text()


@pytest.fixture(scope="module")
def done_once(notebook: Path) -> Path:
    """The folder in which all three were done once."""
    found = Folder(notebook, notebook.with_name("done-once"))
    assert not any(outcome.kept for outcome in found.run()) and found.ran == "ABC"
    return found.out


@pytest.fixture
def folder(notebook: Path, done_once: Path, tmp_path: Path) -> Folder:
    """All three done once, in a folder of one's own."""
    return Folder(notebook, Path(shutil.copytree(done_once, tmp_path / "out")))


def test_what_has_not_changed_is_kept_to_the_byte(folder: Folder) -> None:
    before = {path: path.read_bytes() for path in folder.out.glob("*.ipynb*")}
    assert all(outcome.kept for outcome in folder.run()) and folder.ran == ""
    assert {path: path.read_bytes() for path in folder.out.glob("*.ipynb*")} == before and len(before) == 6


def test_one_change_makes_one_notebook_again_and_says_what_it_was(folder: Folder) -> None:
    folder.jobs["B"] = replace(folder.jobs["B"], made_from=FROM | {"account": "2"})
    outcomes = folder.run()
    assert folder.ran == "B"
    assert [outcome.because for outcome in outcomes] == [frozenset(), frozenset({"account"}), frozenset()]
    assert folder.run()[1].kept


@pytest.mark.parametrize("missing", ["B.ipynb", "B.ipynb.txt"])
def test_a_file_that_is_gone_is_made_again(folder: Folder, missing: str) -> None:
    (folder.out / missing).unlink()
    folder.run()
    assert folder.ran == "B" and (folder.out / missing).exists()


def test_a_failure_is_tried_again_and_restart_does_all(folder: Folder) -> None:
    fail = Path(f"{folder.trace}.fail")
    fail.touch()
    try:
        assert all(outcome.failed for outcome in folder.run(restart=True)) and folder.ran == "ABC"
    finally:
        fail.unlink()
    outcomes = folder.run()
    assert folder.ran == "ABC" and not any(outcome.failed or outcome.kept for outcome in outcomes)


def test_what_goes_with_a_notebook_is_renewed_without_running_it(folder: Folder) -> None:
    folder.jobs["C"] = replace(folder.jobs["C"], about="renamed")
    assert all(outcome.kept for outcome in folder.run()) and folder.ran == ""
    assert (folder.out / "C.ipynb.txt").read_text(encoding="utf-8") == "renamed"
    assert Ledger(folder.out).companions_are_current(folder.jobs["C"])


@pytest.mark.parametrize("torn", [b'{"target": "B.ipynb", "notebo', b"\xff\xfe", b"[]\n", b'{"of": "another kit"}\n'])
def test_a_line_that_cannot_be_read_counts_for_nothing(folder: Folder, torn: bytes) -> None:
    ledger = folder.out / "ledger.jsonl"
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join(line for line in lines if b'"B.ipynb"' not in line) + torn)
    folder.run()
    assert folder.ran == "B"
    assert len([json.loads(line) for line in ledger.read_text(encoding="utf-8").splitlines()]) == 3


def test_the_ledger_does_not_grow_with_every_run(folder: Folder) -> None:
    size = len((folder.out / "ledger.jsonl").read_bytes())
    for _ in range(3):
        folder.run(restart=True)
    folder.run()
    assert len((folder.out / "ledger.jsonl").read_bytes()) < 1.2 * size


def test_jobs_that_do_not_say_what_they_are_made_from_are_always_done(folder: Folder) -> None:
    folder.jobs["A"] = replace(folder.jobs["A"], made_from={})
    folder.run()
    folder.run()
    assert folder.ran == "A"
