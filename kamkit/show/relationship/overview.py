"""All relationships side by side, those with most to mend first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.relationship import rank_relationships, stage_called
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.relationship.wording import EACH
from kamkit.show.words import counted

if TYPE_CHECKING:
    from kamkit.model.frame import Tables


def show_relationships(tables: Tables, as_of: date) -> Shown:
    """Stage and gap, single threads, unknown white space, last contact and chance of loss, one line per account."""
    found = rank_relationships(tables, as_of)
    if found.empty:
        return parts.nothing_yet("stages, people or white space of any account", EACH, "on the page of each account: open this workbook with its number as account_id")
    found = found.assign(
        stage=[_stage(row) for row in found.itertuples()],
        gap=["unknown" if pd.isna(gap) else f"{gap:+g}" if gap else "0" for gap in found["gap"]],
        thread=found["thread"].where(found["thread"] != "", "no"),
    )
    found["unknown"] = ["no grid" if pd.isna(share) else f"{share:.0f} %" for share in found["unknown_share"]]
    columns = [
        Column("name", "Account"), Column("owner", "Owner"), Column("stage", "They say"),
        Column("gap", "Gap", help="Ours minus theirs, in stages"), Column("thread", "Single thread"),
        Column("unknown", "Unknown white space"), Column("last_contact", "Last contact", "date"),
        Column("probability", "Loss forecast", "percent"),
    ]  # fmt: skip
    worst = int((found["flags"] > 0).sum())
    caption = f"{counted(len(found), 'account')}, {worst} with something to mend, most first"
    return parts.table(found, columns, caption=caption, mark=found["flags"] >= 2, limit=40)


def _stage(row: object) -> str:
    theirs = row.theirs  # type: ignore[attr-defined]
    return "not asked" if pd.isna(theirs) else stage_called(theirs)
