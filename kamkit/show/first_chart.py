"""Importing this draws a small chart and forgets it, so that the next one costs only what a further one does.

For processes that get ready before they are needed, as the one that kernels are forked from; nothing else imports
it. What stays is what drawing looks up once: fonts, markers, styles and matplotlib's own caches. No setting changes.
"""

from __future__ import annotations

from io import BytesIO


def _draw() -> None:
    from kamkit.show import figures
    from kamkit.show.marks import Marks
    from kamkit.show.scales import draw_scale, head, name_rows

    figure, axes = figures.new_figure(2, 2)
    marks = Marks()
    for place, (shape, style) in enumerate(zip("oDX", "-:-", strict=True)):
        marks.stroke((0, 1), (place, place), figures.MAIN, 2, style=style)
        marks.point(1, place, figures.QUIET, 7, shape=shape, edge=figures.INK)
    marks.draw(axes)
    axes.plot([0, 1], [0, 1], color=figures.MAIN)
    axes.barh([0, 1], [1, 2], color=[figures.MAIN, figures.QUIET], hatch="///")
    axes.fill_between([0, 1], [0, 1], color=figures.QUIET, alpha=0.3)
    axes.axvline(0, color=figures.INK)
    axes.scatter([1], [1], marker="|", color=figures.SECOND)
    for place, size in enumerate((7, 7.5, 8, 9)):
        axes.text(0, place, "1", fontsize=size, fontweight="bold", bbox={"facecolor": "white", "edgecolor": "none"})
        axes.annotate("1", (0, place), xytext=(9, 9), textcoords="offset points", fontsize=size)
    axes.text(0, 0, "1", fontsize=7.5, style="italic")
    axes.annotate("", (0, 0), xytext=(9, 9), textcoords="offset points", arrowprops={"arrowstyle": "-"})
    axes.set(xlim=(0, 3), ylim=(3, -1))
    head(axes, "1")
    name_rows(axes, ["1", "2"], bold=[True, False])
    draw_scale(axes, "x", label="1")
    figures.write_png(figure, "1", BytesIO())


_draw()
