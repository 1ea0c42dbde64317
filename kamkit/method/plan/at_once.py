"""What the pages of single accounts ask of their plans, worked out for all accounts with a plan at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from kamkit.method.plan.agreement import review_agreement
from kamkit.method.plan.benefit import rank_benefits
from kamkit.method.plan.goals import place_goals, review_forces
from kamkit.method.plan.health import estimate_health, signs_of
from kamkit.method.plan.objectives import place_objectives, review_backing
from kamkit.method.plan.quality import by_kind, estimate_data_quality, facts_in, review_data_quality
from kamkit.method.plan.sources import place_sources
from kamkit.method.plan.who import planned_in
from kamkit.method.planning.scope import scope_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

Worked = tuple[Callable[..., Any], tuple[Hashable, ...], Any]
_ROWS = (place_goals, review_forces, place_objectives, review_backing, rank_benefits, review_agreement)


def plans_at_once(tables: Tables, as_of: date) -> Iterator[Worked]:
    """Remembered functions, what they are given beside the tables, and their results, for every account with a plan.

    A tenth of the work of asking for one account after the other. MethodError as ``estimate_health``.
    """
    scope = scope_of(tables, "", as_of)
    accounts = planned_in(scope)
    for function in _ROWS:
        rows = function(tables, "", as_of)
        own = {str(group): found for group, found in rows.groupby("account_id", sort=False)}
        for account in accounts:
            yield function, (account, as_of), own.get(account, rows.iloc[:0]).reset_index(drop=True)
    sources = place_sources(tables, "", as_of)
    general = sources["account_id"].isna()
    signs = {str(group): found for group, found in signs_of(tables, as_of, "").groupby("account_id", sort=False)}
    facts = {str(group): found for group, found in facts_in(scope).groupby("group_id")}
    health, quality = estimate_health(tables, as_of), estimate_data_quality(tables, as_of)
    for account in accounts:
        yield place_sources, (account, as_of), sources[general | (sources["account_id"] == account)].reset_index(drop=True)
        yield signs_of, (as_of, account), signs[account].reset_index(drop=True)
        yield estimate_health, (as_of, account), health.loc[[account]]
        yield estimate_data_quality, (as_of, account), quality.loc[[account]]
        yield review_data_quality, (as_of, account), by_kind(facts[account])
