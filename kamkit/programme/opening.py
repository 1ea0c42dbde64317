"""Opening a programme, and making one: whole or not at all."""

from __future__ import annotations

import csv
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import StringIO
from pathlib import Path

from kamkit.errors import InputError, ProgrammeError
from kamkit.model import RECORDS
from kamkit.programme import database, migration
from kamkit.programme.changes import Clock, now
from kamkit.programme.programme import Import, Programme
from kamkit.programme.schema import SALES, by_account

FILE = "programme.sqlite"
_NEW = "give a programme's folder, or make one with: kamkit new FOLDER"


def open_programme(
    address: str | os.PathLike[str], *, who: str = "", clock: Clock = now, wait: float = database.WAIT_SECONDS
) -> Programme:
    """Open the programme in a folder.

    ``who`` is the name that stands in the history: asked, not proven. ``wait`` is how many seconds a
    save waits for others. ProgrammeError in one line if there is no programme, if the file is damaged
    or foreign, if a newer kit wrote it or if it cannot be written; BusyError if somebody holds it.
    """
    folder = _folder(address)
    file = folder / FILE
    _refuse_unless_ours(folder, file)
    engine = database.connect(file, wait=wait)
    try:
        with database.in_words(str(folder)):
            with engine.begin() as connection:
                current = migration.is_current(migration.facts(connection), str(folder))
            if not current:
                migration.migrate(engine, file, str(folder))
    except BaseException:
        engine.dispose()
        raise
    database.warn_if_network_drive(folder)
    return Programme(folder, engine, who=who, clock=clock)


def _folder(address: str | os.PathLike[str]) -> Path:
    text = os.fspath(address)
    if not text:
        raise ProgrammeError(f"no programme named; {_NEW}")
    if "://" in text:
        raise ProgrammeError(f"{text.split('://')[0]}://...: this kit keeps programmes in folders; {_NEW}")
    path = Path(text)
    return path.parent if path.name == FILE else path


def _refuse_unless_ours(folder: Path, file: Path) -> None:
    try:
        if not folder.exists():
            raise ProgrammeError(f"{folder}: there is no such folder; {_NEW}")
        if not folder.is_dir():
            raise ProgrammeError(f"{folder}: is a file, not a programme's folder; {_NEW}")
        if not file.is_file():
            raise ProgrammeError(f"{folder}: is not a programme, it has no {FILE}; {_NEW}")
        if not database.is_ours(file):
            raise ProgrammeError(f"{folder}: {FILE} is not a programme of kamkit, or damaged; {_NEW}")
        if not (os.access(folder, os.W_OK) and os.access(file, os.W_OK)):
            raise ProgrammeError(
                f"{folder}: cannot be written; give it write permission or copy it to a folder of yours"
            )
    except (OSError, ValueError) as error:
        raise ProgrammeError(f"{folder}: cannot be read ({_reason(error)}); {_NEW}") from None


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
    """Make a programme in a new or empty folder and open it; with ``sample`` the training case is in it.

    It is built beside the folder and moved there, so that nothing half-made is left. ProgrammeError if
    the folder has something in it or cannot be made; InputError if company or currency do not fit.
    """
    folder = _folder(address)
    with new_folder(folder) as half:
        _build(half, sample=sample, who=who, clock=clock, given={"company": company, "reporting_currency": currency})
    return open_programme(folder, who=who, clock=clock)


def copy_programme(programme: Programme, address: str | os.PathLike[str]) -> Programme:
    """A copy of the programme in a new folder, opened; consistent also while others write."""
    folder = _folder(address)
    with new_folder(folder) as half:
        database.copy(programme.folder / FILE, half / FILE)
        database.index(half / FILE, by_account())
    return open_programme(folder, who=programme.who, clock=programme.clock)


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A folder to build in, which then becomes ``folder``; on any failure nothing is left."""
    half = folder.absolute().parent / f".{folder.name}.{secrets.token_hex(4)}"
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ProgrammeError(f"{folder}: already has something in it; give a folder that is new or empty")
        half.mkdir(parents=True)
        with database.in_words(str(folder)):
            yield half
        if folder.exists():
            folder.rmdir()  # empty; Windows cannot rename onto it
        half.rename(folder)
    except (OSError, ValueError) as error:
        raise ProgrammeError(f"{folder}: cannot be made ({_reason(error)}); give a folder you may write to") from None
    finally:
        shutil.rmtree(half, ignore_errors=True)


def _build(half: Path, *, sample: bool, who: str, clock: Clock, given: Mapping[str, str | None]) -> None:
    engine = database.connect(half / FILE)
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
    programme.apply(Import(rows=tables, batches={"sample": lines} if lines else {}, note="the sample case"))


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
