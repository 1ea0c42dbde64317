"""The same content, the same bytes: the times that office formats write into their files are taken out."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time

FIXED = datetime(2000, 1, 1)
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
