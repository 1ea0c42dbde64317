"""kamkit generate."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import typer
from tqdm import tqdm

from kamkit.cli.common import CUSTOMER, day_of, who
from kamkit.errors import InputError


def make_packs(
    address: str,
    out: Path,
    *,
    accounts: Sequence[str],
    workbooks: Sequence[str],
    at_once: int,
    timeout: float,
    memory_mb: int,
    as_of: str,
    restart: bool,
    cluster: str,
    documents: bool = False,
    edition: str = "",
) -> None:
    """Generate the packs; exit status 1 if a notebook or a document failed."""
    from kamkit.bulk import Limits
    from kamkit.packs.generate import Order, generate
    from kamkit.programme import open_programme

    if edition and not (documents and edition == CUSTOMER):
        raise InputError(f"--for: found {edition!r}; expected --documents --for customer, or nothing for our own edition alone")
    limits = Limits(at_once, timeout, memory_mb)
    order = Order(out, day_of(as_of), tuple(accounts), tuple(workbooks), limits, restart, cluster, documents, bool(edition))
    started = time.monotonic()
    with open_programme(address, who=who()) as programme, ProgressBar() as bar:
        report = generate(programme, order, progress=bar)
    seconds = time.monotonic() - started
    for note in report.notes:
        typer.echo(f"Note: {note}.")
    for failure in report.failures:
        account = failure.job.parameters["account_id"] or "the portfolio"
        typer.echo(
            f"failed: account {account}, {failure.job.notebook.stem}, cell {failure.cell}: {failure.error}; "
            f"as far as it came: {out / failure.job.target}"
        )
    unmade = [made for made in report.documents if made.failed]
    for made in unmade:
        typer.echo(f"failed: account {made.account_id}, its documents: {made.error}")
    typer.echo(f"{report.summary} in {seconds:.0f} s. The page to open:")
    typer.echo(report.index)
    if report.failures or unmade:
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
