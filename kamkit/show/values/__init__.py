"""What accounts value, to look at: who answered, what matters, where we stand, and what would be worth supplying."""

from __future__ import annotations

from kamkit.show.values.answers import show_answers, show_differences, show_marks
from kamkit.show.values.best import show_against_best
from kamkit.show.values.decisions import show_decisions, show_issues, show_reasons
from kamkit.show.values.importance import show_importance
from kamkit.show.values.outcomes import show_outcomes, show_preferences, show_values_check
from kamkit.show.values.position import show_importance_performance
from kamkit.show.values.value_map import show_value_map

__all__ = [
    "show_against_best",
    "show_answers",
    "show_decisions",
    "show_differences",
    "show_importance",
    "show_importance_performance",
    "show_issues",
    "show_marks",
    "show_outcomes",
    "show_preferences",
    "show_reasons",
    "show_value_map",
    "show_values_check",
]
