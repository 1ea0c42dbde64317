"""kamkit export: one account's plan as a file to send."""

from __future__ import annotations

from pathlib import Path

import typer

from kamkit.cli.common import day_of, who
from kamkit.errors import InputError
from kamkit.show.words import counted, listed

CUSTOMER = "customer"
_CALLED = {"actions": ("action",), "opportunities": ("opportunity", "opportunities"), "measures": ("measure",)}


def write_plan(address: str, *, account_id: str, to: Path, edition: str, as_of: str) -> None:
    """Write the plan in the format of the file's suffix and say where it is; for a customer, what was left out."""
    from kamkit.documents.export import count_left_out, export_plan, format_of
    from kamkit.programme import open_programme

    if edition not in ("", CUSTOMER):
        raise InputError(f"--for: found {edition!r}; expected customer, or nothing for ourselves")
    found, day = format_of(to), day_of(as_of)
    with open_programme(address, who=who()) as programme:
        tables = programme.tables()
        plan = export_plan(tables, account_id, day, to, "customer" if edition else "ours")
        left = count_left_out(tables, account_id, day) if edition else {}
    whose = f"for {plan.account}, without anything internal" if edition else "for ourselves"
    typer.echo(f"{plan.title}, {whose}, as {found.name}:")
    typer.echo(to)
    if left:
        rows = listed([counted(count, *_CALLED[name]) for name, count in left.items()])
        typer.echo(f"Left out as ours alone: {rows}. Read it before you send it: a person may have typed anything anywhere.")
