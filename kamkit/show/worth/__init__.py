"""What accounts are worth, to look at: the whale curve, the ranking, where margin goes, the first cut, findings."""

from __future__ import annotations

from datetime import date

from kamkit.method.worth import review_worth
from kamkit.method.worth.currency import Tables
from kamkit.show import parts
from kamkit.show.parts import Shown
from kamkit.show.worth.curve import show_whale_curve
from kamkit.show.worth.ends import show_best_and_worst
from kamkit.show.worth.first_cut import show_added, show_first_cut
from kamkit.show.worth.listing import show_basis, show_ranking
from kamkit.show.worth.margin import show_margin

__all__ = [
    "show_added",
    "show_basis",
    "show_best_and_worst",
    "show_first_cut",
    "show_margin",
    "show_ranking",
    "show_whale_curve",
    "show_worth_check",
]


def show_worth_check(tables: Tables, as_of: date, account_id: str = "") -> Shown:
    """What to know before anybody decides on these figures, worst first, each with what to do."""
    return parts.show_findings(review_worth(tables, as_of, account_id), nothing="Nothing stands out in these figures.")
