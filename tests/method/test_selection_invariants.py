"""What must hold for any scores, scorers, weights and hours."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kamkit.errors import MethodError
from kamkit.method.selection import (
    Task,
    estimate_acceptability,
    kendalls_w,
    place_within_hours,
    score_by_anchors,
)
from kamkit.method.selection.robustness import draw_weights
from kamkit.method.selection.scores import weigh_scores

POINTS = st.integers(1, 10).map(float)


def score_tables(least: int = 2) -> st.SearchStrategy[np.ndarray]:
    shapes = st.tuples(st.integers(least, 6), st.integers(1, 4))
    return shapes.flatmap(lambda shape: arrays(float, shape, elements=POINTS))


@given(score_tables(), st.data())
def test_adding_an_account_never_reorders_the_others(scores: np.ndarray, data: st.DataObject) -> None:
    weights = pd.Series(data.draw(arrays(float, scores.shape[1], elements=st.integers(1, 50).map(float))))
    one_more = np.vstack([scores, data.draw(arrays(float, scores.shape[1], elements=POINTS))])
    before = weigh_scores(pd.DataFrame(scores), weights)["score"]
    after = weigh_scores(pd.DataFrame(one_more), weights)["score"]
    assert after.iloc[:-1].tolist() == before.tolist()


@given(score_tables(), st.data())
def test_a_score_stays_on_the_scale_and_in_its_range(scores: np.ndarray, data: st.DataObject) -> None:
    missing = data.draw(arrays(bool, scores.shape))
    weights = pd.Series(data.draw(arrays(float, scores.shape[1], elements=st.integers(1, 50).map(float))))
    found = weigh_scores(pd.DataFrame(np.where(missing, np.nan, scores)), weights)
    known = found.dropna()
    assert (known["score_low"] - 1e-9 <= known["score"]).all() and (known["score"] <= known["score_high"] + 1e-9).all()
    assert found["score"].isna().tolist() == missing.all(axis=1).tolist()
    assert found["covered"].between(-1e-9, 100 + 1e-9).all()


@given(arrays(float, st.tuples(st.integers(2, 6), st.integers(2, 6)), elements=POINTS))
def test_w_lies_between_none_and_full(ratings: np.ndarray) -> None:
    found = kendalls_w(ratings)
    if (ratings == ratings[:, :1]).all():
        assert np.isnan(found.w)
    else:
        assert 0 <= found.w <= 1


@given(arrays(float, st.integers(2, 6), elements=POINTS, unique=True), st.integers(2, 5))
def test_scorers_of_one_mind_agree_fully(view: np.ndarray, scorers: int) -> None:
    assert kendalls_w(np.tile(view, (scorers, 1))).w == pytest.approx(1)


@settings(deadline=None, max_examples=30)
@given(score_tables(), st.integers(1, 6), st.integers(0, 3), st.booleans(), st.data())
def test_every_account_takes_exactly_one_rank(
    scores: np.ndarray, places: int, scorers: int, in_order: bool, data: st.DataObject
) -> None:
    shape = (scorers, *scores.shape)
    answers = data.draw(arrays(float, shape, elements=st.one_of(POINTS, st.just(np.nan)))) if scorers else None
    stated = pd.Series(np.arange(scores.shape[1], 0, -1.0)) if in_order else None
    found = estimate_acceptability(pd.DataFrame(scores), places, answers=answers, stated=stated, draws=200)
    assert found.ranks.sum(axis=1).tolist() == pytest.approx([1.0] * len(scores))
    assert found.ranks.sum(axis=0).tolist() == pytest.approx([1.0] * len(scores))
    assert found.among_first.sum() == pytest.approx(min(places, len(scores)))
    assert found.central_weights.isna().any(axis=1).tolist() == (found.ranks[1] == 0).tolist()


@given(st.lists(st.integers(0, 3), min_size=1, max_size=6), st.integers(0, 2**32 - 1))
def test_weights_drawn_in_the_stated_order_keep_it(stated: list[int], seed: int) -> None:
    given_weights = np.array(stated, dtype=float)
    drawn = draw_weights(np.random.default_rng(seed), 50, len(stated), given_weights)
    assert drawn.sum(axis=1) == pytest.approx(np.ones(50))
    for first, second in product(range(len(stated)), repeat=2):
        if given_weights[first] > given_weights[second]:
            assert (drawn[:, first] >= drawn[:, second]).all()


def small_tasks() -> st.SearchStrategy[Task]:
    @st.composite
    def task(draw: st.DrawFn) -> Task:
        count = draw(st.integers(1, 7))
        ids = [f"a{number}" for number in range(count)]
        roles = ["manager", "engineer"][: draw(st.integers(1, 2))]
        hours = st.integers(0, 9).map(float)
        return Task(
            scores=pd.Series(draw(st.lists(POINTS, min_size=count, max_size=count)), index=ids),
            needs=pd.DataFrame({role: draw(st.lists(hours, min_size=count, max_size=count)) for role in roles}, index=ids),
            available={role: float(draw(st.integers(0, 25))) for role in roles},
            places=draw(st.one_of(st.none(), st.integers(1, count))),
            outs=frozenset(draw(st.sets(st.sampled_from(ids), max_size=2))),
            segments=pd.Series(draw(st.lists(st.sampled_from(["star", "status"]), min_size=count, max_size=count)), index=ids),
            kept={"star": float(draw(st.integers(0, 8)))},
        )

    return task()


def lists_that_fit(task: Task, kept: float) -> list[set[str]]:
    """Every list of accounts within the limits, found by trying all there are; ``kept`` hours are the stars'."""
    assert task.segments is not None
    lists = np.array(list(product([False, True], repeat=len(task.scores))))
    needs, star = task.needs.to_numpy(), (task.segments == "star").to_numpy()
    fits = (lists @ needs <= [task.available[role] for role in task.needs.columns]).all(axis=1)
    fits &= lists[:, star] @ needs[star].sum(axis=1) >= kept
    fits &= ~lists[:, task.scores.index.isin(task.outs)].any(axis=1)
    if task.places is not None:
        fits &= lists.sum(axis=1) <= task.places
    return [set(task.scores.index[chosen]) for chosen in lists[fits]]


@settings(deadline=None, max_examples=60)
@given(small_tasks())
def test_the_integer_programme_finds_what_trying_everything_finds(task: Task) -> None:
    found = place_within_hours(task)
    assert task.segments is not None
    stars = task.needs.sum(axis=1)[(task.segments == "star") & ~task.scores.index.isin(task.outs)].sum()
    possible = lists_that_fit(task, min(task.kept["star"], stars))
    if not possible:  # hours kept for stars that no list reaches are dropped, and said to be
        assert any("were not applied" in finding.says for finding in found.findings)
        possible = lists_that_fit(task, 0.0)
    scores = task.scores.to_dict()
    assert found.sum_of_scores == pytest.approx(max(sum(scores[one] for one in chosen) for chosen in possible))
    assert set(found.chosen) in possible


@given(
    st.lists(st.integers(-1000, 1000), min_size=3, max_size=3, unique=True).map(sorted),
    st.booleans(),
    st.lists(st.floats(-2000, 2000), min_size=2, max_size=8),
)
def test_anchored_scores_keep_the_order_of_the_figures(levels: list[int], falling: bool, figures: list[float]) -> None:
    two, five, nine = reversed(levels) if falling else levels
    assert score_by_anchors([two, five, nine], two, five, nine).tolist() == pytest.approx([2, 5, 9])
    scores = score_by_anchors(sorted(figures, reverse=falling), two, five, nine)
    assert (np.diff(scores) >= -1e-9).all()
    assert ((scores >= 1) & (scores <= 10)).all()


@pytest.mark.parametrize("levels", [(1, 1, 2), (1, 3, 2), (2, float("nan"), 3)])
def test_anchors_that_neither_rise_nor_fall_are_refused(levels: tuple[float, float, float]) -> None:
    with pytest.raises(MethodError, match="expected three figures that rise, or three that fall"):
        score_by_anchors([1.0], *levels)


def test_an_unknown_figure_has_no_score() -> None:
    assert np.isnan(score_by_anchors([float("nan")], 1, 2, 3)).all()
