"""Would they recommend us, and do they trust us: outcomes with their intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamkit.method.values.answers import US, answers_of
from kamkit.method.values.intervals import item_means

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

RELATIONSHIP = ("trust", "satisfaction", "commitment")
PROMOTER, DETRACTOR = 9, 6


@dataclass(frozen=True)
class NetPromoter:
    """The net promoter score (-100 to 100) with its 95 % interval; NaN without answers, no interval under three."""

    score: float
    low: float
    high: float
    promoters: int
    passives: int
    detractors: int
    accounts: int

    @property
    def answers(self) -> int:
        """How many people answered."""
        return self.promoters + self.passives + self.detractors


def estimate_nps(tables: Tables, account_id: str = "") -> NetPromoter:
    """The net promoter score of an account or the pool: % of 9 and 10 minus % of 0 to 6, with its interval.

    Customers' answers to *recommendation* only. The interval rests on accounts where there are several.
    It cannot see why. Source: Reichheld (2003), Harvard Business Review 81(12).
    """
    answers = answers_of(tables, "outcome", account_id=account_id)
    asked = answers[(answers["item_id"] == "recommendation") & (answers["supplier_id"] == US)]
    return net_promoter(asked["performance"], asked["account_id"])


def net_promoter(ratings: pd.Series, accounts: pd.Series | None = None) -> NetPromoter:
    """The net promoter score of ``ratings`` (0 to 10; NaN: no answer), given by people of ``accounts``.

    The spread is never taken as smaller than with one more answer of each sort: three tens are not certainty.
    """
    places = accounts if accounts is not None else pd.Series("", index=ratings.index)
    frame = pd.DataFrame({"item_id": "nps", "account_id": places, "rating": ratings}).dropna(subset=["rating"])
    if frame.empty:
        return NetPromoter(float("nan"), float("nan"), float("nan"), 0, 0, 0, 0)
    kind = np.where(frame["rating"] >= PROMOTER, 1, np.where(frame["rating"] <= DETRACTOR, -1, 0))
    counts = np.array([(kind == 1).sum(), (kind == 0).sum(), (kind == -1).sum()])
    share = (counts + 1) / (len(kind) + 3)
    floor = (share[0] + share[2] - (share[0] - share[2]) ** 2) * 100**2
    row = item_means(frame.assign(score=kind * 100.0), "score", low=-100, high=100, floor=floor).iloc[0]
    promoters, passives, detractors = (int(count) for count in counts)
    return NetPromoter(
        float(row["mean"]), float(row["low"]), float(row["high"]), promoters, passives, detractors, int(row["accounts"])
    )


def estimate_relationship_quality(tables: Tables, account_id: str = "") -> pd.DataFrame:
    """Trust, satisfaction and commitment as customers answered, a row each in that order.

    Columns: item, mean (1 to 10), low, high (95 % interval; NaN under three answers), answers, accounts.
    Source: Crosby, Evans & Cowles (1990); Morgan & Hunt (1994).
    """
    answers = answers_of(tables, "outcome", account_id=account_id)
    asked = answers[answers["item_id"].isin(RELATIONSHIP) & (answers["supplier_id"] == US)]
    means = item_means(asked, "performance", low=1, high=10)[["mean", "low", "high", "answers", "accounts"]]
    means = means.reindex(pd.Index(RELATIONSHIP, name="item")).reset_index()
    means[["answers", "accounts"]] = means[["answers", "accounts"]].fillna(0).astype(int)
    return means
