"""Where every notebook of a run goes, and with which parameters."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kamkit.bulk import Job
from kamkit.packs.library import Workbook

PORTFOLIO = ""
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


def job_of(place: Place, out: Path, *, reads: str, address: str, as_of: date) -> Job:
    """The job for a place: it runs on the snapshot ``reads``; whoever opens it later finds ``address``."""
    common = {"account_id": place.account_id, "as_of": as_of.isoformat()}
    target = out / place.notebook
    return Job(
        notebook=place.workbook.path,
        parameters={"programme": reads, **common},
        target=target,
        shown={"programme": _from_folder(address, target.parent), **common},
    )


def _from_folder(address: str, folder: Path) -> str:
    if "://" in address:
        return address
    try:
        return Path(os.path.relpath(Path(address).resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive
        return str(Path(address).resolve())
