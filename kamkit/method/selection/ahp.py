"""Weights from pairwise comparison: the analytic hierarchy process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from kamkit.errors import MethodError

Matrix = npt.NDArray[np.float64]
IndexTable = Literal["Saaty 1980", "Donegan & Dodd 1991"]

_RANDOM_INDEX: dict[IndexTable, tuple[float, ...]] = {  # from three items to fifteen
    "Saaty 1980": (0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59),
    "Donegan & Dodd 1991": (
        0.4914, 0.8286, 1.0591, 1.1797, 1.2519, 1.3171, 1.3733, 1.4055, 1.4213, 1.4497, 1.4643, 1.4822, 1.4969,
    ),
}  # fmt: skip
ACCEPTABLE_RATIO = 0.10


@dataclass(frozen=True)
class PairwiseWeights:
    """Weights from pairwise comparison.

    ``weights``: Series by item, sum 1. ``consistency_ratio``: 0 contradicts nowhere, up to 0.10 is
    acceptable; it depends on ``index_table``, the table of random indices it was divided by.
    """

    weights: pd.Series
    consistency_ratio: float
    lambda_max: float
    index_table: IndexTable
    scorers: tuple[str, ...] = ()

    @property
    def consistent(self) -> bool:
        """Whether the comparisons contradict each other little enough to be used."""
        return self.consistency_ratio <= ACCEPTABLE_RATIO


def estimate_pairwise_weights(matrix: pd.DataFrame, index_table: IndexTable = "Saaty 1980") -> PairwiseWeights:
    """Weights as the principal eigenvector of a matrix of ratios, with its consistency ratio.

    ``matrix``: items x items, each cell how much more the row matters than the column (above 0, the
    mirror cell its reciprocal). It cannot see whether the items are the right ones. MethodError if the
    matrix is not square, positive and reciprocal, has fewer than two items or more than fifteen.
    Saaty (1980); random indices of Saaty (1980) or Donegan & Dodd (1991).
    """
    values = _checked(matrix)
    size = len(values)
    eigenvalues, vectors = np.linalg.eig(values)
    first = int(np.argmax(eigenvalues.real))
    vector = np.abs(vectors[:, first].real)
    lambda_max = float(eigenvalues[first].real)
    ratio = 0.0
    if size > 2:
        ratio = max(0.0, (lambda_max - size) / (size - 1) / _RANDOM_INDEX[index_table][size - 3])
    weights = pd.Series(vector / vector.sum(), index=matrix.index, name="weight")
    return PairwiseWeights(weights, ratio, lambda_max, index_table)


def _checked(matrix: pd.DataFrame) -> Matrix:
    values = matrix.to_numpy(dtype=float)
    if values.shape[0] != values.shape[1] or list(matrix.index) != list(matrix.columns):
        raise MethodError(
            f"pairwise comparison: found {values.shape[0]} rows and {values.shape[1]} columns; "
            "expected the same items in rows and columns"
        )
    if not 2 <= len(values) <= 15:
        raise MethodError(f"pairwise comparison: found {len(values)} items; expected 2 to 15")
    for row, column in zip(*np.nonzero(~(np.isfinite(values) & (values > 0))), strict=True):
        raise MethodError(
            f"pairwise comparison of {matrix.index[row]} with {matrix.columns[column]}: "
            f"found {values[row, column]:g}; expected a ratio above 0"
        )
    for row, column in np.argwhere(np.abs(values * values.T - 1) > 1e-6):
        raise MethodError(
            f"pairwise comparison of {matrix.index[row]} with {matrix.columns[column]}: found "
            f"{values[row, column]:g} one way and {values[column, row]:g} the other; expected reciprocals"
        )
    return values


def comparison_matrix(comparisons: pd.DataFrame, items: Sequence[str]) -> pd.DataFrame:
    """One scorer's comparisons as a reciprocal matrix over ``items``.

    ``comparisons``: columns first_id, second_id, ratio (1/9 to 9: how much more the first matters).
    MethodError names a pair that is missing, a pair compared both ways with ratios that contradict,
    an item compared with itself, and an item that is not among ``items``.
    """
    found: dict[tuple[str, str], float] = {}
    for first, second, ratio in comparisons[["first_id", "second_id", "ratio"]].itertuples(index=False):
        for item in (first, second):
            if item not in items:
                raise MethodError(f"comparison of {first} with {second}: {item} is not one of the criteria compared")
        if first == second:
            raise MethodError(f"comparison of {first} with itself: expected two different criteria; delete it")
        if not ratio > 0:
            raise MethodError(f"comparison of {first} with {second}: found {ratio:g}; expected a ratio above 0")
        known = found.get((first, second))
        if known is not None and abs(known / ratio - 1) > 1e-6:
            raise MethodError(
                f"comparison of {first} with {second}: found {known:g} and {ratio:g}; "
                "expected one judgement for a pair; delete one of the two"
            )
        found[first, second], found[second, first] = float(ratio), 1 / float(ratio)
    if missing := [pair for pair in combinations(items, 2) if pair not in found]:
        pairs = "; ".join(f"{first} with {second}" for first, second in missing[:3])
        raise MethodError(
            f"comparisons: {len(missing)} of {len(items) * (len(items) - 1) // 2} pairs are missing ({pairs}"
            f"{'; ...' if len(missing) > 3 else ''}); compare each pair once"
        )
    matrix = pd.DataFrame(1.0, index=list(items), columns=list(items))
    for (first, second), ratio in found.items():
        matrix.loc[first, second] = ratio
    return matrix


def estimate_group_weights(
    comparisons: pd.DataFrame, items: Sequence[str], index_table: IndexTable = "Saaty 1980"
) -> PairwiseWeights:
    """Weights of a group: each pair's ratios joined by their geometric mean, then the eigenvector.

    ``comparisons``: columns scorer, first_id, second_id, ratio. MethodError if there are none, or if one
    scorer's are incomplete or contradict each other outright. Aczel & Saaty (1983) for the geometric mean.
    """
    if comparisons.empty:
        raise MethodError("comparisons: found none; expected every pair of criteria compared by at least one scorer")
    by_scorer = {}
    for scorer, rows in comparisons.groupby("scorer", sort=True):
        try:
            by_scorer[str(scorer)] = comparison_matrix(rows, items)
        except MethodError as error:
            raise MethodError(f"{scorer}: {error}") from None
    joined = np.exp(np.mean([np.log(matrix.to_numpy()) for matrix in by_scorer.values()], axis=0))
    found = estimate_pairwise_weights(pd.DataFrame(joined, index=list(items), columns=list(items)), index_table)
    return PairwiseWeights(
        found.weights, found.consistency_ratio, found.lambda_max, index_table, tuple(by_scorer)
    )
