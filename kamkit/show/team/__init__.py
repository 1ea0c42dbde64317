"""People, skills and hours to look at."""

from __future__ import annotations

from kamkit.show.team.hours import show_hours, show_people
from kamkit.show.team.managers import show_managers_check, show_team_check
from kamkit.show.team.skills import show_skill_gaps, show_training

__all__ = ["show_hours", "show_managers_check", "show_people", "show_skill_gaps", "show_team_check", "show_training"]
