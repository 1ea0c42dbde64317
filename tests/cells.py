"""A workbook's cells, run in this process: what they show, without the costs of a kernel for each."""

from __future__ import annotations

import ast
import json
from datetime import date
from pathlib import Path
from typing import Any


def run_cells(workbook: Path, programme: str, account_id: str, as_of: date) -> tuple[list[dict[str, Any]], Any]:
    """The faces of everything that the cells show, one after the other, and the desk they worked at."""
    known: dict[str, Any] = {}
    shown = []
    for cell in json.loads(workbook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        steps = ast.parse("".join(cell["source"])).body
        last = steps.pop() if isinstance(steps[-1], ast.Expr) else None
        exec(compile(ast.Module(steps, []), workbook.stem, "exec"), known)
        if "parameters" in cell["metadata"].get("tags", ()):
            known.update(programme=programme, account_id=account_id, as_of=as_of.isoformat())
        if last is not None:
            shown.append(eval(compile(ast.Expression(last.value), workbook.stem, "eval"), known)._repr_mimebundle_())
    return shown, known["desk"]
