"""Whether the relationship went up or down between two waves of questions, asked of the same people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from kamkit.method.values.answers import US, of_group
from kamkit.method.values.intervals import LEVEL, ROUNDING_VARIANCE

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

ITEMS = ("trust", "satisfaction", "commitment")
FEWEST = 3  # pairs, before an interval can be given


@dataclass(frozen=True)
class Change:
    """A mean difference, after minus before, with its 95 % interval (NaN under three people) and the people asked twice."""

    mean: float
    low: float
    high: float
    people: int

    @property
    def down(self) -> bool:
        """Whether it fell by more than chance explains: the whole interval lies below zero."""
        return bool(self.high < 0)


def estimate_changes(tables: Tables, as_of: date, account_id: str = "") -> dict[str, Change]:
    """By group, the change of the relationship's quality (trust, satisfaction, commitment, 1 to 10) at customers asked twice.

    For each person the latest answer up to ``as_of`` minus the one before, averaged over the items answered both times;
    then the paired t interval over people (Student 1908), its variance at least that of rounding to whole points.
    Groups in which nobody was asked twice are left out. It is blind to people who were asked only once.
    """
    people = tables["respondents"]
    people = of_group(people[people["side"] == "customer"], tables, account_id)
    group = people.drop_duplicates("respondent_id").set_index("respondent_id")["account_id"]
    ratings = tables["ratings"]
    asked = ratings[
        (ratings["about"] == "outcome") & ratings["item_id"].isin(ITEMS) & (ratings["supplier_id"] == US)
        & ratings["respondent_id"].isin(group.index) & (ratings["asked_on"] <= pd.Timestamp(as_of))
        & ratings["performance"].notna()
    ]  # fmt: skip
    asked = asked.sort_values(["respondent_id", "item_id", "asked_on"])
    asked = asked.assign(before=asked.groupby(["respondent_id", "item_id"])["performance"].shift())
    last = asked.drop_duplicates(["respondent_id", "item_id"], keep="last").dropna(subset=["before"])
    by_person = (last["performance"] - last["before"]).groupby(last["respondent_id"]).mean()
    differences = by_person.groupby(by_person.index.map(group))
    return {str(name): estimate_change(found.to_numpy(dtype=float)) for name, found in differences}


def estimate_change(differences: np.ndarray) -> Change:
    """The mean of paired differences with its 95 % t interval; NaN bounds under three pairs."""
    count, mean = len(differences), float(differences.mean())
    if count < FEWEST:
        return Change(mean, np.nan, np.nan, count)
    error = np.sqrt(max(float(differences.var(ddof=1)), ROUNDING_VARIANCE) / count)
    reach = float(stdtrit(count - 1, (1 + LEVEL) / 2)) * error
    return Change(mean, mean - reach, mean + reach, count)
