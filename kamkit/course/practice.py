"""The exercises for somebody who practises alone: copies to work on, kept current as long as nobody has changed them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kamkit.bulk.copies import content_of, read_copy, stamp_of, stamped
from kamkit.bulk.files import write_atomically
from kamkit.course.classes.issuing import exercises_folder
from kamkit.course.edition import without_outputs
from kamkit.course.exercises import NAMES

PAGES = (*NAMES, "plan_and_review", "simulation")
_TEXTS = ("CASE.md", "SIMULATION.md")


def put_exercises(folder: Path) -> tuple[Path, ...]:
    """Put the participants' pages and what is read before them into ``folder``; returns those that somebody has changed.

    A page that was run or opened counts as unchanged and is replaced when the kit's is newer; one that was changed stays.
    Answers lie beside the pages and are never touched.
    """
    source, changed = exercises_folder(), []
    for name in PAGES:
        notebook, target = _copy_of(source / f"{name}.ipynb"), folder / f"{name}.ipynb"
        there, newest = read_copy(target), content_of(notebook)
        if target.exists() and not (there and stamp_of(there) == content_of(there)):
            changed.append(target)
        elif stamp_of(there) != newest:
            write_atomically(target, stamped(notebook, newest))
    for name in _TEXTS:
        text = (source / name).read_text(encoding="utf-8")
        if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != text:
            write_atomically(folder / name, text)
    return tuple(changed)


def _copy_of(path: Path) -> dict[str, Any]:
    notebook: dict[str, Any] = json.loads(without_outputs(path.read_text(encoding="utf-8")))
    return notebook
