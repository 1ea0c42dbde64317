"""Every account's plan as documents in its folder, made beside each other and kept while nothing they rest on has changed."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any

from kamkit.bulk import Job, Ledger, Outcome
from kamkit.bulk.beside import call_each
from kamkit.bulk.ledger import Entry
from kamkit.errors import InputError, KamkitError
from kamkit.packs.contents import accounts_with_records
from kamkit.packs.made_from import MadeFrom
from kamkit.programme.importing.report import write_bytes

DOCUMENTS = "documents"  # stands in the ledger where notebooks have their name
RECORDS = ("customer_goals", "objectives", "opportunities", "propositions", "actions")
"""An account with a row in one of these has a plan; the others get documents when they are asked for by name."""

_STEM, _NEW_STEM = "plan", "plan.new"
_DIGEST = "digest of "
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
    """What children read: the snapshot, and the file with what is worked out from it."""

    snapshot: str
    worked_out: str
    as_of: date


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
    restart: bool = False, on_done: Callable[[Made], None] = lambda made: None,
) -> list[Made]:  # fmt: skip
    """Make the documents of ``accounts`` in their folders within ``out``, or keep them, and record each in the ledger.

    ``on_done`` is told each account's when they are written and recorded.

    A document that somebody has changed since it was made stays; the new one lies beside it as ``plan.new``. What
    cannot be made for an account stands in its ``error`` and harms no other.
    """
    found: dict[str, Made] = {}
    if not accounts:
        return []
    with Ledger(out) as ledger:
        jobs = {account: _job(account, f"accounts/{folders[account]}", made_from, sources.as_of) for account in accounts}
        for account, job in jobs.items():
            if not restart and ledger.done(job) is not None:
                found[account] = _made(account, ledger.entries[job.target], kept=True)
                on_done(found[account])
        left = [account for account in accounts if account not in found]
        given = [(out, jobs[account], sources, _digests(ledger.entries.get(jobs[account].target))) for account in left]

        def record(at: int, result: tuple[Outcome, tuple[str, ...], tuple[str, ...]]) -> None:
            outcome, names, beside = result
            if not outcome.failed:
                ledger.record(outcome, [posixpath.join(posixpath.dirname(outcome.job.target), name) for name in names])
            folder = posixpath.dirname(outcome.job.target)
            found[left[at]] = Made(left[at], folder, names, error=outcome.error, beside=beside)
            on_done(found[left[at]])

        processes = min(os.cpu_count() or 1, 1 + len(given) // _ACCOUNTS_PER_PROCESS)
        call_each(write_documents, given, processes=processes, on_done=record)
    return [found[account] for account in accounts]


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
        if (entry := entries.get(f"{made.folder}/{_STEM}.docx")) is not None
    )


def write_documents(
    out: Path, job: Job, sources: Sources, digests: Mapping[str, str]
) -> tuple[Outcome, tuple[str, ...], tuple[str, ...]]:
    """Write all formats for one account; how it went, the documents' names, and those that lie beside a changed one."""
    from kamkit.documents.export import FORMATS, bytes_of, source_of

    account, folder, started = str(job.parameters["account_id"]), (out / job.target).parent, perf_counter()
    names, beside, told = [], [], dict(digests)
    try:
        source = source_of(_tables(sources.snapshot, sources.worked_out), account, sources.as_of, "ours")
        folder.mkdir(parents=True, exist_ok=True)
        for suffix, found in FORMATS.items():
            content, name = bytes_of(source, found), f"{_STEM}{suffix}"
            if _is_changed(folder / name, digests.get(_DIGEST + name, ""), content):
                beside.append(f"{_NEW_STEM}{suffix}")
                write_bytes(folder / beside[-1], content)
            else:
                write_bytes(folder / name, content)
                told[_DIGEST + name] = _digest(content)
            names.append(name)
    except Exception as error:  # whatever it is, it is this account's alone
        said = str(error) if isinstance(error, KamkitError) else f"{type(error).__name__}: {error}"
        return Outcome(job, perf_counter() - started, error=said), (), ()
    job = replace(job, shown={name: str(value) for name, value in job.parameters.items()} | told)
    return Outcome(job, perf_counter() - started), tuple(names), tuple(beside)


def _job(account: str, folder: str, made_from: MadeFrom, as_of: date) -> Job:
    parts = made_from.documents_of(account) | {"as_of": as_of.isoformat()}
    return Job(
        Path(DOCUMENTS), {"account_id": account, "as_of": as_of.isoformat()}, f"{folder}/{_STEM}.docx", made_from=parts
    )


def _made(account: str, entry: Entry, *, kept: bool) -> Made:
    names = tuple(posixpath.basename(name) for name in entry.companions)
    return Made(account, posixpath.dirname(entry.target), names, kept)


def _digests(entry: Entry | None) -> dict[str, str]:
    if entry is None:
        return {}
    return {name: value for name, value in entry.parameters.items() if name.startswith(_DIGEST)}


def _is_changed(path: Path, digest: str, content: bytes) -> bool:
    """Whether somebody has worked on the file: it is neither what was recorded nor what is to be written."""
    if not path.is_file():
        return False
    return _digest(path.read_bytes()) not in (digest, _digest(content))


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]


@cache
def _tables(snapshot: str, worked_out: str) -> Any:
    """The snapshot's tables, opened once in each child, with what is worked out already."""
    from kamkit.programme import open_programme
    from kamkit.programme.memo import open_memo

    tables = open_programme(snapshot).tables()
    change_id, memo = open_memo(Path(worked_out))
    if change_id == tables.change_id:
        tables.memo = memo
    return tables
