"""Games for the tests: the same luck twice, with one thing changed."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from kamkit.course.simulation.market import Decisions, State, standing, start, step
from kamkit.course.simulation.market.portfolio import IDS, NEED

GAMES = 60
OSTREVIA, HYPRA, SANDVALE, KESTWICK, BELMARRA, VANTORRE = (IDS.index(id) for id in ("1001", "1002", "1005", "1007", "1008", "1009"))
Change = Callable[[dict[str, Any]], None]


@cache
def games(count: int = GAMES) -> State:
    """Games at their beginning, served half so that nothing but the change happens."""
    return start(range(count))


def decide(state: State, changes: Mapping[tuple[str, int], int] = {}, *, hours: Any = None) -> Decisions:
    """Everybody gets half of what it needs, and what ``changes`` says: (field, place) -> value. Limits are not asked."""
    usual = standing(state)
    fields = {name: np.array(value) for name, value in vars(usual).items()}
    fields["hours"][:] = NEED / 2 if hours is None else hours
    for (name, place), value in changes.items():
        fields[name][:, place] = value
    return Decisions(**fields)


def run(state: State, *quarters: Mapping[tuple[str, int], int], length: int = 0) -> list[State]:
    """The states after each quarter; quarters that are not given change nothing."""
    found = []
    for at in range(max(length, len(quarters))):
        state = step(state, decide(state, quarters[at] if at < len(quarters) else {}))
        found.append(state)
    return found


def with_customers(state: State, **arrays: Any) -> State:
    """The state with some of the truth set by hand, for all games: a number per customer, or one for all."""
    customers = copy.copy(state.customers)
    for name, value in arrays.items():
        before = getattr(customers, name)
        setattr(customers, name, np.array(np.broadcast_to(np.asarray(value, dtype=before.dtype), before.shape)))
    return replace(state, customers=customers)


def stock(states: list[State], name: str, place: int) -> list[Any]:
    """One hidden figure of a customer after each quarter, games in rows."""
    return [getattr(state.customers, name)[:, place] for state in states]
