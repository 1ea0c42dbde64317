"""The same seed is the same luck, whatever is decided, however many games are played at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulation_games import BELMARRA, HYPRA, KESTWICK, VANTORRE, decide

from kamkit.course.simulation.market import Decisions, State, report, score, start, step
from kamkit.course.simulation.market.effects import size
from kamkit.course.simulation.market.opening import HEALTHY
from kamkit.course.simulation.market.policies import (
    at_random,
    follow_loudest,
    follow_revenue,
    play,
    spread_evenly,
    stay_as_found,
)
from kamkit.course.simulation.market.portfolio import BUDGET, CAPACITY, COUNT, IMPROVEMENT, QUARTERS
from kamkit.course.simulation.market.rules import allowed, hours_by_manager
from kamkit.course.simulation.market.state import LOST
from kamkit.course.simulation.market.thinking import think

POLICIES = {
    "evenly": spread_evenly, "revenue": follow_revenue, "loudest": follow_loudest, "thinking": think, "dice": at_random(3), "as found": stay_as_found,
}  # fmt: skip


def everything(state: State) -> list[np.ndarray]:
    """All arrays of a state but its luck."""
    found = [state.money, *vars(state.customers).values(), *state.warned]
    for quarter in state.past:
        for value in vars(quarter).values():
            parts = vars(value).values() if isinstance(value, Decisions) else value.values() if isinstance(value, dict) else [value]
            found.extend(parts)
    return found


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_the_same_seed_and_decisions_give_the_same_game(policy: object) -> None:
    first, second = (play(start([4, 11]), policy) for _ in range(2))  # type: ignore[arg-type]
    for one, other in zip(everything(first), everything(second), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("policy", [think, follow_revenue, spread_evenly, follow_loudest])
def test_a_game_alone_is_the_game_among_many(policy: object) -> None:
    many, alone = play(start(range(5)), policy), play(start(3), policy)  # type: ignore[arg-type]
    assert score(many).total[3] == pytest.approx(score(alone).total[0], abs=1e-6)
    for one, other in zip(everything(many), everything(alone), strict=True):
        np.testing.assert_allclose(one[3], other[0], atol=1e-9)


def test_seeds_differ() -> None:
    totals = score(play(start(range(50)), stay_as_found)).total
    assert len(np.unique(totals)) == 50


def test_one_decision_changed_leaves_everybody_elses_luck_alone() -> None:
    state = start(range(40))
    plain, changed = state, state
    for quarter in range(1, QUARTERS + 1):
        more = {("improve", VANTORRE): 1, ("ask", VANTORRE): 1, ("visit", VANTORRE): 1} if quarter == 2 else {}
        plain, changed = step(plain, decide(plain)), step(changed, decide(changed, more))
        others = [place for place in range(COUNT) if place != VANTORRE]
        for name in ("outcome", "chance", "revenue", "calls", "contribution"):
            one, other = getattr(plain.past[-1], name), getattr(changed.past[-1], name)
            np.testing.assert_array_equal(one[:, others], other[:, others])
        np.testing.assert_array_equal(plain.customers.health[:, others], changed.customers.health[:, others])
    assert not np.array_equal(plain.customers.health[:, VANTORRE], changed.customers.health[:, VANTORRE])


def test_asking_tells_and_changes_nothing() -> None:
    state = start(range(40))
    asked, silent = step(state, decide(state, {("ask", BELMARRA): 1})), step(state, decide(state))
    for name, value in vars(asked.customers).items():
        np.testing.assert_array_equal(value, getattr(silent.customers, name))
    assert (report(asked).answered[:, BELMARRA] == 1).all() and (report(silent).answered[:, BELMARRA] == 0).all()


def test_nothing_is_changed_in_place() -> None:
    state = start(range(3))
    before = [array.copy() for array in everything(state)]
    play(state, at_random(1))
    for one, other in zip(everything(state), before, strict=True):
        np.testing.assert_array_equal(one, other)
    with pytest.raises(ValueError, match="read-only"):
        state.customers.trust[0, 0] = 10


def health_from_stocks(state: State) -> np.ndarray:
    """Health as the rules define it, worked out from the stocks alone."""
    now = state.customers
    above = now.perf - now.expect
    points = (now.weight * np.where(above < 0, size("health", "points") * above, size("health", "over") * above)).sum(axis=-1)
    return (
        size("decided", "base") + size("health", "trust") * (now.trust - HEALTHY[0]) + size("health", "bond") * (now.bond - HEALTHY[1])
        + points + now.threat + now.price_glow + now.extra_glow + now.hope + now.new_face
    )  # fmt: skip


@given(seed=st.integers(0, 10**6), dice=st.integers(0, 10**6))
@settings(max_examples=8, deadline=None)
def test_the_books_add_up_to_health_and_health_to_its_parts(seed: int, dice: int) -> None:
    state = start([seed, seed + 1])
    policy = at_random(dice)
    while not state.over:
        state = step(state, policy(report(state)))
        booked = sum(quarter.booked.sum(axis=-1) for quarter in state.past)
        np.testing.assert_allclose(size("decided", "base") + booked, state.customers.health, atol=1e-9)
        served = state.customers.mode == 0
        np.testing.assert_allclose(state.customers.health[served], health_from_stocks(state)[served], atol=1e-9)


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_no_policy_spends_hours_or_money_that_are_not_there(policy: object) -> None:
    state = start(range(60))
    while not state.over:
        did = policy(report(state))  # type: ignore[operator]
        assert allowed(report(state), did).all()
        assert (hours_by_manager(did) <= CAPACITY).all()
        state = step(state, did)
        assert (state.money >= 0).all()


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_money_and_contribution_are_conserved(policy: object) -> None:
    state = play(start(range(60)), policy)  # type: ignore[arg-type]
    spent = state.stacked("spent").sum(axis=(1, 2))
    np.testing.assert_allclose(state.money + spent, BUDGET * QUARTERS)
    assert (spent % IMPROVEMENT == 0).all()
    np.testing.assert_allclose(score(state).contribution, state.stacked("contribution").sum(axis=(1, 2)))


def test_a_customer_that_left_brings_and_costs_nothing() -> None:
    state = play(start(range(200)), stay_as_found)
    lost = state.customers.mode == LOST
    assert lost.sum() > 50
    last = state.past[-1]
    gone_before = lost & (last.outcome == 0)
    assert gone_before.any()
    for name in ("revenue", "cost", "contribution"):
        assert (getattr(last, name)[gone_before] == 0).all()


def test_the_report_holds_nothing_of_what_customers_really_think() -> None:
    state = play(start(range(8)), think)
    hidden = {"trust", "bond", "perf", "expect", "rival", "weight", "health", "threat", "drift", "volume", "margin", "coming_bond", "coming_perf"}
    seen = vars(report(state))
    assert not hidden & set(seen)
    for name in hidden:
        truth = getattr(state.customers, name)
        for shown in seen.values():
            assert not (isinstance(shown, np.ndarray) and shown.shape == truth.shape and np.array_equal(shown, truth)), name


def test_named_customers_are_as_in_the_case() -> None:
    state = start(range(30))
    assert (state.customers.people[:, KESTWICK] == 1).all() and (report(state).leaver[:, KESTWICK] == 3).all()
    assert (report(state).contribution[:, 0, HYPRA] < 0).mean() > 0.7
