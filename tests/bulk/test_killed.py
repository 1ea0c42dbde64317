"""A run that is killed: no process is left, nothing is half written, and the next run does the rest."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import nbformat
from processes import eventually, processes_with
from small_notebooks import notebook_of

COUNT = 12
# Four more may be made in each turn: a machine that stands still for a moment must not find all of them done.
WAITS = """
import time
from pathlib import Path
while not Path(gate, str(int(account_id) // 4)).exists():
    time.sleep(0.05)
time.sleep(0.3)
"""
RUN = f"""
import sys
from pathlib import Path
from kamkit.bulk import Job, Limits, Run, run_jobs

notebook, out = map(Path, sys.argv[1:])
jobs = [
    Job(notebook, {{"account_id": str(at), "gate": str(notebook.parent / "gate")}}, f"{{at}}.ipynb", made_from={{"x": "1"}}) for at in range({COUNT})
]
outcomes = run_jobs(jobs, Run(out, Limits(at_once=2)))
print(sum(not outcome.kept for outcome in outcomes), sum(outcome.failed for outcome in outcomes))
"""


def test_killed_and_started_again_it_does_only_what_is_left(tmp_path: Path) -> None:
    notebook = notebook_of(tmp_path / "slow.ipynb", WAITS, "print(account_id)")
    (tmp_path / "gate").mkdir()
    out = tmp_path / "out"
    mark = f"KAMKIT_TEST_RUN={tmp_path}"
    environment = os.environ | dict([mark.split("=", 1)])
    command = [sys.executable, "-c", RUN, str(notebook), str(out)]
    done_before: set[str] = set()
    for turn in (1, 2):
        (tmp_path / "gate" / str(turn - 1)).touch()
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as run:
            assert eventually(lambda turn=turn: len(list(out.glob("*.ipynb"))) >= 3 * turn), "it makes notebooks"
            run.send_signal(signal.SIGKILL)
        assert eventually(lambda: not processes_with(mark)), "kernels, fork server and writers end with the run"
        done = {path.name for path in out.glob("*.ipynb")}
        assert done_before < done and len(done) <= 4 * turn
        done_before = done
    ledger = (out / "ledger.jsonl").read_text(encoding="utf-8")
    (tmp_path / "gate" / "2").touch()
    recorded = {name for name in done_before if f'"target": "{name}"' in ledger}
    last = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert last.stdout.split() == [str(COUNT - len(recorded)), "0"]
    assert len(done_before - recorded) <= 2, "at most what was being written is done again"
    for at in range(COUNT):
        cells = nbformat.read(out / f"{at}.ipynb", as_version=4).cells
        assert cells[-1].outputs[0].text == f"{at}\n"
    assert not [path for path in out.iterdir() if path.name.startswith(".")]
