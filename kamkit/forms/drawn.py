"""The browser's side of the sheet of rows: plain JavaScript without a build step, put together in this order, and its style."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent / "sheet"
_PARTS = ("cell.js", "row.js", "paste.js", "sheet.js")


def script() -> str:
    """A module whose default export has ``render``."""
    return "\n".join((_FOLDER / part).read_text(encoding="utf-8") for part in _PARTS)


def style() -> str:
    """Its style sheet."""
    return (_FOLDER / "sheet.css").read_text(encoding="utf-8")
