"""Delimited text to rows: comma, semicolon, tab or pipe, told from the rows themselves."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice

from kamkit.errors import InputError
from kamkit.programme.importing.raw import Sheet

DELIMITERS = ",;\t|"
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
_LOOKED_AT = 200


def split_text(text: str, name: str, encoding: str, delimiter: str = "") -> Sheet:
    """The rows of delimited text; ``delimiter`` is what a mapping says, otherwise the rows decide.

    InputError for a cell that never ends (an opening quotation mark without a closing one).
    """
    if text[:4].lower() == "sep=" and "\n" in text[:8]:
        first, _, rest = text.partition("\n")
        delimiter, text = delimiter or first.strip()[4:5] or ",", "\n" + rest
    delimiter = delimiter or _delimiter_of(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise InputError(
            f"{name}: cannot be split into cells ({error}); look for a quotation mark that is opened and not closed"
        ) from None
    return Sheet(name, "", rows, f"{encoding}, {_NAMES.get(delimiter, repr(delimiter))}")


def _delimiter_of(text: str) -> str:
    start = text[:200_000]
    best, best_score = ",", (0.0, 0)
    for candidate in DELIMITERS:
        try:
            widths = [
                len(row)
                for row in islice(csv.reader(io.StringIO(start, newline=""), delimiter=candidate), _LOOKED_AT)
                if row and len("".join(row)) > 0
            ]
        except csv.Error:
            continue
        usual = Counter(width for width in widths if width > 1)
        if not usual:
            continue
        width, often = usual.most_common(1)[0]
        score = (round(often / len(widths), 2), width)
        if score > best_score:
            best, best_score = candidate, score
    return best
