"""From a programme to a folder of packs: one snapshot, all runs, their pages, and the index."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from itertools import count
from pathlib import Path

import pandas as pd

from kamkit.bulk import Job, Limits, Outcome, Run, run_jobs
from kamkit.bulk.files import write_atomically
from kamkit.bulk.run import Where, ready, run_here
from kamkit.errors import InputError
from kamkit.method.worth import group_of
from kamkit.method.worth.lines import better_day, days_of_sales, months_to
from kamkit.packs.contents import plan_contents
from kamkit.packs.documents import (
    STEMS,
    Made,
    Sources,
    accounts_with_plans,
    list_documents,
    make_documents,
    out_of_date,
    refuse_without_libraries,
)
from kamkit.packs.earlier import of_other_days, read_earlier, why_again
from kamkit.packs.index import index_html
from kamkit.packs.jobs import PORTFOLIO, SNAPSHOT, WORKED_OUT, Pages, Place, address_from, job_of, page_of, place_runs
from kamkit.packs.library import find_workbooks, list_workbooks
from kamkit.packs.made_from import MadeFrom
from kamkit.packs.names import folder_names
from kamkit.packs.portfolio import rank_portfolio
from kamkit.packs.worked_out import work_out
from kamkit.programme import Programme
from kamkit.show import words


@dataclass(frozen=True)
class Order:
    """What to generate: empty ``accounts`` means all of them, empty ``workbooks`` the kit's own.

    ``documents``: also each account's plan as Word, PowerPoint, one page of PDF, Excel, HTML and calendar; ``customers``:
    and these once more, as the customer may have them.
    ``cluster``: the address of a Dask scheduler whose workers execute the notebooks; empty is this machine.
    """

    out: Path
    as_of: date
    accounts: tuple[str, ...] = ()
    workbooks: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    restart: bool = False
    cluster: str = ""
    documents: bool = False
    customers: bool = False


@dataclass(frozen=True)
class Report:
    """What was made: the index page, how every run went, how many accounts got a pack, their documents, what to know."""

    index: Path
    outcomes: tuple[Outcome, ...]
    packs: int
    notes: tuple[str, ...] = ()
    documents: tuple[Made, ...] = ()

    @property
    def failures(self) -> tuple[Outcome, ...]:
        """The runs that stopped before their last cell."""
        return tuple(outcome for outcome in self.outcomes if outcome.failed)

    @property
    def summary(self) -> str:
        """How much was made, in words."""
        made = f"{words.counted(len(self.outcomes), 'notebook')} for {words.counted(self.packs, 'account')}"
        kept = sum(outcome.kept for outcome in self.outcomes)
        said = f"{made}, {kept} of them up to date from earlier" if kept else made
        if self.documents:
            there = [one for one in self.documents if not one.failed]
            old = sum(one.kept for one in there)
            said += f", documents of {words.counted(len(there), 'account')}{f', {old} of them up to date' if old else ''}"
        return f"{said}, {len(self.failures)} not complete" if self.failures else said


def generate(programme: Programme, order: Order, *, progress: Callable[[int, int], None] | None = None) -> Report:
    """Write the executed notebooks and pages of the accounts, and ``index.html`` for the portfolio.

    What an earlier run made in the same folder from the same is kept. ``progress`` is told the notebooks
    done and their total. InputError if an account or a workbook is unknown, the cluster cannot be used or
    the folder cannot be written; a notebook that fails stands in the report instead.
    """
    workbooks = find_workbooks(order.workbooks) if order.workbooks else list_workbooks()
    if order.documents:
        refuse_without_libraries()
    with ExitStack() as block:
        where = _where(order, block)
        scratch = Path(block.enter_context(tempfile.TemporaryDirectory(prefix="kamkit-", ignore_cleanup_errors=True)))
        snapshot = block.enter_context(programme.snapshot(scratch / "programme"))
        tables = snapshot.tables()
        accounts = _asked_for(tables["accounts"], order.accounts)
        out = _writable(order.out)
        programme.remember_place("packs", out)
        portfolio = rank_portfolio(tables, order.as_of)
        contents = plan_contents(tables, accounts, workbooks, named=bool(order.workbooks))
        folders = folder_names(list(portfolio["account_id"]))
        places = place_runs(contents.runs, folders)
        earlier = read_earlier(out, portfolio, except_for=places)
        worked_out = work_out(tables, order.as_of)
        worked_out.save(scratch / WORKED_OUT.name)
        made_from = MadeFrom(tables, worked_out.figures)
        jobs = _jobs(places, made_from, Pages((*places, *earlier), portfolio, order.as_of), programme, order)
        material = {SNAPSHOT.name: Path(snapshot.address), WORKED_OUT.name: scratch / WORKED_OUT.name}
        run = Run(out, order.limits, {"KAMKIT_WORKED_OUT": WORKED_OUT}, page_of, material)
        whose = accounts_with_plans(tables, accounts, named=bool(order.accounts)) if order.documents else []
        on_done = _counting(len(jobs) + len(whose), progress)
        made = run_jobs(jobs, run, restart=order.restart, on_done=on_done, where=where)
        outcomes = dict(zip(places, made, strict=True)) | earlier
        moment = programme.moment(tables.change_id)
        sources = Sources(snapshot.address, str(scratch / WORKED_OUT.name), order.as_of, moment)
        written = make_documents(
            out, whose, folders, made_from, sources, customers=order.customers, restart=order.restart, on_done=on_done
        )
        documents = list_documents(out, portfolio["account_id"])
        page = index_html(
            portfolio, tuple(outcomes), outcomes, contents.not_started, snapshot.settings, programme.name, order.as_of, documents
        )
        write_atomically(out / "index.html", page)
        packs = len({place.account_id for place in places} - {PORTFOLIO})
        old = out_of_date(out, documents, made_from, order.as_of)
        notes = (
            *_notes(tables, order.as_of), *why_again(made), *of_other_days(earlier.values(), order.as_of),
            *_about_documents(written, old),
        )  # fmt: skip
        return Report(out / "index.html", tuple(made), packs, notes, tuple(written))


def _about_documents(written: Sequence[Made], old: int) -> Iterator[str]:
    if changed := sum(len(one.beside) for one in written):
        kept = "1 document was worked on and stays" if changed == 1 else f"{changed} documents were worked on and stay"
        yield f"{kept}; beside it lies what is new, as plan.new"
    if any(name.startswith(f"{STEMS['customer']}.") for one in written for name in one.names):
        yield "read a customer's edition before you send it: a person may have typed anything anywhere"
    if old:
        yield f"the documents of {words.counted(old, 'account')} are of other records or another day; --documents makes them again"


def _jobs(places: Sequence[Place], made_from: MadeFrom, pages: Pages, programme: Programme, order: Order) -> list[Job]:
    return [
        job_of(
            place,
            shown=address_from((order.out / place.notebook).parent, programme.address),
            as_of=order.as_of,
            made_from=made_from.of(place),
            page=pages.of(place),
        )
        for place in places
    ]


def _where(order: Order, block: ExitStack) -> Where:
    if not order.cluster:
        block.enter_context(ready(order.limits))
        return run_here
    from kamkit.bulk.cluster import Cluster

    return Cluster.reached(order.cluster)


def _counting(total: int, progress: Callable[[int, int], None] | None) -> Callable[[object], None]:
    done = count(1)
    return lambda made: progress(next(done), total) if progress else None


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


def _notes(tables: Mapping[str, pd.DataFrame], as_of: date) -> tuple[str, ...]:
    lines = tables["sales_lines"]
    if lines.empty:
        return ("there are no sales lines yet; 'kamkit import' loads them",)
    better, last = better_day(tables, as_of), days_of_sales(tables, as_of).last
    if better is None or last is None:
        return ()
    if months_to(as_of).holds(lines["date"]).any():
        return (
            f"as of {as_of} the last twelve months are not full, the newest sales line is of {last}; import the sales since "
            f"then, or look at an earlier day: --as-of {better}",
        )
    return (f"as of {as_of} there are no sales in the last twelve months; try --as-of {better}, the newest sales line is of {last}",)
