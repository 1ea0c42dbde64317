"""How a case is varied: the sample's figures drawn anew, block by block, so that answers differ and the story stays.

Every block changes few columns of few tables, from a generator of its own; nothing else is random. The sales lines
stay, so the two pages of the case are true for everybody: who buys most, how many customers, how many hours.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.course.case import sample_case
from kamkit.course.classes.survey import vary_survey
from kamkit.method.selection.matrix import default_hours
from kamkit.model.frame import settings_of

if TYPE_CHECKING:
    import numpy as np

    from kamkit.course.classes.changes import Changes

OSTREVIA, KESTWICK, ORBISAN, ALDERMOOR, DUNMARSH, HELIORA = "1001", "1007", "ORBISAN", "0113", "0042", "1058"
CALL, CRATES = "X-1001-1", "X-1007-1"
FIVE, NO_DAY = ("X-NA-1", "X-1013-1", "X-1021-1", "X-1058-3", "X-ORBISAN-1"), "X-1011-1"  # it has no day to supply it from
GOOD, GUESSED, SLOW, DEAR = "good", "guessed", "slow", "dear"
FAILING = (GUESSED, SLOW, DEAR)
"""Of six ideas three are worth proposing; one rests on a guess, one earns changing back too late, one costs too much."""
DEAREST = 262_000.0  # no idea costs us more than the four per cent off the price would
THREE_DEAR = ("return", "delivery", "rush order")
THIRD = {  # which of the three costs Hypra least: what the rates are multiplied by, so that all of them come to much the same
    "return": dict[str, float](),
    "delivery": {"delivery": 0.7, "return": 1.5},
    "rush order": {"rush order": 0.66, "return": 1.6, "delivery": 1.12},
}

Draw = Callable[["np.random.Generator", "Changes"], None]


@dataclass(frozen=True)
class Block:
    """A part of the case that is drawn by itself, until the exercises that rest on it can teach their differences."""

    name: str
    draw: Draw
    exercises: tuple[str, ...]


def _rows(table: str, **equals: str) -> list[int]:
    frame = sample_case()[table]
    keep = pd.Series(True, index=frame.index)
    for column, value in equals.items():
        keep &= frame[column] == value
    return [int(at) for at in frame.index[keep]]


def _row(table: str, **equals: str) -> int:
    (at,) = _rows(table, **equals)
    return at


def _was(table: str, at: int, column: str) -> Any:
    return sample_case()[table].at[at, column]


def _to(value: float, step: float) -> float:
    """``value`` as somebody would write it: a multiple of ``step``."""
    return round(round(value / step) * step, 6)


def _two_digits(value: float) -> float:
    """``value`` to two digits, as an estimate is written."""
    return _to(value, 10 ** (math.floor(math.log10(value)) - 1))


def draw_money(rng: np.random.Generator, changes: Changes) -> None:
    """What each activity costs, Orbisan's wallet and plants, Kestwick's potential, the chance of losing Ostrevia."""
    rates = sample_case()["activity_rates"]
    dearer = rng.uniform(-0.12, 0.12)  # for all activities
    leaning = THIRD[THREE_DEAR[int(rng.integers(len(THREE_DEAR)))]]
    for at, (driver, rate) in enumerate(zip(rates["driver"], rates["rate"], strict=True)):
        reach = 0.08 if driver in THREE_DEAR else 0.14
        rate = float(rate) * leaning.get(driver, 1.0) * math.exp(dearer + rng.uniform(-reach, reach))
        changes.set("activity_rates", at, "rate", max(1.0, _to(rate, 1)))
    wallet = _row("accounts", account_id=ORBISAN)
    changes.set("accounts", wallet, "wallet", _to(float(_was("accounts", wallet, "wallet")) * rng.uniform(0.93, 1.3), 100_000))
    changes.set("accounts", _row("accounts", account_id=KESTWICK), "potential", _to(rng.uniform(1.75e6, 3.2e6), 50_000))
    accounts, cells = sample_case()["accounts"], sample_case()["white_space_cells"]
    plants = set(accounts.loc[accounts["parent_id"] == ORBISAN, "account_id"])
    for at in cells.index[cells["account_id"].isin(plants) & (cells["state"] != "ours")]:
        factor = rng.uniform(0.8, 1.25)
        for column in ("yearly_value", "yearly_value_high"):
            if cells.at[at, column] == cells.at[at, column]:
                changes.set("white_space_cells", int(at), column, _to(float(cells.at[at, column]) * factor, 1_000))
    chance = rng.choice([20, 25, 30, 35, 40, 45, 50])
    changes.set("forecasts", _row("forecasts", forecast_id="F-1001-loss"), "probability", float(chance))


def draw_hours(rng: np.random.Generator, changes: Changes) -> None:
    """What each candidate needs, and what was spent on the one that steps down."""
    efforts = sample_case()["efforts"]
    for at, needed in efforts["hours_needed"].items():
        changes.set("efforts", int(at), "hours_needed", _to(float(needed) * rng.uniform(0.88, 1.12), 10))
    changes.set("efforts", _row("efforts", account_id=ALDERMOOR), "hours_needed", _to(rng.uniform(440, 500), 10))  # one can make room
    spent, needed = _row("efforts", account_id=DUNMARSH), _row("efforts", account_id=HELIORA)
    hours = _to(rng.uniform(580, 720), 10)
    freed = hours - default_hours(settings_of(sample_case()))["status"]
    changes.set("efforts", spent, "hours_spent", hours)
    changes.set("efforts", needed, "hours_needed", _to(freed / rng.uniform(0.8, 0.97), 10))  # nearly that comes free


def draw_benefits(rng: np.random.Generator, changes: Changes) -> None:
    """The figures of the opportunities: how often, what each time is worth, price, cost, and which of six are sound."""
    _call(rng, changes)
    _crates(rng, changes)
    own, *others = rng.permutation(list(FAILING))
    for opportunity_id, role in zip((NO_DAY, *FIVE), (own, *rng.permutation([GOOD, GOOD, GOOD, *others])), strict=True):
        at = _row("opportunities", opportunity_id=opportunity_id)
        units = float(_was("opportunities", at, "units"))
        effect = _two_digits(float(_was("opportunities", at, "effect")) * rng.uniform(0.8, 1.3))
        _set_offer(changes, at, _offer(rng, str(role), units * effect), units=units, effect=effect)


def _call(rng: np.random.Generator, changes: Changes) -> None:
    at = _row("opportunities", opportunity_id=CALL)
    units, effect = float(rng.integers(8, 16)), _to(rng.uniform(26_000, 48_000), 100)
    price = _to(units * effect * rng.uniform(0.18, 0.28), 1_000)
    _set_offer(changes, at, ("joint", price, _to(price * rng.uniform(0.42, 0.55), 1_000), 8_000.0), units=units, effect=effect)


def _crates(rng: np.random.Generator, changes: Changes) -> None:
    """Next to nothing is left in the first year, or less; over three years changing is earned back."""
    at = _row("opportunities", opportunity_id=CRATES)
    units, effect = _to(rng.uniform(4_600, 7_400), 100), _to(rng.uniform(50, 80), 1)
    switching = _to(rng.uniform(22_000, 42_000), 1_000)
    price = _to(units * effect * _factor("joint") - rng.uniform(0.6, 0.96) * switching, 1_000)
    _set_offer(changes, at, ("joint", price, _to(price * rng.uniform(0.5, 0.6), 1_000), switching), units=units, effect=effect)


def _factor(evidence: str) -> float:
    from kamkit.method.plan.benefit import evidence_factors

    return float(evidence_factors(settings_of(sample_case()))[evidence])


def _offer(rng: np.random.Generator, role: str, full: float) -> tuple[str, float, float, float]:
    """Evidence, price, our cost and switching cost of an idea that is sound, or fails in one way."""
    step = 1_000.0 if full > 60_000 else 500.0
    if role == GOOD:
        evidence = str(rng.choice(["confirmed", "joint"]))
        benefit = full * _factor(evidence)
        price = _to(benefit * rng.uniform(0.45, 0.78), step)
        switching = _to((benefit - price) * rng.uniform(0.2, 0.9), step)
    elif role == GUESSED:
        evidence = "assumed"
        price = _to(full * rng.uniform(_factor(evidence) + 0.05, 0.72), step)
        switching = _to((full - price) * rng.uniform(0.3, 0.8), step)
    elif role == SLOW:
        evidence = "joint"
        benefit = full * _factor(evidence)
        price = _to(benefit * rng.uniform(0.9, 0.95), step)
        switching = _to(3 * (benefit - price) * rng.uniform(1.5, 2.2), step)
    else:
        evidence = "assumed"
        price = _to(full * rng.uniform(1.12, 1.35), step)
        switching = _to(full * rng.uniform(0.2, 0.5), step)
    return evidence, price, min(_to(price * rng.uniform(0.5, 0.72), step), DEAREST), switching


def _set_offer(changes: Changes, at: int, offer: tuple[str, float, float, float], *, units: float, effect: float) -> None:
    evidence, price, our_cost, switching = offer
    values: dict[str, Any] = {"units": units, "effect": effect, "evidence": evidence, "price": price, "our_cost": our_cost}
    for column, value in {**values, "switching_cost": switching, "contribution": price - our_cost}.items():
        changes.set("opportunities", at, column, value)


_POWER: dict[str, tuple[Sequence[int], Sequence[int]]] = {
    # power and interest that each of Ostrevia's people may have; who decides, and the one nobody knows, keep theirs high
    "T-1001-1": ((5,), (3, 4, 5)),
    "T-1001-2": ((3, 4), (2, 3, 4, 5)),
    "T-1001-3": ((1, 2, 3), (3, 4, 5)),
    "T-1001-4": ((2, 3, 4), (2, 3, 4, 5)),
    "T-1001-5": ((4,), (1, 2, 3, 4)),
}
_BASIC, _COOPERATIVE, _INTERDEPENDENT, _INTEGRATED = "basic", "cooperative", "interdependent", "integrated"
# What two of ours and their buyer say of the relationship with Ostrevia: as far as their words carry it, and we always see it closer than they do.
_STAGES_SAID = (
    (_INTERDEPENDENT, _COOPERATIVE, _COOPERATIVE), (_INTEGRATED, _COOPERATIVE, _COOPERATIVE), (_INTEGRATED, _INTERDEPENDENT, _COOPERATIVE),
    (_INTERDEPENDENT, _COOPERATIVE, _BASIC), (_INTEGRATED, _COOPERATIVE, _BASIC), (_INTEGRATED, _INTERDEPENDENT, _BASIC),
    (_INTERDEPENDENT, _INTERDEPENDENT, _COOPERATIVE),
)
_LEFT_TO_CHANCE = ("P-1008-2", "P-1008-4", "P-1008-5")  # the other two are told about elsewhere


def draw_people(rng: np.random.Generator, changes: Changes) -> None:
    """Power and interest of Ostrevia's people, and which of the promises to Belmarra were kept."""
    for contact_id, (power, interest) in _POWER.items():
        at = _row("contacts", contact_id=contact_id)
        changes.set("contacts", at, "power", int(rng.choice(power)))
        changes.set("contacts", at, "interest", int(rng.choice(interest)))
    raters = ("Greta Solberg", "Piet Hoekman", "Urs Kellerhorn")
    for rater, stage in zip(raters, _STAGES_SAID[int(rng.integers(len(_STAGES_SAID)))], strict=True):
        changes.set("stage_ratings", _row("stage_ratings", account_id=OSTREVIA, rater=rater), "stage", stage)
    for promise_id in _LEFT_TO_CHANCE:
        at = _row("promises", promise_id=promise_id)
        changes.set("promises", at, "state", str(rng.choice(["kept", "broken"])))
        changes.set("promises", at, "settled_on", _was("promises", at, "due"))


BLOCKS = (
    Block("money", draw_money, ("05", "01", "11", "08")),
    Block("survey", vary_survey, ("03", "02", "10", "04")),
    Block("hours", draw_hours, ("06",)),
    Block("benefits", draw_benefits, ("09",)),
    Block("people", draw_people, ("07", "12")),
)
"""In this order: what comes later may rest on what was drawn before. In a block the exercise that refuses most comes first."""
