"""The rows of one account, so that a page of one account never reads what all the others have."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.inheritance import holds_in
from kamkit.method.remembered import remembered
from kamkit.method.rows import rows_where
from kamkit.method.worth.domains import domains_of
from kamkit.method.worth.groups import group_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

_STANDARD_TOO = frozenset({"change_steps"})
# Of these the standard's rows come as they hold in the account's domain.
_STANDARD_OF_THE_DOMAIN = frozenset({"expectations", "touch_points"})
# Rows of these belong to an account by way of another table: its respondents, contacts, measures, scorings.
_BY_WAY_OF = {
    "ratings": ("respondents", "respondent_id"),
    "coverages": ("contacts", "contact_id"),
    "readings": ("measures", "measure_id"),
    "scoring_items": ("scorings", "scoring_id"),
    "ballots": ("scorings", "scoring_id"),
}


@remembered
def groups_in(tables: Tables) -> pd.Series:
    """The group of every account, see :func:`kamkit.method.worth.group_of`."""
    return group_of(tables["accounts"])


def group_in(tables: Tables, account_id: str) -> str:
    """The group that ``account_id`` belongs to; a number that is not among the accounts stands for itself."""
    return str(groups_in(tables).get(account_id, account_id))


def units_in(tables: Tables, account_id: str) -> list[str]:
    """The customer numbers of the group that ``account_id`` belongs to, the group's own first."""
    groups, group = groups_in(tables), group_in(tables, account_id)
    return [group, *(str(unit) for unit in groups.index[groups == group] if unit != group)]


def own_rows(tables: Tables, account_id: str) -> Tables:
    """The tables with only the rows of the group that ``account_id`` belongs to, each read when it is asked for.

    Expectations, touch points and change steps keep the standard's rows, the former two as they hold in the account's
    domain; tables of no account stay whole. Ratings are
    those of its respondents, coverages those of its contacts, readings those of its measures, ballots and their items
    those of its scorings. ``account_id`` "" gives the tables as they are.
    """
    if not account_id:
        return tables
    if isinstance(tables, OwnRows):
        return tables.of(account_id)
    group = group_in(tables, account_id)
    views: dict[str, OwnRows] | None = getattr(tables, "views", None)
    if views is not None and group in views:
        return views[group]
    view = OwnRows(tables, units_in(tables, group))
    if views is not None:
        views[group] = view
    return view


class OwnRows(Mapping[str, pd.DataFrame]):
    """The tables with only some accounts' rows in them; a table is cut when it is asked for."""

    def __init__(self, tables: Tables, units: Collection[str]) -> None:
        self.memo: dict[Hashable, Any] = {}
        self._tables, self._units = tables, tuple(units)
        self._cut: dict[str, pd.DataFrame] = {}

    def __getitem__(self, table: str) -> pd.DataFrame:
        if table not in self._cut:
            self._cut[table] = self._own(table)
        return self._cut[table].copy(deep=False)

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def of(self, account_id: str) -> Tables:
        """These tables, if the account is one of theirs; else the rows of that account among them, none."""
        return self if account_id in self._units else OwnRows(self, [account_id])

    def _own(self, table: str) -> pd.DataFrame:
        if table in _BY_WAY_OF:
            other, key = _BY_WAY_OF[table]
            return rows_where(self._tables, table, key, tuple(self[other][key].drop_duplicates()))
        if table not in _of_accounts():
            return self._tables[table]
        if table in _STANDARD_OF_THE_DOMAIN:
            general = holds_in(self._tables, table, str(domains_of(self).get(self._units[0], "")))
            return pd.concat([general, rows_where(self._tables, table, "account_id", self._units)], ignore_index=True)
        wanted = (*self._units, "") if table in _STANDARD_TOO else self._units
        return rows_where(self._tables, table, "account_id", wanted)


@cache
def _of_accounts() -> frozenset[str]:
    from kamkit.model import RECORDS

    return frozenset(name for name, found in RECORDS.items() if "account_id" in found.model_fields)
