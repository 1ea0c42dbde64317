"""The plan as a Word document to go on writing in: real headings, tables whose heads repeat, pictures with alternative text."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import singledispatchmethod
from typing import TYPE_CHECKING, Any

from kamkit.documents.fixed import fixed_zip, moment
from kamkit.documents.formats.pictures import picture_of
from kamkit.documents.plan import Chart, Findings, Missing, PlanDocument, Say, Section, Table
from kamkit.show.parts import FINDING_MARKS
from kamkit.show.words import short

if TYPE_CHECKING:
    from docx.document import Document

_WIDTH = 25.3  # cm between the margins of an A4 sheet on its side
_TALL = 700  # characters in a cell from which its row may go over two pages
_FEW_ROWS = 9
_INK, _LINE = "1F3A5F", "B0B7C3"


def write_word(plan: PlanDocument) -> bytes:
    """The plan as the bytes of a .docx; the same plan gives the same bytes."""
    document = _new(plan)
    document.add_heading(plan.title, 0)
    document.add_paragraph(plan.about, style="Subtitle")
    writer = _Writer(document)
    for section in plan.on_page:
        writer.section(section, 1)
    if plan.behind:
        document.add_heading("What stands behind it", 1).paragraph_format.page_break_before = True
        for section in plan.behind:
            writer.section(section, 2)
    made = io.BytesIO()
    document.save(made)
    return fixed_zip(made.getvalue(), plan.as_of)


def _new(plan: PlanDocument) -> Document:
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt, RGBColor

    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(1.8), Cm(1.8)
    styles = document.styles
    styles["Normal"].font.name, styles["Normal"].font.size = "Calibri", Pt(10.5)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    for name, size in (("Title", 24), ("Subtitle", 12), ("Heading 1", 15), ("Heading 2", 12.5)):
        styles[name].font.size, styles[name].font.name = Pt(size), "Calibri"
        styles[name].font.color.rgb = RGBColor.from_string(_INK)
    styles["Subtitle"].font.italic = False
    styles["Heading 1"].paragraph_format.space_before = Pt(14)
    styles["Heading 1"].paragraph_format.space_after = styles["Heading 2"].paragraph_format.space_after = Pt(4)
    _in_english(document)
    _foot(section.footer.paragraphs[0], plan)
    known = document.core_properties
    known.title, known.subject, known.author, known.last_modified_by = plan.title[:255], plan.about[:255], plan.company[:255], ""
    known.comments = known.keywords = known.category = ""
    known.created = known.modified = moment(plan.as_of)
    known.revision, known.language = 1, "en-GB"
    return document


def _in_english(document: Document) -> None:
    from docx.oxml.ns import qn

    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _foot(paragraph: Any, plan: PlanDocument) -> None:
    """Whose plan it is, and the number of the page of how many."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Cm, Pt

    paragraph.style.paragraph_format.tab_stops.clear_all()
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(_WIDTH - 0.2), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{short(plan.foot, 130)}\tPage ").font.size = Pt(8)
    _field(paragraph, "PAGE")
    paragraph.add_run(" of ").font.size = Pt(8)
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Any, code: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(8)
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:t" if kind == "text" else "w:instrText")
            mark.text = text
        run._r.append(mark)


class _Writer:
    def __init__(self, document: Document) -> None:
        self._document = document

    def section(self, section: Section, level: int) -> None:
        self._document.add_heading(section.title, level)
        for block, after in zip(section.blocks, (*section.blocks[1:], None), strict=True):
            self.block(block, section)
            if isinstance(block, Say) and isinstance(after, Chart | Table):
                self._document.paragraphs[-1].paragraph_format.keep_with_next = True

    @singledispatchmethod
    def block(self, block: object, section: Section) -> None:
        raise TypeError(f"no way to write {type(block).__name__}")

    @block.register
    def _say(self, block: Say, section: Section) -> None:
        run = self._document.add_paragraph().add_run(block.text)
        run.bold = block.lead or None

    @block.register
    def _missing(self, block: Missing, section: Section) -> None:
        self._document.add_paragraph().add_run(block.text).italic = True

    @block.register
    def _findings(self, block: Findings, section: Section) -> None:
        for found in block.found:
            paragraph = self._document.add_paragraph(style="List Bullet")
            paragraph.add_run(f"{FINDING_MARKS[found.severity]}: ").bold = True
            paragraph.add_run(f"{found.says} ")
            paragraph.add_run(found.do).italic = True

    @block.register
    def _chart(self, block: Chart, section: Section) -> None:
        from docx.shared import Cm

        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.keep_together = True
        picture = paragraph.add_run().add_picture(io.BytesIO(picture_of(block)), width=Cm(15))
        told = picture._inline.docPr
        told.set("descr", block.alt)
        told.set("title", block.title)

    @block.register
    def _table(self, block: Table, section: Section) -> None:
        from docx.shared import Cm, Pt

        if block.title:
            self._document.add_paragraph(block.title).paragraph_format.keep_with_next = True
        rows = block.rows
        table = self._document.add_table(rows=len(rows) + 1, cols=len(block.heads), style="Table Grid")
        table.autofit = False
        _tell(table, block.title or section.title)
        widths = _widths(block.weights)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        grid = list(table.rows)
        _row(grid[0], block.heads, widths, block.right, head=True, bold=True)
        _once_more(grid[0], "w:tblHeader")
        for row, cells, marked in zip(grid[1:], rows, block.marked, strict=True):
            _row(row, cells, widths, block.right, bold=marked)
            if max(map(len, cells), default=0) < _TALL:
                _once_more(row, "w:cantSplit")
            if len(cells) > 1 and not any(cells[1:]):
                row.height = Cm(1.1)  # room for a pen
        _keep_together(grid[: len(grid) - 1 if len(grid) <= _FEW_ROWS else 2])
        below = self._document.add_paragraph().paragraph_format
        below.space_after, below.line_spacing = Pt(0), Pt(8)


def _widths(weights: Iterable[float]) -> list[int]:
    from docx.shared import Cm

    weights = list(weights)
    return [Cm(_WIDTH * weight / sum(weights)) for weight in weights]


def _row(row: Any, texts: Iterable[str], widths: list[int], right: Iterable[bool], *, head: bool = False, bold: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    for cell, text, width, is_figure in zip(row.cells, texts, widths, right, strict=True):
        cell.width = width
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(1)
        if is_figure:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = paragraph.add_run(text)
        run.font.size, run.bold = Pt(9), bold or None
        if head:
            run.font.color.rgb = RGBColor(255, 255, 255)
            _shade(cell)


def _shade(cell: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _INK)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _once_more(row: Any, what: str) -> None:
    """A property of a row: its head stands on every page (tblHeader), or it stays whole (cantSplit)."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(what))


def _keep_together(rows: Iterable[Any]) -> None:
    """Each of these rows on the page of the next: a short table stays whole, a long one does not begin with its head alone."""
    for row in rows:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _tell(table: Any, about: str) -> None:
    """What the table is about, for somebody who cannot see it; and lines as light as on the pages."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = table._tbl.tblPr
    lines = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", _LINE)):
            line.set(qn(f"w:{name}"), value)
        lines.append(line)
    layout = properties.find(qn("w:tblLayout"))
    if layout is not None:
        layout.addprevious(lines)
    else:
        properties.append(lines)
    for tag in ("w:tblCaption", "w:tblDescription"):
        said = OxmlElement(tag)
        said.set(qn("w:val"), about)
        properties.append(said)
