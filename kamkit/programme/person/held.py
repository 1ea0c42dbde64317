"""What is stored about a person, as it is found: records, history, copies kept, files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from kamkit.model import RECORDS
from kamkit.programme import copies
from kamkit.programme.person.files import Found, find_files, find_in_places
from kamkit.programme.person.names import words
from kamkit.programme.person.raw import RawTable, raw_tables
from kamkit.programme.person.removal import Removal
from kamkit.programme.person.subject import PEOPLE, Subject, find_subject
from kamkit.programme.schema import BALLOT_BOX, CHANGE_FIELDS, CHANGES, STORED, TABLES

if TYPE_CHECKING:
    from kamkit.programme.programme import Programme


@dataclass(frozen=True)
class HeldRow:
    """A row that names the person: in which fields, and everything that stands in it.

    ``is_person``: the row is the person's own record, such as one of the team or a contact.
    """

    table: str
    key: tuple[str, ...]
    named: tuple[str, ...]
    values: Mapping[str, Any]
    is_person: bool


@dataclass(frozen=True)
class HeldStep:
    """A line of the history that names the person: the change, whose it was and when, and the row.

    ``field``: "" where the row was made or deleted. ``before`` and ``after``: the fields that name the person, or of
    a change to one field its values; None where there was nothing.
    """

    change_id: int
    at: str
    who: str
    table: str
    key: tuple[str, ...]
    field: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True)
class Held:
    """All that is stored about a person.

    ``changes``: numbers of the changes the person made, with day and kind. ``copies``: copies kept of the programme
    and the rows in them. ``files``: in the programme's own folder. ``elsewhere``: in places where files were made.
    ``near``: other names that may mean the same person. ``hidden``: how many answers of the person lie in the ballot box,
    by scoring and round; what they say is shown on the device that gave them, and to all after the reveal.
    ``unseen``: others' hidden ballots name the person; they are mended when the person is removed, and told to nobody.
    """

    subject: Subject
    rows: tuple[HeldRow, ...] = ()
    changes: tuple[tuple[int, str, str], ...] = ()
    history: tuple[HeldStep, ...] = ()
    copies: Mapping[str, int] = field(default_factory=dict)
    files: tuple[Found, ...] = ()
    elsewhere: tuple[Found, ...] = ()
    near: tuple[str, ...] = ()
    hidden: Mapping[tuple[str, int], int] = field(default_factory=dict)
    unseen: bool = field(default=False, repr=False)

    @property
    def is_nothing(self) -> bool:
        """Whether nothing was found that may be told."""
        return not (self.hidden or self.rows or self.changes or self.history or self.copies or self.files or self.elsewhere)


def find_person(programme: Programme, name: str) -> Held:
    """Everything the programme and the files made from it hold about the person; nothing is changed.

    ``name``: first name and surname, an address or an id; letter case, titles and *surname, first name* make no
    difference. InputError if it is too short to mean anybody.
    """
    with programme._reading() as connection:
        tables = raw_tables(connection)
        subject = find_subject(connection, tables, name)
        removal = Removal(subject)
        rows = tuple(_rows(connection, tables, removal))
        changes = _changes(connection, removal)
        history = tuple(_steps(connection, tables, removal))
        near = _near(connection, tables, removal)
        kept = dict(_kept(programme, connection, removal))
        hidden, unseen = _in_the_box(connection, removal)
    return Held(
        subject, rows, changes, history, kept, find_files(programme.folder, removal),
        tuple(find_in_places(programme, removal)), near, hidden, unseen,
    )  # fmt: skip


def _in_the_box(connection: sa.Connection, removal: Removal) -> tuple[dict[tuple[str, int], int], bool]:
    """Of ballots that nobody may see yet: how many are the person's own, and whether others' name the person.

    Who asks here need not be the person, and a reason about somebody is its writer's until all see it.
    """
    box, scorings = BALLOT_BOX.c, TABLES["scorings"].c
    shown = sa.select(scorings.scoring_id).where(scorings.state == "revealed")  # then all of it is in the ballots too
    own: dict[tuple[str, int], int] = {}
    unseen = False
    for row in connection.execute(sa.select(BALLOT_BOX).where(box.scoring_id.not_in(shown))):
        if removal.text(row.scorer) != row.scorer:
            place = (row.scoring_id, row.round)
            own[place] = own.get(place, 0) + bool(row.score is not None or row.dont_know or row.reason)
        else:
            unseen |= removal.text(row.reason) != row.reason
    return own, unseen


def _rows(connection: sa.Connection, tables: Iterable[RawTable], removal: Removal) -> Iterator[HeldRow]:
    order = {name: number for number, name in enumerate([*PEOPLE, *RECORDS, *STORED])}
    for table in sorted(tables, key=lambda table: order.get(table.name, len(order))):
        if table.name in (CHANGES.name, CHANGE_FIELDS.name, BALLOT_BOX.name):
            continue
        for row in table.rows(connection):
            if named := removal.changed(table.name, row):
                key = tuple(str(row[name]) for name in table.key)
                filled = {name: value for name, value in row.items() if value not in (None, "") and name != "row_version"}
                own = table.name in PEOPLE and key[0] in removal.subject.ids.get(table.name, ())
                yield HeldRow(table.name, key, tuple(named), filled, own)


def _changes(connection: sa.Connection, removal: Removal) -> tuple[tuple[int, str, str], ...]:
    query = sa.select(CHANGES.c.change_id, CHANGES.c.at, CHANGES.c.kind, CHANGES.c.who).order_by(CHANGES.c.change_id)
    return tuple((number, at, kind) for number, at, kind, who in connection.execute(query) if removal.text(who) != who)


def _steps(connection: sa.Connection, tables: Iterable[RawTable], removal: Removal) -> Iterator[HeldStep]:
    made = {number: (at, who) for number, at, who in connection.execute(sa.select(CHANGES.c.change_id, CHANGES.c.at, CHANGES.c.who))}
    for table in tables:
        if table.name == CHANGE_FIELDS.name:
            for row in table.rows(connection):
                if removal.changed(table.name, row):
                    where = (row["table_name"], row["row_key"], row["field"])
                    both = (removal.naming(*where, row[side]) for side in ("before", "after"))
                    key = tuple(map(str, json.loads(row["row_key"])))
                    yield HeldStep(row["change_id"], *made[row["change_id"]], where[0], key, where[2], *both)


def _kept(programme: Programme, connection: sa.Connection, removal: Removal) -> Iterator[tuple[str, int]]:
    for kept in copies.kept_copies(programme.home, connection):
        with kept.opened() as (its, schema):
            count = sum(
                bool(removal.changed(table.name, row)) for table in raw_tables(its, schema) for row in table.rows(its)
            )
        if count:
            yield kept.name, count


def _near(connection: sa.Connection, tables: Iterable[RawTable], removal: Removal) -> tuple[str, ...]:
    """Names in fields of persons, and of those who made changes, that share a surname but were not taken for the person."""
    surnames = {words(name)[-1] for name in (*removal.subject.names.names, removal.subject.asked) if "@" not in name}
    there = set(connection.execute(sa.select(CHANGES.c.who).distinct()).scalars())
    for table in tables:
        found = STORED.get(table.name)
        marked = [spec.name for spec in found.specs() if spec.person and spec.name in table.columns] if found else []
        if marked:
            there |= {str(row[name]) for row in table.rows(connection) for name in marked if row[name]}
    others = (name for name in there if removal.text(name) == name)
    return tuple(sorted(name for name in others if surnames & set(words(name))))
