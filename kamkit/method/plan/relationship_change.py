"""Whether the relationship rose or fell between the last two times the same people were asked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from kamkit.method.planning.scope import Scope, scope_of
from kamkit.method.values.answers import US
from kamkit.method.values.intervals import LEVEL, ROUNDING_VARIANCE
from kamkit.method.values.recommendation import RELATIONSHIP

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

FEWEST = 3  # people asked twice, under which there is no interval
COLUMNS = ("change", "low", "high", "people", "last_asked")


def estimate_relationship_change(tables: Tables, as_of: date, account_id: str = "") -> pd.DataFrame:
    """By how many points trust, satisfaction and commitment changed between the last two answers of the same people.

    Index account_id (every group); columns change (mean over people of each one's mean change, -9 to 9; NaN: nobody
    was asked twice), low and high (its 95 % interval, Student's t over people; NaN under three), people (asked
    twice, count), last_asked (date of the latest answer; NaT: never asked). Customers' answers about us up to
    ``as_of``. Answers come in whole points: the spread is never taken as smaller than rounding leaves. It is blind
    to people who answered only once. Source: Crosby, Evans & Cowles (1990) for the three.
    """
    return change_in(scope_of(tables, account_id, as_of))


def change_in(scope: Scope) -> pd.DataFrame:
    """The change for every group of a scope."""
    asked = _answers(scope)
    question = ["respondent_id", "item_id"]
    asked["change"] = asked["performance"] - asked.groupby(question)["performance"].shift()
    twice = asked[~asked.duplicated(question, keep="last")].dropna(subset=["change"])
    person = twice.groupby(["group_id", "respondent_id"])["change"].agg(["mean", "size"])
    grouped = person.groupby(level="group_id")
    count = grouped.size()
    floor = 2 * ROUNDING_VARIANCE / grouped["size"].mean()
    variance = np.maximum(grouped["mean"].var(ddof=1), floor)
    with np.errstate(invalid="ignore"):
        reach = np.sqrt(variance / count) * stdtrit(count.to_numpy(dtype=float) - 1, (1 + LEVEL) / 2)
    reach = reach.where(count >= FEWEST)
    change = grouped["mean"].mean()
    found = pd.DataFrame({"change": change, "low": change - reach, "high": change + reach, "people": count})
    found = found.reindex(scope.groups.index)
    found["people"] = found["people"].fillna(0).astype("int64")
    found["last_asked"] = asked.groupby("group_id")["asked_on"].max().reindex(found.index)
    return found.rename_axis("account_id")[list(COLUMNS)]


def _answers(scope: Scope) -> pd.DataFrame:
    people = scope.rows("respondents")
    people = people.loc[people["side"] == "customer", ["respondent_id", "group_id"]].drop_duplicates("respondent_id")
    ratings = scope.tables["ratings"]
    about_us = (ratings["about"] == "outcome") & (ratings["supplier_id"] == US) & ratings["item_id"].isin(RELATIONSHIP)
    known = ratings["performance"].notna() & (ratings["asked_on"] <= scope.day)
    asked = ratings.loc[about_us & known, ["respondent_id", "item_id", "asked_on", "performance"]]
    return asked.merge(people, on="respondent_id").sort_values("asked_on", kind="stable", ignore_index=True)
