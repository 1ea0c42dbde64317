"""Means with intervals that know answers from one account resemble each other."""

from __future__ import annotations

import numpy as np
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
    grouped = known.groupby(by)[column]
    result = pd.DataFrame({"mean": grouped.mean(), "spread": grouped.std(), "answers": grouped.size()})
    result["accounts"] = known.groupby(by)["account_id"].nunique()
    residual = known[column] - known[by].map(result["mean"])
    per_account = residual.groupby([known[by], known["account_id"]]).sum() ** 2
    between = per_account.groupby(level=by).sum()
    within = (residual**2).groupby(known[by]).sum()
    clusters = result["accounts"].where(result["accounts"] > 1, result["answers"]).astype(float)
    squares = between.where(result["accounts"] > 1, within)
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = clusters / (clusters - 1) * squares / result["answers"] ** 2
        result["se"] = np.sqrt(np.maximum(variance, floor / result["answers"]))
        result["df"] = clusters - 1
        reach = result["se"] * stdtrit(result["df"], (1 + LEVEL) / 2)
    reach = reach.where(result["answers"] >= _FEWEST)
    result["low"] = (result["mean"] - reach).clip(lower=low)
    result["high"] = (result["mean"] + reach).clip(upper=high)
    figures = ["mean", "low", "high", "se", "df", "spread"]
    return result[[*figures, "answers", "accounts"]].astype(dict.fromkeys(figures, float))
