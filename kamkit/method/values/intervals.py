"""Means with intervals that know answers from one account resemble each other."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import stdtrit

LEVEL = 0.95
# Answers come in whole points: three that agree are not known to the hundredth.
ROUNDING_VARIANCE = 1 / 12
_FEWEST = 3


def item_means(
    answers: pd.DataFrame,
    column: str,
    *,
    low: float,
    high: float,
    by: str = "item_id",
    floor: float = ROUNDING_VARIANCE,
) -> pd.DataFrame:
    """The mean of ``column`` per ``by`` with its 95 % interval, clipped to ``low`` and ``high``.

    Index: ``by``. Columns: mean, low, high (NaN under three answers), se, df, spread (standard deviation),
    answers, accounts. Between accounts the interval rests on accounts, not on single answers (the
    cluster-robust standard error, Liang & Zeger 1986); within one account on its respondents.
    """
    known = answers[[by, "account_id", column]].dropna(subset=[column])
    codes, items = pd.factorize(known[by], sort=True)
    values = known[column].to_numpy(dtype=float)
    accounts = pd.factorize(known["account_id"], use_na_sentinel=False)[0]
    count = np.bincount(codes, minlength=len(items))
    mean = _summed(codes, values, len(items)) / count
    residual = values - mean[codes]
    pairs, place = np.unique(codes * (len(known) + 1) + accounts, return_inverse=True)
    item_of_pair = pairs // (len(known) + 1)
    between = _summed(item_of_pair, _summed(place, residual, len(pairs)) ** 2, len(items))
    within = _summed(codes, residual**2, len(items))
    places = np.bincount(item_of_pair, minlength=len(items))
    clusters = np.where(places > 1, places, count).astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = clusters / (clusters - 1) * np.where(places > 1, between, within) / count**2
        error = np.sqrt(np.maximum(variance, floor / count))
        reach = np.where(count >= _FEWEST, error * stdtrit(clusters - 1, (1 + LEVEL) / 2), np.nan)
        spread = np.where(count > 1, np.sqrt(within / (count - 1)), np.nan)
    return pd.DataFrame(
        {
            "mean": mean, "low": np.maximum(mean - reach, low), "high": np.minimum(mean + reach, high),
            "se": error, "df": clusters - 1, "spread": spread, "answers": count, "accounts": places,
        },
        index=pd.Index(items, name=by),
    )  # fmt: skip


def _summed(place: npt.NDArray[np.intp], values: npt.NDArray[np.float64], places: int) -> npt.NDArray[np.float64]:
    return np.bincount(place, weights=values, minlength=places).astype(float)
