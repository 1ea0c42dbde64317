"""Importance and performance as a map of four fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.values import DerivedImportance, ImportancePerformance, place_expectations, review_answers
from kamkit.method.values.position import CONCENTRATE, KEEP_UP, LOW_PRIORITY, OVERKILL
from kamkit.show import parts
from kamkit.show.parts import Shown
from kamkit.show.values.scatter import Plane, draw_plane
from kamkit.show.values.wording import account_name, begun, no_answers, quoted
from kamkit.show.words import listed

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kamkit.model.frame import Tables


def show_importance_performance(
    tables: Tables, account_id: str = "", derived: DerivedImportance | None = None
) -> Shown:
    """The expectations by stated importance and our performance; with ``derived``, what goes with renewal is marked."""
    placed = place_expectations(tables, account_id)
    known = placed.table[placed.table["quadrant"] != ""]
    if known.empty:
        return no_answers(tables, account_id, "on how important each expectation is and how we do")
    driver = derived.table["expectation_id"].iloc[0] if derived and derived.concluded else None
    chart = parts.chart(
        _picture(known, placed, driver, message := _message(tables, account_id, known, derived, driver)),
        message,
        _detail(known),
    )
    return parts.stack(chart, parts.say(placed.says, *_reading(known, derived, driver)))


def _picture(known: pd.DataFrame, placed: ImportancePerformance, driver: object, message: str) -> Figure:
    points = pd.DataFrame(
        {
            "x": known["performance"],
            "y": known["importance"],
            "label": known["name"],
            "main": (known["quadrant"] == CONCENTRATE) | (known["expectation_id"] == driver),
        }
    )
    high, good = placed.importance_line, placed.performance_line
    low_x, high_x = min(known["performance"].min(), good), max(known["performance"].max(), good)
    low_y, high_y = min(known["importance"].min(), high), max(known["importance"].max(), high)
    across, up = max(high_x - low_x, 0.5), max(high_y - low_y, 0.5)
    # Points of the lines stretch the picture a little, so that the words in the corners have room.
    lines = (
        ((low_x - 0.1 * across, high), (high_x + 0.1 * across, high)),
        ((good, low_y - 0.1 * up), (good, high_y + 0.1 * up)),
    )
    return draw_plane(
        points,
        Plane(
            "worse   \u2190   how customers rate us, 1 to 10   \u2192   better",
            "less   \u2190   how important customers say it is   \u2192   more",
            (CONCENTRATE.upper(), KEEP_UP.upper(), LOW_PRIORITY.upper(), OVERKILL.upper()),
            lines,
        ),
        message,
    )


def _message(
    tables: Tables, account_id: str, known: pd.DataFrame, derived: DerivedImportance | None, driver: object
) -> str:
    name = account_name(tables, account_id)
    asked = review_answers(tables, account_id)
    if account_id and len(asked) and asked["thin"].iloc[0]:
        return f"{asked['thin'].iloc[0]}: where {name} sees us weak is a hint to ask about"
    weak = [quoted(found, 44) for found in known.loc[known["quadrant"] == CONCENTRATE, "name"].head(2)]
    who = name if account_id else "asked, customers"
    row = known[known["expectation_id"] == driver]
    hides = derived is not None and not row.empty and row["quadrant"].iloc[0] == LOW_PRIORITY
    first = f"{who} would have us work on {listed(weak[:1] if hides else weak)}"
    if not weak:
        first = f"{who} sees" if account_id else f"{who} see"
        first += " no weakness in what is called important"
    if derived is None or not hides:
        return begun(first)
    among = " among all customers" if account_id else ""
    return f"{begun(first)}; what goes with {derived.outcome}{among} hides at the bottom left"


def _reading(known: pd.DataFrame, derived: DerivedImportance | None, driver: object) -> list[str]:
    row = known[known["expectation_id"] == driver]
    if row.empty or derived is None:
        return []
    return [
        f"{row['name'].iloc[0]} goes with {derived.outcome} most among all customers, wherever it stands on this map: "
        f"the map shows what people say."
    ]


def _detail(known: pd.DataFrame) -> str:
    told = [f"{row.name}: importance {row.importance:.1f}, performance {row.performance:.1f}, {row.quadrant}"
            for row in known.itertuples(index=False)]  # fmt: skip
    return "; ".join(told) + "."
