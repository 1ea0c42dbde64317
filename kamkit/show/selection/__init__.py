"""The list of key accounts to look at: the list, how sure it is, the portfolio, disagreement, hours, nine questions."""

from __future__ import annotations

from kamkit.show.selection.account import show_scores
from kamkit.show.selection.answers import show_answers, show_weights
from kamkit.show.selection.disagreement import show_disagreement
from kamkit.show.selection.hours import show_hours
from kamkit.show.selection.listing import show_check, show_list, show_overrides
from kamkit.show.selection.memo import show_selection_memo
from kamkit.show.selection.objectives import show_objectives
from kamkit.show.selection.portfolio import show_portfolio
from kamkit.show.selection.questions import show_nine_questions, show_wording
from kamkit.show.selection.step_down import show_step_downs
from kamkit.show.selection.sureness import show_sureness

__all__ = [
    "show_answers",
    "show_check",
    "show_disagreement",
    "show_hours",
    "show_list",
    "show_nine_questions",
    "show_objectives",
    "show_overrides",
    "show_portfolio",
    "show_scores",
    "show_selection_memo",
    "show_step_downs",
    "show_sureness",
    "show_weights",
    "show_wording",
]
