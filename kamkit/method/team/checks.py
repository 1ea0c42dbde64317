"""What stands in the way of serving the accounts well: hours, skills, and nobody having looked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.finding import Finding, worst_first
from kamkit.method.planning.scope import scope_of
from kamkit.method.team.hours import OVER, ROOM, UNKNOWN, rank_people, review_hours, review_roles
from kamkit.method.team.managers import GOOD_FOR_DAYS, rank_managers_checks, review_managers_check
from kamkit.method.team.skills import MET, NOBODY, NOT_RATED, REFRESH, SHORT, review_skill_gaps

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

STARVED_BELOW = 0.5  # an account that gets less than this share of the hours it needs is not served (default)
NAMED_AT_MOST = 3


def review_team(tables: Tables, account_id: str, as_of: date) -> tuple[Finding, ...]:
    """Whether there are the people, the skills and the hours, worst first; for one account or ("") for all.

    MethodError if there is no such account. No person's level is in it.
    """
    scope_of(tables, account_id, as_of)
    findings = [*_hours(tables, account_id, as_of), *_people(tables, account_id, as_of)]
    findings += [*_skills(tables, account_id, as_of), *_checks(tables, account_id, as_of)]
    if not findings:
        findings = [Finding("fine", "The hours suffice, the skills needed are there, and the check is younger than a year.")]
    return worst_first(findings)


def _hours(tables: Tables, account_id: str, as_of: date) -> Iterator[Finding]:
    hours = review_hours(tables, account_id, as_of)
    if hours["needed"].isna().all():
        yield Finding(
            "unknown", "Nobody has entered the hours needed.",
            "Enter them per role in step 1; a rough figure that somebody stands for is enough to begin with.",
        )  # fmt: skip
    starved = hours[hours["spent"] < hours["needed"] * STARVED_BELOW]
    if len(starved):
        yield Finding(
            "careful",
            f"{_named(starved, 'spent', 'needed')}: less than half of what is needed was spent.",
            "Move hours there, or say openly that the account is not served as a key account.",
        )
    fed = hours[hours["spent"] > hours["needed"]].sort_values("missing", kind="stable")
    if len(fed):
        yield Finding(
            "careful", f"{_named(fed, 'spent', 'needed')}: more was spent than is needed.",
            "Ask what the hours go into; extras that no contract names are looked at in 12_review_the_account.",
        )  # fmt: skip
    if account_id:
        return
    for role in review_roles(tables, as_of).itertuples():
        if role.people == 0:
            yield Finding(
                "danger", f"{role.needed:,.0f} hours of {role.role} are needed; nobody has that role.",
                "Name somebody, or write down that the work is not done.",
            )  # fmt: skip


def _named(rows: pd.DataFrame, spent: str, needed: str) -> str:
    first = [
        f"{row['account']} {row[spent]:,.0f} of {row[needed]:,.0f} hours"
        for row in rows.head(NAMED_AT_MOST).to_dict("records")
    ]
    more = f" and {len(rows) - NAMED_AT_MOST} more" if len(rows) > NAMED_AT_MOST else ""
    return ", ".join(first) + more


def _people(tables: Tables, account_id: str, as_of: date) -> Iterator[Finding]:
    people = rank_people(tables, as_of)
    if account_id:
        carriers = review_hours(tables, account_id, as_of)["member_id"]
        owner = scope_of(tables, account_id, as_of).groups["owner_id"].iloc[0]
        people = people[people["member_id"].isin([*carriers, owner])]
        if pd.isna(owner):
            yield Finding("danger", "Nobody owns the account.", "Name a key account manager in the accounts.")
    over = people[people["state"] == OVER]
    room = rank_people(tables, as_of)
    helpers = room[room["state"] == ROOM].sort_values("left", ascending=False)["name"].head(NAMED_AT_MOST).tolist()
    for one in over.itertuples():
        yield Finding(
            "danger",
            f"{one.name} carries accounts on the list that need {one.needed_served:,.0f} hours and has {one.available:,.0f}.",
            f"Room is with {', '.join(helpers)}." if helpers else "Nobody has room: take an account off, or find the hours.",
        )
    unknown = people[(people["state"] == UNKNOWN) & people["available"].isna()]
    if len(unknown):
        named = ", ".join(unknown["name"].head(NAMED_AT_MOST))
        yield Finding("unknown", f"Nobody knows how many hours there are of {named}.", "Enter hours a year with our people.")


def _skills(tables: Tables, account_id: str, as_of: date) -> Iterator[Finding]:
    gaps = review_skill_gaps(tables, account_id, as_of)
    if gaps.empty:
        yield Finding("unknown", "Nobody has said which skills are needed.", "Enter them in step 3, with the level and why.")
        return
    where = {
        state: gaps[gaps["state"] == state] for state in (SHORT, REFRESH, NOT_RATED, NOBODY, MET)
    }  # fmt: skip
    untrained = where[SHORT][~where[SHORT]["training"]]
    if len(untrained):
        yield Finding(
            "danger", f"{_skills_named(untrained, account_id)}: short, and no training or coaching agreed.",
            "Agree with the person and the line manager how it is closed, and when it is practised.",
        )  # fmt: skip
    trained = where[SHORT][where[SHORT]["training"]]
    if len(trained):
        yield Finding(
            "careful", f"{_skills_named(trained, account_id)}: short, training or coaching is agreed.",
            "Until then, say who from another team helps out.",
        )  # fmt: skip
    if len(where[REFRESH]):
        yield Finding(
            "careful", f"{_skills_named(where[REFRESH], account_id)}: there, but not practised by the day agreed.",
            "Practise it, then set the next recall date; what is not practised is gone in a month.",
        )  # fmt: skip
    blank = pd.concat([where[NOT_RATED], where[NOBODY]])
    if len(blank):
        yield Finding(
            "unknown", f"{_skills_named(blank, account_id)}: nobody around the account is rated.",
            "Ask them to rate themselves with the line manager, in step 4.",
        )  # fmt: skip


def _skills_named(gaps: pd.DataFrame, account_id: str) -> str:
    if account_id:
        return ", ".join(gaps["skill"].head(NAMED_AT_MOST)).capitalize()
    often = gaps.groupby("skill", sort=False)["account_id"].nunique().sort_values(ascending=False, kind="stable")
    parts = [
        f"{skill} at {count} account{'' if count == 1 else 's'}" for skill, count in often.head(NAMED_AT_MOST).items()
    ]
    return ", ".join(parts).capitalize()


def _checks(tables: Tables, account_id: str, as_of: date) -> Iterator[Finding]:
    do = "Four answers in step 5 take five minutes; compare them with the line manager's."
    if account_id:
        check = review_managers_check(tables, account_id, as_of)
        owner = scope_of(tables, account_id, as_of).groups["owner_id"].iloc[0]
        if pd.isna(owner):
            return
        last = check["own_on"].max()
        if pd.isna(last) or (pd.Timestamp(as_of) - last).days > GOOD_FOR_DAYS:
            yield Finding("unknown", "The account's manager has not checked the own job within a year.", do)
        low = check[check["own"] <= 2]
        if len(low):
            yield Finding(
                "careful", f"The manager's own mark is 2 or less for {' and '.join(low['part'])}.",
                "Say what would make it a 4, and who helps.",
            )  # fmt: skip
        return
    checks = rank_managers_checks(tables, as_of)
    missing = checks[checks["age"].isna() | (checks["age"] > GOOD_FOR_DAYS)]
    if len(missing):
        named = ", ".join(missing["name"].head(NAMED_AT_MOST))
        more = f" and {len(missing) - NAMED_AT_MOST} more" if len(missing) > NAMED_AT_MOST else ""
        yield Finding("unknown", f"No own check within a year: {named}{more}.", do)
