"""What the exercises have in common: names and money of the case, and rules that read a short text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.course.case import day_of
from kamkit.course.kinds import Option
from kamkit.method.worth import rank_accounts, reporting_currency
from kamkit.show import words

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

_NEGATED = re.compile(r"\b(not|n't|never|no|nobody|before|rather than|instead of|without|neither|nor)\b[^.;]*$", re.IGNORECASE)


def accounts_of(tables: Tables) -> pd.DataFrame:
    """``rank_accounts`` by account_id."""
    return rank_accounts(tables, day_of(tables)).set_index("account_id")


def name_of(tables: Tables, account_id: str) -> str:
    """What an account is called."""
    accounts = tables["accounts"]
    return str(accounts.loc[accounts["account_id"] == account_id, "name"].iloc[0])


def account_options(tables: Tables, account_ids: Iterable[str]) -> tuple[Option, ...]:
    """Accounts to choose from, by their numbers."""
    return tuple(Option(account_id, name_of(tables, account_id)) for account_id in account_ids)


def by_name(tables: Tables, account_ids: Iterable[str]) -> list[str]:
    """The accounts in the order of their names, which gives nothing away."""
    return sorted(account_ids, key=lambda account_id: name_of(tables, account_id))


def money(tables: Tables, value: float) -> str:
    """An amount in the case's currency."""
    return words.money(value, reporting_currency(tables))


def currency_of(tables: Tables) -> str:
    """The case's currency."""
    return reporting_currency(tables)


def has_figure(text: str) -> bool:
    """Whether a text names any figure."""
    return re.search(r"\d", text) is not None


def mentions(text: str, *wanted: str) -> bool:
    """Whether one of the words (regular expressions) stands in the text, as whole words."""
    return any(re.search(rf"\b(?:{one})\b", text, re.IGNORECASE) for one in wanted)


def claims(text: str, *wanted: str) -> bool:
    """Whether one of the words stands in the text without a negation before it in the same sentence."""
    return any(
        not _NEGATED.search(text[: found.start()].replace("’", "'"))
        for one in wanted
        for found in re.finditer(rf"\b(?:{one})\b", text, re.IGNORECASE)
    )


Rule = Callable[["Tables", str], bool]


def lacks(*wanted: str) -> Rule:
    """The rule that a text mentions none of the words."""
    return lambda _tables, text: not mentions(text, *wanted)


def claiming(*wanted: str) -> Rule:
    """The rule that a text claims one of the words."""
    return lambda _tables, text: claims(text, *wanted)


def no_figure(_tables: Tables, text: str) -> bool:
    """The rule that a text names no figure."""
    return not has_figure(text)
