"""The plan on one page: at most three objectives and ten open actions, readable in an hour's review."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.finding import Finding
from kamkit.method.plan.agreement import review_agreement
from kamkit.method.plan.benefit import rank_benefits
from kamkit.method.plan.goals import place_goals
from kamkit.method.plan.health import estimate_health
from kamkit.method.plan.objectives import place_objectives
from kamkit.method.plan.proposition import Proposed, place_proposition
from kamkit.method.plan.quality import estimate_data_quality
from kamkit.method.plan.who import name_in
from kamkit.method.planning import place_actions
from kamkit.method.planning.checks import OPEN_AT_MOST
from kamkit.method.planning.scope import scope_of
from kamkit.method.remembered import remembered

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

OBJECTIVES_AT_MOST = 3
GOALS_AT_MOST = 3  # on the page; the rest stand behind it
MINUTES = 60
TO_OPEN, AN_OBJECTIVE, AN_ACTION = 10, 6, 3  # minutes of a review (defaults): 10 + 3 x 6 + 10 x 3 = 58


@dataclass(frozen=True, eq=False)
class OnePage:
    """One account's plan as it stands, open things only.

    ``health`` and ``quality`` are the account's rows of ``estimate_health`` and ``estimate_data_quality``; the tables
    those of ``place_goals``, ``place_objectives`` (open), ``rank_benefits``, ``place_actions``, ``review_agreement``.
    """

    account_id: str
    name: str
    owner: str
    health: pd.Series
    quality: pd.Series
    proposition: Proposed
    goals: pd.DataFrame
    objectives: pd.DataFrame
    opportunities: pd.DataFrame
    actions: pd.DataFrame
    agreement: pd.DataFrame

    @property
    def minutes(self) -> int:
        """How long a review of it takes: ten minutes to open, six an objective, three an open action (defaults)."""
        return TO_OPEN + AN_OBJECTIVE * len(self.objectives) + AN_ACTION * len(self.actions)

    @property
    def is_empty(self) -> bool:
        """Whether nobody has entered anything of a plan."""
        return self.goals.empty and self.objectives.empty and self.opportunities.empty and self.actions.empty


def place_page(tables: Tables, account_id: str, as_of: date) -> OnePage:
    """The plan of one account on one page; MethodError if there is no such account or a rate of exchange is missing."""
    return _page_of(tables, scope_of(tables, account_id, as_of).account_id, as_of)


@remembered
def _page_of(tables: Tables, group: str, as_of: date) -> OnePage:
    scope = scope_of(tables, group, as_of)
    objectives = place_objectives(tables, group, as_of)
    people = scope.tables["team_members"].drop_duplicates("member_id").set_index("member_id")["name"]
    owner = scope.groups["owner_id"].get(group)
    return OnePage(
        account_id=group,
        name=name_in(scope, group),
        owner="" if pd.isna(owner) else str(people.get(owner, owner)),
        health=estimate_health(tables, as_of, group).loc[group],
        quality=estimate_data_quality(tables, as_of, group).loc[group],
        proposition=place_proposition(tables, group, as_of),
        goals=place_goals(tables, group, as_of),
        objectives=objectives[objectives["state"] == "open"].reset_index(drop=True),
        opportunities=rank_benefits(tables, group, as_of),
        actions=place_actions(tables, group, as_of),
        agreement=review_agreement(tables, group, as_of),
    )


def check_page(page: OnePage) -> tuple[Finding, ...]:
    """What does not fit on the page: more than three objectives, more than ten open actions, more than an hour."""
    return tuple(_misfits(page))


def _misfits(page: OnePage) -> Iterator[Finding]:
    for what, count, most in (
        ("objectives", len(page.objectives), OBJECTIVES_AT_MOST),
        ("actions", len(page.actions), OPEN_AT_MOST),
    ):
        if count > most:
            yield Finding(
                "careful", f"{page.name} has {count} open {what}; one page holds {most}.",
                f"Keep the {most} that matter most this year; close or postpone the others, with a reason.",
            )  # fmt: skip
    if page.minutes > MINUTES:
        yield Finding(
            "careful",
            f"Going through this plan takes about {page.minutes} minutes; a review has {MINUTES}.",
            "Close what is done, and drop what nobody would miss.",
        )
