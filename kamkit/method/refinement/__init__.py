"""What we have learnt and what we change: the feedback loop, themes, best practice, lessons and versions."""

from __future__ import annotations

from kamkit.method.refinement.findings import review_refinement
from kamkit.method.refinement.loop import Loop, review_feedback, review_loop
from kamkit.method.refinement.points import review_points
from kamkit.method.refinement.practice import rank_practices, review_lessons
from kamkit.method.refinement.themes import rank_themes
from kamkit.method.refinement.versions import Comparison, accounts_named, compare_versions, review_versions, version_of

__all__ = [
    "Comparison",
    "Loop",
    "accounts_named",
    "compare_versions",
    "rank_practices",
    "rank_themes",
    "review_feedback",
    "review_lessons",
    "review_loop",
    "review_points",
    "review_refinement",
    "review_versions",
    "version_of",
]
