"""The programme on disk: open it, read it, save to it, look at its history, undo."""

from __future__ import annotations

from kamkit.programme.batches import BatchReport
from kamkit.programme.checking import expected
from kamkit.programme.links import DanglingLink
from kamkit.programme.opening import create_programme, open_programme
from kamkit.programme.programme import Applied, Import, Programme
from kamkit.programme.rows import StoredRow
from kamkit.programme.saving import Counts, Saved
from kamkit.programme.undoing import Undone

__all__ = [
    "Applied",
    "BatchReport",
    "Counts",
    "DanglingLink",
    "Import",
    "Programme",
    "Saved",
    "StoredRow",
    "Undone",
    "create_programme",
    "expected",
    "open_programme",
]
