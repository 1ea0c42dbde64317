"""kamkit export: one account's plan as a file to send."""

from __future__ import annotations

from pathlib import Path

import typer

from kamkit.cli.common import CUSTOMER, day_of, who
from kamkit.errors import InputError
from kamkit.show.words import counted, listed

_CALLED = {"actions": ("action",), "opportunities": ("opportunity", "opportunities"), "measures": ("measure",)}


def write_plan(address: str, *, account_id: str, to: Path, edition: str, as_of: str) -> None:
    """Write the plan in the format of the file's suffix and say where it is; for a customer, what was left out.

    Exit status 1 if it had to go beside a document that somebody has worked on.
    """
    from kamkit.documents.export import export_plan, format_of
    from kamkit.method.worth.lines import better_day
    from kamkit.programme import open_programme

    if edition not in ("", CUSTOMER):
        raise InputError(f"--for: found {edition!r}; expected customer, or nothing for ourselves")
    found, day = format_of(to), day_of(as_of)
    with open_programme(address, who=who()) as programme:
        made = export_plan(programme, account_id, day, to, "customer" if edition else "ours")
        better = better_day(programme.tables(), day)
    if better:
        typer.echo(f"Note: as of {day}, long after the newest sales line. To look at an earlier day: --as-of {better}.")
    if edition:
        rows = [counted(count, *_CALLED[name]) for name, count in made.left_out.items()]
        left = f"Left out as ours alone: {listed(rows)}. " if rows else ""
        typer.echo(f"{left}Read it before you send it: a person may have typed anything anywhere.")
    if made.place != to:
        typer.echo(f"{to.name} is not as kamkit wrote it: it stays as it is, the new one lies beside it.")
    whose = f"for {made.plan.account}, without anything internal" if edition else "for ourselves"
    typer.echo(f"{made.plan.title}, {whose}, as {found.name}:")
    typer.echo(made.place)
    if made.place != to:
        raise typer.Exit(1)
