"""Sales entered by hand: an account's revenue by year or quarter, as sales lines that every figure can count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pandas as pd

ORDER = "by hand"
YEARS, QUARTERS = 3, 8
Step = Literal["year", "quarter"]


@dataclass(frozen=True)
class Span:
    """A year or a quarter: its name (``2025``, ``2025 Q1``), its days, and the last of them that has been (``upto``)."""

    name: str
    first: date
    last: date
    upto: date

    @property
    def label(self) -> str:
        """What stands beside the box: the name, and how far the span has come where it is not over."""
        return self.name if self.upto == self.last else f"{self.name} to {self.upto.day} {self.upto:%b}"


def spans_to(as_of: date, step: Step) -> tuple[Span, ...]:
    """The last three years, or eight quarters, up to the one that ``as_of`` falls in, the oldest first."""
    frequency, count = ("Y", YEARS) if step == "year" else ("Q", QUARTERS)
    last = pd.Period(pd.Timestamp(as_of), freq=frequency)
    return tuple(_span(last - back, as_of) for back in reversed(range(count)))


def _span(period: pd.Period, as_of: date) -> Span:
    first, last = period.start_time.date(), period.end_time.date()
    name = f"{period.year}" if period.freqstr.startswith("Y") else f"{period.year} Q{period.quarter}"
    return Span(name, first, last, min(last, as_of))


def spread_revenue(
    account_id: str, revenue: Mapping[Span, float], currency: str = ""
) -> list[dict[str, Any]]:
    """Sales lines for amounts by span: each spread evenly over the span's months, one line a month, one order a span.

    The lines of a span add up to its amount to the cent. A month counts up to the day the span has come to; its line
    bears its last day. Spread evenly, because a year has no days: growth within a span is not to be seen in it.
    """
    lines = []
    for span, amount in revenue.items():
        days = _month_ends(span)
        shares = _shares(amount, days, span.first)
        lines += [
            {
                "account_id": account_id, "date": day, "order_id": f"{ORDER}, {account_id}, {span.name}", "line_id": str(number),
                "revenue": share, "currency": currency or None, "returned": False,
            }
            for number, (day, share) in enumerate(zip(days, shares, strict=True), start=1)
        ]  # fmt: skip
    return lines


def _month_ends(span: Span) -> list[date]:
    months = pd.period_range(span.first, span.upto, freq="M")
    return [min(month.end_time.date(), span.upto) for month in months]


def _shares(amount: float, days: Sequence[date], first: date) -> list[float]:
    """Equal parts for whole months, less for one that has only begun; rounding goes into the last."""
    weights = [day.day / pd.Timestamp(day).days_in_month for day in days]
    shares = [round(amount * weight / sum(weights), 2) for weight in weights[:-1]]
    return [*shares, round(amount - sum(shares), 2)]


def is_by_hand(lines: pd.DataFrame) -> pd.Series:
    """Which sales lines were entered by hand."""
    return lines["order_id"].fillna("").str.startswith(f"{ORDER}, ")


def entered_by_hand(lines: pd.DataFrame) -> pd.DataFrame:
    """What was entered by hand, from sales lines: account_id, span (its name), revenue, currency; in order of entry."""
    mine = lines[is_by_hand(lines)]
    span = mine["order_id"].str.rsplit(", ", n=1).str[-1]
    found = mine.assign(span=span).groupby(["account_id", "span"], sort=False)
    summed = found.agg(revenue=("revenue", "sum"), currency=("currency", "first")).reset_index()
    summed["revenue"] = summed["revenue"].round(2)
    return summed
