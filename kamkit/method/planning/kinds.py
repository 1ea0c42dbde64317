"""What kind of thing each action changes, and which cause it removes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning.people import People
from kamkit.method.planning.propose import OPEN
from kamkit.method.planning.scope import scope_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

KINDS = {
    "performance": "what we deliver is mended",
    "process": "the way work runs is changed",
    "service": "something is done for the customer that was not done before",
    "skill": "people learn to do it",
    "people": "somebody else, or somebody more, does it",
}
NOT_SAID = "not said"
_ORDER = (*KINDS, NOT_SAID)


def place_causes(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """The open and proposed actions of an account ("": of all) by kind, each with the cause it removes.

    Columns: account_id and account (the group's), action_id, kind (one of ``KINDS``, or 'not said'), what, cause
    ("": not written down), due, responsible and accountable (names, "" for nobody), consulted, informed (text, ""
    where nothing is said), measure_text. Kinds in the order of ``KINDS``, then by day. MethodError if there is no
    such account. It cannot tell whether the cause is the true one.
    """
    scope = scope_of(tables, account_id, as_of)
    actions = scope.rows("actions")
    actions = actions[actions["state"].isin(OPEN)]
    people = People(tables)
    kind = actions["kind"].fillna(NOT_SAID)
    placed = pd.DataFrame(
        {
            "account_id": actions["group_id"],
            "account": actions["group_id"].map(scope.groups["name"]).astype("str"),
            "action_id": actions["action_id"],
            "kind": kind,
            "what": actions["what"],
            "due": actions["due"],
            "responsible": people.names(actions["responsible_id"]),
            "accountable": people.names(actions["accountable_id"]),
            **{name: actions[name].fillna("") for name in ("cause", "consulted", "informed", "measure_text")},
            "place": kind.map(_ORDER.index),
        }
    )
    placed = placed.sort_values(["place", "due", "action_id"], na_position="last", kind="stable")
    return placed.drop(columns="place").reset_index(drop=True)


def rank_kinds(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """How many actions of each kind there are, across all accounts or at one: one row per kind, in their order.

    Columns: kind (those of ``KINDS`` always, 'not said' only where there are some), means, open (open and proposed),
    accounts, overdue, without_cause (of the open ones), done (in all), worked (of the done ones, those whose measure
    moved), not_seen (of the done ones, those of which nobody has said whether it did). Counts, not weights: one
    action may be worth ten others. MethodError if there is no such account.
    """
    scope = scope_of(tables, account_id, as_of)
    actions = scope.rows("actions")
    is_open, is_done = actions["state"].isin(OPEN), actions["state"] == "done"
    counts = pd.DataFrame(
        {
            "kind": actions["kind"].fillna(NOT_SAID),
            "group": actions["group_id"].where(is_open),
            "open": is_open,
            "overdue": is_open & (actions["due"] < scope.day),
            "without_cause": is_open & actions["cause"].isna(),
            "done": is_done,
            "worked": is_done & actions["worked"].fillna(False).astype(bool),
            "not_seen": is_done & actions["worked"].isna(),
        }
    )
    grouped = counts.groupby("kind")
    ranked = grouped[["open", "overdue", "without_cause", "done", "worked", "not_seen"]].sum()
    ranked.insert(1, "accounts", grouped["group"].nunique())
    shown = [kind for kind in _ORDER if kind in KINDS or kind in ranked.index]
    ranked = ranked.reindex(shown).fillna(0).astype("int64").rename_axis("kind").reset_index()
    ranked.insert(1, "means", pd.Series([KINDS.get(kind, "nobody has said") for kind in shown], dtype="str"))
    return ranked
