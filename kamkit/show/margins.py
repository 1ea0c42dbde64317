"""The room around the axes of a chart, measured once for each text: matplotlib measures each of them ten times."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from matplotlib.layout_engine import ConstrainedLayoutEngine

from kamkit.show.scales import ALONG, OUTSIDE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_PAD = 3.0  # points
Room = tuple[float, float, float, float]  # left, bottom, right, top


class Margins(ConstrainedLayoutEngine):
    """As much room around each pair of axes as their texts need, measured once; in doubt matplotlib's own layout."""

    def execute(self, fig: Figure) -> None:
        """Place the title and the axes."""
        if not _is_simple(fig):
            super().execute(fig)
            return
        renderer = fig.canvas.get_renderer()  # type: ignore[attr-defined]
        dots = fig.dpi / 72
        width, height = fig.bbox.size
        top = height - _PAD * dots
        title = getattr(fig, "_suptitle", None)
        if title is not None:
            title.set(y=top / height, verticalalignment="top")
            top = title.get_window_extent(renderer).y0 - _PAD * dots
        # What stands beside the axes takes the same room wherever they are, what stands in them does not.
        rooms = [_room(axes, renderer, outside=True) for axes in fig.axes]
        _place(fig, rooms, top)
        more = [_room(axes, renderer, outside=False) for axes in fig.axes]
        both = [tuple(map(max, room, also)) for room, also in zip(rooms, more, strict=True)]
        if both != rooms:
            _place(fig, both, top)


def _is_simple(figure: Figure) -> bool:
    """A row of pairs of axes, all drawn by this module."""
    grids = {spec.get_gridspec() if (spec := axes.get_subplotspec()) else None for axes in figure.axes}
    grid = grids.pop() if len(grids) == 1 else None
    return (
        grid is not None
        and (grid.nrows, grid.ncols) == (1, len(figure.axes))
        and len(set(grid.get_width_ratios())) == 1  # type: ignore[arg-type]
        and not figure.subfigs
        and all(
            axes.name == "rectilinear"
            and axes.get_aspect() == "auto"
            and axes.get_legend() is None
            and not axes.child_axes
            and not axes.xaxis.get_visible()
            and not axes.yaxis.get_visible()
            for axes in figure.axes
        )
    )


def _place(figure: Figure, rooms: Sequence[Any], top: float) -> None:
    width, height = figure.bbox.size
    pad = _PAD * figure.dpi / 72
    bottom = pad + max(room[1] for room in rooms)
    upper = top - pad - max(room[3] for room in rooms)
    wide = (width - sum(room[0] + room[2] + 2 * pad for room in rooms)) / len(rooms)
    left = 0.0
    for axes, room in zip(figure.axes, rooms, strict=True):
        left += pad + room[0]
        axes.set_position((left / width, bottom / height, max(wide, 1.0) / width, max(upper - bottom, 1.0) / height))
        left += max(wide, 1.0) + room[2] + pad


def _room(axes: Axes, renderer: Any, *, outside: bool) -> Room:
    """How far the texts beside, or in, the axes reach beyond them, in pixels: left, bottom, right, top."""
    box = axes.get_window_extent(renderer)
    left, bottom, right, top = box.x0, box.y0, box.x1, box.y1
    for text in axes.texts:
        kind = text.get_gid() or ""
        if kind.startswith((OUTSIDE, ALONG)) is not outside or not text.get_visible() or not text.get_text():
            continue
        found = text.get_window_extent(renderer)
        if kind != f"{ALONG} x":
            left = min(left, found.x0)
            # What stands in the axes moves less than their edge does when they give way.
            part = 1.0 if outside else min(max((found.x0 - box.x0) / box.width, 0.5), 1.0)
            right = max(right, box.x1 + (found.x1 - box.x1) / part)
        if kind != f"{ALONG} y":
            bottom, top = min(bottom, found.y0), max(top, found.y1)
    return box.x0 - left, box.y0 - bottom, right - box.x1, top - box.y1
