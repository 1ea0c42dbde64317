"""From a programme to a folder of packs: one snapshot, all runs, their pages, and the index."""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pandas as pd

from kamkit.bulk import Ledger, Outcome, run_jobs
from kamkit.bulk.run import write_atomically
from kamkit.errors import InputError
from kamkit.method.values import estimate_derived_importance
from kamkit.method.worth import group_of
from kamkit.packs.contents import plan_contents
from kamkit.packs.index import index_html
from kamkit.packs.jobs import PORTFOLIO, Place, job_of, place_runs
from kamkit.packs.library import find_workbooks, list_workbooks
from kamkit.packs.names import folder_names
from kamkit.packs.pages import Page, Sibling, page_html
from kamkit.packs.portfolio import rank_portfolio
from kamkit.programme import Programme
from kamkit.programme.frames import Snapshot
from kamkit.show import words


@dataclass(frozen=True)
class Order:
    """What to generate: empty ``accounts`` means all of them, empty ``workbooks`` the kit's own."""

    out: Path
    as_of: date
    accounts: tuple[str, ...] = ()
    workbooks: tuple[str, ...] = ()
    at_once: int | None = None
    timeout: float = 300


@dataclass(frozen=True)
class Report:
    """What was made: the index page, how every run went, how many accounts got a pack, and what to know."""

    index: Path
    outcomes: tuple[Outcome, ...]
    packs: int
    notes: tuple[str, ...] = ()

    @property
    def failures(self) -> tuple[Outcome, ...]:
        """The runs that stopped before their last cell."""
        return tuple(outcome for outcome in self.outcomes if outcome.failed)

    @property
    def summary(self) -> str:
        """How much was made, in words."""
        made = f"{words.counted(len(self.outcomes), 'notebook')} for {words.counted(self.packs, 'account')}"
        return f"{made}, {len(self.failures)} of them not complete" if self.failures else made


def generate(programme: Programme, order: Order, *, progress: Callable[[int, int], None] | None = None) -> Report:
    """Write the executed notebooks and pages of the accounts, and ``index.html`` for the portfolio.

    ``progress`` is told the notebooks done and their total. InputError if an account or a workbook is
    unknown or the folder cannot be written; a notebook that fails stands in the report instead.
    """
    workbooks = find_workbooks(order.workbooks) if order.workbooks else list_workbooks()
    with tempfile.TemporaryDirectory(prefix="kamkit-", ignore_cleanup_errors=True) as scratch:
        with programme.snapshot(Path(scratch) / "programme") as snapshot:
            tables = snapshot.tables()
            accounts = _asked_for(tables["accounts"], order.accounts)
            out = _writable(order.out)
            portfolio = rank_portfolio(tables, order.as_of)
            contents = plan_contents(tables, accounts, workbooks, named=bool(order.workbooks))
            places = place_runs(contents.runs, folder_names(list(portfolio["account_id"])))
            worked_out = _work_out(tables, Path(scratch))
            outcomes = _run(places, snapshot, programme.address, portfolio, worked_out, order, out, progress)
            index = out / "index.html"
            page = index_html(
                portfolio, places, outcomes, contents.not_started, snapshot.settings, programme.name, order.as_of
            )
            write_atomically(index, page)
            packs = len({place.account_id for place in places} - {PORTFOLIO})
            return Report(index, tuple(outcomes.values()), packs, _notes(tables, order.as_of))


def _work_out(tables: Snapshot, scratch: Path) -> Path:
    """Write down what every account's workbook needs of the whole programme, once for all of them."""
    estimate_derived_importance(tables)
    path = scratch / "worked-out"
    path.write_bytes(pickle.dumps((tables.change_id, tables.memo)))
    return path


def _asked_for(accounts: pd.DataFrame, asked: Sequence[str]) -> list[str]:
    group = group_of(accounts)
    if unknown := [account for account in asked if account not in group.index]:
        near = get_close_matches(unknown[0], map(str, group.index), n=3, cutoff=0.5)
        hint = (
            f"the nearest are {', '.join(near)}" if near else f"it has {len(group):,} accounts, ids kept to the letter"
        )
        raise InputError(f"account {unknown[0]!r}: not in the programme; {hint}")
    chosen = group.reindex(list(asked)) if asked else group
    return list(dict.fromkeys(chosen))


def _writable(out: Path) -> Path:
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as refusal:
        raise InputError(
            f"{out}: cannot be written ({refusal.strerror}); give --out a folder that you may write to"
        ) from None
    return out


def _run(
    places: Sequence[Place],
    snapshot: Programme,
    address: str,
    portfolio: pd.DataFrame,
    worked_out: Path,
    order: Order,
    out: Path,
    progress: Callable[[int, int], None] | None,
) -> dict[Place, Outcome]:
    jobs = [job_of(place, out, reads=snapshot.address, address=address, as_of=order.as_of) for place in places]
    place_at = {job.target: place for job, place in zip(jobs, places, strict=True)}
    ledger = Ledger(out / "ledger.jsonl")
    outcomes: dict[Place, Outcome] = {}
    pages = _Pages(places, portfolio, order.as_of)

    def finish(outcome: Outcome, notebook: Any) -> None:
        place = place_at[outcome.job.target]
        outcomes[place] = outcome
        write_atomically(out / place.page, page_html(notebook, pages.of(place, outcome)))
        ledger.record(outcome)
        if progress:
            progress(len(outcomes), len(jobs))

    run_jobs(
        jobs,
        at_once=order.at_once,
        timeout=order.timeout,
        environment={"KAMKIT_WORKED_OUT": str(worked_out)},
        on_done=finish,
    )
    return {place: outcomes[place] for place in places}


class _Pages:
    """What the pages of a run say about where they belong."""

    def __init__(self, places: Sequence[Place], portfolio: pd.DataFrame, as_of: date) -> None:
        self._names: Mapping[str, str] = dict(zip(portfolio["account_id"], portfolio["name"], strict=True))
        self._as_of = f"as of {words.day(as_of)}"
        self._packs: dict[str, list[Place]] = {}
        for place in places:
            self._packs.setdefault(place.account_id, []).append(place)

    def of(self, place: Place, outcome: Outcome) -> Page:
        """The page of one place."""
        subject = f"{self._names[place.account_id]} ({place.account_id})" if place.account_id else "The portfolio"
        return Page(
            title=f"{subject}: {place.workbook.question}",
            subject=subject,
            as_of=self._as_of,
            index=f"{place.way_up}index.html",
            notebook=os.path.basename(place.notebook),
            siblings=[
                Sibling(words_of(other.workbook.name), os.path.basename(other.page), other is place)
                for other in self._packs[place.account_id]
            ],
            failure=f"It stopped at cell {outcome.cell}: {outcome.error}" if outcome.failed else "",
        )


def words_of(workbook: str) -> str:
    """A workbook's file name as people read it: ``04 map touch points``."""
    return workbook.replace("_", " ")


def _notes(tables: Mapping[str, pd.DataFrame], as_of: date) -> tuple[str, ...]:
    lines = tables["sales_lines"]
    if lines.empty:
        return ("there are no sales lines yet; 'kamkit import' loads them",)
    last = lines["date"].max().date()
    if (as_of - last).days > 365:
        return (
            f"as of {as_of} there are no sales in the last twelve months; try --as-of {last}, the day of the last one",
        )
    return ()
