"""Which domain's programme applies to an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.remembered import remembered
from kamkit.method.worth.groups import group_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables


@remembered
def domains_of(tables: Tables) -> pd.Series:
    """The domain of every account (group): its own, else the one that all its customer numbers share, else "".

    Index the group's account_id, values domain_id. A domain that is not among the domains is none.
    """
    accounts = tables["accounts"]
    groups = group_of(accounts).rename("group")
    domain = accounts["domain_id"].where(accounts["domain_id"].isin(tables["domains"]["domain_id"])).set_axis(groups.index)
    own = domain[groups.index == groups.to_numpy()]
    by_group = domain.groupby(groups.to_numpy())
    shared = by_group.first().where(by_group.nunique() == 1)
    return own.fillna(shared.reindex(own.index)).astype("object").fillna("").astype("str").rename("domain_id")
