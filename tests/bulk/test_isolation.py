"""A notebook that misbehaves harms nobody but itself: beside all of these, a good one says what it says alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_notebooks import notebook_of

from kamkit.bulk import Job, Limits, Outcome, Run, run_jobs

GOOD = (
    "import os, random, sys, threading\nimport numpy, pandas",
    "print(os.getcwd() == folder, pandas.DataFrame({'a': [1, 2]}).a.sum(), threading.active_count() < 12)",
    "print('kamkit.spoilt' in sys.modules, os.environ.get('SPOILT'), numpy.get_printoptions()['precision'])",
)
BAD = {
    "exits": ("import os\nos._exit(7)", "the kernel died"),
    "crashes": ("import ctypes\nctypes.string_at(0)", "the kernel died"),
    # It takes what others leave: the tests beside this one need not wait for it.
    "loops": ("import os\nos.nice(19)\nwhile True:\n    pass", "stopped after 30 seconds"),
    "sleeps over two cells": ("import time\ntime.sleep(16)", "stopped after 30 seconds"),
    "eats memory": ("held = []\nwhile True:\n    held.append(bytearray(2**26))", "MemoryError"),
    "kills its group": ("import os, signal\nos.killpg(0, signal.SIGKILL)", "the kernel died"),
}
RUDE = {
    "changes folder": "import os\nos.chdir('/')",
    "patches pandas": "import pandas\npandas.DataFrame.__getattr__ = lambda *_: None\npandas.Series.sum = lambda *_: 'spoilt'",
    "leaves threads": "import threading, time\n[threading.Thread(target=time.sleep, args=(600,)).start() for _ in range(20)]",
    "spoils modules": "import os, sys, types\nsys.modules['kamkit.spoilt'] = types.ModuleType('x')\nos.environ['SPOILT'] = 'yes'\n"
    "import numpy\nnumpy.set_printoptions(precision=2)",
    "leaves a process": "import subprocess\nsubprocess.Popen(['sleep', '600'], start_new_session=False)",
}


@pytest.fixture(scope="module")
def run_beside_each_other(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Outcome]]:
    """Good notebooks before, between and after bad and rude ones, and one good one alone."""
    folder = tmp_path_factory.mktemp("isolation")
    good = notebook_of(folder / "good.ipynb", *GOOD)
    parameters = {"folder": str(folder)}
    jobs = []
    for at, (name, source) in enumerate([*RUDE.items(), *((name, source) for name, (source, _) in BAD.items())]):
        cells = (source, source) if "two cells" in name else (source, "print('went on')")
        jobs.append(Job(notebook_of(folder / f"{at}.ipynb", *cells), {}, f"{name}.ipynb"))
        jobs.append(Job(good, parameters, f"good-{at}.ipynb"))
    limits = Limits(at_once=4, timeout=30, memory_mb=600)
    outcomes = run_jobs([*jobs, Job(good, parameters, "alone.ipynb")], Run(folder / "out", limits))
    return folder / "out", {outcome.job.target.removesuffix(".ipynb"): outcome for outcome in outcomes}


def test_good_ones_say_what_they_say_alone(run_beside_each_other: tuple[Path, dict[str, Outcome]]) -> None:
    out, outcomes = run_beside_each_other
    good = [name for name in outcomes if name.startswith("good-")]
    assert len(good) == len(BAD) + len(RUDE)
    alone = (out / "alone.ipynb").read_bytes()
    assert b"True 3 True" in alone and b"False None 8" in alone
    for name in good:
        assert not outcomes[name].failed, outcomes[name]
        assert (out / f"{name}.ipynb").read_bytes() == alone, name


@pytest.mark.parametrize("name", BAD)
def test_a_bad_one_is_named_with_its_cell_and_lies_there_as_far_as_it_came(
    run_beside_each_other: tuple[Path, dict[str, Outcome]], name: str
) -> None:
    out, outcomes = run_beside_each_other
    outcome = outcomes[name]
    assert outcome.error.startswith(BAD[name][1]) and outcome.cell
    assert (out / f"{name}.ipynb").is_file()


@pytest.mark.parametrize("name", RUDE)
def test_a_rude_one_can_be_as_it_is(run_beside_each_other: tuple[Path, dict[str, Outcome]], name: str) -> None:
    out, outcomes = run_beside_each_other
    assert not outcomes[name].failed
    assert "went on" in (out / f"{name}.ipynb").read_text(encoding="utf-8")
