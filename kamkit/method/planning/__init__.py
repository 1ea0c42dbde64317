"""Who does what by when: actions proposed from the gaps, actions checked, and what comes next."""

from __future__ import annotations

from kamkit.method.planning.checks import check_actions, review_plan
from kamkit.method.planning.danger import plan_for_danger, review_danger
from kamkit.method.planning.escalation import escalation_ladder, place_escalations
from kamkit.method.planning.kinds import KINDS, place_causes, rank_kinds
from kamkit.method.planning.measured import estimate_way, judge_way, latest_readings, place_measures
from kamkit.method.planning.people import People
from kamkit.method.planning.plan import place_actions, rank_load
from kamkit.method.planning.propose import RULES, propose_actions
from kamkit.method.planning.triggers import TRIGGERS, place_triggers, rank_dangers
from kamkit.method.planning.upcoming import next_action, next_actions
from kamkit.method.planning.wording import check_wording

__all__ = [
    "KINDS",
    "RULES",
    "TRIGGERS",
    "People",
    "check_actions",
    "check_wording",
    "escalation_ladder",
    "estimate_way",
    "judge_way",
    "latest_readings",
    "next_action",
    "next_actions",
    "place_actions",
    "place_causes",
    "place_escalations",
    "place_measures",
    "place_triggers",
    "plan_for_danger",
    "propose_actions",
    "rank_dangers",
    "rank_kinds",
    "rank_load",
    "review_danger",
    "review_plan",
]
