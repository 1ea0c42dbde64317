"""Each effect by itself: its direction, its size and when it shows. Same luck, one thing changed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from simulation_games import (
    BELMARRA,
    HYPRA,
    KESTWICK,
    OSTREVIA,
    SANDVALE,
    VANTORRE,
    decide,
    games,
    run,
    stock,
    with_customers,
)

from kamkit.course.simulation.market import report, score, step
from kamkit.course.simulation.market.effects import EFFECTS, size
from kamkit.course.simulation.market.luck import ASKED
from kamkit.course.simulation.market.portfolio import (
    ALIKE,
    CAPACITY,
    COUNT,
    DELIVERY,
    IMPROVEMENT,
    MANAGERS,
    NEED,
    RENEWAL,
    TENDER,
    WARNING,
    decides,
)
from kamkit.course.simulation.market.rules import hours_taken
from kamkit.course.simulation.market.scoring import value_left
from kamkit.course.simulation.market.state import DROPPED, GONE, HALVED, LOW_COST, RENEWED, WON

TESTED: dict[str, Callable[..., None]] = {}
FULL = int(NEED[VANTORRE])


def of(*effects: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    def keep(test: Callable[..., None]) -> Callable[..., None]:
        TESTED.update(dict.fromkeys(effects, test))
        return test

    return keep


def differ(changed: list, plain: list, name: str, place: int = VANTORRE) -> list[np.ndarray]:
    return [one - other for one, other in zip(stock(changed, name, place), stock(plain, name, place), strict=True)]


def middle(state: object = None) -> object:
    """Customers far from the ends of every scale, so that nothing is cut off, and so healthy that none leaves."""
    return with_customers(state or games(), trust=6.0, bond=5.0, perf=6.0, expect=6.5, rival=5.0, health=50.0)


@of("contact")
def test_hours_build_the_relationship_two_and_three_quarters_later() -> None:
    state = middle()
    plain, served = run(state, length=5), run(state, {("hours", VANTORRE): FULL}, length=5)
    more = (size("contact", "full") - size("contact", "half")) / 2
    for quarter, expected in enumerate([0, 0, more, 2 * more, 2 * more]):
        np.testing.assert_allclose(differ(served, plain, "bond")[quarter], expected, atol=1e-9)


@of("lumps")
def test_less_than_half_of_the_need_counts_as_nothing() -> None:
    state = middle()
    none, some = run(state, {("hours", OSTREVIA): 0}, length=5), run(state, {("hours", OSTREVIA): 40}, length=5)
    assert NEED[OSTREVIA] == 120
    for name in ("bond", "trust"):
        for difference in differ(some, none, name, OSTREVIA):
            np.testing.assert_allclose(difference, 0, atol=1e-12)


@of("steady")
def test_trust_grows_slowly_and_falls_faster() -> None:
    state = middle()
    plain, served = run(state, length=1), run(state, {("hours", VANTORRE): FULL})
    np.testing.assert_allclose(differ(served, plain, "trust")[0], size("steady", "trust"))
    falls = [size("neglect", "trust"), size("broken", "trust"), size("leaving", "trust"), size("incident", "least") + 2 * size("incident", "late")]
    assert min(falls) > 2 * size("steady", "trust")


@of("neglect")
def test_neglect_shows_in_the_third_quarter_and_then_suddenly() -> None:
    state = with_customers(middle(), unserved=0)
    plain = run(state, length=5)
    neglected = run(state, *[{("hours", BELMARRA): 0}] * 5)
    trust, bond = differ(neglected, plain, "trust", BELMARRA), differ(neglected, plain, "bond", BELMARRA)
    for quarter in (0, 1):
        np.testing.assert_allclose(trust[quarter], 0, atol=1e-12)
    np.testing.assert_allclose(trust[2], -size("neglect", "trust"))
    np.testing.assert_allclose(trust[3], -size("neglect", "trust") - size("neglect", "after"))
    assert (bond[2] < -size("neglect", "bond") + 1e-9).all() and (bond[1] == 0).all()
    assert not neglected[1].past[-1].events["sudden"][:, BELMARRA].any() and neglected[2].past[-1].events["sudden"][:, BELMARRA].all()


@of("incident")
def test_what_goes_wrong_costs_less_where_they_are_told_early() -> None:
    late, early = (with_customers(middle(games(400)), perf=_perf(warning)) for warning in (5.0, 9.0))
    after = [run(state, length=1)[0] for state in (late, early)]
    wrong = after[0].past[-1].events["incident"]
    np.testing.assert_array_equal(wrong, after[1].past[-1].events["incident"])
    lost = [6.0 - state.customers.trust for state in after]
    np.testing.assert_allclose(lost[0][wrong], size("incident", "least") + 4 * size("incident", "late"))
    np.testing.assert_allclose(lost[1][wrong], size("incident", "least"))
    assert (lost[0][~wrong] == 0).all() and 0.05 < wrong.mean() < 0.3


def test_better_delivery_makes_fewer_things_go_wrong() -> None:
    often, seldom = (run(with_customers(middle(games(400)), perf=_perf(6.0, delivery)), length=1)[0] for delivery in (3.0, 8.0))
    share = [state.past[-1].events["incident"].mean() for state in (often, seldom)]
    assert share[0] == pytest.approx(size("incident", "chance") + 4 * size("incident", "per_point"), abs=0.03)
    assert share[1] == pytest.approx(size("incident", "chance"), abs=0.03)


def _perf(warning: float, delivery: float = 7.0) -> list[float]:
    return [warning, delivery, 6.0]


@of("improve")
def test_an_improvement_arrives_two_quarters_later_and_is_paid_at_once() -> None:
    state = middle()
    plain, improved = run(state, length=4), run(state, {("improve", VANTORRE): 1 + WARNING}, length=4)
    gains = differ(improved, plain, "perf")
    assert (gains[0] == 0).all() and (gains[1] == 0).all()
    assert gains[2][:, WARNING].mean() == pytest.approx(size("improve", "gain"), abs=0.25)
    assert (gains[2][:, [DELIVERY, 2]] == 0).all()
    assert gains[2][:, WARNING].std() == pytest.approx(size("improve", "spread"), rel=0.35)
    for at, expected in enumerate([-IMPROVEMENT, 0]):
        paid = improved[at].past[-1].contribution[:, VANTORRE] - plain[at].past[-1].contribution[:, VANTORRE]
        np.testing.assert_allclose(paid, expected)
    assert (improved[0].money == plain[0].money - IMPROVEMENT).all()


@of("standard")
def test_what_is_good_becomes_expected_and_what_is_poor_does_not() -> None:
    state = with_customers(middle(), perf=[8.0, 6.0, 6.5], expect=[7.0, 7.0, 6.5])
    after = run(state, length=1)[0].customers.expect
    np.testing.assert_allclose(after[..., 0], 7 + size("standard", "share"))
    np.testing.assert_allclose(after[..., 1:], state.customers.expect[..., 1:])


@of("promise")
def test_a_promise_pleases_while_it_is_open_and_lifts_what_is_expected_for_good() -> None:
    state = middle()
    plain, promised = run(state, length=4), run(state, {("promise", VANTORRE): 1}, length=4)
    hope, lifted = differ(promised, plain, "hope"), differ(promised, plain, "expect")
    np.testing.assert_allclose([one.mean() for one in hope], [size("promise", "hope")] * 2 + [0, 0])
    for quarter in range(4):
        np.testing.assert_allclose(lifted[quarter][:, 0], size("promise", "raise_"))
    assert (promised[0].customers.health[:, VANTORRE] - plain[0].customers.health[:, VANTORRE] < size("promise", "hope")).all()


@of("kept", "broken")
def test_a_promise_is_kept_by_doing_it_and_a_broken_one_is_worse_than_none() -> None:
    state = middle(games(200))
    plain, only = run(state, length=3), run(state, {("promise", VANTORRE): 1}, length=3)
    done = run(state, {("promise", VANTORRE): 1, ("improve", VANTORRE): 1}, length=3)
    quiet = run(state, {("improve", VANTORRE): 1}, length=3)
    assert only[2].past[-1].events["broken"][:, VANTORRE].all()
    kept = done[2].past[-1].events["kept"][:, VANTORRE]
    assert 0.85 < kept.mean() < 1
    assert not done[1].past[-1].events["kept"][:, VANTORRE].any()
    np.testing.assert_allclose(differ(only, plain, "trust")[2], -size("broken", "trust"))
    np.testing.assert_allclose(differ(done, quiet, "trust")[2][kept], size("kept", "trust"))
    assert (differ(only, plain, "health")[2] < 0).all()
    assert size("broken", "trust") > 3 * size("kept", "trust")


def test_a_promise_breaks_where_nobody_serves() -> None:
    state = middle(games(200))
    made = {("promise", VANTORRE): 1, ("improve", VANTORRE): 1}
    left = run(state, made, {}, {("hours", VANTORRE): 0})
    assert left[2].past[-1].events["broken"][:, VANTORRE].all()


@of("handover")
def test_a_new_manager_costs_two_quarters() -> None:
    state = middle()
    other = (int(state.customers.manager[0, VANTORRE]) + 1) % len(MANAGERS)
    served = {("hours", VANTORRE): FULL}
    stays = run(state, *[served] * 6)
    moves = run(state, *[served | {("manager", VANTORRE): other}] * 6)
    face = differ(moves, stays, "new_face")
    np.testing.assert_allclose([one.mean() for one in face], [-size("handover", "face")] * 2 + [0] * 4)
    np.testing.assert_allclose(differ(moves, stays, "bond")[0], -size("handover", "bond"))
    np.testing.assert_allclose(differ(moves, stays, "trust")[-1], -2 * size("steady", "trust"))
    less = size("contact", "full") - size("contact", "half")
    np.testing.assert_allclose(differ(moves, stays, "bond")[-1], -size("handover", "bond") - 2 * less)


@of("leaving")
def test_the_single_thread_breaks_and_a_second_one_holds() -> None:
    state = with_customers(middle(), leaver=0)
    alone = with_customers(state, people=1, leaver=[3 if place == KESTWICK else 0 for place in range(COUNT)])
    breaks, visited = run(alone, length=3), run(alone, {}, {}, {("visit", KESTWICK): 1})
    without = run(with_customers(state, people=1), length=3)
    assert breaks[2].past[-1].events["thread broke"][:, KESTWICK].all()
    assert not visited[2].past[-1].events["thread broke"][:, KESTWICK].any()
    np.testing.assert_allclose(differ(breaks, without, "bond", KESTWICK)[2], -size("leaving", "bond"))
    np.testing.assert_allclose(differ(breaks, without, "trust", KESTWICK)[2], -size("leaving", "trust"))
    np.testing.assert_allclose(differ(visited, without, "bond", KESTWICK)[2], -size("leaving", "else_"))
    np.testing.assert_allclose(differ(visited, without, "trust", KESTWICK)[2], 0)


def test_the_hazard_is_announced_two_quarters_before() -> None:
    state = with_customers(games(), leaver=4, people=1)
    told = [report(one).leaver[0, 0] for one in [state, *run(state, length=4)]]
    assert told == [0, 4, 4, 4, 0]
    assert report(run(state, length=1)[0]).warned[:, :, 0].all()


@of("concession")
def test_a_concession_is_felt_for_a_while_and_paid_for_good() -> None:
    state = middle()
    plain, given = run(state, length=4), run(state, {("concession", VANTORRE): 4}, length=4)
    felt = [one.mean() for one in differ(given, plain, "price_glow")]
    keep = 1 - size("concession", "forgotten")
    np.testing.assert_allclose(felt, [4 * size("concession", "per_percent") * keep**at for at in range(4)])
    for one, other in zip(given, plain, strict=True):
        np.testing.assert_allclose(one.past[-1].revenue[:, VANTORRE], 0.96 * other.past[-1].revenue[:, VANTORRE])


@of("leak")
def test_a_concession_leaks_to_customers_of_the_kind_a_quarter_later() -> None:
    state = middle(games(400))
    given = run(state, {("concession", OSTREVIA): 4}, length=2)
    assert (given[0].customers.price[:, SANDVALE] == 0).all()
    leaked = given[1].customers.price[:, SANDVALE] > 0
    assert leaked.mean() == pytest.approx(size("leak", "chance"), abs=0.07)
    np.testing.assert_allclose(given[1].customers.price[leaked, SANDVALE], 0.02)
    unlike = ~ALIKE[OSTREVIA] & (np.arange(COUNT) != OSTREVIA)
    assert (given[1].customers.price[:, unlike] == 0).all()
    assert (given[1].customers.price_glow[:, SANDVALE] == 0).all()


@of("extra")
def test_an_extra_is_forgotten_and_its_cost_stays() -> None:
    state = middle()
    plain, given = run(state, length=6), run(state, {("extra", VANTORRE): 1}, length=6)
    health = [one.mean() for one in differ(given, plain, "health")]
    assert health[0] == pytest.approx(size("extra", "glow") - size("extra", "raise_")) and health[5] < 0
    for quarter in range(6):
        more = differ(given, plain, "cost")[quarter] / stock(plain, "volume", VANTORRE)[quarter]
        assert more.mean() == pytest.approx(size("extra", "cost"), rel=0.05)


@of("creep")
def test_extras_that_nobody_decided_slip_in_where_service_is_full() -> None:
    state = middle(games(400))
    full, half = run(state, {("hours", VANTORRE): FULL})[0], run(state, length=1)[0]
    crept = full.past[-1].events["crept"][:, VANTORRE]
    assert crept.mean() == pytest.approx(size("creep", "chance"), abs=0.06)
    assert not half.past[-1].events["crept"].any()
    more = full.customers.cost[:, VANTORRE] > half.customers.cost[:, VANTORRE]
    np.testing.assert_array_equal(more, crept)


@of("terms")
def test_mended_terms_save_over_two_quarters_and_cost_trust_at_once() -> None:
    state = middle()
    plain, mended = run(state, length=4), run(state, {("terms", HYPRA): 1}, length=4)
    saved = differ(plain, mended, "cost", HYPRA)
    whole = size("terms", "share") * state.customers.avoidable[:, HYPRA]
    assert (saved[0] == 0).all()
    np.testing.assert_allclose(saved[1], whole / 2, rtol=0.05)
    np.testing.assert_allclose(saved[2], whole, rtol=0.06)
    np.testing.assert_allclose(differ(mended, plain, "trust", HYPRA)[0], -size("terms", "trust"))
    again = step(mended[0], decide(mended[0], {("terms", HYPRA): 1}))
    np.testing.assert_allclose(again.customers.trust, mended[1].customers.trust)


@of("rival")
def test_rivals_attack_the_weakest_moment_of_truth_when_a_decision_is_near() -> None:
    weight = np.broadcast_to([0.5, 0.2, 0.3], (400, COUNT, 3))
    state = with_customers(middle(games(400)), weight=weight, rival=[7.5, 7.0, 6.5])
    after = run(state, length=1)[0]
    gained = after.customers.rival - state.customers.rival
    near = decides(1) | decides(2)
    assert near.any() and not near.all()
    np.testing.assert_array_equal(after.past[-1].events["attacked"].all(axis=0), near)
    mean = gained.mean(axis=0)
    np.testing.assert_allclose(mean[near, 0], size("rival", "attack") + size("rival", "drift"), atol=0.02)
    np.testing.assert_allclose(mean[near, 1:], size("rival", "drift"), atol=0.02)
    np.testing.assert_allclose(mean[~near], size("rival", "drift"), atol=0.02)


def test_only_the_weakest_point_counts() -> None:
    weight = np.broadcast_to([0.5, 0.2, 0.3], (5, COUNT, 3))
    far = with_customers(middle(games(5)), weight=weight, rival=[9.0, 6.0, 6.0])
    both = with_customers(middle(games(5)), weight=weight, rival=[9.0, 8.0, 6.0])
    np.testing.assert_allclose(run(far, length=1)[0].customers.threat, run(both, length=1)[0].customers.threat)


@of("shrink")
def test_two_customers_shrink_whatever_is_done() -> None:
    state = games(50)
    shrinks = state.customers.drift == -size("shrink", "share")
    assert (shrinks.sum(axis=1) == 2).all() and len({tuple(row) for row in shrinks.tolist()}) > 10
    served = {("hours", place): int(NEED[place]) for place in range(COUNT)} | {("improve", place): 1 for place in range(COUNT)}
    after = run(state, served)[0]
    volume = after.customers.volume / state.customers.volume
    np.testing.assert_allclose(volume[shrinks], 1 - size("shrink", "share"))


@of("notice")
def test_a_tactful_step_down_keeps_most_of_the_margin_and_is_not_talked_about() -> None:
    state = middle()
    plain, given = run(state, length=2), run(state, {("step_down", VANTORRE): 1}, length=2)
    np.testing.assert_allclose(given[0].past[-1].revenue, plain[0].past[-1].revenue)
    kept = given[1].past[-1].contribution[:, VANTORRE] / plain[1].past[-1].contribution[:, VANTORRE]
    assert 0.75 < kept.mean() < 1
    assert (given[1].customers.mode[:, VANTORRE] == LOW_COST).all()
    others = [place for place in range(COUNT) if place != VANTORRE]
    np.testing.assert_array_equal(given[1].customers.trust[:, others], plain[1].customers.trust[:, others])


@of("abrupt", "talk")
def test_an_abrupt_one_loses_it_at_once_and_the_others_hear_of_it() -> None:
    state = middle()
    plain = run(state, length=2)
    tactful, abrupt = run(state, {("step_down", OSTREVIA): 1}, length=2), run(state, {("step_down", OSTREVIA): 2, ("hours", OSTREVIA): 0}, length=2)
    assert (abrupt[0].customers.mode[:, OSTREVIA] == DROPPED).all()
    np.testing.assert_allclose(abrupt[0].past[-1].revenue[:, OSTREVIA], size("abrupt", "volume") * plain[0].past[-1].revenue[:, OSTREVIA])
    assert (abrupt[1].past[-1].contribution[:, OSTREVIA] < 0.7 * tactful[1].past[-1].contribution[:, OSTREVIA]).all()
    np.testing.assert_allclose(differ(abrupt, plain, "trust", SANDVALE)[0], -size("talk", "alike"))
    np.testing.assert_allclose(differ(abrupt, plain, "trust", VANTORRE)[0], -size("talk", "trust"))


@of("decided")
def test_business_is_decided_at_renewals_and_tenders_only() -> None:
    state = games(300)
    outcomes = set()
    for quarter in range(1, 9):
        before = state.customers.volume
        state = step(state, decide(state))
        last = state.past[-1]
        outcomes |= set(np.unique(last.outcome)) | set(np.unique(last.tender))
        calm = (last.outcome <= RENEWED) & (last.tender != WON)
        np.testing.assert_allclose(state.customers.volume[calm], (before * (1 + state.customers.drift))[calm])
        halved = (last.outcome == HALVED) & (last.tender != WON)
        np.testing.assert_allclose(state.customers.volume[halved], (before / 2 * (1 + state.customers.drift))[halved])
        assert (last.outcome[:, ~RENEWAL[quarter]] == 0).all() and (last.tender[:, TENDER[quarter] == 0] == 0).all()
        at = RENEWAL[quarter] & (last.outcome > 0)
        margin = last.chance + size("decided", "base") + sum(one.booked.sum(axis=-1) for one in state.past)
        served = at & (state.past[-2].decisions.step_down == 0)
        np.testing.assert_array_equal((last.outcome == RENEWED)[served], (margin > 0)[served])
    assert {RENEWED, HALVED, GONE, WON} <= outcomes


@of("health")
def test_more_health_means_more_renewals() -> None:
    def renewed(trust: float) -> float:
        return float((run(with_customers(middle(games(300)), trust=trust, health=size("health", "trust") * (trust - 6)), length=2)[1].past[-1].outcome[:, OSTREVIA] == RENEWED).mean())

    low, mid, high = (renewed(trust) for trust in (3.0, 6.0, 9.0))
    assert low < mid - 0.2 and mid < high - 0.2


@of("answers")
def test_answers_are_right_on_average_noisy_and_only_where_asked() -> None:
    state = with_customers(middle(games(400)), perf=6.0, expect=6.0, rival=6.0, health=0.0)
    after = run(state, {("ask", VANTORRE): 1})[0]
    answers = after.past[-1].answers
    assert answers.shape[-1] == ASKED and np.isnan(answers[:, OSTREVIA]).all()
    marks = answers[:, VANTORRE, 4:7]
    assert marks.mean() == pytest.approx(6, abs=0.06) and marks.std() == pytest.approx(size("answers", "spread"), rel=0.1)
    np.testing.assert_allclose(answers[:, VANTORRE, 1:4].sum(axis=-1), 1)
    view, truth = after.past[-1].view, np.clip(5 + 1.5 * after.customers.health, 0, 10)
    assert (view - truth).mean() > 0.4


@of("freed")
def test_saying_no_frees_hours() -> None:
    assert NEED.sum() == 960 and CAPACITY * len(MANAGERS) == 720
    state = games(5)
    noticed = decide(state, {("step_down", VANTORRE): 1, ("hours", VANTORRE): 0})
    assert (hours_taken(noticed)[:, VANTORRE] == 40).all()
    later = step(state, noticed)
    assert (hours_taken(step(later, decide(later)).past[-1].decisions)[:, VANTORRE] == 0).all()


def test_what_is_left_counts_what_is_on_its_way_and_not_what_is_lent() -> None:
    state = middle(games(30))
    for _ in range(7):
        state = step(state, decide(state))
    state = with_customers(state, health=1.0)  # where a little more or less is felt
    last = {name: value_left(run(state, changes)[0])[:, VANTORRE].mean() for name, changes in {
        "plain": {}, "improved": {("improve", VANTORRE): 1}, "extra": {("extra", VANTORRE): 1}, "neglected": {("hours", VANTORRE): 0},
        "cheaper": {("concession", VANTORRE): 6},
    }.items()}  # fmt: skip
    assert last["improved"] > last["plain"] > last["neglected"]
    assert last["plain"] > last["extra"] and last["plain"] > last["cheaper"]


def test_the_score_is_the_sum_that_the_page_says() -> None:
    got = score(run(games(50), *[{("promise", VANTORRE): 1}] * 8)[-1])
    np.testing.assert_allclose(got.total, got.contribution + got.value_left + 10_000 * got.kept - 40_000 * got.broken - 60_000 * got.foreseeable)
    assert got.broken.sum() > 0 and (got.foreseeable <= got.losses).all()


def test_every_effect_is_tested() -> None:
    assert set(TESTED) == {effect.id for effect in EFFECTS}
