"""What the player sees: figures as they are, people and dates as they are known, customers' minds only through noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kamkit.course.simulation.market.effects import size
from kamkit.course.simulation.market.luck import ASKED, Luck, Normal
from kamkit.course.simulation.market.portfolio import CUSTOMERS, POINTS
from kamkit.course.simulation.market.state import Array, Customers, Decisions, State
from kamkit.course.simulation.market.warnings import latest, leaving

_NOISE = np.array([1.0] + [0.0] * POINTS + [1.0] * 3 * POINTS)
_WEIGHTS = np.array([0.0] + [1.0] * POINTS + [0.0] * 3 * POINTS)


@dataclass(frozen=True)
class Seen:
    """A report: games x customers, or games x quarters x customers for what is kept since the start (0 is before it).

    Amounts in EUR a quarter. ``answers`` are the latest: trust, then per touch point weight, performance, expectation
    and the best rival's performance; ``answered`` is the quarter they are from, -1 for never. Nothing else of what
    customers think is here.
    """

    quarter: int
    money: Array
    mode: Array
    manager: Array
    settling: Array
    people: Array
    leaver: Array  # the quarter in which their main contact leaves, where announced; else 0
    price: Array
    extras: Array
    mended: Array
    promise_point: Array
    promise_due: Array
    last: Decisions
    revenue: Array
    year_before: Array
    cost: Array
    avoidable: Array
    contribution: Array
    spent: Array
    hours: Array
    calls: Array
    view: Array
    outcome: Array
    tender: Array
    answers: Array
    answered: Array
    improved: Array  # 0 or 1 + the touch point, per quarter
    events: dict[str, Array]
    warned: Array


def report(state: State) -> Seen:
    """What the player sees before the decisions of ``state.quarter``."""
    customers, past = state.customers, state.past
    answers, answered = latest(state)
    history = {
        name: np.stack([getattr(one, name) for one in past], axis=1)
        for name in ("revenue", "cost", "avoidable", "contribution", "spent", "calls", "view", "outcome", "tender")
    }
    return Seen(
        quarter=state.quarter, money=state.money, mode=customers.mode, manager=customers.manager, settling=customers.settling,
        people=customers.people, leaver=np.where(leaving(state), customers.leaver, 0), price=customers.price,
        extras=customers.extras, mended=customers.mended, promise_point=customers.promise_point,
        promise_due=customers.promise_due, last=past[-1].decisions, year_before=state.year_before,
        hours=np.stack([one.decisions.hours for one in past], axis=1), answers=answers, answered=answered,
        improved=np.stack([one.decisions.improve for one in past], axis=1), events=past[-1].events, warned=state.warned[-1],
        **history,
    )  # fmt: skip


def answer(customers: Customers, luck: Luck, quarter: int) -> Array:
    """What customers would answer if asked in a quarter."""
    true = np.concatenate(
        [customers.trust[..., None], customers.weight, customers.perf, customers.expect, customers.rival], axis=-1
    )
    noise = luck.normal[:, quarter, Normal.ANSWERS : Normal.ANSWERS + ASKED].swapaxes(1, 2)
    said = true + noise * (size("answers", "spread") * _NOISE + size("answers", "weight") * _WEIGHTS)
    said = np.where(_WEIGHTS > 0, np.clip(said, 0.02, 1), np.clip(said, 1, 10))
    share = said[..., 1 : 1 + POINTS]
    said[..., 1 : 1 + POINTS] = share / share.sum(axis=-1, keepdims=True)
    return said


def weakest_of(customers: Customers) -> Array:
    """The touch point where most is missing against what is expected or the rival; hidden until the debrief."""
    wanted = np.maximum(customers.expect, customers.rival)
    return (customers.weight * (wanted - customers.perf)).argmax(axis=-1)


def hear(customers: Customers, luck: Luck, quarter: int, incident: Array) -> tuple[Array, Array]:
    """Calls and complaints of a quarter, and the managers' own view (0 to 10): both easy to have, neither to rely on."""
    usual = np.array([customer.calls for customer in CUSTOMERS])
    calls = np.round(np.maximum(0, usual + 1.5 * luck.normal[:, quarter, Normal.CALLS] + 4 * incident))
    view = 5 + 1.5 * customers.health + size("answers", "kind") + size("answers", "view") * luck.normal[:, quarter, Normal.VIEW]
    return calls, np.clip(view, 0, 10)
