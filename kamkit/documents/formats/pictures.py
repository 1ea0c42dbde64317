"""A plan's chart as a picture in the kit's one look, for formats that have no charts of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kamkit.show.words import money

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from kamkit.documents.plan import Chart

_BAR = 0.8  # of the room a category has


def colours() -> tuple[str, ...]:
    """The colours of the series, dark to light, readable in grey."""
    from kamkit.show.figures import MAIN, QUIET, SECOND

    return (MAIN, SECOND, QUIET)


def draw_chart(chart: Chart) -> Figure:
    """The figure of a chart, without its title."""
    from kamkit.show.figures import new_figure

    count = len(chart.categories)
    rows = count * (1 if chart.stacked else max(1, len(chart.series)))
    figure, axes = new_figure(height=1.4 + 0.24 * max(rows, 4) if chart.across else 3.4)
    if chart.across:
        _lying(axes, chart)
    else:
        _standing(axes, chart)
    if len(chart.series) > 1:
        _legend(axes, chart)
    return figure


def _bars(chart: Chart) -> list[tuple[int, float, float, float, float]]:
    """Every bar: its series, its place, its width, where it begins and how long it is."""
    found = []
    across = 1 if chart.stacked else len(chart.series)
    width = _BAR / across
    base = [0.0] * len(chart.categories)
    for number, series in enumerate(chart.series):
        for at, value in enumerate(series.values):
            if value is None:
                continue
            place = at if chart.stacked else at - _BAR / 2 + width * (number + 0.5)
            found.append((number, place, width, base[at], value))
            if chart.stacked:
                base[at] += value
    return found


def _lying(axes: Axes, chart: Chart) -> None:
    from kamkit.show.figures import plain
    from kamkit.show.scales import draw_scale, name_rows

    top = len(chart.categories) - 1
    for number, place, width, start, length in _bars(chart):
        axes.barh(top - place, length, height=width * 0.92, left=start, color=colours()[number % 3], zorder=2)
        _figure(axes, chart, start + length, top - place, "x", length)
    low, high = _reach(chart)
    axes.set_xlim(low, high)
    axes.set_ylim(-0.6, top + 0.6)
    axes.spines["left"].set_visible(low == 0)
    name_rows(axes, [plain(_folded(name)) for name in chart.categories][::-1])
    draw_scale(axes, "x", names=_named(chart), label_size=8)


def _standing(axes: Axes, chart: Chart) -> None:
    from kamkit.show.figures import plain
    from kamkit.show.scales import draw_scale

    for number, place, width, start, length in _bars(chart):
        axes.bar(place, length, width=width * 0.92, bottom=start, color=colours()[number % 3], zorder=2)
        if length:
            _figure(axes, chart, place, start + length, "y", length)
    low, high = _reach(chart)
    axes.set_ylim(low, high)
    axes.set_xlim(-0.6, len(chart.categories) - 0.4)
    draw_scale(axes, "x", list(range(len(chart.categories))), [plain(name) for name in chart.categories], marks=False)
    draw_scale(axes, "y", names=_named(chart), label_size=8)


def _figure(axes: Axes, chart: Chart, x: float, y: float, along: str, value: float) -> None:
    if chart.stacked:
        return
    offset, side = ((3 if value >= 0 else -3, 0), "left" if value >= 0 else "right") if along == "x" else ((0, 2), "center")
    text = money(value) if chart.digits == 0 else f"{value:,.{chart.digits}f}"
    axes.annotate(text, (x, y), offset, textcoords="offset points", fontsize=8, ha=side, va="center" if along == "x" else "bottom")


def _reach(chart: Chart) -> tuple[float, float]:
    ends = [start + length for *_, start, length in _bars(chart)]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    room = (high - low) * 0.14 or 1.0
    return (low - room if low < 0 else 0.0), high + room


def _named(chart: Chart) -> Callable[[float], str] | None:
    whole = max((abs(value) for series in chart.series for value in series.values if value is not None), default=0)
    return money if whole >= 10 else None


def _legend(axes: Axes, chart: Chart) -> None:
    from matplotlib.patches import Patch

    from kamkit.show.figures import plain

    handles = [Patch(color=colours()[at % 3], label=plain(series.name)) for at, series in enumerate(chart.series)]
    axes.legend(handles=handles, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3, frameon=False, fontsize=8)


def _folded(name: str) -> str:
    return name if len(name) <= 44 else name[:43].rstrip() + "…"
