"""The portfolio matrix: how attractive an account is, against how strong we are with it."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from kamkit.errors import MethodError
from kamkit.model.settings import Settings

Quadrant = Literal["strategic", "star", "status", "streamline"]
QUADRANTS: tuple[Quadrant, ...] = ("strategic", "star", "status", "streamline")


def place_in_portfolio(
    accounts: pd.DataFrame, *, attractiveness_midline: float = 5.0, strength_midline: float = 1.0
) -> pd.Series:
    """The quadrant of each account; missing where attractiveness or strength is unknown.

    ``accounts``: columns attractiveness (1 to 10) and relative_strength (our weighted score over the best
    competitor's, as the customer sees it). On a midline counts as high. Strategic: both high. Star: attractive,
    we are weaker. Status: strong, little to come. Streamline: both low. McDonald; Woodburn & McDonald (2011).
    """
    attractive = accounts["attractiveness"] >= attractiveness_midline
    strong = accounts["relative_strength"] >= strength_midline
    rated = accounts["attractiveness"].notna() & accounts["relative_strength"].notna()
    found = np.select(
        [attractive & strong, attractive & ~strong, ~attractive & strong],
        ["strategic", "star", "status"],
        default="streamline",
    )
    return pd.Series(found, index=accounts.index, name="quadrant", dtype="str").where(rated)


def default_hours(settings: Settings) -> dict[Quadrant, float]:
    """Hours a year that an account of each quadrant gets where nobody has said what it needs."""
    return {
        "strategic": settings.hours_strategic,
        "star": settings.hours_star,
        "status": settings.hours_status,
        "streamline": settings.hours_streamline,
    }


def place_by_difficulty(accounts: pd.DataFrame, midline: float = 5.5) -> pd.Series:
    """Fiocca's first step: strategic importance against difficulty of managing the account.

    ``accounts``: columns importance and difficulty, 1 to 10. Values: key difficult, key easy, non-key
    difficult, non-key easy; missing where one is unknown. Fiocca (1982).
    """
    key = np.where(accounts["importance"] >= midline, "key", "non-key")
    hard = np.where(accounts["difficulty"] >= midline, "difficult", "easy")
    found = pd.Series([f"{first} {second}" for first, second in zip(key, hard, strict=True)], index=accounts.index)
    return found.where(accounts[["importance", "difficulty"]].notna().all(axis=1))


def place_by_relationship(accounts: pd.DataFrame) -> pd.DataFrame:
    """Fiocca's second step: the customer's business attractiveness against the strength of the relationship.

    ``accounts``: columns attractiveness and relationship, 1 to 10. The same columns out as low (under 4),
    medium, or high (7 and more): nine cells; missing where unknown. Fiocca (1982); where the thirds lie is ours.
    """
    return pd.DataFrame(
        {
            name: pd.cut(accounts[name], [-np.inf, 4, 7, np.inf], right=False, labels=["low", "medium", "high"])
            for name in ("attractiveness", "relationship")
        }
    )


def place_by_profit(accounts: pd.DataFrame, relationship_midline: float = 5.5) -> pd.Series:
    """Customer profitability against the strength of the relationship, four cells.

    ``accounts``: columns contribution (money a year) and relationship (1 to 10). The line between high and low
    contribution is the median of the accounts given, so adding one can move it. Missing where one is unknown;
    MethodError if no contribution is known. Yorke & Droussiotis (1994).
    """
    if accounts["contribution"].isna().all():
        raise MethodError("contribution: found none; expected money a year for at least one account")
    profit = np.where(accounts["contribution"] >= accounts["contribution"].median(), "high profit", "low profit")
    close = np.where(accounts["relationship"] >= relationship_midline, "strong relationship", "weak relationship")
    found = pd.Series([f"{first}, {second}" for first, second in zip(profit, close, strict=True)], index=accounts.index)
    return found.where(accounts[["contribution", "relationship"]].notna().all(axis=1))
