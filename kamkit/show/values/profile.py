"""Our marks beside the best competitor's, expectation by expectation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.values import compare_marks
from kamkit.show import figures, parts, words
from kamkit.show.marks import Marks
from kamkit.show.parts import Shown
from kamkit.show.scales import draw_scale, head, name_rows

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kamkit.model.frame import Tables


def show_profile(tables: Tables, account_id: str, message: str) -> Shown:
    """The account's marks for us (dark) and for its best competitor (diamond), the most important at the top."""
    marks = compare_marks(tables, account_id)
    marks = marks[marks["ours"].notna() & marks["theirs"].notna()]
    if marks.empty:
        return parts.say(f"{message}.")
    told = "; ".join(
        f"{row.name}: we {row.ours:.1f}, {row.competitor} {row.theirs:.1f}" for row in marks.itertuples(index=False)
    )
    return parts.chart(_picture(marks), message, f"{told}.")


def _picture(marks: pd.DataFrame) -> Figure:
    figure, axes = figures.new_figure(7.6, 1.3 + 0.36 * len(marks))
    drawn = Marks()
    for place, row in enumerate(marks.itertuples(index=False)):
        behind = row.theirs > row.ours
        drawn.stroke((row.ours, row.theirs), (place, place), figures.INK if behind else figures.QUIET, 2)
        drawn.point(row.theirs, place, figures.SECOND, 6, shape="D", edge=figures.INK, layer=3)
        drawn.point(row.ours, place, figures.MAIN, 8, layer=4)
        ends = sorted([(row.ours, "we"), (row.theirs, "they")])
        for (mark, who), side, gap in zip(ends, ("right", "left"), (-7, 7), strict=True):
            axes.annotate(f"{who} {mark:.1f}", (mark, place), xytext=(gap, 0), textcoords="offset points",
                          ha=side, va="center", fontsize=7.5)  # fmt: skip
    drawn.draw(axes)
    axes.set_ylim(len(marks) - 0.5, -0.6)
    axes.set_xlim(0.2, 10.9)
    axes.spines["left"].set_visible(False)
    name_rows(axes, [figures.plain(words.short(name, 46)) for name in marks["name"]])
    draw_scale(axes, "x", range(1, 11))
    best = figures.plain(marks["competitor"].iloc[0])
    head(axes, f"MARKS, 1 to 10, most important at the top\ndiamond: {best}; dark line: we are behind")
    return figure
