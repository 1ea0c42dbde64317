"""Shares of R-squared against published figures, and what must hold for any data."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamkit.method.values import r_squared, relative_weights, shapley_shares, standardised_coefficients

# R's datasets::swiss (47 French-speaking provinces, 1888): Agriculture, Examination, Education, Catholic,
# Infant.Mortality, Fertility.
SWISS = """
17 15 12 9.96 22.2 80.2|45.1 6 9 84.84 22.2 83.1|39.7 5 5 93.4 20.2 92.5|36.5 12 7 33.77 20.3 85.8
43.5 17 15 5.16 20.6 76.9|35.3 9 7 90.57 26.6 76.1|70.2 16 7 92.85 23.6 83.8|67.8 14 8 97.16 24.9 92.4
53.3 12 7 97.67 21 82.4|45.2 16 13 91.38 24.4 82.9|64.5 14 6 98.61 24.5 87.1|62 21 12 8.52 16.5 64.1
67.5 14 7 2.27 19.1 66.9|60.7 19 12 4.43 22.7 68.9|69.3 22 5 2.82 18.7 61.7|72.6 18 2 24.2 21.2 68.3
34 17 8 3.3 20 71.7|19.4 26 28 12.11 20.2 55.7|15.2 31 20 2.15 10.8 54.3|73 19 9 2.84 20 65.1
59.8 22 10 5.23 18 65.5|55.1 14 3 4.52 22.4 65|50.9 22 12 15.14 16.7 56.6|54.1 20 6 4.2 15.3 57.4
71.2 12 1 2.4 21 72.5|58.1 14 8 5.23 23.8 74.2|63.5 6 3 2.56 18 72|60.8 16 10 7.72 16.3 60.5
26.8 25 19 18.46 20.9 58.3|49.5 15 8 6.1 22.5 65.4|85.9 3 2 99.71 15.1 75.5|84.9 7 6 99.68 19.8 69.3
89.7 5 2 100 18.3 77.3|78.2 12 6 98.96 19.4 70.5|64.9 7 3 98.22 20.2 79.4|75.9 9 9 99.06 17.8 65
84.6 3 3 99.46 16.3 92.2|63.1 13 13 96.83 18.1 79.3|38.4 26 12 5.62 20.3 70.4|7.7 29 11 13.79 20.5 65.7
16.7 22 13 11.22 18.9 72.7|17.6 35 32 16.92 23 64.4|37.6 15 7 4.97 20 77.6|18.7 25 7 8.65 19.5 67.6
1.2 37 53 42.34 18 35|46.6 16 29 50.43 18.2 44.7|27.7 22 29 58.33 19.3 42.8
"""
# R's datasets::mtcars (32 cars, 1974): cyl, disp, hp, gear, mpg.
MTCARS = """
6 160 110 4 21|6 160 110 4 21|4 108 93 4 22.8|6 258 110 3 21.4|8 360 175 3 18.7|6 225 105 3 18.1|8 360 245 3 14.3
4 146.7 62 4 24.4|4 140.8 95 4 22.8|6 167.6 123 4 19.2|6 167.6 123 4 17.8|8 275.8 180 3 16.4|8 275.8 180 3 17.3
8 275.8 180 3 15.2|8 472 205 3 10.4|8 460 215 3 10.4|8 440 230 3 14.7|4 78.7 66 4 32.4|4 75.7 52 4 30.4
4 71.1 65 4 33.9|4 120.1 97 3 21.5|8 318 150 3 15.5|8 304 150 3 15.2|8 350 245 3 13.3|8 400 175 3 19.2
4 79 66 4 27.3|4 120.3 91 5 26|4 95.1 113 5 30.4|8 351 264 5 15.8|6 145 175 5 19.7|8 301 335 5 15|4 121 109 4 21.4
"""


def _covariance(text: str) -> np.ndarray:
    rows = [line.split() for line in text.strip().replace("\n", "|").split("|")]
    return np.cov(np.array(rows, dtype=float).T)


def test_lmg_as_published_for_the_swiss_data() -> None:
    # R 4.4, relaimpo 2.2-7 (Groemping 2006, Journal of Statistical Software 17(1)): calc.relimp, type lmg.
    shares = shapley_shares(_covariance(SWISS))
    published = [0.0570912207681, 0.1711730289002, 0.2601346786244, 0.1055701503735, 0.1127659229265]
    assert shares == pytest.approx(published, abs=1e-10)
    assert r_squared(_covariance(SWISS)) == pytest.approx(0.706735001593, abs=1e-10)
    assert standardised_coefficients(_covariance(SWISS)) == pytest.approx(
        [-0.3129212825, -0.164778222539, -0.670400780106, 0.347600028144, 0.251135976299], abs=1e-9
    )


def test_relative_weights_as_published_for_cars() -> None:
    # R package rwa, vignette "introduction-to-rwa": cyl, disp, hp, gear on mpg.
    published = [0.2284797, 0.2221469, 0.2321744, 0.0963886]
    assert relative_weights(_covariance(MTCARS)) == pytest.approx(published, abs=1e-7)
    # relaimpo 2.2-7 on the same data.
    lmg = [0.2470520332352, 0.2434995947956, 0.2109128995443, 0.0777251114079]
    assert shapley_shares(_covariance(MTCARS)) == pytest.approx(lmg, abs=1e-10)


@st.composite
def _data(draw: st.DrawFn) -> np.ndarray:
    predictors = draw(st.integers(1, 5))
    seed = draw(st.integers(0, 10_000))
    rng = np.random.default_rng(seed)
    mix = rng.normal(size=(predictors + 1, predictors + 1))
    return rng.normal(size=(predictors + 12, predictors + 1)) @ mix


@given(_data())
@settings(max_examples=60, deadline=None)
def test_both_methods_share_out_exactly_r_squared(data: np.ndarray) -> None:
    covariance = np.cov(data.T)
    slopes = np.linalg.lstsq(data[:, :-1] - data[:, :-1].mean(axis=0), data[:, -1] - data[:, -1].mean(), rcond=None)[0]
    fitted = (data[:, :-1] - data[:, :-1].mean(axis=0)) @ slopes
    explained = fitted.var() / data[:, -1].var()
    assert shapley_shares(covariance).sum() == pytest.approx(explained, abs=1e-8)
    assert relative_weights(covariance).sum() == pytest.approx(explained, abs=1e-8)
    assert (shapley_shares(covariance) > -1e-9).all()
    assert (relative_weights(covariance) > -1e-9).all()


@given(_data(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_columns_and_their_units_do_not_matter(data: np.ndarray, random: object) -> None:
    order = list(range(data.shape[1] - 1))
    random.shuffle(order)  # type: ignore[attr-defined]
    scaled = data * np.linspace(0.5, 30, data.shape[1])
    for method in (shapley_shares, relative_weights):
        there = method(np.cov(data.T))
        back = method(np.cov(scaled[:, [*order, -1]].T))
        assert back == pytest.approx(there[order], abs=1e-8)


@given(_data())
@settings(max_examples=30, deadline=None)
def test_shares_are_the_average_over_all_orders_of_entering(data: np.ndarray) -> None:
    covariance = np.cov(data.T)
    predictors = covariance.shape[0] - 1
    gains = np.zeros(predictors)
    orders = list(itertools.permutations(range(predictors)))
    for order in orders:
        before = 0.0
        for place, joining in enumerate(order, 1):
            inside = [*order[:place]]
            rest = np.linalg.solve(covariance[np.ix_(inside, inside)], covariance[inside, -1])
            now = rest @ covariance[inside, -1] / covariance[-1, -1]
            gains[joining] += now - before
            before = now
    assert shapley_shares(covariance) == pytest.approx(gains / len(orders), abs=1e-8)


def test_uncorrelated_ratings_share_what_each_explains_alone() -> None:
    covariance = np.array([[1, 0, 0, 0.6], [0, 1, 0, 0.3], [0, 0, 1, 0.0], [0.6, 0.3, 0, 1]])
    assert shapley_shares(covariance) == pytest.approx([0.36, 0.09, 0])
    assert relative_weights(covariance) == pytest.approx([0.36, 0.09, 0])


def test_twins_share_alike_and_what_never_varies_explains_nothing() -> None:
    rng = np.random.default_rng(3)
    x, noise = rng.normal(size=(2, 200))
    covariance = np.cov(np.column_stack([x, x, np.full(200, 8.0), x + noise]).T)
    for method in (shapley_shares, relative_weights):
        shares = method(covariance)
        assert shares[0] == pytest.approx(shares[1])
        assert shares[2] == pytest.approx(0)
        assert shares.sum() == pytest.approx(r_squared(covariance))


def test_an_outcome_that_never_varies_has_no_drivers() -> None:
    covariance = np.cov(np.array([[1.0, 2, 3, 4], [5, 5, 5, 5]]))
    assert np.isnan(shapley_shares(covariance)).all()
    assert np.isnan(relative_weights(covariance)).all()


def test_a_stack_of_resamples_is_the_same_as_one_by_one() -> None:
    rng = np.random.default_rng(5)
    stack = np.stack([np.cov(rng.normal(size=(30, 9)).T) for _ in range(4)])
    for method in (shapley_shares, relative_weights, standardised_coefficients, r_squared):
        assert method(stack) == pytest.approx(np.stack([method(one) for one in stack]))


def test_too_many_predictors_for_all_orders() -> None:
    with pytest.raises(ValueError, match="13 predictors; expected at most 12: use relative_weights"):
        shapley_shares(np.eye(14))
    assert relative_weights(np.eye(14)).shape == (13,)
