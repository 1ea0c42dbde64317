"""The sales lines of twelve months, in the reporting currency, with the group they count for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from kamkit.method.remembered import remembered
from kamkit.method.worth.currency import Tables, rates_for
from kamkit.method.worth.groups import group_of
from kamkit.model.frame import settings_of

FRESH = 62  # days: a month's sales are imported in the month after it


@dataclass(frozen=True)
class Period:
    """Days from ``first`` to ``last``, both included; ``first`` None: from the beginning."""

    first: date | None
    last: date

    def holds(self, dates: pd.Series) -> pd.Series:
        """Which of the dates fall within the period."""
        inside = dates < pd.Timestamp(self.last) + pd.Timedelta(days=1)
        return inside if self.first is None else inside & (dates >= pd.Timestamp(self.first))


def months_to(as_of: date, months: int = 12) -> Period:
    """The ``months`` months that end on ``as_of``, that day included."""
    after = pd.Timestamp(as_of) + pd.Timedelta(days=1)
    return Period((after - pd.DateOffset(months=months)).date(), as_of)


def months_before(as_of: date, months: int = 12) -> Period:
    """The ``months`` months before those that end on ``as_of``."""
    first = months_to(as_of, months).first
    assert first is not None
    return months_to(first - timedelta(days=1), months)


def file_begins_late(dates: pd.Series, as_of: date) -> bool:
    """Whether the sales file begins so late that the twelve months before cannot be told from it.

    True if sales came in every month, but the first more than a month after those twelve began. Where months
    without sales are normal, a late first sale says nothing about the file.
    """
    known = dates[dates < pd.Timestamp(as_of) + pd.Timedelta(days=1)]
    start = months_before(as_of).first
    if known.empty or start is None or known.min() <= pd.Timestamp(start) + pd.Timedelta(days=31):
        return False
    month = known.dt.year * 12 + known.dt.month
    return int(month.nunique()) == int(month.max() - month.min() + 1)


def groups_of_lines(account_ids: pd.Series, accounts: pd.DataFrame) -> pd.Series:
    """The group of each line; a number that is not among the accounts stands for itself, so that no sum loses it."""
    found = account_ids.map(group_of(accounts))
    return found.where(found.notna(), account_ids)


@dataclass(frozen=True)
class SalesDays:
    """The days the sales file covers, None where it has no lines: the first, the last, the last of the year looked at.

    ``late``: see :func:`file_begins_late`.
    """

    first: date | None
    last: date | None
    last_of_year: date | None
    late: bool


@remembered
def days_of_sales(tables: Tables, as_of: date) -> SalesDays:
    """Which days the sales file covers, for the twelve months to ``as_of``."""
    dates = tables["sales_lines"]["date"]
    year = dates[months_to(as_of).holds(dates)]
    first, last, last_of_year = (None if pd.isna(day) else day.date() for day in (dates.min(), dates.max(), year.max()))
    return SalesDays(first, last, last_of_year, file_begins_late(dates, as_of))


def better_day(tables: Tables, as_of: date) -> date | None:
    """The day to look at instead of ``as_of`` where the sales end long before it; None where they do not, or there are none.

    The programme's own review date if the sales go no further than that, else the day of the newest sales line.
    """
    last = days_of_sales(tables, as_of).last
    if last is None or (as_of - last).days <= FRESH:
        return None
    review = settings_of(tables).review_date
    return review if review and last <= review < as_of and (review - last).days <= FRESH else last


@remembered
def lines_in(tables: Tables, period: Period) -> pd.DataFrame:
    """The period's sales lines, money in the reporting currency.

    Columns group_id, account_id, offering_id, date, quantity, revenue, cost (with the account's expected
    margin where the line has none; NaN: unknown), order (number, or the day where it is missing),
    rush, is_return. MethodError where a rate is missing.
    """
    lines = tables["sales_lines"]
    lines = lines[period.holds(lines["date"])]
    accounts = tables["accounts"]
    rate = rates_for(tables, lines["currency"], lines["date"])
    revenue = lines["revenue"] * rate
    cost = (lines["cost"] * rate).fillna(revenue * (1 - _expected_margin(lines["account_id"], accounts) / 100))
    return pd.DataFrame(
        {
            "group_id": groups_of_lines(lines["account_id"], accounts),
            "account_id": lines["account_id"],
            "offering_id": lines["offering_id"],
            "date": lines["date"],
            "quantity": lines["quantity"],
            "revenue": revenue,
            "cost": cost,
            "order": lines["order_id"].where(lines["order_id"].notna(), lines["date"].dt.strftime("on %Y-%m-%d")),
            "rush": lines["rush"].fillna(False).astype(bool),
            "is_return": _returns(lines),
        }
    )


def _expected_margin(account_ids: pd.Series, accounts: pd.DataFrame) -> pd.Series:
    own = accounts.set_index("account_id")["margin_estimate"]
    return account_ids.map(own.fillna(group_of(accounts).map(own))).astype("float64")


def _returns(lines: pd.DataFrame) -> pd.Series:
    negative = (lines["quantity"] < 0) | (lines["revenue"] < 0)
    return lines["returned"].fillna(negative).astype(bool)
