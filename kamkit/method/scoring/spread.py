"""Where a group disagrees, item by item: the spread, who stands apart, and what to talk about first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamkit.method.scoring.items import Item, place_items, scoring_row
from kamkit.method.selection.agreement import kendalls_w

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamkit.model.frame import Tables

COLUMNS = (
    "item_id", "name", "answers", "dont_know", "unanswered", "low", "high", "median", "distance", "lowest", "highest",
    "far", "nobodys",
)  # fmt: skip
ENOUGH = 0.5  # share of the items a scorer has to have answered to count for W (default)


def ballots_in(tables: Tables, scoring_id: str, round_: int | None = None) -> pd.DataFrame:
    """The revealed ballots of one round (None: the last revealed), by scorer and item.

    Columns: scorer, item_id, score (NaN: don't know, or not answered), dont_know, reason, dissent. Empty before the
    first reveal: a hidden ballot is in no table.
    """
    rows = tables["ballots"]
    rows = rows[rows["scoring_id"] == scoring_id]
    if len(rows):
        rows = rows[rows["round"] == (int(rows["round"].max()) if round_ is None else round_)]
    known = rows["dont_know"].fillna(False).astype(bool)
    rows = rows.assign(dont_know=known, score=rows["score"].astype(float).where(~known))
    return rows[["scorer", "item_id", "score", "dont_know", "reason", "dissent"]].reset_index(drop=True)


def rounds_of(tables: Tables, scoring_id: str) -> tuple[int, ...]:
    """The rounds that were revealed, the first first."""
    rows = tables["ballots"]
    return tuple(sorted({int(one) for one in rows.loc[rows["scoring_id"] == scoring_id, "round"]}))


def rank_disagreement(tables: Tables, scoring_id: str, round_: int | None = None) -> pd.DataFrame:
    """The items in the order in which to talk about them: the widest disagreement first.

    Columns: item_id, name, answers (how many gave a score), dont_know, unanswered (of those who took part), low, high,
    median, distance (how far apart two scorers are on average, in points: Gini's mean difference; NaN under two),
    lowest, highest (who, listed), far (low and high are at least the scale's ``far`` apart), nobodys (no score within
    one point of the mean). Equal distances: the wider range first, then more *don't know*, then the card's order.
    Items nobody or one person scored come last, those most did not know first. MethodError if there is no such scoring.
    It cannot see why people differ; ask the two at the ends. Procedure: estimate, talk, estimate (Gustafson et al. 1973).
    """
    items = place_items(tables, scoring_id)
    ballots = ballots_in(tables, scoring_id, round_)
    people = ballots["scorer"].nunique()
    rows = [_spread(item, ballots[ballots["item_id"] == item.item_id], people) for item in items]
    found = pd.DataFrame(rows, columns=list(COLUMNS))
    found = found.assign(range=found["high"] - found["low"], asked=-found["dont_know"], distance_=found["distance"].round(9))
    found = found.sort_values(
        ["distance_", "range", "asked"], ascending=[False, False, True], kind="stable", na_position="last"
    )
    return found[list(COLUMNS)].reset_index(drop=True)


def _spread(item: Item, given: pd.DataFrame, people: int) -> tuple[object, ...]:
    known = given[given["score"].notna()].sort_values(["score", "scorer"], kind="stable")
    scores = known["score"].to_numpy(dtype=float)
    dont_know = int(given["dont_know"].sum())
    unanswered = people - len(scores) - dont_know
    if not len(scores):
        return (item.item_id, item.name, 0, dont_know, unanswered, *[np.nan] * 4, "", "", False, False)
    low, high = float(scores[0]), float(scores[-1])
    nobodys = bool(np.abs(scores - scores.mean()).min() > 1.0)
    ends = [", ".join(known.loc[known["score"] == end, "scorer"].astype(str)) for end in (low, high)]
    return (
        item.item_id, item.name, len(scores), dont_know, unanswered, low, high, float(np.median(scores)),
        mean_difference(scores), *ends, high - low >= item.scale.far, nobodys,
    )  # fmt: skip


def mean_difference(scores: Iterable[float]) -> float:
    """How far apart two of these are on average, over all pairs; NaN under two. Gini (1912)."""
    ordered = np.sort(np.asarray(list(scores), dtype=float))
    count = len(ordered)
    if count < 2:
        return float("nan")
    weights = 2 * np.arange(1, count + 1) - count - 1
    return float((weights * ordered).sum() * 2 / (count * (count - 1)))


def rank_deviations(tables: Tables, scoring_id: str, round_: int | None = None) -> pd.DataFrame:
    """Who stands apart from the others, and on what: one row per scorer and item, the furthest first.

    Columns: item_id, name, scorer, score, others (median of all others who scored it), apart (score - others, points),
    reason. Only where at least two others scored and ``apart`` is at least the scale's ``far``. Standing apart is not being
    wrong: that person may know something.
    """
    ballots = ballots_in(tables, scoring_id, round_)
    rows = []
    for item in place_items(tables, scoring_id):
        given = ballots[(ballots["item_id"] == item.item_id) & ballots["score"].notna()]
        for one in given.itertuples():
            others = given.loc[given["scorer"] != one.scorer, "score"]
            if len(others) < 2:
                continue
            apart = float(one.score) - float(others.median())
            if abs(apart) >= item.scale.far:
                rows.append((item.item_id, item.name, str(one.scorer), float(one.score), float(others.median()), apart, one.reason))
    found = pd.DataFrame(rows, columns=["item_id", "name", "scorer", "score", "others", "apart", "reason"])
    order = found.assign(size=-found["apart"].abs()).sort_values(["size", "scorer"], kind="stable").index
    return found.loc[order].reset_index(drop=True)


def review_concordance(tables: Tables, scoring_id: str, round_: int | None = None) -> pd.DataFrame:
    """Kendall's W, tie-corrected, for each thing that was asked, over the items every counted scorer scored.

    Columns: aspect, asks (in words), w (0 no common order, 1 the same; NaN where it cannot be said), scorers, items,
    left_out (items somebody did not score), left_out_scorers (answered under half). W looks at the order only: two people
    who are three points apart everywhere agree fully. Kendall & Babington Smith (1939).
    """
    ballots = ballots_in(tables, scoring_id, round_)
    items = place_items(tables, scoring_id)
    about = str(scoring_row(tables, scoring_id)["about"])
    rows = []
    for aspect in dict.fromkeys(item.aspect for item in items):
        own = [item for item in items if item.aspect == aspect]
        asks = own[0].asks if about == "criteria" else aspect
        rows.append((aspect, asks, *_concordance(ballots, [item.item_id for item in own])))
    return pd.DataFrame(rows, columns=["aspect", "asks", "w", "scorers", "items", "left_out", "left_out_scorers"])


def _concordance(ballots: pd.DataFrame, item_ids: list[str]) -> tuple[float, int, int, int, int]:
    given = ballots[ballots["item_id"].isin(item_ids) & ballots["score"].notna()]
    table = given.pivot(index="scorer", columns="item_id", values="score").reindex(columns=item_ids)
    counted = table[table.notna().sum(axis=1) >= ENOUGH * len(item_ids)]
    complete = counted.dropna(axis=1)
    left = len(item_ids) - complete.shape[1]
    if min(complete.shape) < 2:
        return float("nan"), len(counted), complete.shape[1], left, len(table) - len(counted)
    found = kendalls_w(complete.to_numpy(dtype=float))
    return found.w, found.scorers, found.accounts, left, len(table) - len(counted)


def compare_rounds(tables: Tables, scoring_id: str) -> pd.DataFrame:
    """What the discussion changed: the first round beside the last, item by item in the card's order.

    Columns: item_id, name, first and last (median), first_distance, last_distance, moved (people whose score changed).
    Empty with a single round.
    """
    columns = ["item_id", "name", "first", "last", "first_distance", "last_distance", "moved"]
    rounds = rounds_of(tables, scoring_id)
    if len(rounds) < 2:
        return pd.DataFrame(columns=columns)
    first, last = (rank_disagreement(tables, scoring_id, one).set_index("item_id") for one in (rounds[0], rounds[-1]))
    key = ["scorer", "item_id"]
    both = ballots_in(tables, scoring_id, rounds[0]).merge(ballots_in(tables, scoring_id, rounds[-1]), on=key)
    differs = (both["score_x"] != both["score_y"]) & ~(both["score_x"].isna() & both["score_y"].isna())
    moved = differs.groupby(both["item_id"]).sum()
    return pd.DataFrame(
        [
            (item.item_id, item.name, first["median"][item.item_id], last["median"][item.item_id],
             first["distance"][item.item_id], last["distance"][item.item_id], int(moved.get(item.item_id, 0)))
            for item in place_items(tables, scoring_id)
        ],
        columns=columns,
    )  # fmt: skip
