"""What may be decided: hours, money, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from kamkit.course.simulation.market.portfolio import (
    ASK_HOURS,
    CAPACITY,
    CONCEDED_AT_MOST,
    COUNT,
    IMPROVEMENT,
    MANAGERS,
    NAMES,
    NOTICE_HOURS,
    PEOPLE_AT_MOST,
    TERMS_HOURS,
    VISIT_HOURS,
)  # fmt: skip
from kamkit.course.simulation.market.state import AT_ONCE, FIELDS, KEY, WITH_NOTICE, Array, Decisions
from kamkit.errors import InputError


class Bounds(Protocol):
    """What the rules look at; a report has it, and so has the state."""

    @property
    def quarter(self) -> int: ...
    @property
    def money(self) -> Array: ...
    @property
    def mode(self) -> Array: ...
    @property
    def promise_due(self) -> Array: ...
    @property
    def mended(self) -> Array: ...
    @property
    def price(self) -> Array: ...
    @property
    def people(self) -> Array: ...


_MOVES = tuple(name for name in FIELDS if name != "manager")


def hours_taken(did: Decisions) -> Array:
    """The hours that decisions take, per customer."""
    small = ASK_HOURS * did.ask.astype(int) + VISIT_HOURS * did.visit.astype(int) + TERMS_HOURS * did.terms.astype(int)
    return did.hours + small + NOTICE_HOURS * (did.step_down == WITH_NOTICE)


def hours_by_manager(did: Decisions) -> Array:
    """The hours that decisions take, games x managers."""
    taken = hours_taken(did)
    return np.stack([np.where(did.manager == place, taken, 0).sum(axis=1) for place in range(len(MANAGERS))], axis=1)


def _not_served(seen: Bounds, did: Decisions) -> Array:
    acts = np.any([getattr(did, name) != 0 for name in _MOVES], axis=0)
    return (seen.mode != KEY) & acts


def _leaves_and_is_served(seen: Bounds, did: Decisions) -> Array:
    others = np.any([getattr(did, name) != 0 for name in _MOVES if name != "step_down"], axis=0)
    return (did.step_down == AT_ONCE) & others


# Per customer: whether the rule is broken, what is found, what is expected.
_Rule = tuple[Callable[[Bounds, Decisions], Array], str, str]
_PER_CUSTOMER: tuple[_Rule, ...] = (
    (_not_served, "decisions for a customer that is not served any more", "none"),
    (_leaves_and_is_served, "work or gifts for a customer dropped without notice", "nothing beside the step-down, or notice"),
    (lambda seen, did: (did.promise > 0) & (seen.promise_due > 0), "a second promise", "none until the first has fallen due"),
    (lambda seen, did: did.terms.astype(bool) & seen.mended, "the terms mended again", "once per customer"),
    (
        lambda seen, did: (did.concession > 0) & (seen.price * 100 + did.concession > CONCEDED_AT_MOST + 1e-9),
        "a concession beyond the floor", f"at most {CONCEDED_AT_MOST} % below the list price in all",
    ),
    (lambda seen, did: did.visit.astype(bool) & (seen.people >= PEOPLE_AT_MOST), "a visit to meet one more person", f"{PEOPLE_AT_MOST} people who know us are all there are"),
)  # fmt: skip


def allowed(seen: Bounds, did: Decisions) -> Array:
    """Per game whether the decisions keep to every rule."""
    fine = (hours_by_manager(did) <= CAPACITY).all(axis=1) & (spent(did) <= seen.money + 1e-9)
    for broken, _, _ in _PER_CUSTOMER:
        fine &= ~broken(seen, did).any(axis=1)
    return fine


def spent(did: Decisions) -> Array:
    """EUR for improvements, per game."""
    return IMPROVEMENT * (did.improve > 0).sum(axis=1)


def check_decisions(seen: Bounds, did: Decisions) -> None:
    """InputError with one line on the first thing that may not be decided; for one game."""
    where = f"quarter {seen.quarter}"
    for broken, found, expected in _PER_CUSTOMER:
        for place in range(COUNT):
            if broken(seen, did)[0, place]:
                raise InputError(f"{where}, {NAMES[place]}: found {found}; expected {expected}")
    for place, taken in enumerate(hours_by_manager(did)[0]):
        if taken > CAPACITY:
            whose = ", ".join(
                f"{NAMES[at]} {hours:.0f}" for at, hours in enumerate(hours_taken(did)[0]) if hours and did.manager[0, at] == place
            )
            raise InputError(
                f"{where}, {MANAGERS[place].name}: found {taken:.0f} hours ({whose}); expected at most {CAPACITY}: "
                "take some away, or give a customer to somebody else"
            )
    if spent(did)[0] > seen.money[0]:
        raise InputError(
            f"{where}, improvements: found EUR {spent(did)[0]:,.0f}; expected at most EUR {seen.money[0]:,.0f}, "
            f"that is {seen.money[0] // IMPROVEMENT:.0f} of them"
        )
