"""The desk a workbook works at: a programme, an account or the portfolio, and the day it looks at."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakSet

import pandas as pd

from kamkit.errors import InputError
from kamkit.forms.faces import ASKED_AT_THE_DOOR, TABLE_ONLY
from kamkit.forms.sample import own_copy_of_the_sample
from kamkit.forms.speaking import SPEAKERS
from kamkit.method.rows import rows_where
from kamkit.model.frame import settings_of
from kamkit.model.settings import Settings

if TYPE_CHECKING:
    from kamkit.forms.board import Board
    from kamkit.forms.live import Unhurried
    from kamkit.programme import Programme
    from kamkit.programme.frames import Snapshot
    from kamkit.programme.news import News

WORKED_OUT = "KAMKIT_WORKED_OUT"
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Desk:
    """What the cells of a workbook need: the programme, the account ("" for the portfolio) and the day."""

    def __init__(self, programme: Programme, account_id: str, as_of: date) -> None:
        self.programme = programme
        self.account_id = account_id
        self.as_of = as_of
        self._tables: Mapping[str, pd.DataFrame] | None = None
        self._read_at: object = None
        self._watchers: dict[Callable[[], None], Unhurried] = {}
        self._told = 0  # the last change of which those who watch were told here
        self._boards: WeakSet[Board] = WeakSet()

    def __repr__(self) -> str:
        return f"{self.account_name}, as of {self.as_of.isoformat()}"

    @cached_property
    def account_name(self) -> str:
        """The account's name, or *the portfolio*."""
        if not self.account_id:
            return "the portfolio"
        return str(rows_where(self.tables(), "accounts", "account_id", (self.account_id,))["name"].iloc[0])

    @property
    def who(self) -> str:
        """Who works here, as they said themselves; "" on a page made for everybody to read, whoever had it made."""
        return "" if os.environ.get(TABLE_ONLY) else self.programme.who

    def say_who(self, name: str) -> None:
        """Somebody said who they are; where others share the kernel it holds for what they do, and not for the others."""
        if os.environ.get(ASKED_AT_THE_DOOR) or SPEAKERS.say(name):
            self.programme.who = name

    @property
    def leads(self) -> bool:
        """Whether who works here may open, reveal and settle what is scored together; a server says no to all but the facilitator."""
        return os.environ.get("KAMKIT_LEADS", "yes") == "yes"

    @property
    def settings(self) -> Settings:
        """The programme's settings as they are now."""
        return settings_of(self.tables())

    def watch(self, call: Callable[[], None]) -> None:
        """Call whenever another form on the same desk, or somebody else, has saved something."""
        from kamkit.forms.live import Unhurried

        self._watchers[call] = Unhurried(call)

    def watch_board(self, board: Board) -> None:
        """Tell this board when another form on the same desk has saved something; of others it hears while it is open."""
        self._boards.add(board)

    def tell(self, saved_by: Callable[[], None], table: str = "") -> None:
        """Something was saved (to ``table``, where that is known): tell everybody who watches, except the one who did it."""
        for board in list(self._boards):
            if board.saved_elsewhere != saved_by and (not table or board.concerns({table})):
                board.saved_elsewhere()
        for call in self._watchers:
            if call != saved_by:
                call()
        self._told = self.programme.change_counter

    def hear(self, news: Sequence[News]) -> None:
        """Somebody else saved something, perhaps in another kernel; what is worked out from it is not hurried."""
        if any(one.change_id > self._told for one in news):
            for unhurried in self._watchers.values():
                unhurried()

    def tables(self) -> Mapping[str, pd.DataFrame]:
        """All tables by name, from one snapshot; read again only when somebody changed something."""
        counter = self.programme.change_counter
        if self._tables is None or counter != self._read_at:
            self._tables, self._read_at = _primed(self.programme.tables()), counter
        return self._tables


def _primed(tables: Snapshot) -> Snapshot:
    # A run over many accounts works the figures of the whole programme out once and hands them to its kernels; a server
    # does so for each change it has caught up with. Only they set this, to a file or folder of their own: nothing else
    # is ever unpickled.
    if path := os.environ.get(WORKED_OUT):
        from kamkit.programme.memo import open_memo

        place = Path(path)
        if place.is_dir():
            place /= str(tables.change_id)
            if not place.exists():
                return tables
        change_id, memo = open_memo(place)
        if change_id == tables.change_id:
            memo.update(tables.memo)
            tables.memo = memo
    return tables


def open_desk(programme: str = "", account_id: str = "", as_of: str = "") -> Desk:
    """The desk for a workbook's three parameters.

    ``programme``: a folder (relative to the notebook's) or a database address; "" is a private copy of
    the sample, gone when the kernel ends. ``account_id``: "" is the portfolio. ``as_of``: an ISO date; ""
    is the day the server was started with (KAMKIT_AS_OF), else the programme's review date, else the last sales line's.
    InputError if the account is not there or a parameter cannot be read; ProgrammeError if the address is none.
    """
    from kamkit.programme import open_programme

    for name, value in (("programme", programme), ("account_id", account_id), ("as_of", as_of)):
        if not isinstance(value, str):
            raise InputError(
                f'{name}: found {value!r}, which is not text; write it in quotes (papermill: -r {name} "...", not -p)'
            )
    opened = open_programme(programme.strip() or str(own_copy_of_the_sample()), who=_who())
    day = _day(as_of.strip() or os.environ.get("KAMKIT_AS_OF", ""))  # a server passes today; the clock is not read here
    if not os.environ.get(ASKED_AT_THE_DOOR):  # behind the door a kernel is one person's, whatever connection speaks
        SPEAKERS.begin()
        opened.speaking = SPEAKERS.now
    desk = Desk(opened, "", day or date.min)
    tables = desk.tables()
    desk.account_id = _known(account_id.strip(), tables)
    desk.as_of = day or _review_day(tables)
    return desk


def _who() -> str:
    # The name in the history is asked, not proven: whoever starts the server may set it.
    return os.environ.get("KAMKIT_WHO", "")


def _day(as_of: str) -> date | None:
    if not as_of:
        return None
    try:
        if not _ISO_DAY.fullmatch(as_of):
            raise ValueError
        return date.fromisoformat(as_of)
    except ValueError:
        raise InputError(
            f'as_of: found "{as_of}"; expected a date as year-month-day, such as 2026-03-31, '
            "or nothing for the programme's review date"
        ) from None


def _review_day(tables: Mapping[str, pd.DataFrame]) -> date:
    if review := settings_of(tables).review_date:
        return review
    last = tables["sales_lines"]["date"].max()
    if pd.isna(last):
        raise InputError(
            "as_of: the programme has no review date and no sales lines to take a day from; "
            "give as_of as year-month-day, or enter a review date in the settings"
        )
    return pd.Timestamp(last).date()


def _known(account_id: str, tables: Mapping[str, pd.DataFrame]) -> str:
    if not account_id or len(rows_where(tables, "accounts", "account_id", (account_id,))):
        return account_id
    accounts = tables["accounts"]
    ids = accounts["account_id"].astype(str).tolist()
    raise InputError(f'account_id: the programme has no account "{account_id}"; {_nearest(account_id, accounts, ids)}')


def _nearest(account_id: str, accounts: pd.DataFrame, ids: list[str]) -> str:
    if not ids:
        return "it has no accounts yet; import them first"
    by_name = dict(zip(accounts["name"].astype(str).str.casefold(), ids, strict=True))
    near = difflib.get_close_matches(account_id, ids, n=3, cutoff=0.5)
    near += [by_name[name] for name in difflib.get_close_matches(account_id.casefold(), by_name, n=2, cutoff=0.6)]
    near += [found for found in ids if found.lstrip("0") == account_id.lstrip("0") and account_id.lstrip("0")]
    near += [found for found in ids if found.casefold() == account_id.casefold()]
    named = accounts.drop_duplicates("account_id").set_index("account_id")["name"]
    listed = ", ".join(f'"{found}" ({named[found]})' for found in list(dict.fromkeys(reversed(near)))[:4])
    if listed:
        return f"the nearest are {listed}"
    return f"its {len(ids)} accounts begin with " + ", ".join(f'"{found}"' for found in ids[:3])
