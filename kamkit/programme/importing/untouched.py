"""A workbook that was exported and comes back: what was typed in it counts, not what it was written with.

Others may have worked on the same rows meanwhile. A cell that says what it said when it was written is no wish to have
that back; a cell that both changed is rejected, with what it has become.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kamkit.model import RECORDS
from kamkit.programme.importing.incoming import Incoming, keep_digits
from kamkit.programme.importing.resolving import Bundle
from kamkit.programme.saving import merge

if TYPE_CHECKING:
    from kamkit.programme.programme import Programme

Row = Mapping[str, Any]


def leave_untouched(bundle: Bundle, moments: Mapping[str, str], programme: Programme) -> None:
    """Take out of the rows what nobody typed since their file was written; ``moments`` by file, ``Programme.moment``."""
    known = {file: programme.change_of(moment) for file, moment in moments.items()}
    now = programme.change_counter if known else 0
    for file, change_id in known.items():
        if change_id is not None and change_id < now:
            kept = sum(_leave(bundle, file, table, change_id, programme) for table in list(bundle.rows))
            if kept:
                bundle.notes.append(f"{file}: {kept:,} values that somebody changed since it was written stay as they are now")


def _leave(bundle: Bundle, file: str, table: str, change_id: int, programme: Programme) -> int:
    """How many values of one table stay as others have made them since."""
    found, stored = RECORDS[table], bundle.stored[table]
    rows = {key: row for key, row in bundle.rows[table].items() if _is_of(row, file) and not row.others}
    if not rows:
        return 0
    then = programme.rows_in_file(table, change_id, file)
    kept = 0
    for key, row in rows.items():
        was, now = then.get(key), stored.get(key)
        if was is not None:
            keep_digits(row, was)
        if was is not None and now is not None:
            kept += _merge(row, was, now, found.key)
        elif was is not None:
            _was_deleted(bundle, table, key, row, was)
        elif now is not None:
            _was_made(row, now)
    return kept


def _is_of(row: Incoming, file: str) -> bool:
    return row.draft.file == file or row.draft.file.startswith(f"{file}#")  # a sheet of it


def _merge(row: Incoming, was: Row, now: Row, key: tuple[str, ...]) -> int:
    mine = merge(was, row.values, now)
    for name in mine.clashes:
        row.refuse(name, f"an empty cell, or what somebody has made of it since this file was written: {_said(now[name])}")
    others = sum(name not in mine.write and now[name] != value for name, value in row.values.items())
    row.values = {name: value for name, value in row.values.items() if name in key or name in mine.write}
    return others


def _was_deleted(bundle: Bundle, table: str, key: tuple[Any, ...], row: Incoming, was: Row) -> None:
    typed = [name for name, value in row.values.items() if was[name] != value]
    if typed:
        row.refuse(typed[0], "a row that is still there; somebody has deleted it since this file was written")
    else:
        del bundle.rows[table][key]


def _was_made(row: Incoming, now: Row) -> None:
    typed = [name for name, value in row.values.items() if now[name] != value]
    if typed:
        row.refuse(typed[0], f"another id for this row: somebody has used it since this file was written ({_said(now[typed[0]])})")


def _said(value: Any) -> str:
    return "nothing" if value is None else repr(value) if isinstance(value, str) else str(value)
