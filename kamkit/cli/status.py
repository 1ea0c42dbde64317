"""kamkit status: what is there, what is missing, what is out of date."""

from __future__ import annotations

from pathlib import Path

import typer

from kamkit.cli.common import day_of, who
from kamkit.errors import InputError


def show_status(address: str, *, by: str, to: Path, as_of: str) -> None:
    """Print the state of a programme; with ``by='owner'`` write the sheets of missing facts too."""
    from kamkit.model import RECORDS
    from kamkit.packs.copies import list_changed
    from kamkit.programme import open_programme
    from kamkit.programme.missing import list_missing, write_missing

    if by not in ("", "owner"):
        raise InputError(f"--by: found {by!r}; expected 'owner'")
    day = day_of(as_of)
    with open_programme(address, who=who()) as programme:
        tables = programme.tables()
        typer.echo(f"{programme.settings.company or programme.name}, as of {day}")
        for table, record in RECORDS.items():
            if count := len(tables[table]):
                typer.echo(f"  {record.title}: {count:,}")
        empty = [record.title for table, record in RECORDS.items() if tables[table].empty]
        typer.echo(f"Nothing yet in: {', '.join(empty) or 'none, every table has rows'}")
        missing = list_missing(tables, day)
        typer.echo(f"Missing facts: {len(missing):,}{' (the sheets: --by owner)' if len(missing) and not by else ''}")
        for folder in sorted((programme.folder / "workbooks").glob("*/")):
            for path in list_changed(folder):
                typer.echo(f"Workbook changed by its owner: {path}")
        if by:
            write_missing(to, tables, day)
            programme.remember_place("missing facts", to)
            typer.echo("Missing facts, one sheet per account manager, most valuable account first; fill in and import:")
            typer.echo(to)
