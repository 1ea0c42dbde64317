"""Loss is defined before it is forecast; forecasts are recorded, and weigh what stands to be lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamkit.errors import MethodError
from kamkit.method.planning.scope import Scope, day, scope_of
from kamkit.method.remembered import remembered
from kamkit.method.worth import rank_accounts

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

HALF = 0.5  # of the last twelve months: from here on it counts as lost (the definition)
YEARS = 3.0  # over which a loss is counted, as for potential (default)
STALE_DAYS = 183  # a forecast older than half a year is renewed (default)


@dataclass(frozen=True)
class LossDefinition:
    """What counts as losing an account: ``event`` in words; ``yearly`` is what it brought (money a year, NaN: unknown),
    ``basis`` what that is ('contribution after cost to serve', 'gross margin' or 'revenue'), ``half`` what must be gone.
    """

    account_id: str
    event: str
    basis: str
    yearly: float
    currency: str
    by: date

    @property
    def half(self) -> float:
        """The yearly amount that must be gone."""
        return self.yearly * HALF


def estimate_expected_loss(probability: float, yearly: float, years: float = YEARS) -> float:
    """Expected loss = probability x yearly contribution after cost to serve x years, in the money of ``yearly``.

    ``probability`` in % (0 to 100). An account that brings nothing has nothing to lose: below 0 counts as 0. NaN where
    either figure is unknown. MethodError on a probability outside 0 to 100 or a negative number of years.
    It is a mean over many such accounts and what happens to none of them.
    """
    if probability < 0 or probability > 100:
        raise MethodError(f"Probability: found {probability:g}; expected a share of 0 to 100 per cent")
    if not years >= 0:
        raise MethodError(f"Years: found {years:g}; expected 0 or more")
    if np.isnan(probability) or np.isnan(yearly):
        return float("nan")
    return probability / 100 * max(yearly, 0.0) * years


def place_loss(tables: Tables, account_id: str, as_of: date, by: date | None = None) -> LossDefinition:
    """What losing the account would mean: half or more of the last twelve months' contribution gone by a day.

    ``by``: twelve months after ``as_of`` unless given. Where no cost is known it is half of the gross margin or the
    revenue, and where contribution is not positive half of the revenue: there is no half of a loss to lose.
    MethodError on an unknown account or a day that is not after ``as_of``.
    """
    scope = scope_of(tables, account_id, as_of)
    by = by or (scope.day + pd.DateOffset(months=12)).date()
    if by <= as_of:
        raise MethodError(f"loss of {account_id!r}: found {by} as the day; expected a day after {as_of}, which is when the forecast is made")
    row = _worth(scope).loc[scope.account_id]
    basis, yearly = str(row["basis"]), float(row["yearly"])
    if yearly <= 0:
        basis, yearly = "revenue", float(row["revenue"])
    amount = f" ({scope.money(yearly)})" if yearly > 0 else ""
    event = f"Half or more of the {basis} of the twelve months to {day(scope.day)}{amount} is gone by {day(by)}."
    return LossDefinition(scope.account_id, event, basis, yearly, scope.currency, by)


@remembered
def rank_losses(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """What each account could cost us, the largest expected loss first; one row per account with a contribution or forecast.

    Columns: account_id, name, basis and yearly (what the account brought in twelve months, reporting currency; NaN:
    unknown), probability (%; of the latest open forecast of loss; NaN: none), made_on, made_by, event, resolves_on,
    due (the day has passed and nobody has said what happened), stale (made more than half a year ago), expected (money;
    see ``estimate_expected_loss``; NaN: unknown), forecasts (recorded in all). ``account_id`` "" means all.
    MethodError on an unknown account.
    """
    scope = scope_of(tables, account_id, as_of)
    made = forecasts_in(scope)
    open_ones = made[made["happened"].isna()]
    latest = open_ones.drop_duplicates("account_id", keep="last").set_index("account_id")
    found = _worth(scope)
    columns = ["probability", "made_on", "made_by", "event", "resolves_on"]
    found[columns] = latest[columns].reindex(found.index)
    found["due"] = found["resolves_on"] < scope.day
    found["stale"] = found["made_on"] < scope.day - pd.Timedelta(days=STALE_DAYS)
    years = scope.settings.loss_years
    pairs = zip(found["probability"], found["yearly"], strict=True)
    found["expected"] = [estimate_expected_loss(chance, yearly, years) for chance, yearly in pairs]
    found["forecasts"] = made.groupby("account_id").size().reindex(found.index).fillna(0).astype(int)
    found = found.rename_axis("account_id").reset_index().drop(columns="revenue")
    return found.sort_values(
        ["expected", "probability", "name"], ascending=[False, False, True], kind="stable", na_position="last"
    ).reset_index(drop=True)


def rank_forecasts(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """Every forecast of loss recorded up to ``as_of``, the oldest first, as it was given: none replaces another.

    Columns: account_id (the group's), forecast_id, event, probability (%), made_on, made_by, resolves_on, happened
    (missing while open), resolved_on. ``account_id`` "" means all. MethodError on an unknown account.
    """
    return forecasts_in(scope_of(tables, account_id, as_of))


def forecasts_in(scope: Scope) -> pd.DataFrame:
    """The table of ``rank_forecasts`` for a scope."""
    rows = scope.rows("forecasts")
    rows = rows[(rows["about"] == "loss") & (rows["made_on"] <= scope.day)]
    rows = rows.assign(account_id=rows["group_id"]).sort_values(["made_on", "forecast_id"], kind="stable")
    names = "account_id forecast_id event probability made_on made_by resolves_on happened resolved_on".split()
    return rows[names].reset_index(drop=True)


def _worth(scope: Scope) -> pd.DataFrame:
    """What each account of the scope brought: name, basis, yearly, revenue; index account_id."""
    ranking = rank_accounts(scope.whole, scope.as_of).set_index("account_id").reindex(scope.groups.index)
    known = ranking["revenue"].ne(0) & ranking["revenue"].notna()
    return pd.DataFrame(
        {
            "name": scope.groups["name"],
            "basis": ranking["contribution_is"].fillna("revenue"),
            "yearly": ranking["contribution"].where(known),
            "revenue": ranking["revenue"].where(known),
        }
    )
