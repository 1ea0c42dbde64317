"""The account manager's own check of the job: strategy, operations, marketing, and skills kept up to date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning.scope import Scope, days, scope_of
from kamkit.method.rows import rows_where
from kamkit.method.team.carried import people_of
from kamkit.method.team.skills import MET, NOT_RATED, review_skill_gaps, who_is

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

AREA = "manager's check"
GOOD_FOR_DAYS = 365  # a check older than this is one of another year (default)
PARTS = {
    "strategy": "Do I know what this customer wants to achieve, and do we have an objective in money with a date?",
    "operations": "Do I keep what was promised, and do queries and actions get done by their day?",
    "marketing": "Do I ask what the customer values, and bring what it is worth to the right people there?",
    "skills": "Do I have the skills my accounts need, and do I practise them?",
}


def review_managers_check(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """The four parts of the job for one account: what its manager says, what others say, and what the record shows.

    One row per part, index 0 to 3: part, asks (the question), own (1 to 5, the owner's latest; NaN: not said), own_on,
    others (the latest of the line manager, and of whoever names the account, in words: ``Tom Halloway 3``; ""), seen (a sentence from the record).
    A rating about another account does not count. MethodError if there is no such account. Source: the job as the
    programme describes it; ratings are opinions, and stand beside the record instead of being mixed with it.
    """
    scope = scope_of(tables, account_id, as_of)
    checks = _checks(tables, tuple(scope.tables["accounts"]["account_id"].astype(str)))
    owner = scope.groups["owner_id"].iloc[0]
    leaders = people_of(tables)["line_manager_id"]
    leader = leaders.get(owner) if not pd.isna(owner) else None
    seen = _seen(scope)
    rows = []
    for part, asks in PARTS.items():
        latest = checks[checks["part"] == part]
        own = latest[latest["member_id"] == owner].tail(1)
        # What another manager says is of that manager's own job, unless it names this account.
        known = latest["account_id"].notna() | (latest["member_id"] == leader)
        others = latest[known & (latest["member_id"] != owner)].drop_duplicates("assessor", keep="last")
        rows.append(
            {
                "part": part, "asks": asks,
                "own": float(own["rating"].iloc[0]) if len(own) else float("nan"),
                "own_on": own["assessed_on"].iloc[0] if len(own) else pd.NaT,
                "others": ", ".join(_said(one.assessor, one.rating) for one in others.itertuples()),
                "seen": seen[part],
            }
        )  # fmt: skip
    return pd.DataFrame(rows).astype({"own_on": "datetime64[us]"})


def rank_managers_checks(tables: Tables, as_of: date) -> pd.DataFrame:
    """The latest own check of everybody who owns an account in the programme, those without one first.

    Columns: member_id, name, accounts (owned), strategy, operations, marketing, skills (1 to 5; NaN: not said),
    checked_on (the latest; NaT: never), age (days; missing: never).
    """
    accounts, people = tables["accounts"], people_of(tables)
    owned = accounts[accounts["status"].isin(["candidate", "key account"]) & accounts["owner_id"].notna()]
    if owned.empty:
        owned = accounts[accounts["owner_id"].notna()]
    found = owned.groupby("owner_id").size().rename("accounts").rename_axis("member_id").reset_index()
    named = found["member_id"].map(people["name"]).astype("object").fillna(found["member_id"])
    found.insert(1, "name", named.astype("str"))
    checks = _checks(tables, None)
    latest = checks.drop_duplicates(["member_id", "part"], keep="last")
    ratings = latest.pivot(index="member_id", columns="part", values="rating")
    for part in PARTS:
        found[part] = found["member_id"].map(ratings[part] if part in ratings else pd.Series(dtype=float)).astype(float)
    found["checked_on"] = latest.groupby("member_id")["assessed_on"].max().reindex(found["member_id"]).to_numpy()
    found["age"] = (pd.Timestamp(as_of) - found["checked_on"]).dt.days.astype("Int64")
    found = found.sort_values(["checked_on", "name"], na_position="first", kind="stable")
    return found.reset_index(drop=True)


def _checks(tables: Tables, units: tuple[str, ...] | None) -> pd.DataFrame:
    """The rated checks in the order of their days, with who rated; those of an account only, if ``units`` are given."""
    rows = rows_where(tables, "assessments", "area", (AREA,))
    rows = rows[rows["item"].isin(list(PARTS)) & rows["rating"].notna()]
    if units is not None:
        rows = rows[rows["account_id"].isna() | rows["account_id"].isin(units)]
    rows = rows.rename(columns={"item": "part"}).sort_values(["assessed_on", "assessor"], kind="stable")
    known = {name: who_is(tables, name) for name in rows["assessor"].astype(str).unique()}
    return rows.assign(member_id=rows["assessor"].map(known).astype("str"))


def _said(assessor: str, rating: float) -> str:
    return f"{assessor} {rating:.0f}"


def _seen(scope: Scope) -> dict[str, str]:
    objectives = scope.rows("objectives")
    open_ones = objectives[objectives["state"] == "open"]
    sized = int((open_ones["amount"].notna() & open_ones["due"].notna()).sum())
    goals = len(scope.rows("customer_goals"))
    overdue = {
        "action": _overdue(scope.rows("actions"), "state", ("open", "proposed"), scope.day),
        "promise": _overdue(scope.rows("promises"), "state", ("open",), scope.day),
        "query": _overdue_queries(scope),
    }
    late = [_count(number, one) for one, number in overdue.items() if number]
    gaps = review_skill_gaps(scope.whole, scope.account_id, scope.as_of)
    lacking = int((~gaps["state"].isin([MET])).sum())
    return {
        "strategy": f"{_count(sized, 'open objective')} with an amount and a day, {_count(goals, 'goal')} of the customer.",
        "operations": f"Past their day: {', '.join(late)}." if late else "Nothing entered is past its day.",
        "marketing": _asked(scope),
        "skills": _skills_seen(len(gaps), lacking, int((gaps["state"] == NOT_RATED).sum())),
    }


def _overdue(rows: pd.DataFrame, column: str, states: tuple[str, ...], day: pd.Timestamp) -> int:
    return int((rows[column].isin(states) & (rows["due"] < day)).sum())


def _overdue_queries(scope: Scope) -> int:
    rows = scope.rows("queries")
    return int((rows["closed_on"].isna() & (rows["due"] < scope.day)).sum())


def _asked(scope: Scope) -> str:
    people = scope.tables["respondents"]
    customers = set(people.loc[people["side"] == "customer", "respondent_id"])
    ratings = scope.tables["ratings"]
    ratings = ratings[ratings["respondent_id"].isin(customers)]
    if ratings.empty:
        return "Nobody at the customer has been asked."
    last = ratings["asked_on"].max()
    since = f", last {days((scope.day - last).days)} ago" if not pd.isna(last) else ""
    answered = ratings["respondent_id"].nunique()
    return f"{_count(answered, 'person', 'people')} there {'has' if answered == 1 else 'have'} been asked{since}."


def _skills_seen(needed: int, lacking: int, not_rated: int) -> str:
    if not needed:
        return "Nobody has said which skills it needs."
    rest = f", {not_rated} of them not rated" if not_rated else ""
    return f"{lacking} of {_count(needed, 'skill')} needed {'is' if lacking == 1 else 'are'} not there{rest}."


def _count(number: int, one: str, many: str = "") -> str:
    many = many or (f"{one[:-1]}ies" if one.endswith("y") else f"{one}s")
    return f"{number or 'no'} {one if number == 1 else many}"
