"""What an import did, for people: counts, rejected rows, what was not used, groups proposed."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kamkit.errors import InputError, Rejection, RowErrors
from kamkit.model import RECORDS
from kamkit.programme.importing.groups import ProposedGroup
from kamkit.programme.importing.raw import Ignored

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class TableReport:
    """One file's rows of one table: read, and what became of them; ``removed`` are sales lines no longer in the file."""

    file: str
    table: str
    read: int
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    rejected: int = 0

    def __str__(self) -> str:
        parts = [f"{n:,} {word}" for word in ("added", "changed", "unchanged", "removed", "rejected")
                 if (n := getattr(self, word))]  # fmt: skip
        return f"{self.file}: {RECORDS[self.table].title}, {self.read:,} read: {', '.join(parts) or 'nothing to load'}"


@dataclass(frozen=True)
class ImportReport:
    """What an import did; ``loaded`` is False if rows were rejected and so nothing was loaded.

    ``ignored`` are rows that are no data (empty, titles, tails), ``unused`` the columns of each file
    that no field takes, ``notes`` what was done beyond copying, ``change_id`` the change to undo.
    """

    loaded: bool
    change_id: int | None
    tables: tuple[TableReport, ...]
    rejections: tuple[Rejection, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    unused: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    proposed_groups: tuple[ProposedGroup, ...] = ()
    report_file: Path | None = None

    @property
    def changed_nothing(self) -> bool:
        """Whether the programme is as it was before."""
        return self.change_id is None

    def __str__(self) -> str:
        lines = [str(table) for table in self.tables]
        lines += list(self.notes)
        lines += [f"{file}: columns not used: {', '.join(columns)}" for file, columns in self.unused.items()]
        lines += _ignored_lines(self.ignored)
        lines += [str(group) for group in self.proposed_groups[:10]]
        if len(self.proposed_groups) > 10:
            lines.append(f"... and {len(self.proposed_groups) - 10} more groups of similar names")
        lines += [str(rejection) for rejection in self.rejections[:10]]
        if len(self.rejections) > 10:
            lines.append(f"... and {len(self.rejections) - 10:,} more rejected values")
        lines.append(self._closing())
        if self.report_file:
            lines.append(str(self.report_file))
        return "\n".join(lines)

    def _closing(self) -> str:
        if not self.loaded:
            return "Nothing was loaded: mend the rows named above, or load the others with --skip-bad-rows."
        if self.changed_nothing:
            read = sum(table.read for table in self.tables)
            return (
                "Nothing changed: all of it is in the programme already."
                if read
                else "Nothing to load: no row is filled in."
            )
        return "Loaded."


class ImportRefused(RowErrors):
    """Rows were rejected, so nothing was loaded; ``report`` says everything there is to say."""

    def __init__(self, report: ImportReport) -> None:
        rows = len({(one.file, one.row) for one in report.rejections})
        first = report.rejections[0]
        where = f"; all of them: {report.report_file}" if report.report_file else ""
        super().__init__(
            f"{rows:,} {'row' if rows == 1 else 'rows'} rejected, nothing loaded. {first}{where}", report.rejections
        )
        self.report = report


def _ignored_lines(ignored: Sequence[Ignored]) -> list[str]:
    kinds: dict[tuple[str, str], list[int]] = {}
    for one in ignored:
        kinds.setdefault((one.file, one.reason), []).append(one.row)
    return [
        f"{file}: {'row' if len(rows) == 1 else 'rows'} {', '.join(map(str, rows[:5]))}"
        f"{f' and {len(rows) - 5} more' if len(rows) > 5 else ''} not read ({reason})"
        for (file, reason), rows in kinds.items()
    ]


def safe_cell(value: object) -> str:
    """Text that a spreadsheet shows and does not run: what begins like a formula gets an apostrophe."""
    text = str(value)
    return "'" + text if text.startswith(_FORMULA) else text


def write_rejections(path: Path, rejections: Sequence[Rejection]) -> Path:
    """Write every rejected value as CSV: file, row, field, found, expected; InputError if it cannot be written."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(["file", "row", "field", "found", "expected"])
    for one in rejections:
        writer.writerow(
            [safe_cell(one.file), one.row, safe_cell(one.field), safe_cell(one.found), safe_cell(one.expected)]
        )
    write_bytes(path, buffer.getvalue().encode("utf-8-sig"))
    return path


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; InputError if the place cannot be written."""
    try:
        handle, made = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.chmod(made, 0o644)
            os.replace(made, path)
        except OSError:
            Path(made).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}); name another place") from None
