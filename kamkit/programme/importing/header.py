"""Where the table begins and ends: the header below a report's title, and the tail below its last row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence

from kamkit.errors import InputError
from kamkit.programme.importing.raw import Ignored, RawTable, Sheet, first_filled, squash

_SEARCHED = 40
_TOTALS = {
    "total", "totals", "grandtotal", "subtotal", "sum", "summe", "gesamt", "gesamtsumme", "gesamtergebnis",
    "endsumme", "zwischensumme", "ergebnis", "totalrecords", "count", "anzahl", "overallresult", "totalgeneral",
}  # fmt: skip
_TAIL = re.compile(
    r"^(copyright\s*(\(c\)|©|\d)|©|\(c\)\s|confidential\b|vertraulich\b|generated (by|on)\b|report (generated|run|name)\b"
    r"|exported (on|by|from)\b|erstellt (am|von)\b|end of (report|file)\b|\*+\s*(end|ende)\b|\(?\d+ (rows?|records?)\b"
    r"|(number of )?(rows?|records?)( returned)?\s*:|page \d+|seite \d+|all rights reserved)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*[\[(][^\])]*[\])]\s*$")
_NOT_A_NAME = re.compile(r"^[\s\d.,:/%€$£()+-]*$")


def header_key(header: str) -> str:
    """A header as it is compared: without unit in brackets, star, case and punctuation."""
    text = header.strip().strip("*").strip()
    short = _BRACKETS.sub("", text)
    return squash(short) or squash(text)


def find_table(sheet: Sheet, known: Container[str], columns: Sequence[str] = ()) -> RawTable:
    """Header, rows and tail of a sheet; ``known`` are header keys that mean something to us.

    ``columns`` names the columns of a file that has no header row. InputError for a sheet without
    a header, or with a header only.
    """
    name = f"{sheet.file}#{sheet.sheet}" if sheet.sheet else sheet.file
    if columns and not _names_itself(sheet.rows, columns):
        start, header = 0, list(columns)
    else:
        at = _header_at(sheet.rows, known)
        if at is None:
            raise InputError(f"{name}: no header row found; the first row of the table must name its columns")
        start, header = at + 1, [cell.strip() for cell in sheet.rows[at]]
        while header and not header[-1]:
            header.pop()
    table = RawTable(sheet.file, sheet.sheet, _named(header), [], [], about=sheet.about, title=sheet.title)
    table.ignored += [
        Ignored(name, number, "above the header")
        for number, row in enumerate(sheet.rows[: max(start - 1, 0)], 1)
        if first_filled(row)
    ]
    _take_rows(table, sheet.rows, start, _last_row(sheet.rows, start, len(header)))
    table.repeated = _repeated(table)
    return table


def _names_itself(rows: Sequence[Sequence[str]], columns: Sequence[str]) -> bool:
    """Whether a file that usually comes without a header row has one this time."""
    first = {squash(cell) for cell in next((row for row in rows if first_filled(row)), ())}
    return sum(squash(column) in first for column in columns) > len(columns) / 2


def _header_at(rows: Sequence[Sequence[str]], known: Container[str]) -> int | None:
    scores = []
    for at, row in enumerate(rows[:_SEARCHED]):
        cells = [cell for cell in row if cell.strip()]
        if cells:
            scores.append((sum(header_key(cell) in known for cell in cells), -at, len(cells)))
    if not scores:
        return None
    best = max(scores)
    if best[0] >= min(2, max(width for _, _, width in scores)):
        return -best[1]
    width = Counter(len([cell for cell in row if cell.strip()]) for row in rows[:_SEARCHED]).most_common(1)[0][0]
    for at, row in enumerate(rows[:_SEARCHED]):
        cells = [cell.strip() for cell in row if cell.strip()]
        if len(cells) >= max(width, 1) and len(set(cells)) == len(cells) and not any(map(_NOT_A_NAME.match, cells)):
            return at
    return None


def _named(header: Sequence[str]) -> list[str]:
    seen: Counter[str] = Counter()
    names = []
    for at, cell in enumerate(header, 1):
        name = cell.strip() or f"column {at}"
        seen[name.casefold()] += 1
        times = seen[name.casefold()]
        names.append(name if times == 1 else f"{name}#{times}")
    return names


def _last_row(rows: Sequence[Sequence[str]], start: int, width: int) -> int:
    """The index behind the last row of data: what follows is the tail of a report."""
    end = len(rows)
    while end > start and _is_tail(rows[end - 1], width):
        end -= 1
    if any(first_filled(row) for row in rows[end:]) and width > 2:
        end = _above_single_cells(rows, start, end)
    return end


def _above_single_cells(rows: Sequence[Sequence[str]], start: int, end: int) -> int:
    """Lines of one cell between an empty row and a report's tail, such as its name, belong to the tail."""
    at = end
    while at > start and sum(1 for cell in rows[at - 1] if cell.strip()) == 1:
        at -= 1
    return at - 1 if at > start and not first_filled(rows[at - 1]) else end


def _is_tail(row: Sequence[str], width: int) -> bool:
    first = first_filled(row)
    if not first:
        return True
    filled = sum(1 for cell in row if cell.strip())
    if _TAIL.match(first) and filled < max(width, 2):
        return True
    # A row with every cell filled is a record, even where a customer is called Total.
    return squash(first.rstrip("0123456789: ()")) in _TOTALS and (filled < width or filled == 1)


def _take_rows(table: RawTable, rows: Sequence[list[str]], start: int, end: int) -> None:
    width = len(table.columns)
    for number, row in enumerate(rows[start:end], start + 1):
        if len(row) == width:
            pass
        elif len(row) < width:
            row = row + [""] * (width - len(row))
        elif any(cell.strip() for cell in row[width:]):
            table.wrong_width.append((number, len(row)))
            continue
        else:
            row = row[:width]
        if not any(row) or not any(cell.strip() for cell in row):
            table.ignored.append(Ignored(table.name, number, "empty row"))
            continue
        table.rows.append(row)
        table.numbers.append(number)
    for number, row in enumerate(rows[end:], end + 1):
        if first_filled(row):
            table.ignored.append(Ignored(table.name, number, f"tail of the report: {first_filled(row)[:60]}"))


def _repeated(table: RawTable) -> dict[str, list[str]]:
    """Columns of the same name whose cells differ; equal ones need no decision."""
    found: dict[str, list[str]] = {}
    for column in table.columns:
        base, mark, number = column.rpartition("#")
        if mark and number.isdigit() and base in table.columns and table.column(column) != table.column(base):
            found.setdefault(base, [base]).append(column)
    return found
