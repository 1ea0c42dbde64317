"""The whale curve: how far the best accounts carry the business, and how much the worst take back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True, eq=False)
class WhaleCurve:
    """Contribution accumulated from the best account to the worst.

    ``points``: place (1, 2, ...), account_id, name, contribution, cumulative (money), cumulative_share (% of
    the total; NaN unless the total is positive), accounts_share (% of the accounts). ``contribution_is`` says what
    is accumulated; accounts known only on another basis are ``left_out``, accounts without any business are ``idle``.
    ``peak`` is the highest cumulative amount, reached with ``peak_at`` accounts; ``lost`` what the rest take back.
    ``in_money`` is true where the total is not positive, so that shares of it mean nothing.
    """

    points: pd.DataFrame
    contribution_is: str
    currency: str
    total: float
    peak: float
    peak_at: int
    lost: float
    left_out: tuple[str, ...]
    idle: int

    @property
    def in_money(self) -> bool:
        """Whether the curve can only be drawn in money, because the total is not positive."""
        return not self.total > 0

    @property
    def peak_share(self) -> float:
        """The peak in % of the total; NaN unless that is positive."""
        return float("nan") if self.in_money else self.peak / self.total * 100

    @property
    def losers(self) -> int:
        """How many accounts lie right of the peak and lose money."""
        return int((self.points["contribution"] < 0).sum())


def estimate_whale_curve(ranking: pd.DataFrame) -> WhaleCurve:
    """The whale curve of ``rank_accounts``' table: accounts by contribution descending, accumulated.

    Accounts without sales and cost in the period are not on it. Where accounts stand on different bases,
    the curve takes the one that most revenue stands on and leaves the others out. An empty ranking gives
    an empty curve. It shows one period and says nothing of what an account may become.
    Source: Kaplan & Narayanan (2001); the name: Kaplan & Cooper (1998), Cost and Effect.
    """
    active = ranking[_has_business(ranking)]
    basis = _main_basis(active)
    drawn = active[active["contribution_is"] == basis].sort_values("contribution", ascending=False, kind="stable")
    cumulative = drawn["contribution"].cumsum().to_numpy()
    total = float(cumulative[-1]) if len(drawn) else 0.0
    peak_at = int(np.argmax(cumulative)) + 1 if len(drawn) and cumulative.max() > 0 else 0
    peak = float(cumulative[peak_at - 1]) if peak_at else 0.0
    place = np.arange(1, len(drawn) + 1)
    points = pd.DataFrame(
        {
            "place": place,
            "account_id": drawn["account_id"].to_numpy(),
            "name": drawn["name"].to_numpy(),
            "contribution": drawn["contribution"].to_numpy(),
            "cumulative": cumulative,
            "cumulative_share": cumulative / total * 100 if total > 0 else np.nan,
            "accounts_share": place / max(len(drawn), 1) * 100,
        }
    )
    return WhaleCurve(
        points=points,
        contribution_is=basis,
        currency=str(ranking["currency"].iloc[0]) if len(ranking) else "",
        total=total,
        peak=peak,
        peak_at=peak_at,
        lost=peak - total,
        left_out=tuple(active.loc[active["contribution_is"] != basis, "name"]),
        idle=len(ranking) - len(active),
    )


def _has_business(ranking: pd.DataFrame) -> pd.Series:
    counts = (ranking["lines"] > 0) | (ranking["returns"] > 0)
    return counts | ranking["revenue"].ne(0) | ranking["contribution"].ne(0)


def _main_basis(active: pd.DataFrame) -> str:
    if active.empty:
        return ""
    return str(active["revenue"].abs().groupby(active["contribution_is"]).sum().idxmax())
