"""What a rule proposes; many of them become the rows of ``propose_actions``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields

import pandas as pd


@dataclass(frozen=True)
class Proposal:
    """One action proposed from one gap, with the evidence it rests on."""

    account_id: str
    rule: str
    what: str
    because: str
    because_id: str
    kind: str
    cause: str
    due: pd.Timestamp
    measure_text: str
    responsible_id: object
    accountable_id: object
    evidence: str


COLUMNS = tuple(field.name for field in fields(Proposal))


def frame_of_proposals(proposals: Iterable[Proposal]) -> pd.DataFrame:
    """The proposals as a table, text as ``str`` and the day as datetime, also when there are none."""
    frame = pd.DataFrame([asdict(found) for found in proposals], columns=list(COLUMNS), dtype="object")
    return frame.astype({name: "datetime64[us]" if name == "due" else "str" for name in COLUMNS})
