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
    _, counts = np.unique(ranks, axis=0, return_counts=True)
    shares = counts / counts.sum()
    return float(np.abs(-(shares * np.log2(shares)).sum()))


def weighted_values(weights: Floats, scores: Floats) -> Floats:
    """Weighted mean scores, draws x accounts; a missing score leaves its weight to the others.

    ``scores`` is accounts x criteria, or draws x accounts x criteria where scorers were drawn again.
    """
    known = ~np.isnan(scores)
    filled = np.where(known, scores, 0.0)
    if scores.ndim == 2:
        sums, covered = weights @ filled.T, weights @ known.T.astype(float)
    else:
        sums = np.einsum("dc,dac->da", weights, filled)
        covered = np.einsum("dc,dac->da", weights, known.astype(float))
    values: Floats = np.divide(sums, covered, out=np.full_like(sums, -np.inf), where=covered > 0)
    return values


def draw_scores(rng: np.random.Generator, draws: int, mean: Floats, answers: Floats) -> Floats:
    """Scores with scorers drawn again, with replacement: draws x accounts x criteria.

    ``answers`` is scorers x accounts x criteria (NaN: none, or don't know). Whole scorers are drawn, so that
    somebody who is strict stays strict everywhere. Where a draw has no answer, ``mean`` stands.
    """
    scorers, accounts, criteria = answers.shape
    times = rng.multinomial(scorers, np.full(scorers, 1 / scorers), size=draws).astype(float)
    flat = answers.reshape(scorers, -1)
    known = ~np.isnan(flat)
    judged = np.flatnonzero(known.any(axis=0))
    sums = times @ np.where(known, flat, 0.0)[:, judged]
    counts = times @ known[:, judged].astype(float)
    drawn = np.broadcast_to(mean.ravel(), (draws, accounts * criteria)).copy()
    drawn[:, judged] = np.where(counts > 0, sums / np.maximum(counts, 1.0), drawn[:, judged])
    return drawn.reshape(draws, accounts, criteria)


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
    drawn = matrix if answers is None else draw_scores(rng, draws, matrix, answers)
    # Accounts that are level take turns, so that the order of the rows decides nothing.
    turns = rng.random((draws, len(matrix))) * 1e-9
    ranks = rank_values(weighted_values(weights, drawn) + turns)
    central = central_weights(weights, ranks)
    return Acceptability(
        ranks=pd.DataFrame(rank_shares(ranks), index=scores.index, columns=range(1, len(matrix) + 1)),
        among_first=pd.Series((ranks <= places).mean(axis=0), index=scores.index, name="acceptability"),
        central_weights=pd.DataFrame(central, index=scores.index, columns=scores.columns),
        confidence=pd.Series(_confidence(central, drawn, turns), index=scores.index, name="confidence"),
        entropy=ranking_entropy(ranks),
        places=places,
        draws=draws,
        weighting="uniform" if stated is None else "stated order",
        scorers_drawn=0 if answers is None else len(answers),
    )


def _confidence(central: Floats, drawn: Floats, turns: Floats) -> Floats:
    found = np.full(len(central), np.nan)
    for row in np.flatnonzero(~np.isnan(central).any(axis=1)):
        values = weighted_values(np.broadcast_to(central[row], (len(drawn), central.shape[1])), drawn) \
            if drawn.ndim == 3 else weighted_values(central[[row]], drawn)
        values = values + (turns if drawn.ndim == 3 else 0.0)
        found[row] = (values.argmax(axis=1) == row).mean()
    return found
