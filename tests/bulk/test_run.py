"""Notebooks in bulk: what is written, what a failure leaves, and that a run repeats itself."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import nbformat
import pytest
from companions import page_with_its_failure
from small_notebooks import notebook_of

from kamkit.bulk import Job, Limits, Outcome, Run, run_jobs
from kamkit.errors import KamkitError

HARD_IDS = ["007", "NA", "1e5", "a'b\"c", "x\\n", "=cmd()", "ü{{ 7*7 }}", "line\nbreak"]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """One run over ids that are hard to carry, twice, with what was written."""
    folder = tmp_path_factory.mktemp("bulk")
    notebook = notebook_of(folder / "echo.ipynb", "print(repr(account_id))", "import ipywidgets\nipywidgets.Text('x')")
    texts: dict[str, dict[str, str]] = {"first": {}, "second": {}}
    for turn, found in texts.items():
        jobs = [
            Job(
                notebook,
                {"account_id": account},
                f"{at}.ipynb",
                shown={"account_id": "shown " + account},
            )
            for at, account in enumerate(HARD_IDS)
        ]
        outcomes = run_jobs(jobs, Run(folder / turn, Limits(at_once=4)))
        assert [outcome.error for outcome in outcomes] == [""] * len(jobs)
        found.update({job.parameters["account_id"]: (folder / turn / job.target).read_text(encoding="utf-8") for job in jobs})
    return texts


def test_ids_reach_the_notebook_to_the_letter(written: dict[str, dict[str, str]]) -> None:
    for account, text in written["first"].items():
        cells = nbformat.reads(text, as_version=4).cells
        echo = next(cell for cell in cells if cell.id == "cell-0")
        assert echo.outputs[0].text.strip() == repr(account)


def test_the_reader_sees_the_parameters_meant_for_the_reader(written: dict[str, dict[str, str]]) -> None:
    for account, text in written["first"].items():
        injected = next(cell for cell in nbformat.reads(text, as_version=4).cells if cell.id == "injected-parameters")
        scope: dict[str, str] = {}
        exec(injected.source, scope)
        assert scope["account_id"] == "shown " + account


def test_the_same_run_writes_the_same_bytes_without_widgets_or_run_data(written: dict[str, dict[str, str]]) -> None:
    assert written["first"] == written["second"]
    for text in written["first"].values():
        notebook = nbformat.reads(text, as_version=4)
        nbformat.validate(notebook)
        assert set(notebook.metadata) == {"kernelspec", "language_info"}
        assert "widget-view" not in text and '"execution": ' not in text and '"papermill"' not in text


def test_a_failure_stops_its_own_notebook_only_and_is_named(tmp_path: Path) -> None:
    bad = notebook_of(tmp_path / "bad.ipynb", "x = 1", "raise ValueError('no such figure')", "print('never')")
    dead = notebook_of(tmp_path / "dead.ipynb", "import os; os._exit(3)")
    slow = notebook_of(tmp_path / "slow.ipynb", "import time; time.sleep(600)")
    good = notebook_of(tmp_path / "good.ipynb", "print('fine')")
    shy = notebook_of(
        tmp_path / "shy.ipynb",
        "class Shy:\n    def _repr_mimebundle_(self, **_):\n        raise KeyError('nothing to show')\nShy()",
    )
    out = tmp_path / "out"
    jobs = [Job(path, {}, path.name) for path in (bad, dead, slow, good, shy)]
    outcomes = run_jobs(jobs, Run(out, Limits(at_once=4, timeout=30)))
    by_name = {outcome.job.notebook.name: outcome for outcome in outcomes}
    assert by_name["bad.ipynb"].error == "ValueError: no such figure" and by_name["bad.ipynb"].cell == 4
    assert by_name["dead.ipynb"].failed and by_name["slow.ipynb"].error == "stopped after 30 seconds"
    assert not by_name["good.ipynb"].failed
    assert by_name["shy.ipynb"].error == "KeyError: 'nothing to show'"
    assert all((out / job.target).exists() for job in jobs), "a failed notebook lies there as far as it came"
    lines = [json.loads(line) for line in (out / "ledger.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {line["notebook"]: bool(line["error"]) for line in lines} == {
        "bad.ipynb": True, "dead.ipynb": True, "slow.ipynb": True, "good.ipynb": False, "shy.ipynb": True
    }  # fmt: skip
    assert not [path for path in out.iterdir() if path.name.startswith(".")]


def test_it_runs_where_a_loop_is_running_already(tmp_path: Path) -> None:
    notebook = notebook_of(tmp_path / "echo.ipynb", "print('from a notebook')")

    async def cell() -> list[Outcome]:
        return run_jobs([Job(notebook, {}, "out.ipynb")], Run(tmp_path))

    (outcome,) = asyncio.run(cell())
    assert not outcome.failed and "from a notebook" in (tmp_path / "out.ipynb").read_text(encoding="utf-8")


def test_companions_are_made_in_another_process_and_written_with_the_notebook(tmp_path: Path) -> None:
    good = notebook_of(tmp_path / "good.ipynb", "print('fine')")
    bad = notebook_of(tmp_path / "bad.ipynb", "1 / 0")
    jobs = [Job(path, {}, path.name, about=path.stem) for path in (good, bad)]
    run_jobs(jobs, Run(tmp_path / "out", companions=page_with_its_failure))
    found = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "out/pages").iterdir()}
    assert found == {"good.ipynb.txt": "good: fine", "bad.ipynb.txt": "bad: ZeroDivisionError: division by zero"}


def test_a_companion_that_cannot_be_made_stops_the_run_in_one_line_and_loses_nothing(tmp_path: Path) -> None:
    notebook = notebook_of(tmp_path / "good.ipynb", "print('fine')")
    jobs = [Job(notebook, {}, "a.ipynb", made_from={"x": "1"}), Job(notebook, {}, "b.ipynb", about="refuse")]
    run = Run(tmp_path / "out", Limits(at_once=1), companions=page_with_its_failure)
    with pytest.raises(KamkitError, match=r"b\.ipynb: not written \(ValueError: no page for this\)") as stopped:
        run_jobs(jobs, run)
    assert "\n" not in str(stopped.value)
    outcome, _ = run_jobs([jobs[0], Job(notebook, {}, "b.ipynb")], run)
    assert outcome.kept


def test_what_a_run_used_is_gone_when_it_is_done(tmp_path: Path) -> None:
    import gc

    from nbclient import NotebookClient

    notebook = notebook_of(tmp_path / "echo.ipynb", "print(account_id)")
    jobs = [Job(notebook, {"account_id": str(at)}, f"{at}.ipynb") for at in range(6)]
    run_jobs(jobs, Run(tmp_path / "out", Limits(at_once=2)))
    gc.collect()
    assert not [thing for thing in gc.get_objects() if type(thing) is NotebookClient]
