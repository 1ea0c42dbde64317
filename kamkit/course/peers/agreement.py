"""How far reviewers agree: Kendall's W where all marked the same, Krippendorff's alpha where each marked a few."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from kamkit.method.selection import Concordance, kendalls_w


def krippendorffs_alpha(units: Iterable[Sequence[int]]) -> float:
    """Krippendorff's alpha for ordered levels: 1 all agree, 0 no more than by chance, below 0 less than that.

    ``units``: the marks each thing was given, however many; one alone says nothing and is left out. NaN where that leaves
    nothing, or all marks are the same. Krippendorff, Content Analysis (2004), section 11.3; checked against his example.
    """
    paired = [list(marks) for marks in units if len(marks) > 1]
    levels = sorted({mark for marks in paired for mark in marks})
    if len(levels) < 2:
        return float("nan")
    at = {level: place for place, level in enumerate(levels)}
    together = np.zeros((len(levels), len(levels)))
    for marks in paired:
        counts = np.bincount([at[mark] for mark in marks], minlength=len(levels)).astype(float)
        together += (np.outer(counts, counts) - np.diag(counts)) / (len(marks) - 1)
    totals = together.sum(axis=1)
    running = np.cumsum(totals)
    between = running[None, :] - running[:, None] + (totals[:, None] - totals[None, :]) / 2  # ordered: what lies between two levels
    apart = between**2
    observed = float((together * apart).sum())
    by_chance = float((np.outer(totals, totals) * apart).sum()) / (float(totals.sum()) - 1)
    return 1 - observed / by_chance


def concordance(marks: Sequence[Sequence[int]]) -> Concordance | None:
    """Kendall's W of reviewers (rows) who all marked the same things; None under two of either, or where all are tied."""
    if len(marks) < 2 or len(marks[0]) < 2:
        return None
    found = kendalls_w(marks)
    return None if np.isnan(found.w) else found
