"""The account plan as documents: the same plan in every format, whole, readable, and the same bytes each time."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pandas as pd
import pptx
import pytest
from docx.opc.constants import CONTENT_TYPE as CT
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plan_case import DAY, HOSTILE, LONG_NAME, NAME, Remembering, rows
from pypdf import PdfReader
from second_company import AS_OF, HOSTILE_NAME

from kamkit.documents.asking import plain
from kamkit.documents.export import FORMATS, Source, bytes_of, source_of
from kamkit.documents.plan import Chart, Findings, Missing, PlanDocument, Say, Section, Table
from kamkit.documents.plan.parts import tabulate
from kamkit.errors import KamkitError
from kamkit.programme import Programme
from kamkit.show.parts import Column
from kamkit.show.words import short

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


@cache
def plan_of(name: str = NAME, actions: int = 4, edition: Any = "ours") -> Source:
    return source_of(Remembering(rows(name, actions)), "007", DAY, edition)


@cache
def document(suffix: str, name: str = NAME, actions: int = 4, edition: Any = "ours") -> bytes:
    return bytes_of(plan_of(name, actions, edition), FORMATS[suffix])


def words_of(suffix: str, data: bytes) -> str:
    """What a reader finds in the document, without white space, which a PDF does not keep."""
    return squeezed(" ".join(_words(suffix, data)))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b\u00ad]+", "", text)


def _words(suffix: str, data: bytes) -> Iterator[str]:
    match suffix:
        case ".docx":
            read = docx.Document(io.BytesIO(data))
            yield from (paragraph.text for paragraph in read.paragraphs)
            yield from (cell.text for table in read.tables for row in table.rows for cell in row.cells)
        case ".pptx":
            for slide in pptx.Presentation(io.BytesIO(data)).slides:
                for shape in slide.shapes:
                    if shape.has_text_frame:
                        yield shape.text_frame.text
                    elif shape.has_table:
                        yield from (cell.text for row in shape.table.rows for cell in row.cells)
        case ".pdf":
            yield from (page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
        case ".xlsx":
            for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets:
                yield from (str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)
        case ".ics":
            yield data.decode().replace("\r\n ", "").replace("\\,", ",")
        case _:
            yield unescape(re.sub("<[^>]+>", " ", data.decode()))


# The plan itself


def test_every_section_says_something_and_names_where_it_stands() -> None:
    plan = plan_of().plan
    assert [section.title for section in plan.on_page] == [
        "Where we stand", "What the customer wants", "What is in it for them", "What we want", "Who does what by when",
        "What could go wrong", "Who has agreed",
    ]  # fmt: skip
    assert len(plan.behind) == 11
    for section in plan.sections:
        assert section.blocks and section.stands_in, section.title
        for block in section.blocks:
            if isinstance(block, Table):
                assert len(block.heads) == len(set(block.heads)) == len(block.weights) and len(block.marked) == len(block.rows)
                assert "nan" not in {cell.casefold() for row in block.rows for cell in row}


def test_the_page_shows_what_the_method_says() -> None:
    found = {section.title: section for section in plan_of().plan.sections}
    goals = found["What the customer wants"].blocks[0]
    assert isinstance(goals, Table) and [row[0] for row in goals.rows] == ["No line stopped for want of crates", "Ten per cent less packaging weight"]
    offers = found["What is in it for them"].blocks
    assert isinstance(offers[0], Say) and offers[0].lead and isinstance(offers[2], Chart)
    assert offers[2].title == "2 of 3 opportunities are worth proposing"
    assert offers[2].series[0].values[0] == 108_000 and "A call before every shortage: Worth to them 108,000" in offers[2].alt
    actions = found["Who does what by when"].blocks[0]
    assert isinstance(actions, Table) and [row[0][:8] for row in actions.rows] == ["Action 1", "Action 2", "Action 3"], "the fourth is done"
    assert actions.rows[0][1] == "21 Mar 2026, overdue" and actions.marked[0] and not actions.marked[1]


def test_what_nobody_has_entered_is_named_with_who_can(second_company: Programme) -> None:
    plan = source_of(second_company.tables(), "K1", AS_OF, "ours").plan
    missing = [block for section in plan.sections for block in section.blocks if isinstance(block, Missing)]
    assert len(missing) >= 5
    assert all(block.who == "Kim Arden" and "Laboratory K1" in block.text for block in missing)


def test_the_foot_keeps_its_end_whatever_the_name() -> None:
    plan = plan_of(f"{LONG_NAME} {LONG_NAME}").plan
    assert plan.foot.endswith("…, 31 Mar 2026, internal") and len(plan.foot) < 130
    arabic = plan_of("شركة الزجاج المتحدة").plan
    assert arabic.foot == "Account plan: شركة الزجاج المتحدة\u200e, 31 Mar 2026, internal", "a date after such a name stays in order"
    for suffix in (".docx", ".pptx", ".html", ".pdf"):
        data = document(suffix, f"{LONG_NAME} {LONG_NAME}")
        said = docx.Document(io.BytesIO(data)).sections[0].footer.paragraphs[0].text if suffix == ".docx" else words_of(suffix, data)
        assert "31Mar2026,internal" in squeezed(said), suffix


# Each format


def test_the_same_plan_gives_the_same_bytes() -> None:
    again = source_of(Remembering(rows()), "007", DAY, "ours")
    for suffix, found in FORMATS.items():
        assert bytes_of(again, found) == document(suffix), suffix


@pytest.mark.parametrize("suffix", [".docx", ".html", ".pptx", ".pdf"])
def test_every_format_says_what_the_plan_says(suffix: str) -> None:
    found, plan = words_of(suffix, document(suffix)), plan_of().plan
    sections = plan.on_page if suffix in (".pptx", ".pdf") else plan.sections
    for section in sections:
        assert squeezed(section.title) in found, section.title
        for block in section.blocks:
            if isinstance(block, Table):
                for head in block.heads:
                    assert squeezed(head) in found, (section.title, head)
                for row in block.rows[: block.on_page]:
                    assert squeezed(row[0]) in found, row[0]
            elif isinstance(block, Say):
                assert squeezed(block.text) in found


def test_a_new_section_appears_in_every_format_of_the_plan() -> None:
    plan = plan_of().plan
    new = Section("A section nobody knew", (Say("With a sentence."), Missing("a thing", "Somebody", "somewhere"), Findings(())))
    more = PlanDocument(**{**plan.__dict__, "sections": (new, *plan.sections)})
    for suffix in (".docx", ".html", ".pptx", ".pdf"):
        found = words_of(suffix, bytes_of(Source(more, plan_of().tables), FORMATS[suffix]))
        for said in ("A section nobody knew", "With a sentence.", "Not there yet: a thing"):
            assert squeezed(said) in found, (suffix, said)


def test_word_has_headings_tables_with_heads_charts_with_words_and_figures_and_page_numbers() -> None:
    read = docx.Document(io.BytesIO(document(".docx", actions=40)))
    levels = [paragraph.style.name for paragraph in read.paragraphs if paragraph.style.name.startswith(("Title", "Heading"))]
    assert levels[0] == "Title" and levels.count("Heading 1") == 8 and levels.count("Heading 2") == 11
    assert len(read.tables) >= 14
    for table in read.tables:
        properties = table.rows[0]._tr.trPr
        assert properties is not None and properties.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
    drawn = list(read.element.body.iter(qn("wp:docPr")))
    assert len(drawn) == len(read.inline_shapes) == 4 and all("Bar chart" in one.get("descr") for one in drawn)
    charts = [part for part in read.part.package.iter_parts() if part.content_type == CT.DML_CHART]
    assert len(charts) == 4
    for chart in charts:  # its figures can be opened: the workbook is where the chart says it is
        named = re.search(rb'externalData [^>]*r:id="(\w+)"', chart.blob)
        assert named and openpyxl.load_workbook(io.BytesIO(chart.rels[named[1].decode()].target_part.blob)).active["B2"].value is not None
    assert {language.get(qn("w:val")) for language in read.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    foot = "".join(code.text for code in read.sections[0].footer._element.iter(qn("w:instrText")))
    assert foot == "PAGENUMPAGES"
    known = read.core_properties
    assert (known.title, known.language) == (f"Account plan: {NAME}", "en-GB") and known.modified.date() == DAY


def test_powerpoint_has_titles_native_tables_and_charts_that_can_be_edited() -> None:
    deck = pptx.Presentation(io.BytesIO(document(".pptx")))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert len(titles) == len(set(titles)) <= 12 and titles[0] == f"Account plan: {NAME}"
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    charts = [shape for shape in shapes if shape.has_chart]
    assert charts and sum(shape.has_table for shape in shapes) == 7
    for shape in shapes:
        if shape.has_chart or shape.has_table:
            assert shape._element.nvGraphicFramePr.cNvPr.get("descr")
        if shape.has_table:
            assert shape.table.first_row, "the first row is the head"
    written = [run for slide in deck.slides for run in slide._element.iter(f"{{{DRAWING}}}r")]
    assert written and {run.find(f"{{{DRAWING}}}rPr").get("lang") for run in written} == {"en-GB"}
    assert (deck.core_properties.title, deck.core_properties.language) == (titles[0], "en-GB")
    book = openpyxl.load_workbook(io.BytesIO(charts[0].chart.part.chart_workbook.xlsx_part.blob))
    assert 108_000 in [cell.value for row in book.active.iter_rows() for cell in row]


def test_the_pdf_is_one_tagged_page_dated_by_the_plan() -> None:
    read = PdfReader(io.BytesIO(document(".pdf")))
    assert len(read.pages) == 1
    assert [round(float(side)) for side in read.pages[0].mediabox[2:]] == [595, 842]
    root = read.trailer["/Root"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root and root["/Lang"].lower().startswith("en")
    assert read.metadata.title == f"Account plan: {NAME}" and read.metadata.creation_date.date() == DAY


@cache
def wordy() -> dict[str, Any]:
    """The plan of the long name with forty actions in which every text is three long sentences."""
    found = rows(LONG_NAME, 40)
    long = "We agree in writing which plant receives which crate on which day, who rings whom if a truck is late, and who pays. " * 3
    for table, names in {
        "actions": ("what", "measure_text"), "customer_goals": ("goal", "our_help"), "objectives": ("statement", "strategy"),
        "opportunities": ("name",), "risks": ("what", "response"), "propositions": ("sentence",), "contracts": ("scope",),
    }.items():  # fmt: skip
        for row in found[table]:
            row |= {name: f"{row[name]} {long}".strip() for name in names}
    return found


@pytest.mark.parametrize("edition", ["ours", "customer"])
@pytest.mark.parametrize("texts", ["short", "long"])
def test_forty_actions_and_a_long_name_stay_on_one_page_that_keeps_every_section(edition: Any, texts: str) -> None:
    source = plan_of(LONG_NAME, 40, edition) if texts == "short" else source_of(Remembering(wordy()), "007", DAY, edition)
    read = PdfReader(io.BytesIO(bytes_of(source, FORMATS[".pdf"])))
    found = squeezed(read.pages[0].extract_text())
    assert len(read.pages) == 1 and b"<pdfuaid:part>1</pdfuaid:part>" in read.trailer["/Root"]["/Metadata"].get_object().get_data()
    for section in source.plan.on_page:
        assert squeezed(section.title) in found, section.title
        first = next((block for block in section.blocks if isinstance(block, Table)), None)
        assert first is None or squeezed(first.rows[0][0])[:16] in found, section.title
    actions = next(section for section in source.plan.on_page if section.title == "Who does what by when").blocks[0]
    shown = len(set(re.findall(r"Action(\d+):", found)))
    assert isinstance(actions, Table) and shown >= 4 and f"and{len(actions.rows) - shown}moreinthefullplan" in found
    assert "ThefullplanstandsinitsWordandHTMLeditions" in found
    sizes = {round(size, 1) for size in _sizes(read.pages[0])}
    assert min(sizes) >= 6.5, "the foot of the page, and nothing smaller"


def _sizes(page: Any) -> Iterator[float]:
    """The sizes in which text is set on a page, in points."""
    sizes: list[float] = []
    page.extract_text(visitor_text=lambda text, _, at, __, size: sizes.append(abs(size * at[3] or size)) if text.strip() else None)
    yield from sizes


TEXTS = st.text(st.characters(blacklist_categories=("Cs",)), max_size=60).map(plain)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table of any size; long texts are a few words many times."""
    width, length, times = draw(st.integers(1, 7)), draw(st.integers(0, 60)), draw(st.integers(1, 60))
    row = [draw(TEXTS) * times for _ in range(width)]
    frame = pd.DataFrame([row] * length, columns=[f"c{at}" for at in range(width)])
    return tabulate(draw(TEXTS), frame, [(Column(f"c{at}", draw(TEXTS)), draw(st.floats(0.5, 5))) for at in range(width)])


blocks = st.one_of(tables(), TEXTS.map(Say), st.builds(Missing, TEXTS, TEXTS, TEXTS))
sections = st.builds(Section, TEXTS, st.lists(blocks, min_size=1, max_size=3).map(tuple), st.just("workbook 07"), st.booleans())


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.builds(PlanDocument, TEXTS, TEXTS, st.just("007"), TEXTS, TEXTS, st.just(DAY), st.just("ours"), st.lists(sections, max_size=9).map(tuple)))
def test_no_plan_overflows_its_page(plan: PlanDocument) -> None:
    assert len(PdfReader(io.BytesIO(bytes_of(Source(plan, {}), FORMATS[".pdf"]))).pages) == 1


def test_html_is_one_file_without_scripts_or_requests() -> None:
    html = document(".html").decode()
    assert "<script" not in html and not re.search(r"""(?:src|href)=["'](?!data:|#)""", html)
    assert "default-src 'none'" in html and html.count("<img alt=") == 4
    levels = [int(level) for level in re.findall(r"<h(\d)", html)]
    assert levels[0] == 1 and levels.count(1) == 1 and set(levels) == {1, 2, 3}


@cache
def _hostile() -> Source:
    found = rows(HOSTILE, 3)
    found["actions"][0]["what"] = HOSTILE
    found["customer_goals"][0]["goal"] = "-1+1|cmd \x0b\x00 <b>&amp;</b>"
    return source_of(Remembering(found), "007", DAY, "ours")


@pytest.mark.parametrize("suffix", FORMATS)
def test_what_people_typed_stays_text(suffix: str) -> None:
    data = bytes_of(_hostile(), FORMATS[suffix])
    said = words_of(suffix, data)
    if suffix == ".html":
        assert "<script" not in data.decode() and "&lt;script&gt;alert(1)&lt;/script&gt;" in data.decode()
    elif suffix == ".xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f" or cell.hyperlink]
        assert squeezed(HOSTILE) in said
    elif suffix == ".ics":
        assert "=HYPERLINK" in said and data.count(b"BEGIN:VEVENT") == 6
    else:
        assert squeezed("<script>alert(1)</script> #let x = 1; $y^2$ @ref *bold* \\ {{ 7*7 }}") in said, said[:400]


@pytest.mark.parametrize("account", ["=cmd()", "K6"])
def test_accounts_with_hardly_a_record_get_documents_too(second_company: Programme, account: str) -> None:
    source = source_of(second_company.tables(), account, AS_OF, "ours")
    name = HOSTILE_NAME if account == "=cmd()" else f"Laboratory {account}"
    for suffix, found in FORMATS.items():
        data = bytes_of(source, found)
        assert suffix in (".html", ".ics") or squeezed(name) in words_of(suffix, data), suffix
        assert len(data) > 100


def test_an_unknown_account_is_named(second_company: Programme) -> None:
    for edition in ("ours", "customer"):
        with pytest.raises(KamkitError, match="'nobody'"):
            source_of(second_company.tables(), "nobody", AS_OF, edition)  # type: ignore[arg-type]


def test_one_of_several_customer_numbers_gives_the_plan_of_the_group() -> None:
    assert source_of(Remembering(rows()), "007-2", DAY, "ours").plan.title == f"Account plan: {NAME}"


# Opened by a real program


@pytest.mark.office
def test_libreoffice_sets_them_without_anything_running_over(tmp_path: Path) -> None:
    """40 actions and a name of 120 characters: every word lies on its page, above the foot of a slide; one start for all files."""
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is not installed"
    files = []
    for edition in ("ours", "customer"):
        for suffix in (".docx", ".pptx"):
            files.append(tmp_path / f"{edition}-{suffix[1:]}{suffix}")
            files[-1].write_bytes(document(suffix, LONG_NAME, 40, edition))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    order = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, files)]
    subprocess.run(order, check=True, capture_output=True, timeout=600)
    for file in files:
        pages = list(_places(file.with_suffix(".pdf")))
        edition = file.name.split("-")[0]
        foot = set(short(plan_of(LONG_NAME, 40, edition).plan.foot, 130).split())
        for number, (width, height, words) in enumerate(pages, 1):
            over = [word for word, _, _, right, bottom in words if right > width + 1 or bottom > height + 1]
            assert not over, (file.name, number, over)
            assert not _on_top(words), (file.name, number, _on_top(words))
            if file.suffix == ".pptx" and number > 1:
                low = [word for word, *_, bottom in words if bottom > height - 32 and word not in foot and word != str(number)]
                assert not low, (file.name, number, low)
        if file.suffix == ".pptx":
            assert len(pages) == len(pptx.Presentation(str(file)).slides)
        else:
            heads = sum("Success" in {word for word, *_ in words} for *_, words in pages)
            assert heads >= 2, "the head of a table stands on each of its pages"


Word = tuple[str, float, float, float, float]


def _places(path: Path) -> Iterator[tuple[float, float, list[Word]]]:
    """Width and height of every page, and each word with its left, upper, right and lower edge."""
    told = subprocess.run(["pdftotext", "-bbox", str(path), "-"], check=True, capture_output=True, text=True).stdout
    edges = " ".join(rf'{name}="([-\d.]+)"' for name in ("xMin", "yMin", "xMax", "yMax"))
    for page in re.findall(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', told, flags=re.DOTALL):
        found = re.findall(rf"<word {edges}>(.*?)</word>", page[2])
        yield float(page[0]), float(page[1]), [(unescape(word), *map(float, place)) for *place, word in found]  # type: ignore[misc]


def _on_top(words: list[Word]) -> list[tuple[str, str]]:
    """Words that lie on others: a line less than half as far away as it is high."""
    found, ordered = [], sorted(words, key=lambda word: word[2])
    for at, (word, left, top, right, bottom) in enumerate(ordered):
        for other, its_left, its_top, its_right, _ in ordered[at + 1 :]:
            if its_top > top + (bottom - top) / 2:
                break
            if min(right, its_right) - max(left, its_left) > 2:
                found.append((word, other))
    return found


def test_dates_inside_office_files_are_the_plans() -> None:
    for suffix in (".docx", ".pptx", ".xlsx"):
        with zipfile.ZipFile(io.BytesIO(document(suffix))) as parts:
            assert {info.date_time for info in parts.infolist()} == {(2000, 1, 1, 0, 0, 0)}
            core = parts.read("docProps/core.xml").decode()
        assert set(re.findall(r">(\d{4}-\d\d-\d\dT[^<]*)<", core)) == {"2026-03-31T00:00:00Z"}, suffix
    assert date(2026, 3, 31) == DAY
