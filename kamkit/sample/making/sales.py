"""Sales lines and measured activities, drawn so that each customer's year comes to its figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from kamkit.sample.making.candidates import CANDIDATES, ORBISAN, ORBISAN_UNITS
from kamkit.sample.making.catalogue import CURRENCY_OF, RATES, euro_for
from kamkit.sample.making.customers import LARGE, customers
from kamkit.sample.making.rows import Row, Rows, draws
from kamkit.sample.making.stories.grid import GRID
from kamkit.sample.making.stories.hypra import ACTIVITIES_A_YEAR

YEARS = (date(2024, 4, 1), date(2025, 4, 1))
PRICE = {"010": 3.4, "020": 5.8, "030": 38.0, "040": 1.9, "050": 96.0, "060": 14.5}
_MIX = {  # share of each offering by the customer's main line of business
    "protective": (0.44, 0.34, 0.07, 0.04, 0.05, 0.06),
    "crates": (0.10, 0.15, 0.42, 0.22, 0.04, 0.07),
    "line service": (0.30, 0.16, 0.12, 0.06, 0.28, 0.08),
    "site stock": (0.22, 0.24, 0.14, 0.06, 0.06, 0.28),
}
# Where a customer's cost to serve goes, by kind of customer.
_USUAL = {"order": 0.21, "line": 0.13, "small order": 0.04, "rush order": 0.15, "return": 0.08, "visit": 0.16,
          "delivery": 0.17, "special": 0.06}  # fmt: skip
_HURRIED = {"order": 0.17, "line": 0.08, "small order": 0.07, "rush order": 0.31, "return": 0.13, "visit": 0.04,
            "delivery": 0.15, "special": 0.05}  # fmt: skip


@dataclass(frozen=True)
class Booked:
    """What one customer number books: EUR of each year, margin, and how it orders."""

    account_id: str
    currency: str
    line: str
    revenue: tuple[float, float]
    margin: float
    orders: tuple[int, int]
    rush: float
    returns: float
    cost_to_serve: float | None
    before: float = 0.0  # quantities of activities a year earlier, as a share of this year's; 0: not yet measured


# Where cost to serve grew faster, or slower, than revenue: a year earlier as a share of what revenue alone would say.
COST_BEFORE = {"0113": 0.83, "1002": 0.90, "1010": 0.94, "1008": 1.05}


def sales() -> Rows:
    """Sales lines of two years and the activities of the last twelve months."""
    lines: list[Row] = []
    activities: list[Row] = []
    for number, booked in enumerate(_booked()):
        lines += _lines(booked, np.random.default_rng([31, number]))
        activities += _activities(booked, np.random.default_rng([32, number]))
    lines.sort(key=lambda row: (row["date"], row["order_id"], row["line_id"]))
    return {"sales_lines": lines, "activities": activities}


def _booked() -> list[Booked]:
    found = []
    for c in CANDIDATES:
        cost = c.revenue * c.margin / 100 - c.contribution
        shares = [(c.account_id, c.country, 1.0)]
        if c.account_id == ORBISAN:
            shares = [(unit, country, share / 100) for unit, _, country, _, share, _ in ORBISAN_UNITS]
        for account, country, share in shares:
            revenue = c.revenue * 1000 * share
            hurried = c.account_id == "1002"
            orders = 22 if share < 1 else (70 if c.revenue > 1500 else 46)
            found.append(
                Booked(account, CURRENCY_OF[country], c.line, (revenue / (1 + c.growth / 100), revenue), c.margin,
                       (orders if c.growth < 60 else orders // 2, orders), 0.34 if hurried else 0.05,
                       0.18 if hurried else 0.03, cost * 1000 * share, COST_BEFORE.get(c.account_id,
                           0.98) / (1 + c.growth / 100))
            )  # fmt: skip
    rng = draws(2)
    for place, other in enumerate(customers()):
        revenue = other.revenue * 1000
        measured = other.contribution is not None
        losing_small = other.losing and not measured
        orders = int(rng.integers(20, 32)) if place < LARGE else int(rng.integers(12, 24))
        if losing_small:
            orders = int(min(30 + revenue / 4500, 52))
        before = max(revenue / (1 + other.growth / 100), 1000.0)
        found.append(
            Booked(other.account_id, CURRENCY_OF[other.country], other.line, (before, revenue), other.margin,
                   (orders if other.growth > -60 else 30, orders if other.growth > -60 else 6),
                   0.6 if losing_small else (0.3 if other.losing else 0.03),
                   0.35 if losing_small else (0.15 if other.losing else 0.02),
                   None if other.contribution is None
                   else revenue * other.margin / 100 - other.contribution * 1000)
        )  # fmt: skip
    return found


def _lines(booked: Booked, rng: np.random.Generator) -> list[Row]:
    rows: list[Row] = []
    for first, revenue, orders in zip(YEARS, booked.revenue, booked.orders, strict=True):
        rows += _year(booked, first, revenue, orders, rng)
    return rows


def _year(booked: Booked, first: date, revenue: float, orders: int, rng: np.random.Generator) -> list[Row]:
    """One year's lines: orders spread over the working days, amounts scaled to the year's revenue and margin."""
    days = np.sort(rng.integers(0, 363, orders))
    drafts: list[Any] = []
    mix = _mix(booked)
    for number, offset in enumerate(days):
        day = first + timedelta(days=int(offset))
        if day.weekday() > 4:
            day += timedelta(days=4 - day.weekday() if day.day > 2 else 7 - day.weekday())
        rush = bool(rng.random() < booked.rush)
        for line in range(1 + int(rng.random() < 0.45) + int(rng.random() < 0.12)):
            offering = str(rng.choice(list(PRICE), p=mix))
            drafts.append([day, number, line + 1, offering, float(rng.lognormal(0, 0.55)), rush, False])
        if rng.random() < booked.returns:
            back = drafts[-1]
            drafts.append([day, number, back[2] + 1, back[3], -back[4] * float(rng.uniform(0.05, 0.2)), rush, True])
    weights = np.array([draft[4] for draft in drafts])
    euros = weights / weights.sum() * revenue
    wobble = rng.normal(0, 0.03, len(drafts))
    wobble -= (wobble * euros).sum() / euros.sum()
    costs = euros * (1 - booked.margin / 100 + wobble)
    return [
        _line(booked, draft, euro, cost, first) for draft, euro, cost in zip(drafts, euros, costs, strict=True)
    ]  # fmt: skip


def _mix(booked: Booked) -> np.ndarray:
    """Shares of the offerings; where white space says who supplies what, only what is ours."""
    marks = GRID.get(booked.account_id, "oooooo")
    mix = np.array(_MIX[booked.line]) * [mark == "o" for mark in marks]
    return mix / mix.sum()


def _line(booked: Booked, draft: Any, euro: float, cost: float, first: date) -> Row:
    day, number, line, offering, _, rush, back = draft
    rate = euro_for(booked.currency, day)
    quantity = max(round(abs(euro) / PRICE[offering]), 1)
    return {
        "account_id": booked.account_id, "date": day,
            "order_id": f"{first.year % 100}-{booked.account_id}-{number + 1:03d}",
        "line_id": str(line), "offering_id": offering, "quantity": -quantity if back else quantity,
        "revenue": round(euro / rate, 2), "cost": round(cost / rate, 2), "currency": booked.currency,
        "rush": rush, "returned": back,
    }  # fmt: skip


def _activities(booked: Booked, rng: np.random.Generator) -> list[Row]:
    """Measured activities, spread over the months; none where nothing is measured."""
    if booked.cost_to_serve is None:
        return []
    mix = _HURRIED if booked.rush > 0.2 else _USUAL
    wanted = {driver: booked.cost_to_serve * share / RATES[driver] for driver, share in mix.items()}
    if booked.account_id == "1002":
        wanted = dict(ACTIVITIES_A_YEAR)
    rows = []
    for first, share in zip(YEARS, (booked.before, 1.0), strict=True):
        for driver, total in wanted.items():
            monthly = rng.multinomial(round(total * share), np.full(12, 1 / 12))
            rows += [
                {
                    "account_id": booked.account_id,
                    "driver": driver,
                    "month": _month(first, k),
                    "quantity": int(quantity),
                }
                for k, quantity in enumerate(monthly)
                if quantity
            ]
    return rows


def _month(first: date, number: int) -> date:
    return date(first.year + (number + 3) // 12, (number + 3) % 12 + 1, 1)
