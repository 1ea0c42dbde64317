"""What depends on the kind of database: connecting, beginning, copying, and errors in words.

SQLite's part is here, PostgreSQL's in ``postgres``. Everything else in this floor is SQLAlchemy Core and the same for both.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from kamkit.errors import BusyError, InputError, KamkitError, ProgrammeError
from kamkit.programme import postgres
from kamkit.programme.address import Home

SQLITE_MAGIC = b"SQLite format 3\x00"
APPLICATION_ID = 0x4B414D4B  # "KAMK", at byte 68 of the file: a foreign SQLite file is told apart without opening it
WAIT_SECONDS = 30.0
_NETWORK_DRIVES = {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "ncpfs", "fuse.sshfs", "9p", "davfs"}


def connect(home: Home, *, wait: float = WAIT_SECONDS) -> sa.Engine:
    """An engine on the programme's file or database; each read sees one moment, ``writing(engine)`` lets one write."""
    return connect_file(home.file, wait=wait) if home.url is None else postgres.connect(home.url, wait=wait)


def connect_file(file: Path, *, wait: float = WAIT_SECONDS) -> sa.Engine:
    """An engine on the SQLite file; reads begin deferred, ``writing(engine)`` begins immediate."""
    engine = sa.create_engine(sa.URL.create("sqlite", database=str(file)), connect_args={"timeout": wait})
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "checkout", _refuse_after_fork)
    sa.event.listen(engine, "begin", _begin)
    return engine


def writing(engine: sa.Engine) -> sa.Engine:
    """The same engine, whose transactions take the write lock before they read what they will change."""
    if engine.dialect.name == "postgresql":
        return postgres.writing(engine)
    return engine.execution_options(kamkit_begin="IMMEDIATE")


def _prepare(connection: sqlite3.Connection, record: sa.pool.ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # sqlite3 must not begin on its own: that would be too late, and deferred
    record.info["pid"] = os.getpid()
    connection.execute("PRAGMA synchronous=FULL").close()
    connection.execute("PRAGMA secure_delete=ON").close()  # a ballot that is thrown away unseen leaves no bytes behind
    # Asked first: setting what is set already takes a lock that cannot wait for somebody who is closing the file.
    if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        connection.execute("PRAGMA journal_mode=WAL").close()


def _refuse_after_fork(
    connection: sqlite3.Connection, record: sa.pool.ConnectionPoolEntry, proxy: sa.pool.PoolProxiedConnection
) -> None:
    # SQLite forbids to carry a connection over a fork; the pool then opens a new one.
    if record.info["pid"] != os.getpid():
        record.dbapi_connection = proxy.dbapi_connection = None  # type: ignore[misc]
        raise sa.exc.DisconnectionError("connection belongs to the parent process")


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('kamkit_begin', 'DEFERRED')}")


def as_stored(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """The column without conversion by SQLAlchemy: much faster for a hundred thousand dates."""
    return sa.type_coerce(column, sa.types.NullType()).label(column.name)


def insert_many(
    connection: sa.Connection, table: sa.Table, names: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Insert rows given as tuples, past SQLAlchemy's handling of each value: a hundred thousand take a second."""
    quoted = connection.dialect.identifier_preparer.quote
    columns = ", ".join(quoted(name) for name in names)
    if connection.dialect.name == "postgresql":
        return postgres.insert_many(connection, quoted(table.name), columns, rows)
    places = ", ".join("?" * len(names))
    plain = [tuple(value.isoformat() if type(value) is date else value for value in row) for row in rows]
    if plain:
        connection.exec_driver_sql(f"INSERT INTO {quoted(table.name)} ({columns}) VALUES ({places})", plain)


def is_ours(file: Path) -> bool:
    """Whether the file carries the mark of a programme in its header; OSError if it cannot be read."""
    with file.open("rb") as stream:
        header = stream.read(100)
    return header.startswith(SQLITE_MAGIC) and int.from_bytes(header[68:72], "big") == APPLICATION_ID


def mark_as_ours(connection: sa.Connection) -> None:
    """Write the mark that ``is_ours`` looks for."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def keep_copy(connection: sa.Connection, home: Home, names: Iterable[str]) -> None:
    """Keep the tables as they are: in ``programme.before-<n>.sqlite`` beside the file, in a schema on a server.

    Whoever calls holds the write lock and has written nothing: what the copy reads is what was.
    """
    if home.url is not None:
        postgres.keep_copy(connection, names)
        return
    number = 1
    while (name := home.file.with_name(f"{home.file.stem}.before-{number}{home.file.suffix}")).exists():
        number += 1
    copy(home.file, name)


def copy(source: Path, target: Path) -> None:
    """A consistent copy of the SQLite file, also while others write; whole or not at all, and for nobody else to read."""
    half = target.with_name(target.name + ".part")
    half.unlink(missing_ok=True)
    half.touch(mode=0o600)
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(half)) as new:
            old.backup(new)
            new.execute("PRAGMA journal_mode=DELETE").close()
        shutil.copymode(source, half)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)


def empty(file: Path, table: str) -> None:
    """Take every row out of a table of an SQLite file, so that nothing of them can be read from it."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("PRAGMA secure_delete=ON").close()
        connection.execute(f'DELETE FROM "{table}"').close()


def sweep(engine: sa.Engine, home: Home, tables: Iterable[str], copies: Iterable[str]) -> None:
    """Give up the space of rows that are no more, so that nothing of them can be read from it.

    ``copies``: names of copies kept before migrations that were changed as well. BusyError if others have the file open.
    """
    if home.url is not None:
        postgres.sweep(engine, tables, copies)
        return
    for file in (home.file, *(home.folder / name for name in copies)):
        with closing(sqlite3.connect(file, timeout=WAIT_SECONDS / 6)) as connection:
            connection.execute("VACUUM").close()
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise BusyError(f"{file}: others are reading it")


def index(file: Path, columns: Mapping[str, str]) -> None:
    """Let the rows with one value in a column be found without reading the table; ``columns`` by table."""
    with closing(sqlite3.connect(file)) as connection:
        for table, column in columns.items():
            connection.execute(f'CREATE INDEX IF NOT EXISTS "{table}_by_{column}" ON "{table}" ("{column}")').close()
        connection.commit()


def warn_if_network_drive(folder: Path, mounts: Path = Path("/proc/mounts")) -> None:
    """One UserWarning if the folder lies on a network drive, where SQLite's locks cannot be trusted."""
    if kind := _drive_kind(folder, mounts):
        warnings.warn(
            f"{folder}: lies on a network drive ({kind}); one person at a time only, or use a database server",
            UserWarning,
            stacklevel=3,
        )


def _drive_kind(folder: Path, mounts: Path) -> str:
    if not mounts.exists():
        return ""
    lines = [line.split() for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines()]
    drives = {Path(line[1].encode().decode("unicode_escape")): line[2] for line in lines if len(line) > 2}
    here = folder.resolve()
    kind = next((drives[place] for place in (here, *here.parents) if place in drives), "")
    return kind if kind in _NETWORK_DRIVES else ""


_IN_WORDS = {
    "BUSY": "somebody else has been writing for too long; try again",
    "LOCKED": "somebody else has been writing for too long; try again",
    "CORRUPT": "the file is damaged; go back to a copy (programme.before-*.sqlite or your backup)",
    "NOTADB": "programme.sqlite is not an SQLite file; give the folder of a programme",
    "READONLY": "cannot be written; give it write permission or copy it to a folder of yours",
    "CANTOPEN": "cannot be opened; check that the folder exists and may be written",
    "PERM": "cannot be opened; check that the folder exists and may be written",
    "FULL": "the disk is full; nothing was changed",
    "IOERR": "the disk could not be read or written; nothing was changed",
}


@contextmanager
def in_words(*homes: Home) -> Iterator[None]:
    """Turn the database's errors into one line each, without a password; the kit's own pass through.

    Of several homes the one is named whose kind of database complains.
    """
    try:
        yield
    except KamkitError:
        raise
    except OverflowError as error:
        raise InputError(f"{homes[0].shown}: found a whole number of more than 18 digits; expected a smaller one") from error
    except sa.exc.TimeoutError as error:
        raise BusyError(f"{homes[0].shown}: too many at once in this process; try again") from error
    except Exception as error:
        cause = error.orig if isinstance(error, sa.exc.DBAPIError) and error.orig else error
        if isinstance(cause, sqlite3.Error):
            home, (kind, words) = _first(homes, on_server=False), _in_words(cause)
        elif type(cause).__module__.startswith("psycopg"):
            home = _first(homes, on_server=True)
            kind, words = postgres.in_words(cause, home.database)
            words = words.replace(home.password, "...") if home.password else words
        else:
            raise
        raise kind(f"{home.shown}: {words}") from error


def _first(homes: Sequence[Home], *, on_server: bool) -> Home:
    return next((home for home in homes if (home.url is not None) == on_server), homes[0])


def _in_words(error: sqlite3.Error) -> tuple[type[KamkitError], str]:
    code = str(getattr(error, "sqlite_errorname", "")).removeprefix("SQLITE_").split("_")[0]
    kind = BusyError if code in ("BUSY", "LOCKED") else ProgrammeError
    return kind, _IN_WORDS.get(code, f"the database says {error}; if the file is damaged, go back to a copy")
