"""The beginning of a game: ten customers as they are taken over."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kamkit.course.simulation.market.effects import BOOKS, size
from kamkit.course.simulation.market.luck import ASKED, Luck, draw_luck
from kamkit.course.simulation.market.portfolio import BUDGET, COUNT, CUSTOMERS, NEED, POINTS, QUARTERS, TOUCH_POINTS
from kamkit.course.simulation.market.seeing import answer, hear, weakest_of
from kamkit.course.simulation.market.state import FIELDS, Array, Customers, Decisions, Quarter, State, lock
from kamkit.course.simulation.market.warnings import with_warnings

HEALTHY = 6.0, 5.0  # trust and relationship at which they neither add to health nor take from it
SURVEYED = ("1001", "1002", "1008", "1010", "0042")  # asked in the spring before the game
_LOST_PEOPLE = 2  # customers besides those named whose main contact leaves


def start(seed: int | Sequence[int]) -> State:
    """Games before their first quarter, one per seed (0 or more)."""
    seeds = [seed] if isinstance(seed, int | np.integer) else list(seed)
    return start_with(draw_luck([int(one) for one in seeds]))


def start_with(luck: Luck) -> State:
    """Games before their first quarter with luck already drawn."""
    customers, booked = _as_found(luck)
    games = len(luck.opening)
    before = _quarter_before(luck, customers, booked)
    money = np.full(games, float(BUDGET))
    lock([money])
    known = _column("drift")
    year_before = customers.volume / (1 + known) ** 4 * np.exp(0.03 * luck.opening[:, 18])
    return with_warnings(State(1, luck, customers.lock(), money, (before,), year_before))


def _column(name: str) -> Array:
    return np.array([getattr(customer, name) for customer in CUSTOMERS], dtype=float)


def _as_found(luck: Luck) -> tuple[Customers, Array]:
    own = luck.opening
    games = len(own)
    spread, cost_spread = np.exp(0.05 * own[:, 0]), np.exp(0.05 * own[:, 1])
    perf = np.clip(6.2 + 1.1 * np.stack(list(own[:, 5:8].swapaxes(0, 1)), axis=-1), 2, 10)
    expect = np.clip(6.8 + 0.6 * np.stack(list(own[:, 8:11].swapaxes(0, 1)), axis=-1), 2, 10)
    rival = np.clip(6.4 + 0.9 * np.stack(list(own[:, 11:14].swapaxes(0, 1)), axis=-1), 2, 10)
    weight = np.array([point.weight for point in TOUCH_POINTS]) * np.exp(0.5 * np.stack(list(own[:, 14:17].swapaxes(0, 1)), axis=-1))
    weight = weight / weight.sum(axis=-1, keepdims=True)
    zero, none = np.zeros((games, COUNT)), np.zeros((games, COUNT), dtype=int)
    hours = np.broadcast_to(_column("hours"), (games, COUNT))
    gained = gain_of(hours / NEED)
    people, leaver = _people(luck)
    found = Customers(
        volume=_column("revenue") / 4 * spread, margin=_column("margin") + 0.01 * own[:, 2],
        cost=_column("cost") / 4 * cost_spread, avoidable=_column("avoidable") / 4 * cost_spread, drift=_drift(luck),
        trust=np.clip(HEALTHY[0] + 0.7 * own[:, 3], 0, 10), bond=np.clip(HEALTHY[1] + 0.8 * own[:, 4], 0, 10),
        perf=perf, expect=expect, rival=rival, weight=weight, health=zero, threat=threat_of(weight, perf, rival),
        price_glow=zero, extra_glow=zero, hope=zero, new_face=zero,
        coming_bond=np.stack([gained, gained, gained / 2, zero], axis=-1),
        coming_perf=np.zeros((games, COUNT, POINTS, 3)), coming_saving=np.zeros((games, COUNT, 3)), coming_leak=zero,
        price=zero, extras=none, mended=none.astype(bool), promise_point=none, promise_due=none, promise_level=zero,
        people=people, leaver=leaver, manager=none + _column("manager").astype(int), settling=none,
        unserved=none + (hours / NEED < 0.5), mode=none,
    )  # fmt: skip
    booked = np.zeros((games, COUNT, len(BOOKS)))
    booked[..., 0] = size("health", "trust") * (found.trust - HEALTHY[0])
    booked[..., 1] = size("health", "bond") * (found.bond - HEALTHY[1])
    booked[..., 2] = points_of(weight, perf, expect)
    booked[..., 3] = found.threat
    found.health = size("decided", "base") + booked.sum(axis=-1)
    return found, booked


def gain_of(ratio: Array) -> Array:
    """What a quarter's hours, as a share of the need, add to the relationship later."""
    return np.select(
        [ratio >= 1.5, ratio >= 1, ratio >= 0.5],
        [size("contact", "more"), size("contact", "full"), size("contact", "half")], 0.0,
    )  # fmt: skip


def points_of(weight: Array, perf: Array, expect: Array) -> Array:
    """What performance at the touch points adds to health: falling short counts in full, excelling in part."""
    above = perf - expect
    felt = np.where(above < 0, size("health", "points") * above, size("health", "over") * above)
    return (weight * felt).sum(axis=-1)


def threat_of(weight: Array, perf: Array, rival: Array) -> Array:
    """What the rival takes from health at the touch point where it is furthest ahead."""
    return -size("rival", "per_point") * (weight * np.maximum(0, rival - perf)).max(axis=-1)


def _drift(luck: Luck) -> Array:
    usual = _column("drift")
    drift = usual + 0.004 * luck.opening[:, 17]
    # The two lowest numbers among those that are not known to grow.
    drawn = np.where(usual > 0.02, 2.0, luck.opening_even[:, 0])
    shrinks = drawn.argsort(axis=1).argsort(axis=1) < 2
    return np.where(shrinks, -size("shrink", "share"), drift)


def _people(luck: Luck) -> tuple[Array, Array]:
    even = luck.opening_even
    named, leaves = _column("people").astype(int), _column("leaver").astype(int)
    people = np.where(named > 0, named, 1 + (even[:, 1] > 0.4) + (even[:, 1] > 0.8))
    drawn = np.where(leaves > 0, 2.0, even[:, 2]).argsort(axis=1).argsort(axis=1) < _LOST_PEOPLE
    quarter = 4 + np.floor(even[:, 3] * (QUARTERS - 3)).astype(int)
    return people, np.where(leaves > 0, leaves, np.where(drawn, quarter, 0))


def _quarter_before(luck: Luck, customers: Customers, booked: Array) -> Quarter:
    games = len(luck.opening)
    nothing = np.zeros((games, COUNT), dtype=int)
    kept = {name: nothing.astype(bool) if name in {"ask", "visit", "extra", "terms"} else nothing for name in FIELDS}
    hours = nothing + _column("hours").astype(int)
    decisions = Decisions(**kept | {"manager": customers.manager, "hours": hours})
    asked = nothing.astype(bool) | np.array([customer.id in SURVEYED for customer in CUSTOMERS])
    answers = np.where(asked[..., None], answer(customers, luck, 0), np.nan)
    assert answers.shape[-1] == ASKED
    calls, view = hear(customers, luck, 0, nothing)
    contribution = customers.volume * customers.margin - customers.cost
    return Quarter(
        decisions, customers.volume, customers.cost, customers.avoidable, contribution, nothing * 0.0, nothing, nothing,
        nothing * 0.0, booked, {}, asked, answers, calls, weakest_of(customers), view,
    )  # fmt: skip
