"""The portfolio matrix as a picture: attractiveness against relative business strength."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamkit.method.selection import Selection
from kamkit.method.selection.matrix import QUADRANTS, default_hours
from kamkit.model.settings import Settings
from kamkit.show import figures, parts, words
from kamkit.show.parts import Column, Shown
from kamkit.show.scales import draw_scale
from kamkit.show.selection.labels import place_labels
from kamkit.show.selection.missing import listed, name_of, scored, scores_missing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH, _HEIGHT = 7.6, 5.9  # inches
_PLOT = (0.075, 0.135, 0.905, 0.755)  # left, bottom, width, height of the plot, as shares of the picture
_ROOM = (_PLOT[2] * _WIDTH * 72, _PLOT[3] * _HEIGHT * 72)  # points
_CORNER = (160.0, 24.0)  # points that a quadrant's name and meaning take
_LARGEST = 15.0  # points, radius of the largest bubble
_SMALLEST = 3.0
_FONT = 7.5
_NAMED_AT_MOST = 30  # labels on the portfolio's picture: more cover each other
_NEIGHBOURS = 6  # named beside the account on its own page
_IN_WORDS = 12  # accounts of a quadrant that the text for the picture names
Limits = tuple[float, float, float, float]  # left, right, bottom, top, as matplotlib has them
_MEANS = {
    "strategic": "attractive, and we are strong: invest together",
    "star": "attractive, a competitor is stronger: win it",
    "status": "strong, little to come: keep it, with less",
    "streamline": "neither: serve it at low cost",
}


def show_portfolio(selection: Selection, settings: Settings, account_id: str = "") -> Shown:
    """Where the accounts stand in the portfolio; with an account, that one marked.

    Bubble: potential over three years. Accounts whose people were not asked how we compare stand beside the plot.
    """
    account_id = selection.group(account_id)
    missing = scores_missing(selection, account_id)
    if missing is not None:
        return missing
    among = scored(selection)
    if among["relative_strength"].isna().all():
        return parts.nothing_yet(
            "how customers rate us beside our competitors, so strength is unknown", "An interviewer outside the team",
            "the workbook on what accounts value",
        )  # fmt: skip
    message = _of_account(selection, account_id) if account_id else _of_list(among)
    shown = [_picture(among, settings, account_id, message)]
    if not account_id:
        shown.append(_table(among, settings))
    return parts.stack(*shown)


def _picture(among: pd.DataFrame, settings: Settings, account_id: str, message: str) -> Shown:
    figure, axes = figures.new_figure(_WIDTH, _HEIGHT)
    figure.set_layout_engine("none")
    axes.set_position(_PLOT)
    # Small bubbles on top of large ones.
    plotted, edge = _with_places(among.sort_values("potential", ascending=False, kind="stable"), settings)
    limits = _limits(plotted, settings)
    axes.set(xlim=limits[:2], ylim=limits[2:])
    _quadrants(axes, settings, edge, limits)
    points, radii = _in_points(plotted, limits), _radii(plotted["potential"])
    inside = [
        "white" if row.unrated else figures.MAIN if row.on else figures.QUIET for row in plotted.itertuples(index=False)
    ]
    axes.scatter(
        plotted["x"], plotted["y"], s=(2 * radii) ** 2, facecolors=inside, alpha=0.85, edgecolors=figures.INK, zorder=3,
        linewidths=[2.4 if marked else 0.7 for marked in plotted["account_id"] == account_id],
    )  # fmt: skip
    _labels(axes, plotted, points, radii, account_id, _to_avoid(settings, edge, limits))
    strength = (
        "weaker than the best competitor   \u2190   relative business strength, as the customer sees it   "
        "\u2192   stronger"
    )
    draw_scale(axes, "x", label=strength, label_size=8)
    draw_scale(
        axes, "y", label="less   \u2190   attractive: what may come, scored 1 to 10   \u2192   more", label_size=8
    )
    named = f" Named: {words.counted(_NAMED_AT_MOST, 'account')} of {len(plotted):,}, by rank."
    few = account_id or len(plotted) <= _NAMED_AT_MOST
    axes.text(
        0, -0.115,
        f"Bubble: potential over three years. Dark: on the list. Light: off it. Hollow: not rated.{'' if few else named}",
        transform=axes.transAxes, fontsize=7.5, va="top",
    )  # fmt: skip
    return parts.chart(figure, message, _detail(among))


def _with_places(among: pd.DataFrame, settings: Settings) -> tuple[pd.DataFrame, float]:
    """The accounts with x and y; the unrated right of ``edge``, beyond the strongest."""
    strength = among["relative_strength"]
    highest = max(float(strength.max()), settings.strength_midline)
    lowest = min(float(strength.min()), settings.strength_midline)
    width = max(highest - lowest, 0.1)
    edge = highest + 0.12 * width
    unrated = strength.isna()
    plotted = among.assign(
        x=strength.where(~unrated, edge + 0.14 * width), y=among["attractiveness"], unrated=unrated, on=listed(among)
    )
    return plotted[plotted["y"].notna()], edge if unrated.any() else float("inf")


def _limits(plotted: pd.DataFrame, settings: Settings) -> Limits:
    xs = [*plotted["x"], settings.strength_midline]
    ys = [*plotted["y"], settings.attractiveness_midline]
    across, up = max(max(xs) - min(xs), 0.1), max(max(ys) - min(ys), 1.0)
    return min(xs) - 0.12 * across, max(xs) + 0.16 * across, min(ys) - 0.12 * up, max(ys) + 0.12 * up


def _quadrants(axes: Axes, settings: Settings, edge: float, limits: Limits) -> None:
    left, right, bottom, top = limits
    last = min(edge, right)
    axes.plot([settings.strength_midline] * 2, [bottom, top], color="#7d8894", linewidth=1, zorder=1)
    axes.plot([left, last], [settings.attractiveness_midline] * 2, color="#7d8894", linewidth=1, zorder=1)
    high, low = (top, "top"), (bottom, "bottom")
    for name, x, side, (y, upright) in (
        ("star", left, "left", high), ("strategic", last, "right", high),
        ("streamline", left, "left", low), ("status", last, "right", low),
    ):  # fmt: skip
        axes.annotate(
            f"{name.upper()}\n{_MEANS[name]}", (x, y), xytext=(4 if side == "left" else -4, -4 if y == top else 4),
            textcoords="offset points", ha=side, va=upright, fontsize=7, color="#5d6873",
        )  # fmt: skip
    if edge < right:
        axes.axvspan(edge, right, color="#f1f3f5", zorder=0)
        axes.annotate(
            "NOT RATED\nask them", (right, top), xytext=(-4, -4), textcoords="offset points", ha="right", va="top",
            fontsize=7, color="#5d6873",
        )  # fmt: skip


def _in_points(plotted: pd.DataFrame, limits: Limits) -> np.ndarray:
    left, right, bottom, top = limits
    across = (plotted["x"] - left) / (right - left) * _ROOM[0]
    up = (plotted["y"] - bottom) / (top - bottom) * _ROOM[1]
    return np.column_stack([across, up])


def _to_avoid(settings: Settings, edge: float, limits: Limits) -> np.ndarray:
    """The midlines, the border of the unrated and the words in the corners, as boxes in points."""
    left, right, bottom, top = limits
    crossing = pd.DataFrame({"x": [settings.strength_midline], "y": [settings.attractiveness_midline]})
    (x, y), (width, height) = _in_points(crossing, limits)[0], _ROOM
    boxes = [(x - 2, 0, x + 2, height), (0, y - 2, width, y + 2)]
    last = width
    if edge < right:
        last = (edge - left) / (right - left) * width
        boxes.append((last - 2, 0, last + 2, height))
    for low in (0, height - _CORNER[1]):
        boxes += [(0, low, _CORNER[0], low + _CORNER[1]), (last - _CORNER[0], low, last, low + _CORNER[1])]
    return np.array(boxes, dtype=float)


def _radii(potential: pd.Series) -> np.ndarray:
    """Areas follow potential; unknown potential is the smallest dot."""
    largest = potential.max()
    if pd.isna(largest) or largest <= 0:
        return np.full(len(potential), 2 * _SMALLEST)
    shares = np.sqrt(potential.clip(lower=0) / largest).fillna(0.0).to_numpy(dtype=float)
    return np.maximum(shares * _LARGEST, _SMALLEST)


def _labels(
    axes: Axes, plotted: pd.DataFrame, points: np.ndarray, radii: np.ndarray, account_id: str, avoid: np.ndarray
) -> None:
    named = _named(plotted, points, account_id)
    chosen = plotted.iloc[named]
    names = [words.short(name, 22) for name in chosen["name"]]
    bold = chosen["account_id"] == account_id
    sizes = np.array([_measure(name, marked) for name, marked in zip(names, bold, strict=True)])
    found = place_labels(points, radii, sizes, (2.0, 2.0, _ROOM[0] - 2, _ROOM[1] - 2), avoid, named)
    for name, account, at, place in zip(names, chosen["account_id"], named, found, strict=True):
        point, radius = points[at], radii[at]
        centre = np.array([place.x + place.width / 2, place.y + place.height / 2])
        axes.annotate(
            figures.plain(name), xy=(0, 0), xycoords="axes points", xytext=tuple(centre), textcoords="axes points",
            ha="center", va="center", fontsize=_FONT, zorder=5,
            fontweight="bold" if account == account_id else "normal",
        )  # fmt: skip
        if place.far:
            _line(axes, point, radius, centre, place.width, place.height)


def _named(plotted: pd.DataFrame, points: np.ndarray, account_id: str) -> list[int]:
    """The places of the accounts that get a label: the account and those nearest to it, else those of the best ranks."""
    own = np.flatnonzero((plotted["account_id"] == account_id).to_numpy())
    if len(own):
        apart = np.hypot(*(points - points[own[0]]).T)
        return sorted(int(one) for one in np.argsort(apart, kind="stable")[: _NEIGHBOURS + 1])
    ranks = plotted["rank"].astype(float).to_numpy()
    return sorted(int(one) for one in np.argsort(ranks, kind="stable")[:_NAMED_AT_MOST])


def _line(axes: Axes, point: np.ndarray, radius: float, centre: np.ndarray, width: float, height: float) -> None:
    """From the bubble's rim to the nearest side of the label."""
    towards = np.clip(point, centre - np.array([width, height]) / 2, centre + np.array([width, height]) / 2)
    gap = towards - point
    length = float(np.hypot(*gap))
    if length <= radius:
        return
    start = point + gap / length * radius
    axes.annotate(
        "", xy=tuple(start), xycoords="axes points", xytext=tuple(towards), textcoords="axes points",
        arrowprops={"arrowstyle": "-", "linewidth": 0.5, "color": "#7d8894", "shrinkA": 0, "shrinkB": 0}, zorder=2,
    )  # fmt: skip


def _measure(name: str, bold: bool) -> tuple[float, float]:
    """Width and height of a label in points."""
    from kamkit.show.lettering import width_in_points

    return width_in_points(name, _FONT, bold=bold) + 3, _FONT * 1.25


def _of_list(among: pd.DataFrame) -> str:
    rated = among[among["quadrant"].notna()]
    stars = rated[rated["quadrant"] == "star"]
    off = rated[(rated["quadrant"] == "status") & listed(rated)]
    text = f"{words.counted(int((rated['quadrant'] == 'strategic').sum()), 'strategic account')}"
    if len(stars):
        named = [str(name) for name in stars["name"].head(4)] + ([f"{len(stars) - 4} more"] if len(stars) > 4 else [])
        text = f"{words.counted(len(stars), 'star')}, attractive but with a stronger competitor: {words.listed(named)}"
    elif len(off):
        text += f", {words.counted(len(off), 'status account')}"
    return text


def _of_account(selection: Selection, account_id: str) -> str:
    row = selection.place_of(account_id)
    assert row is not None
    name = name_of(selection, account_id)
    if pd.isna(row["quadrant"]):
        return f"{name} stands beside the plot: nobody there was asked how we compare"
    strength = float(row["relative_strength"])
    beside = "level with" if abs(strength - 1) < 0.005 else "above" if strength > 1 else "below"
    kind = "a star" if row["quadrant"] == "star" else f"a {row['quadrant']} account"
    return (
        f"{name} is {kind}: attractiveness {row['attractiveness']:.1f}, strength {strength:.2f} "
        f"({beside} the best competitor)"
    )


def _detail(among: pd.DataFrame) -> str:
    said = [f"{name.capitalize()}: {_some(among.loc[among['quadrant'] == name, 'name'])}." for name in QUADRANTS]
    unrated = among.loc[among["quadrant"].isna(), "name"]
    if len(unrated):
        said.append(f"Not rated: {_some(unrated)}.")
    return " ".join(said)


def _some(names: pd.Series) -> str:
    more = [f"{len(names) - _IN_WORDS:,} more"] if len(names) > _IN_WORDS else []
    return words.listed([*(str(name) for name in names.head(_IN_WORDS)), *more])


def _table(among: pd.DataFrame, settings: Settings) -> Shown:
    hours = default_hours(settings)
    rows = []
    for name in QUADRANTS:
        found = among[among["quadrant"] == name]
        rows.append(
            {
                "quadrant": name, "means": _MEANS[name], "accounts": len(found), "listed": int(listed(found).sum()),
                "default": hours[name], "hours": found.loc[listed(found), "hours"].sum(),
            }
        )  # fmt: skip
    columns = [
        Column("quadrant", "Quadrant"),
        Column("means", "Means"),
        Column("accounts", "Candidates", "count"),
        Column("listed", "On the list", "count"),
        Column("default", "Hours a year, default each", "count"),
        Column("hours", "Hours a year, those on the list", "count"),
    ]
    return parts.table(pd.DataFrame(rows), columns)
