"""The tables of one account, or of all, with the group every row belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.worth import reporting_currency
from kamkit.method.worth.one_account import group_id_of
from kamkit.method.worth.own_rows import groups_in, own_rows
from kamkit.method.worth.wording import amount
from kamkit.model.field import TEXT_LENGTH
from kamkit.model.frame import settings_of
from kamkit.model.settings import Settings

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@dataclass(frozen=True)
class Scope:
    """What a rule looks at: ``tables`` (only the account's rows, unless ``account_id`` is empty) and the day.

    ``whole`` are the tables with everybody's rows, for figures that compare or weigh all accounts.
    """

    tables: Tables
    account_id: str
    as_of: date
    whole: Tables

    @cached_property
    def settings(self) -> Settings:
        """The programme's settings."""
        return settings_of(self.tables)

    @cached_property
    def currency(self) -> str:
        """The reporting currency."""
        return reporting_currency(self.whole)

    @cached_property
    def day(self) -> pd.Timestamp:
        """The day, as the tables have it."""
        return pd.Timestamp(self.as_of)

    @cached_property
    def _group(self) -> pd.Series:
        return groups_in(self.tables)

    @cached_property
    def groups(self) -> pd.DataFrame:
        """One row per group, index account_id: name, owner_id (the group's, else the first unit's)."""
        accounts = self.tables["accounts"]
        group = accounts["account_id"].map(self._group).to_numpy()
        own = accounts.drop_duplicates("account_id").set_index("account_id").loc[pd.unique(group)]
        owners = accounts.groupby(group, sort=False)["owner_id"].first()
        return pd.DataFrame({"name": own["name"], "owner_id": own["owner_id"].fillna(owners)})

    def rows(self, table: str) -> pd.DataFrame:
        """The rows of ``table`` with ``group_id``; rows of accounts that are not there are left out."""
        found = self.tables[table]
        group = found["account_id"].map(self._group)
        return found.assign(group_id=group)[group.notna()]

    def due(self, days: int) -> pd.Timestamp:
        """The working day ``days`` after the day looked at."""
        found = self.as_of + timedelta(days=days)
        return pd.Timestamp(found + timedelta(days=max(0, 7 - found.weekday()) if found.weekday() > 4 else 0))

    def money(self, value: float) -> str:
        """An amount inside a sentence."""
        return amount(value, self.currency)


def scope_of(tables: Tables, account_id: str, as_of: date) -> Scope:
    """The scope of the group that ``account_id`` belongs to, or of all; MethodError if there is no such account."""
    if not account_id:
        return Scope(tables, "", as_of, tables)
    group = group_id_of(tables, account_id)
    return Scope(own_rows(tables, group), group, as_of, tables)


def quoted(text: object, length: int = 90) -> str:
    """Somebody's words in quotation marks, on one line, cut to ``length``."""
    words = " ".join(str(text).replace('"', "'").split())
    return f'"{words if len(words) <= length else words[: length - 1].rstrip() + "…"}"'


def fit(text: str) -> str:
    """A sentence as long as an action's field allows."""
    return text if len(text) <= TEXT_LENGTH else text[: TEXT_LENGTH - 1].rstrip() + "…"


def day(value: object) -> str:
    """A date inside a sentence: ``31 Mar 2026``."""
    if not known(value):
        return "a day nobody noted"
    found = pd.Timestamp(value)
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


def days(count: int) -> str:
    """``1 day``, ``3 days``."""
    return f"{count} day{'' if count == 1 else 's'}"


def known(value: object) -> bool:
    """Whether a cell holds something."""
    return not pd.isna(value) and value != ""
