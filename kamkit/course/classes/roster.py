"""The roster: who is in the class. Ids are text and kept to the letter; ``NA`` and ``007`` are ids like any other."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from kamkit.errors import InputError
from kamkit.programme.importing.dialect import split_text
from kamkit.programme.importing.encoding import decode
from kamkit.programme.importing.header import header_key
from kamkit.programme.importing.raw import Sheet
from kamkit.programme.importing.sheet import read_sheets
from kamkit.programme.importing.source import read_source

MOST = 5_000  # learners in a class
LONGEST = 64  # characters of an id or a name, as set.json takes them
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")  # without a dot: no folder is called gradebook.csv, or a.zip
_DEVICES = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)  # Windows keeps these names


@dataclass(frozen=True)
class Participant:
    """One row of the roster."""

    learner_id: str
    name: str


def read_roster(path: str | Path) -> tuple[Participant, ...]:
    """The participants of a CSV (or XLSX) file with the columns learner_id and name, in its order.

    InputError, naming the row, for a missing column or id, an id that occurs twice, or one that is too long.
    """
    sheet = _sheet(Path(path))
    at, columns = _header(sheet)
    found: dict[str, tuple[int, Participant]] = {}
    for number, row in enumerate(sheet.rows[at + 1 :], start=at + 2):
        if not any(cell.strip() for cell in row):
            continue
        cells = {name: row[place].strip() if place < len(row) else "" for name, place in columns.items()}
        one = _participant(f"{sheet.file}, row {number}", cells)
        if one.learner_id in found:
            raise InputError(f"{sheet.file}, row {number}: learner_id {one.learner_id!r} stands in row {found[one.learner_id][0]} already; expected each once")
        found[one.learner_id] = (number, one)
        if len(found) > MOST:
            raise InputError(f"{sheet.file}: more than {MOST:,} learners; split the roster into classes")
    if not found:
        raise InputError(f"{sheet.file}: holds no learner; expected a row for each, with learner_id and name")
    return tuple(one for _, one in found.values())


def _sheet(path: Path) -> Sheet:
    source = read_source(path)
    if source.kind == "workbook":
        return read_sheets(source)[0]
    text, encoding = decode(source.data, source.name)
    return split_text(text, source.name, encoding)


def _header(sheet: Sheet) -> tuple[int, dict[str, int]]:
    at = next((at for at, row in enumerate(sheet.rows) if any(map(header_key, row))), 0)
    keys = [header_key(cell) for cell in sheet.rows[at]] if sheet.rows else []
    for needed in ("learnerid", "name"):
        if keys.count(needed) != 1:
            found = ", ".join(cell.strip() for cell in sheet.rows[at] if cell.strip()) if sheet.rows else ""
            raise InputError(f"{sheet.file}: expected the columns learner_id and name in its first row, each once; found {found[:120] or 'nothing'}")
    return at, {"learner_id": keys.index("learnerid"), "name": keys.index("name")}


def _participant(where: str, cells: Mapping[str, str]) -> Participant:
    for name, value in cells.items():
        if len(value) > LONGEST or _CONTROL.search(value):
            raise InputError(f"{where}: {name} {value[:40]!r} is not a short text; expected at most {LONGEST} characters on one line")
    if not cells["learner_id"]:
        raise InputError(f"{where}: learner_id is empty; expected an id for each learner, such as 007")
    return Participant(str(cells["learner_id"]), str(cells["name"] or cells["learner_id"]))


def folder_names(learner_ids: Sequence[str], taken: Sequence[str]) -> dict[str, str]:
    """A folder name for each id: safe on every system, unique even where case is ignored, always the same for an id.

    A plain id is its own name; of any other what is plain is kept, with a short hash. ``taken`` are names of others.
    """
    count: dict[str, int] = {}
    for name in (*learner_ids, *taken):
        count[name.casefold()] = count.get(name.casefold(), 0) + 1
    return {learner_id: _folder_name(learner_id, count[learner_id.casefold()] > 1) for learner_id in learner_ids}


def _folder_name(learner_id: str, shared: bool) -> str:
    if _PLAIN.fullmatch(learner_id) and not _DEVICES.fullmatch(learner_id) and not shared:
        return learner_id
    plain = re.sub(r"[^A-Za-z0-9]+", "-", learner_id).strip("-")[:24]
    return f"{plain or 'learner'}~{sha256(learner_id.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}"
