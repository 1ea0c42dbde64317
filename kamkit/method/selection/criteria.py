"""The criteria accounts are judged by: which count, with what weight, and what is wrong with them."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from kamkit.method.finding import Finding

COUNTED_TWICE = 0.8  # Spearman's rank correlation above which two criteria rank accounts nearly alike (default)
JUDGED_AT_MOST = 4  # in a workshop (default)
_ENOUGH_ACCOUNTS = 5
_ANCHORS, _LEVELS = ["anchor_2", "anchor_5", "anchor_9"], ["level_2", "level_5", "level_9"]


def usable_criteria(criteria: pd.DataFrame) -> pd.DataFrame:
    """The criteria that count, in their order on the page, indexed by criterion_id.

    Columns as in the table; ``given`` is the weight as entered and ``weight`` the same brought to a sum of 100.
    A criterion without weight, or with 0, does not count; where nobody has set any weight all count alike.
    """
    given = criteria["weight"].astype(float)
    if not (given > 0).any():
        given = pd.Series(1.0, index=criteria.index)
    found = criteria.assign(given=criteria["weight"].astype(float), weight=given)[given > 0]
    found = found.assign(weight=found["weight"] / found["weight"].sum() * 100)
    found = found.sort_values(["position", "criterion_id"], na_position="last", kind="stable")
    return found.set_index("criterion_id")


def check_criteria(criteria: pd.DataFrame) -> tuple[Finding, ...]:
    """What is wrong with the criteria and their weights, before anybody is scored.

    ``criteria``: the table. Reports weights that do not sum to 100 or are missing, current business that outweighs
    potential without a reason, one of the two groups missing, anchors or figures missing, and more judged
    criteria than a workshop can score. It cannot see criteria that were forgotten.
    """
    if criteria.empty:
        return (Finding("unknown", "There are no criteria yet.", "Agree on them before anybody is scored."),)
    return (
        *_check_weights(criteria), *_check_horizon(criteria), *_check_groups(criteria),
        *_check_measured(criteria), *_check_judged(criteria),
    )  # fmt: skip


def _check_weights(criteria: pd.DataFrame) -> list[Finding]:
    weights = criteria["weight"].astype(float)
    if weights.isna().all():
        return [Finding("careful", "No criterion has a weight; each counts alike.", "Share out 100 points.")]
    findings = []
    total = float(weights.sum())
    if abs(total - 100) > 0.01:
        findings.append(
            Finding(
                "careful",
                f"The weights sum to {total:g}, not to 100; they are counted in proportion.",
                "Share out 100 points.",
            )
        )
    if weights.isna().any():
        names = ", ".join(criteria.loc[weights.isna(), "name"])
        findings.append(Finding("careful", f"No weight, so not counted: {names}.", "Give points, or delete it."))
    return findings


def _check_horizon(criteria: pd.DataFrame) -> list[Finding]:
    sums = criteria.groupby("horizon")["weight"].sum()
    current, potential = float(sums.get("current", 0.0)), float(sums.get("potential", 0.0))
    reasons = criteria.loc[criteria["horizon"] == "current", "weight_reason"]
    if current <= potential or reasons.notna().any():
        return []
    return [
        Finding(
            "careful",
            f"Today's business weighs {current:g} points and potential {potential:g}: last year's list wins again.",
            "Move points to what may come, or write down why not (why this weight).",
        )
    ]


def _check_groups(criteria: pd.DataFrame) -> list[Finding]:
    used = set(criteria.loc[criteria["weight"].fillna(0) > 0, "group"])
    missing = [group for group in ("revenue and profit", "interrelationships") if used and group not in used]
    return [
        Finding("careful", f"No criterion of the group {group} counts.", "Add one, or say why it does not matter.")
        for group in missing
    ]


def _check_measured(criteria: pd.DataFrame) -> list[Finding]:
    measured = criteria[criteria["kind"] == "measured"]
    findings = [
        Finding("careful", f"{name} is measured, but nobody said by which figure.", "Choose its measure.")
        for name in measured.loc[measured["measure"].isna(), "name"]
    ]
    for row in measured[measured["measure"].notna()].itertuples():
        if not has_levels(row) and row.measure != "financial security":
            findings.append(
                Finding(
                    "careful",
                    f"{row.name} has no usable figures for a 2, a 5 and a 9, so it scores nobody.",
                    "Enter three figures that rise, or three that fall.",
                )
            )
    return findings


def has_levels(criterion: object) -> bool:
    """Whether the three figures of a measured criterion rise all the way or fall all the way."""
    steps = np.diff([float(getattr(criterion, level)) for level in _LEVELS])
    return bool((steps > 0).all() or (steps < 0).all())


def _check_judged(criteria: pd.DataFrame) -> list[Finding]:
    judged = criteria[criteria["kind"] == "judged"]
    findings = []
    if len(judged) > JUDGED_AT_MOST:
        findings.append(
            Finding(
                "careful",
                f"{len(judged)} criteria are scored by people; more than {JUDGED_AT_MOST} tire a workshop.",
                "Measure some of them, or merge two.",
            )
        )
    bare = judged.loc[judged[_ANCHORS].isna().any(axis=1), "name"]
    if len(bare):
        findings.append(
            Finding(
                "careful",
                f"Nobody wrote down what a 2, a 5 and a 9 look like: {', '.join(bare)}.",
                "Agree on the three before the next round.",
            )
        )
    return findings


def check_counted_twice(matrix: pd.DataFrame, names: pd.Series) -> tuple[Finding, ...]:
    """Pairs of criteria that rank the accounts nearly alike (Spearman above 0.8), strongest first.

    ``matrix``: accounts x criteria, scores of 1 to 10, NaN where missing; ``names`` by criterion_id. Pairs with
    fewer than five accounts in common are not judged. It cannot see whether both matter in their own right.
    """
    scores = matrix.to_numpy(dtype=float)
    pairs = []
    for first, second in combinations(range(scores.shape[1]), 2):
        both = scores[:, [first, second]]
        both = both[~np.isnan(both).any(axis=1)]
        if len(both) < _ENOUGH_ACCOUNTS or (both == both[0]).all(axis=0).any():
            continue
        alike = float(np.corrcoef(pd.DataFrame(both).rank().to_numpy(), rowvar=False)[0, 1])
        if alike > COUNTED_TWICE:
            pairs.append((alike, matrix.columns[first], matrix.columns[second], len(both)))
    return tuple(
        Finding(
            "careful",
            f"{names[first]} and {names[second]} rank {count} accounts nearly alike "
            f"(rank correlation {alike:.2f}): the same thing counts twice.",
            "Drop one, or share one weight between them.",
        )
        for alike, first, second, count in sorted(pairs, reverse=True)
    )
