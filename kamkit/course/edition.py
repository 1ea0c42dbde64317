"""The participant's edition of an exercise: the solved notebook without the answers, and nothing else changed."""

from __future__ import annotations

import ast
import json
from typing import Any


def without_answers(source: str) -> str:
    """The rule: the keyword ``answer=`` of every ``ask(...)`` is removed; cells that ask hold no comments."""
    tree = ast.parse(source)
    asked = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "ask"]
    for call in asked:
        call.keywords = [keyword for keyword in call.keywords if keyword.arg != "answer"]
    return ast.unparse(tree) if asked else source


def participants_edition(solved: str) -> str:
    """The text of the participant's notebook from the text of the solved one, without outputs."""
    notebook = json.loads(solved)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            _set_source(cell, without_answers("".join(cell["source"])))
    return without_outputs(json.dumps(notebook))


def without_outputs(text: str) -> str:
    """A notebook's text without outputs and counts, as both editions are compared."""
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _set_source(cell: dict[str, Any], source: str) -> None:
    cell["source"] = source.splitlines(keepends=True)
