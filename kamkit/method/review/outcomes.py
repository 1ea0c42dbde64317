"""Opportunities: what was forecast, and what came of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamkit.method.planning.scope import Scope, scope_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

LATE = "undecided, past its day"
_ORDER = ("won", "lost", "dropped", LATE, "open")
COLUMNS = (
    "account_id", "account", "opportunity_id", "name", "expected_on", "probability", "recorded", "contribution",
    "expected", "won", "state",
)  # fmt: skip


def review_opportunities(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """The opportunities of an account ("": of all), what was forecast of each and what came of it; decided ones first.

    Columns account_id (the group's), account, opportunity_id, name, expected_on, probability (%: the first forecast
    written down, else the one beside the opportunity), recorded (whether it was written down before the fact),
    contribution (a year, as estimated), expected (probability x contribution), won (contribution a year that
    it brought; 0 for lost ones; NaN: open, or nobody said), state ('won', 'lost', 'dropped', 'undecided, past its day', 'open').
    MethodError if there is no such account. One opportunity says nothing of whoever forecast it; see the Brier score.
    """
    scope = scope_of(tables, account_id, as_of)
    first = _first_forecasts(scope)
    rows = [_row(scope, row, first) for row in scope.rows("opportunities").itertuples()]
    found = pd.DataFrame(rows, columns=list(COLUMNS))
    place = found["state"].map({name: at for at, name in enumerate(_ORDER)})
    found = found.assign(place=place).sort_values(
        ["place", "expected_on", "opportunity_id"], na_position="last", kind="stable"
    )
    return found[list(COLUMNS)].reset_index(drop=True)


def _first_forecasts(scope: Scope) -> dict[str, float]:
    forecasts = scope.rows("forecasts")
    about = forecasts[(forecasts["about"] == "opportunity") & (forecasts["made_on"] <= scope.day)]
    about = about.sort_values("made_on").drop_duplicates("item_id")
    return dict(zip(about["item_id"], about["probability"], strict=True))


def _row(scope: Scope, row: Any, first: dict[str, float]) -> dict[str, Any]:
    state = LATE if row.state == "open" and row.expected_on < scope.day else row.state
    probability = first.get(row.opportunity_id, row.probability)
    won = row.won_contribution if state == "won" else 0.0 if state in ("lost", "dropped") else np.nan
    return {
        "account_id": row.group_id, "account": scope.groups["name"].get(row.group_id), "name": row.name,
        "opportunity_id": row.opportunity_id, "expected_on": row.expected_on, "probability": probability,
        "recorded": row.opportunity_id in first, "contribution": row.contribution,
        "expected": probability / 100 * row.contribution, "won": won, "state": state,
    }  # fmt: skip
