"""The stories of the case, written by hand: a module for each account with a story of its own, the others by theme."""

from __future__ import annotations

from kamkit.sample.making.rows import Rows
from kamkit.sample.making.stories import (
    aldermoor,
    doubtful,
    dunmarsh,
    everybody,
    growing,
    heliora,
    hypra,
    kestwick,
    knowing,
    na,
    orbisan,
    ostrevia,
    plans,
    quillon,
    reviewed,
    scored,
    steady,
    team,
    tindra,
)  # fmt: skip


def account_stories() -> list[Rows]:
    """What was written for single accounts and for the programme, table by table."""
    return [
        everybody.STORY,
        ostrevia.STORY, hypra.STORY, orbisan.STORY, tindra.STORY, steady.SANDVALE, na.STORY, kestwick.STORY,
        reviewed.BELMARRA, growing.VANTORRE, dunmarsh.STORY, doubtful.ROSTAVIK, aldermoor.STORY, steady.CORVANE,
        steady.TRELISSAR, growing.PELLUNA, reviewed.FENNWICK, doubtful.MORROWBY, quillon.STORY, growing.GRAUWALD,
        steady.THORNSEY, doubtful.LUMIVARDE, growing.ESKDORN, growing.CASTEVANE, heliora.STORY,
        team.STORY, knowing.STORY,
        plans.STORY,
        scored.STORY,
    ]  # fmt: skip
