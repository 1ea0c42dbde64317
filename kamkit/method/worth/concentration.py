"""How far the business hangs on few accounts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd


@dataclass(frozen=True)
class Concentration:
    """Shares in %, indices 0 to 1; NaN where there is too little to tell.

    ``largest_share`` and ``largest`` (name); ``herfindahl`` (1/n: all alike, 1: one account has all);
    ``gini`` uncorrected (0 to 1 - 1/n) and ``gini_corrected`` (times n/(n-1): 0 to 1). ``accounts`` were counted;
    ``left_out`` had no revenue above 0.
    """

    largest: str
    largest_share: float
    herfindahl: float
    gini: float
    gini_corrected: float
    accounts: int
    left_out: int


def estimate_concentration(ranking: pd.DataFrame) -> Concentration:
    """Concentration of revenue over the accounts of ``rank_accounts``' table that have any.

    The largest share is the measure for a page; Herfindahl (Hirschman 1945, Herfindahl 1950) and Gini (1912)
    are for analysts. None of them sees whether the large accounts earn anything.
    """
    buying = ranking[ranking["revenue"] > 0]
    revenue = buying["revenue"].to_numpy(dtype="float64")
    largest = int(np.argmax(revenue)) if len(revenue) else -1
    return Concentration(
        largest=str(buying["name"].iloc[largest]) if len(revenue) else "",
        largest_share=float(revenue.max() / revenue.sum() * 100) if len(revenue) else float("nan"),
        herfindahl=herfindahl(revenue),
        gini=gini(revenue),
        gini_corrected=gini(revenue, corrected=True),
        accounts=len(revenue),
        left_out=len(ranking) - len(revenue),
    )


def herfindahl(values: npt.ArrayLike) -> float:
    """Sum of squared shares of values that are 0 or more: 1/n to 1; NaN where they sum to 0."""
    shares = _positive(values)
    return float((shares**2).sum()) if len(shares) else float("nan")


def gini(values: npt.ArrayLike, *, corrected: bool = False) -> float:
    """Gini coefficient of values that are 0 or more; ``corrected`` multiplies by n/(n-1), so that 1 can be reached.

    NaN where they sum to 0, and corrected for a single value.
    """
    shares = np.sort(_positive(values))
    n = len(shares)
    if n == 0 or (corrected and n == 1):
        return float("nan")
    uncorrected = float(2 * (np.arange(1, n + 1) * shares).sum() / n - (n + 1) / n)
    return max(0.0, uncorrected) * (n / (n - 1) if corrected else 1.0)


def _positive(values: npt.ArrayLike) -> npt.NDArray[np.float64]:
    found = np.asarray(values, dtype="float64")
    total = found.sum() if len(found) else 0.0
    return found / total if total > 0 else found[:0]
