"""The ladder, and what stands on which rung of it today."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning import escalation_ladder, place_escalations
from kamkit.method.worth.own_rows import own_rows
from kamkit.model.settings import Settings
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.planning.plan import ROWS_AT_MOST
from kamkit.show.words import counted, day

if TYPE_CHECKING:
    from kamkit.model.frame import Tables


def show_ladder(settings: Settings) -> Shown:
    """Who hears of an action that is late and of a promise that is late or broken, after how many days."""
    columns = [
        Column("rung", "Rung", "count"),
        Column("who", "Who hears of it"),
        Column("action_days", "Action overdue, days after", "count"),
        Column("promise_days", "Promise overdue or broken, days after", "count"),
    ]
    return parts.table(escalation_ladder(settings), columns, caption="The ladder")


def show_escalations(tables: Tables, account_id: str, as_of: date) -> Shown:
    """What is late, who should have heard of it by now, and who hears next; the highest rung first."""
    late = place_escalations(tables, account_id, as_of)
    if late.empty:
        open_ones = _anything(tables, account_id)
        return parts.say("Nothing is late: no action and no promise is past its day, and none was broken and left."
                         if open_ones else "Nothing is late, and nothing could be: no action and no promise has been written down.")  # fmt: skip
    high = int((late["rung"] >= 2).sum())
    said = [f"{counted(len(late), 'thing is', 'things are')} late"]
    said[0] += f"; {high} of them long enough for a line manager." if high else "."
    shown = late.assign(
        told=[row.told or f"nobody yet{f': {row.gap}' if row.gap else ''}" for row in late.itertuples()],
        next=[_next(row) for row in late.itertuples()],
    )
    columns = [
        Column("kind", "What is late"),
        Column("what", "Which"),
        Column("due", "Day", "date"),
        Column("days_late", "Days late", "count"),
        Column("told", "Has to have heard"),
        Column("next", "Next"),
    ]
    if not account_id:
        columns.insert(0, Column("account", "Account"))
    table = parts.table(shown, columns, caption="On the ladder today", mark=late["rung"] >= 2, limit=ROWS_AT_MOST)
    return parts.stack(parts.say(*said), table)


def _next(row: object) -> str:
    if pd.isna(row.next_on):  # type: ignore[attr-defined]
        return "the last rung is reached"
    return f"{row.next_told or 'nobody recorded'}, on {day(row.next_on)}"  # type: ignore[attr-defined]


def _anything(tables: Tables, account_id: str) -> bool:
    own = own_rows(tables, account_id)
    return bool(len(own["actions"]) or len(own["promises"]))
