"""What the pages of single accounts need of the whole programme, worked out once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from kamkit.method.communication import messages_to_all
from kamkit.method.direction import rank_business_lines, rank_sectors, rank_standing
from kamkit.method.direction.standing import ITEMS
from kamkit.method.plan.at_once import plans_at_once
from kamkit.method.plan.sources import sources_of_all
from kamkit.method.planning import propose_actions
from kamkit.method.remembered import key_of
from kamkit.method.review import estimate_brier, rank_contribution_per_hour
from kamkit.method.selection import select_accounts
from kamkit.method.selection.nine_questions import nine_questions_of
from kamkit.method.team import rank_people
from kamkit.method.touchline import all_touchlines, list_promises, place_touch_points
from kamkit.method.values import estimate_customer_value, estimate_derived_importance, rank_stated_importance
from kamkit.method.values.pool import best_sums, most_profitable, pool_sums
from kamkit.method.values.stated import weight_of_price
from kamkit.method.values.value import mean_importance
from kamkit.method.worth import place_first_cut, rank_accounts, rank_ends, reporting_currency
from kamkit.method.worth.lines import days_of_sales
from kamkit.method.worth.one_account import cost_to_serve_of_all
from kamkit.method.worth.own_rows import groups_in
from kamkit.packs.fingerprints import fingerprint
from kamkit.programme.frames import Snapshot
from kamkit.programme.memo import save_memo

Asked = tuple[Callable[..., Any], tuple[Hashable, ...]]


@dataclass(frozen=True)
class WorkedOut:
    """The programme's own figures at one change.

    ``memo``: what kernels find instead of working it out. ``figures``: for each result by its name a text that
    changes whenever the result does; the same in every process, whatever the order of its parts.
    """

    change_id: int
    memo: Mapping[Hashable, Any]
    figures: Mapping[str, str]

    def save(self, path: Path) -> None:
        """Write the memo to ``path``, for kernels whose environment names it as KAMKIT_WORKED_OUT."""
        save_memo(path, self.change_id, self.memo)


def work_out(tables: Snapshot, as_of: date) -> WorkedOut:
    """Everything that an account's page reads of other accounts, worked out for the day ``as_of``.

    A figure that cannot be worked out is left to whoever needs it, who then gets the same error.
    """
    memo: dict[Hashable, Any] = {}
    figures = {"names": fingerprint(_names(tables))}
    for name, (function, given) in _asked(as_of).items():
        try:
            result = function(tables, *given)
        except Exception as error:  # one figure that goes wrong must not take every notebook with it
            figures[name] = fingerprint(f"{type(error).__name__}: {error}")
            continue
        memo[key_of(function, *given)] = result
        figures[name] = fingerprint(result)
    memo |= _of_accounts(tables, as_of)
    return WorkedOut(tables.change_id, MappingProxyType(memo), MappingProxyType(figures))


def _of_accounts(tables: Snapshot, as_of: date) -> dict[Hashable, Any]:
    """What only one account's pages ask for, but costs less for all accounts at once; it rests on own rows and figures."""
    found: dict[Hashable, Any] = {
        key_of(place_touch_points, str(group)): rows.reset_index(drop=True)
        for group, rows in all_touchlines(tables).groupby("account_id", sort=False)
    }
    try:
        proposals = propose_actions(tables, "", as_of)
        found |= {key_of(function, *given): result for function, given, result in plans_at_once(tables, as_of)}
    except Exception:  # as above
        return found
    by_group = {str(group): rows.reset_index(drop=True) for group, rows in proposals.groupby("account_id")}
    for group in groups_in(tables).unique():
        found[key_of(propose_actions, str(group), as_of)] = by_group.get(str(group), proposals.iloc[:0])
    return found


def _names(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    return tables["accounts"][["account_id", "name"]]


def _asked(as_of: date) -> dict[str, Asked]:
    """The results by name, as the pages of an account ask for them."""
    return {
        "groups": (groups_in, ()),
        "currency": (reporting_currency, ()),
        "days of sales": (days_of_sales, (as_of,)),
        "ranking": (rank_accounts, (as_of,)),
        "best and worst": (rank_ends, (as_of,)),
        "first cut": (place_first_cut, (as_of,)),
        "cost to serve": (cost_to_serve_of_all, (as_of,)),
        "derived importance": (estimate_derived_importance, ()),
        "stated importance": (rank_stated_importance, ()),
        "mean importance": (mean_importance, ()),
        "weight of price": (weight_of_price, ()),
        "importance, all answers": (pool_sums, ("expectation", "importance")),
        "most profitable": (most_profitable, (as_of,)),
        "importance, the most profitable": (best_sums, (as_of,)),
        "performance at touch points, all answers": (pool_sums, ("touch point", "performance")),
        "customer value": (estimate_customer_value, ()),
        "promises": (list_promises, ()),
        "selection": (select_accounts, (as_of,)),
        "nine questions": (nine_questions_of, (as_of,)),
        "hours per person": (rank_people, (as_of,)),
        "messages to all": (messages_to_all, ()),
        "data sources of all": (sources_of_all, ()),
        "contribution per hour": (rank_contribution_per_hour, (as_of,)),
        "forecasts scored": (estimate_brier, (as_of,)),
        "lines of business": (rank_business_lines, (as_of,)),
        "sectors": (rank_sectors, (as_of,)),
        **{f"standing, {area}": (rank_standing, (area,)) for area in ITEMS},
    }
