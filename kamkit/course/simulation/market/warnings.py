"""Signs of danger in what the player sees. A loss that one of them announced could have been seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kamkit.course.simulation.market.portfolio import NEED, POINTS, QUARTERS, decides
from kamkit.course.simulation.market.state import KEY, Array, State

WARNINGS = (
    "one person there knows us, and that person is leaving",
    "served under half of what it needs for two quarters",
    "a promise was broken within a year",
    "where it matters most to them, their own answers put us below what they expect or below a rival",
    "a decision is near and the account manager is new",
    "a decision is near and nobody has asked them for a year",
)
_GAP = 1.0  # points on the scale of 1 to 10
_YEAR = 4
ANNOUNCED = 2  # quarters before somebody leaves, it is known


def with_warnings(state: State) -> State:
    """The state with the warnings of the report that comes now."""
    return replace(state, warned=(*state.warned, warnings_of(state)))


def warnings_of(state: State) -> Array:
    """Games x customers x WARNINGS, from what the player sees only."""
    customers, quarter = state.customers, state.quarter
    served = customers.mode == KEY
    near = decides(quarter) | decides(quarter + 1)
    recent = state.past[-_YEAR:]
    asked = np.any([one.asked for one in recent], axis=0)
    broken = np.any([one.events["broken"] for one in recent if one.events] or [np.zeros_like(served)], axis=0)
    last_two = [one.decisions.hours / NEED < 0.5 for one in state.past[-2:]]
    unserved = np.all(last_two, axis=0) if len(last_two) == 2 else np.zeros_like(served)
    found = [
        leaving(state) & (customers.people <= 1), unserved, broken, _behind(state), near & (customers.settling > 0),
        near & ~asked,
    ]  # fmt: skip
    return np.stack([served & one for one in found], axis=-1)


def leaving(state: State) -> Array:
    """Whose main contact is known to leave in this quarter or one of the next two."""
    ahead = state.customers.leaver - state.quarter
    return (state.customers.leaver > 0) & (ahead >= 0) & (ahead <= ANNOUNCED)


def latest(state: State) -> tuple[Array, Array]:
    """The latest answers of each customer, and the quarter they are from; -1 where there are none."""
    answers = np.array(state.past[0].answers)
    when = np.where(state.past[0].asked, 0, -1)
    for quarter, one in enumerate(state.past[1:], start=1):
        answers = np.where(one.asked[..., None], one.answers, answers)
        when = np.where(one.asked, quarter, when)
    return answers, when


def _behind(state: State) -> Array:
    answers, when = latest(state)
    fresh = (when >= 0) & (when >= min(state.quarter, QUARTERS + 1) - 1 - _YEAR)
    weight, perf, expect, rival = (answers[..., 1 + k * POINTS : 1 + (k + 1) * POINTS] for k in range(4))
    heaviest = np.nan_to_num(weight).argmax(axis=-1)[..., None]
    at = [np.take_along_axis(part, heaviest, axis=-1)[..., 0] for part in (perf, expect, rival)]
    return fresh & ((at[1] - at[0] >= _GAP) | (at[2] - at[0] >= _GAP))
