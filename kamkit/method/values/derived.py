"""What goes with renewal: how much of it each expectation explains, or why that cannot be said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from kamkit.method.remembered import remembered
from kamkit.method.values import drivers
from kamkit.method.values.answers import US, answers_of, expectations_of
from kamkit.method.values.intervals import LEVEL
from kamkit.method.values.moments import Moments, moments_of, resampled_accounts
from kamkit.model.frame import settings_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

Missing = Literal["listwise", "pairwise"]
Method = Literal["LMG", "Johnson"]

OUTCOMES = ("renewal", "recommendation")
VISIBLE = "effect visible"
OPPOSITE = "visible, the other way round"
UNCERTAIN = "not certain"
NOT_VISIBLE = "no effect visible in these answers"
TABLE_STAKES = "table stakes: can't be judged from these answers"
TOO_FEW = "too few answers"

# Rated alike: a standard deviation under this many points (ours; a ten-point scale usually gives 1.5 to 2).
ALIKE = 0.75
# Leaving out everybody with a gap is the cleaner way while it leaves out at most a third.
_MOST_LEFT_OUT = 1 / 3


@dataclass(frozen=True, eq=False)
class DerivedImportance:
    """What goes with the outcome, or why that cannot be said; ``reasons`` is empty when it can.

    ``table``, the largest share first: expectation_id, name, share (0 to 1 of what the ratings explain),
    share_low, share_high, coefficient (standardised), coefficient_low, coefficient_high, average (of the
    ratings, 1 to 10), spread (their standard deviation), answers, verdict.
    """

    outcome: str
    method: Method
    missing: Missing
    table: pd.DataFrame
    r_squared: float
    answers: int
    left_out: int
    accounts: int
    independent: int
    halo: float
    resamples: int
    seed: int
    reasons: tuple[str, ...] = ()

    @property
    def concluded(self) -> bool:
        """Whether the answers allow a conclusion at all."""
        return not self.reasons


@remembered
def estimate_derived_importance(
    tables: Tables,
    account_id: str = "",
    *,
    outcome: str | None = None,
    method: Method | None = None,
    missing: Missing | None = None,
    resamples: int = 500,
    seed: int = 1,
) -> DerivedImportance:
    """What customers' ratings of us have to do with whether they renew, with intervals, or why it cannot be said.

    ``outcome`` is renewal, or recommendation where renewal was not asked. ``method`` is LMG for up to
    twelve expectations, Johnson's relative weights above. ``missing``: listwise, unless that leaves out more
    than a third of the answers, then pairwise. Intervals (95 %) resample accounts, not respondents.
    An association, not a cause. It cannot see what all rate alike, nor what was not asked.
    Source: Lindeman, Merenda & Gold (1980); Johnson (2000).
    """
    ratings, people = _matrix(tables, account_id)
    settings = settings_of(tables)
    least = settings.minimum_answers, settings.minimum_accounts
    chosen = outcome or _outcome_asked(people, *least)
    names = expectations_of(tables, account_id).set_index("expectation_id")["name"]
    answered = ratings.notna().any(axis=1) & people.get(chosen, pd.Series(dtype=float)).notna()
    ratings, people = ratings[answered], people[answered]
    described = _describe(ratings, people["account_id"], names, *least)
    usable = described.index[described["verdict"] == ""]
    complete = ratings[usable].notna().all(axis=1)
    how: Missing = missing or ("listwise" if complete.mean() >= 1 - _MOST_LEFT_OUT else "pairwise")
    kept = complete if how == "listwise" else ratings[usable].notna().any(axis=1)
    used = (kept if len(usable) else answered[answered]).to_numpy()
    result = DerivedImportance(
        outcome=chosen,
        method=method or ("LMG" if len(usable) <= drivers.MOST_EXACT else "Johnson"),
        missing=how,
        table=_empty_shares(described),
        r_squared=float("nan"),
        answers=int(used.sum()),
        left_out=len(used) - int(used.sum()),
        accounts=int(people.loc[used, "account_id"].nunique()),
        independent=int(people.loc[used, "independent"].sum()),
        halo=_halo(ratings.loc[used, usable]),
        resamples=resamples,
        seed=seed,
    )
    judged = pd.concat([ratings.loc[used, usable], people.loc[used, [chosen]]], axis=1) if len(people) else ratings
    if reasons := _reasons(result, len(usable), judged, *least):
        return replace(result, reasons=reasons)
    return _concluded(result, moments_of(judged.to_numpy(), people.loc[used, "account_id"].to_numpy()), usable)


def _matrix(tables: Tables, account_id: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Ratings of us (respondent x expectation), and per respondent account, independence and outcomes."""
    answers = answers_of(tables, "expectation", account_id=account_id)
    outcomes = answers_of(tables, "outcome", account_id=account_id)
    everyone = pd.concat([answers, outcomes]).drop_duplicates("respondent_id").set_index("respondent_id")
    ours = answers[answers["supplier_id"] == US]
    ratings = ours.pivot(index="respondent_id", columns="item_id", values="performance").reindex(everyone.index)
    asked = outcomes[outcomes["supplier_id"] == US].pivot(
        index="respondent_id", columns="item_id", values="performance"
    )
    people = everyone[["account_id", "independent"]].join(asked.astype(float))
    return ratings.astype(float), people


def _outcome_asked(people: pd.DataFrame, least_answers: int, least_accounts: int) -> str:
    asked = [outcome for outcome in OUTCOMES if outcome in people and people[outcome].notna().any()]
    for outcome in asked:
        where = people.loc[people[outcome].notna(), "account_id"]
        if len(where) >= least_answers and where.nunique() >= least_accounts:
            return outcome
    return asked[0] if asked else OUTCOMES[0]


def _describe(
    ratings: pd.DataFrame, accounts: pd.Series, names: pd.Series, least_answers: int, least_accounts: int
) -> pd.DataFrame:
    judged = ratings.reindex(columns=names.index.union(ratings.columns, sort=False)).astype(float)
    described = pd.DataFrame(
        {"average": judged.mean(), "spread": judged.std(), "answers": judged.notna().sum(), "verdict": ""},
        index=judged.columns,
    ).rename_axis("expectation_id")
    described.insert(0, "name", names.reindex(described.index).fillna(described.index.to_series()))
    described.loc[described["spread"] < ALIKE, "verdict"] = TABLE_STAKES
    asked_at = judged.notna().groupby(accounts).any().sum()
    few = (described["answers"] < least_answers) | (asked_at < least_accounts)
    described.loc[few, "verdict"] = TOO_FEW
    return described


def _halo(ratings: pd.DataFrame) -> float:
    if ratings.shape[1] < 2 or len(ratings) < 2:
        return float("nan")
    correlation = ratings.corr().to_numpy()
    return float(np.nanmean(correlation[np.triu_indices_from(correlation, 1)]))


def _reasons(
    result: DerivedImportance, usable: int, judged: pd.DataFrame, least_answers: int, least_accounts: int
) -> tuple[str, ...]:
    table = result.table
    if table.empty or not table["answers"].any():
        return (f"nobody has both rated us and answered about {result.outcome}",)
    reasons = []
    if result.accounts < least_accounts:
        reasons.append(f"the answers come from {result.accounts} of the {least_accounts} accounts needed")
    if (most := int(table["answers"].max())) < least_answers:
        reasons.append(f"{most} of the {least_answers} answers needed per expectation are there")
    elif not reasons and usable < 2:
        reasons.append("fewer than two expectations have enough answers that differ")
    elif not reasons and result.answers < max(least_answers, 2 * (usable + 1)):
        reasons.append(
            f"{result.answers} complete answers are too few to tell {usable} expectations apart "
            f"({max(least_answers, 2 * (usable + 1))} needed)"
        )
    elif not reasons and judged[result.outcome].nunique() < 2:
        reasons.append(f"everybody gave the same answer about {result.outcome}")
    return tuple(reasons)


def _concluded(result: DerivedImportance, moments: Moments, usable: pd.Index) -> DerivedImportance:
    share_of = drivers.shapley_shares if result.method == "LMG" else drivers.relative_weights
    observed = moments.covariance(np.ones(moments.accounts))
    drawn = moments.covariance(resampled_accounts(moments.accounts, result.resamples, result.seed))
    drawn = drawn[(np.diagonal(drawn, axis1=-2, axis2=-1) > 0).all(axis=-1)]
    shares, drawn_shares = (_normalised(share_of(matrix)) for matrix in (observed, drawn))
    slopes, drawn_slopes = (drivers.standardised_coefficients(matrix) for matrix in (observed, drawn))
    table = result.table.set_index("expectation_id")
    for name, value, resampled in (("share", shares, drawn_shares), ("coefficient", slopes, drawn_slopes)):
        low, high = np.nanquantile(resampled, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
        # Shares cannot fall below zero, so that resampled ones lie a little high: the interval holds the estimate.
        low, high = np.minimum(low, value), np.maximum(high, value)
        table.loc[usable, [name, f"{name}_low", f"{name}_high"]] = np.column_stack([value, low, high])
    table.loc[usable, "verdict"] = _verdicts(table.loc[usable])
    table = table.sort_values("share", ascending=False, kind="stable", na_position="last").reset_index()
    return replace(result, table=table, r_squared=float(drivers.r_squared(observed)))


def _verdicts(table: pd.DataFrame) -> np.ndarray:
    around_zero = (table["coefficient_low"] <= 0) & (table["coefficient_high"] >= 0)
    small = table["share"] < 1 / len(table)
    return np.select(
        [around_zero & small, around_zero, table["coefficient"] < 0], [NOT_VISIBLE, UNCERTAIN, OPPOSITE], VISIBLE
    )


def _normalised(shares: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore", divide="ignore"):
        return shares / shares.sum(axis=-1, keepdims=True)


_SHARES = ["share", "share_low", "share_high", "coefficient", "coefficient_low", "coefficient_high"]


def _empty_shares(described: pd.DataFrame) -> pd.DataFrame:
    table = described.reset_index()
    for name in _SHARES:
        table[name] = np.nan
    return table[["expectation_id", "name", *_SHARES, "average", "spread", "answers", "verdict"]]
