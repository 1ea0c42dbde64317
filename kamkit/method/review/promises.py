"""Last review's promises first: kept, late, broken, or still to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning.scope import Scope, scope_of
from kamkit.method.review.period import names_of_people, starts_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

BROKEN, OVERDUE, LATE, KEPT, AHEAD, RUNNING = "broken", "overdue", "kept late", "kept", "ahead", "running"
_ORDER = (BROKEN, OVERDUE, LATE, KEPT, AHEAD, RUNNING)
COLUMNS = (
    "account_id", "account", "promise_id", "what", "promised_to", "owner", "made_on", "due", "settled_on", "result",
    "days_late",
)  # fmt: skip


@dataclass(frozen=True)
class Promised:
    """How many promises had to be kept in the period, and what became of them."""

    kept: int
    late: int
    broken: int
    overdue: int
    to_come: int

    @property
    def due(self) -> int:
        """Those that had to be kept by now."""
        return self.kept + self.late + self.broken + self.overdue

    @property
    def missed(self) -> int:
        """Broken ones and those past their day."""
        return self.broken + self.overdue


def review_promises(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """What became of the promises to an account ("": to all) since the last review, the worst first.

    One row per promise made by ``as_of`` and not settled before the last review: account_id (the group's), account,
    promise_id, what, promised_to, owner (names), made_on, due, settled_on, result ('broken', 'overdue', 'kept late', 'kept',
    'ahead': its day is to come, 'running': it has no day), days_late (whole days; missing where on time). A promise said
    to be kept after its day is late. MethodError if there is no such account. It is blind to promises nobody wrote down.
    """
    return promises_in(scope_of(tables, account_id, as_of))


def promises_in(scope: Scope) -> pd.DataFrame:
    """As :func:`review_promises`, for a scope at hand."""
    promises = scope.rows("promises")
    promises = promises[~(promises["made_on"] > scope.day)]
    start = starts_of(scope, promises["group_id"])
    settled = promises["settled_on"].fillna(promises["due"])
    promises = promises[(promises["state"] == "open") | ~(settled < start)].drop(columns="account_id")
    found = promises.rename(columns={"group_id": "account_id"})
    found["account"] = found["account_id"].map(scope.groups["name"])
    found["owner"] = names_of_people(scope, found["owner_id"])
    is_open, past = found["state"] == "open", found["due"] < scope.day
    late = (found["state"] == "kept") & (found["settled_on"] > found["due"])
    result = found["state"].mask(late, LATE).mask(is_open & past, OVERDUE)
    found["result"] = result.mask(is_open & ~past, AHEAD).mask(is_open & found["due"].isna(), RUNNING)
    behind = (found["settled_on"].where(~is_open, scope.day) - found["due"]).dt.days
    found["days_late"] = behind.where(
        found["result"].isin([OVERDUE, LATE]) | ((found["result"] == BROKEN) & (behind > 0))
    ).astype("Int64")
    place = found["result"].map({name: at for at, name in enumerate(_ORDER)})
    found = found.assign(place=place).sort_values(["place", "due", "promise_id"], kind="stable", na_position="last")
    return found[list(COLUMNS)].reset_index(drop=True)


def count_promises(promises: pd.DataFrame) -> Promised:
    """The counts of :func:`review_promises`' rows."""
    count = promises["result"].value_counts()
    return Promised(
        kept=int(count.get(KEPT, 0)),
        late=int(count.get(LATE, 0)),
        broken=int(count.get(BROKEN, 0)),
        overdue=int(count.get(OVERDUE, 0)),
        to_come=int(count.get(AHEAD, 0) + count.get(RUNNING, 0)),
    )
