"""From answers and figures to one score per account, on a scale that does not depend on who else is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from kamkit.method.finding import Finding
from kamkit.method.remembered import remembered
from kamkit.method.selection.anchors import HIGHEST, LOWEST, score_by_anchors
from kamkit.method.selection.criteria import check_counted_twice, check_criteria, has_levels, usable_criteria
from kamkit.method.selection.measures import estimate_figures
from kamkit.method.worth import group_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

ENOUGH_COVERED = 50.0  # % of the weight that must be scored before an account has a score (default)
_SCORED_STATUS = ("candidate", "key account", "stepping down")


@dataclass(frozen=True)
class Scores:
    """Every candidate's scores.

    ``criteria``: those that count, see :func:`usable_criteria`. ``matrix``: accounts x criteria, 1 to 10, NaN where
    missing. ``answers``: the last round of every scorer: account_id, criterion_id, scorer_id, scorer, department,
    round, score (NaN for don't know), dont_know, reason. ``accounts``, indexed by account_id: name, score,
    score_low, score_high (what is missing taken as 1 and as 10), covered (% of the weight), scored.
    ``figures``: see :func:`estimate_figures`. ``agreed``: see :func:`agreed_scores`.
    """

    criteria: pd.DataFrame
    matrix: pd.DataFrame
    answers: pd.DataFrame
    accounts: pd.DataFrame
    figures: pd.DataFrame
    findings: tuple[Finding, ...]
    agreed: pd.DataFrame

    @property
    def scored(self) -> pd.Index:
        """The accounts that have a score."""
        return self.accounts.index[self.accounts["scored"]]


@remembered
def estimate_scores(tables: Tables, as_of: date) -> Scores:
    """Scores of all candidates: the weighted mean of measured and judged criteria, 1 to 10.

    Measured criteria read figures through their anchors; judged ones are what the group settled on, else the mean of the
    scorers' last round.
    Missing criteria leave their weight to the others, and the range says what they could change. Under half of the
    weight covered, or before anybody has judged, an account is *not yet scored*. Adding an account never changes
    another's score.
    """
    criteria = usable_criteria(tables["criteria"])
    candidates = candidates_of(tables)
    figures = estimate_figures(tables, as_of).reindex(candidates)
    answers, agreed = last_round(tables), agreed_scores(tables)
    matrix = _matrix(criteria, figures, answers, agreed["score"])
    accounts = _weigh(matrix, criteria)
    accounts.insert(0, "name", _names(tables).reindex(candidates))
    findings = (
        *check_criteria(tables["criteria"]),
        *check_counted_twice(matrix, criteria["name"]),
        *_check_coverage(accounts, criteria),
    )
    return Scores(criteria, matrix, answers, accounts, figures, findings, agreed)


def candidates_of(tables: Tables) -> pd.Index:
    """The accounts (groups) that are candidates, in the order of the accounts table.

    Those with the status candidate, key account or stepping down, added by hand, scored by anybody or overridden.
    Where there are none of these, every account is.
    """
    accounts = tables["accounts"]
    groups = group_of(accounts)
    marked = accounts["status"].isin(_SCORED_STATUS) | accounts["candidate"].fillna(False).astype(bool)
    ids = {
        *accounts.loc[marked, "account_id"].map(groups),
        *tables["scores"]["account_id"].map(groups).dropna(),
        *tables["overrides"]["account_id"].map(groups).dropna(),
    }
    tops = pd.Index(groups[groups == groups.index].index, name="account_id")
    return tops[tops.isin(ids)] if ids else tops


def last_round(tables: Tables) -> pd.DataFrame:
    """The last answer of every scorer on every account and criterion, with name and department.

    Columns: account_id (the group's), criterion_id, scorer_id, scorer, department ('not named' where unknown),
    round, score (1 to 10; NaN for don't know, which is never a number), dont_know, reason, scored_on.
    """
    found = _by_group(tables)
    found = found[~found["agreed"]]
    key = ["account_id", "criterion_id", "scorer_id"]
    found = found.sort_values([*key, "round"], kind="stable").drop_duplicates(key, keep="last")
    people = tables["team_members"].drop_duplicates("member_id").set_index("member_id")
    found["score"] = found["score"].astype(float).where(~found["dont_know"])
    found["scorer"] = found["scorer_id"].map(people["name"]).astype("str").fillna(found["scorer_id"])
    found["department"] = found["scorer_id"].map(people["department"]).astype("str").fillna("not named")
    columns = [*key, "scorer", "department", "round", "score", "dont_know", "reason", "scored_on"]
    return found[columns].reset_index(drop=True)


def _by_group(tables: Tables) -> pd.DataFrame:
    scores = tables["scores"]
    return scores.assign(
        account_id=scores["account_id"].map(group_of(tables["accounts"])),
        dont_know=scores["dont_know"].fillna(False).astype(bool),
        agreed=scores["agreed"].fillna(False).astype(bool),
        round=scores["round"].fillna(1).astype("int64"),
    ).dropna(subset=["account_id"])


def agreed_scores(tables: Tables) -> pd.DataFrame:
    """What a group settled on, in place of the mean: by account_id (the group's) and criterion_id.

    Columns: score (NaN: the group does not know), reason, scored_on. It holds until somebody scores in a later round.
    """
    found, key = _by_group(tables), ["account_id", "criterion_id"]
    settled = found[found["agreed"]].sort_values([*key, "round"], kind="stable").drop_duplicates(key, keep="last")
    later = found[~found["agreed"]].groupby(key)["round"].max()
    last = pd.MultiIndex.from_frame(settled[key]).map(later.to_dict()).to_numpy(dtype=float)
    settled = settled[~(last > settled["round"].to_numpy())]
    settled = settled.assign(score=settled["score"].astype(float).where(~settled["dont_know"]))
    return settled.set_index(key)[["score", "reason", "scored_on"]]


def _names(tables: Tables) -> pd.Series:
    accounts = tables["accounts"].set_index("account_id")
    return accounts["name"].where(accounts["name"].notna(), accounts.index.to_series())


def _matrix(
    criteria: pd.DataFrame, figures: pd.DataFrame, answers: pd.DataFrame, agreed: pd.Series
) -> pd.DataFrame:
    means = answers.groupby(["account_id", "criterion_id"])["score"].mean()
    if len(agreed):  # a mean is nobody's opinion where the group has settled on one
        means = pd.concat([means[~means.index.isin(agreed.index)], agreed])
    means = means.unstack("criterion_id")
    matrix = means.reindex(index=figures.index, columns=criteria.index).astype(float)
    for row in criteria[criteria["kind"] == "measured"].itertuples():
        matrix[row.Index] = _measured(row, figures)
    return matrix


def _measured(criterion: object, figures: pd.DataFrame) -> npt.NDArray[np.float64]:
    measure = str(getattr(criterion, "measure"))  # noqa: B009 - a row of a table, not a class
    known = figures[measure] if measure in figures else pd.Series(np.nan, index=figures.index)
    if has_levels(criterion):
        levels = (float(getattr(criterion, name)) for name in ("level_2", "level_5", "level_9"))
        return score_by_anchors(known, *levels)
    as_it_is = known if measure == "financial security" else known * np.nan
    return as_it_is.to_numpy(dtype=float)


def weigh_scores(matrix: pd.DataFrame, weights: pd.Series) -> pd.DataFrame:
    """The weighted mean of each row's known scores, with its range and the share of weight covered.

    ``matrix``: accounts x criteria, 1 to 10, NaN where missing; ``weights`` by criterion, any positive scale.
    Columns: score (NaN where nothing is known), score_low, score_high (missing taken as 1 and as 10), covered (%).
    """
    shares = (weights / weights.sum()).reindex(matrix.columns).to_numpy(dtype=float)
    values = matrix.to_numpy(dtype=float)
    known = ~np.isnan(values)
    # Row by row (a matrix product adds up in an order that depends on how many rows there are), and to ten decimals:
    # accounts that are level stay level, whoever else is there.
    points = (np.where(known, values, 0.0) * shares).sum(axis=1)
    covered = (known * shares).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        score = np.where(covered > 0, points / covered, np.nan).round(10)
    return pd.DataFrame(
        {
            "score": score,
            "score_low": (points + (1 - covered) * LOWEST).round(10),
            "score_high": (points + (1 - covered) * HIGHEST).round(10),
            "covered": covered * 100,
        },
        index=matrix.index,
    )


def _weigh(matrix: pd.DataFrame, criteria: pd.DataFrame) -> pd.DataFrame:
    if criteria.empty:
        found = pd.DataFrame(np.nan, index=matrix.index, columns=["score", "score_low", "score_high", "covered"])
        return found.assign(covered=0.0, scored=False)
    found = weigh_scores(matrix, criteria["weight"])
    judged = criteria.index[criteria["kind"] == "judged"]
    asked = matrix[judged].notna().any(axis=1) if len(judged) else True
    found["scored"] = (found["covered"] >= ENOUGH_COVERED - 1e-9) & asked
    found.loc[~found["scored"], ["score", "score_low", "score_high"]] = np.nan
    return found


def _check_coverage(accounts: pd.DataFrame, criteria: pd.DataFrame) -> list[Finding]:
    if criteria.empty or accounts.empty:
        return []
    if not accounts["scored"].any():
        return [Finding("unknown", "No account is scored yet.", "Have the candidates scored by several departments.")]
    findings = []
    unscored = accounts.loc[~accounts["scored"], "name"]
    if len(unscored):
        findings.append(
            Finding(
                "unknown",
                f"Not yet scored: {_some(unscored)}.",
                "An account without a score has no place on the list and no place off it.",
            )
        )
    gaps = accounts[accounts["scored"] & (accounts["covered"] < 99.9)]
    if len(gaps):
        findings.append(
            Finding(
                "careful",
                f"Scored on part of the weight only: {_some(gaps['name'])}.",
                "Fill the gaps; the range beside the score says what they could change.",
            )
        )
    return findings


def _some(names: pd.Series, most: int = 5) -> str:
    listed = ", ".join(names.iloc[:most].astype(str))
    return listed if len(names) <= most else f"{listed} and {len(names) - most} more"
