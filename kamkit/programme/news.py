"""What changed since somebody last asked. Open forms ask twice a second, so that no news must cost next to nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from kamkit.programme.changes import NOBODY
from kamkit.programme.checking import key_text
from kamkit.programme.schema import CHANGE_FIELDS, CHANGES

# Changes get their numbers when they begin and are seen when they are done: on a server a higher
# number may be seen first. So many of the latest are told apart one by one.
_WINDOW = 200


@dataclass(frozen=True)
class News:
    """A row that was changed: by whom, in which change, at which moment (UTC)."""

    change_id: int
    who: str
    at: datetime
    table: str
    key: tuple[str, ...]


class Listener:
    """Hears of every change once; what was there when it was made is no news."""

    def __init__(self, reading: Callable[[], AbstractContextManager[sa.Connection]]) -> None:
        self._reading = reading
        self._low, self._known = 0, frozenset[int]()
        with reading() as connection:
            self._move_to(connection)

    def news(self) -> list[News]:
        """The rows changed since the last call, in the order of the changes; none costs one query for two numbers."""
        c = CHANGES.c.change_id
        with self._reading() as connection:
            top, count = connection.execute(sa.select(sa.func.max(c), sa.func.count()).where(c > self._low)).one()
            if count == len(self._known) and (top or self._low) == max(self._known, default=self._low):
                return []
            before = self._known
            later = self._ids(connection) - before
            found = _rows(connection, sorted(later))
            self._move_to(connection)
        return found

    def _ids(self, connection: sa.Connection) -> frozenset[int]:
        return frozenset(connection.execute(sa.select(CHANGES.c.change_id).where(CHANGES.c.change_id > self._low)).scalars())

    def _move_to(self, connection: sa.Connection) -> None:
        top = connection.execute(sa.select(sa.func.max(CHANGES.c.change_id))).scalar() or 0
        self._low = max(self._low, top - _WINDOW)
        self._known = self._ids(connection)


def _rows(connection: sa.Connection, changes: list[int]) -> list[News]:
    c = CHANGE_FIELDS.c
    query = (
        sa.select(CHANGES.c.change_id, CHANGES.c.who, CHANGES.c.at, c.table_name, c.row_key)
        .join(CHANGES, CHANGES.c.change_id == c.change_id)
        .where(c.change_id.in_(changes))
        .distinct()
        .order_by(CHANGES.c.change_id)
    )
    return [
        News(number, who or NOBODY, moment(at), table, key_text(json.loads(key)))
        for number, who, at, table, key in connection.execute(query)
    ]


def changed_at(connection: sa.Connection, change_id: int) -> datetime | None:
    """When that change was made, in UTC, as the history has it; None if there is no such change."""
    at = connection.execute(sa.select(CHANGES.c.at).where(CHANGES.c.change_id == change_id)).scalar()
    return None if at is None else moment(at)


def moment(at: str) -> datetime:
    """The moment of a stamp in the history."""
    return datetime.strptime(at, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
