"""A new home for a programme: a folder or a database that has none, filled whole or left as it was."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from kamkit.errors import ProgrammeError
from kamkit.programme import database, frames, postgres
from kamkit.programme.address import Home
from kamkit.programme.schema import CHANGE_FIELDS, CHANGES, META, METADATA
from kamkit.programme.transfer import transfer


def fill(
    engine: sa.Engine, home: Home, target: Home, *, leave_out: Collection[str] = ()
) -> tuple[dict[str, int], int]:
    """All of the programme as it is at one moment, into a new home; the rows by table, and the latest change.

    The tables of ``leave_out`` stay empty there.

    ProgrammeError if there is something in the new home already; then, and if anything interrupts, it is as it was.
    """
    with database.in_words(home, target), engine.connect() as source, source.begin():
        change_id = frames.counter(source)
        if target.url is None:
            with new_folder(target) as half:
                return _fill_file(source, half, leave_out), change_id
        with empty_database(target) as connection:
            return transfer(source, connection, leave_out=leave_out), change_id


def _fill_file(source: sa.Connection, half: Home, leave_out: Collection[str]) -> dict[str, int]:
    engine = database.connect(half)
    try:
        with database.writing(engine).begin() as connection:
            database.mark_as_ours(connection)
            return transfer(source, connection, leave_out=leave_out)
    finally:
        engine.dispose()


@contextmanager
def new_folder(home: Home) -> Iterator[Home]:
    """A folder to build in, which then becomes ``home``'s; on any failure nothing is left."""
    folder = home.folder
    half = folder.absolute().parent / f".{folder.name}.{secrets.token_hex(4)}"
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ProgrammeError(f"{folder}: already has something in it; give a folder that is new or empty")
        half.mkdir(parents=True)
        yield Home(str(half), half)
        if folder.exists():
            folder.rmdir()  # empty; Windows cannot rename onto it
        half.rename(folder)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ProgrammeError(f"{folder}: cannot be made ({reason}); give a folder you may write to") from None
    finally:
        shutil.rmtree(half, ignore_errors=True)


@contextmanager
def empty_database(home: Home) -> Iterator[sa.Connection]:
    """A transaction in a database without a programme; what is made in it is there at the end, or not at all."""
    engine = database.connect(home)
    try:
        with database.writing(engine).begin() as connection:
            _refuse_if_taken(connection, home)
            yield connection
    finally:
        engine.dispose()


def _refuse_if_taken(connection: sa.Connection, home: Home) -> None:
    postgres.refuse_encoding(connection, home.shown)
    there = set(sa.inspect(connection).get_table_names()) & set(METADATA.tables)
    if {META.name, CHANGES.name, CHANGE_FIELDS.name} <= there:
        raise ProgrammeError(f"{home.shown}: has a programme already; give a database without one (createdb NAME)")
    if there:
        raise ProgrammeError(
            f"{home.shown}: has a table {sorted(there)[0]} that is not a programme's; give a database without (createdb NAME)"
        )
