"""Simple policies to be compared with: what many portfolios are run by, and a player who throws dice.

A policy is a function of what a player sees; none knows more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from kamkit.course.simulation.market.portfolio import (
    BUDGET,
    CAPACITY,
    COUNT,
    HOURS,
    IMPROVEMENT,
    MANAGERS,
    NEED,
    POINTS,
)
from kamkit.course.simulation.market.rules import hours_by_manager
from kamkit.course.simulation.market.seeing import Seen, report
from kamkit.course.simulation.market.state import AT_ONCE, KEY, WITH_NOTICE, Array, Decisions, State, standing
from kamkit.course.simulation.market.stepping import step
from kamkit.course.simulation.market.trimming import trim

Policy = Callable[[Seen], Decisions]


def play(state: State, policy: Policy) -> State:
    """The games to their end, decided by a policy."""
    while not state.over:
        state = step(state, policy(report(state)))
    return state


def spread_evenly(seen: Seen) -> Decisions:
    """Everybody gets the same: hours in turn until they run out, improvements in turn."""
    games = len(seen.money)
    turn = (np.arange(COUNT) + 2 * (seen.quarter - 1)) % COUNT
    order = np.broadcast_to(turn.argsort(), (games, COUNT))
    both = _two_lumps(trim(seen, _with_hours(seen, np.full((games, COUNT), HOURS[1])), order), order)
    return trim(seen, _improve_first(both, order, seen.quarter), order)


def follow_revenue(seen: Seen) -> Decisions:
    """The larger the customer, the more it gets, in full, until nothing is left."""
    order = (-_served(seen, seen.revenue[:, -1])).argsort(axis=1, kind="stable")
    wish = _with_hours(seen, np.broadcast_to(NEED, order.shape).copy())
    return trim(seen, _improve_first(wish, order, seen.quarter), order)


def follow_loudest(seen: Seen) -> Decisions:
    """Who calls most is served first, in full, and the loudest gets an extra."""
    order = (-_served(seen, seen.calls[:, -1])).argsort(axis=1, kind="stable")
    wish = _with_hours(seen, np.broadcast_to(NEED, order.shape).copy())
    loudest = np.arange(COUNT) == order[:, :1]
    return trim(seen, replace(_improve_first(wish, order, seen.quarter), extra=loudest), order)


def stay_as_found(seen: Seen) -> Decisions:
    """Nothing changes and nothing is done."""
    return standing(seen)


def at_random(seed: int) -> Policy:
    """A player who throws dice; every game and quarter its own, the same for the same ``seed``."""

    def decide(seen: Seen) -> Decisions:
        dice = np.random.default_rng([seed, seen.quarter])
        shape = (len(seen.money), COUNT)

        def sometimes(chance: float) -> Array:
            return dice.random(shape) < chance

        wish = Decisions(
            manager=np.where(sometimes(0.05), dice.integers(0, len(MANAGERS), shape), seen.manager),
            hours=np.array(HOURS)[dice.integers(0, len(HOURS), shape)],
            ask=sometimes(0.15), visit=sometimes(0.1), terms=sometimes(0.05), extra=sometimes(0.07),
            improve=np.where(sometimes(0.25), dice.integers(1, POINTS + 1, shape), 0),
            promise=np.where(sometimes(0.1), dice.integers(1, POINTS + 1, shape), 0),
            concession=np.where(sometimes(0.05), dice.integers(1, 3, shape) * 2, 0),
            step_down=np.where(sometimes(0.02), WITH_NOTICE, np.where(sometimes(0.01), AT_ONCE, 0)),
        )  # fmt: skip
        return trim(seen, wish, dice.random(shape).argsort(axis=1))

    return decide


def _served(seen: Seen, figure: Array) -> Array:
    return np.where(seen.mode == KEY, figure, -np.inf)


def _with_hours(seen: Seen, hours: Array) -> Decisions:
    return replace(standing(seen), hours=np.minimum(hours, HOURS[-1]))


def _two_lumps(did: Decisions, order: Array) -> Decisions:
    """A second lump in turn, where it does not take anybody's first."""
    hours, games = did.hours.copy(), np.arange(len(order))
    left = CAPACITY - hours_by_manager(did)
    for rank in range(COUNT):
        at = order[:, rank]
        who = did.manager[games, at]
        more = np.where((hours[games, at] > 0) & (left[games, who] >= HOURS[1]), HOURS[1], 0)
        hours[games, at] += more
        left[games, who] -= more
    return replace(did, hours=hours)


def _improve_first(did: Decisions, order: Array, quarter: int) -> Decisions:
    improve = np.zeros_like(did.hours)
    point = 1 + (quarter - 1) % POINTS
    np.put_along_axis(improve, order[:, : BUDGET // IMPROVEMENT], point, axis=1)
    return replace(did, improve=improve)
