"""The list: who is a key account, how sure that is, and why; one call for pages, workbooks and documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from kamkit.method.finding import Finding, worst_first
from kamkit.method.remembered import remembered
from kamkit.method.selection.agreement import Agreement, review_agreement
from kamkit.method.selection.capacity import Capacity, place_within_hours
from kamkit.method.selection.findings import check_agreement, check_hours, check_length, check_places, check_robustness
from kamkit.method.selection.fitting import Task
from kamkit.method.selection.matrix import place_in_portfolio
from kamkit.method.selection.needs import hours_available, hours_kept, hours_needed
from kamkit.method.selection.overrides import check_overrides, overrides_of, review_overrides
from kamkit.method.selection.robustness import DRAWS, Acceptability, Weighting, estimate_acceptability
from kamkit.method.selection.scores import Scores, estimate_scores, weigh_scores
from kamkit.method.selection.why import explain
from kamkit.method.values import estimate_relative_strength
from kamkit.method.worth import group_of, reporting_currency
from kamkit.model.frame import settings_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

FROM_SETTINGS, FROM_HOURS = "the settings", "the hours there are"
FROM_USUAL_LIST = "the lower end of the usual list"


@dataclass(frozen=True)
class Selection:
    """The list of key accounts and everything it rests on.

    ``ranking``: one row per candidate, scored ones by rank, then the others by contribution; columns
    account_id, name, rank (1 is best; missing: not yet scored), score (1 to 10), score_low, score_high, covered
    (% of the weight), scored, acceptability (share of weightings among the first ``places``, 0 to 1), attractiveness
    (1 to 10), relative_strength (1.0 is level), quadrant, revenue, contribution (a year), potential (over three years),
    hours (a year, all roles), hours_assumed, in_list (missing: not yet scored), override ('in', 'out'), why (a sentence).

    ``places``: how many can be served, and ``places_from`` where that figure comes from. ``robustness``, ``capacity``
    are None where scores or hours are missing. ``overrides``: see :func:`review_overrides`. ``groups``: the group of
    every customer number, by account_id. ``currency``: what money is in.
    """

    as_of: date
    ranking: pd.DataFrame
    places: int
    places_from: str
    scores: Scores
    agreement: Agreement
    robustness: Acceptability | None
    capacity: Capacity | None
    overrides: pd.DataFrame
    findings: tuple[Finding, ...]
    groups: pd.Series
    currency: str

    @property
    def scored(self) -> bool:
        """Whether anybody is scored at all."""
        return bool(self.ranking["scored"].any())

    def group(self, account_id: str) -> str:
        """The group that a customer number belongs to; the list is of groups."""
        return str(self.groups.get(account_id, account_id))

    def place_of(self, account_id: str) -> pd.Series | None:
        """The row of the ranking for an account, or for the group of a customer number; None if it is no candidate."""
        found = self.ranking[self.ranking["account_id"] == self.group(account_id)]
        return None if found.empty else found.iloc[0]


@remembered
def select_accounts(
    tables: Tables, as_of: date, *, weighting: Weighting = "uniform", draws: int = DRAWS, seed: int = 20010101
) -> Selection:
    """Who is a key account, on scores, hours and signed overrides, with how sure that is.

    ``weighting``: whether robustness is read over all weightings or only those in the stated order. The list is the
    one with the highest sum of scores that the hours allow; without hours, the highest scores. It cannot see
    criteria nobody thought of. Raises what :func:`kamkit.method.worth.rank_accounts` raises.
    """
    scores = estimate_scores(tables, as_of)
    ranking = _portfolio(tables, scores)
    overrides = overrides_of(tables)
    capacity, places, places_from = _fit(tables, ranking, overrides)
    robustness = _robustness(tables, as_of, places, weighting, draws, seed)
    ranking["acceptability"] = robustness.among_first.reindex(ranking.index) if robustness else np.nan
    ranking["override"] = overrides["direction"].reindex(ranking.index)
    ranking["in_list"] = _in_list(ranking, capacity, places)
    ranking["why"] = explain(ranking, overrides, places, capacity)
    reviewed = review_overrides(tables, ranking, capacity)
    agreement = _agreement(tables, as_of)
    return Selection(
        as_of=as_of,
        ranking=ranking.rename_axis("account_id").reset_index()[list(COLUMNS)],
        places=places,
        places_from=places_from,
        scores=scores,
        agreement=agreement,
        robustness=robustness,
        capacity=capacity,
        overrides=reviewed,
        groups=group_of(tables["accounts"]),
        currency=reporting_currency(tables),
        findings=worst_first(
            (
                *scores.findings,
                *(capacity.findings if capacity else ()),
                *check_hours(tables, ranking, capacity),
                *check_places(ranking, capacity, settings_of(tables)),
                *check_length(ranking, settings_of(tables)),
                *check_robustness(ranking, places, capacity),
                *check_agreement(agreement),
                *check_overrides(reviewed),
            )
        ),
    )


COLUMNS = (
    "account_id", "name", "rank", "score", "score_low", "score_high", "covered", "scored", "acceptability",
    "attractiveness", "relative_strength", "quadrant", "revenue", "contribution", "potential", "hours", "hours_assumed",
    "in_list", "override", "why",
)  # fmt: skip


def _portfolio(tables: Tables, scores: Scores) -> pd.DataFrame:
    """Candidates with score, rank, figures, quadrant and hours, in the order of the list; index account_id."""
    settings = settings_of(tables)
    found = scores.accounts.join(scores.figures[["revenue", "contribution", "potential"]])
    found["attractiveness"] = estimate_attractiveness(scores)
    strength = estimate_relative_strength(tables).set_index("account_id")["strength"]
    found["relative_strength"] = strength.reindex(found.index).astype(float)
    found["quadrant"] = place_in_portfolio(
        found,
        attractiveness_midline=settings.attractiveness_midline,
        strength_midline=settings.strength_midline,
    )
    needs, assumed = hours_needed(tables, found["quadrant"])
    found["hours"] = needs.sum(axis=1).where(~assumed | found["scored"])
    found["hours_assumed"] = assumed
    found = found.sort_values(["score", "contribution"], ascending=False, na_position="last", kind="stable")
    ranks = found["score"].rank(ascending=False, method="min")
    found["rank"] = ranks.astype("Int64")
    return found


def estimate_attractiveness(scores: Scores) -> pd.Series:
    """How attractive each scored account is: its score on the criteria about potential alone, 1 to 10.

    Where no criterion is about potential, all of them. Today's business says how strong we are, not what may come.
    """
    criteria = scores.criteria
    if criteria.empty:
        return pd.Series(np.nan, index=scores.accounts.index)
    ahead = criteria.index[criteria["horizon"] == "potential"]
    used = ahead if len(ahead) else criteria.index
    found = weigh_scores(scores.matrix[used], criteria.loc[used, "weight"])["score"]
    return found.where(scores.accounts["scored"])


def _fit(
    tables: Tables, ranking: pd.DataFrame, overrides: pd.DataFrame
) -> tuple[Capacity | None, int, str]:
    settings = settings_of(tables)
    scored = ranking[ranking["scored"]]
    directions = overrides["direction"].reindex(scored.index)
    available = hours_available(tables)
    if scored.empty or not available:
        places = settings.places or settings.list_low
        return None, places, FROM_SETTINGS if settings.places else FROM_USUAL_LIST
    needs, _ = hours_needed(tables, scored["quadrant"])
    task = Task(
        scores=scored["score"],
        needs=needs,
        available=available,
        places=settings.places,
        musts=frozenset(directions.index[directions == "in"]),
        outs=frozenset(directions.index[directions == "out"]),
        segments=scored["quadrant"],
        kept=hours_kept(settings),
    )
    capacity = place_within_hours(task, ranking["name"].to_dict())
    limited = len(capacity.chosen) == settings.places
    return capacity, max(1, len(capacity.chosen)), FROM_SETTINGS if limited else FROM_HOURS


# Neither of these two rests on the hours: where only they change, both are still true.
@remembered
def _agreement(tables: Tables, as_of: date) -> Agreement:
    scores = estimate_scores(tables, as_of)
    return review_agreement(scores.answers, scores.criteria, scores.accounts["name"])


@remembered
def _robustness(
    tables: Tables, as_of: date, places: int, weighting: Weighting, draws: int, seed: int
) -> Acceptability | None:
    scores = estimate_scores(tables, as_of)
    matrix = scores.matrix.loc[scores.scored]
    if matrix.empty:
        return None
    return estimate_acceptability(
        matrix,
        places,
        answers=_answers_cube(scores, matrix),
        stated=scores.criteria["weight"] if weighting == "stated order" else None,
        draws=draws,
        seed=seed,
    )


def _answers_cube(scores: Scores, matrix: pd.DataFrame) -> npt.NDArray[np.float64] | None:
    """Scorers x accounts x criteria; None where fewer than two people scored."""
    judged = scores.criteria.index[scores.criteria["kind"] == "judged"]
    answers = scores.answers[scores.answers["criterion_id"].isin(judged)]
    scorers, who = np.unique(answers["scorer_id"].to_numpy(dtype=str), return_inverse=True)
    if len(scorers) < 2:
        return None
    cube = np.full((len(scorers), *matrix.shape), np.nan)
    row = matrix.index.get_indexer(answers["account_id"])
    column = matrix.columns.get_indexer(answers["criterion_id"])
    # Where the group has settled, drawing its members again would ask a question that was answered.
    settled = pd.MultiIndex.from_frame(answers[["account_id", "criterion_id"]]).isin(scores.agreed.index)
    kept = (row >= 0) & ~settled
    cube[who[kept], row[kept], column[kept]] = answers["score"].to_numpy(dtype=float)[kept]
    return cube


def _in_list(ranking: pd.DataFrame, capacity: Capacity | None, places: int) -> pd.Series:
    if capacity is not None:
        found = pd.Series(ranking.index.isin(capacity.chosen), index=ranking.index)
    else:
        # Without hours the best scores fill the places that the overrides leave.
        free = ranking["scored"] & ranking["override"].isna()
        left = max(0, places - int(((ranking["override"] == "in") & ranking["scored"]).sum()))
        found = (ranking["override"] == "in") | (free & (free.cumsum() <= left))
    return found.astype("boolean").where(ranking["scored"])
