"""All luck of a game, drawn before it begins and found by quarter, kind and customer.

Nothing is drawn while a game runs: the same seed with one decision changed meets the same luck everywhere, so that
the difference between two games is the decision's and nothing else's (common random numbers).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, auto

import numpy as np
from numpy.typing import NDArray

from kamkit.course.simulation.market.portfolio import COUNT, POINTS, QUARTERS

Array = NDArray[np.float64]
MODEL = 1  # changes whenever the same decisions would no longer give the same game
_SALT = 20260331


class _From0(IntEnum):
    @staticmethod
    def _generate_next_value_(name: str, start: int, count: int, last_values: list[int]) -> int:
        return count


class Even(_From0):
    """Kinds of luck that are a number between 0 and 1, one per customer and quarter."""

    INCIDENT = auto()
    LEAK = auto()
    CREEP = auto()


class Normal(_From0):
    """Kinds of luck around 0 with spread 1, one per customer and quarter; three in a row are one per touch point."""

    BUSINESS = auto()
    RENEWAL = auto()
    TENDER = auto()
    CALLS = auto()
    VIEW = auto()
    IMPROVEMENT = auto()
    RIVAL = auto()
    RIVAL_2 = auto()
    RIVAL_3 = auto()
    ANSWERS = auto()  # the last: this and the rows after it, one per thing asked


ASKED = 1 + 4 * POINTS  # trust; per touch point weight, performance, expectation, rival
_NORMAL_ROWS = int(Normal.ANSWERS) + ASKED
OPENING_NORMAL, OPENING_EVEN = 19, 4


@dataclass(frozen=True)
class Luck:
    """Arrays of games x (quarters x) kinds x customers; quarter 0 is what was before the game."""

    opening: Array
    opening_even: Array
    normal: Array
    even: Array

    def take(self, games: NDArray[np.int64]) -> Luck:
        """The luck of these games, in this order, repeated where named twice."""
        return Luck(self.opening[games], self.opening_even[games], self.normal[games], self.even[games])


def draw_luck(seeds: Sequence[int]) -> Luck:
    """The luck of a game per seed (0 or more)."""
    drawn = [_one(seed) for seed in seeds]
    return Luck(*(np.stack(parts) for parts in zip(*drawn, strict=True)))


def _one(seed: int) -> tuple[Array, Array, Array, Array]:
    source = np.random.default_rng([_SALT, seed])
    return (
        source.standard_normal((OPENING_NORMAL, COUNT)),
        source.random((OPENING_EVEN, COUNT)),
        source.standard_normal((QUARTERS + 1, _NORMAL_ROWS, COUNT)),
        source.random((QUARTERS + 1, len(Even), COUNT)),
    )
