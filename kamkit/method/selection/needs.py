"""Hours there are and hours accounts need, by role."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.selection.matrix import QUADRANTS, default_hours
from kamkit.method.worth import group_of
from kamkit.model.frame import settings_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables
    from kamkit.model.settings import Settings

_MANAGER = "key account manager"


def hours_available(tables: Tables) -> dict[str, float]:
    """Hours a year of each role, over the people whose hours are known; a role without known hours is not limited."""
    people = tables["team_members"].dropna(subset=["role", "hours_per_year"])
    return {str(role): float(hours) for role, hours in people.groupby("role")["hours_per_year"].sum().items()}


def hours_kept(settings: Settings) -> dict[str, float]:
    """Hours a year kept for each quadrant as a whole, where the settings keep any."""
    kept = {quadrant: getattr(settings, f"kept_for_{quadrant}") for quadrant in QUADRANTS}
    return {quadrant: float(hours) for quadrant, hours in kept.items() if hours}


def hours_needed(tables: Tables, quadrants: pd.Series) -> tuple[pd.DataFrame, pd.Series]:
    """Hours a year that each account needs of each role, and whether that is assumed.

    ``quadrants``: by account_id. Where nobody has said what an account needs, its quadrant's default stands, in the
    role of the account managers; an unrated account is taken as strategic, the most careful assumption.
    """
    efforts = tables["efforts"].dropna(subset=["hours_needed"])
    group = efforts["account_id"].map(group_of(tables["accounts"]))
    said = efforts.assign(account_id=group).pivot_table(
        index="account_id", columns="role", values="hours_needed", aggfunc="sum"
    )
    assumed = pd.Series(~quadrants.index.isin(said.index), index=quadrants.index)
    needs = said.reindex(quadrants.index).fillna(0.0)
    if assumed.any():
        role = _managers_role(tables)
        defaults = pd.Series(default_hours(settings_of(tables)))
        hours = quadrants.fillna("strategic").map(defaults).astype(float)
        needs[role] = needs.get(role, pd.Series(0.0, index=needs.index)).where(~assumed, hours)
    return needs, assumed


def _managers_role(tables: Tables) -> str:
    """The role that owns accounts: the one most owners have, else the one with most hours."""
    people = tables["team_members"].dropna(subset=["role"])
    owners = people[people["member_id"].isin(tables["accounts"]["owner_id"])]
    if len(owners):
        return str(owners["role"].value_counts(sort=True).index[0])
    available = hours_available(tables)
    return max(available, key=lambda role: available[role]) if available else _MANAGER
