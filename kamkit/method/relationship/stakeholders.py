"""The people of a customer who matter to our business there: power, interest, support, and who of ours knows them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamkit.method.planning.scope import Scope, scope_of
from kamkit.method.remembered import remembered

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

HIGH = 4.0  # power or interest from here on is high, of 5 (default)
TALKS = 2.0  # from this depth on, one of ours talks with them at work
SILENT_DAYS = 180  # nobody of ours met them for longer: silent (default)
LEAVING_MONTHS = 12  # a known leave within this time is near (default)
KEY, SATISFIED, INFORMED, MINIMAL = "key player", "keep satisfied", "keep informed", "minimal effort"
QUADRANTS = (KEY, SATISFIED, INFORMED, MINIMAL)
DECIDES = ("decides", "approves", "buys")


@remembered
def place_stakeholders(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """The customer's people who have not left by ``as_of``, the most powerful first.

    Columns: account_id (the group's), contact_id, name, job, department, decision_role, power and interest (1 to 5),
    support (-2 to 2), each NaN where unknown; quadrant ('key player', 'keep satisfied', 'keep informed', 'minimal
    effort'; NaN where power or interest is unknown; high from 4 on, our default), evidence ('confirmed', 'joint',
    'assumed'; NaN: not said), known_on, leaves_on, leaving (within twelve months), ours (how many of ours know the
    person), known_by (their names), depth (the deepest, 1 to 3; 0: nobody of ours; NaN: not said how deep),
    last_met_on, silent (nobody of ours met them for half a year, or ever). ``account_id`` "" means all.
    MethodError on an unknown account. Power and interest are our reading of people, and age fast.
    Source: Mendelow (1991), power and interest; the names of the quadrants after Johnson & Scholes (1993).
    """
    scope = scope_of(tables, account_id, as_of)
    contacts = contacts_in(scope)
    ties = ties_in(scope, contacts)
    of_each = ties.groupby("contact_id", sort=False)
    found = contacts.set_index("contact_id", drop=False).rename_axis(None)
    found["ours"] = of_each["member_id"].nunique().reindex(found.index).fillna(0).astype(int)
    found["known_by"] = of_each["member"].agg(", ".join).reindex(found.index).astype("str").fillna("")
    found["depth"] = of_each["depth"].max().reindex(found.index)
    found.loc[found["ours"] == 0, "depth"] = 0.0
    found["last_met_on"] = of_each["last_met_on"].max().reindex(found.index)
    found["quadrant"] = _quadrants(found["power"], found["interest"])
    found["leaving"] = found["leaves_on"] <= scope.day + pd.DateOffset(months=LEAVING_MONTHS)
    found["silent"] = ~(found["last_met_on"] >= scope.day - pd.Timedelta(days=SILENT_DAYS))
    found = found.sort_values(["power", "interest", "name"], ascending=[False, False, True], na_position="last")
    names = (
        "account_id contact_id name job department decision_role power interest support quadrant evidence known_on "
        "leaves_on leaving ours known_by depth last_met_on silent"
    ).split()
    return found[names].reset_index(drop=True)


def contacts_in(scope: Scope) -> pd.DataFrame:
    """The contacts of a scope who have not left, account_id being the group's."""
    contacts = scope.rows("contacts")
    contacts = contacts[~(contacts["leaves_on"] <= scope.day)]
    return contacts.assign(account_id=contacts["group_id"]).drop(columns="group_id").reset_index(drop=True)


def ties_in(scope: Scope, contacts: pd.DataFrame) -> pd.DataFrame:
    """Who of ours knows which of ``contacts``: account_id, contact_id, member_id, member, division, depth, last_met_on.

    Conversations after the day looked at do not count; a person of ours who is not in the list of our people keeps
    the short name, and has no division.
    """
    ties = scope.tables["coverages"].merge(contacts[["contact_id", "account_id"]], on="contact_id")
    people = scope.tables["team_members"].drop_duplicates("member_id").set_index("member_id")
    ties["member"] = ties["member_id"].map(people["name"]).astype("str").fillna(ties["member_id"])
    ties["division"] = ties["member_id"].map(people["department"]).astype("str")
    ties["last_met_on"] = ties["last_met_on"].where(ties["last_met_on"] <= scope.day)
    return ties.sort_values(["depth", "member"], ascending=[False, True], kind="stable", na_position="last")


def _quadrants(power: pd.Series, interest: pd.Series) -> pd.Series:
    strong, keen = power >= HIGH, interest >= HIGH
    called = np.where(strong, np.where(keen, KEY, SATISFIED), np.where(keen, INFORMED, MINIMAL))
    return pd.Series(called, index=power.index, dtype="str").where(power.notna() & interest.notna())
