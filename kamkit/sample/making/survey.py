"""The survey of spring 2026: who answered, how they rated us and the competitors, and the outcomes.

What the answers must show is written here as data: what is rated alike, what drives renewal, what does not.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from kamkit.sample.making.candidates import CANDIDATES, Candidate
from kamkit.sample.making.expectation_names import (
    DELIVERY,
    EARLY,
    EXPECTATIONS,
    FIT,
    PERSON,
    PRICE,
    STOCK,
    TECHNICAL,
    TOUCH_POINTS,
    WASTE,
)  # fmt: skip
from kamkit.sample.making.people import NAME_OF
from kamkit.sample.making.rows import Row, Rows, draws
from kamkit.sample.making.stories.answers import (
    COMMENTS,
    DEPARTMENTS,
    DEPARTMENTS_OF,
    EXPECTATION_SHIFTS,
    OUR_VIEWS,
    TOUCH_POINT_ANSWERS,
)  # fmt: skip
from kamkit.sample.making.stories.reappraisal import ASKED_BEFORE, OUTCOMES_BEFORE_AND_AFTER, answers_before

# Our rating: mean, spread between accounts, spread between people. Delivery: everybody says 8.
_RATED = {
    PRICE: (5.8, 0.5, 1.4), DELIVERY: (8.0, 0.0, 0.0), EARLY: (6.0, 1.0, 1.6), FIT: (7.1, 0.5, 1.4),
    STOCK: (6.9, 0.5, 1.4), TECHNICAL: (7.0, 0.5, 1.4), WASTE: (6.5, 0.5, 1.4), PERSON: (7.5, 0.4, 1.3),
}  # fmt: skip
_STATED = {PRICE: 9.2, DELIVERY: 8.7, FIT: 8.2, STOCK: 7.6, TECHNICAL: 7.2, EARLY: 6.4, WASTE: 6.1, PERSON: 6.3}
_DRIVES_RENEWAL = {EARLY: 0.70, FIT: 0.32, STOCK: 0.24, TECHNICAL: 0.18, PERSON: 0.14, WASTE: 0.06}
_RIVAL_EDGE = {
    "rundbox": {WASTE: 0.8, STOCK: 0.4, EARLY: 0.3}, "foamara": {TECHNICAL: 0.8, FIT: 0.5, PRICE: -0.2},
    "cartovale": {PRICE: 1.2, TECHNICAL: -0.8}, "stavenport": {EARLY: 1.6, PRICE: -0.6, PERSON: 0.4},
}  # fmt: skip
_RIVALS = tuple(_RIVAL_EDGE)
# importance, performance of us, performance of the rival; what the pool says of each touch point
_MET = {
    "first visit": (6.0, 7.2, 6.9), "offer": (7.6, 6.7, 6.6), "contract talks": (6.9, 6.9, 6.7), "order": (6.8, 7.7,
        7.1),
    "delivery at the dock": (8.6, 8.0, 7.8), "early warning of shortages": (7.0, 6.1, 6.4),
    "help on the line": (7.4, 7.7, 6.6), "crate return": (6.6, 6.4, 6.8), "invoice": (5.6, 7.1, 7.0),
    "complaint": (7.3, 6.6, 6.6), "quarterly review": (6.1, 6.5, 6.3), "renewal talk": (7.1, 6.6, 6.6),
}  # fmt: skip
_MEETS = {
    "purchasing": ("offer", "contract talks", "order", "early warning of shortages", "invoice", "complaint",
        "renewal talk"),
    "production": ("first visit", "delivery at the dock", "early warning of shortages", "help on the line",
        "crate return", "complaint"),
    "quality": ("first visit", "help on the line", "complaint", "quarterly review", "early warning of shortages"),
    "logistics": ("order", "delivery at the dock", "early warning of shortages", "crate return", "complaint"),
    "engineering": ("first visit", "offer", "help on the line", "quarterly review", "delivery at the dock"),
    "management": ("offer", "contract talks", "quarterly review", "renewal talk", "early warning of shortages"),
}  # fmt: skip
AGENCY = "Bellrow Research"


def survey() -> Rows:
    """Respondents and ratings of all candidates, ours and the customers', this wave and the one before."""
    respondents: list[Row] = []
    ratings: list[Row] = []
    rng = draws(3)
    for c in CANDIDATES:
        people = _people(c, len(respondents), rng)
        respondents += people
        ratings += _answers(c, people, rng)
    for row, asked in OUR_VIEWS:
        respondents.append(dict(row))
        ratings += asked
    ratings += answers_before(respondents)
    return {"respondents": respondents, "ratings": ratings, "readings": _readings(respondents, ratings)}


def _readings(respondents: list[Row], ratings: list[Row]) -> list[Row]:
    """Early warning as customers rate it, before and after: what the measures of the last review read."""
    asked_at = {row["respondent_id"]: row["account_id"] for row in respondents if row["side"] == "customer"}
    early = [
        row for row in ratings
        if row["item_id"] == EARLY and row["supplier_id"] == "us" and row["respondent_id"] in asked_at
    ]  # fmt: skip
    rows = []
    for measure, account, before in (("M-1008-1", "1008", True), ("M-1016-1", "1016", True), ("M-all-1", None, False)):
        for wave in ([ASKED_BEFORE.year] if before else []) + [2026]:
            marks = [
                row["performance"] for row in early
                if row["asked_on"].year == wave and account in (None, asked_at[row["respondent_id"]])
            ]  # fmt: skip
            rows.append({"measure_id": measure, "read_on": date(wave, 2, 27), "value": round(sum(marks) / len(marks),
                2),
                         "source": f"Survey, {len(marks)} answers"})  # fmt: skip
    return rows


def _people(c: Candidate, already: int, rng: np.random.Generator) -> list[Row]:
    departments = DEPARTMENTS_OF.get(c.account_id, DEPARTMENTS)
    rows = []
    for number in range(c.answers):
        inside = rng.random() < 0.15
        rows.append(
            {
                "respondent_id": f"R{already + number + 1:03d}", "account_id": c.account_id, "side": "customer",
                "department": departments[number % len(departments)],
                "asked_by": NAME_OF[c.owner] if inside else AGENCY, "independent": not inside,
            }
        )  # fmt: skip
    return rows


def _answers(c: Candidate, people: list[Row], rng: np.random.Generator) -> list[Row]:
    n = len(people)
    shifts = EXPECTATION_SHIFTS.get(c.account_id, {})
    mood = rng.normal(0, 0.5, n)
    ours = {}
    for item, (mean, between, within) in _RATED.items():
        level = mean + (shifts[item] if item in shifts else rng.normal(0, between))
        ours[item] = _whole(level + mood * (within > 0) + rng.normal(0, 1, n) * within)
    ours[DELIVERY] = np.where(rng.random(n) < 0.04, 9.0, 8.0)
    stated = _stated(n, rng)
    renewal = _renewal(ours, rng)
    days = [date(2026, 1, 19) + timedelta(days=int(7 * week + day)) for week, day in rng.integers(0, (6, 5), (n, 2))]
    rows: list[Row] = []
    rivals = _rival_answers(c, ours, stated, rng)
    for k, person in enumerate(people):
        same = {"respondent_id": person["respondent_id"], "asked_on": days[k]}
        for item in EXPECTATIONS:
            rows.append(same | {"about": "expectation", "item_id": item, "supplier_id": "us",
                                "importance": stated[item][k], "performance": ours[item][k],
                                "comment": COMMENTS.get((c.account_id, k, item))})  # fmt: skip
        for rival, marks in rivals.items():
            rows += [
                same | {"about": "expectation", "item_id": item, "supplier_id": rival, "performance": marks[item][k]}
                for item in EXPECTATIONS
                if not np.isnan(marks[item][k])
            ]
        rows += _outcomes(c, k, same, float(renewal[k]), rng)
        rows += _touch_points(c, person["department"], same, rng)
    return rows


def _whole(values: np.ndarray, low: int = 1) -> np.ndarray:
    return np.clip(np.rint(values), low, 10)


def _stated(n: int, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Stated importance; early warning is nobody's top three."""
    found = {item: _whole(mean + rng.normal(0, 0.9, n)) for item, mean in _STATED.items()}
    third = np.sort([found[item] for item in EXPECTATIONS if item != EARLY], axis=0)[-3]
    found[EARLY] = np.clip(np.minimum(found[EARLY], third - 1), 1, 10)
    return found


def _renewal(ours: dict[str, np.ndarray], rng: np.random.Generator) -> np.ndarray:
    pull = sum(weight * (ours[item] - _RATED[item][0]) for item, weight in _DRIVES_RENEWAL.items())
    return _whole(6.8 + pull + rng.normal(0, 1.25, len(ours[EARLY])))


def _rival_answers(
    c: Candidate, ours: dict[str, np.ndarray], stated: dict[str, np.ndarray], rng: np.random.Generator
) -> dict[str, dict[str, np.ndarray]]:
    """The best competitor, rated so that our strength against it comes out as the candidate's; sometimes a second."""
    weights = {item: stated[item].mean() for item in EXPECTATIONS}
    our_score = sum(weights[i] * ours[i].mean() for i in EXPECTATIONS) / sum(weights.values())
    n = len(ours[EARLY])
    level = our_score / c.strength
    edge = _RIVAL_EDGE[c.rival]
    best = {
        item: _whole(level + edge.get(item, 0.0) + rng.normal(0, 0.9, n)) if item != DELIVERY else np.full(n, 8.0)
        for item in EXPECTATIONS
    }
    _nudge(best, weights, level, rng)
    found = {c.rival: best}
    if n >= 8:
        other = _RIVALS[(_RIVALS.index(c.rival) + 1) % len(_RIVALS)]
        seen = rng.random(n) < 0.55
        found[other] = {
            item: np.where(seen, _whole(level - 0.9 + rng.normal(0, 0.8, n)), np.nan) for item in EXPECTATIONS
        }
    return found


def _nudge(marks: dict[str, np.ndarray], weights: dict[str, float], wanted: float, rng: np.random.Generator) -> None:
    """Move single marks by a point until the weighted score is as wanted."""
    movable = [item for item in EXPECTATIONS if item != DELIVERY]
    for _ in range(2000):
        score = sum(weights[i] * marks[i].mean() for i in EXPECTATIONS) / sum(weights.values())
        step = weights[movable[0]] / len(marks[PRICE]) / sum(weights.values())
        if abs(score - wanted) <= step / 2:
            return
        item, k = movable[int(rng.integers(len(movable)))], int(rng.integers(len(marks[PRICE])))
        marks[item][k] = np.clip(marks[item][k] + np.sign(wanted - score), 2, 10)


def _outcomes(c: Candidate, k: int, same: Row, renewal: float, rng: np.random.Generator) -> list[Row]:
    found = {"renewal": renewal}
    found["recommendation"] = float(np.clip(np.rint(renewal + rng.normal(0.3, 0.8)), 0, 10))
    for outcome, level in (("trust", 0.3), ("satisfaction", 0.2), ("commitment", -0.2)):
        found[outcome] = float(np.clip(np.rint(0.6 * renewal + 2.8 + level + rng.normal(0, 0.7)), 1, 10))
    found |= OUTCOMES_BEFORE_AND_AFTER.get(c.account_id, {}).get(k, ({}, {}))[1]
    return [
        same | {"about": "outcome", "item_id": item, "supplier_id": "us", "performance": value}
        for item, value in found.items()
    ]


def _touch_points(c: Candidate, department: str, same: Row, rng: np.random.Generator) -> list[Row]:
    own = TOUCH_POINT_ANSWERS.get(c.account_id, {})
    rows = []
    for point in TOUCH_POINTS:
        if point not in _MEETS[department]:
            continue
        importance, performance, rival = own.get(point, _MET[point])
        marks = _whole(np.array([importance, performance, rival]) + rng.normal(0, 0.8, 3))
        rows.append(same | {"about": "touch point", "item_id": point, "supplier_id": "us",
                            "importance": float(marks[0]), "performance": float(marks[1])})  # fmt: skip
        if point in ("early warning of shortages", "complaint", "delivery at the dock", "offer"):
            rows.append(same | {"about": "touch point", "item_id": point, "supplier_id": c.rival,
                                "performance": float(marks[2])})  # fmt: skip
    return rows
