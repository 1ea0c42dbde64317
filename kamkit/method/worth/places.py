"""How many key accounts can be served: as decided, or as the team's hours allow."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kamkit.method.worth.currency import Tables
from kamkit.method.worth.groups import group_of
from kamkit.model.frame import settings_of


@dataclass(frozen=True)
class Places:
    """The number of key accounts that can be served, and a sentence saying where it comes from."""

    count: int
    how: str
    known: bool


def estimate_places(tables: Tables) -> Places:
    """How many key accounts can be served.

    The number in the settings; else for each role the hours the team has over what a typical account needs
    (the median of the hours entered), the tightest role deciding; else the team's hours over the hours of a
    strategic account in the settings; else the lower end of the usual list, ``known`` being False.
    """
    settings = settings_of(tables)
    if settings.places:
        return Places(settings.places, "as decided in the settings", True)
    team = tables["team_members"]
    hours = team.groupby("role")["hours_per_year"].sum(min_count=1).dropna()
    if found := _tightest_role(hours[hours > 0], tables):
        return found
    total = float(team["hours_per_year"].sum())
    typical = settings.hours_strategic
    if total > 0 and typical > 0:
        how = f"the team's {total:,.0f} hours a year over the {typical:,.0f} of a strategic account in the settings"
        return Places(max(1, int(total // typical)), how, True)
    how = f"nobody has entered places or hours; {settings.list_low} is the lower end of the usual list, a rule of thumb"
    return Places(settings.list_low, how, False)


def _tightest_role(hours: pd.Series, tables: Tables) -> Places | None:
    efforts = tables["efforts"]
    efforts = efforts[efforts["hours_needed"] > 0]
    group = efforts["account_id"].map(group_of(tables["accounts"])).fillna(efforts["account_id"])
    needed = efforts.groupby([efforts["role"], group])["hours_needed"].sum().groupby(level=0).median()
    places = (hours / needed).dropna()
    if places.empty:
        return None
    role = places.idxmin()
    how = f"{hours[role]:,.0f} hours a year of {role} over the {needed[role]:,.0f} a typical account needs of it"
    return Places(max(1, int(places[role])), how, True)
