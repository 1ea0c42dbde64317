"""Removing a person: from records, history and copies, out of free pages and out of files; what cannot be is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from kamkit.errors import InputError, KamkitError
from kamkit.programme import copies, database
from kamkit.programme.person.files import Found, find_in_places, mend_files
from kamkit.programme.person.names import Names
from kamkit.programme.person.raw import RawTable, raw_tables
from kamkit.programme.person.removal import PLACEHOLDER, Removal
from kamkit.programme.person.subject import find_subject
from kamkit.programme.schema import META

if TYPE_CHECKING:
    from kamkit.programme.programme import Programme

_COUNT = "people_removed"


@dataclass(frozen=True)
class Left:
    """Something that may still name the person, and what to do about it."""

    what: str
    says: str


@dataclass(frozen=True)
class Erased:
    """What was removed: the placeholder that stands there now, and how many rows of each table were rewritten.

    ``copies``: rows rewritten in copies kept before migrations. ``files``: files in the programme's folder that were
    mended or renamed. ``left``: what the person has to be removed from by hand.
    """

    placeholder: str
    rows: Mapping[str, int] = field(default_factory=dict)
    copies: Mapping[str, int] = field(default_factory=dict)
    files: tuple[Path, ...] = ()
    left: tuple[Left, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether nothing was there to be removed."""
        return not (self.rows or self.copies or self.files or self.left)


def erase_person(programme: Programme, name: str) -> Erased:
    """Put *removed* in the place of a person everywhere; what the person did stays. It cannot be undone.

    Rows and history are rewritten in one change of the kind ``erase``; then the copies kept before migrations and the
    files in the programme's folder; then the database gives up the space in which the name stood. InputError if the
    name is too short or means several people.
    """
    with programme._changing("erase", "a person was removed") as change:
        connection = change.connection
        tables = raw_tables(connection)
        subject = find_subject(connection, tables, name)
        if len(subject.people) > 1:
            raise InputError(f"NAME: {name!r} means {len(subject.people)} people: {', '.join(subject.people)}; give one whole name")
        removal = Removal(subject, _next_placeholder(connection))
        rows = _rewrite(connection, tables, removal)
        if rows:
            change.who = removal.text(change.who)  # some remove themselves
            change.number()
            _count(connection)
        kept = {}
        for copy in copies.kept_copies(programme.home, connection):
            with copy.opened() as (its, schema):
                if count := sum(_rewrite(its, raw_tables(its, schema), removal).values()):
                    kept[copy.name] = count
    mended, left = mend_files(programme.folder, removal)
    named = [*left, *find_in_places(programme, removal)]
    swept = [*_sweep(programme, rows, kept)] if rows or kept else []
    return Erased(
        removal.placeholder, rows, kept, tuple(mended),
        (*(_left(one) for one in named), *swept, *_still_there(programme, subject.names)),
    )  # fmt: skip


def _next_placeholder(connection: sa.Connection) -> str:
    removed = int(connection.execute(sa.select(META.c.value).where(META.c.name == _COUNT)).scalar() or 0)
    return PLACEHOLDER if not removed else f"{PLACEHOLDER} {removed + 1}"


def _count(connection: sa.Connection) -> None:
    removed = int(connection.execute(sa.select(META.c.value).where(META.c.name == _COUNT)).scalar() or 0)
    connection.execute(sa.delete(META).where(META.c.name == _COUNT))
    connection.execute(sa.insert(META).values(name=_COUNT, value=str(removed + 1)))


def _rewrite(connection: sa.Connection, tables: list[RawTable], removal: Removal) -> dict[str, int]:
    counts = {}
    removal.begin()
    for table in tables:
        removal.keep_apart(table.name, table.rows(connection))
    for table in tables:
        changes = [(row, new) for row in table.rows(connection) if (new := removal.changed(table.name, row))]
        if changes:
            table.write(connection, changes)
            counts[table.name] = len(changes)
    return counts


def _sweep(programme: Programme, rows: Mapping[str, int], kept: Mapping[str, int]) -> Iterator[Left]:
    """Give up the space in which the name stood."""
    try:
        with database.in_words(programme.home):
            programme._engine.dispose()
            database.sweep(programme._engine, programme.home, rows, kept)
    except KamkitError as error:
        yield Left(programme.address, f"somebody has it open: close it everywhere and give the command again ({error})")
    if programme.home.url is not None:
        yield Left(
            programme.address,
            "the server's write-ahead log, its backups and its stand-bys still hold what was; its administrator knows how long",
        )


_SAYS = {
    "document": "names the person; mend or delete it",
    "text": "names the person; make it again, or delete it",
    "name": "its name is the person's; rename or delete it",
    "unread": "was not looked into; look, and mend or delete it",
}


def _left(found: Found) -> Left:
    says = _SAYS.get(found.how) or f"{found.says}; look there, or give the same command there"
    return Left(str(found.path), says)


def _still_there(programme: Programme, names: Names) -> Iterator[Left]:
    """The proof: every byte of the programme's folder is looked at once more."""
    whole = [name.encode() for name in names.names if len(name) > 4]
    for file in sorted(programme.folder.rglob("*")):
        if file.is_file() and any(name in file.read_bytes() for name in whole):
            yield Left(str(file), "still holds the name: close it everywhere and give the command again")
