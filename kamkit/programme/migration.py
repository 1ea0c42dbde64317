"""Older programmes are brought up to this kit when they are opened; newer ones are refused in one line.

A new table or a new field needs nothing: it is seen by comparison and added. A rename or a split is a
step in ``STEPS``, in order, never changed once released; the programme remembers how many it has had.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from uuid import uuid4

import sqlalchemy as sa

from kamkit import __version__
from kamkit.errors import ProgrammeError
from kamkit.programme import database
from kamkit.programme.address import Home
from kamkit.programme.schema import CHANGE_FIELDS, META, METADATA, fingerprint


@dataclass(frozen=True)
class MigrationStep:
    """A change of the schema that comparison cannot see: what it does, in words and in the database."""

    says: str
    apply: Callable[[sa.Connection], None]


STEPS: list[MigrationStep] = []


def rename_field(table: str, old: str, new: str) -> MigrationStep:
    """The step that renames a field, in the table and in its history."""

    def apply(connection: sa.Connection) -> None:
        quoted = connection.dialect.identifier_preparer.quote
        connection.exec_driver_sql(f"ALTER TABLE {quoted(table)} RENAME COLUMN {quoted(old)} TO {quoted(new)}")
        c = CHANGE_FIELDS.c
        own = c.table_name == table
        connection.execute(sa.update(CHANGE_FIELDS).where(own, c.field == old).values(field=new))
        for side in (c.before, c.after):
            _rename_in_rows(connection, side, own, old, new)

    return MigrationStep(f"{table}.{old} is now called {new}", apply)


def _rename_in_rows(
    connection: sa.Connection, side: sa.Column[str], own: sa.ColumnElement[bool], old: str, new: str
) -> None:
    c = CHANGE_FIELDS.c
    whole = sa.select(c.change_id, c.number, side).where(own, c.field == "", side.is_not(None))
    for change_id, number, text in connection.execute(whole).all():
        row = {new if name == old else name: value for name, value in json.loads(text).items()}
        where = (c.change_id == change_id, c.number == number)
        text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        connection.execute(sa.update(CHANGE_FIELDS).where(*where).values({side: text}))


def rename_table(old: str, new: str) -> MigrationStep:
    """The step that renames a table, and in the history."""

    def apply(connection: sa.Connection) -> None:
        quoted = connection.dialect.identifier_preparer.quote
        connection.exec_driver_sql(f"ALTER TABLE {quoted(old)} RENAME TO {quoted(new)}")
        own = CHANGE_FIELDS.c.table_name == old
        connection.execute(sa.update(CHANGE_FIELDS).where(own).values(table_name=new))

    return MigrationStep(f"{old} are now called {new}", apply)


def create(connection: sa.Connection) -> None:
    """All tables of this kit, in an empty database."""
    for statement in _statements(connection.dialect.name):
        connection.exec_driver_sql(statement)
    _remember(connection, {"programme_id": uuid4().hex})


@cache
def _statements(dialect: str) -> tuple[str, ...]:
    """What makes all tables, written out once: that takes longer than making them."""
    found: list[str] = []

    def note(statement: sa.schema.ExecutableDDLElement, *_: object, **__: object) -> None:
        found.append(str(statement.compile(dialect=engine.dialect)))

    engine = sa.create_mock_engine(f"{dialect}://", note)
    METADATA.create_all(engine, checkfirst=False)
    return tuple(found)


def _remember(connection: sa.Connection, more: dict[str, str]) -> None:
    facts = {"schema_version": str(len(STEPS)), "kit_version": __version__, "fingerprint": fingerprint(), **more}
    connection.execute(sa.delete(META).where(META.c.name.in_(list(facts))))
    connection.execute(sa.insert(META), [{"name": name, "value": value} for name, value in facts.items()])


def facts(connection: sa.Connection) -> dict[str, str]:
    """What the programme knows of itself: schema_version, kit_version, fingerprint, programme_id."""
    return {name: value for name, value in connection.execute(sa.select(META.c.name, META.c.value))}


def is_current(known: dict[str, str], address: str) -> bool:
    """Whether nothing is to be done; ProgrammeError if a newer kit wrote the programme."""
    steps_done = int(known.get("schema_version", 0))
    if steps_done == len(STEPS) and known.get("fingerprint") == fingerprint():
        return True
    theirs = known.get("kit_version", "0")
    if steps_done > len(STEPS) or _parts(theirs) > _parts(__version__):
        raise ProgrammeError(
            f"{address}: was written by kamkit {theirs}, this is kamkit {__version__}; install kamkit {theirs} or later"
        )
    return False


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version.split("+")[0])[:3])


def migrate(engine: sa.Engine, home: Home) -> None:
    """Bring the programme up to this kit in one transaction, after a copy of what is there (``database.keep_copy``)."""
    with database.writing(engine).begin() as connection:
        known = facts(connection)
        if is_current(known, home.shown):
            return  # somebody else was quicker
        database.keep_copy(connection, home, own_tables(connection))
        for step in STEPS[int(known.get("schema_version", 0)) :]:
            step.apply(connection)
        _add_what_is_new(connection)
        _remember(connection, {})


def own_tables(connection: sa.Connection) -> list[str]:
    """The tables of a programme that are there, also those that this kit no longer has but the history knows."""
    there = sa.inspect(connection).get_table_names()
    known = set(METADATA.tables) | set(connection.execute(sa.select(CHANGE_FIELDS.c.table_name).distinct()).scalars())
    return [name for name in there if name in known]


def _add_what_is_new(connection: sa.Connection) -> None:
    METADATA.create_all(connection)
    quoted = connection.dialect.identifier_preparer.quote
    seen = sa.inspect(connection)
    for table in METADATA.sorted_tables:
        there = {column["name"] for column in seen.get_columns(table.name)}
        for column in table.columns:
            if column.name not in there:
                kind = column.type.compile(connection.dialect)
                place = f"{quoted(table.name)} ADD COLUMN {quoted(column.name)} {kind}"
                connection.exec_driver_sql(f"ALTER TABLE {place}")
