"""kamkit person: all that is stored about a person, and its removal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any

import typer

from kamkit.cli.common import who
from kamkit.errors import InputError
from kamkit.model import RECORDS
from kamkit.programme.person.subject import PEOPLE

_FEW = 5
_TITLES = {
    "changes": "Changes in the history", "change_fields": "Fields in the history", "ballot_box": "Ballot box", "places": "Places of files",
    "sales_batches": "Sales batches",
}  # fmt: skip

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
        typer.echo(f"What {programme.name} holds about {', '.join(held.subject.people) or held.subject.asked}:")
        for row in held.rows:
            if row.is_person:
                _section(f"{_title(row.table)}, the person's own record", _own(row))
        for table, rows in groupby((row for row in held.rows if not row.is_person), key=lambda row: row.table):
            named = list(map(_row, rows))
            _section(f"{_title(table)}, {len(named):,}", named)
        _section(
            "In the ballot box, hidden until the facilitator reveals; shown on the device that gave them",
            (f"scoring {scoring_id}, round {round_}: {count:,} {'answer' if count == 1 else 'answers'}" for (scoring_id, round_), count in held.hidden.items()),
        )
        _section(f"Changes made, {len(held.changes):,}", (f"change {number} of {_time(at)}: {kind}" for number, at, kind in held.changes))
        _section("Named in the history", _steps(held.history))
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


def _title(table: str) -> str:
    return RECORDS[table].title if table in RECORDS else _TITLES.get(table, table)


def _label(table: str, field: str) -> str:
    known = table in RECORDS and field in RECORDS[table].model_fields
    return RECORDS[table].spec(field).label if known else field


def _shown(table: str, field: str, value: object) -> str:
    if table in RECORDS and field in RECORDS[table].model_fields and RECORDS[table].spec(field).kind == "flag":
        value = "yes" if value else "no"
    return f"{_label(table, field)}: {' '.join(str(value).split())}"


def _own(row: HeldRow) -> Iterator[str]:
    return (_shown(row.table, name, value) for name, value in row.values.items())


def _row(row: HeldRow) -> str:
    place = f"{' / '.join(filter(None, row.key))} (as {', '.join(_label(row.table, name) for name in row.named)})"
    if row.table in PEOPLE:
        return place  # what else is known of somebody else is no business of this person
    key = RECORDS[row.table].key if row.table in RECORDS else ()
    said = "; ".join(_shown(row.table, name, value) for name, value in row.values.items() if name not in key)
    return f"{place}: {said}" if said else place


def _time(at: str) -> str:
    return f"{at[:10]} {at[11:16]} UTC"


def _steps(history: Iterable[HeldStep]) -> Iterator[str]:
    for (number, table, way), some in groupby(history, key=lambda step: (step.change_id, step.table, _way(step))):
        steps = list(some)
        head = f"change {number} of {_time(steps[0].at)} by {steps[0].who or 'somebody'}, {_title(table)}"
        if way == "made" and len(steps) > _FEW:
            yield f"{head}: made {len(steps):,} rows that name the person"
            continue
        for step in steps:
            before, after = (_values(table, side) for side in (step.before, step.after))
            said = f"{before} became {after}" if way == "changed" else f"{way} ({after if way == 'made' else before})"
            yield f"{head} {' / '.join(filter(None, step.key))}: {said}"


def _way(step: HeldStep) -> str:
    if step.field:
        return "changed"
    return "made" if step.before is None else "deleted"


def _values(table: str, values: Mapping[str, Any] | None) -> str:
    return "; ".join(_shown(table, name, value) for name, value in (values or {}).items()) or "nothing"


def _erase(programme: Programme, held: Held, name: str, yes: bool) -> None:
    from kamkit.programme.person import erase_person

    if held.is_nothing and not held.unseen:
        typer.echo(f"{programme.name} holds nothing about {held.subject.asked}; nothing was changed.")
        _section("Perhaps the same person; remove by this name", held.near)
        raise typer.Exit(1)
    if not yes:
        _ask(programme, held)
    erased = erase_person(programme, name)
    _section("Rows rewritten", (f"{_title(table)}: {rows:,}" for table, rows in erased.rows.items()))
    _section("Rows rewritten in copies kept before an upgrade", (f"{copy}: {rows:,}" for copy, rows in erased.copies.items()))
    _section("Mended or renamed; a notebook's results come back when it is run", map(str, erased.files))
    _section("Perhaps the same person; remove by this name", held.near)
    typer.echo("\nPages and notebooks that are open show the name until they are loaded again.")
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
