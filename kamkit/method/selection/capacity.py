"""Whom the hours allow: the best list that fits, exactly, and what each hour more or less would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from kamkit.errors import MethodError
from kamkit.method.finding import Finding
from kamkit.method.selection.days import days_of
from kamkit.method.selection.fitting import SLACK, Task, best_list, by_score, changed, segment_hours


@dataclass(frozen=True)
class Capacity:
    """The best list that fits, and what would change it.

    ``chosen``: account_ids, highest score first. ``hours``: one row per role: role, available (NaN where unknown),
    used, wanted (by all accounts), left. ``musts``: one row per account put on by hand: account_id, pushes_out,
    lets_in (account_ids). ``days``: one row per role that limits: role, more_in, more_out (with a day of 8 hours
    more), less_in, less_out, next_days (the fewest days more that make the list better; missing: none would), next_in,
    next_out, fewer_days (the fewest days less that make it worse), fewer_in, fewer_out. ``left_musts``: accounts put on by hand that do not fit. ``sum_of_scores``: of those
    chosen. ``task``: what was solved in the end.
    """

    chosen: tuple[str, ...]
    hours: pd.DataFrame
    musts: pd.DataFrame
    left_musts: tuple[str, ...]
    sum_of_scores: float
    findings: tuple[Finding, ...]
    task: Task

    @cached_property
    def days(self) -> pd.DataFrame:
        """What a day more or less of each role changes: two dozen integer programmes, solved when somebody asks."""
        return days_of(self.task, frozenset(self.chosen))

    @cached_property
    def otherwise(self) -> dict[str, Any]:
        """What was asked so far of one account decided the other way, by account_id; see ``place_otherwise``."""
        return {}

    def __getstate__(self) -> dict[str, Any]:
        """What is kept for another process has everything worked out."""
        return {**vars(self), "days": self.days}


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
    task, chosen = _without_impossible_segments(task, findings)
    return Capacity(
        chosen=by_score(task, chosen),
        hours=_hours(task, chosen),
        musts=_pushed_out(task, chosen),
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


def _without_excess_musts(
    task: Task, names: Mapping[str, str], findings: list[Finding]
) -> tuple[Task, tuple[str, ...]]:
    wanted = [account_id for account_id in task.scores.index if account_id in task.musts]
    short = _what_is_short(task, wanted)
    if not short:
        return changed(task, musts=frozenset(wanted)), ()
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
    return changed(task, musts=fitting, outs=task.outs | frozenset(left)), left


def _what_is_short(task: Task, wanted: list[str]) -> list[str]:
    short = [
        f"they need {hours:,.0f} hours of {role}, there are {task.available[role]:,.0f}"
        for role, hours in task.needs.loc[wanted].sum().items()
        if role in task.available and hours > task.available[str(role)] + SLACK
    ]
    if task.places is not None and len(wanted) > task.places:
        short.append(f"they are {len(wanted)}, there are {task.places} places")
    return short


def _without_impossible_segments(task: Task, findings: list[Finding]) -> tuple[Task, frozenset[str]]:
    """The task with what can be kept for segments, and the best list it has."""
    kept = {}
    for segment, hours in segment_hours(task).items():
        most = float(hours[~hours.index.isin(task.outs)].sum())
        kept[segment] = min(task.kept[segment], most)
        if most + SLACK < task.kept[segment]:
            findings.append(
                Finding(
                    "careful",
                    f"{task.kept[segment]:,.0f} hours are kept for {segment} accounts; those scored need {most:,.0f}.",
                    "Find more of them, or keep fewer hours.",
                )
            )
    task = changed(task, kept=kept)
    try:
        return task, best_list(task)
    except MethodError:
        findings.append(
            Finding(
                "careful",
                f"The hours kept for {', '.join(kept)} do not fit beside the other limits and were not applied.",
                "Keep fewer hours for them, or take an override back.",
            )
        )
    task = changed(task, kept={})
    return task, best_list(task)


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
        free = best_list(changed(task, musts=task.musts - {must}))
        rows.append(
            {
                "account_id": must,
                "pushes_out": by_score(task, free - chosen),
                "lets_in": by_score(task, chosen - free - {must}),
            }
        )
    return pd.DataFrame(rows, columns=["account_id", "pushes_out", "lets_in"])
