"""The white-space grid as bars: for each offering what is ours, a competitor's, in-house, and what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.relationship.whitespace import IN_HOUSE, OURS, RIVAL, UNKNOWN
from kamkit.show import figures
from kamkit.show.scales import draw_scale, head, name_rows
from kamkit.show.words import money, short

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLOURS = {OURS: figures.MAIN, RIVAL: figures.SECOND, IN_HOUSE: figures.QUIET}
_CALLED = {OURS: "ours", RIVAL: "competitors", IN_HOUSE: "in-house", UNKNOWN: "at most"}
_GREY = "#5d6873"


def draw_offerings(grid: pd.DataFrame, currency: str) -> Figure:
    """One bar per offering of ``place_white_space``; unknown cells without an upper end are counted beside it."""
    bars = [_bar(str(offering), cells) for offering, cells in grid.groupby("offering", sort=False)]
    figure, axes = figures.new_figure(7.6, 1.35 + 0.42 * len(bars))
    longest = max(sum(part[1] for part in bar["parts"]) for bar in bars) or 1.0
    for at, bar in enumerate(bars):
        start = 0.0
        for state, size in bar["parts"]:
            _draw(axes, at, start, size, state, longest)
            start += size
        if bar["blank"]:
            cells = "1 cell unknown" if bar["blank"] == 1 else f"{bar['blank']} cells unknown"
            axes.text(start + longest * 0.012, at, f"? {cells}", va="center", fontsize=8, fontweight="bold", color=figures.INK)
        elif not bar["parts"]:
            axes.text(longest * 0.012, at, "not needed", va="center", fontsize=8, color=_GREY)
    axes.set_ylim(len(bars) - 0.45, -0.6)
    axes.set_xlim(0, longest * 1.2)
    axes.spines["left"].set_visible(False)
    name_rows(axes, [figures.plain(short(bar["offering"], 30)) for bar in bars])
    draw_scale(axes, "x", names=lambda value: money(value) if value else "0")
    head(axes, f"{f'{currency} ' if currency else ''}a year. Dark: ours; middle: a competitor's; light: in-house; dotted frame: unknown, at most this")
    return figure


def _bar(offering: str, cells: pd.DataFrame) -> dict[str, Any]:
    parts = []
    for state in (OURS, RIVAL, IN_HOUSE):
        size = float(cells.loc[cells["state"] == state, "high"].fillna(0.0).sum())
        if size > 0:
            parts.append((state, size))
    unknown = cells[cells["state"] == UNKNOWN]
    bounded = float(unknown["high"].fillna(0.0).sum())
    if bounded > 0:
        parts.append((UNKNOWN, bounded))
    # A cell somebody filled without a value is as open as an unknown one.
    blank = int(cells["high"].isna().sum())
    return {"offering": offering, "parts": parts, "blank": blank}


def _draw(axes: Axes, at: int, start: float, size: float, state: str, longest: float) -> None:
    unknown = state == UNKNOWN
    axes.barh(
        at, size, left=start, height=0.56, color=figures.PAPER if unknown else _COLOURS[state], zorder=2,
        edgecolor=_GREY if unknown else figures.PAPER, linewidth=1, linestyle=":" if unknown else "-",
    )  # fmt: skip
    if size > longest * 0.16:
        colour = figures.PAPER if state == OURS else figures.INK
        axes.text(start + size / 2, at, f"{_CALLED[state]} {money(size)}", ha="center", va="center", fontsize=7.5, color=colour, zorder=3)
