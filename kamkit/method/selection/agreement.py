"""Where scorers agree and where they don't: Kendall's W, and the widest differences between departments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import chdtrc

from kamkit.errors import MethodError

WIDE = 3.0  # points between two departments from which the mean hides something (default)


@dataclass(frozen=True)
class Concordance:
    """Kendall's W: 0 no agreement at all, 1 every scorer ranks alike; with its chi-square test."""

    w: float
    scorers: int
    accounts: int
    left_out: int
    chi_square: float
    p: float


@dataclass(frozen=True)
class Agreement:
    """How far the scorers agree.

    ``overall``: over the accounts every scorer scored, None if that cannot be said. ``by_criterion``: columns
    criterion_id, name, w, scorers, accounts, left_out. ``differences``: one row per account and criterion, widest
    first: account_id, account, criterion_id, criterion, mean, answers, lowest_department, lowest, highest_department,
    highest, difference (points), nobodys (no answer within one point of the mean). ``departments``: account_id,
    criterion_id, department, mean, answers, reasons.
    """

    overall: Concordance | None
    by_criterion: pd.DataFrame
    differences: pd.DataFrame
    departments: pd.DataFrame


def kendalls_w(ratings: npt.ArrayLike, left_out: int = 0) -> Concordance:
    """Kendall's coefficient of concordance, corrected for ties, of ``ratings`` (scorers x accounts).

    W is 0 to 1, NaN where every scorer rates all alike. It says nothing about level: two scorers who are
    three points apart everywhere agree fully. MethodError under two scorers or two accounts, or if a
    rating is missing. Kendall & Babington Smith (1939); ties as in Kendall (1962).
    """
    values = np.asarray(ratings, dtype=float)
    if values.ndim != 2 or min(values.shape) < 2:
        found = " x ".join(str(size) for size in values.shape)
        raise MethodError(f"Kendall's W: found {found} ratings; expected two or more scorers and accounts")
    if np.isnan(values).any():
        raise MethodError("Kendall's W: found a missing rating; leave out the accounts not everybody scored")
    scorers, accounts = values.shape
    ranks = pd.DataFrame(values).rank(axis=1).to_numpy()
    spread = float(((ranks.sum(axis=0) - scorers * (accounts + 1) / 2) ** 2).sum())
    ties = sum(float((counts**3 - counts).sum()) for counts in (np.unique(row, return_counts=True)[1] for row in ranks))
    possible = scorers**2 * (accounts**3 - accounts) - scorers * ties
    w = min(1.0, 12 * spread / possible) if possible > 1e-9 else float("nan")
    statistic = scorers * (accounts - 1) * w
    return Concordance(w, scorers, accounts, left_out, statistic, float(chdtrc(accounts - 1, statistic)))


def review_agreement(answers: pd.DataFrame, criteria: pd.DataFrame, names: pd.Series) -> Agreement:
    """How far scorers and departments agree.

    ``answers``: account_id, criterion_id, scorer_id, department, score (1 to 10, NaN for don't know), reason.
    ``criteria``: indexed by criterion_id with name and weight. ``names``: account names by account_id.
    For the overall W a scorer's view of an account is the weighted mean of what that scorer answered, and
    counts if it covers at least half of the weight this scorer answers elsewhere.
    """
    known = answers[answers["score"].notna()]
    departments = _departments(known)
    return Agreement(
        overall=_overall(known, criteria),
        by_criterion=_by_criterion(known, criteria),
        differences=_differences(known, departments, criteria, names),
        departments=departments,
    )


def _overall(known: pd.DataFrame, criteria: pd.DataFrame) -> Concordance | None:
    weights = known["criterion_id"].map(criteria["weight"]).to_numpy(dtype=float)
    rated = known.assign(weight=weights, points=weights * known["score"].to_numpy(dtype=float))
    sums = rated.groupby(["scorer_id", "account_id"])[["points", "weight"]].sum()
    asked = rated.drop_duplicates(["scorer_id", "criterion_id"]).groupby("scorer_id")["weight"].sum()
    enough = sums["weight"].to_numpy() >= 0.5 * sums.index.get_level_values("scorer_id").map(asked).to_numpy()
    means = (sums["points"] / sums["weight"])[enough & (sums["weight"].to_numpy() > 0)]
    return _concordance(means.unstack("account_id") if len(means) else pd.DataFrame(), known["account_id"].nunique())


def _concordance(table: pd.DataFrame, accounts: int) -> Concordance | None:
    complete = table.dropna(axis=1)
    if min(complete.shape) < 2:
        return None
    found = kendalls_w(complete.to_numpy(dtype=float), left_out=accounts - complete.shape[1])
    return None if np.isnan(found.w) else found


def _by_criterion(known: pd.DataFrame, criteria: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for criterion_id, group in known.groupby("criterion_id", sort=False):
        table = group.pivot_table(index="scorer_id", columns="account_id", values="score")
        found = _concordance(table, table.shape[1])
        rows.append(
            {
                "criterion_id": criterion_id,
                "name": criteria["name"].get(criterion_id, criterion_id),
                "w": found.w if found else np.nan,
                "scorers": found.scorers if found else table.shape[0],
                "accounts": found.accounts if found else 0,
                "left_out": found.left_out if found else table.shape[1],
            }
        )
    columns = ["criterion_id", "name", "w", "scorers", "accounts", "left_out"]
    return pd.DataFrame(rows, columns=columns).sort_values("w", ignore_index=True, kind="stable")


def _departments(known: pd.DataFrame) -> pd.DataFrame:
    columns = ["account_id", "criterion_id", "department", "mean", "answers", "reasons"]
    if known.empty:
        return pd.DataFrame(columns=columns)
    grouped = known.groupby(["account_id", "criterion_id", "department"], sort=True)
    found = grouped.agg(mean=("score", "mean"), answers=("score", "size"), reasons=("reason", _joined))
    return found.reset_index()[columns]


def _joined(reasons: pd.Series) -> str:
    return "; ".join(dict.fromkeys(str(reason).rstrip(".") for reason in reasons if not pd.isna(reason)))


def _differences(
    known: pd.DataFrame, departments: pd.DataFrame, criteria: pd.DataFrame, names: pd.Series
) -> pd.DataFrame:
    columns = [
        "account_id", "account", "criterion_id", "criterion", "mean", "answers", "lowest_department", "lowest",
        "highest_department", "highest", "difference", "nobodys",
    ]  # fmt: skip
    if departments.empty:
        return pd.DataFrame(columns=columns)
    key = ["account_id", "criterion_id"]
    ordered = departments.sort_values([*key, "mean", "department"], kind="stable").groupby(key)
    low, high = ordered.first(), ordered.last()
    found = known.groupby(key)["score"].agg(mean="mean", answers="size")
    means = pd.Index(zip(known["account_id"], known["criterion_id"], strict=True)).map(found["mean"])
    apart = (known["score"] - means.to_numpy(dtype=float)).abs()
    found["nobodys"] = apart.groupby([known["account_id"], known["criterion_id"]]).min() > 1.0
    found["lowest_department"], found["lowest"] = low["department"], low["mean"]
    found["highest_department"], found["highest"] = high["department"], high["mean"]
    found["difference"] = found["highest"] - found["lowest"]
    found = found.reset_index()
    found["account"] = found["account_id"].map(names)
    found["criterion"] = found["criterion_id"].map(criteria["name"])
    return found.sort_values(["difference", *key], ascending=[False, True, True], ignore_index=True)[columns]
