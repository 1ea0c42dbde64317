"""What to mend, worst first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kamkit.method.direction.account import review_account_direction
from kamkit.method.direction.findings import review_direction, review_start
from kamkit.show import parts
from kamkit.show.parts import Shown

if TYPE_CHECKING:
    from kamkit.model.frame import Tables


def show_start_check(tables: Tables, as_of: date, account_id: str = "") -> Shown:
    """What to mend before the programme goes on; with an account, whether what we want with it fits the direction."""
    if account_id:
        return parts.show_findings(review_account_direction(tables, account_id, as_of))
    return parts.show_findings(review_start(tables, as_of))


def show_direction_check(tables: Tables, as_of: date, account_id: str = "") -> Shown:
    """What to mend in the direction; with an account, whether what we want with it fits."""
    if account_id:
        return parts.show_findings(review_account_direction(tables, account_id, as_of))
    return parts.show_findings(review_direction(tables, as_of))
