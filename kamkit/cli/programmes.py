"""kamkit new."""

from __future__ import annotations

import typer

from kamkit.cli.common import who


def make_programme(address: str, *, sample: bool, company: str, currency: str) -> None:
    """Make a programme and say what to do next."""
    from kamkit.programme import create_programme

    with create_programme(address, sample=sample, who=who(), company=company or None, currency=currency or None) as made:
        address = made.address
    typer.echo(f"A programme{' with the training case' if sample else ''}:")
    typer.echo(address)
    if sample:
        typer.echo(f"Next: kamkit generate {address} --out packs --as-of 2026-03-31, or kamkit lab {address}")
    else:
        typer.echo(f"Next: kamkit import {address} FILE... (an empty workbook to fill in: kamkit template FILE.xlsx)")
        typer.echo(f"Without an export: kamkit lab {address}; 00_start_here adds an account by hand, 01 offers criteria to start from")
