"""The interview guide as a Word document: half an hour, minute by minute, with room for what is said."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kamkit.documents.fixed import FIXED, fixed_zip
from kamkit.documents.wording import CLOSING, MINUTES, OPENING, RULES, Part, parts_of
from kamkit.programme.importing.report import write_bytes
from kamkit.show.words import day

if TYPE_CHECKING:
    from docx.document import Document

    from kamkit.documents.asking import Interview

_GREY = "DCE6F2"


def write_guide(path: Path, interview: Interview, sheet: str) -> Path:
    """Write the guide; ``sheet`` is the file name of the answer sheet it goes with. The same input, the same bytes.

    InputError if the place cannot be written.
    """
    document = _new_document(_title(interview))
    document.add_heading(_title(interview), 0)
    document.add_paragraph(
        f"{interview.us if interview.us != 'us' else 'Our company'}, {day(interview.as_of)}. {MINUTES} minutes. "
        f"Marks go into the answer sheet {sheet}, one sheet for each person; what they say, in their words, goes here."
    )
    _lines(document, ("Asked", "By", "On", "Is the one who asks outside the account team?"))
    document.add_heading("Before you begin", 1)
    _bullets(document, RULES[interview.asked])
    parts = [OPENING[interview.asked], *parts_of(interview), CLOSING[interview.asked]]
    _timetable(document, parts)
    minute = 0
    for part in parts:
        document.add_heading(f"{part.title} (minute {minute} to {minute + part.minutes})", 1)
        minute += part.minutes
        _part(document, part)
    _save(document, path)
    return path


def _title(interview: Interview) -> str:
    about = interview.account or "a customer"
    return {
        "customer": f"Interview with {about}",
        "employee": f"Interview with an employee of ours about {about}",
        "manager": f"Interview with the account manager of {about}",
    }[interview.asked]


def _new_document(title: str) -> Document:
    import docx
    from docx.shared import Cm, Pt

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(10.5)
    document.styles["Normal"].paragraph_format.space_after = Pt(4)
    document.styles["Title"].font.size = Pt(22)
    known = document.core_properties
    known.title, known.author, known.last_modified_by, known.comments = title, "", "", ""
    known.created = known.modified = FIXED
    known.revision = 1
    return document


def _bullets(document: Document, texts: Iterable[str]) -> None:
    for text in texts:
        document.add_paragraph(text, style="List Bullet")


def _lines(document: Document, labels: Sequence[str]) -> None:
    from docx.shared import Cm

    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for label in labels:
        cells = table.add_row().cells
        cells[0].text, cells[0].width, cells[1].width = label, Cm(6), Cm(10.6)


def _timetable(document: Document, parts: Sequence[Part]) -> None:
    document.add_heading("The half hour", 1)
    said = "; ".join(f"{part.title} {part.minutes} min" for part in parts)
    document.add_paragraph(f"{said}. If time runs short, leave out marks, never the last question.")


def _part(document: Document, part: Part) -> None:
    from docx.shared import Pt

    for text in part.says:
        document.add_paragraph(text)
    if part.asks:
        _bullets(document, part.asks)
    if part.items:
        _table(document, part)
    for _ in range(part.room):
        line = document.add_paragraph()
        line.paragraph_format.space_after = Pt(0)
        line.paragraph_format.line_spacing = Pt(20)
        _underline(line)


def _table(document: Document, part: Part) -> None:
    from docx.shared import Cm

    table = document.add_table(rows=1, cols=2, style="Table Grid")
    widths = (Cm(7.6), Cm(9))
    for cell, text, width in zip(table.rows[0].cells, part.heads, widths, strict=True):
        cell.text, cell.width = text, width
        cell.paragraphs[0].runs[0].bold = True
        _shade(cell)
    _repeat(table.rows[0])
    for name, note in part.items:
        row = table.add_row()
        row.height = Cm(0.95)  # room to write by hand
        cells = row.cells
        for cell, text, width in zip(cells, (name, note), widths, strict=True):
            cell.text, cell.width = text, width
    document.add_paragraph()


def _shade(cell: object) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), _GREY)
    cell._tc.get_or_add_tcPr().append(shade)  # type: ignore[attr-defined]


def _repeat(row: object) -> None:
    """The heading of a table stands on every page it runs over."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(head)  # type: ignore[attr-defined]


def _underline(paragraph: object) -> None:
    """A line to write on."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:pBdr")
    for place in ("bottom", "between"):  # lines that follow each other are one block to Word, but for those between
        line = OxmlElement(f"w:{place}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "B0B7C3")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)  # type: ignore[attr-defined]


def _save(document: Document, path: Path) -> None:
    """Write the file whole, with a fixed time on every part of it."""
    made = io.BytesIO()
    document.save(made)
    write_bytes(path, fixed_zip(made.getvalue()))
