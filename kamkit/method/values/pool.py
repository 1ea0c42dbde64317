"""Where an account differs from all the others, or from the most profitable, by more than chance would make it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from kamkit.method.remembered import is_known, remembered
from kamkit.method.values.answers import ENOUGH_PEOPLE, US, About, answers_of
from kamkit.method.values.intervals import LEVEL, ROUNDING_VARIANCE, item_means
from kamkit.method.worth import rank_accounts
from kamkit.method.worth.own_rows import group_in

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

BEST_SHARE = 1 / 3  # of the customers who were asked (ours)
BEST_FEWEST = 3
HIGHER, LOWER, ALIKE_POOL, TOO_FEW = "higher here", "lower here", "no difference visible", "too few answers"


Mark = Literal["importance", "performance"]


@remembered
def review_against_pool(tables: Tables, account_id: str, about: About, column: Mark) -> pd.DataFrame:
    """One account's answers about us beside everybody else's, per item; the widest differences first.

    Columns: item_id, here and elsewhere (means, 1 to 10), difference (here - elsewhere), low, high (95 %
    interval of the difference, Welch's; NaN under five answers here), answers, answers_elsewhere, verdict.
    """
    own = _own_answers(tables, about, account_id)
    here = item_means(own, column, low=0, high=10)
    return _compared(here, _means(pool_sums(tables, about, column).sub(_sums(own, column), fill_value=0.0)))


@remembered
def most_profitable(tables: Tables, as_of: date) -> pd.DataFrame:
    """The most profitable third of the customers who were asked what they expect, at least three of them.

    Columns: account_id (the group's), name, contribution (twelve months to ``as_of``), contribution_is (revenue, gross
    margin or contribution: what is known). Nobody who brings nothing is among them. The third is ours.
    """
    answers = answers_of(tables, "expectation")
    asked = answers.loc[answers[["importance", "performance"]].notna().any(axis=1), "account_id"].unique()
    ranked = rank_accounts(tables, as_of)
    ranked = ranked[ranked["account_id"].isin(asked) & (ranked["contribution"] > 0)]
    ranked = ranked.sort_values(["contribution", "account_id"], ascending=[False, True])
    best = ranked.head(max(BEST_FEWEST, round(len(asked) * BEST_SHARE)))
    return best[["account_id", "name", "contribution", "contribution_is"]].reset_index(drop=True)


@remembered
def best_sums(tables: Tables, as_of: date) -> pd.DataFrame:
    """As :func:`pool_sums` of the importance of expectations, for the most profitable customers alone."""
    answers = answers_of(tables, "expectation")
    best = most_profitable(tables, as_of)["account_id"]
    return _sums(answers[(answers["supplier_id"] == US) & answers["account_id"].isin(best)], "importance")


@remembered
def review_against_best(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """What one account calls important beside the most profitable customers (itself left out); widest first.

    With "" the most profitable beside all the rest. Columns as :func:`review_against_pool`: here is the account (or
    the most profitable), elsewhere the most profitable (or the rest).
    """
    best = best_sums(tables, as_of)
    if not account_id:
        return _compared(_means(best), _means(pool_sums(tables, "expectation", "importance").sub(best, fill_value=0.0)))
    own = _own_answers(tables, "expectation", account_id)
    if group_in(tables, account_id) in set(most_profitable(tables, as_of)["account_id"]):
        best = best.sub(_sums(own, "importance"), fill_value=0.0)
    return _compared(item_means(own, "importance", low=0, high=10), _means(best))


def _compared(here: pd.DataFrame, elsewhere: pd.DataFrame) -> pd.DataFrame:
    elsewhere = elsewhere.reindex(here.index)
    table = pd.DataFrame({"here": here["mean"], "elsewhere": elsewhere["mean"]})
    table["difference"] = table["here"] - table["elsewhere"]
    reach = _reach(here, elsewhere)
    table["low"], table["high"] = table["difference"] - reach, table["difference"] + reach
    table["answers"] = here["answers"].fillna(0).astype(int)
    table["answers_elsewhere"] = elsewhere["answers"].fillna(0).astype(int)
    table["verdict"] = np.select(
        [reach.isna(), table["low"] > 0, table["high"] < 0], [TOO_FEW, HIGHER, LOWER], ALIKE_POOL
    )
    order = table["difference"].abs().sort_values(ascending=False, kind="stable", na_position="last").index
    return table.loc[order].rename_axis("item_id").reset_index()


def _own_answers(tables: Tables, about: About, account_id: str) -> pd.DataFrame:
    """The account's answers about us, cut out of everybody's where these are at hand."""
    if is_known(tables, answers_of, about):
        answers = answers_of(tables, about)
        answers = answers[answers["account_id"] == group_in(tables, account_id)]
    else:
        answers = answers_of(tables, about, account_id=account_id)
    return answers[answers["supplier_id"] == US]


@remembered
def pool_sums(tables: Tables, about: About, column: Mark) -> pd.DataFrame:
    """What all customers' answers about us add up to per item, from which one account can be taken out again.

    Index item_id; columns answers (n) and total (s), squares (of the answers), accounts, and over the accounts
    the sums of s x s, s x n and n x n.
    """
    answers = answers_of(tables, about)
    return _sums(answers[answers["supplier_id"] == US], column)


def _sums(answers: pd.DataFrame, column: Mark) -> pd.DataFrame:
    known = answers[["item_id", "account_id", column]].dropna(subset=[column])
    known = known.assign(squares=known[column] ** 2)
    grouped = known.groupby(["item_id", "account_id"])
    one = pd.DataFrame({"answers": grouped.size(), "total": grouped[column].sum(), "squares": grouped["squares"].sum()})
    one = one.assign(accounts=1.0, ss=one["total"] ** 2, sn=one["total"] * one["answers"], nn=one["answers"] ** 2)
    return one.groupby(level="item_id").sum().astype(float)


def _means(sums: pd.DataFrame) -> pd.DataFrame:
    """As ``item_means`` has it: mean, answers, se and df per item."""
    sums = sums[sums["answers"] > 0]
    count, mean = sums["answers"], sums["total"] / sums["answers"]
    between = sums["ss"] - 2 * mean * sums["sn"] + mean**2 * sums["nn"]
    within = sums["squares"] - count * mean**2
    several = sums["accounts"] > 1
    clusters = sums["accounts"].where(several, count)
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = clusters / (clusters - 1) * between.where(several, within) / count**2
        error = np.sqrt(np.maximum(variance, ROUNDING_VARIANCE / count))
    return pd.DataFrame({"mean": mean, "answers": count, "se": error, "df": clusters - 1})


def _reach(here: pd.DataFrame, elsewhere: pd.DataFrame) -> pd.Series:
    ours, theirs = here["se"] ** 2, elsewhere["se"] ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        freedom = (ours + theirs) ** 2 / (ours**2 / here["df"] + theirs**2 / elsewhere["df"])
        reach = np.sqrt(ours + theirs) * stdtrit(freedom, (1 + LEVEL) / 2)
    enough = (here["answers"] >= ENOUGH_PEOPLE) & (elsewhere["answers"] >= ENOUGH_PEOPLE)
    return reach.where(enough)
