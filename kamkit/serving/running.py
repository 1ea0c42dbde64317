"""A workbook executed cell by cell in a kernel that stays: each cell's outputs as soon as they are there."""

from __future__ import annotations

import copy
from collections.abc import AsyncIterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from kamkit.bulk.quickly import import_nbformat

States = Mapping[str, Mapping[str, Any]]
# A cell stays under a second; this only keeps a page from waiting for ever.
SECONDS_A_CELL = 120


def prepare(path: Path, parameters: Mapping[str, str]) -> Any:
    """The notebook with its parameters, without outputs; texts stay texts, ``007`` too."""
    import_nbformat()
    from papermill.parameterize import parameterize_notebook

    notebook = parameterize_notebook(copy.deepcopy(_load(path, path.stat().st_mtime_ns)), dict(parameters))
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def read_all() -> None:
    """Import what pages are made with and read every workbook's text, before somebody waits for it."""
    import nbclient  # noqa: F401

    from kamkit.packs.library import list_workbooks
    from kamkit.serving.faces import markdown

    for book in list_workbooks():
        for cell in prepare(book.path, {}).cells:
            if cell.cell_type == "markdown":
                markdown(cell.source, "")


@lru_cache(maxsize=64)
def _load(path: Path, saved_at: int) -> Any:
    from papermill.iorw import load_notebook_node

    return load_notebook_node(str(path))


async def run_cells(notebook: Any, kernel: Any, connected: Any) -> AsyncIterator[tuple[int, Any, States]]:
    """Run the code cells one after the other; gives each cell's place, counted from 0, the cell with its outputs, and its widgets' states.

    It ends after the first cell that fails: what follows would build on it. ``connected`` is the kernel's client.
    """
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    client = NotebookClient(notebook, km=kernel, timeout=SECONDS_A_CELL, record_timing=False, store_widget_state=True)
    client.kc = connected
    try:
        for at, cell in enumerate(notebook.cells):
            if cell.cell_type != "code":
                continue
            failed = False
            try:
                await client.async_execute_cell(cell, at, store_history=False)
            except CellExecutionError:
                failed = True
            except (CellTimeoutError, DeadKernelError) as gone:
                cell.outputs = [_error(gone)]
                failed = True
            yield at, cell, client.widget_state
            client.widget_state = {}
            if failed:
                return
    finally:
        connected.stop_channels()


def _error(gone: Exception) -> Any:
    from nbformat.v4 import new_output

    return new_output("error", ename=type(gone).__name__, evalue="", traceback=[])
