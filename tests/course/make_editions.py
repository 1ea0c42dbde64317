"""Run the solved exercises, derive the participants' edition, run that too, and store what both show.

    python tests/course/make_editions.py                             every exercise
    python tests/course/make_editions.py 01_what_accounts_are_worth  this one
    python tests/course/make_editions.py plan_and_review             a page without answers, which has one edition

What is stored is what ``pytest --nbval`` compares: the reader's face of every question, no widgets, no counts.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
EXERCISES = CHECKOUT / "exercises"
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests" / "workbooks")]


def main(names: list[str]) -> int:
    """Store the editions of the exercises named, or of all; 1 if one of them failed."""
    from kamkit.kernels import warm_kernels

    with warm_kernels():
        return _make(names)


def _make(names: list[str]) -> int:
    from kamkit.course.edition import participants_edition

    solved = [EXERCISES / "solved" / f"{Path(name).stem}.ipynb" for name in names]
    failed = 0
    for path in solved or sorted((EXERCISES / "solved").glob("*.ipynb")):
        own = EXERCISES / path.name
        try:
            if path.exists():
                changed = [_store(path.read_text(encoding="utf-8"), path)]
                changed.append(_store(participants_edition(path.read_text(encoding="utf-8")), own))
            else:
                changed = [_store(own.read_text(encoding="utf-8"), own)]
        except Exception as error:
            failed += 1
            print(f"{path.name}: FAILED\n{error}")
        else:
            print(f"{path.name}: {'stored' if any(changed) else 'unchanged'}")
    return 1 if failed else 0


def _store(text: str, path: Path) -> bool:
    import nbformat
    from nbclient import NotebookClient
    from store_outputs import as_stored

    notebook = nbformat.reads(text, as_version=4)
    # Somewhere else than beside somebody's answers; what a page shows does not depend on where it lies.
    with tempfile.TemporaryDirectory() as folder:
        NotebookClient(notebook, timeout=300, record_timing=False, resources={"metadata": {"path": folder}}).execute()
    stored = as_stored(notebook)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if stored != before:
        path.write_text(stored, encoding="utf-8")
    return stored != before


if __name__ == "__main__":
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(CHECKOUT), os.environ.get("PYTHONPATH")]))
    sys.exit(main(sys.argv[1:]))
