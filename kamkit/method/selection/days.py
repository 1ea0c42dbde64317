"""What a day more or less changes: who comes in, who drops out, and when that first happens."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamkit.errors import MethodError
from kamkit.method.selection.fitting import SLACK, Task, best_list, by_score, changed

DAY = 8.0  # hours


def days_of(task: Task, chosen: frozenset[str]) -> pd.DataFrame:
    """What hours more and hours less of each role would change; the columns of ``Capacity.days``."""
    rows = []
    for role in task.needs.columns:
        if role not in task.available:
            continue
        more = best_list(changed(task, available={**task.available, role: task.available[role] + DAY}))
        less = _less(task, str(role), chosen)
        rows.append(
            {
                "role": role,
                "more_in": by_score(task, more - chosen),
                "more_out": by_score(task, chosen - more),
                "less_in": by_score(task, less - chosen),
                "less_out": by_score(task, chosen - less),
                **_next_change(task, str(role), chosen),
                **_change_before(task, str(role), chosen, less),
            }
        )
    columns = [
        "role", "more_in", "more_out", "less_in", "less_out", "next_days", "next_in", "next_out",
        "fewer_days", "fewer_in", "fewer_out",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns).astype({"next_days": "Int64", "fewer_days": "Int64"})


def _next_change(task: Task, role: str, chosen: frozenset[str]) -> dict[str, object]:
    """The fewest days more that let a better list in, found by halving: more hours never make the best list worse."""

    def with_days(days: int) -> frozenset[str]:
        return best_list(changed(task, available={**task.available, role: task.available[role] + days * DAY}))

    def better(accounts: frozenset[str]) -> bool:
        return float(task.scores[list(accounts)].sum()) > float(task.scores[list(chosen)].sum()) + SLACK

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


def _change_before(task: Task, role: str, chosen: frozenset[str], one_less: frozenset[str]) -> dict[str, object]:
    """The fewest days less that make the list worse, found by halving; one day where that does already."""

    def worse(accounts: frozenset[str]) -> bool:
        return float(task.scores[list(accounts)].sum()) < float(task.scores[list(chosen)].sum()) - SLACK

    low, high = 0, int(np.ceil(task.available[role] / DAY))
    if worse(one_less):
        high = 1
    elif high == 0 or not worse(_less(task, role, chosen, high)):
        return {"fewer_days": pd.NA, "fewer_in": (), "fewer_out": ()}
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if worse(_less(task, role, chosen, middle)) else (middle, high)
    found = one_less if high == 1 else _less(task, role, chosen, high)
    return {
        "fewer_days": high, "fewer_in": by_score(task, found - chosen), "fewer_out": by_score(task, chosen - found),
    }  # fmt: skip


def _less(task: Task, role: str, chosen: frozenset[str], days: int = 1) -> frozenset[str]:
    fewer = changed(task, available={**task.available, role: max(0.0, task.available[role] - days * DAY)})
    try:
        return best_list(fewer)
    except MethodError:  # the accounts put on by hand take every hour: nothing but one of them could go
        return chosen
