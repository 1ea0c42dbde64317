"""Whether we have the people, the skills and the hours: capacity and cost, gaps without levels, the manager's check."""

from __future__ import annotations

from kamkit.method.team.checks import review_team
from kamkit.method.team.hours import rank_people, review_hours, review_roles, served_accounts
from kamkit.method.team.managers import PARTS, rank_managers_checks, review_managers_check
from kamkit.method.team.skills import (
    review_own_skills,
    review_skill_gaps,
    review_training,
    who_is,
    who_may_see,
)

__all__ = [
    "PARTS",
    "rank_managers_checks",
    "rank_people",
    "review_hours",
    "review_managers_check",
    "review_own_skills",
    "review_roles",
    "review_skill_gaps",
    "review_team",
    "review_training",
    "served_accounts",
    "who_is",
    "who_may_see",
]
