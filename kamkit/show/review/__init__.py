"""The review to look at: promises, scorecard, outcomes, what the customer says, and the decision."""

from __future__ import annotations

from kamkit.show.review.customer import show_forecasts, show_quality, show_reappraisal
from kamkit.show.review.decision import show_case, show_check, show_decisions
from kamkit.show.review.outcomes import show_offer_creep, show_opportunities
from kamkit.show.review.promises import show_changes, show_events, show_promises, show_reviews
from kamkit.show.review.scorecard import show_hours, show_measures, show_readings, show_scorecard, show_service_levels

__all__ = [
    "show_case",
    "show_changes",
    "show_check",
    "show_decisions",
    "show_events",
    "show_forecasts",
    "show_hours",
    "show_measures",
    "show_offer_creep",
    "show_opportunities",
    "show_promises",
    "show_quality",
    "show_readings",
    "show_reappraisal",
    "show_reviews",
    "show_scorecard",
    "show_service_levels",
]
