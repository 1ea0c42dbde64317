"""What the customer gets from us for the price, against the best competitor: Gale (1994)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamkit.method.remembered import remembered
from kamkit.method.values.answers import US, answers_of, expectations_of, names_of
from kamkit.method.worth import group_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamkit.model.frame import Tables

# A competitor rated on less than half of what matters to an account is not compared with us there.
LEAST_COVERAGE = 0.5


def market_perceived_ratio(weights: Sequence[float], ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The sum of weight x (ours / competitor's) over attributes, 1.0 where we are level; weights are normalised.

    Over quality attributes it is the market-perceived quality; over price attributes, price
    satisfaction, whose reciprocal is the relative price. Ratios are not rounded (Gale's tables round
    them to two decimals first). NaN without a weight. Source: Gale (1994), Managing Customer Value.
    """
    weight = np.asarray(weights, dtype=float)
    total = weight.sum()
    ratio = np.asarray(ours, dtype=float) / np.asarray(theirs, dtype=float)
    return float((weight * ratio).sum() / total) if total > 0 else float("nan")


@remembered
def rank_competitors(tables: Tables, account_id: str = "") -> pd.DataFrame:
    """Us against every competitor whom the account's people (or the pool's) rated, the strongest first.

    Columns: competitor_id, name, our_score and their_score (weighted means, 1 to 10, over expectations
    both are rated for), strength (ours / theirs), relative_quality (without price; 1.0 is level),
    relative_price (1.1: the customer sees us 10 % dearer), coverage (share of the importance that both
    are rated for), accounts, answers, best (the one with the highest weighted score among those rated on
    half of what matters). Only customers' answers. Source: Gale (1994).
    """
    compared = _compare(tables, account_id, pooled=not account_id)
    return compared.drop(columns="account_id").reset_index(drop=True)


def compare_marks(tables: Tables, account_id: str) -> pd.DataFrame:
    """An account's marks for us and for its best competitor, per expectation, the most important first.

    Columns: expectation_id, name, weight (stated importance; the pool's where the account gave none), ours,
    theirs (means, 1 to 10), difference (ours - theirs), competitor. Empty where nobody was rated beside us.
    """
    ranked = rank_competitors(tables, account_id)
    best = ranked[ranked["best"]] if ranked["best"].any() else ranked.head(1)
    columns = ["expectation_id", "name", "weight", "ours", "theirs", "difference", "competitor"]
    if best.empty:
        return pd.DataFrame(columns=columns)
    answers = answers_of(tables, "expectation", account_id=account_id).assign(place="")
    means = answers.groupby(["supplier_id", "item_id"])["performance"].mean().unstack("item_id")
    table = pd.DataFrame({"ours": means.loc[US], "theirs": means.loc[best["competitor_id"].iloc[0]]})
    table["weight"] = _weights(answers, mean_importance(tables), means.columns).iloc[0]
    table["difference"] = table["ours"] - table["theirs"]
    names = expectations_of(tables, account_id).set_index("expectation_id")["name"]
    table.insert(0, "name", names.reindex(table.index).fillna(table.index.to_series()))
    table = table.rename_axis("expectation_id").reset_index().assign(competitor=best["name"].iloc[0])
    return table.sort_values(["weight", "expectation_id"], ascending=[False, True])[columns].reset_index(drop=True)


@remembered
def estimate_customer_value(tables: Tables) -> pd.DataFrame:
    """Us against the best competitor at each account: the customer value map, a row per account rated.

    Columns: account_id, account, and those of :func:`rank_competitors` for the best competitor there.
    """
    compared = _compare(tables, "", pooled=False)
    best = compared[compared["best"]].reset_index(drop=True)
    best.insert(1, "account", best["account_id"].map(names_of(tables["accounts"], "account_id")))
    return best


@remembered
def estimate_relative_strength(tables: Tables) -> pd.DataFrame:
    """Our weighted score over the best competitor's as each account's people see it; a row per account (group).

    Columns: account_id, strength (1.0 is level; NaN where nobody was rated beside us), our_score,
    best_score (1 to 10), competitor_id, competitor, answers (respondents behind it). The best competitor
    is the one with the highest weighted score at that account. Only customers' answers.
    """
    accounts = tables["accounts"]
    groups = pd.Series(group_of(accounts)[accounts["account_id"]].unique(), dtype="str")
    best = (
        estimate_customer_value(tables)
        .set_index("account_id")
        .rename(columns={"their_score": "best_score", "name": "competitor"})
    )
    columns = ["strength", "our_score", "best_score", "competitor_id", "competitor", "answers"]
    result = best[columns].reindex(groups).rename_axis("account_id").reset_index()
    result["answers"] = result["answers"].fillna(0).astype(int)
    return result


def _compare(tables: Tables, account_id: str, *, pooled: bool) -> pd.DataFrame:
    answers = answers_of(tables, "expectation", account_id=account_id)
    ours, theirs, asked = _pairs(answers)
    if theirs.empty:
        return _NOTHING.copy()
    if pooled:
        # Each account counts once, and only those where both were rated.
        sides = (side.astype(float).groupby("competitor_id").mean() for side in (ours, theirs, asked))
        ours, theirs, asked = (pd.concat({"": side}, names=["account_id"]) for side in sides)
    place = pd.Series("", index=answers.index) if pooled else answers["account_id"]
    weights = _weights(answers.assign(place=place), mean_importance(tables), theirs.columns)
    weights = weights.reindex(theirs.index.get_level_values("account_id")).to_numpy()
    kinds = expectations_of(tables).set_index("expectation_id")["kind"].reindex(theirs.columns)
    result = _scores(ours.to_numpy(), theirs.to_numpy(), weights, (kinds == "price").to_numpy())
    result["coverage"] /= (weights * (asked.to_numpy() > 0)).sum(axis=1)
    return _finish(result.set_index(theirs.index).reset_index(), answers.assign(place=place), tables)


def _pairs(answers: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Our mean and the competitor's where both are known, and whether ours is: a row per account and competitor."""
    rated = answers.dropna(subset=["performance"])
    means = rated.groupby(["account_id", "supplier_id", "item_id"])["performance"].mean().unstack("item_id")
    theirs = means[means.index.get_level_values("supplier_id") != US]
    theirs.index = theirs.index.set_names("competitor_id", level="supplier_id")
    us = means[means.index.get_level_values("supplier_id") == US].droplevel("supplier_id")
    ours = us.reindex(theirs.index.get_level_values("account_id")).set_axis(theirs.index)
    theirs = theirs.where(theirs > 0)
    return ours.where(theirs.notna()), theirs.where(ours.notna()), ours.notna()


@remembered
def mean_importance(tables: Tables) -> pd.Series:
    """The mean importance (1 to 10) that all customers' people together state, by item."""
    everyone = answers_of(tables, "expectation")
    return everyone[everyone["supplier_id"] == US].groupby("item_id")["importance"].mean()


def _weights(answers: pd.DataFrame, pool: pd.Series, items: pd.Index) -> pd.DataFrame:
    """Stated importance per place and item; the pool's where the account's people gave none; else alike."""
    own = answers[answers["supplier_id"] == US].groupby(["place", "item_id"])["importance"].mean().unstack("item_id")
    if pool.isna().all():
        pool = pd.Series(1.0, index=items)
    own = own.reindex(index=pd.Index(answers["place"].unique(), name="place"), columns=items)
    return own.fillna(pool.reindex(items)).fillna(pool.mean())


def _scores(ours: np.ndarray, theirs: np.ndarray, weights: np.ndarray, price: np.ndarray) -> pd.DataFrame:
    known = np.where(np.isnan(theirs) | np.isnan(ours), 0.0, weights)
    ours, theirs = np.where(known > 0, ours, 0.0), np.where(known > 0, theirs, 1.0)
    total = known.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        our_score = (known * ours).sum(axis=1) / total
        their_score = (known * theirs).sum(axis=1) / total
        satisfaction = (known * ours / theirs)[:, price].sum(axis=1) / known[:, price].sum(axis=1)
        scores = {
            "our_score": our_score,
            "their_score": their_score,
            "strength": our_score / their_score,
            "relative_quality": (known * ours / theirs)[:, ~price].sum(axis=1) / known[:, ~price].sum(axis=1),
            "relative_price": 1 / satisfaction,
            "coverage": total,
        }
    return pd.DataFrame(scores).replace([np.inf, -np.inf], np.nan)


def _finish(result: pd.DataFrame, rated: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    rated = rated.dropna(subset=["performance"]).rename(
        columns={"place": "account_id", "account_id": "asked_at", "supplier_id": "competitor_id"}
    )
    grouped = rated.groupby(["account_id", "competitor_id"])
    counts = pd.DataFrame({"accounts": grouped["asked_at"].nunique(), "answers": grouped["respondent_id"].nunique()})
    result = result.join(counts, on=["account_id", "competitor_id"])
    names = result["competitor_id"].map(names_of(tables["competitors"], "competitor_id"))
    result.insert(2, "name", names.fillna(result["competitor_id"]))
    result = result.sort_values(
        ["account_id", "their_score", "competitor_id"], ascending=[True, False, True], na_position="last"
    )
    eligible = result["their_score"].notna() & (result["coverage"] >= LEAST_COVERAGE)
    first = result[eligible].drop_duplicates("account_id").index
    return result.assign(best=result.index.isin(first)).reset_index(drop=True)


_NOTHING = pd.DataFrame(
    {
        "account_id": pd.Series(dtype="str"),
        "competitor_id": pd.Series(dtype="str"),
        "name": pd.Series(dtype="str"),
        "our_score": pd.Series(dtype="float64"),
        "their_score": pd.Series(dtype="float64"),
        "strength": pd.Series(dtype="float64"),
        "relative_quality": pd.Series(dtype="float64"),
        "relative_price": pd.Series(dtype="float64"),
        "coverage": pd.Series(dtype="float64"),
        "accounts": pd.Series(dtype="int64"),
        "answers": pd.Series(dtype="int64"),
        "best": pd.Series(dtype="bool"),
    }
)
