"""Where we stand and where we are going: assessment, sponsor, modules, lines of business, domains, what a programme starts from."""

from __future__ import annotations

from kamkit.method.direction.account import Direction, place_in_direction, review_account_direction
from kamkit.method.direction.by_hand import Span, entered_by_hand, spans_to, spread_revenue
from kamkit.method.direction.defaults import propose_defaults
from kamkit.method.direction.domains import check_differences
from kamkit.method.direction.findings import review_direction, review_start
from kamkit.method.direction.lines_of_business import rank_business_lines, rank_sectors
from kamkit.method.direction.modules import propose_phases, review_phases
from kamkit.method.direction.paths import list_paths
from kamkit.method.direction.sponsor import kinds_not_asked, review_commitments
from kamkit.method.direction.standing import BASICS, BLOCKS, PAIRS, Congruence, rank_standing, review_congruence
from kamkit.method.direction.statements import review_ambitions
from kamkit.method.inheritance import chain_of, effective_programme, inherit_programme

__all__ = [
    "BASICS",
    "BLOCKS",
    "PAIRS",
    "Congruence",
    "Direction",
    "Span",
    "chain_of",
    "check_differences",
    "effective_programme",
    "entered_by_hand",
    "inherit_programme",
    "kinds_not_asked",
    "list_paths",
    "place_in_direction",
    "propose_defaults",
    "propose_phases",
    "rank_business_lines",
    "rank_sectors",
    "rank_standing",
    "review_account_direction",
    "review_ambitions",
    "review_commitments",
    "review_congruence",
    "review_direction",
    "review_phases",
    "review_start",
    "spans_to",
    "spread_revenue",
]
