"""What falls due to look at: mine first, then everybody's week."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.rows import rows_where
from kamkit.method.running import place_due, rank_owners, review_week
from kamkit.method.running.due import DAYS
from kamkit.method.team import who_is
from kamkit.method.worth.own_rows import own_rows
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.team.names import account_name
from kamkit.show.words import counted, day, listed

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

ROWS_AT_MOST = 30


def show_due(tables: Tables, account_id: str, as_of: date, who: str = "") -> Shown:
    """What is overdue or due within seven days: of one account, or across all of them by owner.

    ``who`` (id, name or e-mail of one of our people): without an account first what is theirs, and what is due at the
    accounts they own, then how much everybody has.
    """
    due = place_due(tables, account_id, as_of)
    if account_id:
        return _one_account(tables, account_id, due, as_of)
    if due.empty:
        return _nothing_due(tables)
    everybody = _owners(due)
    member = who_is(tables, who)
    if not member:
        said = _said(due, "across all accounts", as_of)
        return parts.stack(parts.say(said), everybody, _table(due, "Everything due, by day; overdue marked", True, True))
    owned = rows_where(tables, "accounts", "owner_id", (member,))["account_id"]
    mine = due[(due["owner_id"] == member) | due["account_id"].isin(owned)]
    if mine.empty:
        return parts.stack(parts.say("Nothing of yours is overdue or due within seven days."), everybody)
    return parts.stack(
        parts.say(_said(mine, "of yours or at your accounts", as_of)),
        _table(mine, "Due for you and at your accounts, by day; overdue marked", True, True), everybody,
    )  # fmt: skip


def _one_account(tables: Tables, account_id: str, due: pd.DataFrame, as_of: date) -> Shown:
    name = account_name(tables, account_id)
    if due.empty and not _entered(own_rows(tables, account_id)):
        return parts.nothing_yet(
            f"actions, promises, queries, messages or contracts of {name}", "The key account manager",
            "actions in 08_draft_the_action_plan, the others in steps 2 and 4",
        )  # fmt: skip
    if due.empty:
        return parts.say(
            f"Nothing that was entered for {name} is overdue or due within {DAYS} days.",
            "Only what has a day can fall due: actions, promises, queries, messages, and contracts with their end.",
        )
    return parts.stack(
        parts.say(_said(due, f"at {name}", as_of)), _table(due, f"Due at {name}, by day; overdue marked", False, True)
    )


def _nothing_due(tables: Tables) -> Shown:
    if not _entered(tables):
        return parts.nothing_yet(
            "actions, promises, queries, messages or contracts of any account", "Each key account manager",
            "actions in 08_draft_the_action_plan, queries and promises in step 2 with an account",
        )  # fmt: skip
    return parts.say(f"Nothing that was entered is overdue or due within {DAYS} days.")


def _entered(tables: Tables) -> bool:
    return any(len(tables[name]) for name in ("actions", "promises", "queries", "messages", "contracts"))


def _said(due: pd.DataFrame, where: str, as_of: date) -> str:
    late, ahead = int(due["overdue"].sum()), int((~due["overdue"]).sum())
    first = "Nothing is past its day" if not late else "1 thing is past its day" if late == 1 else f"{late} things are past their day"
    by_kind = due.groupby("kind", sort=False).size().sort_values(ascending=False, kind="stable")
    plural = {"query": "queries"}
    kinds = listed([counted(int(count), str(kind), plural.get(str(kind), "")) for kind, count in by_kind.items()])
    more = f"{ahead} {'more ' if late else ''}{'falls' if ahead == 1 else 'fall'}" if ahead else "nothing falls"
    return f"{first} and {more} due in the {DAYS} days from {day(as_of)}, {where}: {kinds}."


def _table(due: pd.DataFrame, caption: str, accounts: bool, owners: bool) -> Shown:
    told = due.assign(when=[_when(left) for left in due["days_left"]])
    columns = [
        *([Column("account", "Account")] if accounts else []), Column("kind", "What kind"), Column("what", "What"),
        Column("due", "By", "date"), Column("when", "Days"), *([Column("owner", "Who")] if owners else []),
    ]  # fmt: skip
    return parts.table(told, columns, caption=caption, mark=told["overdue"], limit=ROWS_AT_MOST)


def _when(left: int) -> str:
    if left < 0:
        return f"{-left} over"
    return "today" if left == 0 else f"in {left}"


def _owners(due: pd.DataFrame) -> Shown:
    owners = rank_owners(due)
    columns = [
        Column("owner", "Who"), Column("accounts", "Accounts", "count"), Column("overdue", "Past their day", "count"),
        Column("ahead", f"In {DAYS} days", "count"), Column("oldest", "Oldest, days over", "count"),
        Column("next_due", "Next", "date"),
    ]  # fmt: skip
    return parts.table(owners, columns, caption="Everybody's week", mark=owners["overdue"] > 0, limit=ROWS_AT_MOST)


def show_week_check(tables: Tables, account_id: str, as_of: date) -> Shown:
    """What slips, worst first, each with what to do about it."""
    return parts.show_findings(review_week(tables, account_id, as_of), nothing="Nothing to check: there are no accounts yet.")
