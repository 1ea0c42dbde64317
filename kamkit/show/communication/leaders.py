"""Our leaders by level, and what each has undertaken to do."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.communication import rank_leaders
from kamkit.method.communication.leaders import LATE, NOTHING, UNSIGNED
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.words import counted

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

_ROWS = 40


def show_leaders(tables: Tables, account_id: str, as_of: date) -> Shown:
    """What each leader has undertaken, from the top down; overdue, unsigned and missing undertakings are marked."""
    leaders = rank_leaders(tables, account_id, as_of)
    if leaders.empty:
        return parts.nothing_yet(
            "leaders: nobody is anybody's line manager", "The programme supervisor", "among our people, the line manager of each"
        )
    people, idle = leaders["person"].nunique(), int((leaders["comes_from"] == NOTHING).sum())
    late = int((leaders["state"] == LATE).sum())
    said = [f"{people - idle} of {counted(people, 'leader has', 'leaders have')} undertaken something that is written down"]
    said[0] += f"; {late} of it is past its day." if late else "."
    shown = leaders.assign(
        level=[_level(level) for level in leaders["level"]],
        what=leaders["what"].where(leaders["what"] != "", "nothing is written down"),
        whom=leaders["account"].where(leaders["account"] != "", "the programme").where(leaders["what"] != "", ""),
        now=leaders["comes_from"].where(leaders["what"] != "", "").str.cat(leaders["state"], sep=", ").str.strip(", "),
    )
    columns = [
        Column("level", "Level"),
        Column("person", "Leader"),
        Column("role", "Role"),
        Column("what", "Undertakes"),
        Column("whom", "For"),
        Column("due", "By", "date"),
        Column("now", "Where it stands"),
    ]
    marked = leaders["state"].isin([LATE, UNSIGNED]) | (leaders["comes_from"] == NOTHING)
    return parts.stack(
        parts.say(*said), parts.table(shown, columns, caption="Leaders by level", mark=marked, limit=_ROWS)
    )


def _level(level: object) -> str:
    return "not ours" if pd.isna(level) else "1, the top" if level == 1 else str(level)
