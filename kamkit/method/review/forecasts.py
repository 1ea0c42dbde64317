"""Forecasts and what came of them: a list first, the Brier score from ten resolved ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamkit.method.planning.scope import scope_of
from kamkit.method.remembered import remembered

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

ENOUGH = 10  # resolved forecasts, before their score says anything (default)
RESOLVED, DUE, OPEN = "resolved", "to be resolved", "open"
COLUMNS = (
    "account_id", "account", "forecast_id", "about", "event", "probability", "made_by", "made_on", "resolves_on",
    "happened", "penalty", "state",
)  # fmt: skip


@dataclass(frozen=True)
class Brier:
    """How well forecasts were calibrated: ``score`` from 0 (each was certain and right) to 1 (each certain and wrong).

    ``resolved``: how many stand behind it; ``score`` is NaN under ten. ``happened``: the share (0 to 1) of events that
    came true, and ``reference`` the score of somebody who says that share every time.
    """

    score: float
    resolved: int
    happened: float
    reference: float

    @property
    def enough(self) -> bool:
        """Whether there are enough resolved forecasts to speak of a score."""
        return self.resolved >= ENOUGH


def review_forecasts(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """The forecasts about an account ("": about all), those resolved first, then those whose day has come.

    Columns account_id (the group's), account, forecast_id, about, event, probability (%), made_by, made_on, resolves_on,
    happened (missing while open), penalty ((probability - outcome)^2, 0 to 1; NaN while open), state ('resolved',
    'to be resolved': its day has come and nobody said what happened, 'open'). MethodError if there is no such account.
    """
    scope = scope_of(tables, account_id, as_of)
    found = scope.rows("forecasts")
    found = found[found["made_on"] <= scope.day].drop(columns="account_id").rename(columns={"group_id": "account_id"})
    seen = found["happened"].notna() & ~(found["resolved_on"] > scope.day)
    found["happened"] = found["happened"].where(seen)
    outcome = found["happened"].astype("Float64").astype("float64")
    found["penalty"] = (found["probability"] / 100 - outcome) ** 2
    found["account"] = found["account_id"].map(scope.groups["name"])
    found["state"] = np.where(seen, RESOLVED, np.where(found["resolves_on"] <= scope.day, DUE, OPEN))
    place = found["state"].map({RESOLVED: 0, DUE: 1, OPEN: 2})
    found = found.assign(place=place).sort_values(["place", "resolves_on", "forecast_id"], kind="stable")
    return pd.DataFrame(found[list(COLUMNS)]).reset_index(drop=True)


@remembered
def estimate_brier(tables: Tables, as_of: date) -> Brier:
    """The Brier score of all resolved forecasts of the programme; a score of one account would say nothing."""
    found = review_forecasts(tables, "", as_of)
    resolved = found[found["state"] == RESOLVED]
    outcomes = resolved["happened"].astype(float).tolist()
    share = float(np.mean(outcomes)) if outcomes else np.nan
    score = brier_score((resolved["probability"] / 100).tolist(), outcomes) if len(outcomes) >= ENOUGH else np.nan
    return Brier(score, len(outcomes), share, share * (1 - share))


def brier_score(probabilities: Sequence[float], outcomes: Sequence[float]) -> float:
    """The mean of (probability - outcome)^2, probabilities from 0 to 1, outcomes 1 (happened) or 0.

    Half of the score of Brier (1950), Monthly Weather Review 78(1), who counts *did not happen* as a second class.
    ValueError if the lengths differ or there is nothing to score.
    """
    if len(probabilities) != len(outcomes) or not len(outcomes):
        raise ValueError(f"brier_score: {len(probabilities)} probabilities for {len(outcomes)} outcomes")
    return float(np.mean((np.asarray(probabilities, dtype=float) - np.asarray(outcomes, dtype=float)) ** 2))
