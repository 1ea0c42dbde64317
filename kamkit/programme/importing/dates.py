"""Dates as people and systems write them: day or month first is decided for a column, never for a cell.

Accepted are ISO dates, 20260331, 31.03.2026, 31/03/2026, 03/31/2026, 31-03-2026, 31 Mar 2026 and
March 31, 2026 (English and German months), with or without a time. Two-digit years from 69 on are
of the last century. ``03/04/2026`` alone can be March or April: unless another value of the column
tells, or the user says so, it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Order = Literal["dmy", "mdy", "ymd", "excel"]
Triple = tuple[int, int, int]

_TIME = r"(?:[T ,]\s*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?)?$"
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME, re.ASCII)
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$", re.ASCII)
_POINTS = re.compile(r"^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})" + _TIME, re.ASCII)
_SLASHES = re.compile(r"^(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})" + _TIME, re.ASCII)
_DAY_FIRST = re.compile(r"^(\d{1,2})\.?[ -]([A-Za-zäÄ]{3,9})\.?[ ,-]\s?(\d{4}|\d{2})" + _TIME, re.ASCII)
_MONTH_FIRST = re.compile(r"^([A-Za-zäÄ]{3,9})\.? (\d{1,2}),? (\d{4})" + _TIME, re.ASCII)
_MONTH = re.compile(r"^(?:(\d{4})[-/](\d{1,2})|(\d{1,2})[/.](\d{4}))$", re.ASCII)
_SERIAL = re.compile(r"^\d{5}(?:\.\d+)?$", re.ASCII)

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar jän jänner", "feb february februar", "mar march mär märz mrz", "apr april",
            "may mai", "jun june juni", "jul july juli", "aug august", "sep sept september",
            "oct october okt oktober", "nov november", "dec december dez dezember",
        ), 1,
    )
    for name in names.split()
}  # fmt: skip
_EXPECTED = "a date such as 2026-03-31"


@dataclass(frozen=True)
class Dates:
    """The values of a column: ``day`` per text that could be read, ``wrong`` what was expected for the others."""

    day: dict[str, date]
    wrong: dict[str, str]


def read_dates(texts: Iterable[str], order: Order | None = None, *, months: bool = False) -> Dates:
    """Read the different texts of a column.

    ``order`` is what the user said: dmy, mdy, ymd or excel (serial numbers); ``months`` also takes
    a month alone, as its first day.
    """
    distinct = list(dict.fromkeys(texts))
    days: dict[str, date] = {}
    wrong: dict[str, str] = {}
    slashed: dict[str, Triple] = {}
    for text in distinct:
        found = _read(text.strip(), order, months)
        if found is None:
            wrong[text] = _why_not(text)
        elif isinstance(found, date):
            days[text] = found
        else:
            slashed[text] = found
    _settle(slashed, order, days, wrong)
    for text in [text for text, day in days.items() if not 1900 <= day.year <= 2100]:
        wrong[text] = "a date between 1900 and 2100"
        del days[text]
    return Dates(days, wrong)


def _read(text: str, order: Order | None, months: bool) -> date | Triple | None:
    if found := _ISO.match(text) or _COMPACT.match(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _POINTS.match(text):
        return _date(_year(found[3]), int(found[2]), int(found[1]))
    if found := _SLASHES.match(text):
        return int(found[1]), int(found[3]), _year(found[4])
    if (found := _DAY_FIRST.match(text)) and (month := _MONTHS.get(found[2].lower())):
        return _date(_year(found[3]), month, int(found[1]))
    if (found := _MONTH_FIRST.match(text)) and (month := _MONTHS.get(found[1].lower())):
        return _date(int(found[3]), month, int(found[2]))
    if months and (found := _MONTH.match(text)):
        return _date(int(found[1] or found[4]), int(found[2] or found[3]), 1)
    if order == "excel" and _SERIAL.match(text):
        return date(1899, 12, 30) + timedelta(days=int(float(text)))
    return None


def _why_not(text: str) -> str:
    if _SERIAL.match(text.strip()):
        return f"{_EXPECTED}; if this is an Excel day number, say --map FIELD:excel"
    return _EXPECTED + (" (this day does not exist)" if any(mark in text for mark in "-./") else "")


def _settle(slashed: dict[str, Triple], order: Order | None, days: dict[str, date], wrong: dict[str, str]) -> None:
    """Decide whether day or month stands first, from all values with slashes or dashes together."""
    day_first = next((text for text, (first, _, _) in slashed.items() if first > 12), None)
    month_first = next((text for text, (_, second, _) in slashed.items() if second > 12), None)
    if order in ("dmy", "mdy"):
        settled: Order | None = order
    elif day_first and month_first:
        message = (
            f"one order of day and month in the column, but {day_first!r} and {month_first!r} contradict each other"
        )
        wrong.update({text: f"{message}; export dates as 2026-03-31" for text in slashed})
        return
    else:
        settled = "dmy" if day_first else "mdy" if month_first else None
    for text, (first, second, year) in slashed.items():
        if settled is None and first != second:
            wrong[text] = "a date that can be read one way only: say --map FIELD:dmy or --map FIELD:mdy"
            continue
        month, day = (first, second) if settled == "mdy" else (second, first)
        found = _date(year, month, day)
        if found is None:
            wrong[text] = f"a date, {'month' if settled == 'mdy' else 'day'} first (this day does not exist)"
        else:
            days[text] = found


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 1900 + int(text) if int(text) >= 69 else 2000 + int(text)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
