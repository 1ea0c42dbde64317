"""Which triggers say that an account is in danger, and what is done then."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning import place_triggers, plan_for_danger, rank_dangers
from kamkit.method.planning.danger import FIRST
from kamkit.method.planning.triggers import HOLDS, IN_DANGER, UNKNOWN, WATCH
from kamkit.model.frame import settings_of
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.words import counted

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

_ROWS = 40
_STEPS = 36


def show_triggers(tables: Tables, account_id: str, as_of: date) -> Shown:
    """The five triggers at one account with what the record says; without an account who is in danger, worst first."""
    triggers = place_triggers(tables, account_id, as_of)
    if triggers.empty:
        return parts.nothing_yet(
            "accounts to look after", "Whoever gets the export of customers", "kamkit import PROGRAMME FILE"
        )
    ranked = rank_dangers(triggers, settings_of(tables).danger_from)
    if account_id:
        return _of_one(triggers, ranked.iloc[0])
    columns = [
        Column("account", "Account"),
        Column("danger", "How it stands"),
        Column("which", "Triggers that hold"),
        Column("unknown", "Not known", "count", help="Triggers that nothing in the record lets anybody judge"),
    ]
    counts = ranked["danger"].value_counts()
    said = f"{counted(int(counts.get(IN_DANGER, 0)), 'account is', 'accounts are')} in danger by the record"
    rest = [f"{counts[kind]} with {words}" for kind, words in ((WATCH, "one trigger"), (UNKNOWN, "nothing known")) if counts.get(kind)]
    said = f"{', '.join([said[0].upper() + said[1:], *rest])}; {len(ranked)} looked at."
    return parts.stack(
        parts.say(said),
        parts.table(ranked, columns, caption="Accounts by danger", mark=ranked["danger"] == IN_DANGER, limit=_ROWS),
    )


def _of_one(triggers: pd.DataFrame, account: pd.Series) -> Shown:
    how = {
        IN_DANGER: "is in danger", WATCH: "has one trigger that holds", UNKNOWN: "cannot be judged: nothing is known yet",
    }.get(account["danger"], "has no trigger that holds")  # fmt: skip
    said = [f"{account['account']} {how}."]
    if account["unknown"] and account["danger"] != UNKNOWN:
        said.append(f"{counted(int(account['unknown']), 'trigger', 'triggers')} cannot be judged, which is not the same as safe.")
    columns = [Column("trigger", "Trigger"), Column("state", "Now"), Column("evidence", "What the record says")]
    return parts.stack(
        parts.say(*said), parts.table(triggers, columns, caption="The triggers", mark=triggers["state"] == HOLDS)
    )


def show_danger_plan(tables: Tables, account_id: str, as_of: date) -> Shown:
    """What is done within 24 hours and within a week, by whom, where triggers hold."""
    plan = plan_for_danger(tables, account_id, as_of)
    if plan.empty:
        return parts.say("No trigger holds, so no plan for danger is started. What would start one stands above.")
    plan = plan.assign(who=plan["who"].where(plan["who"] != "", "nobody recorded"))
    columns = [
        Column("within", "Within"),
        Column("until", "Until", "date"),
        Column("who", "Who"),
        Column("what", "What is done"),
        Column("because", "Because of"),
    ]
    if not account_id:
        columns.insert(0, Column("account", "Account"))
        plan = plan[plan["within"] == FIRST]
    caption = "What is done now" if account_id else "Within 24 hours, by account; the week's steps stand on each account's page"
    return parts.table(plan, columns, caption=caption, mark=plan["within"] == FIRST if account_id else None, limit=_STEPS)
