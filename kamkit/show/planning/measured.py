"""How anybody will tell whether the actions worked, and who is told."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning import place_measures
from kamkit.method.planning.measured import AWAY, IN_WORDS, NEARER, NONE, NOT_READ, REACHED
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.planning.plan import ROWS_AT_MOST, no_actions
from kamkit.show.words import counted, day

if TYPE_CHECKING:
    from kamkit.model.frame import Tables


def show_measures(tables: Tables, account_id: str, as_of: date) -> Shown:
    """Each open action with what success means, the last reading of its measure, and who is told."""
    placed = place_measures(tables, account_id, as_of)
    if placed.empty:
        return no_actions(tables, account_id)
    shown = placed.assign(
        measured=[_measure(row) for row in placed.itertuples()],
        now=[_now(row) for row in placed.itertuples()],
        told=placed["informed"].where(placed["informed"] != "", "nobody yet"),
    )
    columns = [
        Column("what", "What"),
        Column("success", "Success means"),
        Column("measured", "Measure, from and to"),
        Column("now", "Last reading"),
        Column("verdict", "So far"),
        Column("told", "Who is told, and how"),
    ]
    if not account_id:
        columns.insert(0, Column("account", "Account"))
    return parts.stack(
        parts.say(*_said(placed)),
        parts.table(shown, columns, caption="How we will know", mark=placed["verdict"].isin([AWAY, NONE]), limit=ROWS_AT_MOST),
    )


def _said(placed: pd.DataFrame) -> list[str]:
    verdicts = placed["verdict"].value_counts()
    measured = len(placed) - int(verdicts.get(NONE, 0)) - int(verdicts.get(IN_WORDS, 0))
    said = [f"{measured} of {counted(len(placed), 'open action')} {'has' if measured == 1 else 'have'} a measure with figures."]
    moved = [f"{verdicts[one]} {one}" for one in (REACHED, NEARER, "not moved", AWAY, NOT_READ) if verdicts.get(one)]
    if moved:
        said.append(f"Of these measures: {', '.join(moved)}.")
    if untold := int((placed["informed"] == "").sum()):
        said.append(f"{counted(untold, 'action says', 'actions say')} nobody who is told.")
    return said


def _measure(row: object) -> str:
    name, unit = row.measure, row.unit  # type: ignore[attr-defined]
    if not name:
        return ""
    unit = f" {unit}" if unit else ""
    return f"{name}: {_figure(row.baseline)} to {_figure(row.target)}{unit}"  # type: ignore[attr-defined]


def _now(row: object) -> str:
    if pd.isna(row.latest):  # type: ignore[attr-defined]
        return ""
    return f"{_figure(row.latest)} on {day(row.read_on)}"  # type: ignore[attr-defined]


def _figure(value: float) -> str:
    return "unknown" if pd.isna(value) else f"{value:,.10g}"
