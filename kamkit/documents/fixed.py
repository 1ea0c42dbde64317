"""The same content, the same bytes; and a document that nobody has saved since it was written is known again.

Office files are known by the times in them, which are fixed; the others by a digest of themselves.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from datetime import date, datetime, time
from pathlib import Path

FIXED = datetime(2000, 1, 1)
_SEALS = {
    ".pdf": (b"startxref", b"%%kamkit %s\n"),  # a comment behind all objects moves none of them
    ".html": (b"</body>", b"<!-- kamkit %s -->\n"),
    ".ics": (b"X-WR-CALNAME", b"X-KAMKIT-SEAL:%s\r\n"),
}
"""Where the seal of a format stands, and what it looks like."""
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


def sealed(data: bytes, suffix: str) -> bytes:
    """A PDF, page or calendar with a comment that says what the rest of it is; without that it is somebody's own."""
    if suffix not in _SEALS:
        return data
    before, line = _SEALS[suffix]
    at = data.index(before) if suffix == ".ics" else data.rindex(before)  # a calendar's own lines come first
    return data[:at] + line % _digest(data) + data[at:]


def place_for(path: Path) -> Path:
    """Where a document may be written: ``path``, or beside it (``plan.new.docx``) if what is there is not as the kit wrote it."""
    place, number = path, 1
    while not _is_as_written(place):
        place = path.with_name(f"{path.stem}.new{'' if number == 1 else f'-{number}'}{path.suffix}")
        number += 1
    return place


def _is_as_written(path: Path) -> bool:
    """Whether there is no such file, or the kit wrote it and nobody has saved it since."""
    if not path.is_file():
        return True
    suffix = path.suffix.lower()
    try:
        return _has_its_seal(path.read_bytes(), suffix) if suffix in _SEALS else _has_fixed_times(path)
    except OSError:
        return False


def _has_fixed_times(path: Path) -> bool:
    """Whether all times in an office file are those that ``fixed_zip`` writes."""
    try:
        with zipfile.ZipFile(path) as parts:
            return all(part.date_time == FIXED.timetuple()[:6] for part in parts.infolist())
    except zipfile.BadZipFile:
        return False


def _has_its_seal(data: bytes, suffix: str) -> bool:
    _, line = _SEALS[suffix]
    pattern = re.compile(re.escape(line % b"DIGEST").replace(b"DIGEST", b"([0-9a-f]{32})"))
    found = pattern.findall(data)
    return len(found) == 1 and _digest(pattern.sub(b"", data)) == found[0]


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest()[:32].encode()
