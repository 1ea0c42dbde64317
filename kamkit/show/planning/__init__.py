"""The action plan to look at: gaps, actions and their causes, measures, days, the ladder, and an account in danger."""

from __future__ import annotations

from kamkit.show.planning.causes import show_kinds, show_roles
from kamkit.show.planning.danger import show_danger_plan, show_triggers
from kamkit.show.planning.late import show_escalations, show_ladder
from kamkit.show.planning.measured import show_measures
from kamkit.show.planning.plan import (
    show_calendar,
    show_load,
    show_plan,
    show_plan_check,
    show_proposals,
    show_rules,
)

__all__ = [
    "show_calendar",
    "show_danger_plan",
    "show_escalations",
    "show_kinds",
    "show_ladder",
    "show_load",
    "show_measures",
    "show_plan",
    "show_plan_check",
    "show_proposals",
    "show_roles",
    "show_rules",
    "show_triggers",
]
