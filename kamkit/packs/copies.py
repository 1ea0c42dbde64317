"""A person's own copy of the workbooks: kept current, and never taken away once it was changed.

A copy has no outputs and says which workbook, kit version and content it was made from. An upgrade
replaces copies nobody changed; a changed one stays, and the new one is put beside it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import kamkit
from kamkit.bulk.copies import content_of, read_copy, stamp_of, stamped
from kamkit.bulk.files import write_atomically
from kamkit.packs.library import Workbook, list_workbooks

State = Literal["new", "current", "replaced", "changed", "put beside"]


@dataclass(frozen=True)
class Copy:
    """One file of a person's folder and what was done about it."""

    path: Path
    state: State


def update_copies(folder: Path, programme: str) -> tuple[Copy, ...]:
    """Bring the workbooks in ``folder`` up to date; each starts with ``programme`` as its parameter."""
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(_update(workbook, folder, programme) for workbook in list_workbooks())


def list_changed(folder: Path) -> tuple[Path, ...]:
    """The copies that differ from what the kit made."""
    return tuple(path for path in sorted(folder.glob("*.ipynb")) if not _is_untouched(path))


def _update(workbook: Workbook, folder: Path, programme: str) -> Copy:
    target = folder / workbook.path.name
    text = _copy_of(workbook, programme)
    if not target.exists():
        write_atomically(target, text)
        return Copy(target, "new")
    if stamp_of(read_copy(target)) == stamp_of(json.loads(text)):
        return Copy(target, "current" if _is_untouched(target) else "changed")
    if _is_untouched(target):
        write_atomically(target, text)
        return Copy(target, "replaced")
    beside = folder / f"{workbook.name}.kamkit-{kamkit.__version__}.ipynb"
    write_atomically(beside, text)
    return Copy(beside, "put beside")


def _copy_of(workbook: Workbook, programme: str) -> str:
    notebook = json.loads(workbook.path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
        if "parameters" in cell["metadata"].get("tags", ()):
            cell["source"] = _with_programme(cell["source"], programme)
    return stamped(notebook, {"workbook": workbook.name, "kit": kamkit.__version__, "content": content_of(notebook)})


def _with_programme(source: str | list[str], programme: str) -> list[str]:
    lines = "".join(source).splitlines(keepends=True)
    return [
        line.replace('programme = ""', f"programme = {json.dumps(programme)}", 1)
        if line.startswith("programme = ")
        else line
        for line in lines
    ]


def _is_untouched(path: Path) -> bool:
    notebook = read_copy(path)
    return bool(notebook) and (stamp_of(notebook) or {}).get("content") == content_of(notebook)


def copies_folder(programme_folder: Path, person: str) -> Path:
    """Where a person's copies lie: ``workbooks/NAME`` in the programme's folder."""
    from kamkit.packs.names import folder_names

    name = person or "me"
    return programme_folder / "workbooks" / folder_names([name])[name]

