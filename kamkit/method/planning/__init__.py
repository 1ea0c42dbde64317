"""Who does what by when: actions proposed from the gaps, actions checked, and what comes next."""

from __future__ import annotations

from kamkit.method.planning.checks import check_actions, review_plan
from kamkit.method.planning.plan import place_actions, rank_load
from kamkit.method.planning.propose import RULES, propose_actions
from kamkit.method.planning.upcoming import next_action, next_actions
from kamkit.method.planning.wording import check_wording

__all__ = [
    "RULES",
    "check_actions",
    "check_wording",
    "next_action",
    "next_actions",
    "place_actions",
    "propose_actions",
    "rank_load",
    "review_plan",
]
