"""Hours and what they cost: per account and role, per role over all accounts, and per person."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamkit.method.planning.scope import scope_of
from kamkit.method.remembered import remembered
from kamkit.method.selection import select_accounts
from kamkit.method.team.carried import hours_of, people_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

ROOM_FROM = 0.1  # somebody with this share of the hours left has room (default)
OVER, FULL, ROOM, UNKNOWN = "over", "full", "room", "unknown"
KEY_ACCOUNTS, PROPOSED, ALL = "key accounts", "the proposed list", "all accounts with hours"


def review_hours(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """The hours of one account by role, with who carries them and what they cost, most needed first.

    Columns of ``hours_of``, and cost_needed, cost_spent (a year, in the reporting currency; NaN where hours or the
    cost of an hour are not known), missing (needed minus spent; negative: more is spent than needed).
    Without ``account_id`` those of every account. MethodError if there is no such account. It cannot see whether the
    hours entered are honest.
    """
    hours = hours_of(scope_of(tables, account_id, as_of))
    hours["cost_needed"] = hours["needed"] * hours["hourly_cost"]
    hours["cost_spent"] = hours["spent"] * hours["hourly_cost"]
    hours["missing"] = hours["needed"] - hours["spent"]
    return hours.sort_values(["needed", "account_id"], ascending=[False, True], kind="stable", ignore_index=True)


def review_roles(tables: Tables, as_of: date) -> pd.DataFrame:
    """Hours there are and hours asked for, per role, the shortest first.

    Columns: role, people, available (hours a year; NaN: nobody's are known), accounts (that ask for it), needed, spent
    (NaN: nobody has entered any), left (available minus needed), cost_needed, cost_spent (a year).
    """
    people, hours = people_of(tables), review_hours(tables, "", as_of)
    have = people.dropna(subset=["role"]).groupby("role")
    found = pd.DataFrame({"people": have.size(), "available": have["hours_per_year"].sum(min_count=1)})
    asked = hours.groupby("role")
    sums = asked[["needed", "spent", "cost_needed", "cost_spent"]].sum(min_count=1)
    both = found.join(sums, how="outer").join(asked["account_id"].nunique().rename("accounts"))
    both[["people", "accounts"]] = both[["people", "accounts"]].fillna(0).astype(int)
    both["left"] = both["available"] - both["needed"]
    both = both[both["available"].notna() | (both["accounts"] > 0)].rename_axis("role").reset_index()
    return both.sort_values(["left", "role"], kind="stable", ignore_index=True)


@remembered
def served_accounts(tables: Tables, as_of: date) -> tuple[str, frozenset[str]]:
    """Which accounts (groups) the hours have to suffice for, and how that is known.

    The key accounts, once any account has that status (and those stepping down); before that the list that the
    selection proposes; before anybody is scored every account with hours entered.
    """
    accounts = tables["accounts"]
    by_status = accounts.loc[accounts["status"].isin(["key account", "stepping down"]), "account_id"]
    if (accounts["status"] == "key account").any():
        return KEY_ACCOUNTS, frozenset(by_status.astype(str))
    if len(tables["scores"]):
        ranking = select_accounts(tables, as_of).ranking
        listed = ranking.loc[ranking["in_list"].fillna(False).astype(bool), "account_id"]
        if len(listed):
            return PROPOSED, frozenset(listed.astype(str))
    return ALL, frozenset(hours_of(scope_of(tables, "", as_of))["account_id"])


@remembered
def rank_people(tables: Tables, as_of: date) -> pd.DataFrame:
    """Who is over and who has room: everybody with hours or with accounts, the fullest first.

    Columns: member_id, name, role, available (hours a year; NaN: not known), accounts (with hours carried), needed (for
    all of them), accounts_served, needed_served (for those of ``served_accounts``), spent, left (available minus
    needed_served), load (needed_served in % of available), state ('over', 'room' from a tenth of the hours left,
    'full', 'unknown'), basis (what ``served_accounts`` rests on). Hours a whole role shares belong to nobody here.
    """
    basis, served = served_accounts(tables, as_of)
    people, hours = people_of(tables), hours_of(scope_of(tables, "", as_of))
    hours = hours[hours["member_id"] != ""]
    mine = hours[hours["account_id"].isin(served)]
    by_all, by_served = hours.groupby("member_id"), mine.groupby("member_id")
    found = people[["name", "role"]].assign(available=people["hours_per_year"])
    found["accounts"] = by_all["account_id"].nunique()
    found["needed"] = by_all["needed"].sum(min_count=1)
    found["spent"] = by_all["spent"].sum(min_count=1)
    found["accounts_served"] = by_served["account_id"].nunique()
    found["needed_served"] = by_served["needed"].sum(min_count=1)
    # Somebody who carries accounts, none of them on the list, is asked for nothing by it: that is known.
    found.loc[found["needed"].notna() & found["accounts_served"].isna(), "needed_served"] = 0.0
    counts = ["accounts", "accounts_served"]
    found[counts] = found[counts].fillna(0).astype(int)
    found = found[found["available"].notna() | (found["accounts"] > 0)]
    found["left"] = found["available"] - found["needed_served"]
    found["load"] = 100 * found["needed_served"] / found["available"].where(found["available"] > 0)
    found["state"] = _states(found)
    found["basis"] = basis
    found = found.rename_axis("member_id").reset_index()
    return found.sort_values(["left", "member_id"], kind="stable", na_position="last", ignore_index=True)


def _states(found: pd.DataFrame) -> pd.Series:
    left, room = found["left"], found["available"] * ROOM_FROM
    states = np.select([left.isna(), left < 0, left >= room], [UNKNOWN, OVER, ROOM], FULL)
    return pd.Series(states, index=found.index, dtype="object").astype("str")
