"""The one look of all charts: quiet, labelled directly, readable in grey."""

from __future__ import annotations

import re
import textwrap
import warnings
from typing import IO, TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

INK = "#1c2733"
MAIN = "#12507b"  # dark: what the message is about
SECOND = "#d08a2e"  # mid: what it is compared with
QUIET = "#b9c2cb"  # light: everything else
ALARM = "#a61e1e"
PAPER = "#ffffff"

_STYLE: dict[str, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": "#7d8894",
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "figure.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "svg.hashsalt": "kamkit",
}
_TITLE_CHARACTERS_PER_INCH = 11.4
_WITH_ITS_UNIT = re.compile(r"(?<=\d) (?=(?:%|m|h)(?!\w))|(?<=\b[A-Z]{3}) (?=-?\d)")
_DPI = 144
_COLOURS = 64


def new_figure(width: float = 7.6, height: float = 3.8) -> tuple[Figure, Axes]:
    """An empty figure, in inches, with one pair of axes in the kit's look and room for its title."""
    figure, axes = new_row(1, width, height)
    return figure, axes[0]


def new_row(count: int, width: float = 7.6, height: float = 3.8) -> tuple[Figure, list[Axes]]:
    """As :func:`new_figure`, with ``count`` pairs of axes beside each other."""
    import matplotlib
    from matplotlib.figure import Figure

    from kamkit.show.margins import Margins

    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(width, height), layout=Margins())
        grid = figure.add_gridspec(1, count)
        return figure, [figure.add_subplot(grid[0, column]) for column in range(count)]


def plain(text: object) -> str:
    """User text as a chart may show it: a dollar sign is not mathematics, a line break not a layout."""
    return " ".join(str(text).split()).replace("$", r"\$")


def title_of(message: str, width: float) -> str:
    """The message in lines for a chart ``width`` inches wide; an amount and its unit stay in one line."""
    kept = _WITH_ITS_UNIT.sub("\N{NO-BREAK SPACE}", " ".join(message.split()))
    return textwrap.fill(kept, int(width * _TITLE_CHARACTERS_PER_INCH)).replace("\N{NO-BREAK SPACE}", " ")


def write_png(figure: Figure, message: str, to: IO[bytes]) -> None:
    """Write the figure with ``message`` as its title; the same figure gives the same bytes."""
    import matplotlib

    from kamkit.show.lettering import Canvas

    title = title_of(message, figure.get_figwidth())
    with matplotlib.rc_context(_STYLE), warnings.catch_warnings():
        # A company name in a script the font lacks costs a box in a label, not a warning on the page.
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from")
        figure.suptitle(title.replace("$", r"\$"), x=0.01, ha="left", fontsize=10.5, fontweight="bold", color=INK)
        figure.set_dpi(_DPI)
        canvas = Canvas(figure)
        canvas.draw()  # once; savefig would draw it twice
    _save(np.asarray(canvas.buffer_rgba()), to)


def _save(drawn: NDArray[np.uint8], to: IO[bytes]) -> None:
    """64 colours are enough for quiet charts and make hundreds of packs a quarter of the size."""
    from PIL import Image

    # Nearly all of a chart is paper: what is to be made out is which colours the rest has.
    ink = np.flatnonzero(drawn.view(np.uint32) != 0xFFFFFFFF)
    places = np.zeros(drawn.shape[:2], dtype=np.uint8)
    palette = [255, 255, 255]
    if len(ink):
        inked = Image.fromarray(drawn.reshape(-1, 4)[ink, :3][None])
        found = inked.quantize(_COLOURS - 1, method=Image.Quantize.FASTOCTREE)
        places.flat[ink] = np.asarray(found)[0] + 1
        palette += found.getpalette() or []
    image = Image.fromarray(places)
    image.putpalette(palette[: 3 * _COLOURS])
    image.save(to, format="png", compress_level=6)
