"""Where we stand and where we are going, to look at."""

from __future__ import annotations

from kamkit.show.direction.check import show_direction_check, show_start_check
from kamkit.show.direction.domains import (
    show_account_differences,
    show_account_direction,
    show_ambitions,
    show_defaults,
    show_differences,
    show_domains,
)
from kamkit.show.direction.lines_of_business import show_business_lines, show_sectors
from kamkit.show.direction.modules import show_paths, show_phases, show_proposed_phases
from kamkit.show.direction.standing import show_commitments, show_congruence, show_lowest, show_standing

__all__ = [
    "show_account_differences",
    "show_account_direction",
    "show_ambitions",
    "show_business_lines",
    "show_commitments",
    "show_congruence",
    "show_defaults",
    "show_differences",
    "show_direction_check",
    "show_domains",
    "show_lowest",
    "show_paths",
    "show_phases",
    "show_proposed_phases",
    "show_sectors",
    "show_standing",
    "show_start_check",
]
