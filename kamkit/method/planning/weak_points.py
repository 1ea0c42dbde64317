"""The touch points that ask for an action: moments of truth with a shortfall, seen by customers or suspected by us."""

from __future__ import annotations

import pandas as pd

from kamkit.method.planning.scope import Scope

COLUMNS = (
    "account_id", "touch_point_id", "name", "importance", "performance", "shortfall", "suspected",
    "customer_role", "behaviour", "owner_id",
)  # fmt: skip


def weak_touch_points(scope: Scope) -> pd.DataFrame:
    """The touch points of each account's own touchline that are moments of truth, suspected ones included."""
    return pd.DataFrame(columns=list(COLUMNS))
