"""Who of ours knows whom of theirs: the matrix, how far it reaches into our house, and what hangs on one person."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning.rules_of_accounts import single_threads
from kamkit.method.planning.scope import Scope, scope_of
from kamkit.method.relationship.stakeholders import HIGH, contacts_in, ties_in
from kamkit.method.remembered import remembered

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

NOT_NOTED = "not noted"


@remembered
def place_coverage(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """Who of ours knows whom of theirs, a row for each pair; people nobody of ours knows have one row without ours.

    Columns: account_id (the group's), contact_id, contact, function (theirs; 'not noted'), power, member_id, member,
    division (ours; 'not noted'), depth (1 has met, 2 talks at work, 3 is called first; NaN: not said), last_met_on.
    Theirs by function and power, ours by the number of people they know. ``account_id`` "" means all.
    MethodError on an unknown account.
    """
    scope = scope_of(tables, account_id, as_of)
    contacts = contacts_in(scope)
    ties = ties_in(scope, contacts)
    named = contacts.rename(columns={"name": "contact", "department": "function"})
    found = named[["account_id", "contact_id", "contact", "function", "power"]].merge(
        ties[["contact_id", "member_id", "member", "division", "depth", "last_met_on"]], on="contact_id", how="left"
    )
    found["function"] = found["function"].fillna(NOT_NOTED)
    found["division"] = found["division"].fillna(NOT_NOTED).where(found["member_id"].notna())
    reach = found.groupby("member_id")["contact_id"].nunique()
    found["reach"] = found["member_id"].map(reach).fillna(0)
    order = ["account_id", "function", "power", "contact", "reach", "member"]
    ascending = [True, True, False, True, False, True]
    return found.sort_values(order, ascending=ascending, kind="stable").drop(columns="reach").reset_index(drop=True)


@remembered
def review_extent(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """How far an account's relationship reaches into our house: a row for each of our divisions.

    Columns: division (the department of our people), ours (True: the division that owns the account), people (of
    ours who know somebody there), contacts (theirs who are known in that division), deepest (1 to 3; NaN: nobody),
    last_met_on. The owning division first, then by contacts; divisions without any tie are rows with 0: that is the
    wider organisation nobody has asked. MethodError on an unknown account.
    """
    scope = scope_of(tables, account_id, as_of)
    ties = ties_in(scope, contacts_in(scope)).dropna(subset=["division"])
    people = scope.tables["team_members"]
    divisions = list(dict.fromkeys([*people["department"].dropna(), *ties["division"]]))
    of_each = ties.groupby("division")
    found = pd.DataFrame({"division": pd.Series(divisions, dtype="str")}).set_index("division", drop=False).rename_axis(None)
    found["ours"] = found["division"].isin(_owning_divisions(scope))
    found["people"] = of_each["member_id"].nunique().reindex(found.index).fillna(0).astype(int)
    found["contacts"] = of_each["contact_id"].nunique().reindex(found.index).fillna(0).astype(int)
    found["deepest"] = of_each["depth"].max().reindex(found.index)
    found["last_met_on"] = of_each["last_met_on"].max().reindex(found.index)
    order = found.sort_values(["ours", "contacts", "division"], ascending=[False, False, True], kind="stable")
    return order.reset_index(drop=True)


def _owning_divisions(scope: Scope) -> set[str]:
    people = scope.tables["team_members"].drop_duplicates("member_id").set_index("member_id")["department"]
    return {str(division) for division in scope.groups["owner_id"].map(people).dropna()}


@remembered
def rank_threads(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """What would go with each of ours: the people of theirs whom nobody else of ours knows, the most first.

    Columns: account_id (the group's), member_id, member, division, known (people of theirs), only (known to nobody
    else of ours), powerful (those of ``only`` with power 4 or 5), share (% of all the account's people that only this
    one knows). ``account_id`` "" means all. MethodError on an unknown account. It cannot see what a contact is worth.
    """
    scope = scope_of(tables, account_id, as_of)
    contacts = contacts_in(scope)
    ties = ties_in(scope, contacts)
    ties["alone"] = ties.groupby("contact_id")["member_id"].transform("nunique") == 1
    strong = ties["contact_id"].map(contacts.set_index("contact_id")["power"]) >= HIGH
    ties["strong"] = ties["alone"] & strong
    found = ties.groupby(["account_id", "member_id", "member"], as_index=False).agg(
        division=("division", "first"), known=("contact_id", "nunique"), only=("alone", "sum"), powerful=("strong", "sum")
    )
    found["share"] = found["only"] / found["account_id"].map(contacts.groupby("account_id").size()) * 100
    order = found.sort_values(["only", "known", "member"], ascending=[False, False, True], kind="stable")
    return order.reset_index(drop=True)


def threads_of(scope: Scope) -> dict[str, str]:
    """Why an account hangs by a single thread, by group; the same rule that proposes an action before a renewal."""
    return single_threads(scope)
