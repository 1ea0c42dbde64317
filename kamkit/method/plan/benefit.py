"""Opportunities sized in the customer's money, with how sure anybody is of the figures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from kamkit.method.plan.who import named
from kamkit.method.planning.scope import scope_of
from kamkit.method.remembered import remembered
from kamkit.model.settings import Settings

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

YEARS = 3  # what changing costs the customer has to come back within this many years (default)
WORTH = "the benefit exceeds the price, and the price our cost"
NOT_EARNED_BACK = f"what changing costs them is not earned back in {YEARS} years"
COLUMNS = (
    "opportunity_id", "account_id", "account", "kind", "name", "expectation_id", "full", "factor", "benefit", "one_off",
    "switching_cost", "price", "our_cost", "theirs", "first_year", "ours", "evidence", "can_supply_from",
    "contribution", "probability", "expected_on", "proposed", "because",
)  # fmt: skip


@remembered
def rank_benefits(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """The open opportunities of an account ("": of all), those to propose first, then by what the customer keeps.

    One row per opportunity, money in the reporting currency:

    - opportunity_id, account_id and account (the group's), kind (offering, preference), name, expectation_id
    - full (units x effect, a year), factor (confirmed 1.0; joint and assumed from the settings; without a mark it
      counts as assumed), benefit (full x factor, a year), one_off (one-off benefit x factor; 0 if none is named),
      switching_cost (what changing costs them, once; NaN: not said; never scaled, for it is sure to come)
    - price (they accept, a year), our_cost (a year), theirs (benefit - price, a year), first_year (theirs + one_off
      - switching_cost: their first twelve months), ours (price - our_cost, a year)
    - evidence (confirmed, joint, assumed), can_supply_from, contribution, probability (%), expected_on
    - proposed (True, False; <NA> where a figure is missing), because (what decides it)

    Proposed only if benefit > price > cost, we know from when we can supply it, and the switching cost comes back
    within ``YEARS``. Before that last test it agrees with ``rank_preferences``. It cannot see benefits nobody
    put into money. MethodError if there is no such account.
    Source: Anderson, Narus & van Rossum (2006), Customer value propositions in business markets, HBR 84(3).
    """
    scope = scope_of(tables, account_id, as_of)
    rows = scope.rows("opportunities")
    found = named(scope, rows[rows["state"] == "open"])
    found["evidence"] = found["evidence"].fillna("assumed")
    found["factor"] = found["evidence"].map(evidence_factors(scope.settings)).astype("float64")
    found["full"] = found["units"] * found["effect"]
    found["benefit"] = found["full"] * found["factor"]
    found["one_off"] = found["one_off_benefit"].fillna(0.0) * found["factor"]
    found["theirs"] = found["benefit"] - found["price"]
    found["first_year"] = found["theirs"] + found["one_off"] - found["switching_cost"]
    found["ours"] = found["price"] - found["our_cost"]
    found["because"] = pd.Series(_because(found), index=found.index, dtype="str")
    found["proposed"] = _proposed(found["because"])
    order = found.assign(first=found["proposed"].fillna(False).astype(bool), known=found["proposed"].notna())
    order = order.sort_values(
        ["first", "known", "theirs", "opportunity_id"], ascending=[False, False, False, True], na_position="last"
    )
    return order[list(COLUMNS)].reset_index(drop=True)


def evidence_factors(settings: Settings) -> dict[str, float]:
    """By what a benefit is multiplied: 1 if the customer confirmed it, less the less sure it is."""
    return {"confirmed": 1.0, "joint": settings.joint_factor, "assumed": settings.assumed_factor}


def _because(found: pd.DataFrame) -> npt.NDArray[np.object_]:
    benefit, price, cost = found["benefit"], found["price"], found["our_cost"]
    over_years = YEARS * found["theirs"] + found["one_off"] - found["switching_cost"]
    reasons = {
        "the price takes the whole benefit": benefit <= price,
        "the price does not cover our cost": price <= cost,
        NOT_EARNED_BACK: over_years <= 0,
        "unknown: what it is worth to the customer": benefit.isna(),
        "unknown: the price they would accept": price.isna(),
        "unknown: what it costs us": cost.isna(),
        "unknown: from when we can supply it": found["can_supply_from"].isna(),
    }
    return np.select([which.to_numpy(dtype=bool) for which in reasons.values()], list(reasons), WORTH)


def _proposed(because: pd.Series) -> pd.Series:
    proposed = (because == WORTH).astype("boolean")
    return proposed.mask(because.str.startswith("unknown"))
