"""What the exercises say in words, held against a case: a text must be true of it, and no answer may hang on a rounding.

``check_exercise`` finds mistakes that cannot be told apart. What stands here is the rest: sentences of questions, hints
and feedback that speak of this case, and figures that are shown rounded and then compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

Faults = Iterator[str]


def check_fairness(number: str, tables: Tables) -> tuple[str, ...]:
    """What is not fair or not true in exercise ``number`` ("01") on this case; () if nothing."""
    check = _CHECKS.get(number)
    return tuple(check(tables)) if check else ()


def _apart(values: pd.Series, least: float) -> bool:
    """Whether neighbours in the order are at least so far apart."""
    return bool((values.sort_values().diff().dropna() >= least).all())


def _worth(tables: Tables) -> Faults:
    from kamkit.course.classes import varying
    from kamkit.course.exercises import worth
    from kamkit.course.exercises.saying import accounts_of

    five = accounts_of(tables).loc[list(worth.five(tables)), "contribution"]
    if list(five.index[five < 0]) != [worth.HYPRA]:
        yield "not Hypra alone of the five brings a loss"
    if not _apart(five, 0.01 * five.abs().max()):
        yield "two of the five bring nearly the same"
    spent = worth._spent(tables)
    if set(spent["driver"].head(3)) != set(varying.THREE_DEAR) or spent["share"].iloc[1] - spent["share"].iloc[2] < 2:
        yield "rush orders, deliveries and returns are not the three of which two stand out at Hypra"


def _values(tables: Tables) -> Faults:
    from kamkit.course.exercises import values

    split = values._split(tables)
    if not split["difference"].drop(values.EARLY).max() + 0.25 < split.loc[values.EARLY, "difference"] >= 1:
        yield "early warning does not part the two halves clearly"


def _competitors(tables: Tables) -> Faults:
    from kamkit.course.exercises import competitors

    found = competitors._value(tables)
    shown = (found["our_score"].round(2) / found["their_score"].round(2)).loc[list(competitors.four(tables))]
    if not _apart(shown, competitors.STRENGTH_APART) or [*shown.sort_values(ascending=False).index] != competitors._ordered(tables, "strength"):
        yield "two of four accounts are nearly alike in strength"
    if not _apart(found.loc[list(competitors.four(tables)), "our_score"].round(2), competitors.SCORE_APART):
        yield "two of four accounts are nearly alike in our own score"
    placed = found.loc[list(competitors.FIVE), ["relative_quality", "relative_price"]]
    if not bool(((placed - 1).abs() >= 0.01).all(axis=None)):
        yield "an account stands on a line of the value map"
    heliora = found.loc[competitors.HELIORA]
    if not (heliora["relative_price"] >= 1.03 and heliora["relative_quality"] <= 0.97):
        yield "Heliora does not feel us to be worse and dearer"
    rivals = competitors._rivals(tables)["their_score"]
    if not _apart(rivals, 0.05):
        yield "the two competitors at Ostrevia are nearly alike"


def _touchline(tables: Tables) -> Faults:
    from kamkit.course.exercises import touchline

    warning = touchline._line(tables).loc[touchline.WARNING]
    if not (warning["importance"] >= 8 and warning["importance"] - warning["performance"] > 4):
        yield "the shortfall at Ostrevia is not twice that of a moment of truth"
    line = touchline._line(tables, touchline._others(tables)).loc[touchline._five(tables)]
    short = (line["importance"] - line["performance"]).sort_values(ascending=False)
    if short.index[0] != touchline._moment(tables, touchline._others(tables)) or short.iloc[0] - short.iloc[1] < 0.15:
        yield "where the other customer is lost does not show in the table"
    if not short[line["importance"].idxmax()] < 2:
        yield "what matters most to the other customer is not done nearly as well as it matters"


def _choosing(tables: Tables) -> Faults:
    from kamkit.course.exercises import selection

    efforts = selection._efforts(tables)
    freed, needed = selection._freed(tables), float(efforts.loc[selection.HELIORA, "hours_needed"])
    if not 0.75 <= freed / needed <= 1:
        yield "what comes free is not nearly what the other account needs"
    if not efforts.loc[selection.DUNMARSH, "hours_spent"] >= efforts.loc[selection.DUNMARSH, "hours_needed"] + 40:
        yield "less is spent on Dunmarsh than was asked for"


def _people(tables: Tables) -> Faults:
    from kamkit.course.exercises import relationship

    if relationship._people(tables)["quadrant"].nunique() < 3:
        yield "all people stand in two fields"


def _white_space(tables: Tables) -> Faults:
    from kamkit.course.exercises import white_space

    if not white_space._revenue(tables) / white_space._wallet(tables) < 1 / 3 - 0.006:
        yield "our share of the wallet is not less than a third"


def _benefit(tables: Tables) -> Faults:
    from kamkit.course.exercises import benefit

    crates = benefit._one(tables, benefit.CRATES)
    if not -0.6 * crates["switching_cost"] <= crates["first_year"] <= -600:
        yield "the first year does not end at next to nothing, or less"
    if not 2_000 <= benefit._over_years(crates):
        yield "changing is not earned back over the years"
    if len(benefit._proposed(tables)) != 3:
        yield "not three of the seven are worth proposing"
    if benefit._benefits(tables).loc[list(benefit.SEVEN), "our_cost"].idxmax() != benefit.GIFT:
        yield "the lower price is not what costs us most"


def _danger(tables: Tables) -> Faults:
    from kamkit.course.exercises import danger
    from kamkit.course.exercises.saying import accounts_of

    if len(danger._triggers(tables)) != 2:
        yield "not two of the five signs hold"
    ostrevia = accounts_of(tables).loc[danger.OSTREVIA]
    if not ostrevia["contribution"] >= ostrevia["contribution_before"]:
        yield "the figures have fallen at Ostrevia"


_CHECKS: dict[str, Callable[[Tables], Faults]] = {
    "01": _worth, "02": _values, "03": _competitors, "04": _touchline, "06": _choosing, "07": _people, "08": _white_space,
    "09": _benefit, "11": _danger,
}  # fmt: skip
