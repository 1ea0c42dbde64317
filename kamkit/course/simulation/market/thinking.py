"""A policy that thinks: what a good participant would do, from what a player sees and nothing else.

It works out what each customer is worth per hour, takes leave of what the team cannot serve, mends terms, knits a second
thread before the first breaks, asks before it invests, improves what customers weigh and where a rival is ahead in time
for the decision, promises only what is being paid for, and gives no price away.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kamkit.course.simulation.market.effects import size
from kamkit.course.simulation.market.opening import points_of
from kamkit.course.simulation.market.portfolio import (
    ASK_HOURS,
    CAPACITY,
    COUNT,
    MANAGERS,
    NEED,
    NOTICE_HOURS,
    POINTS,
    QUARTERS,
    TENDER,
    TOUCH_POINTS,
    VISIT_HOURS,
    next_decision,
)  # fmt: skip
from kamkit.course.simulation.market.seeing import Seen
from kamkit.course.simulation.market.state import KEY, WITH_NOTICE, Array, Decisions, standing
from kamkit.course.simulation.market.trimming import hours_left, trim

_SPARE = 40  # hours a quarter kept for asking and visits
_TERMS_FROM = 0.025  # of the revenue is avoidable cost: worth a hard talk
_USUAL = np.array([point.weight for point in TOUCH_POINTS])


def think(seen: Seen) -> Decisions:
    """The decisions of a player who thinks."""
    value = worth(seen)
    order = (-np.where(seen.mode == KEY, value, -np.inf)).argsort(axis=1, kind="stable")
    did = _take_leave(seen, standing(seen), value)
    did = _assign(seen, did, order) if seen.quarter == 1 else did
    hours = np.where(did.step_down == WITH_NOTICE, 0, NEED)
    did = replace(did, hours=hours, terms=_terms(seen, did), visit=_thread_at_risk(seen) & (did.step_down == 0), ask=_first_questions(seen, did))
    did = trim(seen, did, order)
    did = _use_what_is_left(seen, did, order)
    improve, wanted = _improvements(seen, did, value)
    by_want = (-wanted).argsort(axis=1, kind="stable")
    did = trim(seen, replace(did, improve=improve), by_want)
    return replace(did, promise=_promises(seen, did))


def worth(seen: Seen) -> Array:
    """What a customer is worth a year, EUR: contribution with the terms mended, its trend, and tenders to come."""
    last = slice(-2, None)
    yearly = 4 * (seen.contribution[:, last] + seen.spent[:, last]).mean(axis=1)
    mendable = np.where(seen.mended, 0.0, 4 * size("terms", "share") * seen.avoidable[:, -1])
    to_come = TENDER[seen.quarter :].sum(axis=0) if seen.quarter <= QUARTERS else 0.0
    margin = 4 * np.maximum(0, seen.contribution[:, last] + seen.spent[:, last]).mean(axis=1)
    return yearly + mendable + margin * (4 * trend(seen) + 0.5 * to_come)


def trend(seen: Seen) -> Array:
    """How volume moves, as a share a quarter, as far as revenue shows it; contracts won and lost left out."""
    quarters = 3 + seen.quarter
    whole = np.log(np.maximum(seen.revenue[:, -1], 1) / np.maximum(seen.year_before, 1)) / quarters
    changed = (seen.outcome >= 2).any(axis=1) | (seen.tender == 4).any(axis=1)
    steps = np.log(np.maximum(seen.revenue[:, 0], 1) / np.maximum(seen.year_before, 1)) / 4
    return np.clip(np.where(changed, steps, whole), -0.06, 0.06)


def _take_leave(seen: Seen, did: Decisions, value: Array) -> Decisions:
    """Notice to the customers worth least per hour, until the rest can be served in full."""
    if seen.quarter > 2:
        return did
    wait = (seen.quarter == 1) & _terms(seen, did)  # mend the terms first: afterwards nobody can
    per_hour = np.where(seen.mode == KEY, value / NEED, -np.inf)
    best_first = (-per_hour).argsort(axis=1, kind="stable")
    needed = np.where(np.take_along_axis(seen.mode, best_first, axis=1) == KEY, NEED[best_first], 0).cumsum(axis=1)
    room = CAPACITY * len(MANAGERS) - _SPARE
    too_many = np.take_along_axis(needed > room, best_first.argsort(axis=1), axis=1)
    return replace(did, step_down=np.where(too_many & ~wait & (seen.mode == KEY), WITH_NOTICE, 0))


def _assign(seen: Seen, did: Decisions, order: Array) -> Decisions:
    """Everybody keeps the manager where that fits; who does not fit goes to the one with most room, once."""
    games = np.arange(len(order))
    notice = NOTICE_HOURS * (did.step_down == WITH_NOTICE)
    left = np.full((len(order), len(MANAGERS)), CAPACITY)
    for place in range(len(MANAGERS)):
        left[:, place] -= np.where(did.manager == place, notice, 0).sum(axis=1)
    manager = did.manager.copy()
    for rank in range(COUNT):
        at = order[:, rank]
        stays = did.step_down[games, at] == 0
        own, most = manager[games, at], left.argmax(axis=1)
        fits_own = left[games, own] >= NEED[at]
        moves = stays & ~fits_own & (left[games, most] >= NEED[at])
        manager[games, at] = np.where(moves, most, own)
        left[games, manager[games, at]] -= np.where(stays, np.minimum(NEED[at], left[games, manager[games, at]]), 0)
    return replace(did, manager=manager)


def _terms(seen: Seen, did: Decisions) -> Array:
    """A hard talk where much cost is avoidable, not in the two quarters before a decision."""
    much = seen.avoidable[:, -1] > _TERMS_FROM * np.maximum(seen.revenue[:, -1], 1)
    ahead = next_decision(seen.quarter) - seen.quarter
    # Where more is lost on the customer than a decision could cost, it does not wait.
    urgent = seen.contribution[:, -1] < 0
    return much & ~seen.mended & (did.step_down == 0) & (urgent | (ahead > 1) | (ahead < 0))


def _thread_at_risk(seen: Seen) -> Array:
    return (seen.people <= 1) & ((seen.leaver > 0) | (seen.quarter >= 3)) & (seen.mode == KEY)


def _first_questions(seen: Seen, did: Decisions) -> Array:
    """Whoever stays is asked before the first money is spent on it."""
    return (seen.quarter <= 9) & (seen.answered < 0) & (seen.mode == KEY) & (did.step_down == 0)


def _use_what_is_left(seen: Seen, did: Decisions, order: Array) -> Decisions:
    """With the hours that are left: a second thread, then questions to those who decide soon."""
    due = next_decision(seen.quarter)
    ahead = np.where(due > 0, due - seen.quarter, 9)
    old = (seen.answered < 0) | (seen.quarter - 1 - seen.answered >= 3)
    serves = (seen.mode == KEY) & (did.step_down == 0)
    games = np.arange(len(order))
    ask, visit = did.ask.copy(), did.visit.copy()
    for wish, flags, hours in (
        ((seen.people <= 1) & serves, visit, VISIT_HOURS),
        (serves & old & (ahead <= 4), ask, ASK_HOURS),
        (serves & old, ask, ASK_HOURS),
    ):
        for rank in range(COUNT):
            at = order[:, rank]
            room = hours_left(replace(did, ask=ask, visit=visit))[games, at] >= hours
            flags[games, at] |= wish[games, at] & room & ~flags[games, at]
    return replace(did, ask=ask, visit=visit)


def guess(seen: Seen) -> tuple[Array, Array, Array]:
    """Weights, shortfall against what is expected and against the rival: answers drawn towards what is usual, as few answers should be."""
    answers = seen.answers
    weight, perf, expect, rival = (answers[..., 1 + k * POINTS : 1 + (k + 1) * POINTS] for k in range(4))
    weight = np.where(np.isnan(weight), _USUAL, 0.8 * weight + 0.2 * _USUAL)
    since = size("improve", "gain") * _improved_since(seen)
    short = np.where(np.isnan(perf), 0.6, 0.7 * (expect - perf) + 0.18) - since
    behind = np.where(np.isnan(perf), 0.3, 0.7 * (rival - perf) + 0.1) - since
    return weight, short, behind


def _improved_since(seen: Seen) -> Array:
    """How often each touch point was improved so late that the latest answers do not know of it."""
    quarters = np.arange(seen.improved.shape[1])[None, :, None, None]
    late = quarters > seen.answered[:, None, :, None] - 2
    return ((seen.improved[..., None] == np.arange(1, POINTS + 1)) & late).sum(axis=1)


def _improvements(seen: Seen, did: Decisions, value: Array) -> tuple[Array, Array]:
    """Per customer the touch point to improve, and how much it is worth to do so."""
    weight, short, behind = guess(seen)
    gain = size("improve", "gain")
    threat = weight * np.maximum(behind, 0)
    # What rivals take is the worst point only: improving it helps down to the second worst.
    worst, second = threat.max(axis=-1, keepdims=True), np.sort(threat, axis=-1)[..., -2:-1]
    relief = np.where(threat == worst, np.minimum(worst - second, weight * gain), 0.0)
    filled = np.clip(short, 0, gain)  # beyond what they expect it counts for less
    health_gain = weight * (filled + size("health", "over") * (gain - filled)) + size("rival", "per_point") * relief
    due = next_decision(seen.quarter)
    ahead = np.where(due > 0, due - seen.quarter, 9)
    after = next_decision(seen.quarter + 2) if seen.quarter + 2 <= QUARTERS else np.zeros(COUNT)
    in_time = np.where((ahead >= 2) & (ahead <= 4), 1.0, np.where(after > 0, 0.8, 0.5))
    safe = 1 / (1 + np.exp(1.5 * (_health(seen) - 0.6)))  # who is safe gains little
    wanted = np.maximum(value, 0) * health_gain.max(axis=-1) * in_time * (0.25 + safe)
    wanted = np.where((seen.mode == KEY) & (did.step_down == 0) & (did.hours / NEED >= 0.5), wanted, 0.0)
    return np.where(wanted > 0, 1 + health_gain.argmax(axis=-1), 0), wanted


def _health(seen: Seen) -> Array:
    """Where a customer seems to stand, from its answers; without answers as usual."""
    weight, short, behind = guess(seen)
    trust = np.where(np.isnan(seen.answers[..., 0]), 6.0, seen.answers[..., 0])
    rivals = size("rival", "per_point") * (weight * np.maximum(0, behind)).max(axis=-1)
    return size("decided", "base") + size("health", "trust") * (trust - 6) + points_of(weight, -short, np.zeros_like(short)) - rivals


def _promises(seen: Seen, did: Decisions) -> Array:
    """What is being improved anyway is promised where a decision comes before the improvement does."""
    ahead = next_decision(seen.quarter) - seen.quarter
    soon = (ahead >= 0) & (ahead <= 1)
    can = (seen.promise_due == 0) & (seen.mode == KEY) & (did.step_down == 0)
    return np.where(soon & can, did.improve, 0)
