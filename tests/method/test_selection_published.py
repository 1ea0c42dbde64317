"""Selection's formulas against figures that were printed before, and by hand where the printed case is too large."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kamkit.errors import MethodError
from kamkit.method.selection import comparison_matrix, estimate_group_weights, estimate_pairwise_weights, kendalls_w
from kamkit.method.selection.robustness import (
    central_weights,
    confidence_factors,
    rank_shares,
    rank_values,
    ranking_entropy,
    weighted_values,
)

DRINKS = ["beer", "coffee", "milk", "soda", "tea", "water", "wine"]
# Saaty (2008), Int. J. Services Sciences 1(1) 83-98: how much of each drink is consumed in the United States.
DRINK_PAIRS = [
    ("coffee", "wine", 9), ("coffee", "tea", 5), ("coffee", "beer", 2), ("coffee", "soda", 1), ("coffee", "milk", 1),
    ("water", "coffee", 2), ("water", "wine", 9), ("water", "tea", 9), ("water", "beer", 3), ("water", "soda", 2),
    ("water", "milk", 3), ("tea", "wine", 3), ("beer", "wine", 9), ("beer", "tea", 3), ("beer", "milk", 1),
    ("soda", "wine", 9), ("soda", "tea", 4), ("soda", "beer", 2), ("soda", "milk", 2), ("milk", "wine", 9),
    ("milk", "tea", 3),
]  # fmt: skip
DRINK_WEIGHTS = {
    "beer": 0.1164, "coffee": 0.1775, "milk": 0.1288, "soda": 0.1896, "tea": 0.0418, "water": 0.3268, "wine": 0.0191,
}  # fmt: skip


def drinks() -> pd.DataFrame:
    return comparison_matrix(pd.DataFrame(DRINK_PAIRS, columns=["first_id", "second_id", "ratio"]), DRINKS)


def test_weights_of_the_drinks() -> None:
    assert estimate_pairwise_weights(drinks()).weights.to_dict() == pytest.approx(DRINK_WEIGHTS, abs=6e-5)


@pytest.mark.parametrize(("table", "ratio"), [("Saaty 1980", 0.022), ("Donegan & Dodd 1991", 0.0235)])
def test_consistency_of_the_drinks_depends_on_the_table_named(table: str, ratio: float) -> None:
    found = estimate_pairwise_weights(drinks(), table)
    assert found.consistency_ratio == pytest.approx(ratio, abs=6e-4)
    assert found.index_table == table
    assert found.consistent


def test_a_consistent_matrix_has_ratio_zero() -> None:
    matrix = pd.DataFrame([[1, 6, 3], [1 / 6, 1, 1 / 2], [1 / 3, 2, 1]])
    found = estimate_pairwise_weights(matrix)
    assert found.weights.tolist() == pytest.approx([2 / 3, 1 / 9, 2 / 9], abs=1e-12)
    assert found.consistency_ratio == pytest.approx(0, abs=1e-12)


def test_a_circle_of_preferences_is_not_consistent() -> None:
    matrix = pd.DataFrame([[1, 9, 1 / 9], [1 / 9, 1, 9], [9, 1 / 9, 1]])
    assert not estimate_pairwise_weights(matrix).consistent


def test_group_weights_are_the_geometric_mean_of_its_scorers() -> None:
    rows = [("Ada", "price", "trust", 4.0), ("Bo", "price", "trust", 1.0)]
    found = estimate_group_weights(pd.DataFrame(rows, columns=["scorer", "first_id", "second_id", "ratio"]), ["price", "trust"])
    assert found.weights.tolist() == pytest.approx([2 / 3, 1 / 3])
    assert found.scorers == ("Ada", "Bo")


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ([("a", "b", 2.0)], "2 of 3 pairs are missing (a with c; b with c)"),
        ([("a", "b", 2.0), ("b", "a", 2.0), ("a", "c", 1.0), ("b", "c", 1.0)], "found 0.5 and 2"),
        ([("a", "a", 2.0)], "with itself"),
        ([("a", "b", 0.0)], "expected a ratio above 0"),
        ([("a", "x", 2.0)], "x is not one of the criteria"),
    ],
)
def test_comparisons_that_cannot_be_used_are_named(pairs: list[tuple[str, str, float]], said: str) -> None:
    with pytest.raises(MethodError) as caught:
        comparison_matrix(pd.DataFrame(pairs, columns=["first_id", "second_id", "ratio"]), ["a", "b", "c"])
    assert said in str(caught.value)


def test_a_groups_error_names_the_scorer() -> None:
    rows = pd.DataFrame([("Ada", "a", "b", 2.0)], columns=["scorer", "first_id", "second_id", "ratio"])
    with pytest.raises(MethodError, match=r"^Ada: comparisons: 2 of 3"):
        estimate_group_weights(rows, ["a", "b", "c"])


@pytest.mark.parametrize(
    ("matrix", "said"),
    [
        ([[1.0, 2.0], [2.0, 1.0]], "expected reciprocals"),
        ([[1.0, -2.0], [-0.5, 1.0]], "expected a ratio above 0"),
        ([[1.0]], "expected 2 to 15"),
    ],
)
def test_matrices_that_are_none(matrix: list[list[float]], said: str) -> None:
    with pytest.raises(MethodError, match=said):
        estimate_pairwise_weights(pd.DataFrame(matrix))


def test_kendalls_w_of_the_wine_tasting() -> None:
    # Kendall's W with ties, as R's DescTools prints it for the wine data of the pingouin documentation.
    white = [10, 8, 7, 9, 7, 4, 5, 6, 5, 10, 4, 7]
    red = [7, 5, 8, 6, 5, 7, 9, 6, 4, 6, 7, 3]
    rose = [8, 5, 6, 4, 7, 5, 3, 7, 6, 4, 4, 3]
    found = kendalls_w(np.array([white, red, rose]).T)
    assert found.w == pytest.approx(0.08333333, abs=1e-6)
    assert (found.chi_square, found.p) == (pytest.approx(2), pytest.approx(0.3678794, abs=1e-6))
    assert (found.scorers, found.accounts) == (12, 3)


def test_smaa_by_hand() -> None:
    # Two accounts, two criteria, four weightings: A is 9 and 2, B is 4 and 6; A is first from w1 > 4/9 on.
    scores = np.array([[9.0, 2.0], [4.0, 6.0]])
    weights = np.array([[1.0, 0.0], [0.5, 0.5], [0.4, 0.6], [0.6, 0.4]])
    values = weighted_values(weights, scores)
    assert values == pytest.approx(np.array([[9, 4], [5.5, 5], [4.8, 5.2], [6.2, 4.8]]))
    ranks = rank_values(values)
    assert ranks.tolist() == [[1, 2], [1, 2], [2, 1], [1, 2]]
    assert rank_shares(ranks).tolist() == [[0.75, 0.25], [0.25, 0.75]]
    central = central_weights(weights, ranks)
    assert central == pytest.approx(np.array([[0.7, 0.3], [0.4, 0.6]]))
    assert confidence_factors(central, scores[np.newaxis], np.ones(1)).tolist() == [1.0, 1.0]
    assert ranking_entropy(ranks) == pytest.approx(0.8112781)  # of three and one in four


def test_an_account_that_is_never_first_has_no_central_weights() -> None:
    ranks = np.array([[1, 2, 3], [1, 3, 2]])
    central = central_weights(np.array([[0.2, 0.8], [0.4, 0.6]]), ranks)
    assert central[0].tolist() == pytest.approx([0.3, 0.7])
    assert np.isnan(central[1:]).all()
    assert np.isnan(confidence_factors(central, np.ones((1, 3, 2)), np.ones(1))[1:]).all()


def test_a_missing_score_leaves_its_weight_to_the_others() -> None:
    values = weighted_values(np.array([[0.5, 0.3, 0.2]]), np.array([[8.0, np.nan, 1.0], [4.0, 4.0, 4.0]]))
    assert values == pytest.approx(np.array([[(0.5 * 8 + 0.2 * 1) / 0.7, 4.0]]))


def test_confidence_counts_how_often_each_way_came() -> None:
    # The first account is ahead in the way that came three times of four.
    ways = np.array([[[9.0], [5.0]], [[3.0], [5.0]]])
    assert confidence_factors(np.ones((2, 1)), ways, np.array([3.0, 1.0])).tolist() == [0.75, 0.25]
