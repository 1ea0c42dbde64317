"""What could have been had with foresight: a search that knows the luck of the game. It is a strong player, not a proof.

It starts from a policy's game and keeps whatever change makes the score better, over many tries; the best plan may be
better still. No player can know what it knows, so it stands for what nobody should expect to reach.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kamkit.course.simulation.market.portfolio import CONCESSIONS, COUNT, HOURS, MANAGERS, POINTS, QUARTERS
from kamkit.course.simulation.market.rules import allowed
from kamkit.course.simulation.market.scoring import score
from kamkit.course.simulation.market.state import FIELDS, Array, Decisions, State
from kamkit.course.simulation.market.stepping import step, void

Plan = dict[str, Array]  # field -> games x quarters x customers

CHOICES: dict[str, tuple[int, ...]] = {
    "manager": tuple(range(len(MANAGERS))), "hours": HOURS, "ask": (0, 1), "visit": (0, 1), "improve": tuple(range(POINTS + 1)),
    "promise": tuple(range(POINTS + 1)), "concession": CONCESSIONS, "extra": (0, 1), "terms": (0, 1), "step_down": (0, 1, 2),
}  # fmt: skip
# How often a try changes what. Asking brings foresight nothing, and may be left out.
_TRIED = {"ask": 1, "manager": 2, "hours": 5, "visit": 2, "improve": 5, "promise": 2, "concession": 1, "extra": 1, "terms": 2, "step_down": 2}


def plan_of(state: State) -> Plan:
    """The decisions of games that were played."""
    return {name: np.stack([getattr(one.decisions, name) for one in state.past[1:]], axis=1) for name in FIELDS}


def replay(start: State, plan: Plan) -> tuple[State, Array]:
    """The games decided by a plan, and which of them kept to every rule."""
    state, fine = start, np.ones(start.games, dtype=bool)
    for quarter in range(plan["hours"].shape[1]):
        did = void(state, Decisions(**{name: values[:, quarter] for name, values in plan.items()}))
        fine &= allowed(_bounds(state), did)
        state = step(state, did)
    return state, fine


@dataclass(frozen=True)
class _Bounds:
    quarter: int
    money: Array
    mode: Array
    promise_due: Array
    mended: Array
    price: Array
    people: Array


def _bounds(state: State) -> _Bounds:
    now = state.customers
    return _Bounds(state.quarter, state.money, now.mode, now.promise_due, now.mended, now.price, now.people)


def search_with_foresight(start: State, plan: Plan, tries: int, *, seed: int = 0) -> tuple[Array, Plan]:
    """The best scores found from ``plan`` on in ``tries`` tries, and their plans."""
    dice = np.random.default_rng(seed)
    best = {name: np.array(values) for name, values in plan.items()}
    played, fine = replay(start, best)
    reached = np.where(fine, score(played).total, -np.inf)
    names: Sequence[str] = [name for name, often in _TRIED.items() for _ in range(often)]
    for _ in range(tries):
        tried = _changed(best, names, dice)
        played, fine = replay(start, tried)
        total = np.where(fine, score(played).total, -np.inf)
        better = total > reached
        reached = np.where(better, total, reached)
        for name in best:
            best[name] = np.where(better[:, None, None], tried[name], best[name])
    return reached, best


def _changed(plan: Plan, names: Sequence[str], dice: np.random.Generator) -> Plan:
    tried = {name: values.copy() for name, values in plan.items()}
    games = np.arange(len(plan["hours"]))
    for _ in range(1 + int(dice.random() < 0.6) + int(dice.random() < 0.3)):
        name = names[int(dice.integers(len(names)))]
        quarter, place = dice.integers(QUARTERS, size=len(games)), dice.integers(COUNT, size=len(games))
        value = np.array(CHOICES[name])[dice.integers(len(CHOICES[name]), size=len(games))]
        if name in {"manager", "hours"} and dice.random() < 0.7:  # what stands usually goes on standing
            for at in range(QUARTERS):
                later = at >= quarter
                tried[name][games, at, place] = np.where(later, value, tried[name][games, at, place])
        else:
            tried[name][games, quarter, place] = value
        if name == "step_down":  # whoever leaves needs nothing more
            for at in range(QUARTERS):
                gone = (value > 0) & (at >= quarter)
                tried["hours"][games, at, place] = np.where(gone, 0, tried["hours"][games, at, place])
    return tried
