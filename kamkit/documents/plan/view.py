"""What the sections of a plan are made of: the tables, whose plan it is, and the words they share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.documents.asking import plain
from kamkit.documents.plan.parts import Missing
from kamkit.method.communication import YourTeam, place_your_team
from kamkit.method.plan import OnePage, place_page
from kamkit.method.planning.scope import Scope, scope_of
from kamkit.method.worth import reporting_currency
from kamkit.show.words import day

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

MANAGER = "The key account manager"


@dataclass(frozen=True)
class View:
    """One account's tables on one day; ``account_id`` is the group's."""

    tables: Tables
    account_id: str
    as_of: date

    @cached_property
    def page(self) -> OnePage:
        """The plan on one page, as workbook 07 shows it."""
        return place_page(self.tables, self.account_id, self.as_of)

    @cached_property
    def team(self) -> YourTeam:
        """Who serves the customer where, as workbook 10 shows it to them."""
        return place_your_team(self.tables, self.account_id, self.as_of)

    @cached_property
    def scope(self) -> Scope:
        """The account's own rows."""
        return scope_of(self.tables, self.account_id, self.as_of)

    @cached_property
    def currency(self) -> str:
        """The reporting currency, "" where none is set."""
        return plain(reporting_currency(self.tables))

    @cached_property
    def people(self) -> pd.Series:
        """Our people's names by their id."""
        return self.tables["team_members"].drop_duplicates("member_id").set_index("member_id")["name"]

    @property
    def owner(self) -> str:
        """Who of ours owns the account, "" if nobody does."""
        owner = self.scope.groups["owner_id"].get(self.account_id)
        return "" if pd.isna(owner) else str(self.people.get(owner, owner))

    def a_year(self, label: str) -> str:
        """The heading of a column of money a year."""
        return f"{label}, {self.currency} a year" if self.currency else f"{label}, a year"

    def once(self, label: str) -> str:
        """The heading of a column of money."""
        return f"{label}, {self.currency}" if self.currency else label

    def named(self, ids: pd.Series) -> pd.Series:
        """The names of our people; an id that is nobody's stays as it is."""
        return ids.map(self.people).fillna(ids).astype("str")

    def missing(self, what: str, where: str) -> Missing:
        """What stands where nobody has entered anything, naming who can."""
        return Missing(f"{what} {plain(self.page.name)}", plain(self.owner) or MANAGER, where)


def on_day(value: object) -> str:
    """A date in a cell, empty where there is none."""
    return "" if pd.isna(value) else day(value)


def on_days(values: Iterable[object]) -> list[str]:
    """Dates in the cells of a column."""
    return [on_day(value) for value in values]
