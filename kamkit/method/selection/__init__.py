"""Which accounts are key: criteria, scores, agreement, robustness, the portfolio, hours, nine questions, overrides."""

from __future__ import annotations

from kamkit.method.selection.agreement import Agreement, Concordance, kendalls_w, review_agreement
from kamkit.method.selection.ahp import (
    PairwiseWeights,
    comparison_matrix,
    estimate_group_weights,
    estimate_pairwise_weights,
)
from kamkit.method.selection.anchors import score_by_anchors
from kamkit.method.selection.capacity import Capacity, place_within_hours
from kamkit.method.selection.criteria import check_counted_twice, check_criteria
from kamkit.method.selection.fitting import Task
from kamkit.method.selection.matrix import (
    place_by_difficulty,
    place_by_profit,
    place_by_relationship,
    place_in_portfolio,
)
from kamkit.method.selection.measures import estimate_figures, estimate_security
from kamkit.method.selection.nine_questions import NineQuestions, questions_of, review_nine_questions
from kamkit.method.selection.objectives import check_objectives, review_objectives
from kamkit.method.selection.otherwise import Otherwise, place_otherwise
from kamkit.method.selection.overrides import review_overrides
from kamkit.method.selection.robustness import Acceptability, estimate_acceptability
from kamkit.method.selection.scores import Scores, candidates_of, estimate_scores
from kamkit.method.selection.selected import Selection, select_accounts
from kamkit.method.selection.step_down import check_step_downs, review_step_downs

__all__ = [
    "Acceptability",
    "Agreement",
    "Capacity",
    "Concordance",
    "NineQuestions",
    "Otherwise",
    "PairwiseWeights",
    "Scores",
    "Selection",
    "Task",
    "candidates_of",
    "check_counted_twice",
    "check_criteria",
    "check_objectives",
    "check_step_downs",
    "comparison_matrix",
    "estimate_acceptability",
    "estimate_figures",
    "estimate_group_weights",
    "estimate_pairwise_weights",
    "estimate_scores",
    "estimate_security",
    "kendalls_w",
    "place_by_difficulty",
    "place_by_profit",
    "place_by_relationship",
    "place_in_portfolio",
    "place_otherwise",
    "place_within_hours",
    "questions_of",
    "review_agreement",
    "review_nine_questions",
    "review_objectives",
    "review_overrides",
    "review_step_downs",
    "score_by_anchors",
    "select_accounts",
]
