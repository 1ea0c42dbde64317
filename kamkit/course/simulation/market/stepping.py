"""One quarter: the decisions take effect, time passes, customers decide."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from kamkit.course.simulation.market import events, moves
from kamkit.course.simulation.market.deciding import decide, drift, earn, step_down
from kamkit.course.simulation.market.portfolio import BUDGET, IMPROVEMENT, QUARTERS
from kamkit.course.simulation.market.seeing import answer, hear, weakest_of
from kamkit.course.simulation.market.state import FIELDS, KEY, Decisions, Quarter, State, lock
from kamkit.course.simulation.market.turn import Turn
from kamkit.course.simulation.market.warnings import with_warnings

# What is decided takes effect first, then time passes, then customers decide. Prices and extras given in a quarter count
# in that quarter's renewals; hours and improvements do not.
_IN_ORDER = (
    moves.hand_over, moves.give_hours, moves.widen, moves.improve, moves.promise, moves.mend_terms,
    events.forget, moves.concede, moves.grant_extras, events.leak, events.go_wrong, events.arrive, events.people_leave,
    events.promises_fall_due, events.become_standard, events.rivals_act, events.creep, moves.drop,
)  # fmt: skip


def step(state: State, decisions: Decisions) -> State:
    """The games a quarter later. Decisions about customers that are not ours to serve any more are void.

    Whether decisions keep to hours and money is asked before: :func:`check_decisions`.
    """
    assert state.quarter <= QUARTERS, "the game is over"
    turn = Turn(state, void(state, decisions))
    for act in _IN_ORDER:
        act(turn)
    earned = earn(turn)
    outcome, tender, chance = decide(turn)
    step_down(turn)
    drift(turn)
    return _close(turn, earned, (outcome, tender, chance))


def void(state: State, decisions: Decisions) -> Decisions:
    """The decisions without those about customers that are not served: nothing is done, nothing is spent."""
    served = state.customers.mode == KEY
    wished = {name: getattr(decisions, name) for name in FIELDS if name != "manager"}
    kept = {name: np.where(served, value, np.zeros_like(value)) for name, value in wished.items()}
    return Decisions(manager=np.where(served, decisions.manager, state.customers.manager), **kept)


def _close(turn: Turn, earned: dict[str, np.ndarray], decided: tuple[np.ndarray, ...]) -> State:
    state, now, did = turn.state, turn.now, turn.did
    outcome, tender, chance = decided
    calls, view = hear(now, state.luck, state.quarter, turn.events["incident"])
    asked = did.ask.astype(bool)
    answers = np.where(asked[..., None], answer(now, state.luck, state.quarter), np.nan)
    spent = IMPROVEMENT * (did.improve > 0).sum(axis=1)
    money = state.money - spent + (BUDGET if state.quarter < QUARTERS else 0)
    done = Quarter(
        did, earned["revenue"], earned["cost"], earned["avoidable"], earned["contribution"], earned["spent"],
        outcome, tender, chance, turn.booked, turn.events, asked, answers, calls, weakest_of(now), view,
    )  # fmt: skip
    lock([money, *(getattr(done, one.name) for one in fields(done) if one.name not in {"decisions", "events"})])
    past = (*state.past, done)
    return with_warnings(State(state.quarter + 1, state.luck, now.lock(), money, past, state.year_before, state.warned))
