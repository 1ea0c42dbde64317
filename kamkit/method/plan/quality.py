"""The quality of the data an account's plan rests on: how much of it is confirmed, and young enough to use."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning.scope import Scope, scope_of
from kamkit.method.remembered import remembered

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

FRESH_MONTHS = 12
# The plan's facts: what is said of the customer. Our own promises, actions and objectives are no facts about it.
FACTS = {
    "accounts": "the account",
    "contracts": "contracts",
    "contacts": "people there",
    "customer_goals": "its goals",
    "expectations": "what it expects",
    "touch_points": "its touch points",
    "white_space_cells": "white space",
    "opportunities": "opportunities",
    "risks": "risks",
}
KINDS = tuple(FACTS.values())


@remembered
def review_data_quality(tables: Tables, as_of: date, account_id: str = "") -> pd.DataFrame:
    """The facts of an account's plan ("": of all accounts together) by kind, a row for each kind, also without any.

    Columns: kind (the account, contracts, people there, its goals, what it expects, its touch points, white space,
    opportunities, risks), facts, confirmed, fresh (known on a day less than twelve months before ``as_of``), sound
    (both; counts), share (sound / facts in %; NaN without facts), oldest (the day the oldest fact was known; NaT).
    MethodError if there is no such account.
    """
    return by_kind(facts_in(scope_of(tables, account_id, as_of)))


def by_kind(facts: pd.DataFrame) -> pd.DataFrame:
    """``facts_in`` counted by kind."""
    grouped = facts.groupby("kind")
    found = grouped[["confirmed", "fresh", "sound"]].sum().assign(facts=grouped.size())
    found = found.reindex(pd.Index(KINDS, name="kind")).fillna(0).astype("int64")
    found["share"] = found["sound"] / found["facts"].where(found["facts"] > 0) * 100
    found["oldest"] = grouped["known_on"].min().reindex(found.index)
    return found.reset_index()[["kind", "facts", "confirmed", "fresh", "sound", "share", "oldest"]]


@remembered
def estimate_data_quality(tables: Tables, as_of: date, account_id: str = "") -> pd.DataFrame:
    """The share of the plan's facts that are confirmed and less than twelve months old, per account ("": of every account).

    Index account_id (the group's); columns account (name), facts, confirmed, fresh, sound (both; counts), share
    (sound / facts in %, 0 to 100; NaN without facts), nothing_on (the kinds no fact is there of, joined by
    commas). Facts are rows about the customer (see ``FACTS``), of opportunities and risks only open ones. A fact without
    a mark or without a day is neither confirmed nor fresh; a white-space cell nobody knows is not confirmed. It says
    nothing about how the account is: that is ``estimate_health``. MethodError if there is no such account.
    """
    scope = scope_of(tables, account_id, as_of)
    facts = facts_in(scope)
    index = scope.groups.index.rename("account_id")
    grouped = facts.groupby("group_id")
    found = grouped[["confirmed", "fresh", "sound"]].sum().assign(facts=grouped.size()).reindex(index)
    found = found.fillna(0).astype("int64")
    found["share"] = found["sound"] / found["facts"].where(found["facts"] > 0) * 100
    there = facts.drop_duplicates(["group_id", "kind"]).groupby("group_id")["kind"].agg(frozenset).to_dict()
    nothing = [", ".join(kind for kind in KINDS if kind not in there.get(group, ())) for group in index]
    found["nothing_on"] = pd.Series(nothing, index=index, dtype="str")
    found.insert(0, "account", scope.groups["name"].to_numpy())
    return found[["account", "facts", "confirmed", "fresh", "sound", "share", "nothing_on"]]


def facts_in(scope: Scope) -> pd.DataFrame:
    """Every fact of a scope: group_id, kind, confirmed, fresh, sound (booleans), known_on."""
    facts = pd.concat([_facts(scope, table, kind) for table, kind in FACTS.items()], ignore_index=True)
    oldest = scope.day - pd.DateOffset(months=FRESH_MONTHS)
    facts["fresh"] = (facts["known_on"] > oldest) & (facts["known_on"] <= scope.day)
    return facts.assign(sound=facts["confirmed"] & facts["fresh"])


def _facts(scope: Scope, table: str, kind: str) -> pd.DataFrame:
    rows = scope.rows(table)
    if table == "opportunities":
        rows = rows[rows["state"] == "open"]
    if table == "risks":
        rows = rows[~(rows["closed_on"] <= scope.day)]
    confirmed = rows["evidence"] == "confirmed"
    if table == "white_space_cells":
        confirmed &= rows["state"] != "unknown"
    return rows[["group_id", "known_on"]].assign(kind=kind, confirmed=confirmed)
