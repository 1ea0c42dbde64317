"""Opening a programme, and making one: whole or not at all."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import StringIO

import sqlalchemy as sa

from kamkit.errors import InputError, ProgrammeError
from kamkit.model import RECORDS
from kamkit.programme import database, migration
from kamkit.programme.address import FILE, NEW, Home, home_of
from kamkit.programme.changes import Clock, now
from kamkit.programme.filling import empty_database, fill, new_folder
from kamkit.programme.history import SAMPLE
from kamkit.programme.programme import Import, Programme
from kamkit.programme.schema import BALLOT_BOX, META, SALES, by_account


def open_programme(
    address: str | os.PathLike[str], *, who: str = "", clock: Clock = now, wait: float = database.WAIT_SECONDS
) -> Programme:
    """Open the programme in a folder, or in a PostgreSQL database (``postgresql://user@host/database``).

    ``who`` is the name that stands in the history: asked, not proven. ``wait`` is how many seconds a
    save waits for others. ProgrammeError in one line if there is no programme, if the file is damaged
    or foreign, if a newer kit wrote it, if it cannot be written or the server not be reached; BusyError if
    somebody holds it. A password is better in PGPASSWORD or in the file .pgpass than in the address.
    """
    home = home_of(address)
    if home.url is None:
        _refuse_unless_ours(home)
    engine = database.connect(home, wait=wait)
    try:
        with database.in_words(home):
            with engine.begin() as connection:
                if home.url is not None:
                    _refuse_unless_there(connection, home)
                current = migration.is_current(migration.facts(connection), home.shown)
            if not current:
                migration.migrate(engine, home)
    except BaseException:
        engine.dispose()
        raise
    if home.url is None:
        database.warn_if_network_drive(home.folder)
    return Programme(home, engine, who=who, clock=clock)


def _refuse_unless_ours(home: Home) -> None:
    folder, file = home.folder, home.file
    try:
        if not folder.exists():
            raise ProgrammeError(f"{folder}: there is no such folder; {NEW}")
        if not folder.is_dir():
            raise ProgrammeError(f"{folder}: is a file, not a programme's folder; {NEW}")
        if not file.is_file():
            raise ProgrammeError(f"{folder}: is not a programme, it has no {FILE}; {NEW}")
        if not database.is_ours(file):
            raise ProgrammeError(f"{folder}: {FILE} is not a programme of kamkit, or damaged; {NEW}")
        if not (os.access(folder, os.W_OK) and os.access(file, os.W_OK)):
            raise ProgrammeError(
                f"{folder}: cannot be written; give it write permission or copy it to a folder of yours"
            )
    except (OSError, ValueError) as error:
        raise ProgrammeError(f"{folder}: cannot be read ({_reason(error)}); {NEW}") from None


def _refuse_unless_there(connection: sa.Connection, home: Home) -> None:
    seen = sa.inspect(connection)
    if not seen.has_table(META.name):
        raise ProgrammeError(
            f"{home.shown}: there is no programme in this database; make one with kamkit new, or bring one with kamkit move"
        )
    if not {"name", "value"} <= {column["name"] for column in seen.get_columns(META.name)}:
        raise ProgrammeError(f"{home.shown}: has a table {META.name} that is not a programme's; give another database")


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def create_programme(
    address: str | os.PathLike[str],
    *,
    sample: bool = False,
    who: str = "",
    company: str | None = None,
    currency: str | None = None,
    clock: Clock = now,
) -> Programme:
    """Make a programme in a new or empty folder, or in a database that has none, and open it; with ``sample`` the training case is in it.

    It is built beside the folder and moved there, on a server in one transaction, so that nothing half-made is left.
    ProgrammeError if there is something already or it cannot be made; InputError if company or currency do not fit.
    """
    home = home_of(address)
    given = {"company": company, "reporting_currency": currency}
    with database.in_words(home):
        if home.url is None:
            with new_folder(home) as half:
                _build(half, sample=sample, who=who, clock=clock, given=given)
        else:
            with empty_database(home):
                pass  # what cannot be used is refused before the work
            with tempfile.TemporaryDirectory(prefix="kamkit-") as folder:
                local = home_of(folder)
                _build(local, sample=sample, who=who, clock=clock, given=given)
                _bring(local, home)
    return open_programme(address, who=who, clock=clock)


def _bring(local: Home, home: Home) -> None:
    engine = database.connect(local)
    try:
        fill(engine, local, home)
    finally:
        engine.dispose()


def copy_programme(programme: Programme, address: str | os.PathLike[str]) -> Programme:
    """A copy of the programme in a new folder, opened; consistent also while others write, and local if it is on a server.

    Ballots that nobody may see yet are not in it.
    """
    home = home_of(address)
    if programme.home.url is not None:
        fill(programme._engine, programme.home, home, leave_out=(BALLOT_BOX.name,))
        database.index(home.file, by_account())
    else:
        with database.in_words(home), new_folder(home) as half:
            database.copy(programme.home.file, half.file)
            database.empty(half.file, BALLOT_BOX.name)
            database.index(half.file, by_account())
    return open_programme(address, who=programme.who, clock=programme.clock)


def _build(half: Home, *, sample: bool, who: str, clock: Clock, given: Mapping[str, str | None]) -> None:
    engine = database.connect(half)
    try:
        with database.writing(engine).begin() as connection:
            database.mark_as_ours(connection)
            migration.create(connection)
        _fill(Programme(half, engine, who=who, clock=clock), sample, given)
    finally:
        engine.dispose()


def _fill(programme: Programme, sample: bool, given: Mapping[str, str | None]) -> None:
    settings = {"settings_id": "programme", **{name: value for name, value in given.items() if value}}
    if not sample:
        programme.save("settings", settings)
        return
    tables = {table: list(rows_of_csv(table)) for table in RECORDS}
    tables["settings"] = [{**row, **settings} for row in tables["settings"]] or [settings]
    lines = tables.pop(SALES)
    programme.apply(Import(rows=tables, batches={"sample": lines} if lines else {}, note=SAMPLE))


def rows_of_csv(table: str, folder: Traversable | None = None) -> Iterator[dict[str, str]]:
    """The rows of the sample's ``<table>.csv``, all as text; none if there is no such file."""
    file = (folder or files("kamkit") / "sample") / f"{table}.csv"
    if not file.is_file():
        return
    text = StringIO(file.read_bytes().decode("utf-8"), newline="")
    for row in csv.DictReader(text):
        if None in row or None in row.values():
            raise InputError(f"{table}.csv: a row has another number of columns than the header")
        yield row
