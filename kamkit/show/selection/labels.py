"""Labels beside points that do not cover each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_ANGLES = np.deg2rad([0, 180, 45, 135, -45, -135, 90, -90, 20, 160, -20, -160])
_DISTANCES = (2.0, 9.0, 18.0, 30.0)  # points between the bubble and its label
_ROUNDS = 6


@dataclass(frozen=True)
class Place:
    """Where a label stands: its lower left corner and whether it needs a line to its point."""

    x: float
    y: float
    width: float
    height: float
    far: bool


def place_labels(
    points: Floats, radii: Floats, sizes: Floats, limits: tuple[float, float, float, float], avoid: Floats,
    named: Sequence[int] | None = None,
) -> list[Place]:  # fmt: skip
    """A place for each label, as near its point as there is room; all in one unit of length.

    ``points``: n x 2; ``radii`` of the bubbles; ``named``: which of them get a label, None for all; ``sizes``: k x 2,
    width and height of these labels; ``limits``: left, bottom, right, top that labels stay within; ``avoid``: m x 4,
    boxes they rather do not cover (left, bottom, right, top). The same input gives the same places.
    """
    owners = range(len(points)) if named is None else named
    choices = [_choices(points[one], radii[one], size) for one, size in zip(owners, sizes, strict=True)]
    bubbles = np.column_stack([points - radii[:, None], points + radii[:, None]])
    fixed = [
        _overlap(boxes, bubbles).sum(axis=1) * 3
        + _overlap(boxes, avoid).sum(axis=1)
        + _outside(boxes, limits)
        + _nearer_to_another(boxes, points, radii, one)
        for one, (boxes, _) in zip(owners, choices, strict=True)
    ]
    chosen = [int(np.argmin(cost + near)) for cost, (_, near) in zip(fixed, choices, strict=True)]
    for _ in range(_ROUNDS):
        before = list(chosen)
        for one in range(len(choices)):
            boxes, near = choices[one]
            others = np.array([choices[other][0][chosen[other]] for other in range(len(choices)) if other != one])
            covered = _overlap(boxes, others).sum(axis=1) * 6 if len(others) else 0.0
            chosen[one] = int(np.argmin(fixed[one] + near + covered))
        if chosen == before:
            break
    return [_place(boxes[pick], pick) for (boxes, _), pick in zip(choices, chosen, strict=True)]


def _choices(point: Floats, radius: float, size: Floats) -> tuple[Floats, Floats]:
    """Boxes (left, bottom, right, top) around a bubble, nearest first, and what each costs for its distance."""
    width, height = size
    boxes, costs = [], []
    for distance in _DISTANCES:
        for place, angle in enumerate(_ANGLES):
            across, up = np.cos(angle), np.sin(angle)
            centre_x = point[0] + across * (radius + distance + width / 2)
            centre_y = point[1] + up * (radius + distance + height / 2)
            boxes.append((centre_x - width / 2, centre_y - height / 2, centre_x + width / 2, centre_y + height / 2))
            costs.append(distance * 1.5 + place * 0.2)
    return np.array(boxes), np.array(costs)


def _overlap(boxes: Floats, others: Floats) -> Floats:
    """Area that each of ``boxes`` shares with each of ``others``."""
    across = np.minimum(boxes[:, None, 2], others[None, :, 2]) - np.maximum(boxes[:, None, 0], others[None, :, 0])
    up = np.minimum(boxes[:, None, 3], others[None, :, 3]) - np.maximum(boxes[:, None, 1], others[None, :, 1])
    area: Floats = np.clip(across, 0, None) * np.clip(up, 0, None)
    return area


def _nearer_to_another(boxes: Floats, points: Floats, radii: Floats, own: int) -> Floats:
    """A cost where another bubble is nearer to the label than its own: readers would take it for that one's."""
    across = np.clip(np.maximum(boxes[:, None, 0] - points[:, 0], points[:, 0] - boxes[:, None, 2]), 0, None)
    up = np.clip(np.maximum(boxes[:, None, 1] - points[:, 1], points[:, 1] - boxes[:, None, 3]), 0, None)
    gaps = np.hypot(across, up) - radii
    others = np.delete(gaps, own, axis=1)
    if not others.size:
        return np.zeros(len(boxes))
    return np.clip(gaps[:, own] + 2 - others.min(axis=1), 0, 10) * 12


def _outside(boxes: Floats, limits: tuple[float, float, float, float]) -> Floats:
    left, bottom, right, top = limits
    beyond = (
        np.clip(left - boxes[:, 0], 0, None) + np.clip(bottom - boxes[:, 1], 0, None)
        + np.clip(boxes[:, 2] - right, 0, None) + np.clip(boxes[:, 3] - top, 0, None)
    )  # fmt: skip
    return beyond * 1_000


def _place(box: Sequence[float] | Floats, pick: int) -> Place:
    left, bottom, right, top = (float(side) for side in box)
    return Place(left, bottom, right - left, top - bottom, far=pick >= len(_ANGLES))
