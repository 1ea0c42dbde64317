"""The account plan to look at: one page first, then what stands behind it; health and data quality apart."""

from __future__ import annotations

from kamkit.show.plan.behind import show_account_plan_check, show_agreement, show_sources
from kamkit.show.plan.benefits import show_benefits, show_offers, show_proposition
from kamkit.show.plan.condition import show_data_quality, show_health
from kamkit.show.plan.objectives import show_goals, show_objectives
from kamkit.show.plan.page import show_page
from kamkit.show.plan.wording import HEALTH

__all__ = [
    "HEALTH",
    "show_account_plan_check",
    "show_agreement",
    "show_benefits",
    "show_data_quality",
    "show_goals",
    "show_health",
    "show_objectives",
    "show_offers",
    "show_page",
    "show_proposition",
    "show_sources",
]
