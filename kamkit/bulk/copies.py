"""A person's copy of a notebook: what it was made from stands in it as a stamp, and whether somebody has changed it."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

STAMP = "kamkit_copy"


def content_of(notebook: dict[str, Any]) -> str:
    """The digest of what a person can change by working: running cells and opening forms does not count."""
    cells = [(cell["cell_type"], "".join(cell["source"])) for cell in notebook["cells"]]
    return sha256(json.dumps(cells).encode()).hexdigest()


def stamp_of(notebook: dict[str, Any]) -> Any:
    """The stamp as it was written; None where there is none."""
    return notebook.get("metadata", {}).get(STAMP)


def stamped(notebook: dict[str, Any], stamp: Any) -> str:
    """The text of the copy, with its stamp."""
    notebook["metadata"][STAMP] = stamp
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def read_copy(path: Path) -> dict[str, Any]:
    """The notebook as data; {} if it cannot be read as one."""
    try:
        notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return notebook if {"cells", "metadata"} <= notebook.keys() else {}
    except (OSError, ValueError, AttributeError):
        return {}
