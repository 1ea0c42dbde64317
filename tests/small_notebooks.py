"""Small notebooks for runs in bulk."""

from __future__ import annotations

from pathlib import Path

import nbformat


def notebook_of(path: Path, *sources: str) -> Path:
    """A notebook with a parameters cell and one code cell per source."""
    parameters = nbformat.v4.new_code_cell('account_id = ""', metadata={"tags": ["parameters"]}, id="parameters")
    cells = [nbformat.v4.new_code_cell(source, id=f"cell-{at}") for at, source in enumerate(sources)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=[parameters, *cells], metadata=kernel), path)
    return path
