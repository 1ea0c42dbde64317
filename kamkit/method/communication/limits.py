"""What we will and will not do for an account: promises by who pays for them, and the limits that were said."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.communication.messages import CONFIRMED, OVERDUE, place_messages
from kamkit.method.planning.people import People
from kamkit.method.planning.scope import scope_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

CONTRACT, CHARGED, GIVEN = "in the contract", "charged", "given on purpose"
SLIPPED, UNSAID, LIMIT = "given, and nobody decided", "nobody said who pays", "we will not"
KINDS = {
    CONTRACT: "We will: it is in the contract.",
    CHARGED: "We will, and it is paid for.",
    GIVEN: "We will, without charge and for a reason.",
    SLIPPED: "We do it, without charge, and nobody decided to.",
    UNSAID: "We said we will, and nobody wrote down who pays.",
    LIMIT: "We will not, and this is who has to know.",
}
COLUMNS = {
    "account_id": "str", "account": "str", "kind": "str", "what": "str", "who": "str", "due": "datetime64[us]",
    "yearly_cost": "float64", "state": "str", "reason": "str",
}  # fmt: skip


def place_limits(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """What we will and will not do for an account ("": for all): open promises by kind, then the limits.

    Columns: account_id and account (the group's, "everybody" for the programme's limits), kind (one of ``KINDS``), what,
    who (our person who keeps the promise; for a limit whom it was told to), due, yearly_cost (reporting currency, NaN:
    not costed), state ('open', 'overdue'; for a limit 'confirmed', 'planned', 'overdue', 'without a day'), reason (why
    it is given; ""). Limits are messages of the topic 'limit', inside and outside. MethodError if there is no such account.
    It does not read contracts: what is included there has to stand among the promises.
    """
    scope = scope_of(tables, account_id, as_of)
    people = People(tables)
    promises = scope.rows("promises")
    rows: list[dict[str, Any]] = [
        {
            "account_id": row.group_id, "account": str(scope.groups["name"][row.group_id]), "kind": _kind(row),
            "what": row.what, "who": people.name(row.owner_id), "due": row.due, "yearly_cost": row.yearly_cost,
            "state": "overdue" if row.due < scope.day else "open", "reason": "" if pd.isna(row.purpose) else row.purpose,
        }
        for row in promises[promises["state"] == "open"].itertuples()
    ]  # fmt: skip
    messages = place_messages(tables, account_id, as_of)
    rows += [
        {"account_id": row.account_id, "account": row.account, "kind": LIMIT, "what": row.what,
         "who": row.person or row.audience, "due": row.due, "state": row.state, "reason": ""}
        for row in messages[messages["topic"] == "limit"].itertuples()
    ]  # fmt: skip
    placed = pd.DataFrame(rows, columns=list(COLUMNS), dtype="object").astype(COLUMNS)
    order = placed.assign(place=placed["kind"].map(list(KINDS).index).astype("int64")).sort_values(
        ["place", "account", "due"], na_position="last", kind="stable"
    )
    return placed.loc[order.index].reset_index(drop=True)


def rank_limits(limits: pd.DataFrame) -> pd.DataFrame:
    """How much there is of each kind, from :func:`place_limits`: one row per kind, in the order of ``KINDS``.

    Columns: kind, means, count, accounts, yearly_cost (of those costed; NaN where none is), uncosted (promises nobody has
    costed), overdue, unconfirmed (limits somebody has not confirmed).
    """
    limit = limits["kind"] == LIMIT
    figures = limits.assign(
        uncosted=~limit & limits["yearly_cost"].isna(),
        late=limits["state"] == OVERDUE,
        silent=limit & (limits["state"] != CONFIRMED),
    )
    grouped = figures.groupby("kind")
    ranked = pd.DataFrame(
        {
            "count": grouped.size(),
            "accounts": grouped["account_id"].nunique(),
            "yearly_cost": grouped["yearly_cost"].sum(min_count=1),
            "uncosted": grouped["uncosted"].sum(),
            "overdue": grouped["late"].sum(),
            "unconfirmed": grouped["silent"].sum(),
        }
    ).reindex(list(KINDS))
    counts = ["count", "accounts", "uncosted", "overdue", "unconfirmed"]
    ranked[counts] = ranked[counts].fillna(0).astype("int64")
    ranked = ranked.rename_axis("kind").reset_index()
    ranked.insert(1, "means", ranked["kind"].map(KINDS).astype("str"))
    return ranked


def _kind(promise: Any) -> str:
    if pd.isna(promise.charge):
        return UNSAID
    if promise.charge != "given without charge":
        return str(promise.charge)
    return GIVEN if not pd.isna(promise.on_purpose) and bool(promise.on_purpose) else SLIPPED
