"""A quarter being worked out: the customers as they change, and the books of what changed them."""

from __future__ import annotations

import copy

import numpy as np

from kamkit.course.simulation.market.effects import BOOKS, book, size
from kamkit.course.simulation.market.opening import points_of, threat_of
from kamkit.course.simulation.market.portfolio import COUNT
from kamkit.course.simulation.market.state import KEY, Array, Decisions, State

EVENTS = (
    "incident", "kept", "broken", "left", "thread broke", "leaked", "crept", "sudden", "arrived", "attacked",
)  # fmt: skip


class Turn:
    """The working copy of one quarter.

    Health is moved only through ``shift``, ``shift_points`` and ``put``, each of which books the effect that did it:
    so the books of a game add up to its health.
    """

    def __init__(self, state: State, decisions: Decisions) -> None:
        self.state, self.did, self.quarter = state, decisions, state.quarter
        self.now = copy.copy(state.customers)  # arrays are replaced, never written to
        self.served = state.customers.mode == KEY
        self.booked = np.zeros((state.games, COUNT, len(BOOKS)))
        self.events: dict[str, Array] = {name: np.zeros((state.games, COUNT), dtype=bool) for name in EVENTS}
        self.normal, self.even = state.luck.normal[:, state.quarter], state.luck.even[:, state.quarter]

    def shift(self, stock: str, by: Array | float, effect: str) -> None:
        """Move ``trust`` or ``bond`` of the customers that are served, between 0 and 10."""
        before = getattr(self.now, stock)
        after = np.clip(before + np.where(self.served, by, 0.0), 0, 10)
        setattr(self.now, stock, after)
        self._book(size("health", stock) * (after - before), effect)

    def shift_points(self, stock: str, by: Array, effect: str) -> None:
        """Move ``perf`` or ``expect`` at touch points, between 1 and 10."""
        now = self.now
        felt = points_of(now.weight, now.perf, now.expect)
        setattr(now, stock, np.clip(getattr(now, stock) + np.where(self.served[..., None], by, 0.0), 1, 10))
        self._book(points_of(now.weight, now.perf, now.expect) - felt, effect)
        self.weigh_rivals("improve" if stock == "perf" else "rival")

    def put(self, part: str, value: Array, effect: str) -> None:
        """Set a part of health that is felt directly, such as ``hope``."""
        after = np.where(self.served, value, getattr(self.now, part))
        self._book(after - getattr(self.now, part), effect)
        setattr(self.now, part, after)

    def weigh_rivals(self, effect: str) -> None:
        """Work out anew what rivals take from health."""
        self.put("threat", threat_of(self.now.weight, self.now.perf, self.now.rival), effect)

    def cap(self, who: Array, health: float, effect: str) -> None:
        """Take health down to this, for customers that are no longer worked on; what is lower stays where it is."""
        by = np.where(who, np.minimum(0.0, health - self.now.health), 0.0)
        self.booked[..., book(effect)] += by
        self.now.health = self.now.health + by

    def _book(self, by: Array, effect: str) -> None:
        self.booked[..., book(effect)] += by
        self.now.health = self.now.health + by
