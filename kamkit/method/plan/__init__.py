"""What we want to achieve with a customer and what is in it for them; the health of the account, the quality of its data."""

from __future__ import annotations

from kamkit.method.plan.agreement import review_agreement
from kamkit.method.plan.benefit import rank_benefits
from kamkit.method.plan.findings import review_account_plan
from kamkit.method.plan.goals import place_goals, review_forces
from kamkit.method.plan.health import SIGNS, estimate_health, review_signs
from kamkit.method.plan.objectives import place_objectives, review_backing, sum_objectives
from kamkit.method.plan.one_page import OnePage, check_page, place_page
from kamkit.method.plan.proposition import Proposed, place_proposition
from kamkit.method.plan.quality import estimate_data_quality, review_data_quality
from kamkit.method.plan.relationship_change import estimate_relationship_change
from kamkit.method.plan.sources import place_sources
from kamkit.method.plan.who import planned_accounts

__all__ = [
    "SIGNS",
    "OnePage",
    "Proposed",
    "check_page",
    "estimate_data_quality",
    "estimate_health",
    "estimate_relationship_change",
    "place_goals",
    "place_objectives",
    "place_page",
    "place_proposition",
    "place_sources",
    "planned_accounts",
    "rank_benefits",
    "review_account_plan",
    "review_agreement",
    "review_backing",
    "review_data_quality",
    "review_forces",
    "review_signs",
    "sum_objectives",
]
