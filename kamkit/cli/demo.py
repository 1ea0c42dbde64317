"""kamkit demo: the whole way on the sample, from nothing to the page to open."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import typer

from kamkit.cli.packs import ProgressBar
from kamkit.errors import InputError

_MARK = ".kamkit-demo"


def run_demo(folder: Path, accounts: tuple[str, ...] = ()) -> None:
    """Make the sample programme and its packs in ``folder``, of these accounts or all candidates; an earlier one is replaced."""
    from kamkit.packs.generate import Order, generate
    from kamkit.packs.portfolio import list_candidates
    from kamkit.programme import create_programme

    started = time.monotonic()
    _clear(folder)
    with create_programme(folder / "programme", sample=True, who="demo") as programme, ProgressBar() as bar:
        tables = programme.tables()
        as_of = programme.settings.review_date
        assert as_of is not None, "the sample has a review date"
        order = Order(folder / "packs", as_of, accounts=accounts or tuple(list_candidates(tables, as_of)))
        report = generate(programme, order, progress=bar)
    seconds = time.monotonic() - started
    typer.echo(f"The training case in {folder / 'programme'}: {report.summary} in {seconds:.0f} s. The page to open:")
    typer.echo(report.index)
    if report.failures:
        raise typer.Exit(1)


def _clear(folder: Path) -> None:
    # Only what an earlier demonstration made is removed; anything else in the way is the user's.
    if folder.exists() and not (folder / _MARK).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder}: holds something that is not a demonstration; give another folder")
    for part in ("programme", "packs"):
        shutil.rmtree(folder / part, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARK).write_text("Made by 'kamkit demo'; made again each time.\n", encoding="utf-8")
