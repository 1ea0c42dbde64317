"""Whom the hours allow: the best list that fits, exactly, and what each hour more or less would change."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from kamkit.errors import MethodError
from kamkit.method.finding import Finding

DAY = 8.0  # hours
_SCALE = 1_000.0  # scores in thousandths: beyond the solver's absolute gap
_SLACK = 1e-6


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


@dataclass(frozen=True)
class Capacity:
    """The best list that fits, and what would change it.

    ``chosen``: account_ids, highest score first. ``hours``: one row per role: role, available (NaN where unknown),
    used, wanted (by all accounts), left. ``musts``: one row per account put on by hand: account_id, pushes_out,
    lets_in (account_ids). ``days``: one row per role that limits: role, more_in, more_out (with a day of 8 hours
    more), less_in, less_out, next_days (the fewest days more that change the list; missing: none would), next_in,
    next_out. ``left_musts``: accounts put on by hand that do not fit. ``sum_of_scores``: of those
    chosen. ``task``: what was solved in the end.
    """

    chosen: tuple[str, ...]
    hours: pd.DataFrame
    musts: pd.DataFrame
    days: pd.DataFrame
    left_musts: tuple[str, ...]
    sum_of_scores: float
    findings: tuple[Finding, ...]
    task: Task


def place_within_hours(task: Task, names: Mapping[str, str] | None = None) -> Capacity:
    """The accounts with the highest sum of scores that the hours allow, found exactly.

    Every account put on by hand pushes others out; ``Capacity.musts`` says whom. Where they do not fit together,
    as many points of them as fit stay, and a finding says which role is short and by how much. It cannot see
    whether hours needed are honest. MethodError if a figure is missing or negative. Integer programme (HiGHS).
    """
    _check(task)
    called = names or {}
    findings: list[Finding] = []
    task, left = _without_excess_musts(task, called, findings)
    task = _without_impossible_segments(task, findings)
    chosen = best_list(task)
    return Capacity(
        chosen=by_score(task, chosen),
        hours=_hours(task, chosen),
        musts=_pushed_out(task, chosen),
        days=_one_day(task, chosen),
        left_musts=left,
        sum_of_scores=float(task.scores[list(chosen)].sum()),
        findings=tuple(findings),
        task=task,
    )


def _check(task: Task) -> None:
    if not task.scores.index.equals(task.needs.index):
        raise MethodError("capacity: scores and hours needed are not about the same accounts")
    for account_id, score in task.scores.items():
        if not score > 0:
            raise MethodError(f"capacity: account {account_id} has score {score:g}; expected a score above 0")
    needs = task.needs.to_numpy(dtype=float)
    for row, column in np.argwhere(~(needs >= 0)):
        raise MethodError(
            f"capacity: account {task.needs.index[row]} needs {needs[row, column]:g} hours of "
            f"{task.needs.columns[column]}; expected 0 or more"
        )


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
        high.append(task.available[role] + _SLACK)
    if task.places is not None:
        rows.append(np.ones(len(task.scores)))
        low.append(-np.inf)
        high.append(float(task.places))
    for segment, hours in _segment_hours(task).items():
        rows.append(hours.to_numpy(dtype=float))
        low.append(task.kept[segment] - _SLACK)
        high.append(np.inf)
    return np.array(rows), np.array(low), np.array(high)


def _segment_hours(task: Task) -> dict[str, pd.Series]:
    if task.segments is None:
        return {}
    total = task.needs.sum(axis=1)
    return {segment: total.where(task.segments == segment, 0.0) for segment, kept in task.kept.items() if kept > 0}


def _without_excess_musts(
    task: Task, names: Mapping[str, str], findings: list[Finding]
) -> tuple[Task, tuple[str, ...]]:
    wanted = [account_id for account_id in task.scores.index if account_id in task.musts]
    short = _what_is_short(task, wanted)
    if not short:
        return _with(task, musts=frozenset(wanted)), ()
    alone = Task(
        task.scores[wanted], task.needs.loc[wanted], task.available, task.places
    )
    fitting = best_list(alone)
    left = tuple(account_id for account_id in wanted if account_id not in fitting)
    called = ", ".join(names.get(account_id, account_id) for account_id in wanted)
    dropped = ", ".join(names.get(account_id, account_id) for account_id in left)
    findings.append(
        Finding(
            "danger",
            f"The accounts put on by hand ({called}) cannot all be served: {'; '.join(short)}. Left out: {dropped}.",
            "Take one of the overrides back, or find the hours.",
        )
    )
    return _with(task, musts=fitting, outs=task.outs | frozenset(left)), left


def _what_is_short(task: Task, wanted: list[str]) -> list[str]:
    short = [
        f"they need {hours:,.0f} hours of {role}, there are {task.available[role]:,.0f}"
        for role, hours in task.needs.loc[wanted].sum().items()
        if role in task.available and hours > task.available[str(role)] + _SLACK
    ]
    if task.places is not None and len(wanted) > task.places:
        short.append(f"they are {len(wanted)}, there are {task.places} places")
    return short


def _without_impossible_segments(task: Task, findings: list[Finding]) -> Task:
    kept = {}
    for segment, hours in _segment_hours(task).items():
        most = float(hours[~hours.index.isin(task.outs)].sum())
        kept[segment] = min(task.kept[segment], most)
        if most + _SLACK < task.kept[segment]:
            findings.append(
                Finding(
                    "careful",
                    f"{task.kept[segment]:,.0f} hours are kept for {segment} accounts; those scored need {most:,.0f}.",
                    "Find more of them, or keep fewer hours.",
                )
            )
    task = _with(task, kept=kept)
    try:
        best_list(task)
    except MethodError:
        findings.append(
            Finding(
                "careful",
                f"The hours kept for {', '.join(kept)} do not fit beside the other limits and were not applied.",
                "Keep fewer hours for them, or take an override back.",
            )
        )
        return _with(task, kept={})
    return task


def _with(task: Task, **changes: object) -> Task:
    return replace(task, **changes)  # type: ignore[arg-type]


def by_score(task: Task, accounts: Collection[str]) -> tuple[str, ...]:
    """The accounts in the order of their scores, highest first."""
    ordered = task.scores.sort_values(ascending=False, kind="stable").index
    return tuple(str(account_id) for account_id in ordered if account_id in accounts)


def _hours(task: Task, chosen: frozenset[str]) -> pd.DataFrame:
    used = task.needs[task.needs.index.isin(chosen)].sum()
    available = pd.Series({role: task.available.get(str(role), np.nan) for role in task.needs.columns}, dtype=float)
    return pd.DataFrame(
        {
            "role": list(task.needs.columns),
            "available": available.to_numpy(),
            "used": used.to_numpy(dtype=float),
            "wanted": task.needs.sum().to_numpy(dtype=float),
            "left": (available - used).to_numpy(dtype=float),
        }
    )


def _pushed_out(task: Task, chosen: frozenset[str]) -> pd.DataFrame:
    rows = []
    for must in by_score(task, task.musts):
        free = best_list(_with(task, musts=task.musts - {must}))
        rows.append(
            {
                "account_id": must,
                "pushes_out": by_score(task, free - chosen),
                "lets_in": by_score(task, chosen - free - {must}),
            }
        )
    return pd.DataFrame(rows, columns=["account_id", "pushes_out", "lets_in"])


def _one_day(task: Task, chosen: frozenset[str]) -> pd.DataFrame:
    rows = []
    for role in task.needs.columns:
        if role not in task.available:
            continue
        more = best_list(_with(task, available={**task.available, role: task.available[role] + DAY}))
        less = _less(task, str(role), chosen)
        rows.append(
            {
                "role": role,
                "more_in": by_score(task, more - chosen),
                "more_out": by_score(task, chosen - more),
                "less_in": by_score(task, less - chosen),
                "less_out": by_score(task, chosen - less),
                **_next_change(task, str(role), chosen),
            }
        )
    columns = ["role", "more_in", "more_out", "less_in", "less_out", "next_days", "next_in", "next_out"]
    return pd.DataFrame(rows, columns=columns).astype({"next_days": "Int64"})


def _next_change(task: Task, role: str, chosen: frozenset[str]) -> dict[str, object]:
    """The fewest days more that let a better list in, found by halving: more hours never make the best list worse."""

    def with_days(days: int) -> frozenset[str]:
        return best_list(_with(task, available={**task.available, role: task.available[role] + days * DAY}))

    def better(accounts: frozenset[str]) -> bool:
        return float(task.scores[list(accounts)].sum()) > float(task.scores[list(chosen)].sum()) + _SLACK

    low, high = 0, int(np.ceil(max(0.0, task.needs[role].sum() - task.available[role]) / DAY))
    if high == 0 or not better(with_days(high)):
        return {"next_days": pd.NA, "next_in": (), "next_out": ()}
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if better(with_days(middle)) else (middle, high)
    found = with_days(high)
    return {
        "next_days": high, "next_in": by_score(task, found - chosen), "next_out": by_score(task, chosen - found),
    }  # fmt: skip


def _less(task: Task, role: str, chosen: frozenset[str]) -> frozenset[str]:
    fewer = _with(task, available={**task.available, role: max(0.0, task.available[role] - DAY)})
    try:
        return best_list(fewer)
    except MethodError:  # the accounts put on by hand take every hour: nothing but one of them could go
        return chosen
