"""A document's way to the disk: never over somebody's work, remembered by the programme, the same from the command line and in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from plan_case import DAY, rows, stored

from kamkit.documents.export import export_plan
from kamkit.documents.fixed import place_for
from kamkit.errors import InputError
from kamkit.programme import Programme, create_programme
from kamkit.programme.person import find_person


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programme]:
    with create_programme(tmp_path_factory.mktemp("export") / "p", company="Varnholt Packaging", currency="EUR", who="test") as made:
        made.save_all(stored(rows()))
        yield made


def test_a_document_that_somebody_has_worked_on_stays(programme: Programme, tmp_path: Path) -> None:
    asked = tmp_path / "plan.docx"
    assert export_plan(programme, "007", DAY, asked).place == asked
    programme.save("actions", {"action_id": "a01", "what": "Ring the planner"})
    assert export_plan(programme, "007", DAY, asked).place == asked, "nobody has touched it"
    worked_on = docx.Document(str(asked))
    worked_on.add_paragraph("What I added")
    worked_on.save(str(asked))
    mine = asked.read_bytes()
    beside = export_plan(programme, "007", DAY, asked).place
    assert beside.name == "plan.new.docx" and asked.read_bytes() == mine
    assert place_for(asked) == beside, "that one may be written again"
    docx.Document(str(beside)).save(str(beside))
    assert place_for(asked).name == "plan.new-2.docx"


@pytest.mark.parametrize("name", ["plan.docx", "plan.XLSX", "plan.pptx"])
def test_what_is_no_office_file_of_ours_is_somebody_elses(tmp_path: Path, name: str) -> None:
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
