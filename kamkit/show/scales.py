"""Scales and names of rows without matplotlib's ticks, of which each costs as much as ten bars.

A chart calls :func:`draw_scale` and :func:`name_rows` last, when its limits are set. Charts that keep matplotlib's
own axes work as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

_INK = "#1c2733"
# Marks of text beside the axes, and of such text whose length takes no room from them.
OUTSIDE, ALONG = "outside", "along"
_MARK, _GAP, _LABEL_GAP = 3.5, 3.5, 4.0  # points
_LINE = 1.0  # of the size of the letters
Side = Literal["x", "y"]
Names = Sequence[str] | Callable[[float], str]


def draw_scale(
    axes: Axes,
    side: Side,
    ticks: Sequence[float] | None = None,
    names: Names | None = None,
    *,
    label: str = "",
    size: float = 9,
    label_size: float = 9,
    marks: bool = True,
) -> None:
    """A scale along the lower ("x") or left ("y") edge: ``ticks`` (round ones if not given), and how they are called."""
    low, high = sorted(axes.get_xlim() if side == "x" else axes.get_ylim())
    if ticks is None:
        from matplotlib.ticker import MaxNLocator

        ticks = [float(tick) for tick in MaxNLocator(nbins=9, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)]
    called = _called(ticks, names)
    slack = (high - low) * 1e-9
    shown = [(tick, name) for tick, name in zip(ticks, called, strict=True) if low - slack <= tick <= high + slack]
    _hide(axes, side)
    gap = _GAP + (_MARK if marks else 0)
    for tick, name in shown:
        _beside(axes, side, tick, name, gap, size)
    if marks:
        _draw_marks(axes, side, [tick for tick, _ in shown])
    if label:
        from kamkit.show.lettering import width_in_points

        room = size * _LINE if side == "x" else max((width_in_points(name, size) for _, name in shown), default=0)
        _draw_label(axes, side, label, gap + room + _LABEL_GAP, label_size)


def name_rows(
    axes: Axes, names: Sequence[str], *, size: float = 8, bold: Sequence[bool] | None = None, colour: str = _INK
) -> None:
    """The names of the rows 0, 1, 2 ... left of the axes."""
    _hide(axes, "y")
    for place, name in enumerate(names):
        text = _beside(axes, "y", place, name, _GAP, size, colour)
        if bold is not None and bold[place]:
            text.set_fontweight("bold")


def _called(ticks: Sequence[float], names: Names | None) -> list[str]:
    if names is None:
        step = min((after - before for before, after in zip(ticks[:-1], ticks[1:], strict=True)), default=1.0)
        digits = next((digits for digits in range(9) if abs(round(step, digits) - step) < step * 1e-6), 9)
        return [f"{tick:.{digits}f}" for tick in ticks]
    return [names(tick) for tick in ticks] if callable(names) else list(names)


def _hide(axes: Axes, side: Side) -> None:
    (axes.xaxis if side == "x" else axes.yaxis).set_visible(False)


def _beside(axes: Axes, side: Side, at: float, text: str, gap: float, size: float, colour: str = _INK) -> Text:
    place: dict[str, Any] = (
        {"xy": (at, 0), "xytext": (0, -gap), "xycoords": axes.get_xaxis_transform(), "ha": "center", "va": "top"}
        if side == "x"
        else {"xy": (0, at), "xytext": (-gap, 0), "xycoords": axes.get_yaxis_transform(), "ha": "right", "va": "center"}
    )
    written: Text = axes.annotate(
        text, **place, textcoords="offset points", annotation_clip=False, fontsize=size, color=colour, gid=OUTSIDE
    )
    return written


def _draw_marks(axes: Axes, side: Side, ticks: Sequence[float]) -> None:
    from matplotlib.lines import Line2D

    edge, none = axes.spines["bottom" if side == "x" else "left"], [0.0] * len(ticks)
    transform = axes.get_xaxis_transform() if side == "x" else axes.get_yaxis_transform()
    x, y = (ticks, none) if side == "x" else (none, ticks)
    axes.add_artist(
        Line2D(
            x, y, linestyle="none", marker=3 if side == "x" else 0, markersize=_MARK, markeredgewidth=0.8,
            color=edge.get_edgecolor(), transform=transform, clip_on=False, zorder=2.01,
        )
    )  # fmt: skip


def _draw_label(axes: Axes, side: Side, label: str, gap: float, size: float) -> None:
    place: dict[str, Any] = (
        {"xy": (0.5, 0), "xytext": (0, -gap), "ha": "center", "va": "top"}
        if side == "x"
        else {"xy": (0, 0.5), "xytext": (-gap, 0), "ha": "right", "va": "center", "rotation": 90}
    )
    axes.annotate(
        label, **place, xycoords="axes fraction", textcoords="offset points", annotation_clip=False, fontsize=size,
        color=_INK, gid=f"{ALONG} {side}",
    )  # fmt: skip


def head(axes: Axes, text: str, *, size: float = 8) -> None:
    """What the axes show, in words above their left edge."""
    axes.annotate(
        text, (0, 1), xytext=(0, 6), xycoords="axes fraction", textcoords="offset points", annotation_clip=False,
        ha="left", va="bottom", fontsize=size, color=_INK, gid=f"{ALONG} x",
    )  # fmt: skip
