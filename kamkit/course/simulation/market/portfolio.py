"""The ten customers, the three managers and the calendar: what is the same in every game.

The company is Varnholt Packaging of the sample. Names, dates and hours are those of the case; the figures are close to
it, rounded so that no single customer decides the game. Everything is invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

QUARTERS = 8
FIRST_DAY = date(2026, 4, 1)
HOURS = (0, 40, 80, 120)  # what a manager can give an account in a quarter: nobody keeps a customer in an hour a week
CAPACITY = 240  # hours a quarter that each manager has for customers
BUDGET = 50_000  # EUR a quarter for improvements; what is left is carried over
ASK_HOURS = VISIT_HOURS = TERMS_HOURS = 20
NOTICE_HOURS = 40
IMPROVEMENT = 40_000  # EUR
CONCESSIONS = (0, 2, 4, 6)  # per cent of the price, once given for good
CONCEDED_AT_MOST = 12  # per cent in all
PEOPLE_AT_MOST = 4


@dataclass(frozen=True)
class TouchPoint:
    """A touch point that customers weigh: its name in the case, and one short enough for a list."""

    id: str
    name: str
    short: str
    weight: float  # on average; each customer's own is drawn


@dataclass(frozen=True)
class Manager:
    """A key account manager."""

    id: str
    name: str


@dataclass(frozen=True)
class Customer:
    """A customer as the game begins; amounts in EUR a year, hours a quarter, drift as a share a quarter."""

    id: str
    name: str
    like: str  # customers of one kind hear of each other's prices
    revenue: float
    margin: float
    cost: float  # to serve, without the managers' hours
    avoidable: float  # of the cost: rush orders, returns, extras that no contract names
    need: int  # hours that full service takes
    manager: int
    hours: int  # as found
    calls: float  # how loud it is, in calls a quarter, whatever is the matter
    renewals: tuple[int, ...]
    tenders: tuple[tuple[int, float], ...] = ()  # quarter, and how much of today's business it would add
    drift: float = 0.003
    people: int = 0  # theirs who know people of ours; 0: drawn
    leaver: int = 0  # the quarter in which the main contact leaves; 0: drawn


TOUCH_POINTS = (
    TouchPoint("warning", "Tells us early when something goes wrong", "Early warning", 0.42),
    TouchPoint("delivery", "Delivery on the promised day", "Delivery", 0.27),
    TouchPoint("line", "Packaging that fits our line without rework", "Help on the line", 0.31),
)
WARNING, DELIVERY, LINE = range(3)

MANAGERS = (
    Manager("greta.solberg", "Greta Solberg"),
    Manager("paul.adeyemi", "Paul Adeyemi"),
    Manager("marek.dudzik", "Marek Dudzik"),
)

CUSTOMERS = (
    Customer("1002", "Hypra Retail", "food and retail", 6_200_000, 0.21, 1_440_000, 560_000, 120, 2, 80, 9, (3, 7)),
    Customer("1001", "Ostrevia Pharma", "health", 4_400_000, 0.27, 430_000, 60_000, 120, 0, 80, 5, (2, 6)),
    Customer("1010", "Tindra Appliances", "industry", 3_400_000, 0.24, 480_000, 130_000, 120, 2, 80, 6, (4, 8)),
    Customer("1005", "Sandvale Medical", "health", 3_300_000, 0.30, 400_000, 30_000, 80, 0, 80, 2, (3, 7), ((5, 0.25),)),
    Customer("1007", "Kestwick Foods", "food and retail", 2_700_000, 0.29, 300_000, 30_000, 80, 1, 80, 2, (3, 7), ((6, 0.2),), people=1, leaver=3),
    Customer("1008", "Belmarra Tools", "industry", 2_600_000, 0.30, 300_000, 40_000, 80, 0, 80, 2, (6,), ((4, 0.2),)),
    Customer("1009", "Vantorre Electronics", "industry", 2_200_000, 0.29, 250_000, 40_000, 80, 2, 40, 3, (5,), ((7, 0.3),)),
    Customer("0042", "Dunmarsh Dairy", "food and retail", 1_800_000, 0.27, 330_000, 90_000, 120, 1, 120, 8, (4, 8)),
    Customer("1058", "Heliora Cells", "industry", 1_660_000, 0.33, 190_000, 20_000, 80, 2, 40, 2, (3, 7), ((4, 0.3), (6, 0.3)), drift=0.04),
    Customer("0113", "Aldermoor Motors", "industry", 1_640_000, 0.19, 230_000, 40_000, 80, 1, 40, 10, (6,)),
)  # fmt: skip

IDS = tuple(customer.id for customer in CUSTOMERS)
NAMES = tuple(customer.name for customer in CUSTOMERS)
COUNT = len(CUSTOMERS)
POINTS = len(TOUCH_POINTS)
NEED = np.array([customer.need for customer in CUSTOMERS])
ALIKE = np.array([[a.like == b.like and a is not b for b in CUSTOMERS] for a in CUSTOMERS])
RENEWAL = np.zeros((QUARTERS + 1, COUNT), dtype=bool)
TENDER = np.zeros((QUARTERS + 1, COUNT))
for _place, _customer in enumerate(CUSTOMERS):
    RENEWAL[list(_customer.renewals), _place] = True
    for _quarter, _share in _customer.tenders:
        TENDER[_quarter, _place] = _share


def decides(quarter: int) -> np.ndarray:
    """Which customers decide about a contract or a tender in a quarter; none after the eighth."""
    return RENEWAL[quarter] | (TENDER[quarter] > 0) if quarter <= QUARTERS else np.zeros(COUNT, dtype=bool)


def next_decision(quarter: int) -> np.ndarray:
    """Per customer the quarter of its next renewal or tender, ``quarter`` included; 0 if none is left."""
    found = np.zeros(COUNT, dtype=int)
    for at in range(QUARTERS, max(quarter, 1) - 1, -1):
        found = np.where(decides(at), at, found)
    return found


def months_of(quarter: int) -> str:
    """The months of a quarter, ``Apr to Jun 2026`` for the first."""
    at = FIRST_DAY.month - 1 + 3 * (quarter - 1)
    names = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    return f"{names[at % 12]} to {names[at % 12 + 2]} {FIRST_DAY.year + at // 12}"
