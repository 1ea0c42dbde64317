"""How good the relationship is: stages from both sides, people, coverage, white space, memory, and the risk of loss."""

from __future__ import annotations

from kamkit.method.relationship.coverage import place_coverage, rank_threads, review_extent
from kamkit.method.relationship.findings import review_relationship
from kamkit.method.relationship.loss import (
    LossDefinition,
    estimate_expected_loss,
    place_loss,
    rank_forecasts,
    rank_losses,
)
from kamkit.method.relationship.memory import rank_notes, review_history
from kamkit.method.relationship.overview import rank_relationships
from kamkit.method.relationship.portfolio import review_relationships
from kamkit.method.relationship.scale import STAGES, stage_called
from kamkit.method.relationship.stages import rank_stage_ratings, review_stages
from kamkit.method.relationship.stakeholders import place_stakeholders
from kamkit.method.relationship.team import estimate_team_hours, review_team_mix
from kamkit.method.relationship.whitespace import (
    check_white_space,
    estimate_white_space,
    place_white_space,
    review_wallet,
)

__all__ = [
    "STAGES",
    "LossDefinition",
    "check_white_space",
    "estimate_expected_loss",
    "estimate_team_hours",
    "estimate_white_space",
    "place_coverage",
    "place_loss",
    "place_stakeholders",
    "place_white_space",
    "rank_forecasts",
    "rank_losses",
    "rank_notes",
    "rank_relationships",
    "rank_stage_ratings",
    "rank_threads",
    "review_extent",
    "review_history",
    "review_relationship",
    "review_relationships",
    "review_stages",
    "review_team_mix",
    "review_wallet",
    "stage_called",
]
