"""Customer lifetime value, in both conventions and with retention five points down and up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from kamkit.errors import MethodError
from kamkit.method.worth.currency import Tables
from kamkit.method.worth.groups import group_of
from kamkit.model.frame import settings_of

Convention = Literal["first margin in a year", "first margin now"]
LATER: Convention = "first margin in a year"
NOW: Convention = "first margin now"


@dataclass(frozen=True)
class LifetimeValue:
    """A lifetime value in money, with retention as assumed, five points lower and five points higher.

    ``retention`` and ``discount`` in %; the higher retention stops at 100.
    """

    value: float
    low: float
    high: float
    margin: float
    retention: float
    discount: float
    convention: Convention


def estimate_lifetime_value(
    margin: float, retention: float, discount: float, convention: Convention = LATER
) -> LifetimeValue:
    """What a customer with this yearly ``margin`` is worth over its lifetime; ``retention`` and ``discount`` in %.

    m r/(1+i-r) with the first margin a year away, m(1+i)/(1+i-r) with the first margin now. Margin and retention
    are taken as constant. Retention is an assumption or a cohort's, never estimated from one account.
    MethodError on a retention outside 0 to 100, a negative discount, or both leaving no finite value.
    Source: Gupta & Lehmann (2003), Customers as assets.
    """
    if not 0 <= retention <= 100:
        raise MethodError(f"retention {retention:g} %: expected 0 to 100 %; correct it at the account or in settings")
    if not discount >= 0:
        raise MethodError(f"discount rate {discount:g} %: expected 0 % or more; correct it in the settings")
    points = (retention, max(0.0, retention - 5), min(100.0, retention + 5))
    value, down, up = (_value(margin, point / 100, discount / 100, convention) for point in points)
    return LifetimeValue(value, min(down, up), max(down, up), margin, retention, discount, convention)


def _value(m: float, r: float, i: float, convention: Convention) -> float:
    if 1 + i - r <= 1e-12:
        raise MethodError(
            "discount rate 0 % with retention 100 %: the margins never end and have no sum; "
            "expected a discount rate above 0; enter it in the settings"
        )
    return m * (r if convention == LATER else 1 + i) / (1 + i - r)


def estimate_lifetime_values(tables: Tables, ranking: pd.DataFrame, convention: Convention = LATER) -> pd.DataFrame:
    """Lifetime value of every account of ``rank_accounts``' table, in its order.

    Columns account_id, name, currency, margin (its contribution), margin_is (what that is), retention (%),
    retention_is ('of the account' or 'of the programme'), discount (%), convention, value, low, high.
    MethodError as in ``estimate_lifetime_value``.
    """
    settings = settings_of(tables)
    accounts = tables["accounts"]
    own = accounts.set_index("account_id")["retention"]
    of_units = own.groupby(group_of(accounts)).min()
    asked = ranking["account_id"].map(own.where(own.notna(), of_units)).astype("float64")
    retention = asked.fillna(settings.retention)
    found = [
        estimate_lifetime_value(margin, stays, settings.discount_rate, convention)
        for margin, stays in zip(ranking["contribution"], retention, strict=True)
    ]
    return pd.DataFrame(
        {
            "account_id": ranking["account_id"],
            "name": ranking["name"],
            "currency": ranking["currency"],
            "margin": ranking["contribution"],
            "margin_is": ranking["contribution_is"],
            "retention": retention,
            "retention_is": asked.notna().map({True: "of the account", False: "of the programme"}).astype("str"),
            "discount": settings.discount_rate,
            "convention": convention,
            **{
                part: pd.Series([getattr(value, part) for value in found], index=ranking.index, dtype="float64")
                for part in ("value", "low", "high")
            },
        }
    )
