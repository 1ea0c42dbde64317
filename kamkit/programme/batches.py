"""Sales lines come in batches: a name, and the content that counts under it now.

A new content under the same name takes the place of the old one, whose lines stay, so that undo can
bring them back.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from kamkit.model import record
from kamkit.programme import database
from kamkit.programme.changes import Change, next_number
from kamkit.programme.checking import checked, each_row, refuse_nul
from kamkit.programme.rows import fetch, fetch_where
from kamkit.programme.saving import save_row
from kamkit.programme.schema import CONTENTS, LINES, SALES, SalesBatch

Line = tuple[Any, ...]

if TYPE_CHECKING:
    import pandas as pd

    from kamkit.programme.checking import Rows


@dataclass(frozen=True)
class BatchReport:
    """What a batch changed, in lines; ``also_in`` names other batches that hold exactly the same lines."""

    added: int = 0
    removed: int = 0
    unchanged: int = 0
    also_in: tuple[str, ...] = ()


def replace_batch(change: Change, name: str, lines: Rows) -> BatchReport:
    """Let ``lines`` count under ``name``; the same lines again change nothing. InputError names the line."""
    refuse_nul(name, "sales batch")
    rows = _checked(name, lines)
    connection = change.connection
    old = fetch(connection, SalesBatch, (name,))
    before = old.values["content_id"] if old else None
    content = _content(connection, rows)
    twins = fetch_where(connection, SalesBatch, {"content_id": content})
    also_in = tuple(row.values["name"] for row in twins if row.values["name"] != name)
    if content == before:
        return BatchReport(unchanged=len(rows), also_in=also_in)
    save_row(change, SalesBatch, {"name": name, "content_id": content, "lines": len(rows)})
    was = Counter(_stored_lines(connection, before)) if before is not None else Counter()
    unchanged = (was & Counter(rows)).total()
    return BatchReport(len(rows) - unchanged, was.total() - unchanged, unchanged, also_in)


NAMES = tuple(spec.name for spec in record(SALES).specs())
_as_line = itemgetter(*NAMES)


def _checked(name: str, lines: Rows) -> list[Line]:
    found, place = record(SALES), "{}, line {}".format
    numbered = enumerate(each_row(lines), 1)
    return [_as_line(checked(found, row, where=partial(place, name, number))) for number, row in numbered]


def _stored_lines(connection: sa.Connection, content: int) -> Iterable[Line]:
    query = sa.select(*(LINES.c[name] for name in NAMES)).where(LINES.c.content_id == content)
    return (tuple(row) for row in connection.execute(query))


def _content(connection: sa.Connection, rows: list[Line]) -> int:
    """The number of this content, written unless it is stored already."""
    digest = hashlib.sha256(repr(NAMES).encode())
    for row in rows:
        digest.update(repr(row).encode())
    known = connection.execute(sa.select(CONTENTS.c.content_id).where(CONTENTS.c.hash == digest.hexdigest())).scalar()
    if known is not None:
        return known
    number = next_number(connection, CONTENTS.c.content_id)
    connection.execute(sa.insert(CONTENTS).values(content_id=number, hash=digest.hexdigest(), lines=len(rows)))
    placed = ((number, place, *row) for place, row in enumerate(rows, 1))
    database.insert_many(connection, LINES, ("content_id", "line_no", *NAMES), placed)
    return number


def listed(connection: sa.Connection) -> pd.DataFrame:
    """The batches that count: name, lines, first_day and last_day."""
    import pandas as pd

    rows = []
    for batch in fetch_where(connection, SalesBatch, {}):
        own = LINES.c.content_id == batch.values["content_id"]
        days = connection.execute(sa.select(sa.func.min(LINES.c.date), sa.func.max(LINES.c.date)).where(own)).one()
        rows.append((batch.values["name"], batch.values["lines"], *days))
    frame = pd.DataFrame(rows, columns=["name", "lines", "first_day", "last_day"], dtype="object")
    days_too = {"first_day": "datetime64[us]", "last_day": "datetime64[us]"}
    return frame.astype({"name": "str", "lines": "int64", **days_too})
