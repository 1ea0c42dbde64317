"""kamkit move: a programme to a server, or back."""

from __future__ import annotations

import typer

from kamkit.cli.common import who
from kamkit.model import RECORDS

_OWN = {
    "changes": "Changes in the history",
    "change_fields": "Fields in the history",
    "sales_lines": "Sales lines, replaced ones included",
}


def move_and_tell(source: str, target: str) -> None:
    """Move the programme and say how many rows of what; exit status 1 if somebody saved at the source meanwhile."""
    from kamkit.packs.copies import list_changed
    from kamkit.programme.address import home_of
    from kamkit.programme.moving import move_programme

    moved = move_programme(source, target, who=who())
    for table, rows in moved.rows.items():
        title = _OWN.get(table) or (RECORDS[table].title if table in RECORDS else table)
        if rows:
            typer.echo(f"  {title}: {rows:,}")
    for folder in sorted((home_of(source).folder / "workbooks").glob("*/")):
        for path in list_changed(folder):
            typer.echo(f"Workbook changed by its owner, left where it is: {path}")
    typer.echo(f"{sum(moved.rows.values()):,} rows in {len(moved.rows)} tables, each compared. The programme is now at:")
    typer.echo(moved.target)
    typer.echo("The one before is as it was; what is entered there from now on does not come here. Keep it as a copy, or delete it:")
    typer.echo(moved.source)
    if moved.missed:
        typer.echo(f"While it was moved, {moved.missed} changes were saved there; they are not here. Enter them again, or move again.")
        raise typer.Exit(1)
