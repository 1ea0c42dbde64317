"""Relationship quality as outsiders measured it, and the same questions before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning.scope import Scope, scope_of
from kamkit.method.remembered import remembered
from kamkit.method.review.change import FEWEST, Change, compare_paired, compare_unpaired
from kamkit.method.review.period import starts_of
from kamkit.method.values.answers import US
from kamkit.method.values.intervals import ROUNDING_VARIANCE, item_means
from kamkit.method.values.recommendation import RELATIONSHIP

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

RELATION = "relationship"
_QUESTION = ["account_id", "respondent_id", "about", "item_id"]
COLUMNS = (
    "account_id", "account", "about", "item_id", "before", "after", "change", "low", "high", "people_before",
    "people_after", "paired", "left_out", "independent", "verdict",
)  # fmt: skip


@dataclass(frozen=True)
class Quality:
    """Relationship quality: ``items`` (index trust, satisfaction, commitment; see ``item_means``) of independent answers.

    ``independent``: people asked by somebody outside the account team, ``dependent``: all others, who do not count.
    ``last_asked``: the newest independent answer's day (NaT: none).
    """

    items: pd.DataFrame
    independent: int
    dependent: int
    last_asked: pd.Timestamp


def review_quality(tables: Tables, account_id: str, as_of: date) -> Quality:
    """Trust, satisfaction and commitment (1 to 10), from independent answers only, the latest of each person.

    For one account, or "" for all. MethodError if there is no such account. It is blind to those who were not asked.
    """
    asked = _answers(scope_of(tables, account_id, as_of))
    asked = asked[(asked["about"] == "outcome") & asked["item_id"].isin(RELATIONSHIP)]
    latest = asked.sort_values("asked_on").groupby(_QUESTION, as_index=False).last()
    own = latest[latest["independent"]]
    return Quality(
        items=item_means(own, "performance", low=1, high=10),
        independent=int(own["respondent_id"].nunique()),
        dependent=int(latest.loc[~latest["independent"], "respondent_id"].nunique()),
        last_asked=own["asked_on"].max(),
    )


@remembered
def review_reappraisal(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """The same questions before and after, at an account ("": at every account asked twice); the relationship first.

    Before: each customer's last answer up to the last review (see ``review_periods``); after: the last one since. One row
    per account and question: account_id (the group's), account, about ('relationship': the mean of trust, satisfaction
    and commitment; 'outcome', 'expectation', 'touch point'), item_id, before, after (means, 1 to 10), change with its
    95 % interval low, high (NaN: too few), people_before, people_after, paired (three or more answered both times:
    only theirs count), left_out (people who answered once only and do not count), independent (of those counted after, asked from
    outside the account team), verdict ('risen', 'fallen', 'not shown', 'too few'). Questions asked once have no row.
    MethodError if there is no such account. It shows a change, not its cause; of twenty intervals one misses by chance.
    """
    scope = scope_of(tables, account_id, as_of)
    asked = _waves(scope, _answers(scope))
    outcomes = asked[(asked["about"] == "outcome") & asked["item_id"].isin(RELATIONSHIP)]
    asked = pd.concat([_relationship(outcomes), asked])
    question = ["account_id", "about", "item_id"]
    since = asked.groupby(question, sort=False)["after"].transform("mean")
    rows = []
    for (account, about, item), answers in asked[(since > 0) & (since < 1)].groupby(question, sort=False):
        floor = ROUNDING_VARIANCE / (len(RELATIONSHIP) if about == RELATION else 1)
        found, counted = compare_answers(answers, floor=floor)
        rows.append(_row(scope, (str(account), str(about), str(item)), found, counted, answers))
    found_all = pd.DataFrame(rows, columns=list(COLUMNS))
    place = found_all["about"].map({RELATION: 0, "outcome": 1, "expectation": 2, "touch point": 3})
    ordered = found_all.assign(place=place).sort_values(["account_id", "place", "item_id"], kind="stable")
    return ordered[list(COLUMNS)].reset_index(drop=True)


def compare_answers(answers: pd.DataFrame, *, floor: float = ROUNDING_VARIANCE) -> tuple[Change, pd.DataFrame]:
    """The change in one question's answers (respondent_id, after, performance), and the answers that count for it.

    Paired where three or more people answered both times, else unpaired. ``floor``: the variance of one rounded mark.
    """
    before = answers[~answers["after"]].set_index("respondent_id")["performance"]
    after = answers[answers["after"]].set_index("respondent_id")["performance"]
    both = before.index.intersection(after.index)
    if len(both) >= FEWEST:
        counted = answers[answers["respondent_id"].isin(both)]
        return compare_paired(before[both].tolist(), after[both].tolist(), floor=2 * floor), counted
    return compare_unpaired(before.tolist(), after.tolist(), floor=floor), answers


def _answers(scope: Scope) -> pd.DataFrame:
    """Customers' marks for us by the day looked at, with the group and whether an outsider asked."""
    people = scope.rows("respondents")
    people = people[people["side"] == "customer"].drop_duplicates("respondent_id")
    people = people.assign(independent=people["independent"].fillna(False).astype(bool))
    asked = scope.tables["ratings"]
    asked = asked[(asked["supplier_id"] == US) & (asked["asked_on"] <= scope.day) & asked["performance"].notna()]
    found = asked[["respondent_id", "about", "item_id", "asked_on", "performance"]].merge(
        people[["respondent_id", "group_id", "independent"]], on="respondent_id"
    )
    return found.rename(columns={"group_id": "account_id"})


def _waves(scope: Scope, answers: pd.DataFrame) -> pd.DataFrame:
    """Each person's last answer of either side of the last review; column ``after``."""
    start = starts_of(scope, answers["account_id"])
    found = answers.assign(after=answers["asked_on"] > start).sort_values("asked_on", kind="stable")
    return found.groupby([*_QUESTION, "after"], as_index=False, sort=False).last()


def _relationship(outcomes: pd.DataFrame) -> pd.DataFrame:
    mean = outcomes.groupby(["account_id", "respondent_id", "after"], as_index=False, sort=False).agg(
        performance=("performance", "mean"), independent=("independent", "first"), marks=("performance", "size")
    )
    return mean[mean["marks"] == len(RELATIONSHIP)].assign(about=RELATION, item_id=RELATION)


def _row(
    scope: Scope, key: tuple[str, str, str], found: Change, counted: pd.DataFrame, answers: pd.DataFrame
) -> dict[str, object]:
    account, about, item = key
    after = counted[counted["after"]]
    return {
        "account_id": account, "account": scope.groups["name"].get(account, account), "about": about, "item_id": item,
        "before": found.before, "after": found.after, "change": found.change, "low": found.low, "high": found.high,
        "people_before": found.people_before, "people_after": found.people_after, "paired": found.paired,
        "left_out": int(answers["respondent_id"].nunique() - counted["respondent_id"].nunique()),
        "independent": int(after["independent"].sum()), "verdict": found.verdict,
    }  # fmt: skip


def relationship_change(reappraisal: pd.DataFrame, account_id: str) -> pd.Series | None:
    """The row about the relationship as a whole of one account (a group); None where it was not asked twice."""
    found = reappraisal[(reappraisal["account_id"] == account_id) & (reappraisal["about"] == RELATION)]
    return None if found.empty else found.iloc[0]
