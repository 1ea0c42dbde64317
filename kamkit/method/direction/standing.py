"""Where we stand: the four building blocks, how each pair of them fits, and the programme's basics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Literal

import pandas as pd

from kamkit.method.remembered import remembered

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

Area = Literal["building block", "congruence", "basics"]

# Capon (2001), Key account management and planning: the four blocks of the congruence model.
BLOCKS = ("strategy", "organisation", "human resources", "systems and processes")
PAIRS = tuple(f"{first} and {second}" for first, second in combinations(BLOCKS, 2))
BASICS = (
    "choose customers", "appraise performance", "plan accounts", "improve performance", "improve process",
    "improve skills", "add value", "re-appraise",
)  # fmt: skip
ITEMS: dict[Area, tuple[str, ...]] = {"building block": BLOCKS, "congruence": PAIRS, "basics": BASICS}
ASKS = {
    "strategy": "Is it said which customers we want, and what we will not do for the others?",
    "organisation": "Can whoever promises something to a key account also have it done?",
    "human resources": "Have we the people, the skills and the hours the list asks for?",
    "systems and processes": "Do people see contribution, promises and stock of an account without asking around?",
    "strategy and organisation": "Does the organisation let us keep what the strategy promises?",
    "strategy and human resources": "Do pay, skills and hours support the strategy?",
    "strategy and systems and processes": "Do our systems show what the strategy is steered by?",
    "organisation and human resources": "Do people have the authority that their role needs?",
    "organisation and systems and processes": "Does news travel to whoever has to act on it, in time?",
    "human resources and systems and processes": "Can people use the systems, and do the systems spare them time?",
    "choose customers": "Were key accounts chosen by criteria, for growth or for retention?",
    "appraise performance": "Have customers told somebody outside the account team how we do?",
    "plan accounts": "Has every key account a plan with actions and targets?",
    "improve performance": "Are the causes of bad marks found and removed?",
    "improve process": "Is a process changed where it, and not a person, lets customers down?",
    "improve skills": "Are people trained and coached for what their accounts need?",
    "add value": "Do customers pay for something we do beyond delivering?",
    "re-appraise": "Were the same people asked again after something was changed?",
}
SPREAD = 2.0  # points between two people's ratings from which they are told to talk first (default)
_MOST = 5.0


def as_pair(item: object) -> str:
    """The pair as it is called here, whichever block is named first; anything else as it is."""
    text = " ".join(str(item).casefold().split())
    for pair, (first, second) in zip(PAIRS, combinations(BLOCKS, 2), strict=True):
        if text in (pair, f"{second} and {first}"):
            return pair
    return text


@remembered
def rank_standing(tables: Tables, area: Area) -> pd.DataFrame:
    """The items of an area, the lowest rated first and those nobody rated last.

    Columns: item, asks (the question behind it), rating (median over people, 1 to 5; NaN: nobody rated it), low, high
    (the lowest and highest of people), people (how many rated), by (who rated lowest), evidence (theirs, else
    anybody's; NaN: none), without_evidence (ratings without any), assessed_on (the newest). A person's latest rating
    counts. Ratings about one account do not. It cannot see whether a rating is honest; the evidence beside it can
    be looked at. Source of the blocks: Capon (2001).
    """
    given = _latest(tables, area)
    rows = [_summed(item, given[given["item"] == item]) for item in ITEMS[area]]
    found = pd.DataFrame(rows).astype({"rating": "float64", "low": "float64", "high": "float64"})
    found = found.astype({"by": "str", "evidence": "str", "assessed_on": "datetime64[us]"})
    return found.sort_values(["rating", "low"], na_position="last", kind="stable", ignore_index=True)


def _latest(tables: Tables, area: Area) -> pd.DataFrame:
    given = tables["assessments"]
    whole = given["account_id"].isna() | (given["account_id"] == "")
    given = given[(given["area"] == area) & whole & given["rating"].notna()]
    given = given.assign(item=given["item"].map(as_pair).astype("str"))
    return given.sort_values("assessed_on", kind="stable").drop_duplicates(["item", "assessor"], keep="last")


def _summed(item: str, given: pd.DataFrame) -> dict[str, object]:
    lowest = given.sort_values("rating", kind="stable")
    said = lowest["evidence_note"].dropna()
    return {
        "item": item,
        "asks": ASKS[item],
        "rating": given["rating"].median(),
        "low": given["rating"].min(),
        "high": given["rating"].max(),
        "people": len(given),
        "by": lowest["assessor"].iloc[0] if len(given) else None,
        "evidence": said.iloc[0] if len(said) else None,
        "without_evidence": int(given["evidence_note"].isna().sum()),
        "assessed_on": given["assessed_on"].max(),
    }


@dataclass(frozen=True)
class Congruence:
    """How the four blocks fit each other.

    ``weakest``: the pairs with the lowest rating (several where they are equal); ``rating``: theirs, 1 to 5;
    ``rated``: how many of the six were rated; ``mean``: over those, which hides the weakest and is never
    reported without it; None where nobody rated any pair.
    """

    weakest: tuple[str, ...]
    rating: float | None
    rated: int
    mean: float | None


def review_congruence(tables: Tables) -> Congruence:
    """The weakest of the six pairs of building blocks (Capon, 2001): a chain is as strong as that, not as the mean."""
    pairs = rank_standing(tables, "congruence")
    rated = pairs[pairs["rating"].notna()]
    if rated.empty:
        return Congruence((), None, 0, None)
    lowest = float(rated["rating"].min())
    weakest = tuple(rated.loc[rated["rating"] == lowest, "item"])
    return Congruence(weakest, lowest, len(rated), float(rated["rating"].mean()))


def disputed(standing: pd.DataFrame) -> Sequence[str]:
    """The items that two people rate ``SPREAD`` points or more apart, in the order of ``rank_standing``."""
    return list(standing.loc[standing["high"] - standing["low"] >= SPREAD, "item"])
