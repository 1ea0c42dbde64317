"""What earlier runs have left in the folder, and why some of it is made again."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from kamkit.bulk import Job, Ledger, Outcome
from kamkit.bulk.ledger import Entry
from kamkit.errors import InputError
from kamkit.packs.documents import DOCUMENTS
from kamkit.packs.jobs import PORTFOLIO, Place
from kamkit.packs.library import Workbook, list_workbooks, read_workbook
from kamkit.packs.made_from import FIGURE
from kamkit.show import words


def read_earlier(out: Path, portfolio: pd.DataFrame, *, except_for: Sequence[Place]) -> dict[Place, Outcome]:
    """The notebooks that earlier runs made in ``out`` and this run will not touch, of accounts that are still there."""
    known = {*portfolio["account_id"], PORTFOLIO}
    planned = {place.notebook for place in except_for}
    kit = {workbook.path.name: workbook for workbook in list_workbooks()}
    found: dict[Place, Outcome] = {}
    for target, entry in sorted(Ledger(out).entries.items()):
        account = entry.parameters.get("account_id", PORTFOLIO)
        if entry.notebook == DOCUMENTS or target in planned or account not in known or not (out / target).is_file():
            continue
        workbook = kit.get(entry.notebook) or _of_ones_own(out / target)
        if workbook:
            place = Place(account, workbook, posixpath.dirname(target))
            found[place] = _outcome(entry)
    return found


def _of_ones_own(path: Path) -> Workbook | None:
    try:
        return read_workbook(path)
    except InputError:
        return None


def _outcome(entry: Entry) -> Outcome:
    job = Job(Path(entry.notebook), entry.parameters, entry.target)
    return Outcome(job, entry.seconds, entry.cell, entry.error, kept=True)


def of_other_days(earlier: Iterable[Outcome], as_of: date) -> tuple[str, ...]:
    """In words how many notebooks of earlier runs look at another day."""
    days = [str(outcome.job.parameters.get("as_of", "")) for outcome in earlier]
    others = [day for day in days if day != as_of.isoformat()]
    if not others:
        return ()
    return (f"{words.counted(len(others), 'notebook')} of earlier runs in this folder as of {', '.join(sorted(set(others)))}",)


def why_again(outcomes: Iterable[Outcome]) -> tuple[str, ...]:
    """Why notebooks that an earlier run had done were made again, the reason that touches most of them first."""
    reasons = Counter(_reason(outcome.because) for outcome in outcomes if outcome.because)
    return tuple(f"{words.counted(number, 'notebook')} made again: {reason}" for reason, number in reasons.most_common())


def _reason(because: frozenset[str]) -> str:
    """The widest of several reasons."""
    if "kamkit" in because:
        return "kamkit itself has changed"
    if "as_of" in because:
        return "they look at another day"
    if "workbook" in because:
        return "the workbook has changed"
    figures = sorted(name.removeprefix(FIGURE) for name in because if name.startswith(FIGURE))
    if figures:
        return f"figures of the whole programme have changed ({', '.join(figures)})"
    if "records of the programme" in because:
        return "records of the programme that concern every account have changed"
    if "programme" in because:
        return "the programme lies elsewhere"
    return "records of their account have changed"
