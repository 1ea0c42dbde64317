"""A programme: its tables, its settings, its history, and every way to change it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import sqlalchemy as sa

from kamkit.model.settings import Settings
from kamkit.programme import batches, database, frames, links, news, places, saving, travel, undoing
from kamkit.programme import history as past
from kamkit.programme.address import Home
from kamkit.programme.batches import BatchReport
from kamkit.programme.changes import Change, ChangeKind, Clock, now
from kamkit.programme.rows import StoredRow, fetch_where
from kamkit.programme.saving import Counts, Saved
from kamkit.programme.schema import TABLES, SalesBatch, stored_record

if TYPE_CHECKING:
    import pandas as pd

    from kamkit.programme.ballot_box import BallotBox
    from kamkit.programme.checking import Row, Rows

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are mistaken for another


@dataclass(frozen=True)
class Import:
    """Rows by table and sales lines by batch, to be brought in as one change that can be undone whole."""

    rows: Mapping[str, Rows] = field(default_factory=dict)
    batches: Mapping[str, Rows] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Applied:
    """What an import did: counts by table, a report by batch; ``change_id`` is None if nothing differed."""

    change_id: int | None
    rows: Mapping[str, Counts]
    batches: Mapping[str, BatchReport]


class Programme:
    """An open programme; use it in a ``with`` block or call ``close``."""

    def __init__(self, home: Home, engine: sa.Engine, *, who: str = "", clock: Clock = now) -> None:
        self.home = home
        self.clock = clock
        self.speaking: Callable[[], str | None] = lambda: None  # who is at work now, where several share this
        self._who = who
        self._engine = engine
        self._latest: frames.Snapshot | None = None

    def __repr__(self) -> str:
        return f"Programme({self.address!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file or the server."""
        self._engine.dispose()

    @property
    def who(self) -> str:
        """The name that stands beside what is changed: of who is at work now where that is known, else of who opened it."""
        said = self.speaking()
        return self._who if said is None else said

    @who.setter
    def who(self, name: str) -> None:
        self._who = name

    @property
    def address(self) -> str:
        """What ``open_programme`` takes, without a password: that is for ``environment``, or for PGPASSWORD and .pgpass."""
        return self.home.shown

    @property
    def environment(self) -> dict[str, str]:
        """What a process started from here needs in its environment to open the same address."""
        return {"PGPASSWORD": self.home.password} if self.home.password else {}

    @property
    def folder(self) -> Path:
        """Where files that belong to the programme are kept; for a database ``NAME.kamkit``, made when it is needed."""
        return self.home.folder

    @property
    def name(self) -> str:
        """The folder's or the database's name."""
        return self.home.name

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with database.in_words(self.home), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _changing(self, kind: ChangeKind, note: str = "", undoes: int | None = None) -> Iterator[Change]:
        with database.in_words(self.home), database.writing(self._engine).begin() as connection:
            yield Change(connection, self.who, self.clock, kind, note, undoes)

    # Reading

    @property
    def settings(self) -> Settings:
        """The programme's settings, or the kit's defaults."""
        rows = self.rows("settings")
        return Settings.model_validate(dict(rows[0].values)) if rows else Settings(settings_id="programme")

    @property
    def change_counter(self) -> int:
        """A number that rises with every change, by whomever; cheap to ask."""
        with self._reading() as connection:
            return frames.counter(connection)

    def table(self, name: str) -> pd.DataFrame:
        """The table as ``kamkit.model.frame.frame_of`` would make it, sorted by key; InputError on a strange name."""
        with self._reading() as connection:
            return frames.frame(connection, name)

    def tables(self) -> frames.Snapshot:
        """All tables by name, as they are now: read when asked for, and not changed by what is saved later."""
        with self._reading() as connection:
            count, latest = frames.counter(connection), self._latest
            if latest is None:
                self._latest = frames.Snapshot(count, self._table_at, self._rows_at)
            elif latest.change_id != count:
                self._latest = latest.moved_to(count, frames.touched_since(connection, latest.change_id))
        assert self._latest is not None
        return self._latest

    def tables_at(self, change_id: int) -> frames.Snapshot:
        """All tables by name, as they were when that change was the latest."""
        return frames.Snapshot(change_id, self._table_at, self._rows_at)

    def _table_at(self, name: str, change_id: int) -> pd.DataFrame:
        with self._reading() as connection:
            return frames.frame(connection, name, at=change_id)

    def _rows_at(self, name: str, change_id: int, column: str, values: tuple[str, ...]) -> pd.DataFrame | None:
        with self._reading() as connection:
            return frames.frame_where(connection, name, column, values, at=change_id)

    def rows(self, table: str, **equals: Any) -> list[StoredRow]:
        """The rows whose fields have these values, in the order of their keys, each with its version."""
        with self._reading() as connection:
            return fetch_where(connection, stored_record(table), equals)

    def batches(self) -> pd.DataFrame:
        """The batches of sales lines that count: name, lines, first_day, last_day."""
        with self._reading() as connection:
            return batches.listed(connection)

    def moment(self, change_id: int) -> str:
        """Which programme and which of its changes, for a file that may come back; see ``change_of``."""
        with self._reading() as connection:
            return travel.moment(connection, change_id)

    def change_of(self, moment: str) -> int | None:
        """The change that ``moment`` names, if it is one of this programme, wherever it was moved since; else None."""
        with self._reading() as connection:
            return travel.change_of(connection, moment)

    def rows_in_file(self, table: str, change_id: int, file: str) -> dict[tuple[Any, ...], Row]:
        """The rows as a file written at that change holds them, and as this person's imports of the file left them, by key."""
        with self._reading() as connection:
            return travel.rows_in_file(connection, stored_record(table), change_id, who=self.who, file=file)

    def check_links(self) -> tuple[links.DanglingLink, ...]:
        """The links that lead nowhere: table, field, the id found, the table it should be in, and how many rows."""
        with self._reading() as connection:
            return links.dangling(connection)

    def history(
        self,
        table: str | None = None,
        key: object = None,
        *,
        account_id: str | Collection[str] | None = None,
        since: past.Moment | None = None,
        until: past.Moment | None = None,
    ) -> pd.DataFrame:
        """What was changed, one row per field; see ``kamkit.programme.history.history``."""
        with self._reading() as connection:
            return past.history(
                connection, table=table, key=key, account_id=account_id, since=since, until=until
            )  # fmt: skip

    def changes(self, since: past.Moment | None = None, until: past.Moment | None = None) -> pd.DataFrame:
        """One row per change, newest last; see ``kamkit.programme.history.changes``."""
        with self._reading() as connection:
            return past.changes(connection, since, until)

    def listen(self) -> news.Listener:
        """Something that says, whenever it is asked, which rows were changed since; cheap to ask."""
        return news.Listener(self._reading)

    def changed_at(self, change_id: int) -> datetime | None:
        """When a change was made, in UTC, as the history has it; None if there is no such change."""
        with self._reading() as connection:
            return news.changed_at(connection, change_id)

    @property
    def holds_sample(self) -> bool:
        """Whether the programme was made with the training case in it, whatever has become of it since."""
        with self._reading() as connection:
            return past.has_change(connection, "import", past.SAMPLE)

    @property
    def ballots(self) -> BallotBox:
        """What a group scores together, hidden until it is revealed; see ``kamkit.programme.ballot_box``."""
        from kamkit.programme.ballot_box import BallotBox

        return BallotBox(self._reading, self._changing)

    # Changing

    def save(
        self,
        table: str,
        values: Mapping[str, Any],
        *,
        version: int | None = None,
        seen: Mapping[str, Any] | None = None,
    ) -> Saved:
        """Save the fields given of one row, merged with what others saved meanwhile.

        ``version`` (of the row the saver started from; 0 for a new row) or ``seen`` (the values he started
        from) tells what he changed. Without either the values given are written where they differ.
        ConflictError holds both values of each field that somebody else changed too; InputError names
        the field, the value and what was expected.
        """
        with self._changing("save") as change:
            return saving.save_row(change, stored_record(table), values, version=version, seen=seen)

    def save_rows(self, table: str, rows: Rows, *, note: str = "") -> Counts:
        """Save many rows of a table as one change; fields that a row does not have stay as they are."""
        return self.save_all({table: rows}, note=note)[table]

    def save_all(self, rows: Mapping[str, Rows], *, note: str = "") -> Mapping[str, Counts]:
        """Save rows of several tables as one change, all or nothing."""
        return self._apply("save", Import(rows=rows, note=note)).rows

    def apply(self, wanted: Import, *, by_hand: bool = False) -> Applied:
        """Bring in rows and batches as one change, all or nothing; ``undo`` takes it back whole.

        ``by_hand``: somebody looked at these rows in a form; the history counts them among what people saved.
        """
        return self._apply("save" if by_hand else "import", wanted)

    def _apply(self, kind: ChangeKind, wanted: Import) -> Applied:
        found = {table: stored_record(table) for table in wanted.rows}
        with self._changing(kind, wanted.note) as change:
            rows = {table: saving.save_rows(change, found[table], some) for table, some in wanted.rows.items()}
            lines = {name: batches.replace_batch(change, name, some) for name, some in wanted.batches.items()}
            return Applied(change.change_id, rows, lines)

    def replace_batch(self, name: str, lines: Rows, *, note: str = "") -> BatchReport:
        """Let these sales lines count under this name, in the place of any before; the same again changes nothing."""
        return self.apply(Import(batches={name: lines}, note=note)).batches[name]

    def remove_batch(self, name: str) -> Saved:
        """Let the lines under this name no longer count; InputError if there is no such batch."""
        with self._changing("delete") as change:
            return saving.delete_row(change, SalesBatch, name)

    def delete(self, table: str, key: object, *, version: int | None = None) -> Saved:
        """Delete a row; ConflictError if it was changed since ``version``, InputError if it is not there."""
        with self._changing("delete") as change:
            return saving.delete_row(change, stored_record(table), key, version=version)

    def undo(self, change_id: int) -> undoing.Undone:
        """Take a change back by a new change; ConflictError if what it wrote was changed since."""
        with self._changing("undo", undoes=change_id) as change:
            return undoing.undo(change)

    def new_id(self, table: str, prefix: str = "") -> str:
        """A short id that no row of the table has, for a row made in a form."""
        found = stored_record(table)
        column = TABLES[table].c[found.key[-1]]
        with self._reading() as connection:
            while True:
                made = "-".join(filter(None, (prefix, "".join(secrets.choice(_LETTERS) for _ in range(6)))))
                if connection.execute(sa.select(column).where(column == made)).first() is None:
                    return made

    def remember_place(self, kind: str, path: str | os.PathLike[str]) -> None:
        """Note where on this machine files were made from the programme (``kind``: packs, documents), to find them again."""
        with database.in_words(self.home), database.writing(self._engine).begin() as connection:
            places.remember(connection, kind, path, who=self.who, at=self.clock())

    def places(self) -> tuple[places.Place, ...]:
        """Where files were made from the programme."""
        with self._reading() as connection:
            return places.listed(connection)

    def snapshot(self, to: str | os.PathLike[str]) -> Programme:
        """A copy of the whole programme in a new folder, opened; consistent also while others write."""
        from kamkit.programme.opening import copy_programme

        return copy_programme(self, to)
