"""The pulse of a relationship: trust, satisfaction and commitment as last asked, beside the time before."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning.scope import scope_of
from kamkit.method.remembered import remembered
from kamkit.method.values.answers import ENOUGH_PEOPLE, US
from kamkit.method.values.recommendation import RELATIONSHIP

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

ROUND_DAYS = 120  # answers within so many days of the last one belong to the same round (default)
_COLUMNS = ("account_id", "account", "item", "now", "now_n", "now_on", "before", "before_n", "before_on", "change", "both", "few")


@remembered
def review_pulse(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """The latest round of answers beside the round before, per account and item, in the order of the accounts.

    Columns: account_id, account (the group's), item ('trust', 'satisfaction', 'commitment'), now and before (means, 1 to
    10; NaN: not asked), now_n and before_n (people), now_on and before_on (the last day of the round), change (now minus
    before), both (people who answered in both rounds), few (True: fewer than five people in one of the rounds, so the
    change may be chance). Customers' answers about us up to ``as_of`` only; a round is everything within 120 days of
    its last answer, and of a person the last answer in it. Accounts nobody was asked at have no row.
    MethodError if there is no such account. Source: Crosby, Evans & Cowles (1990); Morgan & Hunt (1994).
    """
    scope = scope_of(tables, account_id, as_of)
    people = scope.rows("respondents")
    customers = people[people["side"] == "customer"].drop_duplicates("respondent_id").set_index("respondent_id")["group_id"]
    ratings = scope.tables["ratings"]
    asked = ratings[
        (ratings["about"] == "outcome") & ratings["item_id"].isin(RELATIONSHIP) & (ratings["supplier_id"] == US)
        & ratings["performance"].notna() & (ratings["asked_on"] <= scope.day)
    ]  # fmt: skip
    asked = asked.assign(group_id=asked["respondent_id"].map(customers)).dropna(subset=["group_id"])
    now = _last_round(asked)
    before = _last_round(asked.drop(now.index))
    found = _means(now, "now").join(_means(before, "before"), how="left")
    found["before_n"] = found["before_n"].fillna(0).astype(int)
    found["both"] = _both(now, before).reindex(found.index).fillna(0).astype(int)
    found["change"] = found["now"] - found["before"]
    found["few"] = found["now_n"].lt(ENOUGH_PEOPLE) | (found["before_n"].lt(ENOUGH_PEOPLE) & found["before_n"].gt(0))
    found = found.reset_index().rename(columns={"group_id": "account_id", "item_id": "item"})
    found["account"] = found["account_id"].map(scope.groups["name"]).astype("str")
    place = found["item"].map({item: number for number, item in enumerate(RELATIONSHIP)})
    found = found.assign(place=place).sort_values(["account_id", "place"], kind="stable", ignore_index=True)
    return found[list(_COLUMNS)]


def rank_pulse(pulse: pd.DataFrame) -> pd.DataFrame:
    """One row per account from ``review_pulse``, the largest fall first, then the lowest.

    Columns: account_id, account, now and before (mean of the items asked), now_n and before_n (people, the most of any
    item), now_on, before_on, change, few.
    """
    grouped = pulse.groupby(["account_id", "account"], sort=True)
    ranked = grouped[["now", "before", "change"]].mean()
    ranked = ranked.join(grouped[["now_n", "before_n", "now_on", "before_on", "few"]].max()).reset_index()
    return ranked.sort_values(["change", "now", "account_id"], na_position="last", kind="stable", ignore_index=True)


def _last_round(asked: pd.DataFrame) -> pd.DataFrame:
    last = asked.groupby("group_id")["asked_on"].transform("max")
    return asked[asked["asked_on"] > last - pd.Timedelta(days=ROUND_DAYS)]


def _latest(asked: pd.DataFrame) -> pd.DataFrame:
    asked = asked.sort_values("asked_on", kind="stable")
    return asked.drop_duplicates(["group_id", "item_id", "respondent_id"], keep="last")


def _means(asked: pd.DataFrame, name: str) -> pd.DataFrame:
    grouped = _latest(asked).groupby(["group_id", "item_id"])
    return pd.DataFrame(
        {name: grouped["performance"].mean(), f"{name}_n": grouped.size(), f"{name}_on": grouped["asked_on"].max()}
    )


def _both(now: pd.DataFrame, before: pd.DataFrame) -> pd.Series:
    keys = ["group_id", "item_id", "respondent_id"]
    again = now[keys].drop_duplicates().merge(before[keys].drop_duplicates(), on=keys)
    return again.groupby(["group_id", "item_id"]).size()
