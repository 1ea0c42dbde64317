"""The best list that fits the hours, exactly: an integer programme."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from kamkit.errors import MethodError

_SCALE = 1_000.0  # scores in thousandths: beyond the solver's absolute gap
SLACK = 1e-6


@dataclass(frozen=True)
class Task:
    """What has to be solved.

    ``scores``: by account_id, above 0. ``needs``: accounts x roles, hours a year. ``available``: hours a year by
    role; a role that is not named here does not limit. ``places``: at most so many accounts. ``segments``: by
    account_id; ``kept``: at least so many hours in all for a segment.
    """

    scores: pd.Series
    needs: pd.DataFrame
    available: Mapping[str, float]
    places: int | None = None
    musts: frozenset[str] = frozenset()
    outs: frozenset[str] = frozenset()
    segments: pd.Series | None = None
    kept: Mapping[str, float] = field(default_factory=dict)


def best_list(task: Task) -> frozenset[str]:
    """The accounts with the highest sum of scores that keep to everything; MethodError if no list does."""
    ids = task.scores.index
    if not len(ids):
        return frozenset()
    rows, low, high = _limits(task)
    musts, outs = ids.isin(task.musts), ids.isin(task.outs - task.musts)
    # Lists that are level: the one with the higher-ranked accounts, so that the answer is always the same one.
    ranks = task.scores.rank(ascending=False, method="first").to_numpy()
    gain = task.scores.to_numpy(dtype=float) * _SCALE + 0.01 * (len(ids) - ranks) / len(ids) ** 2
    found = milp(
        -gain,
        constraints=LinearConstraint(rows, low, high) if len(rows) else None,
        integrality=np.ones(len(ids)),
        bounds=Bounds(musts.astype(float), 1.0 - outs.astype(float)),
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        raise MethodError("capacity: no list keeps to the hours, the hours kept for segments and the accounts put on")
    return frozenset(ids[np.round(found.x).astype(bool)])


def _limits(task: Task) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rows, low, high = [], [], []
    for role in task.needs.columns.intersection(list(task.available)):
        rows.append(task.needs[role].to_numpy(dtype=float))
        low.append(-np.inf)
        high.append(task.available[role] + SLACK)
    if task.places is not None:
        rows.append(np.ones(len(task.scores)))
        low.append(-np.inf)
        high.append(float(task.places))
    for segment, hours in segment_hours(task).items():
        rows.append(hours.to_numpy(dtype=float))
        low.append(task.kept[segment] - SLACK)
        high.append(np.inf)
    return np.array(rows), np.array(low), np.array(high)


def segment_hours(task: Task) -> dict[str, pd.Series]:
    """For each segment that hours are kept for, what its accounts need and 0 for all others."""
    if task.segments is None:
        return {}
    total = task.needs.sum(axis=1)
    return {segment: total.where(task.segments == segment, 0.0) for segment, kept in task.kept.items() if kept > 0}


def changed(task: Task, **changes: object) -> Task:
    """The same task but for ``changes``."""
    return replace(task, **changes)  # type: ignore[arg-type]


def by_score(task: Task, accounts: Collection[str]) -> tuple[str, ...]:
    """The accounts in the order of their scores, highest first."""
    ordered = task.scores.sort_values(ascending=False, kind="stable").index
    return tuple(str(account_id) for account_id in ordered if account_id in accounts)
