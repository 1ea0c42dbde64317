"""The same content, the same bytes: the times that office formats write into their files are taken out.

By these fixed times a document that nobody has saved since it was written is known again.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time
from pathlib import Path

FIXED = datetime(2000, 1, 1)
_TO_WORK_ON = (".docx", ".pptx", ".xlsx")
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*")


def fixed_zip(data: bytes, day: date | None = None) -> bytes:
    """An office file with a fixed time on every part of it, those of workbooks inside it too.

    ``day``: when the document says it was made and last changed; without it these stay as they are.
    """
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as parts, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in parts.namelist():
            info = zipfile.ZipInfo(name, FIXED.timetuple()[:6])
            info.create_system = 3  # the same on every system
            kept.writestr(info, _part(name, parts.read(name), day), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def _part(name: str, content: bytes, day: date | None) -> bytes:
    if name.endswith(".xlsx"):  # the figures behind a chart
        return fixed_zip(content, day or FIXED.date())
    if day is not None and name == "docProps/core.xml":
        return _TIMES.sub(rb"\g<1>" + moment(day).strftime("%Y-%m-%dT%H:%M:%SZ").encode(), content)
    return content


def moment(day: date) -> datetime:
    """The beginning of a day, for formats that want a time."""
    return datetime.combine(day, time())


def place_for(path: Path) -> Path:
    """Where a document may be written: ``path``, or beside it (``plan.new.docx``) if somebody has worked on what is there."""
    place, number = path, 1
    while _is_worked_on(place):
        place = path.with_name(f"{path.stem}.new{'' if number == 1 else f'-{number}'}{path.suffix}")
        number += 1
    return place


def _is_worked_on(path: Path) -> bool:
    """Whether it is an office file with other times in it than ``fixed_zip`` writes; PDF, pages and calendars are made, not edited."""
    if path.suffix.lower() not in _TO_WORK_ON or not path.is_file():
        return False
    try:
        with zipfile.ZipFile(path) as parts:
            return any(part.date_time != FIXED.timetuple()[:6] for part in parts.infolist())
    except (zipfile.BadZipFile, OSError):
        return True
