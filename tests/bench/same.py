"""Whether two ways have made the same notebooks: cell by cell, kind by kind, byte by byte, pictures included."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat

from kamkit.bulk.clean import INJECTED, WIDGET_STATE, WIDGET_VIEW, clean_notebook


def first_difference(reference: Path, found: Path) -> str:
    """Where the notebook in the file ``found`` first differs from ``reference``, in words; "" if nowhere.

    Both are cleaned first. What is not compared: the source of the injected parameters, because a bulk run
    shows its reader another way to the programme than it used itself.
    """
    ours, theirs = (clean_notebook(nbformat.read(path, as_version=4)).cells for path in (reference, found))
    if len(ours) != len(theirs):
        return f"{len(ours)} cells and {len(theirs)}"
    for at, (one, other) in enumerate(zip(ours, theirs, strict=True), 1):
        if difference := _of_cells(one, other):
            return f"cell {at} ({one.get('id', 'no id')}), {difference}"
    return ""


def _of_cells(one: Any, other: Any) -> str:
    for name in ("cell_type", "id", "metadata"):
        if one.get(name) != other.get(name):
            return f"{name}: {one.get(name)!r} and {other.get(name)!r}"
    if INJECTED not in one.metadata.get("tags", ()) and one.source != other.source:
        return f"source: {_of_texts(one.source, other.source)}"
    return _of_lists(one.get("outputs", []), other.get("outputs", []))


def _of_lists(ours: Sequence[Any], theirs: Sequence[Any]) -> str:
    if len(ours) != len(theirs):
        return f"{len(ours)} outputs and {len(theirs)}"
    for at, (one, other) in enumerate(zip(ours, theirs, strict=True), 1):
        flat = [{**output.get("data", {}), **{k: v for k, v in output.items() if k != "data"}} for output in (one, other)]
        if difference := _of_kinds(*flat):
            return f"output {at}, {difference}"
    return ""


def _of_kinds(one: dict[str, Any], other: dict[str, Any]) -> str:
    if one.keys() != other.keys():
        return f"kinds: {', '.join(sorted(one))} and {', '.join(sorted(other))}"
    for kind in one:
        if one[kind] != other[kind]:
            return f"{kind}: {_of_texts(_text(one[kind]), _text(other[kind]))}"
    return ""


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)


def _of_texts(one: str, other: str) -> str:
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"{len(one):,} and {len(other):,} characters, from {at:,}: {one[at : at + 40]!r} and {other[at : at + 40]!r}"


def first_difference_of_cells(reference: Path, found: Path) -> str:
    """The same for outputs that were computed without a kernel; ``found`` is what ``cells.py`` has written."""
    code = [cell for cell in clean_notebook(nbformat.read(reference, as_version=4)).cells if cell.cell_type == "code"]
    cells = json.loads(found.read_text(encoding="utf-8"))["cells"]
    for cell, bare in zip(code, cells, strict=True):
        shown = [{k: v for k, v in one.items() if k not in (WIDGET_VIEW, WIDGET_STATE)} for one in bare["shown"]]
        kernels = [dict(output.data) for output in cell.outputs if "data" in output]
        streams = {name: "".join(o.text for o in cell.outputs if o.get("name") == name) for name in ("stdout", "stderr")}
        difference = _of_lists([{"data": one} for one in kernels], [{"data": one} for one in filter(None, shown)])
        difference = difference or _of_kinds(streams, {name: bare[name] for name in streams})
        if difference:
            return f"cell {cell.get('id')}, {difference}"
    return ""
