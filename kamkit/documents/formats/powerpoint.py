"""The plan as slides to talk through: native tables and charts that can be edited, continued where they are long."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from functools import singledispatchmethod
from typing import TYPE_CHECKING, Any

from kamkit.documents.fixed import fixed_zip, moment
from kamkit.documents.formats.measuring import height_of_row, height_of_text, needed_widths, share_width
from kamkit.documents.formats.native_chart import add_to_slide
from kamkit.documents.formats.pictures import colours
from kamkit.documents.plan import Block, Chart, Findings, Missing, PlanDocument, Say, Section, Table
from kamkit.method.finding import Finding
from kamkit.show.parts import FINDING_MARKS
from kamkit.show.words import listed, short

if TYPE_CHECKING:
    from pptx.presentation import Presentation

# Points: a slide of 13.33 x 7.5 inches, and what is left of it below the title.
_WIDE, _HIGH = 960.0, 540.0
_LEFT, _TOP, _BOTTOM = 40.0, 92.0, 500.0
_INNER = _WIDE - 2 * _LEFT
_HELD = 0.8  # of the width may be taken by what cannot be broken; texts need the rest
_SIZES = (18.0, 16.0, 14.0, 12.0)  # the largest in which a section fits a slide; the last one if none does
_LEAD = 4.0  # larger than the rest
_CHART, _CHART_AT_LEAST = 290.0, 215.0
_GAP = 10.0
_SLIDES_AT_MOST = 2  # for one table: nobody looks at a third; the Word edition has all rows
_NOTE = 36.0  # the height of a line that says so
_TEXT_AT_MOST = 170  # characters of a cell; the Word edition has all of them
_FOR_A_PEN = 48.0  # the height of a row in which somebody is to write
_NO_BREAK = "\u00a0"
_DATE = re.compile(r"\b\d{1,2} [A-Z][a-z]{2} \d{4}\b")
_DATE_LONG = len("31 Mar 2026,")


def write_powerpoint(plan: PlanDocument) -> bytes:
    """The plan as the bytes of a .pptx: the sections of the page; the same plan gives the same bytes."""
    from pptx import Presentation

    deck = Presentation()
    _widen(deck)
    _accent(deck.slide_layouts[0], 306, 120)
    _accent(deck.slide_layouts[5], 82, 60)
    _describe(deck, plan)
    _title(deck, plan)
    slides = _Slides(deck, plan)
    empty = [section for section in plan.on_page if all(isinstance(block, Missing) for block in section.blocks)]
    for section in plan.on_page:
        if section not in empty:
            slides.section(section)
    if empty:
        slides.section(Section("What is not there yet", tuple(block for section in empty for block in section.blocks)))
    if plan.behind:
        slides.section(_where_the_rest_is(plan))
    made = io.BytesIO()
    deck.save(made)
    return fixed_zip(made.getvalue(), plan.as_of)


def _where_the_rest_is(plan: PlanDocument) -> Section:
    titles = [section.title for section in plan.behind]
    said = Say(f"In the Word and HTML editions of this plan: {listed(titles)}.")
    return Section("What stands behind it", (said,))


def _widen(deck: Presentation) -> None:
    """The built-in theme is made for 4:3; its places for titles are stretched with the slide."""
    from pptx.util import Pt

    factor = Pt(_WIDE) / deck.slide_width
    deck.slide_width, deck.slide_height = Pt(_WIDE), Pt(_HIGH)
    master = deck.slide_master
    for holder in (master, *master.slide_layouts):
        for shape in holder.placeholders:
            if shape._element.spPr.find(f"{{{_DRAWING}}}xfrm") is not None:
                shape.left, shape.width = int(shape.left * factor), int(shape.width * factor)


_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_LINE = """
<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
  <p:nvSpPr><p:cNvPr id="99" name="Line"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>
  <p:spPr>
    <a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{tall}"/></a:xfrm>
    <a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
    <a:solidFill><a:srgbClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln>
  </p:spPr>
</p:sp>"""


def _accent(layout: Any, top: float, wide: float) -> None:
    """A short line below the title, in the layout: nobody has to read it aloud, and it is changed for all slides at once."""
    from pptx.oxml import parse_xml
    from pptx.util import Pt

    places = {"left": Pt(_LEFT + 7), "top": Pt(top), "wide": Pt(wide), "tall": Pt(3)}
    layout.shapes._spTree.append(parse_xml(_LINE.format(colour=colours()[0].lstrip("#").upper(), **places)))


def _describe(deck: Presentation, plan: PlanDocument) -> None:
    known = deck.core_properties
    known.title, known.subject, known.author, known.last_modified_by = plan.title[:255], plan.about[:255], plan.company[:255], ""
    known.comments = known.keywords = known.category = ""
    known.created = known.modified = moment(plan.as_of)
    known.revision, known.language = 1, "en-GB"


def _title(deck: Presentation, plan: PlanDocument) -> None:
    from pptx.enum.text import MSO_ANCHOR
    from pptx.util import Pt

    slide = deck.slides.add_slide(deck.slide_layouts[0])
    title, about = slide.placeholders[0], slide.placeholders[1]
    title.left, title.top, title.width, title.height = Pt(_LEFT), Pt(130), Pt(_INNER), Pt(170)
    about.left, about.top, about.width, about.height = Pt(_LEFT), Pt(320), Pt(_INNER), Pt(110)
    size = 40 if len(plan.title) <= 50 else 32 if len(plan.title) <= 90 else 26
    title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    _write(title.text_frame, plan.title, size, bold=True)
    _write(about.text_frame, plan.about, 18)
    _align_left(title.text_frame)
    _align_left(about.text_frame)


def _write(frame: Any, text: str, size: float, *, bold: bool = False, italic: bool = False, light: bool = False) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.lang import MSO_LANGUAGE_ID
    from pptx.util import Pt

    frame.word_wrap = True
    paragraph = frame.paragraphs[0]
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.italic = Pt(size), bold or None, italic or None
    run.font.color.rgb = RGBColor.from_string("FFFFFF" if light else "1C2733")
    run.font.language_id = MSO_LANGUAGE_ID.ENGLISH_UK


class _Slides:
    """Fills slides from top to bottom; what does not fit goes on to another slide of the same title."""

    def __init__(self, deck: Presentation, plan: PlanDocument) -> None:
        self._deck, self._plan = deck, plan
        self._slide: Any = None
        self._title, self._number, self._at, self._size = "", 0, _TOP, _SIZES[-1]

    def section(self, section: Section) -> None:
        self._title, self._number = section.title, 0
        self._size = self._fitting(section.blocks) or self._fitting(_without_charts(section)) or _SIZES[-1]
        self._new()
        for block in section.blocks:
            self.block(block)

    def _fitting(self, blocks: Sequence[Block]) -> float:
        """The largest size at which these blocks fit a slide, 0 if there is none."""
        return next((size for size in _SIZES if sum(_height_of(block, size) + _GAP for block in blocks) <= _BOTTOM - _TOP), 0.0)

    @property
    def _left(self) -> float:
        return _BOTTOM - self._at

    def _new(self) -> None:
        from pptx.enum.text import MSO_ANCHOR
        from pptx.util import Pt

        self._number += 1
        self._slide = self._deck.slides.add_slide(self._deck.slide_layouts[5])
        title = self._slide.shapes.title
        title.left, title.top, title.width, title.height = Pt(_LEFT), Pt(24), Pt(_INNER), Pt(56)
        title.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        more = f" ({self._number})" if self._number > 1 else ""
        _write(title.text_frame, f"{self._title}{more}", 26, bold=True)
        _align_left(title.text_frame)
        self._at = _TOP
        self._foot()

    def _foot(self) -> None:
        from pptx.util import Pt

        box = self._slide.shapes.add_textbox(Pt(_LEFT), Pt(510), Pt(_INNER - 90), Pt(22))
        _write(box.text_frame, short(self._plan.foot, 130), 10)
        for holder in self._slide.slide_layout.placeholders:
            if holder.placeholder_format.type is not None and "SLIDE_NUMBER" in str(holder.placeholder_format.type):
                number = deepcopy(holder._element)
                number.nvSpPr.cNvPr.set("id", str(self._slide.shapes._next_shape_id))
                self._slide.shapes._spTree.append(number)

    @singledispatchmethod
    def block(self, block: object) -> None:
        raise TypeError(f"no way to show {type(block).__name__}")

    @block.register
    def _say(self, block: Say) -> None:
        self._text(block.text, self._size + _LEAD if block.lead else self._size, bold=block.lead)

    @block.register
    def _missing(self, block: Missing) -> None:
        self._text(block.text, self._size, italic=True)

    @block.register
    def _findings(self, block: Findings) -> None:
        for found in block.found:
            self._text(_finding(found), self._size)

    def _text(self, text: str, size: float, *, bold: bool = False, italic: bool = False) -> None:
        from pptx.util import Pt

        for piece in _pieces(text):
            height = height_of_text(piece, size, _INNER, bold=bold) + 8
            if height > self._left and self._at > _TOP:
                self._new()
            box = self._slide.shapes.add_textbox(Pt(_LEFT), Pt(self._at), Pt(_INNER), Pt(height))
            _write(box.text_frame, piece, size, bold=bold, italic=italic)
            self._at += height + _GAP

    @block.register
    def _chart(self, block: Chart) -> None:
        if self._left < _CHART_AT_LEAST:
            self._new()
        height = min(self._left, _CHART)
        add_to_slide(self._slide, block, (_LEFT, self._at, _INNER, height))
        self._at += height + _GAP

    @block.register
    def _table(self, block: Table) -> None:
        widths, rows = _laid_out(block, self._size)
        head, heights = _heights(block, self._size)
        begin, parts = 0, 0
        while begin < len(rows) or begin == 0:
            if head + (heights[begin] if rows else 0) > self._left and self._at > _TOP:
                self._new()
            parts += 1
            end = _last_that_fits(heights, begin, self._left - head)
            if parts == _SLIDES_AT_MOST and end < len(rows):
                end = _last_that_fits(heights, begin, self._left - head - _NOTE)
            self._part_of(block, rows[begin:end], heights[begin:end], head, widths, block.marked[begin:end])
            begin = max(end, begin + 1)
            if begin < len(rows):
                if parts == _SLIDES_AT_MOST:
                    self._text(f"{len(rows) - begin} of {len(rows)} rows more, in the Word and HTML editions of this plan.", _SIZES[-1], italic=True)
                    return
                self._new()

    def _part_of(
        self, block: Table, rows: Sequence[Sequence[str]], heights: Sequence[float], head: float, widths: Sequence[float],
        marked: Sequence[bool],
    ) -> None:  # fmt: skip
        from pptx.util import Pt

        height = head + sum(heights)
        frame = self._slide.shapes.add_table(len(rows) + 1, len(widths), Pt(_LEFT), Pt(self._at), Pt(_INNER), Pt(height))
        frame._element.nvGraphicFramePr.cNvPr.set("descr", f"{block.title or self._title}: a table of {len(rows)} rows")
        table = frame.table
        table.first_row, table.horz_banding = True, False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Pt(width)
        for row, tall in zip(table.rows, (head, *heights), strict=True):
            row.height = Pt(tall)
        _cells(table.rows[0], block.heads, block.right, self._size, head=True)
        for row, cells, bold in zip(list(table.rows)[1:], rows, marked, strict=True):
            _cells(row, cells, block.right, self._size, bold=bold)
        self._at += height + _GAP


def _laid_out(block: Table, size: float) -> tuple[list[float], list[list[str]]]:
    """The widths of the columns in points, and the rows as a slide has room for them."""
    rows = [[_kept_whole(short(cell, _TEXT_AT_MOST)) for cell in row] for row in block.rows]
    return share_width(block.weights, needed_widths([block.heads, *rows], size), _INNER), rows


def _kept_whole(text: str) -> str:
    """The text with dates, and what is no longer than one, on a line of their own."""
    if len(text) <= _DATE_LONG:
        return text.replace(" ", _NO_BREAK)
    return _DATE.sub(lambda found: found[0].replace(" ", _NO_BREAK), text)


def _without_charts(section: Section) -> list[Block]:
    """A chart that finds no room goes on to the next slide, whatever the size of the rest."""
    return [block for block in section.blocks if not isinstance(block, Chart)]


def _heights(block: Table, size: float) -> tuple[float, list[float]]:
    widths, rows = _laid_out(block, size)
    head = height_of_row(block.heads, widths, size, bold=True)
    tall = [height_of_row(row, widths, size, bold=bold) for row, bold in zip(rows, block.marked, strict=True)]
    return head, [max(height, _FOR_A_PEN) if len(row) > 1 and not any(row[1:]) else height for row, height in zip(rows, tall, strict=True)]


def _height_of(block: Block, size: float) -> float:
    """How much of a slide a block takes, in points."""
    match block:
        case Table():
            _, rows = _laid_out(block, size)
            if size > _SIZES[-1] and sum(needed_widths([block.heads, *rows], size)) > _INNER * _HELD:
                return _HIGH  # letters so large that words break are no help
            head, heights = _heights(block, size)
            return head + sum(heights)
        case Chart():
            return _CHART_AT_LEAST
        case Findings():
            return sum(height_of_text(_finding(found), size, _INNER) + 8 + _GAP for found in block.found)
        case Say():
            return height_of_text(block.text, size + _LEAD if block.lead else size, _INNER, bold=block.lead) + 8
        case Missing():
            return height_of_text(block.text, size, _INNER) + 8


def _finding(found: Finding) -> str:
    return f"{FINDING_MARKS[found.severity]}: {found.says} {found.do}".rstrip()


def _pieces(text: str) -> Iterator[str]:
    """A text that would fill more than a slide, in parts that do not, cut between words."""
    while len(text) > 1200:
        cut = text.rfind(" ", 0, 1200)
        cut = cut if cut > 0 else 1200
        yield text[:cut]
        text = text[cut:].lstrip()
    yield text


def _last_that_fits(heights: Sequence[float], begin: int, room: float) -> int:
    end = begin
    while end < len(heights) and heights[end] <= room:
        room -= heights[end]
        end += 1
    return max(end, min(begin + 1, len(heights)))


def _align_left(frame: Any) -> None:
    from pptx.enum.text import PP_ALIGN

    frame.paragraphs[0].alignment = PP_ALIGN.LEFT


def _cells(row: Any, texts: Sequence[str], right: Sequence[bool], size: float, *, head: bool = False, bold: bool = False) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    for cell, text, is_figure in zip(row.cells, texts, right, strict=True):
        cell.margin_left = cell.margin_right = Pt(4)
        cell.margin_top = cell.margin_bottom = Pt(2)
        cell.fill.solid()
        cell.fill.fore_color.rgb = RGBColor.from_string("1F3A5F" if head else "E4EBF3" if bold else "F7F9FB")
        _write(cell.text_frame, text, size, bold=head or bold, light=head)
        if is_figure:
            cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
