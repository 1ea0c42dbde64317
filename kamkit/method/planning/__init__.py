"""Who does what by when: actions proposed from the gaps, actions checked, and what comes next."""

from __future__ import annotations

from kamkit.method.planning.checks import check_actions, review_plan
from kamkit.method.planning.propose import RULES, propose_actions
from kamkit.method.planning.upcoming import next_action, next_actions
from kamkit.method.planning.wording import check_wording

__all__ = [
    "RULES", "check_actions", "check_wording", "next_action", "next_actions", "propose_actions", "review_plan",
]  # fmt: skip
