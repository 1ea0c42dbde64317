"""Every account's plan as documents in its folder, made beside each other and kept while nothing they rest on has changed."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from kamkit.bulk import Job, Ledger, Outcome
from kamkit.bulk.beside import call_each, cores
from kamkit.bulk.ledger import Entry
from kamkit.errors import InputError, KamkitError
from kamkit.packs.contents import accounts_with_records
from kamkit.packs.made_from import MadeFrom
from kamkit.programme.importing.report import write_bytes

if TYPE_CHECKING:
    from kamkit.documents.plan import Edition

DOCUMENTS = "documents"  # stands in the ledger where notebooks have their name
RECORDS = ("customer_goals", "objectives", "opportunities", "propositions", "actions")
"""An account with a row in one of these has a plan; the others get documents when they are asked for by name."""

STEMS: dict[Edition, str] = {"ours": "plan", "customer": "plan.for-customer"}
"""What the documents of each edition are called; nobody should have to open one to see whose it is."""

_FIRST = f"{STEMS['ours']}.docx"
_ACCOUNTS_PER_PROCESS = 4  # fewer are not worth the imports of another process


@dataclass(frozen=True)
class Made:
    """The documents of one account: where they lie, what they are called, and if they could not be made, why."""

    account_id: str
    folder: str
    names: tuple[str, ...] = ()
    kept: bool = False
    error: str = ""
    beside: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether they could not be made."""
        return bool(self.error)


@dataclass(frozen=True)
class Sources:
    """What children read: the snapshot, and the file with what is worked out from it; ``moment``: which it is."""

    snapshot: str
    worked_out: str
    as_of: date
    moment: str = ""


def refuse_without_libraries() -> None:
    """InputError if a format's library is missing, before anything is made."""
    from kamkit.documents.export import FORMATS

    missing = sorted({found.needs for found in FORMATS.values() if found.needs and find_spec(found.needs) is None})
    if missing:
        raise InputError(f"--documents: needs {', '.join(missing)}; install them with: pip install 'kamkit[documents]'")


def accounts_with_plans(tables: Mapping[str, Any], accounts: Sequence[str], *, named: bool) -> list[str]:
    """Whose documents are made: all of ``accounts`` if they were named, else those that have a plan."""
    have = set(accounts) if named else accounts_with_records(tables, RECORDS)
    return [account for account in accounts if account in have]


def make_documents(
    out: Path, accounts: Sequence[str], folders: Mapping[str, str], made_from: MadeFrom, sources: Sources, *,
    customers: bool = False, restart: bool = False, on_done: Callable[[Made], None] = lambda made: None,
) -> list[Made]:  # fmt: skip
    """Make the documents of ``accounts`` in their folders within ``out``, or keep them, and record each in the ledger.

    ``customers``: the edition that a customer may have as well; where there is one, it is made again even if nobody
    asks, so that the two never differ. ``on_done`` is told each account's when they are written and recorded.

    A document that somebody has worked on stays; the new one lies beside it as ``plan.new``. What cannot be made for
    an account stands in its ``error`` and harms no other.
    """
    found: dict[str, Made] = {}
    if not accounts:
        return []
    with Ledger(out) as ledger:
        jobs = {account: _job(account, f"accounts/{folders[account]}", made_from, sources.as_of) for account in accounts}
        wanted = {account: _editions(ledger.entries.get(job.target), customers) for account, job in jobs.items()}
        for account, job in jobs.items():
            if not restart and ledger.done(job) is not None and _has(ledger.entries[job.target], wanted[account]):
                found[account] = _made(account, ledger.entries[job.target], kept=True)
                on_done(found[account])
        left = [account for account in accounts if account not in found]
        given = [(out, jobs[account], sources, wanted[account]) for account in left]

        def record(at: int, result: tuple[Outcome, tuple[str, ...], tuple[str, ...]]) -> None:
            outcome, names, beside = result
            folder = posixpath.dirname(outcome.job.target)
            if not outcome.failed:
                ledger.record(outcome, [posixpath.join(folder, name) for name in names])
            found[left[at]] = Made(left[at], folder, names, error=outcome.error, beside=beside)
            on_done(found[left[at]])

        processes = min(cores(), 1 + len(given) // _ACCOUNTS_PER_PROCESS)
        call_each(write_documents, given, processes=processes, on_done=record)
    return [found[account] for account in accounts]


def _editions(entry: Entry | None, customers: bool) -> tuple[Edition, ...]:
    return ("ours", "customer") if customers or (entry is not None and _has(entry, ("customer",))) else ("ours",)


def _has(entry: Entry, editions: Iterable[Edition]) -> bool:
    names = {posixpath.basename(name) for name in entry.companions}
    return all(f"{STEMS[edition]}.docx" in names for edition in editions)


def list_documents(out: Path, accounts: Iterable[str]) -> dict[str, Made]:
    """The documents that lie in ``out``, of this run or an earlier one, by account."""
    known, found = set(accounts), {}
    for entry in Ledger(out).entries.values():
        account = entry.parameters.get("account_id", "")
        if entry.notebook == DOCUMENTS and account in known:
            made = _made(account, entry, kept=True)
            there = tuple(name for name in made.names if (out / made.folder / name).is_file())
            if there:
                found[account] = replace(made, names=there)
    return found


def out_of_date(out: Path, documents: Mapping[str, Made], made_from: MadeFrom, as_of: date) -> int:
    """How many accounts' documents rest on something that has changed since they were made."""
    entries = Ledger(out).entries
    return sum(
        dict(entry.made_from) != _job(account, made.folder, made_from, as_of).made_from
        for account, made in documents.items()
        if (entry := entries.get(f"{made.folder}/{_FIRST}")) is not None
    )


def write_documents(
    out: Path, job: Job, sources: Sources, editions: Sequence[Edition]
) -> tuple[Outcome, tuple[str, ...], tuple[str, ...]]:
    """Write all formats for one account; how it went, the documents' names, and those that lie beside one worked on."""
    from kamkit.documents.fixed import place_for

    folder, started, beside = (out / job.target).parent, perf_counter(), []
    try:
        contents = _contents(str(job.parameters["account_id"]), sources, editions)  # all of them, before the first is written
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            place = place_for(folder / name)
            write_bytes(place, content)
            beside += [place.name] if place.name != name else []
    except Exception as error:  # whatever it is, it is this account's alone
        said = str(error) if isinstance(error, KamkitError) else f"{type(error).__name__}: {error}"
        return Outcome(job, perf_counter() - started, error=said), (), ()
    return Outcome(job, perf_counter() - started), tuple(contents), tuple(beside)


def _contents(account_id: str, sources: Sources, editions: Sequence[Edition]) -> dict[str, bytes]:
    from kamkit.documents.export import FORMATS, bytes_of, source_of

    tables, revisions = _tables(sources.snapshot, sources.worked_out)
    made: dict[str, bytes] = {}
    for edition in editions:
        source = source_of(tables, account_id, sources.as_of, edition, sources.moment, revisions=revisions)
        made |= {f"{STEMS[edition]}{suffix}": bytes_of(source, found) for suffix, found in FORMATS.items()}
    return made


def _job(account: str, folder: str, made_from: MadeFrom, as_of: date) -> Job:
    parts = made_from.documents_of(account) | {"as_of": as_of.isoformat()}
    return Job(Path(DOCUMENTS), {"account_id": account, "as_of": as_of.isoformat()}, f"{folder}/{_FIRST}", made_from=parts)


def _made(account: str, entry: Entry, *, kept: bool) -> Made:
    names = tuple(posixpath.basename(name) for name in entry.companions)
    return Made(account, posixpath.dirname(entry.target), names, kept)


@cache
def _tables(snapshot: str, worked_out: str) -> tuple[Any, dict[str, int]]:
    """The snapshot's tables, opened once in each child, with what is worked out already, and its actions' revisions."""
    from kamkit.documents.export import revisions_of
    from kamkit.programme import open_programme
    from kamkit.programme.memo import open_memo

    programme = open_programme(snapshot)
    tables = programme.tables()
    change_id, memo = open_memo(Path(worked_out))
    if change_id == tables.change_id:
        tables.memo = memo
    return tables, revisions_of(programme, tables.change_id)
