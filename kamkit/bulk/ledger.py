"""The ledger of a run: one line per notebook, written when it is done and safe against being killed."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from kamkit.bulk.job import Outcome


class Ledger:
    """Appends outcomes to ``ledger.jsonl``; times stand here and not in the notebooks."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def record(self, outcome: Outcome) -> None:
        """Write one line and force it to disk."""
        line = {
            "finished_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "notebook": outcome.job.notebook.name,
            "parameters": dict(outcome.job.shown or outcome.job.parameters),
            "target": outcome.job.target.relative_to(self.path.parent).as_posix(),
            "seconds": round(outcome.seconds, 3),
            "cell": outcome.cell,
            "error": outcome.error,
        }
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
