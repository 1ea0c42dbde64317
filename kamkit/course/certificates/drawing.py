"""A certificate as a PDF that screen readers can read; names and texts are set as data and never read as markup."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from importlib.util import find_spec
from pathlib import Path

from kamkit.course.certificates.earned import Certificate
from kamkit.errors import InputError
from kamkit.show.words import day, percent

_TEMPLATE = Path(__file__).with_name("certificate.typ")
MARK = "kamkit certificate "  # before the code, in the file's keywords


def draw_certificate(one: Certificate, code: str) -> bytes:
    """The bytes of a .pdf of one page of A4; the same certificate gives the same bytes. InputError without typst."""
    if find_spec("typst") is None:
        raise InputError("typst is not installed, which sets certificates; install it with: pip install 'kamkit[documents]'")
    import matplotlib
    import typst

    on = date.fromisoformat(one.day)
    content = {
        "name": one.name, "course": one.course, "day": day(on), "code": code, "mark": MARK + code, "class": one.class_id, "learner": one.learner_id,
        "threshold": one.threshold, "share": percent(100 * one.share), "also": [list(pair) for pair in one.also],
        "worked": [
            {"number": worked.exercise[:2], "title": worked.title, "objective": worked.objective,
             "share": percent(100 * worked.score / worked.most) if worked.score and worked.most else "not worked"}
            for worked in one.worked
        ],
    }  # fmt: skip
    made: bytes = typst.compile(
        str(_TEMPLATE),
        format="pdf",
        pdf_standards="ua-1",  # made for screen readers, and refused by typst where it would not be
        root=str(_TEMPLATE.parent),
        font_paths=[str(Path(matplotlib.get_data_path(), "fonts", "ttf"))],
        sys_inputs={"certificate": json.dumps(content, ensure_ascii=False)},
        timestamp=int(datetime.combine(on, time(), UTC).timestamp()),
    )
    return made
