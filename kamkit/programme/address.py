"""Addresses of programmes: a folder, or a database on a PostgreSQL server.

A password is for connecting only: it is in nothing that is shown, written or handed on as an address.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from kamkit.errors import ProgrammeError

FILE = "programme.sqlite"
NEW = "give a programme's folder or database, or make one with: kamkit new PROGRAMME"
_SERVER = re.compile(r"postgres(ql)?(\+\w+)?:", re.IGNORECASE)
_EXPECTED = "expected postgresql://user@host:port/database; in a name or password write @ as %40, : as %3A and / as %2F"
# What of an address' settings is shown and handed on; anything else could be a secret.
_HARMLESS = {"host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey", "passfile", "service", "options",
             "connect_timeout", "target_session_attrs", "channel_binding", "gssencmode"}  # fmt: skip


@dataclass(frozen=True)
class Home:
    """Where a programme lives.

    ``shown`` is its address without a password; ``folder`` the place for the files that belong to it, which for
    a database is ``NAME.kamkit`` in the folder one works in; ``url`` the database's, or None for a folder.
    """

    shown: str
    folder: Path
    database: str = ""
    url: sa.URL | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """The folder's or the database's name."""
        return self.database or self.folder.absolute().name

    @property
    def file(self) -> Path:
        """The SQLite file of a programme in a folder."""
        return self.folder / FILE

    @property
    def password(self) -> str:
        """The password the address was given with, else nothing."""
        return str(self.url.password or "") if self.url is not None else ""


def home_of(address: str | os.PathLike[str]) -> Home:
    """What an address means; ProgrammeError if it is none. It is not looked whether anything is there."""
    text = os.fspath(address)
    if not text:
        raise ProgrammeError(f"no programme named; {NEW}")
    if _SERVER.match(text):
        return _on_server(text)
    if "://" in text:
        raise ProgrammeError(
            f"{text.split('://')[0]}://...: programmes live in folders and in PostgreSQL databases (postgresql://...); {NEW}"
        )
    path = Path(text)
    folder = path.parent if path.name == FILE else path
    return Home(str(folder), folder)


def _on_server(text: str) -> Home:
    # No part of the text is repeated in an error: where it cannot be read, nobody knows which part is the password.
    try:
        given = sa.make_url(text)
    except (sa.exc.ArgumentError, ValueError):
        raise ProgrammeError(f"postgresql://...: cannot be read as an address; {_EXPECTED}") from None
    if "@" in (given.host or "") or "@" in (given.database or ""):
        raise ProgrammeError(f"postgresql://...: has more than one @; {_EXPECTED}")
    if not given.database:
        raise ProgrammeError(f"postgresql://...: names no database; {_EXPECTED}")
    query = dict(given.query)
    password = given.password or query.pop("password", None)
    same = {"host": given.host, "port": given.port, "database": given.database, "username": given.username}
    url = sa.URL.create("postgresql+psycopg", **same, password=_one(password), query=query)  # type: ignore[arg-type]
    harmless = {name: value for name, value in query.items() if name in _HARMLESS}
    shown = sa.URL.create("postgresql", **same, query=harmless).render_as_string(hide_password=False)  # type: ignore[arg-type]
    safe = re.sub(r"[^-\w]", "_", given.database)
    return Home(shown, Path(f"{safe}.kamkit"), given.database, url)


def _one(password: object) -> str | None:
    return password[-1] if isinstance(password, tuple) else password  # type: ignore[return-value]
