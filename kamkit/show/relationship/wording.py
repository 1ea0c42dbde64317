"""Words that the pages on the relationship share: whose it is, and what stands where nothing was entered."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from kamkit.method.worth.own_rows import group_in, own_rows
from kamkit.show import parts
from kamkit.show.values.wording import account_name

if TYPE_CHECKING:
    from kamkit.model.frame import Tables
    from kamkit.show.parts import Column, Shown

WHO = "The key account manager"
EACH = "Each key account manager"


def missing(tables: Tables, account_id: str, what: str, where: str) -> Shown:
    """What is missing at an account ("": everywhere), who answers for it, and where it is entered."""
    if not account_id:
        return parts.nothing_yet(f"{what} of any account", EACH, f"{where}, on the account's own page")
    return parts.nothing_yet(f"{what} of {account_name(tables, account_id)}", manager_of(tables, account_id), where)


def manager_of(tables: Tables, account_id: str) -> str:
    """The name of whoever owns the account, else *The key account manager*."""
    accounts = own_rows(tables, account_id)["accounts"].set_index("account_id")["owner_id"].dropna()
    # The group's own, else the first that one of its customer numbers names.
    owner = accounts.reindex([group_in(tables, account_id), *accounts.index]).dropna()
    if owner.empty:
        return WHO
    people = tables["team_members"].drop_duplicates("member_id").set_index("member_id")["name"]
    return str(people.get(owner.iloc[0], owner.iloc[0]))


def told_apart(columns: list[Column]) -> list[Column]:
    """The columns with different labels: two of the same name carry their id as well."""
    often = Counter(column.label for column in columns)
    return [
        column if often[column.label] == 1 else replace(column, label=f"{column.label} [{column.name.removeprefix('#')}]")
        for column in columns
    ]
