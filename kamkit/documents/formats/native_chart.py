"""A plan's chart as office programs have their own: its look and its figures can be opened and changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamkit.documents.formats.pictures import colours

if TYPE_CHECKING:
    from docx.document import Document

    from kamkit.documents.plan import Chart

_WIDE = 16.0  # cm in a Word document
_MILLIONS = '[>=1000000]#,##0.00,," m";#,##0'  # python-pptx writes it into its XML as it is: no < may stand in it


def add_to_slide(slide: Any, chart: Chart, place: tuple[float, float, float, float]) -> None:
    """The chart on a slide; ``place``: left, top, width and height in points."""
    from pptx.util import Pt

    frame = slide.shapes.add_chart(_kind(chart), *map(Pt, place), _figures(chart))
    frame._element.nvGraphicFramePr.cNvPr.set("descr", chart.alt)
    _look(frame.chart, chart, 14, 11)


def add_to_document(document: Document, chart: Chart) -> None:
    """The chart in a paragraph of its own; python-docx has none, so its parts are python-pptx's."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml
    from docx.shared import Cm

    package = document.part.package
    xml, workbook = _parts(chart)
    drawn = Part(package.next_partname("/word/charts/chart%d.xml"), CONTENT_TYPE.DML_CHART, xml, package)
    number = "".join(filter(str.isdigit, drawn.partname.filename))
    book = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), CONTENT_TYPE.SML_SHEET, workbook, package)
    drawn.load_rel(RELATIONSHIP_TYPE.PACKAGE, book, _rel_of(xml))
    sizes = {"wide": Cm(_WIDE), "tall": Cm(_height(chart)), "number": number}
    inline = parse_xml(_INLINE.format(link=document.part.relate_to(drawn, RELATIONSHIP_TYPE.CHART), **sizes))
    inline.docPr.set("descr", chart.alt)
    inline.docPr.set("title", chart.title)
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_together = True
    paragraph.add_run()._r.add_drawing(inline)


_INLINE = """
<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">
  <wp:extent cx="{wide}" cy="{tall}"/>
  <wp:docPr id="{number}" name="Chart {number}"/>
  <wp:cNvGraphicFramePr/>
  <a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
    <a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">
      <c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
        xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="{link}"/>
    </a:graphicData>
  </a:graphic>
</wp:inline>"""


def _parts(chart: Chart) -> tuple[bytes, bytes]:
    """The chart's XML, and the workbook with its figures that it names."""
    from pptx.opc.package import OpcPackage
    from pptx.parts.chart import ChartPart

    part = ChartPart.new(_kind(chart), _figures(chart), OpcPackage(None))  # type: ignore[arg-type]  # a package of nothing else
    _look(part.chart, chart, 10.5, 8.5)
    workbook = part.chart_workbook.xlsx_part
    return part.blob, workbook.blob if workbook is not None else b""


def _rel_of(xml: bytes) -> str:
    from lxml import etree

    named = etree.fromstring(xml).find("{*}externalData")
    return str(named.values()[0]) if named is not None else "rId1"


def _height(chart: Chart) -> float:
    """Centimetres: room for each lying bar, the same for all standing ones."""
    if not chart.across:
        return 7.5
    bars = len(chart.categories) * (1 if chart.stacked else len(chart.series))
    return min(13.0, 2.8 + 0.6 * max(bars, 3))


def _kind(chart: Chart) -> Any:
    from pptx.enum.chart import XL_CHART_TYPE

    kinds = {
        (True, False): XL_CHART_TYPE.BAR_CLUSTERED, (True, True): XL_CHART_TYPE.BAR_STACKED,
        (False, False): XL_CHART_TYPE.COLUMN_CLUSTERED, (False, True): XL_CHART_TYPE.COLUMN_STACKED,
    }  # fmt: skip
    return kinds[chart.across, chart.stacked]


def _figures(chart: Chart) -> Any:
    from pptx.chart.data import CategoryChartData

    data = CategoryChartData(number_format=_form(chart))
    step = -1 if chart.across else 1  # office programs draw lying bars from the bottom upwards
    data.categories = chart.categories[::step]
    for series in chart.series[::step] if not chart.stacked else chart.series:
        data.add_series(series.name, series.values[::step])
    return data


def _form(chart: Chart) -> str:
    if chart.digits:
        return f"#,##0.{'0' * chart.digits}"
    longest = max((abs(value) for series in chart.series for value in series.values if value is not None), default=0.0)
    return _MILLIONS if longest >= 1_000_000 else "#,##0"


def _look(made: Any, chart: Chart, title_size: float, size: float) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.util import Pt

    made.has_title = True
    made.chart_title.include_in_layout = False
    run = made.chart_title.text_frame.paragraphs[0].add_run()
    run.text = f"{chart.title} ({chart.unit})" if chart.unit else chart.title
    run.font.name, run.font.size, run.font.bold, run.font.color.rgb = "Calibri", Pt(title_size), True, RGBColor.from_string("1C2733")
    made.font.size, made.font.name = Pt(size), "Calibri"
    made.has_legend = len(chart.series) > 1
    if made.has_legend:
        made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    form = _form(chart)
    made.value_axis.has_major_gridlines = False
    made.value_axis.tick_labels.number_format, made.value_axis.tick_labels.number_format_is_linked = form, False
    plot = made.plots[0]
    plot.gap_width = 60
    if not chart.stacked:
        plot.has_data_labels = True
        plot.data_labels.number_format, plot.data_labels.number_format_is_linked = form, False
        plot.data_labels.font.size = Pt(size - 1)
    names = [series.name for series in chart.series]
    for series in plot.series:
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(colours()[names.index(series.name) % 3].lstrip("#").upper())
        series.invert_if_negative = False
    _without_frame(made._chartSpace)


def _without_frame(space: Any) -> None:
    """No round corners, no line around it: what Word adds where nothing is said."""
    from pptx.oxml import parse_xml

    names = " ".join(f'xmlns:{key}="http://schemas.openxmlformats.org/drawingml/2006/{where}"' for key, where in (("c", "chart"), ("a", "main")))
    space.chart.addnext(parse_xml(f"<c:spPr {names}><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"))
    corners = parse_xml(f'<c:roundedCorners {names} val="0"/>')
    if space.date1904 is not None:
        space.date1904.addnext(corners)
    else:
        space.insert(0, corners)
