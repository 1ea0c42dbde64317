"""What happened at an account since its last review, by the days its records carry."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning.scope import scope_of
from kamkit.method.review.period import starts_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

# table: the column that dates it, what to call it, the column that says what it is, and the rows that count
_DATED = (
    ("decisions", "decided_on", "the customer {kind}", "reasons", ("side", "customer")),
    ("queries", "asked_on", "{kind} received", "what", None),
    ("queries", "closed_on", "{kind} closed", "what", None),
    ("promises", "made_on", "promise made", "what", None),
    ("actions", "done_on", "action done", "what", ("state", "done")),
    ("risks", "triggered_on", "danger seen", "what", None),
    ("risks", "closed_on", "danger over", "what", None),
    ("opportunities", "expected_on", "opportunity {kind}", "name", ("state", "won")),
    ("opportunities", "expected_on", "opportunity {kind}", "name", ("state", "lost")),
)
COLUMNS = ("account_id", "account", "on", "event", "what")


def review_events(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """What happened since the last review, newest first: decisions, complaints, promises, actions, dangers, opportunities.

    Columns account_id (the group's), account, on, event, what (NaN: nobody wrote it). For one account, or "" for all.
    MethodError if there is no such account. It is blind to what nobody entered.
    """
    scope = scope_of(tables, account_id, as_of)
    found = []
    for table, dated, called, what, only in _DATED:
        rows = scope.rows(table)
        if only is not None:
            rows = rows[rows[only[0]] == only[1]]
        rows = rows[(rows[dated] > starts_of(scope, rows["group_id"])) & (rows[dated] <= scope.day)]
        kind = rows[only[0] if only is not None and only[0] == "state" else "kind"] if "{kind}" in called else None
        events = [called.format(kind=one) for one in kind.fillna("query")] if kind is not None else [called] * len(rows)
        found.append(
            pd.DataFrame(
                {
                    "account_id": rows["group_id"].to_numpy(), "account": rows["group_id"].map(scope.groups["name"]).to_numpy(),
                    "on": rows[dated].to_numpy(), "event": events, "what": rows[what].to_numpy(),
                }
            )
        )  # fmt: skip
    listed = pd.concat([part for part in found if len(part)] or found[:1], ignore_index=True)
    ordered = listed.sort_values(["on", "account_id", "event"], ascending=[False, True, True], kind="stable")
    return ordered[list(COLUMNS)].reset_index(drop=True)
