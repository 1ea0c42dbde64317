"""The scorecard: each measure's value against its target, in the four perspectives, for both sides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamkit.method.planning.scope import Scope, scope_of
from kamkit.method.remembered import remembered
from kamkit.method.rows import rows_where

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

PERSPECTIVES = ("financial", "customer", "process", "learning")
REACHED, ON_THE_WAY, STILL, WRONG_WAY = "reached", "on the way", "not moved", "wrong way"
MISSED, NO_TARGET, NO_READING = "missed", "no target", "no reading"
COLUMNS = (
    "account_id", "account", "measure_id", "name", "perspective", "unit", "better", "baseline", "before", "value",
    "read_on", "target", "due", "progress", "state", "both_sides",
)  # fmt: skip


@remembered
def review_scorecard(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """The measures of an account ("": of all accounts, and the programme's own) against their targets.

    One row per measure, by perspective: account_id (the group's; '' for the programme's), account, measure_id, name,
    perspective ('financial', 'customer', 'process', 'learning', NaN: nobody said), unit, better ('higher', 'lower'),
    baseline, before (the reading before the last), value (the last reading by ``as_of``; NaN: none), read_on, target,
    due, progress (% of the way from baseline to target; below 0: away from it; NaN: cannot be told), state ('reached',
    'on the way', 'not moved', 'wrong way', 'missed': not reached by its day, 'no target', 'no reading'), both_sides
    (agreed with the customer). MethodError if there is no such account.
    Source: the four perspectives are Kaplan & Norton's (1992). It is blind to what nobody measures.
    """
    scope = scope_of(tables, account_id, as_of)
    measures = scope.rows("measures")
    if not account_id:
        own = scope.tables["measures"]
        own = own[own["account_id"].isna()].assign(group_id="")
        measures = pd.concat([own, measures])
    return score_measures(scope, measures)


def score_measures(scope: Scope, measures: pd.DataFrame) -> pd.DataFrame:
    """As :func:`review_scorecard`, for the ``measures`` at hand, which carry group_id."""
    read = readings_of(scope, measures["measure_id"])
    rows = [_row(scope, measure, read.get(measure.measure_id, [])) for measure in measures.itertuples()]
    found = pd.DataFrame(rows, columns=list(COLUMNS))
    place = found["perspective"].map({name: at for at, name in enumerate(PERSPECTIVES)})
    return (
        found.assign(place=place)
        .sort_values(["place", "account_id", "measure_id"], na_position="last", kind="stable")[list(COLUMNS)]
        .reset_index(drop=True)
    )


def readings_of(scope: Scope, measure_ids: Iterable[str]) -> dict[str, list[tuple[pd.Timestamp, float]]]:
    """The readings of these measures by the day looked at, oldest first, as (day, value)."""
    read = rows_where(scope.whole, "readings", "measure_id", tuple(dict.fromkeys(measure_ids)))
    read = read[read["read_on"] <= scope.day].sort_values("read_on")
    found: dict[str, list[tuple[pd.Timestamp, float]]] = {}
    for row in read.itertuples():
        found.setdefault(str(row.measure_id), []).append((row.read_on, float(row.value)))
    return found


def _row(scope: Scope, measure: Any, read: list[tuple[pd.Timestamp, float]]) -> dict[str, Any]:
    value = read[-1][1] if read else np.nan
    before = read[-2][1] if len(read) > 1 else np.nan
    state, progress = state_of(
        value, better=measure.better, baseline=measure.baseline, target=measure.target, over=measure.due < scope.day
    )
    account = scope.groups["name"].get(measure.group_id, "The programme") if measure.group_id else "The programme"
    return {
        "account_id": measure.group_id, "account": account, "measure_id": measure.measure_id, "name": measure.name,
        "perspective": measure.perspective, "unit": measure.unit, "better": measure.better,
        "baseline": measure.baseline, "before": before, "value": value, "read_on": read[-1][0] if read else pd.NaT,
        "target": measure.target, "due": measure.due, "progress": progress, "state": state,
        "both_sides": bool(measure.agreed_with_customer) if not pd.isna(measure.agreed_with_customer) else False,
    }  # fmt: skip


def state_of(value: float, *, better: Any, baseline: float, target: float, over: bool = False) -> tuple[str, float]:
    """The state of a measure and how far it is from its baseline (0) to its target (100 %); see the scorecard.

    ``over``: its day has passed. A target equal to the baseline is to hold: reached, or the wrong way.
    """
    if pd.isna(value):
        return NO_READING, np.nan
    if pd.isna(target) or pd.isna(better):
        return NO_TARGET, np.nan
    sign = 1.0 if better == "higher" else -1.0
    reached = sign * (value - target) >= 0
    way = sign * (target - baseline)
    progress = sign * (value - baseline) / way * 100 + 0.0 if way > 0 else (100.0 if reached else np.nan)
    if reached:
        return REACHED, progress
    moved = sign * (value - baseline)
    if over:
        return MISSED, progress
    if pd.isna(moved) or moved == 0:
        return STILL, progress
    return (ON_THE_WAY if moved > 0 else WRONG_WAY), progress
