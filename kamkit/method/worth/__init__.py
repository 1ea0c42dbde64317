"""What accounts are worth: contribution after cost to serve, whale curve, first cut, lifetime value, concentration."""

from __future__ import annotations

from kamkit.method.worth.concentration import estimate_concentration
from kamkit.method.worth.contribution import rank_accounts
from kamkit.method.worth.currency import reporting_currency
from kamkit.method.worth.ends import estimate_habits, rank_ends
from kamkit.method.worth.findings import review_worth
from kamkit.method.worth.first_cut import place_first_cut
from kamkit.method.worth.groups import group_of, units_of
from kamkit.method.worth.lifetime import estimate_lifetime_value, estimate_lifetime_values
from kamkit.method.worth.one_account import rank_units, review_cost_to_serve
from kamkit.method.worth.places import estimate_places
from kamkit.method.worth.wallet import estimate_wallet_share
from kamkit.method.worth.whale import estimate_whale_curve

__all__ = [
    "estimate_concentration",
    "estimate_habits",
    "estimate_lifetime_value",
    "estimate_lifetime_values",
    "estimate_places",
    "estimate_wallet_share",
    "estimate_whale_curve",
    "group_of",
    "place_first_cut",
    "rank_accounts",
    "rank_ends",
    "rank_units",
    "reporting_currency",
    "review_cost_to_serve",
    "review_worth",
    "units_of",
]
