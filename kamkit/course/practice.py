"""The exercises for somebody who practises alone: copies to work on, kept current as long as nobody has changed them."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from kamkit.bulk.files import write_atomically
from kamkit.course.classes.issuing import exercises_folder
from kamkit.course.edition import without_outputs
from kamkit.course.exercises import NAMES

PAGES = (*NAMES, "plan_and_review", "simulation")
_TEXTS = ("CASE.md", "SIMULATION.md")
_STAMP = "kamkit_copy"


def put_exercises(folder: Path) -> tuple[Path, ...]:
    """Put the participants' pages and what is read before them into ``folder``; returns those that somebody has changed.

    A page that was run or opened counts as unchanged and is replaced when the kit's is newer; one that was changed stays.
    Answers lie beside the pages and are never touched.
    """
    source, changed = exercises_folder(), []
    for name in PAGES:
        text, target = _copy_of(source / f"{name}.ipynb"), folder / f"{name}.ipynb"
        if not target.exists():
            write_atomically(target, text)
        elif _stamp(target) != _content(target):
            changed.append(target)
        elif _stamp(target) != json.loads(text)["metadata"][_STAMP]:
            write_atomically(target, text)
    for name in _TEXTS:
        text = (source / name).read_text(encoding="utf-8")
        if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != text:
            write_atomically(folder / name, text)
    return tuple(changed)


def _copy_of(path: Path) -> str:
    notebook = json.loads(without_outputs(path.read_text(encoding="utf-8")))
    notebook["metadata"][_STAMP] = _digest(notebook)
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _digest(notebook: dict[str, Any]) -> str:
    cells = [(cell["cell_type"], "".join(cell["source"])) for cell in notebook["cells"]]
    return sha256(json.dumps(cells).encode()).hexdigest()


def _stamp(path: Path) -> str:
    return str(_read(path).get("metadata", {}).get(_STAMP, ""))


def _content(path: Path) -> str:
    notebook = _read(path)
    return _digest(notebook) if notebook else "unreadable"


def _read(path: Path) -> dict[str, Any]:
    try:
        notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return notebook if {"cells", "metadata"} <= notebook.keys() else {}
    except (OSError, ValueError, AttributeError):
        return {}
