"""Anchored scales: from a figure to a score, by what a 2, a 5 and a 9 look like."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kamkit.errors import MethodError

LOWEST, HIGHEST = 1.0, 10.0
_ANCHORS = np.array([2.0, 5.0, 9.0])


def score_by_anchors(
    figures: npt.ArrayLike, level_2: float, level_5: float, level_9: float
) -> npt.NDArray[np.float64]:
    """Scores of 1 to 10 for ``figures``, on straight lines through the three anchors.

    Beyond the outer anchors the line goes on and is cut off at 1 and 10. The levels may fall (days
    overdue: fewer is better). An unknown figure (NaN) has no score. MethodError unless the levels
    rise all the way or fall all the way.
    """
    levels = np.array([level_2, level_5, level_9], dtype=float)
    steps = np.diff(levels)
    if not (np.isfinite(levels).all() and ((steps > 0).all() or (steps < 0).all())):
        raise MethodError(
            f"anchors: found {level_2:g} for a 2, {level_5:g} for a 5 and {level_9:g} for a 9; "
            "expected three figures that rise, or three that fall"
        )
    found = np.asarray(figures, dtype=float)
    slopes = np.diff(_ANCHORS) / steps
    beyond_5 = (found - level_5) * np.sign(steps[0]) > 0
    scores = np.where(beyond_5, 5 + (found - level_5) * slopes[1], 5 + (found - level_5) * slopes[0])
    clipped: npt.NDArray[np.float64] = np.clip(scores, LOWEST, HIGHEST)
    return clipped
