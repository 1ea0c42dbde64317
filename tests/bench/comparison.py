"""The ways compared: the same notebooks, in turn, in rounds; what each costs, and whether they give the same."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from bench.machine import run_measured, way_command
from bench.same import first_difference, first_difference_of_cells
from bench.ways import TIMES, Notebook, Task

from kamkit.bulk import Ledger
from kamkit.packs.library import find_workbooks
from kamkit.packs.portfolio import list_candidates
from kamkit.programme import create_programme

LOOP, BARE, BARE_WORKED_OUT = "papermill, one after another", "the cells alone", "the cells alone, figures worked out"
KIT, PAGES, WHOLE = "kit: notebooks", "kit: notebooks and pages", "kit: kamkit generate, all of it"
POOLS = {f"papermill, {places} processes": places for places in (2, 4)}
_FUNCTIONS = {LOOP: "papermill_loop", KIT: "kit_notebooks", PAGES: "kit_pages", BARE: "bare_cells", BARE_WORKED_OUT: "bare_cells_worked_out"}
WAYS = (LOOP, *POOLS, KIT, PAGES, WHOLE, BARE, BARE_WORKED_OUT)
_ATTEMPTS = 3

Figures = dict[str, list[dict[str, float]]]


@dataclass(frozen=True)
class Asked:
    """What to compare: workbooks by number, at most how many accounts (0: all candidates), rounds, notebooks at once."""

    workbooks: tuple[str, ...] = ("03", "04")
    accounts: int = 0
    rounds: int = 3
    at_once: int = 0
    ways: tuple[str, ...] = WAYS


def plan(asked: Asked, folder: Path) -> Task:
    """The sample as a programme in ``folder``, and what is run on it: for the candidates what ``kamkit generate`` runs."""
    with create_programme(folder / "programme", sample=True, who="bench") as programme:
        day = programme.settings.review_date
        assert day is not None, "the sample has a review date"
        accounts = list_candidates(programme.tables(), day)[: asked.accounts or None]
        workbooks = find_workbooks(asked.workbooks)
        runs = [
            (workbook, account)
            for workbook in workbooks
            for account in ((*accounts,) if workbook.level == "account" else ("", *accounts))
        ]
        notebooks = tuple(
            Notebook(str(workbook.path), account, f"{at:03}-{workbook.name}.ipynb")
            for at, (workbook, account) in enumerate(runs)
        )
        return Task(notebooks, programme.address, day.isoformat(), "", asked.at_once)


def compare(asked: Asked, say: Callable[[str], object]) -> tuple[Task, Figures]:
    """Run every way once in each round, each round beginning with another; SystemExit at the first difference."""
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        folder = Path(scratch)
        task = plan(asked, folder)
        for way in (LOOP, KIT):  # nobody pays for what is read from the disk, or written to a cache, for the first time
            if way in asked.ways:
                run_way(way, replace(task, notebooks=task.notebooks[:1]), folder / "before" / _FUNCTIONS[way])
        figures: Figures = {way: [] for way in asked.ways}
        for at in range(asked.rounds):
            turn = at % len(asked.ways)
            outs = {}
            for way in (*asked.ways[turn:], *asked.ways[:turn]):
                outs[way], used = _run_until_it_ends(way, task, folder / f"{at}-{asked.ways.index(way)}", say)
                figures[way].append(used)
                say(f"round {at + 1} of {asked.rounds}: {way}, {figures[way][-1]['seconds']:.1f} s")
            check_same(task, outs)
        return task, figures


def _run_until_it_ends(way: str, task: Task, folder: Path, say: Callable[[str], object]) -> tuple[Path, dict[str, float]]:
    # Stock kernels of several processes now and then take each other's ports, and papermill gives up after a minute.
    # Such a run is counted, not timed. The kit gets one attempt.
    attempts = _ATTEMPTS if way in POOLS else 1
    for failed in range(attempts):
        out = folder / str(failed)
        try:
            return out, run_way(way, task, out) | {"failed_before": failed}
        except SystemExit as error:
            if failed + 1 == attempts:
                raise
            say(f"{way}: failed and is run again ({str(error).splitlines()[-1]})")
    raise AssertionError("an attempt ends or raises")


def run_way(way: str, task: Task, out: Path) -> dict[str, float]:
    """Run one way into the new folder ``out``; what it used, for all notebooks together."""
    out.mkdir(parents=True)
    if way == WHOLE:
        return run_measured(generate_command(task, out))
    places = POOLS.get(way, 0) if way in POOLS else task.at_once
    to = out / "task.json"
    replace(task, out=str(out), at_once=places).write(to)
    used = run_measured(way_command(_FUNCTIONS.get(way, "papermill_pool"), to))
    if way in (BARE, BARE_WORKED_OUT):
        from bench.cells import RESULT, read_result

        return read_result(out / RESULT)
    if (times := out / TIMES).exists():
        used |= json.loads(times.read_text(encoding="utf-8"))
    return used


def generate_command(task: Task, out: Path) -> list[str]:
    """``kamkit generate`` for the same notebooks."""
    accounts = dict.fromkeys(one.account_id for one in task.notebooks if one.account_id)
    workbooks = dict.fromkeys(Path(one.workbook).stem for one in task.notebooks)
    options = [*(f"--account={one}" for one in accounts), *(f"--workbook={one}" for one in workbooks)]
    at_once = [f"--jobs={task.at_once}"] if task.at_once else []
    kamkit = [sys.executable, "-m", "kamkit", "generate", task.programme, f"--out={out}", f"--as-of={task.as_of}"]
    return [*kamkit, *options, *at_once]


def check_same(task: Task, outs: dict[str, Path]) -> None:
    """SystemExit naming the first difference between the papermill loop and any other way."""
    if LOOP not in outs:
        return
    for way, out in outs.items():
        made = _made_by_command(out) if way == WHOLE else {}
        if made and len(made) != len(task.notebooks):
            raise SystemExit(f"{way} made {len(made)} notebooks, expected {len(task.notebooks)}")
        for one in task.notebooks:
            reference = outs[LOOP] / one.target
            if way in (BARE, BARE_WORKED_OUT):
                difference = first_difference_of_cells(reference, out / f"{one.target}.json")
            else:
                name = made[one.account_id, Path(one.workbook).name] if way == WHOLE else one.target
                difference = first_difference(reference, out / name)
            if difference:
                who = one.account_id or "the portfolio"
                raise SystemExit(f"{way} differs from {LOOP}: {Path(one.workbook).stem}, {who}, {difference}")


def _made_by_command(out: Path) -> dict[tuple[str, str], str]:
    return {(one.parameters["account_id"], one.notebook): one.target for one in Ledger(out).entries.values()}
