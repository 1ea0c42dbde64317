"""Where files were made from a programme, so that they can be found again when a person's name has to go."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from kamkit.programme.changes import stamp
from kamkit.programme.schema import PLACES


@dataclass(frozen=True)
class Place:
    """A file or folder made from the programme, or another home of it: on which machine, by whom, when last."""

    kind: str
    path: str
    machine: str
    who: str
    at: str

    @property
    def is_here(self) -> bool:
        """Whether it is a path on this machine."""
        return self.machine == platform.node() and "://" not in self.path


def remember(connection: sa.Connection, kind: str, path: str | os.PathLike[str], *, who: str, at: datetime) -> None:
    """Note the place, or that it was written again."""
    text = os.fspath(path)
    full = text if "://" in text else os.path.abspath(text)
    same = {"kind": kind, "path": full, "machine": platform.node()}
    connection.execute(sa.delete(PLACES).where(*(PLACES.c[name] == value for name, value in same.items())))
    connection.execute(sa.insert(PLACES).values(**same, who=who, at=stamp(at)))


def listed(connection: sa.Connection) -> tuple[Place, ...]:
    """All places, by kind."""
    rows = connection.execute(sa.select(PLACES).order_by(PLACES.c.kind, PLACES.c.path, PLACES.c.machine))
    return tuple(Place(*row) for row in rows)
