"""The refinement of the programme to look at: the loop, themes, practice and lessons, versions, the four points."""

from __future__ import annotations

from kamkit.show.refinement.loop import show_feedback, show_loop, show_themes
from kamkit.show.refinement.practice import show_check, show_lessons, show_points, show_practices
from kamkit.show.refinement.versions import show_comparisons, show_version_of, show_versions

__all__ = [
    "show_check",
    "show_comparisons",
    "show_feedback",
    "show_lessons",
    "show_loop",
    "show_points",
    "show_practices",
    "show_themes",
    "show_version_of",
    "show_versions",
]
