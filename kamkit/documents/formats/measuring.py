"""How tall text becomes in a given width, on the safe side: the kit's own font is wider than those of office programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_LINE = 1.25  # of the size of the letters
_INSIDE = 8.0  # points beside the text of a cell
_ABOVE = 5.0  # points above and below it


def lines_of(text: str, size: float, width: float, *, bold: bool = False) -> int:
    """How many lines ``text`` takes at ``size`` points within ``width`` points; a word longer than that is broken."""
    from kamkit.show.lettering import width_in_points

    lines, left = 1, width
    blank = width_in_points("n", size) * 0.6
    for word in text.split():
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


def height_of_text(text: str, size: float, width: float) -> float:
    """The height of a paragraph in points."""
    return lines_of(text, size, width - 16) * size * _LINE


def height_of_row(cells: Sequence[str], widths: Sequence[float], size: float, *, bold: bool = False) -> float:
    """The height of a row of a table in points: that of its tallest cell."""
    tall = max(lines_of(cell, size, width - _INSIDE, bold=bold) for cell, width in zip(cells, widths, strict=True))
    return tall * size * _LINE + _ABOVE


def breaks_words(rows: Iterable[Sequence[str]], widths: Sequence[float], size: float, *, bold: bool = False) -> bool:
    """Whether some cell holds a word that is wider than its column."""
    from kamkit.show.lettering import width_in_points

    words = {(word, width) for row in rows for cell, width in zip(row, widths, strict=True) for word in cell.split()}
    return any(width_in_points(word, size, bold=bold) > width - _INSIDE for word, width in words)
