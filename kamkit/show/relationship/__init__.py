"""The relationship to look at: stages, people, coverage, white space, memory, loss, and what to check."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kamkit.method.relationship import review_relationship, review_relationships
from kamkit.show import parts
from kamkit.show.parts import Shown
from kamkit.show.relationship.coverage import show_coverage, show_team_mix
from kamkit.show.relationship.loss import show_forecasts, show_loss
from kamkit.show.relationship.memory import show_history, show_quality, show_research
from kamkit.show.relationship.overview import show_relationships
from kamkit.show.relationship.people import show_stakeholders
from kamkit.show.relationship.stages import show_scale, show_stages
from kamkit.show.relationship.whitespace import show_wallet, show_white_space

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

__all__ = [
    "show_coverage",
    "show_forecasts",
    "show_history",
    "show_loss",
    "show_quality",
    "show_relationship_check",
    "show_relationships",
    "show_research",
    "show_scale",
    "show_stages",
    "show_stakeholders",
    "show_team_mix",
    "show_wallet",
    "show_white_space",
]


def show_relationship_check(tables: Tables, account_id: str, as_of: date) -> Shown:
    """What to know about the relationship, worst first, each with what to do; portfolio: the accounts it holds for."""
    if account_id:
        return parts.show_findings(review_relationship(tables, account_id, as_of))
    found = review_relationships(tables, as_of)
    if not found:
        return show_relationships(tables, as_of)
    return parts.stack(show_relationships(tables, as_of), parts.show_findings(found))
