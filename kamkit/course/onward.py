"""From the case to an account of one's own: the workbook that does the same step, with its parameters."""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path
from typing import Any

from kamkit.course.question import Exercise
from kamkit.errors import InputError
from kamkit.show import parts
from kamkit.show.parts import Shown

_MARK = "parameters"


def onward(exercise: Exercise, folder: Path, programme: str = "", account_id: str = "") -> Shown:
    """How to open the same step; with a programme or an account a copy of the workbook that has them, with a link to it."""
    if not programme and not account_id:
        return parts.say(
            f"The same step for an account of your own: workbook {exercise.workbook}. {exercise.step} Write the folder of your "
            "programme, and a customer number, between the quotes of this cell, and run it: the workbook is put beside this page."
        )
    name = f"{exercise.workbook}_{_safe(account_id) or 'all'}.ipynb"
    if not (folder / name).exists():  # what somebody has written in a copy is not overwritten
        (folder / name).write_text(with_parameters(workbook_path(exercise.workbook).read_text(encoding="utf-8"), programme, account_id), encoding="utf-8")
    text = f"{exercise.workbook} for {account_id or 'the portfolio'} lies beside this page: {name}. {exercise.step}"
    return parts.stack(parts.say(text), Shown(f'<p><a href="{escape(name, quote=True)}">{escape(name)}</a></p>', name))


def workbook_path(name: str) -> Path:
    """Where a workbook is: inside the package once installed, beside it in a checkout."""
    import kamkit

    package = Path(kamkit.__file__).parent
    inside = package / "_workbooks"
    return (inside if inside.is_dir() else package.parent / "workbooks") / f"{name}.ipynb"


def with_parameters(text: str, programme: str, account_id: str) -> str:
    """A workbook's text with these two in its parameter cell, and no outputs; InputError if a value is not text."""
    for name, value in (("programme", programme), ("account_id", account_id)):
        if not isinstance(value, str) or len(value) > 400:
            raise InputError(f"{name}: found {value!r}, which is not a short text; write it in quotes")
    notebook: dict[str, Any] = json.loads(text)
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        cell["outputs"], cell["execution_count"] = [], None
        if _MARK in cell["metadata"].get("tags", ()):
            source = "".join(cell["source"])
            for name, value in (("programme", programme), ("account_id", account_id)):
                # A literal in place of a literal, line by line, so that no sign of the value means anything.
                lines = source.splitlines()
                source = "\n".join(f"{name} = {value!r}" if line.startswith(f'{name} = ""') else line for line in lines)
            cell["source"] = source.splitlines(keepends=True)
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _safe(account_id: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]+", "-", account_id)[:40]
