"""What stands out over all relationships, worst first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.finding import Finding, Severity, worst_first
from kamkit.method.planning.rules_of_accounts import NO_CONTACT
from kamkit.method.relationship.findings import LIKELY
from kamkit.method.relationship.overview import LAST_CONTACT_DAYS, rank_relationships
from kamkit.method.relationship.stages import GAP
from kamkit.method.relationship.whitespace import check_white_space

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

_NAMED = 4


def review_relationships(tables: Tables, as_of: date) -> tuple[Finding, ...]:
    """What stands out over all accounts of ``rank_relationships``, worst first; nothing without such accounts."""
    found = rank_relationships(tables, as_of)
    if found.empty:
        return ()
    bare, single = found["thread"] == NO_CONTACT, found["thread"] != ""
    likely = found[found["probability"] >= LIKELY].sort_values("probability", ascending=False)
    said = [
        *_some(found, found[single & ~bare], "danger", "hang by a single thread", "Open each and introduce a second pair, those with a renewal first."),
        *_some(found, likely, "danger", f"are forecast to be lost with {LIKELY:.0f} % or more", "Agree for each what would lower it."),
        *_some(found, found[found["gap"] >= GAP].sort_values("gap", ascending=False), "careful", "see us at least a stage further away than we think", "Plan for the stage they see."),
        *_some(found, found[found["silent"] & ~bare], "careful", f"had no conversation with us for {LAST_CONTACT_DAYS} days", "Ask the owner why."),
        *_some(found, found[bare], "unknown", "have no person recorded", "Enter who decides, buys and uses there."),
        *_some(found, found[found["theirs"].isna()], "unknown", "have not been asked how far the relationship is", "Ask them, by somebody outside the account team."),
        *_some(found, found[found["probability"].isna()], "unknown", "have no open forecast of loss", "Record one each; a list of forecasts is what can be scored."),
        *_grids(tables, found, as_of),
    ]  # fmt: skip
    if not said:
        said.append(Finding("fine", f"Nothing stands out over {len(found)} accounts."))
    return worst_first(said)


def _some(of: pd.DataFrame, rows: pd.DataFrame, severity: Severity, what: str, do: str) -> Iterator[Finding]:
    if len(rows):
        names = [str(name) for name in rows["name"]]
        listed = ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")
        yield Finding(severity, f"{len(rows)} of {len(of)} accounts {what}: {listed}.", do)


def _grids(tables: Tables, found: pd.DataFrame, as_of: date) -> Iterator[Finding]:
    yield from (one for one in check_white_space(tables, "", as_of) if one.severity == "careful")
    grid = found[found["unknown_share"].notna()]
    unknown = grid[grid["unknown_share"] > 0]
    yield from _some(
        grid, unknown.sort_values("unknown_share", ascending=False), "unknown",
        "have white space nobody has asked about", "Ask before anybody adds it up.",
    )  # fmt: skip
