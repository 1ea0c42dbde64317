"""The figures that measured criteria read: revenue, contribution, growth, potential, financial security."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamkit.method.selection.anchors import score_by_anchors
from kamkit.method.worth import group_of, rank_accounts

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

# Financial security: half credit standing, a quarter each days overdue and years under contract (defaults).
SECURITY_SHARES = {"credit": 0.5, "overdue": 0.25, "contract": 0.25}
OVERDUE_LEVELS = (45.0, 20.0, 0.0)  # days for a 2, a 5 and a 9
CONTRACT_LEVELS = (0.5, 1.5, 3.0)  # years still to run for a 2, a 5 and a 9
SECURITY_RULE = (
    "half credit standing, a quarter days overdue (45 is a 2, 20 a 5, none a 9), a quarter years still under contract "
    "(half a year is a 2, one and a half a 5, three a 9); what is unknown is left out, at least half must be known"
)


def estimate_figures(tables: Tables, as_of: date) -> pd.DataFrame:
    """The figures behind measured criteria, one row per account (group), indexed by account_id.

    Columns: revenue and contribution (reporting currency, twelve months), growth (%), potential (contribution over
    three years), financial security (1 to 10, see ``SECURITY_RULE``); NaN where unknown. Contribution is unknown
    where the costs of goods are. Raises what :func:`kamkit.method.worth.rank_accounts` raises.
    """
    worth = rank_accounts(tables, as_of).set_index("account_id")
    found = worth[["revenue", "contribution", "growth"]].astype(float)
    found["contribution"] = found["contribution"].where(worth["contribution_is"] != "revenue")
    if tables["sales_lines"].empty:
        found[["revenue", "contribution", "growth"]] = np.nan
    groups = group_of(tables["accounts"])
    potential = tables["accounts"].set_index("account_id")["potential"].astype(float)
    found["potential"] = _of_group(potential, groups, "sum").reindex(found.index)
    found["financial security"] = estimate_security(tables, as_of).reindex(found.index)
    return found


def estimate_security(tables: Tables, as_of: date) -> pd.Series:
    """Financial security of each account (group), 1 to 10: credit standing, days overdue, years under contract.

    The rule is ``SECURITY_RULE``. A group's own figures count; where it has none, its weakest customer number's.
    Years under contract run to the last contract's end, else to the renewal.
    """
    accounts = tables["accounts"].set_index("account_id")
    groups = group_of(tables["accounts"])
    parts = pd.DataFrame(
        {
            "credit": _of_group(accounts["credit_standing"].astype(float), groups, "min"),
            "overdue": _of_group(accounts["days_overdue"].astype(float), groups, "max"),
            "contract": _years_left(tables, groups, as_of),
        }
    )
    parts["overdue"] = score_by_anchors(parts["overdue"], *OVERDUE_LEVELS)
    parts["contract"] = score_by_anchors(parts["contract"], *CONTRACT_LEVELS)
    shares = pd.Series(SECURITY_SHARES)
    known = parts.notna().mul(shares, axis=1).sum(axis=1)
    return (parts.mul(shares, axis=1).sum(axis=1) / known).where(known >= 0.5)


def _of_group(figures: pd.Series, groups: pd.Series, units: str) -> pd.Series:
    """The group's own figure, else its units' joined by ``units`` (missing where no unit has one)."""
    joined = figures.dropna().groupby(groups.reindex(figures.dropna().index)).agg(units)
    tops = pd.Index(groups.unique(), name="account_id")
    return figures.reindex(tops).fillna(joined.reindex(tops))


def _years_left(tables: Tables, groups: pd.Series, as_of: date) -> pd.Series:
    contracts = tables["contracts"]
    last = contracts.groupby(contracts["account_id"].map(groups).to_numpy())["ends_on"].max()
    accounts = tables["accounts"].set_index("account_id")
    renewal = accounts["renewal_on"].groupby(groups.reindex(accounts.index)).max()
    tops = pd.Index(groups.unique(), name="account_id")
    ends = last.reindex(tops).fillna(renewal.reindex(tops))
    return ((pd.to_datetime(ends) - pd.Timestamp(as_of)).dt.days / 365.25).clip(lower=0.0)
