"""kamkit template and kamkit import."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from kamkit.cli.common import who
from kamkit.errors import InputError


def make_template(file: Path) -> None:
    """Write the Excel workbook to fill in."""
    from kamkit.programme.template import write_template

    if file.suffix.lower() != ".xlsx":
        raise InputError(f"{file}: an Excel workbook is written; give a name that ends in .xlsx")
    write_template(file)
    typer.echo("An empty workbook to fill in; load it with kamkit import:")
    typer.echo(file)


def load_files(
    address: str,
    files: Sequence[Path],
    *,
    maps: Sequence[str],
    skip_bad_rows: bool,
    replaces: Sequence[str],
    report: Path,
) -> None:
    """Load the files and say what was read, changed, left out and rejected; exit status 1 if rows were rejected."""
    from kamkit.programme import open_programme
    from kamkit.programme.importing import ImportRefused, import_files

    with open_programme(address, who=who()) as programme:
        try:
            found = import_files(
                programme, files, maps=maps, skip_bad_rows=skip_bad_rows, replaces=replaces, report_to=report
            )
        except ImportRefused as refused:
            found = refused.report
    typer.echo(found)
    if found.rejections:
        raise typer.Exit(1)
