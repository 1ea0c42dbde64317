"""Run workbooks on the sample and store their outputs, cleaned, for git.

    python tests/workbooks/store_outputs.py                        every workbook
    python tests/workbooks/store_outputs.py 08_draft_the_action_plan   this one

What is stored is what ``pytest --nbval`` compares and what a reader on GitHub sees: the table and
sentence faces only, no widgets, no counts, nothing of the run.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

CHECKOUT = Path(__file__).resolve().parents[2]
WORKBOOKS = CHECKOUT / "workbooks"


def main(names: list[str]) -> int:
    """Store the outputs of the workbooks named, or of all; 1 if one of them failed."""
    paths = [WORKBOOKS / f"{Path(name).stem}.ipynb" for name in names] or sorted(WORKBOOKS.glob("*.ipynb"))
    failed = 0
    for path in paths:
        try:
            changed = store(path)
        except Exception as error:
            failed += 1
            print(f"{path.name}: FAILED\n{error}")
        else:
            print(f"{path.name}: {'stored' if changed else 'unchanged'}")
    return 1 if failed else 0


def store(path: Path) -> bool:
    """Run one workbook in its own folder, as a person would, and write it back with its outputs."""
    before = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(before, as_version=4)
    NotebookClient(
        notebook, timeout=300, record_timing=False, resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    text = as_stored(notebook)
    if text != before:
        path.write_text(text, encoding="utf-8")
    return text != before


def as_stored(notebook: Any) -> str:
    """The notebook's text as git keeps it."""
    from kamkit.bulk.clean import clean_notebook

    kept = {name: notebook.metadata[name] for name in ("kamkit", "kernelspec") if name in notebook.metadata}
    kept["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    kept["language_info"] = {"name": "python"}
    notebook = clean_notebook(notebook)
    notebook.metadata = nbformat.from_dict(kept)
    nbformat.validate(notebook)
    return nbformat.writes(notebook, version=4) + "\n"


if __name__ == "__main__":
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(CHECKOUT), os.environ.get("PYTHONPATH")]))
    sys.path.insert(0, str(CHECKOUT))
    sys.exit(main(sys.argv[1:]))
