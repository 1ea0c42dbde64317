"""A document's way to the disk: never over somebody's work, remembered by the programme, the same from the command line and in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest
from plan_case import DAY, Remembering, rows, stored
from pypdf import PdfWriter

from kamkit.documents.export import FORMATS, bytes_of, export_plan, source_of
from kamkit.documents.fixed import place_for
from kamkit.errors import InputError
from kamkit.programme import Programme, create_programme
from kamkit.programme.person import find_person


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programme]:
    with create_programme(tmp_path_factory.mktemp("export") / "p", company="Varnholt Packaging", currency="EUR", who="test") as made:
        made.save_all(stored(rows()))
        yield made


def test_what_nobody_has_changed_is_replaced_and_anything_else_stays(programme: Programme, tmp_path: Path) -> None:
    asked = tmp_path / "plan.html"
    assert export_plan(programme, "007", DAY, asked).place == asked
    first = asked.read_bytes()
    assert export_plan(programme, "007", date(2026, 4, 7), asked).place == asked and asked.read_bytes() != first, "nobody has touched it"
    change(asked)
    mine = asked.read_bytes()
    beside = export_plan(programme, "007", DAY, asked).place
    assert beside.name == "plan.new.html" and asked.read_bytes() == mine


def test_the_same_rule_holds_for_every_format(tmp_path: Path) -> None:
    source = source_of(Remembering(rows()), "007", DAY, "ours")
    for suffix, found in FORMATS.items():
        asked = tmp_path / f"plan{suffix}"
        asked.write_bytes(bytes_of(source, found))
        assert place_for(asked) == asked, "nobody has touched it"
        change(asked)
        beside = place_for(asked)
        assert beside == tmp_path / f"plan.new{suffix}"
        beside.write_bytes(bytes_of(source, found))
        assert place_for(asked) == beside, "that one may be written again"
        change(beside)
        assert place_for(asked).name == f"plan.new-2{suffix}"


def change(path: Path) -> None:
    """A small change by a program that people use, or one that looks like it."""
    match path.suffix:
        case ".docx":
            docx.Document(str(path)).save(str(path))
        case ".pptx":
            pptx.Presentation(str(path)).save(str(path))
        case ".xlsx":
            openpyxl.load_workbook(path).save(path)
        case ".pdf":
            noted = PdfWriter(clone_from=path)
            noted.add_metadata({"/Keywords": "read"})
            noted.write(path)
        case _:
            path.write_bytes(path.read_bytes().replace(b"Quillon", b"Quillen", 1))


@pytest.mark.parametrize("name", ["plan.docx", "plan.XLSX", "plan.pptx", "plan.PDF", "plan.html", "plan.ics"])
def test_what_is_no_file_of_ours_is_somebody_elses(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    assert place_for(path) == path
    path.write_bytes(b"notes")
    assert place_for(path) == tmp_path / f"plan.new{path.suffix}"


def test_the_programme_remembers_where_its_documents_lie(programme: Programme, tmp_path: Path) -> None:
    """Else nobody who is to be forgotten could be taken out of them."""
    files = {tmp_path / name for name in ("p.docx", "p.pdf", "p.html")}
    for file in files:
        export_plan(programme, "007", DAY, file)
    assert files <= {Path(place.path) for place in programme.places() if place.kind == "documents"}
    assert {one.path for one in find_person(programme, "Dr Maren Voss").elsewhere if one.path.parent == tmp_path} == files


def test_a_folder_is_no_place_for_a_document(programme: Programme, tmp_path: Path) -> None:
    (tmp_path / "plan.html").mkdir()
    with pytest.raises(InputError, match="cannot be written"):
        export_plan(programme, "007", DAY, tmp_path / "plan.html")
    assert [path.name for path in tmp_path.iterdir()] == ["plan.html"], "nothing half-written is left"
