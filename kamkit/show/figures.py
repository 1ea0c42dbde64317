"""The one look of all charts: quiet, labelled directly, readable in grey."""

from __future__ import annotations

import textwrap
import warnings
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

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
_DPI = 144


def new_figure(width: float = 7.6, height: float = 3.8) -> tuple[Figure, Axes]:
    """An empty figure, in inches, with one pair of axes in the kit's look and room for its title."""
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        return figure, figure.add_subplot()


def plain(text: object) -> str:
    """User text as a chart may show it: a dollar sign is not mathematics, a line break not a layout."""
    return " ".join(str(text).split()).replace("$", r"\$")


def write_png(figure: Figure, message: str, to: IO[bytes]) -> None:
    """Write the figure with ``message`` as its title; the same figure gives the same bytes."""
    import matplotlib
    from PIL import Image

    from kamkit.show.lettering import Canvas

    title = textwrap.fill(" ".join(message.split()), int(figure.get_figwidth() * _TITLE_CHARACTERS_PER_INCH))
    with matplotlib.rc_context(_STYLE), warnings.catch_warnings():
        # A company name in a script the font lacks costs a box in a label, not a warning on the page.
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from")
        figure.suptitle(title.replace("$", r"\$"), x=0.01, ha="left", fontsize=10.5, fontweight="bold", color=INK)
        figure.set_dpi(_DPI)
        canvas = Canvas(figure)
        canvas.draw()  # once; savefig would draw it twice
    drawn = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba(), "raw", "RGBA", 0, 1)
    # 64 colours are enough for quiet charts and make hundreds of packs a quarter of the size.
    drawn.convert("RGB").quantize(64, method=Image.Quantize.FASTOCTREE).save(to, format="png", compress_level=6)
