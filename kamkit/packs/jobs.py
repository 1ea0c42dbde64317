"""Where every notebook of a run goes, and with which parameters."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from kamkit.bulk import Executed, Job, Material
from kamkit.packs.library import Workbook
from kamkit.packs.pages import Page, Sibling, page_html
from kamkit.show import words

PORTFOLIO = ""
# What each run brings along: the one consistent copy of the programme, and what is worked out from it once for all.
SNAPSHOT = Material("programme")
WORKED_OUT = Material("worked-out")
_PORTFOLIO_FOLDER = "programme"
_ACCOUNTS_FOLDER = "accounts"


@dataclass(frozen=True)
class Place:
    """One notebook of a pack: whose it is, which workbook, and its files relative to the output folder."""

    account_id: str
    workbook: Workbook
    folder: str

    @property
    def notebook(self) -> str:
        """The executed notebook."""
        return f"{self.folder}/{self.workbook.name}.ipynb"

    @property
    def page(self) -> str:
        """Its page."""
        return f"{self.folder}/{self.workbook.name}.html"

    @property
    def way_up(self) -> str:
        """From the page back to the output folder."""
        return "../" * (self.folder.count("/") + 1)


def place_runs(runs: Iterable[tuple[str, Workbook]], folders: Mapping[str, str]) -> tuple[Place, ...]:
    """A place for every run; ``folders`` maps account ids to folder names."""
    return tuple(
        Place(account, workbook, f"{_ACCOUNTS_FOLDER}/{folders[account]}" if account else _PORTFOLIO_FOLDER)
        for account, workbook in runs
    )


def job_of(place: Place, *, shown: str, as_of: date, made_from: Mapping[str, str], page: Page) -> Job:
    """The job for a place: it runs on the snapshot of the run; whoever opens it later finds the programme at ``shown``."""
    common = {"account_id": place.account_id, "as_of": as_of.isoformat()}
    return Job(
        notebook=place.workbook.path,
        parameters={"programme": SNAPSHOT, **common},
        target=place.notebook,
        shown={"programme": shown, **common},
        made_from={**made_from, "programme": shown, "as_of": as_of.isoformat()},
        about=(place.page, page),
    )


def page_of(executed: Executed) -> dict[str, str]:
    """The page that goes with an executed notebook."""
    outcome = executed.outcome
    name, page = outcome.job.about
    failure = f"It stopped at cell {outcome.cell}: {outcome.error}" if outcome.failed else ""
    return {name: page_html(executed.notebook, replace(page, failure=failure))}


def address_from(folder: Path, address: str) -> str:
    """How a notebook in ``folder`` names the programme at ``address``: by the way there, so that both can be moved."""
    if "://" in address:
        return address
    try:
        return Path(os.path.relpath(Path(address).resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive
        return str(Path(address).resolve())


class Pages:
    """What the pages of a run say about where they belong."""

    def __init__(self, places: Iterable[Place], portfolio: pd.DataFrame, as_of: date) -> None:
        """``places``: all pages that will lie in the folder, those of earlier runs too."""
        self._names: Mapping[str, str] = dict(zip(portfolio["account_id"], portfolio["name"], strict=True))
        self._as_of = f"as of {words.day(as_of)}"
        self._packs: dict[str, list[Place]] = {}
        for place in sorted(places, key=lambda place: place.workbook.name):
            self._packs.setdefault(place.account_id, []).append(place)

    def of(self, place: Place) -> Page:
        """The page of one place."""
        subject = f"{self._names[place.account_id]} ({place.account_id})" if place.account_id else "The portfolio"
        return Page(
            title=f"{subject}: {place.workbook.question}",
            subject=subject,
            as_of=self._as_of,
            index=f"{place.way_up}index.html",
            notebook=os.path.basename(place.notebook),
            siblings=tuple(
                Sibling(other.workbook.name.replace("_", " "), os.path.basename(other.page), other is place)
                for other in self._packs[place.account_id]
            ),
        )
