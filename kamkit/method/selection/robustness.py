"""How sure the list is: stochastic multicriteria acceptability analysis (SMAA-2).

Weightings are drawn at random, scorers are drawn again from those who scored, and every draw ranks
all accounts. What comes out is a share of weightings, not a probability of success.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from kamkit.errors import MethodError

Floats = npt.NDArray[np.float64]
Ranks = npt.NDArray[np.intp]
Weighting = Literal["uniform", "stated order"]

DRAWS = 10_000


@dataclass(frozen=True)
class Acceptability:
    """What many draws say about each account.

    ``ranks``: accounts x ranks 1..n, share of draws in which the account takes that rank (rows sum to 1).
    ``among_first``: share of draws in which it is among the first ``places``. ``central_weights``: accounts
    x criteria, the mean weighting that puts it first, NaN where none does. ``confidence``: with those
    weights, the share of draws in which it stays first; NaN where never first. ``entropy``: of the whole
    ranking, in bits; 0 is one ranking in every draw.
    """

    ranks: pd.DataFrame
    among_first: pd.Series
    central_weights: pd.DataFrame
    confidence: pd.Series
    entropy: float
    places: int
    draws: int
    weighting: Weighting = "uniform"
    scorers_drawn: int = 0


def draw_weights(
    rng: np.random.Generator, draws: int, criteria: int, stated: Floats | None = None
) -> Floats:
    """Weightings drawn evenly from all that sum to 1, draws x criteria.

    With ``stated`` weights only those in the stated order: the criterion stated as heaviest is the heaviest
    in every draw; criteria stated alike come in any order among themselves.
    """
    weights = rng.dirichlet(np.ones(criteria), size=draws)
    if stated is None:
        return weights
    ordered = -np.sort(-weights, axis=1)
    drawn = np.empty_like(ordered)
    heaviest_first = np.argsort(-stated, kind="stable")
    start = 0
    while start < criteria:
        alike = np.flatnonzero(stated[heaviest_first] == stated[heaviest_first[start]])
        block = heaviest_first[alike]
        drawn[:, block] = rng.permuted(ordered[:, alike], axis=1)
        start = int(alike[-1]) + 1
    return drawn


def rank_values(values: Floats) -> Ranks:
    """The rank of each account in each draw (1 is the highest value); draws x accounts."""
    order = np.argsort(-values, axis=1, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(1, values.shape[1] + 1)[np.newaxis, :], axis=1)
    return ranks


def rank_shares(ranks: Ranks) -> Floats:
    """Rank acceptability: accounts x ranks, the share of draws for each; rows and columns sum to 1."""
    draws, accounts = ranks.shape
    cells = (ranks - 1) + np.arange(accounts) * accounts
    counts = np.bincount(cells.ravel(), minlength=accounts * accounts)
    shares: Floats = counts.reshape(accounts, accounts) / draws
    return shares


def central_weights(weights: Floats, ranks: Ranks) -> Floats:
    """The mean weighting of the draws in which each account is first; NaN where it never is."""
    first = (ranks == 1).astype(float)
    times = first.sum(axis=0)
    sums = first.T @ weights
    means: Floats = np.divide(
        sums, times[:, np.newaxis], out=np.full_like(sums, np.nan), where=times[:, np.newaxis] > 0
    )
    return means


def ranking_entropy(ranks: Ranks) -> float:
    """Shannon entropy of the complete rankings, in bits (0: the same ranking in every draw)."""
    _, counts = np.unique(_as_numbers(ranks), return_counts=True)
    shares = counts / counts.sum()
    return float(np.abs(-(shares * np.log2(shares)).sum()))


def _as_numbers(rows: Ranks) -> npt.NDArray[np.uint64]:
    """Each row as one 64-bit number: finding equal numbers is ten times as fast as finding equal rows."""
    factors = np.random.default_rng(64).integers(1, 2**63, rows.shape[1], dtype=np.uint64)
    numbers: npt.NDArray[np.uint64] = rows.astype(np.uint64) @ factors
    return numbers


def weighted_values(weights: Floats, scores: Floats) -> Floats:
    """Weighted mean scores, draws x accounts; a missing score leaves its weight to the others.

    ``scores`` is accounts x criteria, or draws x accounts x criteria where scorers were drawn again.
    """
    known = ~np.isnan(scores)
    path = "dc,ac->da" if scores.ndim == 2 else "dc,dac->da"
    if known.all():
        whole: Floats = np.einsum(path, weights, scores)
        return whole
    sums = np.einsum(path, weights, np.where(known, scores, 0.0))
    covered = np.einsum(path, weights, known.astype(float))
    values: Floats = np.divide(sums, covered, out=np.full_like(sums, -np.inf), where=covered > 0)
    return values


def draw_scorers(rng: np.random.Generator, draws: int, mean: Floats, answers: Floats) -> tuple[Floats, Ranks]:
    """Scores with scorers drawn again, with replacement: every way it came out, and which way each draw took.

    ``answers`` is scorers x accounts x criteria (NaN: none, or don't know); the ways are ways x accounts x
    criteria. Whole scorers are drawn, so that somebody who is strict stays strict everywhere. Where a way has no
    answer, ``mean`` stands.
    """
    scorers = len(answers)
    times = rng.multinomial(scorers, np.full(scorers, 1 / scorers), size=draws)
    # Few people can be drawn in few ways only: each way is worked out once.
    _, first, which = np.unique(_as_numbers(times), return_index=True, return_inverse=True)
    ways = times[first].astype(float)
    flat = answers.reshape(scorers, -1)
    known = ~np.isnan(flat)
    sums, counts = ways @ np.where(known, flat, 0.0), ways @ known.astype(float)
    scores = np.where(counts > 0, sums / np.maximum(counts, 1.0), mean.ravel())
    return scores.reshape(-1, *mean.shape), which


def confidence_factors(central: Floats, ways: Floats, times: Floats) -> Floats:
    """With its central weights, how often each account is first; NaN where it is never first.

    ``ways``: ways x accounts x criteria, the scores that were drawn; ``times``: how often each way came.
    """
    found = np.full(len(central), np.nan)
    for row in np.flatnonzero(~np.isnan(central).any(axis=1)):
        values = weighted_values(np.broadcast_to(central[row], (len(ways), central.shape[1])), ways)
        level = values >= values.max(axis=1, keepdims=True) - 1e-12
        found[row] = (level[:, row] / level.sum(axis=1)) @ times / times.sum()
    return found


def estimate_acceptability(
    scores: pd.DataFrame,
    places: int,
    *,
    answers: Floats | None = None,
    stated: pd.Series | None = None,
    draws: int = DRAWS,
    seed: int = 20010101,
) -> Acceptability:
    """In what share of weightings each account is among the first ``places``.

    ``scores``: accounts x criteria, 1 to 10, NaN where missing. ``answers``: scorers x accounts x criteria,
    to draw the scorers again. ``stated``: weights by criterion, to draw only weightings in that order.
    The same ``seed`` gives the same figures. It cannot see criteria nobody thought of. MethodError if there
    are no accounts or no criteria, an account without any score, or no place. Lahdelma & Salminen (2001).
    """
    matrix = scores.to_numpy(dtype=float)
    if matrix.size == 0:
        raise MethodError(f"robustness: found {matrix.shape[0]} accounts and {matrix.shape[1]} criteria; expected both")
    if places < 1:
        raise MethodError(f"robustness: found {places} places; expected 1 or more")
    for row in np.flatnonzero(np.isnan(matrix).all(axis=1)):
        raise MethodError(f"robustness: account {scores.index[row]} has no score; leave it out or have it scored")
    rng = np.random.default_rng(seed)
    order = None if stated is None else stated.reindex(scores.columns).to_numpy(dtype=float)
    weights = draw_weights(rng, draws, matrix.shape[1], order)
    ways, which = matrix[np.newaxis], np.zeros(draws, dtype=np.intp)
    if answers is not None:
        ways, which = draw_scorers(rng, draws, matrix, answers)
    # Accounts that are level take turns, so that the order of the rows decides nothing.
    turns = rng.random((draws, len(matrix))) * 1e-9
    ranks = rank_values(weighted_values(weights, matrix if answers is None else ways[which]) + turns)
    central = central_weights(weights, ranks)
    confidence = confidence_factors(central, ways, np.bincount(which, minlength=len(ways)).astype(float))
    return Acceptability(
        ranks=pd.DataFrame(rank_shares(ranks), index=scores.index, columns=range(1, len(matrix) + 1)),
        among_first=pd.Series((ranks <= places).mean(axis=0), index=scores.index, name="acceptability"),
        central_weights=pd.DataFrame(central, index=scores.index, columns=scores.columns),
        confidence=pd.Series(confidence, index=scores.index, name="confidence"),
        entropy=ranking_entropy(ranks),
        places=places,
        draws=draws,
        weighting="uniform" if stated is None else "stated order",
        scorers_drawn=0 if answers is None else len(answers),
    )
