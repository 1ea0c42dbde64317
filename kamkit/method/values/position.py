"""Importance beside performance: where to concentrate and where we may do too much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from kamkit.method.remembered import remembered
from kamkit.method.values.answers import US, answers_of
from kamkit.method.values.intervals import item_means
from kamkit.method.values.stated import rank_stated_importance

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

Crosshair = Literal["mean", "median"]

CONCENTRATE = "concentrate here"
KEEP_UP = "keep up the good work"
LOW_PRIORITY = "low priority"
OVERKILL = "possible overkill"


@dataclass(frozen=True, eq=False)
class ImportancePerformance:
    """The expectations in four fields, and where the lines between them stand.

    ``table``: expectation_id, name, importance and performance (1 to 10), performance_low and
    performance_high (95 %), answers, quadrant. ``says`` tells how the crosshair was placed.
    """

    table: pd.DataFrame
    importance_line: float
    performance_line: float
    says: str


def place_quadrants(
    importance: Sequence[float],
    performance: Sequence[float],
    crosshair: Crosshair | tuple[float, float] = "mean",
) -> tuple[list[str], float, float]:
    """The quadrant of each point, and the importance and performance at which the lines stand.

    ``crosshair``: the mean or the median of the points, or the two values (importance, performance). A
    point on a line counts as high. A point with a figure missing has no quadrant (empty text).
    Source: Martilla & James (1977), Journal of Marketing 41(1).
    """
    important, performing = (np.asarray(figures, dtype=float) for figures in (importance, performance))
    if isinstance(crosshair, str):
        both = ~np.isnan(important) & ~np.isnan(performing)
        middle = np.mean if crosshair == "mean" else np.median
        lines = tuple(float(middle(figures[both])) if both.any() else np.nan for figures in (important, performing))
    else:
        lines = crosshair
    high, good = important >= lines[0], performing >= lines[1]
    placed = np.select([high & ~good, high & good, ~high & ~good], [CONCENTRATE, KEEP_UP, LOW_PRIORITY], OVERKILL)
    unknown = np.isnan(important) | np.isnan(performing)
    return np.where(unknown, "", placed).tolist(), lines[0], lines[1]


@remembered
def place_expectations(
    tables: Tables, account_id: str = "", *, crosshair: Crosshair | tuple[float, float] = "mean"
) -> ImportancePerformance:
    """The expectations by stated importance and our performance, as customers answered, in four fields.

    The most important come first. It cannot see what goes with renewal: an expectation stated as
    unimportant may still decide it (see ``estimate_derived_importance``).
    """
    answers = answers_of(tables, "expectation", account_id=account_id)
    ours = item_means(answers[answers["supplier_id"] == US], "performance", low=0, high=10)
    ours = ours.rename(columns={"mean": "performance", "low": "performance_low", "high": "performance_high"})
    table = rank_stated_importance(tables, account_id)[["expectation_id", "name", "importance"]]
    figures = ["performance", "performance_low", "performance_high", "answers"]
    table = table.join(ours[figures], on="expectation_id")
    table["answers"] = table["answers"].fillna(0).astype(int)
    table["quadrant"], high, good = place_quadrants(table["importance"], table["performance"], crosshair)
    return ImportancePerformance(table, high, good, _says(crosshair, high, good))


def _says(crosshair: Crosshair | tuple[float, float], high: float, good: float) -> str:
    if np.isnan(high) or np.isnan(good):
        return "There is no crosshair: no expectation has both importance and performance."
    where = f"the {crosshair} of the expectations shown" if isinstance(crosshair, str) else "the values given"
    return (
        f"The crosshair stands at {where}: importance {high:.1f}, performance {good:.1f}; on the line counts as high."
    )
