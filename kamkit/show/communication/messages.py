"""The communication plan to look at: what is missing, what is due, what we will not do, and what to check."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.communication import (
    place_limits,
    place_messages,
    rank_limits,
    rank_senders,
    review_communication,
)
from kamkit.method.communication.limits import LIMIT, SLIPPED, UNSAID
from kamkit.method.communication.messages import CONFIRMED, OVERDUE
from kamkit.method.worth import reporting_currency
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.words import amount, counted

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

_ROWS = 30
_DRAFTS = 12


def show_missing_messages(tables: Tables, account_id: str, drafts: pd.DataFrame) -> Shown:
    """The ``drafts`` of ``propose_messages``: who on duty has not been told, and what to tell them."""
    if drafts.empty:
        return parts.say(
            "No message is missing: everybody who is named on duty has been told, or owns the account.",
            "A point without an owner misses nobody; it stands in the table above.",
        )
    people = tables["team_members"].drop_duplicates("member_id").set_index("member_id")["name"]
    drafts = drafts.assign(sender=drafts["sender_id"].map(people).fillna("nobody"))
    columns = [
        Column("audience", "To"),
        Column("what", "Draft"),
        Column("evidence", "Because"),
        Column("sender", "Who tells them"),
        Column("due", "By", "date"),
    ]
    caption, most = f"Missing: {counted(len(drafts), 'message')}", _ROWS
    if not account_id:
        columns[1:2], most = [], _DRAFTS  # the drafts themselves stand on each account's page
        columns.insert(0, Column("account", "Account"))
    return parts.table(drafts, columns, caption=caption, limit=most)


def show_messages(tables: Tables, account_id: str, as_of: date) -> Shown:
    """Who is told what, by whom and when, and whether it was confirmed; overdue first, then who has to tell most."""
    messages = place_messages(tables, account_id, as_of)
    if messages.empty:
        return parts.nothing_yet("messages to anybody", "The key account manager", "take a draft of step 1, or add a row here")
    counts = messages["state"].value_counts()
    said = f"{counts.get(CONFIRMED, 0)} of {counted(len(messages), 'message')} {'is' if counts.get(CONFIRMED, 0) == 1 else 'are'} confirmed"
    late = int(counts.get(OVERDUE, 0))
    shown = messages.assign(
        audience=messages["person"].where(messages["person"] != "", messages["audience"]),
        sender=messages["sender"].where(messages["sender"] != "", "nobody"),
    )
    columns = [
        Column("side", "Side"),
        Column("audience", "Told"),
        Column("what", "What"),
        Column("sender", "By whom"),
        Column("channel", "How"),
        Column("due", "By", "date"),
        Column("state", "State"),
        Column("confirmed_on", "Confirmed on", "date"),
    ]
    if not account_id:
        columns.insert(0, Column("account", "About"))
    table = parts.table(shown, columns, caption="The communication plan", mark=messages["state"] == OVERDUE, limit=_ROWS)
    plan = parts.stack(parts.say(f"{said}; {late} overdue." if late else f"{said}."), table)
    senders = rank_senders(messages)
    if account_id or senders.empty:
        return plan
    who = [
        Column("sender", "Has to tell"),
        Column("open", "Not confirmed", "count"),
        Column("overdue", "Overdue", "count"),
        Column("accounts", "About", "count"),
        Column("next_due", "Next by", "date"),
    ]
    return parts.stack(plan, parts.table(senders, who, caption="Who has to tell", mark=senders["overdue"] > 0))


def show_limits(tables: Tables, account_id: str, as_of: date) -> Shown:
    """What we will and will not do: promises by who pays for them, and the limits that were said."""
    limits = place_limits(tables, account_id, as_of)
    if limits.empty:
        return parts.nothing_yet(
            "promises, and limits of what we do", "The key account manager",
            "promises in 04_map_touch_points, limits as messages of the topic limit in step 4",
        )  # fmt: skip
    currency = reporting_currency(tables)
    money = f", {currency} a year" if currency else ""
    kinds = rank_limits(limits)
    counted_kinds = [
        Column("kind", "Kind"),
        Column("means", "What it means"),
        Column("count", "How many", "count"),
        *([] if account_id else [Column("accounts", "Accounts", "count")]),
        Column("cost", f"Cost{money}", help="Of those that were costed"),
        Column("uncosted", "Not costed", "count"),
        Column("overdue", "Overdue", "count"),
    ]
    kinds["cost"] = [_cost(row) for row in kinds.itertuples()]
    rows = [
        Column("kind", "Kind"),
        Column("what", "What"),
        Column("who", "Who keeps it, or has to know"),
        Column("due", "Day", "date"),
        Column("state", "State"),
    ]
    if not account_id:
        rows.insert(0, Column("account", "Account"))
        limits = limits[limits["kind"].isin([SLIPPED, UNSAID, LIMIT])]
    undecided = limits["kind"] == SLIPPED
    caption = "One by one" if account_id else "Not decided, not said, and what we will not do"
    said = [_undecided(kinds), _limits(kinds)]
    return parts.stack(
        parts.say(*said),
        parts.table(kinds, counted_kinds, caption="By kind"),
        parts.table(limits, rows, caption=caption, mark=undecided, limit=_ROWS),
    )


def _cost(row: object) -> str:
    if row.kind == LIMIT or not row.count:  # type: ignore[attr-defined]
        return ""
    return amount(row.yearly_cost)  # type: ignore[attr-defined]


def _undecided(kinds: pd.DataFrame) -> str:
    found = kinds.set_index("kind")["count"]
    if not found[SLIPPED] + found[UNSAID]:
        return "Of every open promise somebody has said who pays for it."
    said = (
        f"{counted(int(found[SLIPPED]), 'promise is', 'promises are')} given without a decision, and of "
        f"{counted(int(found[UNSAID]), 'promise', 'promises')} nobody has said who pays."
    )
    return said[0].upper() + said[1:]


def _limits(kinds: pd.DataFrame) -> str:
    row = kinds.set_index("kind").loc[LIMIT]
    if not row["count"]:
        return "No limit is written down: everybody may promise anything."
    unsure = f"; {row['unconfirmed']} not confirmed yet" if row["unconfirmed"] else ""
    return f"{counted(int(row['count']), 'limit is', 'limits are')} written down{unsure}."


def show_communication_check(tables: Tables, account_id: str, as_of: date) -> Shown:
    """Who does not know yet what they have to know, worst first, each with what to do."""
    return parts.show_findings(review_communication(tables, account_id, as_of))
