"""Words the pages of the review share."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kamkit.method.review import review_periods
from kamkit.method.worth import reporting_currency
from kamkit.show.values.wording import account_name

if TYPE_CHECKING:
    import pandas as pd

    from kamkit.model.frame import Tables

ROWS_AT_MOST = 30
MANAGER = "The key account manager"


def whom(tables: Tables, account_id: str) -> str:
    """The account's name, or *the portfolio*."""
    return account_name(tables, account_id) if account_id else "the portfolio"


def who_enters(tables: Tables, account_id: str, as_of: date) -> str:
    """Who can enter what is missing about the account: its manager by name, where one is named."""
    if not account_id:
        return "Each key account manager"
    owner = review_periods(tables, account_id, as_of)["owner"].iloc[0]
    return MANAGER if owner != owner else str(owner)


def currency_of(tables: Tables) -> str:
    """The reporting currency."""
    return reporting_currency(tables)


def people_of(row: pd.Series) -> str:
    """How many answers stand behind a change, and whether they are of the same people."""
    after, before = int(row["people_after"]), int(row["people_before"])
    if row["paired"]:
        return f"the same {after} people"
    return f"{before} before, {after} after, not paired"
