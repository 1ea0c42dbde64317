"""Text on charts, measured and drawn with Pillow: matplotlib shapes each label anew, glyph by glyph, ten times over.

Only what Pillow sets as well as matplotlib does: the kit's own font, level or upright, in scripts that run from
left to right letter by letter. Everything else is left to matplotlib.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from matplotlib.backend_bases import GraphicsContextBase
    from matplotlib.font_manager import FontProperties
    from matplotlib.text import Text
    from PIL.ImageFont import FreeTypeFont

FAMILY = "DejaVu Sans"
_FILES: dict[tuple[str, bool | None], str] = {
    ("normal", False): "DejaVuSans.ttf",
    ("normal", True): "DejaVuSans-Bold.ttf",
    ("italic", False): "DejaVuSans-Oblique.ttf",
}
_BOLD: dict[str | int, bool] = {"bold": True, "normal": False, 700: True, 400: False}
_ASCENT, _DESCENT, _LINE_GAP = 1556 / 2048, 492 / 2048, 410 / 2048  # of the size, as the font has them
# Latin, Greek, Cyrillic, punctuation, currencies, arrows, signs; no soft hyphen and nothing that combines.
_LETTER_BY_LETTER = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u024f\u0370-\u03ff\u0400-\u0482\u048a-\u04ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf"
    "\u2190-\u22ff\u25a0-\u25ff]*"
)
Ink = tuple[int, int, int, int]  # left, top, right, bottom in pixels from the start of the base line, downwards


def width_in_points(text: str, size: float, *, bold: bool = False) -> float:
    """How wide ``text`` is at ``size`` points, in points; what is no letter-by-letter script only roughly."""
    left, _, right, _ = _ink(_font(_FILES["normal", bold], size * 8), text)
    return (right - min(left, 0)) / 8


@lru_cache(maxsize=64)
def _font(file: str, size: float) -> FreeTypeFont:
    folder = Path(matplotlib.get_data_path(), "fonts", "ttf")
    # The same letters in the same places whether or not this machine has libraqm.
    return ImageFont.truetype(str(folder / file), size, layout_engine=ImageFont.Layout.BASIC)


def _ink(font: FreeTypeFont, text: str) -> Ink:
    left, top, right, bottom = font.getbbox(text, anchor="ls")
    return int(left), int(top), int(right), int(bottom)


class Canvas(FigureCanvasAgg):
    """A canvas for one drawing of a figure, whose text comes from Pillow."""

    def get_renderer(self) -> RendererAgg:
        """The one renderer, made when it is first asked for."""
        if not hasattr(self, "renderer"):
            width, height = self.figure.bbox.size
            self.renderer = _Renderer(width, height, self.figure.dpi)
        return self.renderer


class _Renderer(RendererAgg):
    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: bool | str
    ) -> tuple[float, float, float]:
        font = self._own(s, prop, ismath)
        if font is None:
            measured: tuple[float, float, float] = super().get_text_width_height_descent(s, prop, ismath)
            return measured
        left, top, right, bottom = _ink(font, s)
        return float(right - min(left, 0)), float(bottom - top), float(bottom)

    def _get_font_height_metrics(self, prop: FontProperties) -> tuple[float | None, float | None, float | None]:
        # matplotlib would read them from the font's tables for each text; None: it does.
        file = self._file(prop)
        if file is None:
            return None, None, None
        size = prop.get_size_in_points() * self.dpi / 72
        return _ASCENT * size, _DESCENT * size, _LINE_GAP * size

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: bool | str = False,
        mtext: Text | None = None,
    ) -> None:
        font = self._own(s, prop, ismath)
        red, green, blue, alpha = gc.get_rgb()
        if font is None or angle not in (0, 90) or alpha != 1:
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        left, top, right, bottom = _ink(font, s)
        if right <= left or bottom <= top:
            return
        mask = Image.new("L", (right - left, bottom - top))
        ImageDraw.Draw(mask).text((-left, -top), s, fill=255, font=font, anchor="ls")
        drawn = np.empty((*reversed(mask.size), 4), dtype=np.uint8)
        drawn[..., :3] = [round(255 * part) for part in (red, green, blue)]
        drawn[..., 3] = np.asarray(mask)
        # From here on y runs upwards, as draw_image has it, and stands for the lower edge.
        across, up = round(x), round(self.height - y)
        if angle == 90:
            self.draw_image(gc, across + top, up + left, np.ascontiguousarray(np.rot90(drawn)[::-1]))
        else:
            self.draw_image(gc, across + left, up - bottom, drawn[::-1])

    def _own(self, text: str, prop: FontProperties, ismath: bool | str) -> FreeTypeFont | None:
        """The font to set ``text`` in, None where matplotlib has to."""
        file = None if ismath or not _LETTER_BY_LETTER.fullmatch(text) else self._file(prop)
        return None if file is None else _font(file, prop.get_size_in_points() * self.dpi / 72)

    def _file(self, prop: FontProperties) -> str | None:
        family = prop.get_family()
        if family == ["sans-serif"]:
            family = matplotlib.rcParams["font.sans-serif"][:1]
        return _FILES.get((prop.get_style(), _BOLD.get(prop.get_weight()))) if family == [FAMILY] else None
