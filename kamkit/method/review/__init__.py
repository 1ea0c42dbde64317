"""Did we keep our promises, and is it still a key account: the yearly review of an account, and of all of them."""

from __future__ import annotations

from kamkit.method.review.case import review_case
from kamkit.method.review.change import Change, compare_paired, compare_unpaired
from kamkit.method.review.creep import Creep, review_offer_creep, sum_creep
from kamkit.method.review.events import review_events
from kamkit.method.review.findings import review_account
from kamkit.method.review.forecasts import Brier, brier_score, estimate_brier, review_forecasts
from kamkit.method.review.hours import rank_contribution_per_hour
from kamkit.method.review.outcomes import review_opportunities
from kamkit.method.review.overview import rank_reviews
from kamkit.method.review.period import review_periods
from kamkit.method.review.promises import Promised, count_promises, review_promises
from kamkit.method.review.reappraisal import Quality, relationship_change, review_quality, review_reappraisal
from kamkit.method.review.scorecard import review_scorecard
from kamkit.method.review.service import review_service_levels

__all__ = [
    "Brier",
    "Change",
    "Creep",
    "Promised",
    "Quality",
    "brier_score",
    "compare_paired",
    "compare_unpaired",
    "count_promises",
    "estimate_brier",
    "rank_contribution_per_hour",
    "rank_reviews",
    "relationship_change",
    "review_account",
    "review_case",
    "review_events",
    "review_forecasts",
    "review_offer_creep",
    "review_opportunities",
    "review_periods",
    "review_promises",
    "review_quality",
    "review_reappraisal",
    "review_scorecard",
    "review_service_levels",
    "sum_creep",
]
