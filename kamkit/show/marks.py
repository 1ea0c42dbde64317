"""Many strokes, or many points, as one thing to draw; a call of matplotlib's ``plot`` for each costs ten times that."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_STYLES: dict[str, Any] = {"-": "solid", ":": "dotted"}


@dataclass
class Marks:
    """Strokes and points of one chart; in a layer above (a higher ``layer``) or below those of the same kind."""

    _strokes: dict[tuple[float, str], list[tuple[Any, str, float]]] = field(default_factory=dict)
    _points: dict[tuple[float, str, float], list[tuple[float, float, float, str, str]]] = field(
        default_factory=dict
    )

    def stroke(
        self, x: tuple[float, float], y: tuple[float, float], colour: str, width: float, *, layer: float = 2, style: str = "-"
    ) -> None:
        """A straight line between two points of the data; ``width`` in points."""
        segment = [(x[0], y[0]), (x[1], y[1])]
        self._strokes.setdefault((layer, style), []).append((segment, colour, width))

    def point(
        self, x: float, y: float, colour: str, size: float, *, shape: str = "o", edge: str = "", rim: float = 1, layer: float = 3
    ) -> None:
        """A point of ``size`` points across, with a rim of the colour ``edge``."""
        self._points.setdefault((layer, shape, rim), []).append((x, y, size, colour, edge or colour))

    def draw(self, axes: Axes) -> None:
        """Put all of them on the axes, which have their limits by then or get them otherwise."""
        from matplotlib.collections import LineCollection

        for (layer, style), strokes in self._strokes.items():
            segments, colours, widths = zip(*strokes, strict=True)
            lines = LineCollection(
                segments, colors=colours, linewidths=widths, linestyles=_STYLES[style], zorder=layer,
                capstyle="projecting" if style == "-" else "butt",
            )  # fmt: skip
            axes.add_collection(lines, autolim=False)
        for (layer, shape, rim), points in self._points.items():
            x, y, sizes, colours, edges = zip(*points, strict=True)
            axes.scatter(
                x, y, s=[size**2 for size in sizes], marker=shape, facecolors=colours, edgecolors=edges, linewidths=rim,
                zorder=layer,
            )  # fmt: skip
