"""What a game came to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from kamkit.course.simulation.market.effects import size
from kamkit.course.simulation.market.opening import points_of
from kamkit.course.simulation.market.portfolio import POINTS
from kamkit.course.simulation.market.state import GONE, HALVED, KEY, LOST, Array, State

YEARS = 2  # of business that still counts after the last quarter
KEPT, BROKEN, FORESEEABLE = 10_000, -40_000, -60_000  # EUR each, for the score alone
BEGUN = 0.4  # of health for each quarter of neglect that has not shown yet


@dataclass(frozen=True)
class Score:
    """Per game: amounts in EUR, and counts. Promises still open are judged by what is on its way."""

    contribution: Array
    value_left: Array
    promises: Array
    kept: Array
    broken: Array
    losses: Array
    halved: Array
    foreseeable: Array

    @property
    def total(self) -> Array:
        """Contribution, value left, and what promises and foreseeable losses add or take."""
        return self.contribution + self.value_left + KEPT * self.kept + BROKEN * self.broken + FORESEEABLE * self.foreseeable


def score(state: State) -> Score:
    """The score so far; of a game that is over, the score."""
    played = state.past[1:]
    zero = np.zeros(state.games)
    happened = {
        name: sum((one.events[name].sum(axis=1) for one in played), zero) for name in ("kept", "broken")
    }
    for name, open_ones in zip(("kept", "broken"), open_promises(state), strict=True):
        happened[name] = happened[name] + open_ones.sum(axis=1)
    return Score(
        contribution=sum((one.contribution.sum(axis=1) for one in played), zero),
        value_left=value_left(state).sum(axis=1),
        promises=sum(((one.decisions.promise > 0).sum(axis=1) for one in played), zero),
        kept=happened["kept"], broken=happened["broken"],
        losses=sum(((one.outcome == GONE).sum(axis=1) for one in played), zero),
        halved=sum(((one.outcome == HALVED).sum(axis=1) for one in played), zero),
        foreseeable=sum((could_be_seen(state, at).sum(axis=1) for at in range(1, len(played) + 1)), zero),
    )  # fmt: skip


def could_be_seen(state: State, quarter: int) -> Array:
    """Which customers were lost in a quarter after a warning that left at least one whole quarter to act."""
    earlier = state.warned[max(0, quarter - 3) : max(1, quarter - 1)]  # reports before quarters q-2 and q-1
    warned = np.any([one.any(axis=-1) for one in earlier], axis=0)
    return (state.past[quarter].outcome == GONE) & warned


def open_promises(state: State) -> tuple[Array, Array]:
    """Of the promises that are open when the game is over, which will be kept and which broken; none before."""
    now = state.customers
    due = (now.promise_due > 0) & (now.mode == KEY) & state.over
    at = now.promise_point[..., None] == np.arange(1, POINTS + 1)
    reached = ((now.perf + now.coming_perf.sum(axis=-1)) * at).sum(axis=-1)
    kept = due & (reached >= now.promise_level - 1e-9) & (now.unserved == 0)
    return kept, due & ~kept


def value_left(state: State) -> Array:
    """Two years of each customer's contribution as it stands, times the chance that it stays; EUR.

    What is only lent does not count (open promises, the glow of prices and extras); what is on its way does: hours
    and improvements that have not arrived, new terms, and neglect that has not shown.
    """
    now = state.customers
    yearly = 4 * (now.volume * (now.margin - now.price) - now.cost + now.coming_saving.sum(axis=-1))
    ahead = np.arange(1, 4 * YEARS + 1)
    growth = ((1 + now.drift[..., None]) ** ahead).mean(axis=-1)
    return np.where(now.mode == LOST, 0.0, YEARS * yearly * growth * chance_to_stay(state))


def chance_to_stay(state: State) -> Array:
    """The share of the business that would be kept if it were decided now, 0 to 1."""
    now, spread = state.customers, size("decided", "spread")
    coming = size("health", "bond") * now.coming_bond.sum(axis=-1)
    better = points_of(now.weight, np.minimum(10, now.perf + now.coming_perf.sum(axis=-1)), now.expect)
    coming = coming + better - points_of(now.weight, now.perf, now.expect)
    lent = now.hope + now.price_glow + now.extra_glow
    begun = np.where(now.unserved < 3, BEGUN * now.unserved, 0.0)
    kept, broken = open_promises(state)
    coming = coming + size("health", "trust") * (size("kept", "trust") * kept - size("broken", "trust") * broken)
    health = np.where(now.mode == KEY, now.health + coming - lent - begun, now.health)
    whole, half = ndtr(health / spread), ndtr((health - size("decided", "halved")) / spread)
    return whole + 0.5 * (half - whole)

