"""The sponsor's page: what the programme needs of senior management, what was promised, and what is missing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

KINDS = ("organisation", "technology", "money", "people")
STATES = ("not promised", "overdue", "not signed", "signed", "there")
COLUMNS = (
    "commitment_id", "kind", "needed", "promised", "amount", "promised_by", "due", "signed_on", "there_since", "state",
    "missing", "days_late",
)  # fmt: skip
_ASKED = {
    "promised": "what is promised", "promised_by": "by whom", "due": "until when", "signed_on": "a signature",
}  # fmt: skip


def review_commitments(tables: Tables, as_of: date) -> pd.DataFrame:
    """What was asked of the sponsor, the worst first: one row per commitment.

    Its fields, and state ('not promised', 'overdue': past its day and not there, 'not signed', 'signed', 'there'), missing
    (what is not written down, in words; "" if all is), days_late (whole days past the day; 0 unless overdue). A
    commitment that is there misses nothing. It cannot see whether what was promised is enough.
    """
    asked = tables["commitments"].copy()
    day = pd.Timestamp(as_of)
    there = asked["there_since"].notna() & (asked["there_since"] <= day)
    late = asked["due"].notna() & (asked["due"] < day) & ~there
    asked["state"] = "signed"
    asked.loc[asked["signed_on"].isna(), "state"] = "not signed"
    asked.loc[late, "state"] = "overdue"
    asked.loc[asked["promised"].isna(), "state"] = "not promised"
    asked.loc[there, "state"] = "there"
    missing = [
        "" if is_there else ", ".join(words for field, words in _ASKED.items() if pd.isna(row[field]))
        for is_there, (_, row) in zip(there, asked.iterrows(), strict=True)
    ]
    asked["missing"] = pd.Series(missing, index=asked.index, dtype="str")
    asked["days_late"] = (day - asked["due"]).dt.days.where(late, 0).fillna(0).astype("int64")
    order = pd.DataFrame(
        {"state": asked["state"].map(STATES.index), "kind": asked["kind"].map(KINDS.index), "due": asked["due"]}
    )
    asked = asked.loc[order.sort_values(["state", "due", "kind"], na_position="first", kind="stable").index]
    return asked[list(COLUMNS)].reset_index(drop=True)


def kinds_not_asked(tables: Tables) -> tuple[str, ...]:
    """Which of organisation, technology, money and people nothing was asked for."""
    asked = set(tables["commitments"]["kind"])
    return tuple(kind for kind in KINDS if kind not in asked)
