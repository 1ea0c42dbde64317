"""How tall text becomes in a given width, on the safe side: the kit's own font is wider than those of office programs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_LINE = 1.25  # of the size of the letters
_INSIDE = 8.0  # points beside the text of a cell
_ABOVE = 5.0  # points above and below it
_WHOLE = re.compile("[^\u2e80-\U0003ffff]{0,40}")  # Chinese, Japanese and Korean lines break between any two letters
_ROUNDED = 1.02  # programs set letters on whole pixels


def lines_of(text: str, size: float, width: float, *, bold: bool = False) -> int:
    """How many lines ``text`` takes at ``size`` points within ``width`` points; a word longer than that is broken.

    What a space that does not break holds together counts as one word.
    """
    from kamkit.show.lettering import width_in_points

    lines, left = 1, width
    blank = width_in_points("n", size) * 0.6
    for word in text.split(" "):
        long = width_in_points(word, size, bold=bold)
        if long > width:
            more = int(long / width) + 1
            lines, left = lines + more, width - long % width
        elif long > left:
            lines, left = lines + 1, width - long
        else:
            left -= long
        left -= blank
    return lines


def height_of_text(text: str, size: float, width: float, *, bold: bool = False) -> float:
    """The height of a paragraph in points."""
    return lines_of(text, size, width - 16, bold=bold) * size * _LINE


def height_of_row(cells: Sequence[str], widths: Sequence[float], size: float, *, bold: bool = False) -> float:
    """The height of a row of a table in points: that of its tallest cell."""
    tall = max(lines_of(cell, size, width - _INSIDE, bold=bold) for cell, width in zip(cells, widths, strict=True))
    return tall * size * _LINE + _ABOVE


def share_width(weights: Sequence[float], needed: Sequence[float], whole: float) -> list[float]:
    """The widths of columns by their weights, but none less than it needs while the others have room to give."""
    if sum(needed) > whole:
        return [whole * weight / sum(weights) for weight in weights]
    widths: dict[int, float] = {}
    while True:
        left = [at for at in range(len(weights)) if at not in widths]
        room, parts = whole - sum(widths.values()), sum(weights[at] for at in left)
        short = {at: needed[at] for at in left if room * weights[at] / parts < needed[at]}
        if not short:
            return [widths[at] if at in widths else room * weights[at] / parts for at in range(len(weights))]
        widths |= short


def needed_widths(rows: Iterable[Sequence[str]], size: float) -> list[float]:
    """The width of each column's longest word in bold, in points; what is too long for a word is broken anywhere."""
    from kamkit.show.lettering import width_in_points

    columns = [{word for cell in column for word in cell.split(" ") if _WHOLE.fullmatch(word)} for column in zip(*rows, strict=True)]
    return [max((width_in_points(word, size, bold=True) for word in words), default=0.0) * _ROUNDED + _INSIDE for words in columns]
