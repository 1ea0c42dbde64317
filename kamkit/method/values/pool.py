"""Where an account differs from all the others, by more than its few answers would by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from kamkit.method.values.answers import ENOUGH_PEOPLE, US, About, answers_of
from kamkit.method.values.intervals import LEVEL, item_means
from kamkit.method.worth import group_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

HIGHER, LOWER, ALIKE_POOL, TOO_FEW = "higher here", "lower here", "no difference visible", "too few answers"


def review_against_pool(
    tables: Tables, account_id: str, about: About, column: Literal["importance", "performance"]
) -> pd.DataFrame:
    """One account's answers about us beside everybody else's, per item; the widest differences first.

    Columns: item_id, here and elsewhere (means, 1 to 10), difference (here - elsewhere), low, high (95 %
    interval of the difference, Welch's; NaN under five answers here), answers, answers_elsewhere, verdict.
    """
    answers = answers_of(tables, about)
    answers = answers[answers["supplier_id"] == US]
    own = answers["account_id"] == group_of(tables["accounts"]).get(account_id, account_id)
    here = item_means(answers[own], column, low=0, high=10)
    elsewhere = item_means(answers[~own], column, low=0, high=10).reindex(here.index).astype(float)
    table = pd.DataFrame({"here": here["mean"], "elsewhere": elsewhere["mean"]})
    table["difference"] = table["here"] - table["elsewhere"]
    reach = _reach(here, elsewhere)
    table["low"], table["high"] = table["difference"] - reach, table["difference"] + reach
    table["answers"] = here["answers"]
    table["answers_elsewhere"] = elsewhere["answers"].fillna(0).astype(int)
    table["verdict"] = np.select(
        [reach.isna(), table["low"] > 0, table["high"] < 0], [TOO_FEW, HIGHER, LOWER], ALIKE_POOL
    )
    order = table["difference"].abs().sort_values(ascending=False, kind="stable", na_position="last").index
    return table.loc[order].rename_axis("item_id").reset_index()


def _reach(here: pd.DataFrame, elsewhere: pd.DataFrame) -> pd.Series:
    ours, theirs = here["se"] ** 2, elsewhere["se"] ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        freedom = (ours + theirs) ** 2 / (ours**2 / here["df"] + theirs**2 / elsewhere["df"])
        reach = np.sqrt(ours + theirs) * stdtrit(freedom, (1 + LEVEL) / 2)
    enough = (here["answers"] >= ENOUGH_PEOPLE) & (elsewhere["answers"] >= ENOUGH_PEOPLE)
    return reach.where(enough)
