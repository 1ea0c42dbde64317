"""Wishes cut down to what hours, money and rules allow, first come first served; for policies, never for players."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kamkit.course.simulation.market.portfolio import (
    BUDGET,
    CAPACITY,
    CONCEDED_AT_MOST,
    COUNT,
    HOURS,
    IMPROVEMENT,
    MANAGERS,
    PEOPLE_AT_MOST,
)  # fmt: skip
from kamkit.course.simulation.market.rules import hours_taken
from kamkit.course.simulation.market.seeing import Seen
from kamkit.course.simulation.market.state import AT_ONCE, FIELDS, KEY, Array, Decisions

assert BUDGET >= IMPROVEMENT


def trim(seen: Seen, wished: Decisions, order: Array) -> Decisions:
    """The wishes that can be had when customers are served in ``order`` (games x customers: places, most important first)."""
    return _fit(within_rules(seen, wished), seen.money, order)


def within_rules(seen: Seen, wished: Decisions) -> Decisions:
    """Without what no rule allows, whatever the hours and the money."""
    served = seen.mode == KEY
    kept = {name: np.where(served, getattr(wished, name), 0) for name in FIELDS}
    kept["manager"] = np.where(served, wished.manager, seen.manager)
    kept["promise"] = np.where(seen.promise_due > 0, 0, kept["promise"])
    kept["terms"] = np.where(seen.mended, 0, kept["terms"])
    kept["visit"] = np.where(seen.people >= PEOPLE_AT_MOST, 0, kept["visit"])
    too_low = seen.price * 100 + kept["concession"] > CONCEDED_AT_MOST
    kept["concession"] = np.where(too_low, 0, kept["concession"])
    dropped = kept["step_down"] == AT_ONCE
    for name in FIELDS:
        if name not in {"manager", "step_down"}:
            kept[name] = np.where(dropped, 0, kept[name])
    for name in ("ask", "visit", "extra", "terms"):
        kept[name] = kept[name].astype(bool)
    return Decisions(**kept)


def _fit(did: Decisions, money: Array, order: Array) -> Decisions:
    games = np.arange(len(order))
    hours, improve = np.zeros_like(did.hours), np.zeros_like(did.improve)
    small = hours_taken(did) - did.hours
    left, purse = np.full((len(order), len(MANAGERS)), CAPACITY), np.array(money)
    kept = {name: getattr(did, name).copy() for name in ("ask", "visit", "terms", "step_down")}
    for rank in range(COUNT):  # what takes no lump of its own comes before hours
        at = order[:, rank]
        who = did.manager[games, at]
        fits = small[games, at] <= left[games, who]
        left[games, who] -= np.where(fits, small[games, at], 0)
        for value in kept.values():
            value[games, at] = np.where(fits | (did.step_down[games, at] == AT_ONCE), value[games, at], 0)
        wanted = did.improve[games, at]
        paid = (wanted > 0) & (purse >= IMPROVEMENT)
        purse = purse - np.where(paid, IMPROVEMENT, 0)
        improve[games, at] = np.where(paid, wanted, 0)
    for rank in range(COUNT):
        at = order[:, rank]
        who = did.manager[games, at]
        room = np.minimum(did.hours[games, at], left[games, who])
        given = HOURS[1] * (room // HOURS[1])
        hours[games, at] = given
        left[games, who] -= given
    return replace(did, hours=hours, improve=improve, **kept)


def hours_left(did: Decisions) -> Array:
    """What each customer's manager has left, games x customers."""
    taken = hours_taken(did)
    by = np.stack([np.where(did.manager == place, taken, 0).sum(axis=1) for place in range(len(MANAGERS))], axis=1)
    return np.take_along_axis(CAPACITY - by, did.manager, axis=1)
