"""kamkit glossary: every field, for people and for programs."""

from __future__ import annotations

import json

import typer

from kamkit.model import RECORDS
from kamkit.model.glossary import glossary


def show_glossary(*, as_json: bool) -> None:
    """Print the glossary, as JSON or to read."""
    entries = glossary()
    if as_json:
        typer.echo(json.dumps(entries, indent=1, ensure_ascii=False))
        return
    for record in RECORDS.values():
        typer.echo(f"\n{record.title} ({record.table})\n  {(record.__doc__ or '').strip().splitlines()[0]}")
        for spec in record.specs():
            bounds = "; ".join(filter(None, (spec.unit, spec.range, "customers may see it" if spec.shareable else "")))
            typer.echo(f"  {spec.name}: {spec.label}. {spec.help}{f' [{bounds}]' if bounds else ''}")
