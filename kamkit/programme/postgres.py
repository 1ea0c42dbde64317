"""What is PostgreSQL's own: connecting, the one writer at a time, copying in, and its errors in words.

A writer holds the programme's lock from its first look to its commit, as on SQLite. Changes are thus numbered in the
order in which they become visible: who has seen change 7 has seen all before it, and nobody's view misses one.
"""

from __future__ import annotations

import os
import re
import weakref
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from kamkit.errors import BusyError, InputError, KamkitError, ProgrammeError

_LOCK = 0x4B414D4B  # "KAMK": other programs that use the database's advisory locks keep to theirs
_PATIENCE = {"connect_timeout": 10, "application_name": "kamkit"}
_IDLE = "300s"  # a machine that falls asleep in the middle of a save must not keep all others waiting

_engines: weakref.WeakSet[sa.Engine] = weakref.WeakSet()


def connect(url: sa.URL, *, wait: float) -> sa.Engine:
    """An engine on the database: readers see one moment, ``database.writing`` lets one writer in at a time.

    InputError if psycopg is not installed. Nothing is asked of the server yet.
    """
    try:
        import psycopg  # noqa: F401
    except ImportError:
        raise InputError("PostgreSQL needs the library psycopg; install it with: pip install 'kamkit[postgres]'") from None
    arguments = {name: value for name, value in _PATIENCE.items() if name not in url.query}
    engine = sa.create_engine(
        url, connect_args=arguments, isolation_level="REPEATABLE READ", client_encoding="utf8",
        pool_pre_ping=True, use_native_hstore=False,
    )  # fmt: skip
    settings = {
        "lock_timeout": f"{max(1, round(wait * 1000))}ms",
        "idle_in_transaction_session_timeout": _IDLE,
        "synchronous_commit": "on",  # what is acknowledged stays
        "extra_float_digits": "3",  # every bit of a number
        "datestyle": "ISO",
    }
    sa.event.listen(engine, "connect", lambda connection, _: _prepare(connection, settings))
    sa.event.listen(engine, "begin", _begin)
    _engines.add(engine)
    return engine


def _prepare(connection: Any, settings: dict[str, str]) -> None:
    chosen = ", ".join("set_config(%s, %s, false)" for _ in settings)
    connection.execute(f"SELECT {chosen}", [text for setting in settings.items() for text in setting])
    connection.commit()


def writing(engine: sa.Engine) -> sa.Engine:
    """The same engine, whose transactions wait for the lock and then see all that was committed before."""
    return engine.execution_options(isolation_level="READ COMMITTED", kamkit_begin="IMMEDIATE")


def _begin(connection: sa.Connection) -> None:
    if connection.get_execution_options().get("kamkit_begin") == "IMMEDIATE":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")


def _let_go_in_child() -> None:
    # A connection belongs to one process: a forked one opens its own, and does not close its parent's.
    for engine in list(_engines):
        engine.dispose(close=False)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go_in_child)


def refuse_encoding(connection: sa.Connection, address: str) -> None:
    """ProgrammeError unless the database can hold every letter there is."""
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
    if encoding != "UTF8":
        raise ProgrammeError(
            f"{address}: the database keeps text as {encoding}; expected UTF8; make another with: createdb -E UTF8 -T template0 NAME"
        )


def insert_many(connection: sa.Connection, table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
    """Copy rows into the table; names are quoted already."""
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copying:
        for row in rows:
            copying.write_row(row)


def keep_copy(connection: sa.Connection, names: Iterable[str]) -> str:
    """A copy of these tables in a schema of its own, ``<schema>_before_<n>``; returns its name."""
    quoted = connection.dialect.identifier_preparer.quote
    schema = connection.exec_driver_sql("SELECT current_schema()").scalar()
    there = set(sa.inspect(connection).get_schema_names())
    number = 1
    while (kept := f"{schema}_before_{number}") in there:
        number += 1
    connection.exec_driver_sql(f"CREATE SCHEMA {quoted(kept)}")
    for name in names:
        source, copy = f"{quoted(str(schema))}.{quoted(name)}", f"{quoted(kept)}.{quoted(name)}"
        connection.exec_driver_sql(f"CREATE TABLE {copy} (LIKE {source} INCLUDING INDEXES)")
        connection.exec_driver_sql(f"INSERT INTO {copy} SELECT * FROM {source}")
    return kept


def kept_copies(connection: sa.Connection) -> list[str]:
    """The schemas with copies kept before migrations."""
    schema = connection.exec_driver_sql("SELECT current_schema()").scalar()
    mark = re.compile(rf"{re.escape(str(schema))}_before_\d+")
    return sorted(name for name in sa.inspect(connection).get_schema_names() if mark.fullmatch(name))


def sweep(engine: sa.Engine, tables: Iterable[str], copies: Iterable[str]) -> None:
    """Write the tables anew without the space of rows that are no more; those of the schemas ``copies`` too."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        quoted, seen = connection.dialect.identifier_preparer.quote, sa.inspect(connection)
        names = [quoted(name) for name in tables]
        names += [f"{quoted(schema)}.{quoted(name)}" for schema in copies for name in seen.get_table_names(schema=schema)]
        for name in names:
            connection.exec_driver_sql(f"VACUUM FULL {name}")


_BY_STATE: dict[str, tuple[type[KamkitError], str]] = {
    "55P03": (BusyError, "somebody else has been writing for too long; try again"),
    "40P01": (BusyError, "somebody else has been writing for too long; try again"),
    "57014": (BusyError, "the server took too long and was stopped; try again"),
    "53300": (BusyError, "the server has no connection free; try again, or let its administrator raise max_connections"),
    "42501": (ProgrammeError, "the user may not do that in this database; ask its owner for the right ({first})"),
    "25006": (ProgrammeError, "the server only lets read, as a stand-by does; give the address of the main server"),
    "53100": (ProgrammeError, "the server's disk is full; nothing was changed"),
    "42P01": (ProgrammeError, "tables are missing or damaged; go back to a backup ({first})"),
    "42703": (ProgrammeError, "tables are missing or damaged; go back to a backup ({first})"),
    "25P03": (BusyError, "this machine was away for too long in the middle of its work; nothing was changed, try again"),
}
_BROKEN = "the connection to the server broke; what was not acknowledged is not certain to be saved: look, and try again"
_WHEN_CONNECTING = (
    ("no password supplied", "the server asks for a password; write it into PGPASSWORD, into the file .pgpass or, if nobody else reads it, into the address"),
    ("password authentication failed", "the server does not take this user with this password; check both"),
    (r'database ".*" does not exist', "there is no such database on the server; make it with: createdb {database}"),
    (r'role ".*" does not exist', "the server knows no such user; check the name in the address"),
    ("no pg_hba.conf entry", "the server does not let this machine or user in; its administrator can (pg_hba.conf)"),
    ("too many clients|remaining connection slots", "the server has no connection free; try again"),
    ("starting up|shutting down|in recovery", "the server is starting or stopping; try again in a moment"),
    ("resolve|Name or service|nodename|translate host", "no such host is known; check the address"),
    ("timeout", "the server does not answer; check host and port, the network and a firewall"),
    ("refused|No such file|not running|unreachable|No route", "no server answers there; check host and port, and that PostgreSQL runs"),
)  # fmt: skip


def in_words(error: Exception, database: str) -> tuple[type[KamkitError], str]:
    """The kind of error and what to say of it, in one line."""
    said = " ".join(str(error).split())
    state = getattr(error, "sqlstate", None) or ""
    if state in _BY_STATE:
        kind, words = _BY_STATE[state]
        return kind, words.format(first=str(error).splitlines()[0])
    if not state:
        for pattern, words in _WHEN_CONNECTING:
            if re.search(pattern, said):
                return ProgrammeError, words.format(database=database)
    if state.startswith(("08", "57P")) or (not state and type(error).__name__ == "OperationalError"):
        return ProgrammeError, f"{_BROKEN} ({said})"
    return ProgrammeError, f"the database says {said}"
