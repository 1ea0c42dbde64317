"""Copies that were kept before a migration: files beside the programme's, schemas beside it on a server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from kamkit.programme import postgres
from kamkit.programme.address import Home


@dataclass(frozen=True)
class KeptCopy:
    """One copy: its name, and its file, or the schema and the connection on which it is reached."""

    name: str
    file: Path | None = None
    connection: sa.Connection | None = None

    @contextmanager
    def opened(self) -> Iterator[tuple[sa.Connection, str | None]]:
        """A connection on which its tables can be read and changed, and the schema they are in; a file is written at the end."""
        if self.connection is not None:
            yield self.connection, self.name
            return
        engine = sa.create_engine(sa.URL.create("sqlite", database=str(self.file)))
        try:
            with engine.begin() as connection:
                yield connection, None
        finally:
            engine.dispose()


def kept_copies(home: Home, connection: sa.Connection) -> list[KeptCopy]:
    """The copies of the programme, oldest first; ``connection`` is on its database."""
    if home.url is not None:
        return [KeptCopy(schema, connection=connection) for schema in postgres.kept_copies(connection)]
    return [KeptCopy(file.name, file) for file in sorted(home.folder.glob(f"{home.file.stem}.before-*{home.file.suffix}"))]
