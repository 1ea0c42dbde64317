"""What a written notebook does not keep: anything of the run itself, and anything that needs a live kernel."""

from __future__ import annotations

from typing import Any

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
_KEPT_CELL_METADATA = ("tags", "jupyter", "editable", "deletable", "slideshow")
INJECTED = "injected-parameters"


def clean_notebook(notebook: Any) -> Any:
    """Remove run data, widgets and random ids in place, so that the same run writes the same bytes."""
    _clean_metadata(notebook.metadata)
    for cell in notebook.cells:
        cell.metadata = {name: cell.metadata[name] for name in _KEPT_CELL_METADATA if cell.metadata.get(name)}
        if cell.cell_type != "code":
            continue
        if INJECTED in cell.metadata.get("tags", ()):
            cell.id = INJECTED
            cell.metadata["jupyter"] = {"source_hidden": True}
        cell.execution_count = None
        cell.outputs = [found for found in map(_clean_output, cell.outputs) if found is not None]
    return notebook


def _clean_metadata(metadata: Any) -> None:
    metadata.pop("papermill", None)
    metadata.pop("widgets", None)
    if "language_info" in metadata:
        metadata.language_info = {"name": metadata.language_info.get("name", "python")}


def _clean_output(output: Any) -> Any | None:
    if "execution_count" in output:
        output.execution_count = None
    data = output.get("data")
    if data is None:
        return output
    data.pop(WIDGET_VIEW, None)
    data.pop(WIDGET_STATE, None)
    return output if data else None
