"""Shares of R-squared: how much of an outcome goes with each of several correlated ratings.

Every function takes covariance matrices, one or a stack of them (shape ``(..., p + 1, p + 1)``, the
outcome last), so that hundreds of resamples are one call.
"""

from __future__ import annotations

from functools import cache
from math import comb

import numpy as np

MOST_EXACT = 12  # 2**12 regressions; above, Johnson's weights
# A predictor whose variance is this small a part of its own, given the others, adds nothing new.
_COLLINEAR = 1e-10


def shapley_shares(covariance: np.ndarray) -> np.ndarray:
    """Each predictor's share of R-squared, averaged over all orders of entering; they sum to R-squared.

    Exact for up to 12 predictors (ValueError above). NaN where the outcome does not vary.
    Also called LMG. Source: Lindeman, Merenda & Gold (1980).
    """
    covariance = np.asarray(covariance, dtype=float)
    predictors = covariance.shape[-1] - 1
    if predictors > MOST_EXACT:
        raise ValueError(f"{predictors} predictors; expected at most {MOST_EXACT}: use relative_weights")
    return _explained(covariance) @ _order_weights(predictors)


def relative_weights(covariance: np.ndarray) -> np.ndarray:
    """Johnson's relative weight of each predictor, for any number of them; they sum to R-squared.

    NaN where the outcome does not vary. Source: Johnson (2000), Multivariate Behavioral Research 35(1).
    """
    correlation = _correlation(np.asarray(covariance, dtype=float))
    between, with_outcome = correlation[..., :-1, :-1], correlation[..., :-1, -1]
    values, vectors = np.linalg.eigh(between)
    values = np.where(values > _COLLINEAR, values, 0.0)
    root = np.sqrt(values)
    inverse = np.divide(1.0, root, out=np.zeros_like(root), where=root > 0)
    loadings = (vectors * root[..., None, :]) @ np.swapaxes(vectors, -1, -2)
    unloading = (vectors * inverse[..., None, :]) @ np.swapaxes(vectors, -1, -2)
    beta = (unloading @ with_outcome[..., None])[..., 0]
    return (loadings**2 @ (beta**2)[..., None])[..., 0]


def standardised_coefficients(covariance: np.ndarray) -> np.ndarray:
    """Regression coefficients of the standardised outcome on the standardised predictors.

    A predictor that the others determine gets the least-norm solution. NaN where the outcome does not vary.
    """
    correlation = _correlation(np.asarray(covariance, dtype=float))
    inverse = np.linalg.pinv(correlation[..., :-1, :-1], rcond=_COLLINEAR, hermitian=True)
    return (inverse @ correlation[..., :-1, -1, None])[..., 0]


def r_squared(covariance: np.ndarray) -> np.ndarray:
    """The share of the outcome's variance that goes with all predictors together."""
    correlation = _correlation(np.asarray(covariance, dtype=float))
    return (standardised_coefficients(covariance) * correlation[..., :-1, -1]).sum(axis=-1)


def _explained(covariance: np.ndarray) -> np.ndarray:
    """R-squared of every subset of predictors; bit j of the last axis says whether predictor j is in."""
    # Sweep one predictor at a time and keep both matrices, with and without it: 2**p small ones at the
    # end instead of 2**p regressions from the start.
    swept = covariance[..., None, :, :]
    own = np.diagonal(covariance, axis1=-2, axis2=-1)
    for predictor in range(covariance.shape[-1] - 1):
        pivot = swept[..., 0, 0]
        usable = pivot > _COLLINEAR * own[..., predictor, None]
        usable &= own[..., predictor, None] > 0
        inverse = np.divide(1.0, pivot, out=np.zeros_like(pivot), where=usable)
        left = swept[..., 1:, 0]
        rest = swept[..., 1:, 1:]
        partial = rest - left[..., :, None] * left[..., None, :] * inverse[..., None, None]
        swept = np.concatenate([rest, partial], axis=-3)
    outcome = own[..., -1, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(outcome > 0, 1.0 - swept[..., 0, 0] / outcome, np.nan)


@cache
def _order_weights(predictors: int) -> np.ndarray:
    """What each subset's R-squared counts for each predictor's share: Shapley's weights, as one matrix."""
    subsets = np.arange(2**predictors)
    members = (subsets[:, None] >> np.arange(predictors)) & 1
    size = members.sum(axis=1)
    orders = np.array([predictors * comb(predictors - 1, others) for others in range(predictors)], dtype=float)
    joined = 1.0 / orders[np.maximum(size - 1, 0)]
    missed = 1.0 / orders[np.minimum(size, predictors - 1)]
    weights: np.ndarray = np.where(members == 1, joined[:, None], -missed[:, None])
    weights.flags.writeable = False
    return weights


def _correlation(covariance: np.ndarray) -> np.ndarray:
    variance = np.diagonal(covariance, axis1=-2, axis2=-1)
    scale = np.sqrt(np.where(variance > 0, variance, np.nan))
    # A predictor that does not vary correlates with nothing; an outcome that does not vary with no number.
    predictors = np.where(np.isnan(scale[..., :-1]), np.inf, scale[..., :-1])
    scale = np.concatenate([predictors, scale[..., -1:]], axis=-1)
    return covariance / (scale[..., :, None] * scale[..., None, :])
