"""Drawing: text from Pillow where it may be, room for what stands beside the axes, and nothing left changed."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from typing import Any

import matplotlib
import numpy as np
import pytest
from PIL import Image

from kamkit.show import figures
from kamkit.show.lettering import Canvas, width_in_points
from kamkit.show.margins import Margins
from kamkit.show.marks import Marks
from kamkit.show.scales import draw_scale, head, name_rows


def drawn(figure: Any, message: str = "A message") -> np.ndarray:
    picture = BytesIO()
    figures.write_png(figure, message, picture)
    return np.asarray(Image.open(picture).convert("RGB"))


def rows(names: list[str]) -> tuple[Any, Any]:
    figure, axes = figures.new_figure(7.6, 3)
    axes.set(xlim=(0, 10), ylim=(len(names) - 0.5, -0.5))
    name_rows(axes, names)
    draw_scale(axes, "x", range(11), label="marks")
    head(axes, "WHAT IT SHOWS")
    return figure, axes


@pytest.mark.parametrize("before", range(12))
def test_a_title_never_parts_an_amount_from_its_unit(before: int) -> None:
    lines = figures.title_of("x" * before + " Packaging: EUR 53.8 m a year, up by 1.3 % or 140 h of EUR -2", 1.2).split("\n")
    assert len(lines) > 3 and not any(line.startswith(("%", "m ", "h ", "53", "-2")) for line in lines)


@pytest.mark.parametrize("text", ["Delivery at the dock", "Žluťoučký kůň", "Διανομή", "Доставка", "6 → 7 €"])
@pytest.mark.parametrize("bold", [False, True])
def test_pillow_measures_text_as_matplotlib_does(text: str, bold: bool) -> None:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    font = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")
    box = TextPath((0, 0), text, size=9, prop=font).get_extents()
    assert width_in_points(text, 9, bold=bold) == pytest.approx(box.x1, rel=0.03, abs=1)


@pytest.mark.parametrize("text", ["$x^2$", "שלום", "سلام", "e\u0301"])
def test_what_pillow_would_set_otherwise_is_left_to_matplotlib(text: str) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure, axes = figures.new_figure(2, 1)
    axes.set_axis_off()
    written = axes.text(0.1, 0.5, text)
    ours, theirs = Canvas(figure).get_renderer(), FigureCanvasAgg(figure).get_renderer()
    figure.canvas.draw()
    assert written.get_window_extent(ours).bounds == pytest.approx(written.get_window_extent(theirs).bounds)


@pytest.mark.parametrize("names", [["a", "b"], ["A name of a row that is as long as names of rows may be", "b"]])
def test_all_that_stands_beside_the_axes_is_on_the_picture(names: list[str]) -> None:
    figure, axes = rows(names)
    axes.text(9.8, 0, "a moment of truth, 14 answers")
    drawn(figure)
    width, height = figure.bbox.size
    for text in axes.texts:
        box = text.get_window_extent(figure.canvas.get_renderer())
        assert 0 <= box.x0 and box.x1 <= width and 0 <= box.y0 and box.y1 <= height, text.get_text()


def test_a_head_stands_below_the_message_however_long() -> None:
    for message in ("Short", "A message with very many words " * 8):
        figure, axes = rows(["a", "b"])
        drawn(figure, message)
        renderer = figure.canvas.get_renderer()
        told = next(text for text in axes.texts if text.get_text() == "WHAT IT SHOWS")
        assert told.get_window_extent(renderer).y1 < figure._suptitle.get_window_extent(renderer).y0


def test_two_pairs_of_axes_share_what_the_names_leave() -> None:
    figure, (left, right) = figures.new_row(2)
    name_rows(left, ["A rather long name of a row"])
    for axes in (left, right):
        axes.yaxis.set_visible(False)
        draw_scale(axes, "x", [0, 0.5, 1])
    drawn(figure)
    assert left.get_position().width == pytest.approx(right.get_position().width)
    assert left.get_position().x1 < right.get_position().x0


def test_axes_of_matplotlib_itself_are_laid_out_by_it() -> None:
    figure, axes = figures.new_figure()
    axes.plot([1, 2], label="one")
    axes.set_ylabel("a label")
    axes.legend()
    assert isinstance(figure.get_layout_engine(), Margins)
    drawn(figure)
    assert axes.yaxis.label.get_window_extent(figure.canvas.get_renderer()).x0 >= 0


def test_a_scale_says_round_figures_within_the_limits() -> None:
    _, axes = figures.new_figure()
    axes.set_xlim(0.13, 1.02)
    draw_scale(axes, "x")
    named = [text.get_text() for text in axes.texts]
    assert named == ["0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1.0"]


def test_strokes_and_points_have_their_colours() -> None:
    figure, axes = figures.new_figure(3, 3)
    axes.set(xlim=(0, 2), ylim=(0, 2))
    axes.set_axis_off()
    marks = Marks()
    marks.stroke((0, 2), (0.5, 0.5), figures.ALARM, 6)
    marks.point(1, 1.5, figures.SECOND, 20)
    marks.draw(axes)
    colours = {tuple(int(part) for part in colour) for colour in drawn(figure).reshape(-1, 3)}
    for colour in (figures.ALARM, figures.SECOND):
        wanted = [round(255 * part) for part in matplotlib.colors.to_rgb(colour)]
        assert min(max(abs(a - b) for a, b in zip(wanted, found, strict=True)) for found in colours) <= 4


def test_paper_is_white_and_an_empty_picture_can_be_written() -> None:
    figure, axes = figures.new_figure(1, 1)
    axes.set_axis_off()
    assert (drawn(figure, "") == 255).all()


def test_the_first_chart_leaves_no_trace() -> None:
    code = """if True:
        import random, sys, threading, warnings
        import matplotlib, matplotlib._pylab_helpers, numpy as np
        import kamkit.show.figures
        settings, drawn, chance = dict(matplotlib.rcParams), np.random.get_state()[1].tolist(), random.getstate()
        filters = list(warnings.filters)
        import kamkit.show.first_chart
        assert dict(matplotlib.rcParams) == settings and list(warnings.filters) == filters
        assert np.random.get_state()[1].tolist() == drawn and random.getstate() == chance
        assert threading.active_count() == 1
        assert "matplotlib_inline" not in sys.modules and not matplotlib._pylab_helpers.Gcf.figs"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
