"""What a game is made of: customers as they really are, decisions, and what each past quarter left behind.

Every array has the games first and the customers second, so that a thousand games are one call. No array is changed
in place: a step works on new ones and locks them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kamkit.course.simulation.market.luck import Luck
from kamkit.course.simulation.market.portfolio import QUARTERS

Array = NDArray[Any]

# How a customer is served. Only KEY and LEAVING customers are worked on.
KEY, LOW_COST, DROPPED, LOST = range(4)
# What came of a renewal or a tender.
NOTHING, RENEWED, HALVED, GONE, WON, NOT_WON = range(6)
# Stepping down.
STAY, WITH_NOTICE, AT_ONCE = range(3)


@dataclass(frozen=True)
class Decisions:
    """A quarter's decisions, games x customers.

    ``manager``: place in MANAGERS; ``hours``: 0, 40, 80, 120; ``ask``, ``visit``, ``extra``, ``terms``: yes or no;
    ``improve``, ``promise``: 0 or 1 + the touch point's place; ``concession``: per cent, 0, 2, 4, 6;
    ``step_down``: STAY, WITH_NOTICE, AT_ONCE.
    """

    manager: Array
    hours: Array
    ask: Array
    visit: Array
    improve: Array
    promise: Array
    concession: Array
    extra: Array
    terms: Array
    step_down: Array

    def take(self, games: Array) -> Decisions:
        """The decisions of these games, in this order."""
        return Decisions(**{name: value[games] for name, value in vars(self).items()})


FIELDS = tuple(field.name for field in fields(Decisions))


@dataclass
class Customers:
    """The customers as they really are; the player sees none of it without noise.

    ``volume``: EUR a quarter at list price; ``cost``, ``avoidable``: EUR a quarter; ``trust``, ``bond``: 0 to 10;
    ``perf``, ``expect``, ``rival`` (per touch point): 1 to 10; ``weight``: sums to 1; ``health``: what decides a renewal.
    ``coming_*``: what arrives at the end of this quarter, the next, and so on.
    """

    volume: Array
    margin: Array
    cost: Array
    avoidable: Array
    drift: Array
    trust: Array
    bond: Array
    perf: Array
    expect: Array
    rival: Array
    weight: Array
    health: Array
    threat: Array  # part of health: what rivals take away
    price_glow: Array  # parts of health: what is felt of a concession, of an extra, of an open promise, of a new face
    extra_glow: Array
    hope: Array
    new_face: Array
    coming_bond: Array
    coming_perf: Array
    coming_saving: Array
    coming_leak: Array
    price: Array  # share of the list price given away for good
    extras: Array
    mended: Array
    promise_point: Array  # 0 or 1 + the touch point's place
    promise_due: Array
    promise_level: Array
    people: Array
    leaver: Array
    manager: Array
    settling: Array
    unserved: Array  # quarters in a row under half of what service takes
    mode: Array

    def lock(self) -> Customers:
        """Make every array read-only."""
        lock(vars(self).values())
        return self


def lock(arrays: Iterable[Array]) -> None:
    """Make these arrays read-only."""
    for array in arrays:
        array.flags.writeable = False


@dataclass(frozen=True)
class Quarter:
    """What one quarter left behind; quarter 0 is how things were found. Games x customers, amounts in EUR."""

    decisions: Decisions
    revenue: Array
    cost: Array
    avoidable: Array
    contribution: Array
    spent: Array  # on improvements
    outcome: Array
    tender: Array
    chance: Array  # the luck of the day at a renewal
    booked: Array  # x effects: what moved health, and by how much
    events: dict[str, Array]
    asked: Array
    answers: Array  # x things asked; NaN where nobody asked
    calls: Array
    weakest: Array  # the touch point where most is missing, weighted by the customer
    view: Array  # what the account's manager thinks, 0 to 10


@dataclass(frozen=True)
class State:
    """Games as they stand before the decisions of ``quarter``; 9 when they are over."""

    quarter: int
    luck: Luck
    customers: Customers
    money: Array  # EUR for improvements, per game
    past: tuple[Quarter, ...]
    year_before: Array  # revenue of a quarter, a year before the game
    warned: tuple[Array, ...] = ()  # per report so far: games x customers x kinds of warning

    @property
    def games(self) -> int:
        """How many games are played at once."""
        return len(self.money)

    @property
    def over(self) -> bool:
        """Whether all quarters were played."""
        return self.quarter > QUARTERS

    def stacked(self, name: str) -> Array:
        """A field of :class:`Quarter` for quarters 1, 2 ...: games x quarters x customers."""
        return np.stack([getattr(quarter, name) for quarter in self.past[1:]], axis=1)


def standing(state: Any) -> Decisions:
    """Everything stays as it is: the same managers and hours as last quarter, nothing else. Takes a State or a Seen."""
    last = state.past[-1].decisions if isinstance(state, State) else state.last
    kept = {name: np.zeros_like(getattr(last, name)) for name in FIELDS}
    mode = state.customers.mode if isinstance(state, State) else state.mode
    return Decisions(**kept | {"manager": last.manager, "hours": np.where(mode == KEY, last.hours, 0)})
