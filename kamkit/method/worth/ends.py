"""The best and the worst customers side by side: what each brings, and in what they differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from kamkit.method.remembered import remembered
from kamkit.method.worth.contribution import COUNTS, rank_accounts
from kamkit.method.worth.cost_to_serve import choose_counts, measured_quantities
from kamkit.method.worth.currency import Tables
from kamkit.method.worth.lines import months_to
from kamkit.method.worth.whale import estimate_whale_curve

AT_EACH_END = 5
HABITS = (
    "revenue", "growth", "margin", "serving", "order_value", "small_orders", "rush_orders", "returns", "kept",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Ends:
    """The accounts at both ends of the order.

    ``best`` (the best first) and ``worst`` (the worst first): rows of ``rank_accounts``, equally many, on one basis.
    ``habits``: index ``HABITS``, columns best and worst; see :func:`estimate_habits`. ``contribution_is``: what the
    order goes by. ``counts``: orders, lines, small and rush orders and returns of every account, index account_id:
    those measured where its orders were, else those of the sales file.
    """

    best: pd.DataFrame
    worst: pd.DataFrame
    counts: pd.DataFrame
    habits: pd.DataFrame
    contribution_is: str
    currency: str


@remembered
def rank_ends(tables: Tables, as_of: date, count: int = AT_EACH_END) -> Ends:
    """The ``count`` best and the ``count`` worst accounts of the twelve months, fewer where there are few.

    Only accounts with business that are known on the basis most revenue stands on. It shows what differs and not
    why; a customer may order in a rush because our stock is short. Raises what ``rank_accounts`` raises.
    """
    ranking = rank_accounts(tables, as_of)
    curve = estimate_whale_curve(ranking)
    drawn = ranking.set_index("account_id", drop=False).loc[list(curve.points["account_id"])]
    count = min(count, len(drawn) // 2)
    best, worst = drawn.head(count), drawn.tail(count).iloc[::-1]
    counted = ranking.set_index("account_id")[list(COUNTS)]
    counts = choose_counts(measured_quantities(tables, months_to(as_of)), counted)
    return Ends(
        best=best.reset_index(drop=True),
        worst=worst.reset_index(drop=True),
        counts=counts,
        habits=pd.DataFrame({"best": estimate_habits(best, counts), "worst": estimate_habits(worst, counts)}),
        contribution_is=curve.contribution_is,
        currency=curve.currency,
    )


def estimate_habits(accounts: pd.DataFrame, counts: pd.DataFrame) -> pd.Series:
    """How accounts buy and what serving them takes, all of ``accounts`` (rows of ``rank_accounts``) taken together.

    ``counts`` as in :class:`Ends`. Index ``HABITS``: revenue (money a year each), growth (%), margin (gross margin, %
    of revenue), serving (cost to serve, % of revenue), order_value (money an order), small_orders and rush_orders (%
    of orders), returns (lines returned for 100 sold), kept (contribution, % of revenue). NaN where a figure of one of
    them is unknown.
    """
    money = accounts[["revenue", "revenue_before", "gross_margin", "cost_to_serve", "contribution"]]
    sums = pd.concat([money.astype("float64").sum(skipna=False), counts.loc[accounts["account_id"]].sum(skipna=False)])
    return pd.Series(
        {
            "revenue": sums["revenue"] / len(accounts) if len(accounts) else np.nan,
            "growth": _share(sums["revenue"] - sums["revenue_before"], sums["revenue_before"]),
            "margin": _share(sums["gross_margin"], sums["revenue"]),
            "serving": _share(sums["cost_to_serve"], sums["revenue"]),
            "order_value": _share(sums["revenue"], sums["orders"]) / 100,
            "small_orders": _share(sums["small_orders"], sums["orders"]),
            "rush_orders": _share(sums["rush_orders"], sums["orders"]),
            "returns": _share(sums["returns"], sums["lines"]),
            "kept": _share(sums["contribution"], sums["revenue"]),
        },
        dtype="float64",
    ).reindex(list(HABITS))


def _share(part: float, whole: float) -> float:
    return part / whole * 100 if whole > 0 else float("nan")
