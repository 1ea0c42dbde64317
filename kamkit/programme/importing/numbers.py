"""Figures as people and systems write them: the decimal mark is decided for a column, never for a cell.

Accepted are thousands marks (comma, point, space, apostrophe), currency signs and codes, a minus in
front or behind, parentheses for negative amounts, and per cent. ``1,234`` alone can be 1234 or
1.234: unless another value of the column tells, or the user says so, it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from kamkit.programme.importing.raw import Exact

Mark = Literal["point", "comma"]
_MARKS: dict[str, Mark] = {".": "point", ",": "comma"}

_SPACE = " \u00a0\u202f\u2009\u2007'’"
_SPACED = re.compile(rf"^\d{{1,3}}(?:[{_SPACE}]\d{{3}})+(?P<rest>[.,]\d+)?$", re.ASCII)
_WHOLE = re.compile(r"^\d+$", re.ASCII)
_GROUPED_ONCE = re.compile(r"^[1-9]\d{0,2}(?P<mark>[.,])\d{3}$", re.ASCII)
_GROUPED = re.compile(r"^[1-9]\d{0,2}(?P<mark>[.,])\d{3}(?:(?P=mark)\d{3})+$", re.ASCII)
_GROUPED_DECIMAL = re.compile(
    r"^[1-9]\d{0,2}(?P<group>[.,])\d{3}(?:(?P=group)\d{3})*(?!(?P=group))(?P<mark>[.,])\d+$", re.ASCII
)
_DECIMAL = re.compile(r"^\d*(?P<mark>[.,])\d+$", re.ASCII)
_POWER = re.compile(r"^\d+(?:(?P<mark>[.,])\d+)?[eE][+-]?\d{1,3}$", re.ASCII)
_CODE_FIRST = re.compile(r"^(?P<sign>[A-Z]{3}|[A-Z]{0,2}\$|[€£¥₹₽₺₩₪]|kr\.?|Kč|zł|Fr\.|Rs\.?)\s*(?=[\d(+.,-])")
_CODE_LAST = re.compile(r"(?<=[\d).,-])\s*(?P<sign>[A-Z]{3}|[A-Z]{0,2}\$|[€£¥₹₽₺₩₪]|kr\.?|Kč|zł|Fr\.|Rs\.?)$")


@dataclass(frozen=True)
class Figure:
    """One written figure taken apart; ``mark`` is its decimal mark, ``unsure`` if that could also be a thousands mark."""

    negative: bool
    body: str
    mark: Mark | None
    unsure: bool
    percent: bool
    sign: str


def take_apart(text: str) -> Figure | None:
    """The parts of a written figure, or None if it is none."""
    if isinstance(text, Exact):
        return _exact(text)
    rest, sign = text.strip(), ""
    if rest.isascii() and rest.isdigit():
        return Figure(False, rest, None, False, False, "")
    if not (rest[:1].isdigit() and rest[-1:].isdigit()):
        rest, sign = _without_currency(rest.replace("\u2212", "-").replace("–", "-"))
    negative = False
    if rest.startswith("(") and rest.endswith(")"):
        negative, rest = True, rest[1:-1].strip()
    percent = rest.endswith("%")
    rest = rest.removesuffix("%").strip()
    if rest[:1] in "+-" and rest:
        negative, rest = negative != (rest[0] == "-"), rest[1:].strip()
    elif rest.endswith("-"):
        negative, rest = not negative, rest[:-1].strip()
    if not sign and not (rest[:1].isdigit() and rest[-1:].isdigit()):
        rest, sign = _without_currency(rest)
    found = _body(rest)
    return None if found is None else Figure(negative, *found, percent, sign)


def _exact(text: str) -> Figure | None:
    plain = text.removesuffix("%")
    try:
        number = float(plain)
    except ValueError:
        return None
    return Figure(number < 0, plain.lstrip("-"), "point", False, text.endswith("%"), "")


def _without_currency(text: str) -> tuple[str, str]:
    for pattern in (_CODE_FIRST, _CODE_LAST):
        if found := pattern.search(text):
            return (text[: found.start()] + text[found.end() :]).strip(), found["sign"]
        if text[:1] in "+-(" and (found := pattern.search(text[1:].strip())):
            inner = text[1:].strip()
            return text[0] + (inner[: found.start()] + inner[found.end() :]).strip(), found["sign"]
    return text, ""


def _body(text: str) -> tuple[str, Mark | None, bool] | None:
    if _WHOLE.match(text):
        return text, None, False
    if found := _SPACED.match(text):
        mark = _MARKS[found["rest"][0]] if found["rest"] else None
        return re.sub(rf"[{_SPACE}]", "", text), mark, False
    if found := _GROUPED_ONCE.match(text):
        return text, _MARKS[found["mark"]], True
    if found := _GROUPED.match(text):
        return text, "comma" if found["mark"] == "." else "point", False
    if (found := _GROUPED_DECIMAL.match(text)) or (found := _DECIMAL.match(text)):
        return text, _MARKS[found["mark"]], False
    if found := _POWER.match(text):
        return text, _MARKS[found["mark"]] if found["mark"] else None, False
    return None


@dataclass(frozen=True)
class Figures:
    """The values of a column: ``number`` per text that could be read, ``wrong`` what was expected for the others.

    ``percent`` names the texts with a per cent sign, ``sign`` the currency written beside a figure.
    """

    number: dict[str, float]
    wrong: dict[str, str]
    percent: frozenset[str]
    sign: dict[str, str]


def read_figures(texts: Iterable[str], mark: Mark | None = None) -> Figures:
    """Read the different texts of a column; ``mark`` is the decimal mark if the user named it."""
    distinct = list(dict.fromkeys(texts))
    parts = {text: take_apart(text) for text in distinct}
    written = {text: part for text, part in parts.items() if part is not None and not isinstance(text, Exact)}
    sure = {mark} if mark else {part.mark for part in written.values() if part.mark and not part.unsure}
    numbers: dict[str, float] = {}
    wrong: dict[str, str] = {}
    for text, part in parts.items():
        if part is None:
            wrong[text] = "a number"
            continue
        if isinstance(text, Exact):
            decimal: Mark = "point"
        elif len(sure) > 1 and part.mark:
            wrong[text] = _contradiction(written.values())
            continue
        elif not sure and part.unsure:
            wrong[text] = (
                f"a number whose decimal mark is known: {_both_ways(part)}; "
                "say which with --map FIELD:point or --map FIELD:comma"
            )
            continue
        else:
            decimal = next(iter(sure)) if sure else "point"
        value = _value(part, decimal)
        if value is None:
            wrong[text] = f"a number with decimal {decimal}"
        else:
            numbers[text] = value
    percent = frozenset(text for text, part in parts.items() if part is not None and part.percent)
    sign = {text: part.sign for text, part in parts.items() if part is not None and part.sign}
    return Figures(numbers, wrong, percent, sign)


def _both_ways(part: Figure) -> str:
    digits = part.body.replace(".", "").replace(",", "")
    return f"{digits} or {digits[:-3]}.{digits[-3:]}"


def _contradiction(parts: Iterable[Figure]) -> str:
    shown: dict[Mark, str] = {}
    for part in parts:
        if part.mark and not part.unsure:
            shown.setdefault(part.mark, part.body)
    return (
        f"one decimal mark in the column, but {shown['point']!r} needs a point and {shown['comma']!r} a comma; "
        "the marks were damaged on the way: export the file again, with dates and numbers as the system keeps them"
    )


def _value(part: Figure, decimal: Mark) -> float | None:
    group, point = (",", ".") if decimal == "point" else (".", ",")
    if part.mark is not None and part.mark != decimal and not part.unsure:
        return None
    whole, _, fraction = part.body.partition(point)
    if group in fraction or point in fraction:
        return None
    text = whole.replace(group, "") + ("." + fraction if fraction else "")
    try:
        number = float(text)
    except ValueError:
        return None
    return -number if part.negative and number else number
