"""What an hour of ours brings at each account."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamkit.method.remembered import remembered
from kamkit.method.worth import rank_accounts
from kamkit.method.worth.own_rows import groups_in

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

COLUMNS = (
    "rank", "account_id", "account", "contribution", "contribution_is", "hours_spent", "hours_needed", "per_hour",
    "median",
)  # fmt: skip


@remembered
def rank_contribution_per_hour(tables: Tables, as_of: date) -> pd.DataFrame:
    """The contribution of the last twelve months for each hour spent, the highest first; all accounts with hours.

    Columns rank, account_id (the group's), account, contribution (reporting currency), contribution_is (see
    ``rank_accounts``), hours_spent and hours_needed (a year, all roles; NaN: nobody said), per_hour (money an hour;
    NaN without hours spent), median (of all accounts whose contribution is on the same basis). It is blind to what the hours
    will bring later: an account that is being won has many hours and little contribution. Raises as ``rank_accounts``.
    """
    efforts = tables["efforts"]
    group = efforts["account_id"].map(groups_in(tables))
    hours = efforts[group.notna()].groupby(group[group.notna()])[["hours_spent", "hours_needed"]].sum(min_count=1)
    worth = rank_accounts(tables, as_of)
    worth = worth[worth["account_id"].isin(hours.index)].rename(columns={"name": "account"})
    found = worth.drop(columns="rank").join(hours, on="account_id")
    spent = found["hours_spent"].where(found["hours_spent"] > 0)
    found["per_hour"] = found["contribution"] / spent
    found["median"] = found.groupby("contribution_is")["per_hour"].transform("median")
    found = found.sort_values(["per_hour", "account_id"], ascending=[False, True], na_position="last", kind="stable")
    found.insert(0, "rank", np.arange(1, len(found) + 1))
    return found[list(COLUMNS)].reset_index(drop=True)
