"""What accounts are worth: contribution after cost to serve, whale curve, first cut, lifetime value, concentration."""

from __future__ import annotations

from kamkit.method.worth.contribution import rank_accounts
from kamkit.method.worth.currency import reporting_currency
from kamkit.method.worth.groups import group_of, units_of

__all__ = ["group_of", "rank_accounts", "reporting_currency", "units_of"]
