"""How much an expectation matters, as customers say when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.remembered import remembered
from kamkit.method.values.answers import US, answers_of, expectations_of
from kamkit.method.values.intervals import item_means

if TYPE_CHECKING:
    from kamkit.model.frame import Tables


@remembered
def rank_stated_importance(tables: Tables, account_id: str = "") -> pd.DataFrame:
    """The expectations as customers rank them when asked, the most important first.

    Columns: expectation_id, name, importance (mean, 1 to 10), low, high (95 % interval; NaN under three
    answers), answers, accounts, rank (NaN where nobody answered). Only customers' answers; the pool's
    interval rests on accounts.
    """
    answers = answers_of(tables, "expectation", account_id=account_id)
    means = item_means(answers[answers["supplier_id"] == US], "importance", low=1, high=10)
    listed = expectations_of(tables, account_id)[["expectation_id", "name"]]
    unlisted = means.index.difference(listed["expectation_id"])
    listed = pd.concat([listed, pd.DataFrame({"expectation_id": unlisted, "name": unlisted})], ignore_index=True)
    ranked = listed.join(means[["mean", "low", "high", "answers", "accounts"]], on="expectation_id")
    ranked = ranked.rename(columns={"mean": "importance"})
    ranked[["answers", "accounts"]] = ranked[["answers", "accounts"]].fillna(0).astype(int)
    ranked["rank"] = ranked["importance"].rank(ascending=False, method="min")
    return ranked.sort_values("rank", kind="stable", na_position="last").reset_index(drop=True)


@remembered
def weight_of_price(tables: Tables) -> float:
    """The importance all customers together state for price, over that of everything else; 0 where either is none."""
    stated = rank_stated_importance(tables).set_index("expectation_id")["importance"]
    kinds = tables["expectations"].drop_duplicates("expectation_id").set_index("expectation_id")["kind"]
    price = stated[kinds.reindex(stated.index) == "price"].sum()
    rest = stated.sum() - price
    return float(price / rest) if rest > 0 and price > 0 else 0.0
