"""What customers say matters, beside what goes with renewal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamkit.method.values import (
    DerivedImportance,
    estimate_derived_importance,
    rank_stated_importance,
    review_answers,
)
from kamkit.method.values.derived import NOT_VISIBLE, TABLE_STAKES, TOO_FEW, UNCERTAIN
from kamkit.method.worth.wording import ordinal
from kamkit.show import figures, parts, words
from kamkit.show.marks import Marks
from kamkit.show.parts import Shown
from kamkit.show.scales import draw_scale, head, name_rows
from kamkit.show.values.wording import account_name, no_answers, quoted

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from kamkit.model.frame import Tables

_GREY = "#7d8894"
_SHORT = {
    NOT_VISIBLE: "no effect visible in these answers",
    TABLE_STAKES: "rated alike: can't be judged",
    TOO_FEW: "too few answers",
    UNCERTAIN: "not certain",
}


def show_importance(tables: Tables, account_id: str = "", derived: DerivedImportance | None = None) -> Shown:
    """Stated importance beside what goes with renewal, each with its interval; for an account beside all customers.

    ``derived`` is the pool's ``estimate_derived_importance``, worked out here if not given.
    """
    derived = derived or estimate_derived_importance(tables)
    stated = rank_stated_importance(tables, account_id)
    if not stated["answers"].any() and (not account_id or not derived.concluded):
        return no_answers(tables, account_id, "on what they expect")
    pool = rank_stated_importance(tables) if account_id else stated
    rows = _rows(stated, pool, derived)
    chart = parts.chart(
        _picture(rows, derived, account_id, _thin(tables, account_id) != ""),
        _message(tables, account_id, rows, derived),
        _detail(rows, derived),
    )
    return parts.stack(chart, parts.say(*_sentences(tables, account_id, derived)))


def _rows(stated: pd.DataFrame, pool: pd.DataFrame, derived: DerivedImportance) -> pd.DataFrame:
    rows = stated.set_index("expectation_id")[["name", "importance", "low", "high", "answers", "rank"]]
    pooled = pool.set_index("expectation_id")[["importance", "rank", "name"]].add_prefix("pool_")
    table = derived.table.set_index("expectation_id")[["share", "share_low", "share_high", "verdict", "average"]]
    rows = rows.join(pooled, how="outer").join(table)
    rows["name"] = rows["name"].fillna(rows["pool_name"])
    # Top to bottom: what explains most, then what could not be judged, in the order customers name it.
    return rows.sort_values(["share", "pool_rank"], ascending=[False, True], na_position="last").reset_index()


def _picture(rows: pd.DataFrame, derived: DerivedImportance, account_id: str, faint: bool) -> Figure:
    figure, columns = figures.new_row(2 if derived.concluded else 1, 7.6, 1.35 + 0.34 * len(rows))
    places = np.arange(len(rows))
    top = rows["share"].idxmax() if rows["share"].notna().any() else -1
    first = -1 if faint else rows["importance" if rows["importance"].notna().any() else "pool_importance"].idxmax()
    if derived.concluded:
        _derived(columns[1], rows, places, top, derived.outcome)
    _stated(columns[0], rows, places, first, account_id)
    names = [figures.plain(words.short(name, 44)) for name in rows["name"]]
    name_rows(columns[0], names, bold=[place in (top, first) for place in places])
    for axes in columns:
        axes.yaxis.set_visible(False)
        axes.spines["left"].set_visible(False)
        axes.set_ylim(len(rows) - 0.5, -0.6)
    return figure


def _stated(axes: Axes, rows: pd.DataFrame, places: np.ndarray, first: int, account_id: str) -> None:
    if account_id:
        axes.scatter(rows["pool_importance"], places, marker="|", s=130, color=figures.SECOND, linewidths=2, zorder=2)
    marks = Marks()
    for place, row in zip(places, rows.itertuples(), strict=True):
        if pd.isna(row.importance):
            continue
        colour = figures.MAIN if place == first else _GREY
        marks.stroke((row.low, row.high), (place, place), colour, 1.6, layer=3)
        marks.point(row.importance, place, colour, 6, layer=4)
        axes.annotate(f"{row.importance:.1f}", (row.importance, place), xytext=(0, 6), textcoords="offset points",
                      ha="center", fontsize=7.5)  # fmt: skip
    marks.draw(axes)
    axes.set_xlim(0.8, 10.4)
    draw_scale(axes, "x", range(1, 11), size=8)
    what = "ASKED: how important, 1 to 10" + ("\nupright stroke: all customers" if account_id else "")
    head(axes, what)


def _derived(axes: Axes, rows: pd.DataFrame, places: np.ndarray, top: int, outcome: str) -> None:
    marks = Marks()
    for place, row in zip(places, rows.itertuples(), strict=True):
        if pd.isna(row.share):
            axes.text(2, place, _SHORT.get(row.verdict, ""), va="center", fontsize=7.5, style="italic")
            continue
        colour = figures.MAIN if place == top else _GREY
        marks.stroke((100 * row.share_low, 100 * row.share_high), (place, place), colour, 1.6, layer=3)
        marks.point(100 * row.share, place, colour, 6, layer=4)
        said = _SHORT.get(row.verdict)
        end = 100 * row.share_high + 2
        if said:
            axes.text(end, place, said, va="center", fontsize=7.5, style="italic")
        else:
            axes.annotate(f"{100 * row.share:.0f} %", (100 * row.share, place), xytext=(0, 6),
                          textcoords="offset points", ha="center", fontsize=7.5)  # fmt: skip
    marks.draw(axes)
    axes.set_xlim(-3, 103)
    draw_scale(axes, "x", range(0, 101, 25), lambda tick: f"{tick} %", size=8)
    head(axes, f"SHOWN: share of what goes with {outcome}\nall customers")


def _message(tables: Tables, account_id: str, rows: pd.DataFrame, derived: DerivedImportance) -> str:
    name = account_name(tables, account_id)
    if account_id:
        if not rows["importance"].notna().any():
            return f"Nobody at {name} has been asked; this is what all customers' answers show"
        if thin := _thin(tables, account_id):
            return f"{thin}: too thin to say what {name} values"
        first = quoted(rows.loc[rows["importance"].idxmax(), "name"])
        if not derived.concluded:
            return f"{name} names {first} first; what goes with {derived.outcome} cannot be derived yet"
        top = quoted(rows["name"].iloc[0])
        if top == first:
            return f"{name} names {first} first, and among all customers it goes with {derived.outcome} most"
        return f"{name} names {first} first; among all customers {top} goes with {derived.outcome} most"
    named = rows.loc[rows["importance"].idxmax()]
    first = quoted(named["name"])
    if not derived.concluded:
        return f"Customers name {first} first; what goes with {derived.outcome} cannot be derived yet"
    top, rank = quoted(rows["name"].iloc[0]), rows["rank"].iloc[0]
    if top == first:
        return f"{first} is named first and goes with {derived.outcome} most"
    place = "" if pd.isna(rank) else f", named {ordinal(int(rank))},"
    effect = " and shows no effect" if named["verdict"] == NOT_VISIBLE else ""
    return f"{first} is named first{effect}; {top}{place} goes with {derived.outcome} most"


def _thin(tables: Tables, account_id: str) -> str:
    asked = review_answers(tables, account_id)
    return str(asked["thin"].iloc[0]) if account_id and len(asked) else ""


def _detail(rows: pd.DataFrame, derived: DerivedImportance) -> str:
    said = []
    for row in rows.itertuples():
        stated = "not asked" if pd.isna(row.importance) else f"stated {row.importance:.1f}"
        if not derived.concluded:
            said.append(f"{row.name}: {stated}")
        elif pd.isna(row.share):
            said.append(f"{row.name}: {stated}, {_SHORT.get(row.verdict, 'not rated')}")
        else:
            said.append(f"{row.name}: {stated}, {100 * row.share:.0f} % of what goes with {derived.outcome}")
    return "; ".join(said) + "."


def _sentences(tables: Tables, account_id: str, derived: DerivedImportance) -> list[str]:
    said = []
    if account_id:
        if _thin(tables, account_id):
            said.append(
                f"The marks of {account_name(tables, account_id)} are hints and no more; "
                "do not promise anything on them before others there were asked."
            )
        said.append("One account can never show what drives its renewal: that is read from all customers together.")
    if not derived.concluded:
        return [*said, f"What goes with {derived.outcome} is not shown: {'; '.join(derived.reasons)}."]
    left_out = f", {derived.left_out} left out for missing marks ({derived.missing})" if derived.left_out else ""
    pairs = " (pairwise: each figure from those who gave both marks)" if derived.missing == "pairwise" else ""
    said.append(
        f"{derived.answers} answers from {derived.accounts} accounts{left_out}{pairs}; {derived.independent} were asked "
        f"by somebody outside the account team. Taken together the marks go with {100 * derived.r_squared:.0f} % of the "
        f"differences in {derived.outcome}; the lines are 95 % intervals, drawn by resampling accounts. The marks' mean "
        f"correlation with each other is {derived.halo:.2f}; from 0.5 on people would be rating a mood."
    )
    said.append("It is an association and not a cause: a promise tried on named accounts would show the cause.")
    return said
