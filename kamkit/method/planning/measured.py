"""How anybody will tell whether an action worked: its measure, the way it has come, and who is told."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamkit.method.planning.propose import OPEN
from kamkit.method.planning.scope import Scope, scope_of
from kamkit.method.rows import rows_where

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

REACHED, NEARER, SAME, AWAY = "reached", "nearer", "not moved", "further away"
NOT_READ, IN_WORDS, NONE = "not read yet", "in words only", "no measure"


def place_measures(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """Every open or proposed action with the measure that will tell, its latest reading, and who is told.

    ``account_id`` "" takes all accounts. Columns: account_id and account (the group's), action_id, what, due,
    success (what success means, in words; ""), measure_id, measure (its name, ""), unit (""), baseline, target,
    latest (the last reading up to ``as_of``), read_on, way (% of the way from baseline to target, see
    :func:`estimate_way`), verdict ('reached', 'nearer', 'not moved', 'further away', 'not read yet', 'in words
    only', 'no measure'), informed (who is told, ""). By day. MethodError if there is no such account. A measure that
    moved is no proof that the action moved it.
    """
    scope = scope_of(tables, account_id, as_of)
    actions = scope.rows("actions")
    actions = actions[actions["state"].isin(OPEN)].sort_values(["due", "action_id"], na_position="last", kind="stable")
    measures = latest_readings(scope.whole, _named(scope, actions), as_of)
    rows = [_row(action, measures, scope) for action in actions.itertuples()]
    placed = pd.DataFrame(rows, columns=list(COLUMNS), dtype="object")
    return placed.astype(COLUMNS)


COLUMNS = {
    "account_id": "str", "account": "str", "action_id": "str", "what": "str", "due": "datetime64[us]",
    "success": "str", "measure_id": "str", "measure": "str", "unit": "str", "baseline": "float64",
    "target": "float64", "latest": "float64", "read_on": "datetime64[us]", "way": "float64", "verdict": "str",
    "informed": "str",
}  # fmt: skip


def estimate_way(baseline: float, target: float, latest: float) -> float:
    """How far a measure has come, in % of the way from ``baseline`` to ``target``.

    100 is the target, over 100 beyond it, negative further away than at the start; NaN where a figure is missing or
    the target is the baseline (a value to be held has no way to go).
    """
    if np.isnan([baseline, target, latest]).any() or target == baseline:
        return np.nan
    return (latest - baseline) / (target - baseline) * 100


def judge_way(baseline: float, target: float, latest: float, better: str = "") -> str:
    """'reached', 'nearer', 'not moved', 'further away' or 'not read yet', for one measure.

    ``better`` is 'higher' or 'lower'; without it the target says which way is wanted. A target that equals the
    baseline is a value to be held: reached, or further away (without ``better`` on either side). Without a baseline there is only reached or not moved.
    """
    if np.isnan(latest) or np.isnan(target):
        return NOT_READ
    if not better and target == baseline:
        return REACHED if latest == target else AWAY
    up = better != "lower" if better else not target < baseline
    if (latest >= target) if up else (latest <= target):
        return REACHED
    way = estimate_way(baseline, target, latest)
    if np.isnan(way):
        return AWAY if target == baseline else SAME
    return NEARER if way > 0 else SAME if way == 0 else AWAY


def latest_readings(tables: Tables, measures: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """``measures`` (rows of that table) by measure_id with latest, read_on (NaN, NaT: not read), way and verdict."""
    measures = measures.drop_duplicates("measure_id")
    readings = rows_where(tables, "readings", "measure_id", tuple(measures["measure_id"]))
    readings = readings[readings["read_on"] <= pd.Timestamp(as_of)].sort_values("read_on")
    last = readings.drop_duplicates("measure_id", keep="last").set_index("measure_id")
    found = measures.set_index("measure_id")
    found["latest"] = last["value"].reindex(found.index).astype("float64")
    found["read_on"] = last["read_on"].reindex(found.index)
    figures = list(zip(found["baseline"], found["target"], found["latest"], strict=True))
    found["way"] = pd.Series([estimate_way(*row) for row in figures], index=found.index, dtype="float64")
    better = found["better"].fillna("")
    found["verdict"] = pd.Series(
        [judge_way(*row, wanted) for row, wanted in zip(figures, better, strict=True)], index=found.index, dtype="str"
    )
    return found


def _named(scope: Scope, actions: pd.DataFrame) -> pd.DataFrame:
    wanted = tuple(actions["measure_id"].dropna().unique())
    return rows_where(scope.whole, "measures", "measure_id", wanted)


def _row(action: Any, measures: pd.DataFrame, scope: Scope) -> dict[str, Any]:
    row = {
        "account_id": action.group_id, "account": str(scope.groups["name"][action.group_id]),
        "action_id": action.action_id, "what": action.what, "due": action.due, "success": _text(action.measure_text),
        "measure_id": _text(action.measure_id), "measure": "", "unit": "", "informed": _text(action.informed),
        "verdict": IN_WORDS if _text(action.measure_text) else NONE,
    }  # fmt: skip
    if action.measure_id not in measures.index:
        return row
    found = measures.loc[action.measure_id]
    return row | {
        "measure": found["name"], "unit": _text(found["unit"]), "verdict": found["verdict"],
        **{name: found[name] for name in ("baseline", "target", "latest", "read_on", "way")},
    }  # fmt: skip


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)
