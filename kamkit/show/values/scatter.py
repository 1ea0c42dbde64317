"""Points in a plane, labelled directly without covering each other."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamkit.show import figures, words
from kamkit.show.marks import Marks
from kamkit.show.scales import draw_scale

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WIDTH, _LEFT, _RIGHT, _BELOW, _LINE = 7.6, 0.65, 0.15, 0.62, 0.21  # inches; a line of the title
_CROWDED = 14  # from this many points on the picture is taller
_RADIUS, _FONT = 4.0, 7.5
_CORNER = (150.0, 14.0)
GREY = "#5d6873"
Box = tuple[float, float, float, float]
Line = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True)
class Plane:
    """What a plane shows beside its points: labels of the axes, words in the corners, lines."""

    across: str
    up: str
    corners: tuple[str, str, str, str]  # upper left, upper right, lower left, lower right
    lines: tuple[Line, ...] = ()
    line_label: str = ""


def draw_plane(points: pd.DataFrame, plane: Plane, message: str) -> Figure:
    """``points``: x, y, label, main (bool: what the message is about). Main points are dark, the others light.

    ``message`` is the title that the picture leaves room for.
    """
    height = 5.6 if len(points) > _CROWDED else 4.7
    above = 0.2 + _LINE * len(textwrap.wrap(message, int(_WIDTH * 11.4)))
    figure, axes = figures.new_figure(_WIDTH, height)
    figure.set_layout_engine("none")
    across, up = _WIDTH - _LEFT - _RIGHT, height - _BELOW - above
    axes.set_position((_LEFT / _WIDTH, _BELOW / height, across / _WIDTH, up / height))
    room = (across * 72, up * 72)
    limits = _limits(points, plane)
    axes.set(xlim=limits[:2], ylim=limits[2:])
    marks = Marks()
    for (x, y), (far_x, far_y) in plane.lines:
        # Where one line has a name, the others only help to read the scale.
        aside = plane.line_label and ((x, y), (far_x, far_y)) != plane.lines[-1]
        marks.stroke((x, far_x), (y, far_y), figures.QUIET if aside else "#7d8894", 0.7 if aside else 1, layer=1)
    if plane.line_label:
        x, y = plane.lines[-1][1]
        axes.annotate(
            plane.line_label, (x, y), xytext=(-2, 4), textcoords="offset points", ha="right", fontsize=7, color=GREY
        )
    marks.draw(axes)
    ordered = points.sort_values("main")
    axes.scatter(
        ordered["x"], ordered["y"], s=(2 * _RADIUS) ** 2, edgecolors=figures.INK, linewidths=0.7, zorder=3,
        facecolors=[figures.MAIN if main else figures.QUIET for main in ordered["main"]],
    )  # fmt: skip
    _corners(axes, plane)
    places = _in_points(points[["x", "y"]].to_numpy(dtype=float), limits, room)
    _labels(axes, points, places, _avoid(plane, limits, room), room)
    draw_scale(axes, "x", label=plane.across, label_size=8)
    draw_scale(axes, "y", label=plane.up, label_size=8)
    return figure


def _limits(points: pd.DataFrame, plane: Plane) -> Box:
    marks = [point for line in plane.lines for point in line if np.isfinite(point).all()]
    xs = [*points["x"], *(x for x, _ in marks if abs(x) < 1e6)]
    ys = [*points["y"], *(y for _, y in marks if abs(y) < 1e6)]
    across, up = max(max(xs) - min(xs), 0.05), max(max(ys) - min(ys), 0.05)
    return min(xs) - 0.16 * across, max(xs) + 0.16 * across, min(ys) - 0.14 * up, max(ys) + 0.14 * up


def _in_points(values: np.ndarray, limits: Box, room: tuple[float, float]) -> np.ndarray:
    left, right, bottom, top = limits
    found: np.ndarray = (values - [left, bottom]) / [right - left, top - bottom] * np.array(room)
    return found


def _corners(axes: Axes, plane: Plane) -> None:
    for text, x, y in zip(plane.corners, (0, 1, 0, 1), (1, 1, 0, 0), strict=True):
        axes.annotate(
            figures.plain(text), (x, y), xycoords="axes fraction", xytext=(4 - 8 * x, 3 - 6 * y),
            textcoords="offset points", ha=("left", "right")[x], va=("bottom", "top")[y], fontsize=7.5, color=GREY,
        )  # fmt: skip


def _avoid(plane: Plane, limits: Box, room: tuple[float, float]) -> np.ndarray:
    width, height = room
    boxes = [(x, y, x + _CORNER[0], y + _CORNER[1]) for x in (0, width - _CORNER[0]) for y in (0, height - _CORNER[1])]
    if plane.line_label:
        x, y = _in_points(np.array(plane.lines[-1][1]), limits, room)
        long, _ = _measure(plane.line_label, False)
        boxes.append((x - long, y + 2, x, y + 14))
    for start, end in plane.lines:
        steps = np.linspace(np.array(start), np.array(end), 60)
        for x, y in _in_points(np.clip(steps, [limits[0], limits[2]], [limits[1], limits[3]]), limits, room):
            boxes.append((x - 3, y - 2, x + 3, y + 2))
    return np.array(boxes, dtype=float)


def _labels(axes: Axes, points: pd.DataFrame, places: np.ndarray, avoid: np.ndarray, room: tuple[float, float]) -> None:
    from kamkit.show.selection.labels import place_labels

    names = [words.short(label, 46) for label in points["label"]]
    bold = points["main"].astype(bool).tolist()
    sizes = np.array([_measure(name, strong) for name, strong in zip(names, bold, strict=True)])
    found = place_labels(places, np.full(len(places), _RADIUS), sizes, (2, 2, room[0] - 2, room[1] - 2), avoid)
    for name, strong, point, place in zip(names, bold, places, found, strict=True):
        centre = (place.x + place.width / 2, place.y + place.height / 2)
        axes.annotate(
            figures.plain(name), (0, 0), xycoords="axes points", xytext=centre, textcoords="axes points", ha="center",
            va="center", fontsize=_FONT, fontweight="bold" if strong else "normal", zorder=5,
            color=figures.INK if strong else GREY,
        )  # fmt: skip
        if place.far:
            low, high = (place.x, place.y), (place.x + place.width, place.y + place.height)
            axes.annotate(
                "", tuple(point), xycoords="axes points", xytext=tuple(np.clip(point, low, high)),
                textcoords="axes points", zorder=2, arrowprops={"arrowstyle": "-", "linewidth": 0.5, "color": "#7d8894"},
            )  # fmt: skip


def _measure(name: str, bold: bool) -> tuple[float, float]:
    from kamkit.show.lettering import width_in_points

    return width_in_points(name, _FONT, bold=bold) + 3, _FONT + 2
