"""Skills an account needs against those its team has: the gap, never a person's level.

What one person can do is for that person and the line manager: :func:`who_may_see` and :func:`review_own_skills`.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.planning.scope import Scope, scope_of
from kamkit.method.remembered import remembered
from kamkit.method.rows import rows_where
from kamkit.method.team.carried import people_of
from kamkit.method.worth.own_rows import groups_in

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

MET, REFRESH, SHORT, NOT_RATED, NOBODY = "met", "to be refreshed", "short", "not rated", "nobody in the team"
STATES = (SHORT, REFRESH, NOT_RATED, NOBODY, MET)  # in the order in which they ask for something
IN_THE_PROGRAMME = ("candidate", "key account", "stepping down")


def needs_of(scope: Scope) -> pd.DataFrame:
    """What each account of a scope asks of its team: what every key account needs, and its own on top.

    Columns: account_id, account (the group's), skill, needed (0 to 4), reason, own (True: the account's own need set
    the level). Where both name a skill the higher level counts. Without an account only those in the programme or
    with a need of their own.
    """
    rows = scope.tables["skill_needs"]
    if scope.account_id:
        units = [str(unit) for unit in scope.tables["accounts"]["account_id"]]
        rows = rows_where(scope.whole, "skill_needs", "account_id", tuple(dict.fromkeys([*units, ""])))
    standard = rows[rows["account_id"].isna() | (rows["account_id"] == "")]
    own = rows.drop(standard.index)
    own = own.assign(account_id=own["account_id"].map(groups_in(scope.whole)))
    own = own[own["account_id"].isin(scope.groups.index)].assign(own=True)
    groups = [scope.account_id] if scope.account_id else _in_the_programme(scope, own)
    each = standard.drop(columns="account_id").merge(pd.DataFrame({"account_id": groups}, dtype="object"), how="cross")
    both = pd.concat([own, each.assign(own=False)], ignore_index=True)
    both = both.sort_values(["account_id", "skill", "level", "own"], ascending=[True, True, False, True], kind="stable")
    both = both.drop_duplicates(["account_id", "skill"]).rename(columns={"level": "needed"})
    both["account"] = both["account_id"].map(scope.groups["name"]).astype("str")
    return both[["account_id", "account", "skill", "needed", "reason", "own"]].reset_index(drop=True)


def teams_of(scope: Scope) -> dict[str, tuple[str, ...]]:
    """The people around each account of a scope: its owner, and whoever of ours knows somebody there; by group."""
    found: dict[str, dict[str, None]] = {str(group): {} for group in scope.groups.index}
    for group, owner in scope.groups["owner_id"].dropna().items():
        found[str(group)][str(owner)] = None
    contacts = scope.rows("contacts").drop_duplicates("contact_id").set_index("contact_id")["group_id"]
    coverages = scope.tables["coverages"]
    for member, group in zip(coverages["member_id"], coverages["contact_id"].map(contacts), strict=True):
        if not pd.isna(group):
            found[str(group)][str(member)] = None
    return {group: tuple(members) for group, members in found.items()}


@remembered
def review_skill_gaps(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """What the team of an account ("": of each account) lacks, what asks for something first. No person's level is in it.

    Columns: account_id, account, skill, needed (0 to 4), reason, own, team and rated (counts of people), missing
    (points between the level needed and the best in the team; 0: reached; NaN: nobody was rated), state ('short',
    'to be refreshed': reached only by people whose recall date has come, 'not rated', 'nobody in the team', 'met'),
    training (True: agreed for somebody in the team who is below the level), refresh_due (people whose recall date has
    come), next_refresh (NaT: none ahead). A skill not practised by its recall date counts as due on that day.
    MethodError if there is no such account. It cannot see whether the rating is right.
    """
    scope = scope_of(tables, account_id, as_of)
    needs, teams = needs_of(scope), teams_of(scope)
    skills = {skill: rows for skill, rows in tables["skills"].groupby("skill", sort=False)}
    rows = [_gap(need, teams.get(str(need.account_id), ()), skills, scope.day) for need in needs.itertuples()]
    columns = ["team", "rated", "missing", "state", "training", "refresh_due", "next_refresh"]
    gaps = pd.concat([needs, pd.DataFrame(rows, columns=columns, index=needs.index)], axis=1)
    gaps = gaps.astype({"missing": float, "next_refresh": "datetime64[us]", "state": "str"})
    order = gaps["state"].map({state: place for place, state in enumerate(STATES)})
    gaps = gaps.assign(order=order).sort_values(
        ["order", "missing", "account", "skill"], ascending=[True, False, True, True], kind="stable"
    )
    return gaps.drop(columns="order").reset_index(drop=True)


def _gap(need: Any, team: tuple[str, ...], skills: dict[str, pd.DataFrame], day: pd.Timestamp) -> dict[str, Any]:
    rows = skills.get(need.skill)
    mine = rows[rows["member_id"].isin(team)] if rows is not None else None
    rated = mine.dropna(subset=["level"]) if mine is not None else None
    found = {"team": len(team), "rated": 0, "missing": None, "training": False, "refresh_due": 0, "next_refresh": None}
    if rated is None or rated.empty:
        return {**found, "state": NOT_RATED if team else NOBODY}
    due, enough = rated["recall_on"] <= day, rated["level"] >= need.needed
    ahead = rated.loc[~due, "recall_on"].min()
    state = SHORT if not enough.any() else REFRESH if due[enough].all() else MET
    return {
        "team": len(team), "rated": len(rated), "missing": max(0.0, need.needed - rated["level"].max()),
        "state": state, "training": bool(rated.loc[~enough, "development"].notna().any()),
        "refresh_due": int(due.sum()), "next_refresh": None if pd.isna(ahead) else ahead,
    }  # fmt: skip


@remembered
def review_training(tables: Tables, as_of: date) -> pd.DataFrame:
    """What training and coaching is agreed, per skill, in counts of people; no names and no levels.

    Columns: skill, rated, agreed (people with training or coaching agreed), due (people whose recall date has come),
    next_refresh (NaT: none ahead). Sorted by due, then by next_refresh.
    """
    skills, day = tables["skills"], pd.Timestamp(as_of)
    due = skills["recall_on"] <= day
    grouped = skills.assign(
        agreed=skills["development"].notna(), due=due, ahead=skills["recall_on"].where(~due), rated=skills["level"].notna()
    ).groupby("skill")  # fmt: skip
    found = grouped[["rated", "agreed", "due"]].sum().astype(int)
    found["next_refresh"] = grouped["ahead"].min()
    return found.reset_index().sort_values(
        ["due", "next_refresh", "skill"], ascending=[False, True, True], kind="stable", ignore_index=True
    )


def who_is(tables: Tables, who: str) -> str:
    """The member_id of somebody known by id, name or e-mail, whatever the capitals; "" if nobody or several are."""
    people = tables["team_members"]
    asked = " ".join(who.split()).casefold()
    if not asked:
        return ""
    found = {
        str(member)
        for column in ("member_id", "name", "email")
        for member, value in zip(people["member_id"], people[column], strict=True)
        if not pd.isna(value) and " ".join(str(value).split()).casefold() == asked
    }
    return found.pop() if len(found) == 1 else ""


def who_may_see(tables: Tables, who: str) -> tuple[str, ...]:
    """Whose skills somebody may see: the own, and those of the people whose line manager it is; () for a stranger."""
    member = who_is(tables, who)
    if not member:
        return ()
    people = tables["team_members"]
    led = people.loc[people["line_manager_id"] == member, "member_id"]
    return tuple(dict.fromkeys([member, *(str(one) for one in led)]))


def review_own_skills(tables: Tables, who: str, as_of: date) -> pd.DataFrame:
    """The skills that ``who`` may see: the own and those of the people led, what is due first.

    Columns: member_id, name, skill, level (0 to 4), recall_on, due (the recall date has come), development. Empty for
    anybody who is not among our people. The name is taken at its word; it is asked, not proven.
    """
    skills = tables["skills"]
    mine = skills[skills["member_id"].isin(who_may_see(tables, who))]
    mine = mine.assign(
        due=mine["recall_on"] <= pd.Timestamp(as_of), name=mine["member_id"].map(people_of(tables)["name"])
    )  # fmt: skip
    mine = mine.sort_values(["due", "member_id", "skill"], ascending=[False, True, True], kind="stable")
    return mine[["member_id", "name", "skill", "level", "recall_on", "due", "development"]].reset_index(drop=True)


def _in_the_programme(scope: Scope, own: pd.DataFrame) -> list[str]:
    accounts = scope.tables["accounts"]
    status = accounts.drop_duplicates("account_id").set_index("account_id")["status"].reindex(scope.groups.index)
    wanted = set(status.index[status.isin(IN_THE_PROGRAMME)]) | set(own["account_id"])
    return [str(group) for group in scope.groups.index if group in wanted]
