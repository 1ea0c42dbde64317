"""The debrief: why customers were lost, from the books, and what one decision more or less would have changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kamkit.course.simulation.market.effects import BOOKS, FOUND, effect, size
from kamkit.course.simulation.market.opening import start_with
from kamkit.course.simulation.market.portfolio import CONCESSIONS, COUNT, HOURS, POINTS, QUARTERS
from kamkit.course.simulation.market.scoring import could_be_seen, score
from kamkit.course.simulation.market.search import Plan, plan_of, replay
from kamkit.course.simulation.market.state import GONE, HALVED, State

CAUSES = 3
LUCK = "luck of the day"
_AS_FOUND = (
    "trust was low when you took over", "the relationship was thin when you took over", "we fell short of what they expect when you took over",
    "a competitor was ahead when you took over",
)  # fmt: skip
_MATTERS = 0.02  # of health


@dataclass(frozen=True)
class Cause:
    """One cause: an effect of the books, how much health it took in all, and in which quarters (0: as found)."""

    effect: str
    took: float
    quarters: tuple[int, ...]

    @property
    def says(self) -> str:
        """The cause in words."""
        if self.effect == LUCK:
            return "the luck of the day went against us"
        return _AS_FOUND[FOUND.index(self.effect)] if self.effect in FOUND else effect(self.effect).cause


@dataclass(frozen=True)
class Loss:
    """A customer lost, or halved, at a renewal: what decided it."""

    place: int
    quarter: int
    outcome: int
    health: float
    chance: float
    seen: bool
    weakest: int  # the touch point where most was missing on the day
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class Change:
    """One decision changed, everything else as it was: the place, the quarter, from what to what, and what it adds to the score."""

    place: int
    quarter: int
    field: str
    was: int
    would: int
    adds: float


def losses(state: State, game: int = 0) -> tuple[Loss, ...]:
    """Every renewal of one game that was lost or halved, in order, with the causes that took most."""
    found = []
    for quarter, one in enumerate(state.past[1:], start=1):
        for place in np.flatnonzero(one.outcome[game] >= HALVED):
            if one.outcome[game, place] not in (HALVED, GONE):
                continue
            lost = one.outcome[game, place] == GONE
            found.append(Loss(
                int(place), quarter, int(one.outcome[game, place]), health_at(state, game, int(place), quarter),
                float(one.chance[game, place]), bool(lost and could_be_seen(state, quarter)[game, place]),
                int(one.weakest[game, place]),
                _causes(state, game, int(place), quarter),
            ))  # fmt: skip
    return tuple(found)


def health_at(state: State, game: int, place: int, quarter: int) -> float:
    """A customer's health when it decided: the base and all that was booked up to then."""
    return size("decided", "base") + float(sum(one.booked[game, place].sum() for one in state.past[: quarter + 1]))


def _causes(state: State, game: int, place: int, quarter: int) -> tuple[Cause, ...]:
    booked = np.stack([one.booked[game, place] for one in state.past[: quarter + 1]])
    took = [
        Cause(name, -float(booked[:, at].sum()), tuple(int(q) for q in np.flatnonzero(booked[:, at] < -_MATTERS)))
        for at, name in enumerate(BOOKS)
    ]
    took.append(Cause(LUCK, -float(state.past[quarter].chance[game, place]), (quarter,)))
    worst = sorted((cause for cause in took if cause.took > _MATTERS), key=lambda cause: -cause.took)
    return tuple(worst[:CAUSES])


def changes(state: State, game: int = 0) -> tuple[Change, ...]:
    """Every decision of one game changed by itself, with the same luck, best for the score first; only what the rules allow.

    A change of manager or a step-down that is taken back stands for the quarters after it as well; every other
    decision is changed in its own quarter only.
    """
    own = {name: values[[game]] for name, values in plan_of(state).items()}
    tried = list(_candidates(own, state, game))
    plans = {name: np.repeat(values, len(tried) + 1, axis=0) for name, values in own.items()}
    for row, (quarter, place, name, value) in enumerate(tried, start=1):
        _apply(plans, row, quarter, place, name, value)
    luck = state.luck.take(np.full(len(tried) + 1, game))
    played, fine = replay(start_with(luck), plans)
    total = score(played).total
    found = [
        Change(place, quarter, name, int(own[name][0, quarter - 1, place]), value, float(total[row] - total[0]))
        for row, (quarter, place, name, value) in enumerate(tried, start=1)
        if fine[row]
    ]
    return tuple(sorted(found, key=lambda change: -change.adds))


_OTHERS: dict[str, tuple[int, ...]] = {
    "hours": HOURS, "visit": (0, 1), "improve": tuple(range(POINTS + 1)), "promise": tuple(range(POINTS + 1)),
    "concession": CONCESSIONS, "extra": (0, 1), "terms": (0, 1), "step_down": (0, 1, 2),
}  # fmt: skip


def _candidates(own: Plan, state: State, game: int) -> Iterator[tuple[int, int, str, int]]:
    for quarter in range(1, QUARTERS + 1):
        for place in range(COUNT):
            before = own["manager"][0, quarter - 2, place] if quarter > 1 else state.past[0].decisions.manager[game, place]
            if own["manager"][0, quarter - 1, place] != before:
                yield quarter, place, "manager", int(before)
            for name, values in _OTHERS.items():
                was = int(own[name][0, quarter - 1, place])
                for value in values:
                    if value != was and not (name == "promise" and was and value):
                        yield quarter, place, name, value


def _apply(plans: Plan, row: int, quarter: int, place: int, name: str, value: int) -> None:
    at = quarter - 1
    was = plans[name][row, at, place]
    if name == "manager":  # until the next change
        later = plans[name][row, at:, place]
        until = np.flatnonzero(later != was)
        later[: until[0] if len(until) else None] = value
        return
    plans[name][row, at, place] = value
    if name == "step_down" and value:
        for other in plans:
            if other not in {"manager", "step_down"}:
                plans[other][row, at + (value == 1) :, place] = 0
        if value == 1:
            plans["hours"][row, at, place] = 0
    elif name == "step_down":  # served on, as it was before
        plans["hours"][row, at:, place] = plans["hours"][row, at - 1, place] if at else HOURS[1]

