"""The workbooks that come with the kit, wherever it was installed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import kamkit
from kamkit.errors import InputError

Level = Literal["programme", "both", "account"]


@dataclass(frozen=True)
class Workbook:
    """A workbook: the question it answers, its level, and the tables that count as an account's own record."""

    path: Path
    question: str
    level: Level
    records: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The file's name without its ending, ``03_define_account_values``."""
        return self.path.stem

    @property
    def number(self) -> str:
        """The two digits it starts with."""
        return self.name.partition("_")[0]


def workbooks_folder() -> Path:
    """Where the workbooks are: inside the package once installed, beside it in a checkout."""
    package = Path(kamkit.__file__).parent
    installed = package / "_workbooks"
    return installed if installed.is_dir() else package.parent / "workbooks"


def list_workbooks() -> tuple[Workbook, ...]:
    """All workbooks in their order."""
    return tuple(read_workbook(path) for path in sorted(workbooks_folder().glob("[0-9][0-9]_*.ipynb")))


def read_workbook(path: Path) -> Workbook:
    """The workbook in a notebook file; InputError if it is missing or not a notebook."""
    try:
        about, title = _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        raise InputError(
            f"{path}: no such notebook; see 'kamkit generate --help' for the names of the kit's own"
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise InputError(f"{path}: not a Jupyter notebook; expected a file that JupyterLab can open") from None
    return Workbook(
        path=path,
        question=title or path.stem,
        level=about.get("level", "account"),
        records=tuple(about.get("records", ())),
    )


@lru_cache(maxsize=64)
def _read(path: Path, _written_at: int) -> tuple[dict[str, Any], str]:
    """What a notebook says of itself, and its title; a server asks for it with every page."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return notebook["metadata"].get("kamkit", {}), _title(notebook["cells"])


def _title(cells: list[dict[str, Any]]) -> str:
    """The first heading: the question the workbook answers."""
    text = "".join(cells[0]["source"]) if cells and cells[0]["cell_type"] == "markdown" else ""
    first = text.lstrip().partition("\n")[0]
    return first.removeprefix("#").strip() if first.startswith("# ") else ""


def find_workbooks(names: tuple[str, ...]) -> tuple[Workbook, ...]:
    """The workbooks called ``names`` (``03``, ``03_define_account_values`` or a notebook file of one's own)."""
    own = list_workbooks()
    return tuple(_find(name, own) for name in names)


def _find(name: str, own: tuple[Workbook, ...]) -> Workbook:
    for workbook in own:
        if name in (workbook.number, workbook.name, workbook.path.name):
            return workbook
    if name.endswith(".ipynb"):
        return read_workbook(Path(name))
    known = ", ".join(workbook.name for workbook in own)
    raise InputError(f"workbook {name!r}: not one of the kit's; expected one of {known}, or a notebook file")
