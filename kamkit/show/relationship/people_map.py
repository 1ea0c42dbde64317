"""The stakeholder map drawn: power up, interest across, each person labelled without covering another."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamkit.method.relationship.stakeholders import HIGH
from kamkit.show import figures, words
from kamkit.show.lettering import width_in_points
from kamkit.show.marks import Marks
from kamkit.show.scales import draw_scale
from kamkit.show.selection.labels import place_labels

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WIDTH, _LEFT, _RIGHT, _BELOW, _LINE = 7.6, 0.62, 0.12, 0.98, 0.21  # inches; a line of the title
_LIMITS = (0.4, 5.7)
_MIDDLE = HIGH - 0.5
_NAME, _SMALL = 7.5, 6.8  # sizes of letters, points
_GREY = "#5d6873"
_LINES = ((8, 3), (12, 2))  # up to this many people a label has this many lines; beyond, the name alone
_CORNERS = (("KEEP SATISFIED", 0, 1), ("KEY PLAYERS", 1, 1), ("MINIMAL EFFORT", 0, 0), ("KEEP INFORMED", 1, 0))
_CORNER = (95.0, 13.0)
_APART = 0.17  # people of the same power and interest stand this far from each other, in points of the scale
_KEY = (
    "Upright triangle: for us; triangle on its tip: against us; circle: neither; square: nobody knows.\n"
    "Dark: confirmed by the customer; light: worked out jointly; hollow: assumed. Larger: one of ours knows them better."
)


def draw_map(people: pd.DataFrame, message: str) -> Figure:
    """The people of ``place_stakeholders`` with known power and interest; ``message`` is the title room is left for."""
    height = 4.7 if len(people) <= 6 else 5.6
    above = 0.2 + _LINE * len(textwrap.wrap(message, int(_WIDTH * 11.4)))
    figure, axes = figures.new_figure(_WIDTH, height)
    figure.set_layout_engine("none")
    across, up = _WIDTH - _LEFT - _RIGHT, height - _BELOW - above
    axes.set_position((_LEFT / _WIDTH, _BELOW / height, across / _WIDTH, up / height))
    axes.set(xlim=_LIMITS, ylim=_LIMITS)
    room = (across * 72, up * 72)
    placed = _spread(people)
    marks = Marks()
    for low, high in (((_MIDDLE, _MIDDLE), _LIMITS), (_LIMITS, (_MIDDLE, _MIDDLE))):
        marks.stroke(low, high, "#7d8894", 1, layer=1)
    for row in placed.to_dict("records"):
        shape, inside = _shape(row["support"]), _inside(row["evidence"])
        marks.point(row["x"], row["y"], inside, _size(row["depth"]), shape=shape, edge=figures.INK, rim=1.2, layer=3)
    marks.draw(axes)
    _corners(axes)
    _labels(axes, placed, room)
    draw_scale(axes, "x", range(1, 6), label="interest in what we do, 1 to 5", label_size=8)
    draw_scale(axes, "y", range(1, 6), label="power over decisions about us, 1 to 5", label_size=8)
    axes.text(0, -0.5 / up, _KEY, transform=axes.transAxes, fontsize=7, va="top", color=_GREY)
    return figure


def _spread(people: pd.DataFrame) -> pd.DataFrame:
    """Where each stands: people of the same power and interest side by side, those of the same three in a row."""
    same = people.groupby(["power", "interest"])
    at, of = same.cumcount(), same["power"].transform("size")
    shift = (at - (of - 1) / 2) * _APART
    return people.assign(x=people["interest"] + shift, y=people["power"] - shift * 0.6)


def _shape(support: float) -> str:
    if pd.isna(support):
        return "s"
    return "^" if support > 0 else "v" if support < 0 else "o"


def _inside(evidence: object) -> str:
    return figures.MAIN if evidence == "confirmed" else figures.QUIET if evidence == "joint" else figures.PAPER


def _size(depth: float) -> float:
    return 7.0 + 2.0 * (0.0 if pd.isna(depth) else depth)


def _corners(axes: Axes) -> None:
    for text, x, y in _CORNERS:
        axes.annotate(
            text, (x, y), xycoords="axes fraction", xytext=(4 - 8 * x, 3 - 6 * y), textcoords="offset points",
            ha=("left", "right")[x], va=("bottom", "top")[y], fontsize=7, color=_GREY,
        )  # fmt: skip


def _labels(axes: Axes, placed: pd.DataFrame, room: tuple[float, float]) -> None:
    rows = placed.to_dict("records")
    names = [words.short(row["name"], 26) for row in rows]
    lines = next((lines for most, lines in _LINES if len(rows) <= most), 1)
    below = [_below(row)[: lines - 1] for row in rows]
    sizes = np.array([_measure(name, small) for name, small in zip(names, below, strict=True)])
    points = _in_points(placed[["x", "y"]].to_numpy(dtype=float), room)
    radii = np.array([_size(row["depth"]) / 2 + 1 for row in rows])
    found = place_labels(points, radii, sizes, (2, 2, room[0] - 2, room[1] - 2), _avoid(room))
    for name, small, point, place in zip(names, below, points, found, strict=True):
        centre = place.x + place.width / 2
        top = place.y + place.height - (_NAME + 2) / 2
        _write(axes, name, centre, top, _NAME, figures.INK)
        for line, text in enumerate(small, start=1):
            _write(axes, text, centre, top - line * (_SMALL + 2), _SMALL, _GREY)
        if place.far:
            low, high = (place.x, place.y), (place.x + place.width, place.y + place.height)
            axes.annotate(
                "", tuple(point), xycoords="axes points", xytext=tuple(np.clip(point, low, high)),
                textcoords="axes points", zorder=2, arrowprops={"arrowstyle": "-", "linewidth": 0.5, "color": "#7d8894"},
            )  # fmt: skip


def _write(axes: Axes, text: str, x: float, y: float, size: float, colour: str) -> None:
    axes.annotate(
        figures.plain(text), (0, 0), xycoords="axes points", xytext=(x, y), textcoords="axes points", ha="center",
        va="center", fontsize=size, color=colour, zorder=5,
    )  # fmt: skip


def _below(row: dict[str, Any]) -> list[str]:
    """Decision role, support and a known leave; then who of ours knows the person, how well, and as of when."""
    role = "" if pd.isna(row["decision_role"]) else str(row["decision_role"])
    support = row["support"]
    said = "support unknown" if pd.isna(support) else f"support {support:+.0f}" if support else "support 0"
    leaves = f"leaves {words.day(row['leaves_on']).partition(' ')[2]}" if row["leaving"] else ""
    known = "known by nobody"
    if row["ours"]:
        known = f"known by {row['ours']}" + ("" if pd.isna(row["depth"]) else f", depth {row['depth']:.0f}")
    when = "" if pd.isna(row["known_on"]) else f"as of {words.day(row['known_on']).partition(' ')[2]}"
    return [", ".join(filter(None, line)) for line in ((role, said, leaves), (known, when))]


def _measure(name: str, small: list[str]) -> tuple[float, float]:
    wide = max([width_in_points(name, _NAME), *(width_in_points(text, _SMALL) for text in small)]) + 3
    return wide, _NAME + 2 + (_SMALL + 2) * len(small)


def _in_points(values: np.ndarray, room: tuple[float, float]) -> np.ndarray:
    low, high = _LIMITS
    found: np.ndarray = (values - low) / (high - low) * np.array(room)
    return found


def _avoid(room: tuple[float, float]) -> np.ndarray:
    width, height = room
    across, up = ((_MIDDLE - _LIMITS[0]) / (_LIMITS[1] - _LIMITS[0]) * size for size in room)
    boxes = [(across - 2, 0, across + 2, height), (0, up - 2, width, up + 2)]
    boxes += [(x, y, x + _CORNER[0], y + _CORNER[1]) for x in (0, width - _CORNER[0]) for y in (0, height - _CORNER[1])]
    return np.array(boxes, dtype=float)
