"""A person's copies of the workbooks: kept current, never taken away once changed."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest

import kamkit
from kamkit.packs.copies import copies_folder, list_changed, update_copies
from kamkit.packs.jobs import address_from
from kamkit.packs.library import list_workbooks


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A fresh set of copies in a programme's folder."""
    made = copies_folder(tmp_path / "mine", "Ines Carrow")
    states = {copy.state for copy in update_copies(made, address_from(made, str(tmp_path / "mine")))}
    assert states == {"new"}
    return made


def change(path: Path) -> None:
    """What a person does who adds a remark."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][0]["source"] = ["# My own title\n"]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def test_a_copy_has_no_outputs_names_its_programme_and_is_a_notebook(folder: Path, tmp_path: Path) -> None:
    paths = sorted(folder.glob("*.ipynb"))
    assert len(paths) == len(list_workbooks())
    for path in paths:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        assert not any(cell.get("outputs") for cell in notebook.cells)
        parameters = next(cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", ()))
        scope: dict[str, str] = {}
        exec(parameters.source, scope)
        assert (folder / scope["programme"]).resolve() == (tmp_path / "mine").resolve()
        assert scope["account_id"] == "" and scope["as_of"] == ""
        assert notebook.metadata["kamkit_copy"]["kit"] == kamkit.__version__


def test_running_cells_is_no_change_and_typing_is_one(folder: Path) -> None:
    first, second, *_ = sorted(folder.glob("*.ipynb"))
    notebook = nbformat.read(first, as_version=4)
    notebook.cells[-1].metadata["collapsed"] = True
    next(cell for cell in notebook.cells if cell.cell_type == "code").execution_count = 7
    nbformat.write(notebook, first)
    assert list_changed(folder) == ()
    change(second)
    assert list_changed(folder) == (second,)
    assert {copy.path: copy.state for copy in update_copies(folder, "../..")}[second] == "changed"


def test_an_upgrade_replaces_what_nobody_changed_and_puts_the_rest_beside(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, *_ = sorted(folder.glob("*.ipynb"))
    change(second)
    before = second.read_bytes()
    monkeypatch.setattr(kamkit, "__version__", "9.9.9")
    states = {copy.path.name: copy.state for copy in update_copies(folder, "../..")}
    assert states[first.name] == "replaced"
    assert states[f"{second.stem}.kamkit-9.9.9.ipynb"] == "put beside"
    assert second.read_bytes() == before


@pytest.mark.parametrize("content", ["", "not a notebook", "[]", '{"cells": []}'])
def test_a_file_that_is_no_copy_of_ours_stays(folder: Path, content: str) -> None:
    first = min(folder.glob("*.ipynb"))
    first.write_text(content, encoding="utf-8")
    assert "put beside" in {copy.state for copy in update_copies(folder, "../..")}
    assert first.read_text(encoding="utf-8") == content


def test_the_name_of_a_person_never_leaves_the_programme(tmp_path: Path) -> None:
    for person in ("../../etc", "", "A/B", "con"):
        assert copies_folder(tmp_path, person).parent == tmp_path / "workbooks"
