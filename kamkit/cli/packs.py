"""kamkit generate."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import typer
from tqdm import tqdm

from kamkit.cli.common import day_of, who


def make_packs(
    address: str,
    out: Path,
    *,
    accounts: Sequence[str],
    workbooks: Sequence[str],
    at_once: int | None,
    timeout: float,
    as_of: str,
) -> None:
    """Generate the packs; exit status 1 if a notebook failed."""
    from kamkit.packs.generate import Order, generate
    from kamkit.programme import open_programme

    order = Order(out, day_of(as_of), tuple(accounts), tuple(workbooks), at_once, timeout)
    started = time.monotonic()
    with open_programme(address, who=who()) as programme, ProgressBar() as bar:
        report = generate(programme, order, progress=bar)
    seconds = time.monotonic() - started
    for note in report.notes:
        typer.echo(f"Note: {note}.")
    for failure in report.failures:
        typer.echo(f"failed: {failure.job.target}, cell {failure.cell}: {failure.error}")
    typer.echo(f"{report.summary} in {seconds:.0f} s. The page to open:")
    typer.echo(report.index)
    if report.failures:
        raise typer.Exit(1)


class ProgressBar:
    """A progress bar on a terminal, silence elsewhere."""

    def __init__(self) -> None:
        self._bar: tqdm[None] | None = None

    def __enter__(self) -> ProgressBar:
        return self

    def __call__(self, done: int, total: int) -> None:
        if self._bar is None:
            self._bar = tqdm(total=total, unit="notebook", disable=None, leave=False)
        self._bar.update(done - self._bar.n)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()
