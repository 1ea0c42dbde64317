"""What accounts value: what they say, what goes with their decisions, and how they see us beside competitors."""

from __future__ import annotations

from kamkit.method.values.answers import answers_of, expectations_of, review_answers
from kamkit.method.values.decisions import list_decisions
from kamkit.method.values.derived import DerivedImportance, estimate_derived_importance
from kamkit.method.values.drivers import r_squared, relative_weights, shapley_shares, standardised_coefficients
from kamkit.method.values.findings import review_values
from kamkit.method.values.issues import list_issues
from kamkit.method.values.pool import most_profitable, review_against_best, review_against_pool
from kamkit.method.values.position import ImportancePerformance, place_expectations, place_quadrants
from kamkit.method.values.preferences import rank_preferences, rank_reasons
from kamkit.method.values.recommendation import (
    NetPromoter,
    estimate_nps,
    estimate_relationship_quality,
    net_promoter,
)
from kamkit.method.values.stated import rank_stated_importance
from kamkit.method.values.value import (
    compare_marks,
    estimate_customer_value,
    estimate_relative_strength,
    market_perceived_ratio,
    rank_competitors,
)

__all__ = [
    "DerivedImportance",
    "ImportancePerformance",
    "NetPromoter",
    "answers_of",
    "compare_marks",
    "estimate_customer_value",
    "estimate_derived_importance",
    "estimate_nps",
    "estimate_relationship_quality",
    "estimate_relative_strength",
    "expectations_of",
    "list_decisions",
    "list_issues",
    "market_perceived_ratio",
    "most_profitable",
    "net_promoter",
    "place_expectations",
    "place_quadrants",
    "r_squared",
    "rank_competitors",
    "rank_preferences",
    "rank_reasons",
    "rank_stated_importance",
    "relative_weights",
    "review_against_best",
    "review_against_pool",
    "review_answers",
    "review_values",
    "shapley_shares",
    "standardised_coefficients",
]
