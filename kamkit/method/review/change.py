"""Whether marks changed between two askings, with the interval that says how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

LEVEL = 0.95
FEWEST = 3  # people, before an interval is given at all
RISEN, FALLEN, NOT_SHOWN, TOO_FEW = "risen", "fallen", "not shown", "too few"


@dataclass(frozen=True)
class Change:
    """Marks before and after: their means, the mean change with its 95 % interval, and how many people stand behind each.

    ``paired``: the same people both times, so ``people_before`` = ``people_after`` and the change is theirs.
    ``low``, ``high``: NaN under three people. NaN means where nobody answered.
    """

    before: float
    after: float
    change: float
    low: float
    high: float
    people_before: int
    people_after: int
    paired: bool

    @property
    def verdict(self) -> str:
        """'risen' or 'fallen' if the interval is clear of zero, 'not shown' if it holds zero, 'too few' without one."""
        if np.isnan(self.low):
            return TOO_FEW
        return RISEN if self.low > 0 else FALLEN if self.high < 0 else NOT_SHOWN


def compare_paired(before: Sequence[float], after: Sequence[float], *, floor: float = 0.0) -> Change:
    """The change of the same people, one mark each before and after, in the same order.

    ``floor``: the least variance a change can be known to (marks come in whole points). Student's t interval
    on the differences. Source: Student (1908), The probable error of a mean. ValueError if the lengths differ.
    """
    if len(before) != len(after):
        raise ValueError(f"compare_paired: {len(before)} marks before and {len(after)} after; expected the same people")
    first, second = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    people = len(first)
    differences = second - first
    variance = float(max(differences.var(ddof=1), floor)) / people if people > 1 else np.nan
    return _change(first, second, float(differences.mean()) if people else np.nan, variance, people - 1, paired=True)


def compare_unpaired(before: Sequence[float], after: Sequence[float], *, floor: float = 0.0) -> Change:
    """The change between different people: Welch's interval, which does not ask for equal spreads.

    ``floor``: as in :func:`compare_paired`, for the marks of one person. Source: Welch (1947), Biometrika 34.
    """
    first, second = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    if min(len(first), len(second)) < 2:
        middle = float(second.mean() - first.mean()) if len(first) and len(second) else np.nan
        return _change(first, second, middle, np.nan, 0, paired=False)
    parts = [max(float(marks.var(ddof=1)), floor) / len(marks) for marks in (first, second)]
    variance = sum(parts)
    weights = sum(part**2 / (len(marks) - 1) for part, marks in zip(parts, (first, second), strict=True))
    degrees = variance**2 / weights if weights > 0 else float(len(first) + len(second) - 2)
    return _change(first, second, float(second.mean() - first.mean()), variance, degrees, paired=False)


def _change(
    before: np.ndarray, after: np.ndarray, change: float, variance: float, degrees: float, *, paired: bool
) -> Change:
    known = min(len(before), len(after)) >= FEWEST
    reach = float(np.sqrt(variance) * stdtrit(degrees, (1 + LEVEL) / 2)) if known else np.nan
    return Change(
        before=float(before.mean()) if len(before) else np.nan,
        after=float(after.mean()) if len(after) else np.nan,
        change=change,
        low=change - reach,
        high=change + reach,
        people_before=len(before),
        people_after=len(after),
        paired=paired,
    )
