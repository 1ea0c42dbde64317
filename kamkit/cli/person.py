"""kamkit person: all that is stored about a person, and its removal."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import typer

from kamkit.cli.common import who
from kamkit.errors import InputError

if TYPE_CHECKING:
    from kamkit.programme import Programme
    from kamkit.programme.person import Held, HeldRow, HeldStep


def show_or_erase(address: str, name: str, *, show: bool, erase: bool, yes: bool) -> None:
    """Print what is stored, or remove it after a question; exit status 1 if something is left to look at."""
    from kamkit.programme import open_programme
    from kamkit.programme.person import find_person

    if show == erase:
        raise InputError("kamkit person: expected one of --show and --erase")
    with open_programme(address, who=who()) as programme:
        held = find_person(programme, name)
        if show:
            _show(programme, held)
        else:
            _erase(programme, held, name, yes)


def _show(programme: Programme, held: Held) -> None:
    if held.is_nothing:
        typer.echo(f"{programme.name} holds nothing about {held.subject.asked}.")
    else:
        typer.echo(f"What {programme.name} holds about {held.subject.asked}:")
        _section("The person's own record", (_row(row) for row in held.rows if row.is_person))
        _section("Named or mentioned in", (_row(row) for row in held.rows if not row.is_person))
        _section("Changes made", (f"change {number} of {at[:16].replace('T', ' ')} UTC: {kind}" for number, at, kind in held.changes))
        _section("Named in the history", map(_step, held.history))
        _section("Copies kept before an upgrade", (f"{copy}: {rows:,} rows" for copy, rows in held.copies.items()))
        _section("Files in the programme's folder", dict.fromkeys(str(one.path) for one in held.files))
        _section(
            "Files made from it, and other places",
            dict.fromkeys(f"{one.path}{f' ({one.says})' if one.says else ''}" for one in held.elsewhere),
        )
    _section("Not counted, but perhaps the same person", held.near)


def _section(title: str, lines: Iterable[str]) -> None:
    lines = list(lines)
    if lines:
        typer.echo(f"\n{title}:")
        for line in lines:
            typer.echo(f"  {line}")


def _row(row: HeldRow) -> str:
    fields = "; ".join(f"{name}: {value}" for name, value in row.values.items())
    return f"{row.table} {' / '.join(row.key)} ({', '.join(row.named)}): {fields}"


def _step(step: HeldStep) -> str:
    key = " / ".join(map(str, json.loads(step.key)))
    what = f"{step.field}: {step.before} became {step.after}" if step.field else f"{step.before or 'nothing'} became {step.after or 'nothing'}"
    return f"change {step.change_id} of {step.at[:10]} by {step.who or 'somebody'}, {step.table} {key}: {what}"


def _erase(programme: Programme, held: Held, name: str, yes: bool) -> None:
    from kamkit.programme.person import erase_person

    if held.is_nothing:
        typer.echo(f"{programme.name} holds nothing about {held.subject.asked}; nothing was changed.")
        _section("Perhaps the same person; remove by this name", held.near)
        raise typer.Exit(1)
    if not yes:
        _ask(programme, held)
    erased = erase_person(programme, name)
    for table, rows in erased.rows.items():
        typer.echo(f"  {table}: {rows:,} rows rewritten")
    for copy, rows in erased.copies.items():
        typer.echo(f"  {copy}: {rows:,} rows rewritten")
    _section("Mended or renamed; a notebook's results come back when it is run", map(str, erased.files))
    _section("Perhaps the same person; remove by this name", held.near)
    typer.echo("Pages and notebooks that are open show the name until they are loaded again.")
    typer.echo("Files that were imported are yours: mend them too, or the next import brings the name back.")
    if erased.left:
        typer.echo("To look at, one by one:")
        for one in erased.left:
            typer.echo(f"{one.what}: {one.says}")
        raise typer.Exit(1)
    typer.echo(f"Removed; in the place of the name stands '{erased.placeholder}'. Nothing in the programme's folder holds the name any more.")


def _ask(programme: Programme, held: Held) -> None:
    if not sys.stdin.isatty():
        raise InputError("kamkit person: --erase asks before it begins, and there is no terminal; say --yes")
    people = ", ".join(held.subject.people) or held.subject.asked
    typer.echo(
        f"{people} in {programme.name}: {len(held.rows):,} records, {len(held.changes):,} changes made, "
        f"{len(held.history):,} lines of history, {len(held.files):,} files. --show lists them."
    )
    if not typer.confirm("Remove the person from all of them? That cannot be undone"):
        typer.echo("Nothing was changed.")
        raise typer.Exit
