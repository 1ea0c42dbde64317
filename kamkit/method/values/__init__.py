"""What accounts value: what they say, what goes with their decisions, and how they see us beside competitors."""

from __future__ import annotations

from kamkit.method.values.answers import answers_of, expectations_of, review_answers
from kamkit.method.values.value import (
    estimate_customer_value,
    estimate_relative_strength,
    market_perceived_ratio,
    rank_competitors,
)

__all__ = [
    "answers_of",
    "estimate_customer_value",
    "estimate_relative_strength",
    "expectations_of",
    "market_perceived_ratio",
    "rank_competitors",
    "review_answers",
]
