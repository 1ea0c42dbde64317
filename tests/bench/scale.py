"""What many notebooks do to time and memory: growing programmes, and one long run of trivial notebooks."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.comparison import generate_command
from bench.machine import run_measured, way_command
from bench.table import tabulate
from bench.ways import Notebook, Task
from many_accounts import many_accounts
from small_notebooks import notebook_of

from kamkit.bulk import Ledger
from kamkit.packs.library import find_workbooks, list_workbooks
from kamkit.programme import open_programme

_HEADINGS = ("accounts", "notebooks", "seconds", "per notebook", "CPU s", "runner MB", "largest MB", "files", "MB", "index KB")
_EXPLAINED = (
    "seconds, per notebook: of the whole command. CPU s: per notebook, all processes. runner MB: VmHWM of the command,",
    "looked at ten times a second; largest MB: ru_maxrss of the largest of its processes. files, MB: all that is written.",
)


def everything(address: str, as_of: str, at_once: int) -> list[str]:
    """``kamkit generate`` of every workbook for every account of a programme there is; as a table. A failure ends it."""
    with open_programme(address, who="bench") as programme:
        day = as_of or str(programme.settings.review_date or "")
        accounts = len(programme.table("accounts"))
    if not day:
        raise SystemExit(f"{address}: has no review date; give --as-of, such as --as-of 2026-03-31")
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        notebooks = tuple(Notebook(str(one.path), "", "") for one in list_workbooks())
        out = Path(scratch) / "packs"
        used = run_measured(generate_command(Task(notebooks, address, day, "", at_once), out))
        return [*tabulate([_HEADINGS, _row(accounts, used, out)]), "", *_EXPLAINED]


def grow(sizes: Sequence[int], workbooks: Sequence[str], at_once: int, say: Callable[[str], object]) -> list[str]:
    """``kamkit generate`` on programmes of so many accounts, each with records of its own; as a table."""
    rows: list[Sequence[str]] = [_HEADINGS]
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
            address = many_accounts(Path(scratch) / "programme", size)
            with open_programme(address, who="bench") as programme:
                day = programme.settings.review_date
            assert day is not None, "it has the sample's settings"
            kit = find_workbooks(tuple(workbooks))
            task = Task(tuple(Notebook(str(one.path), "", "") for one in kit), address, day.isoformat(), "", at_once)
            out = Path(scratch) / "packs"
            rows.append(_row(size, run_measured(generate_command(task, out)), out))
            say("  ".join(rows[-1]))
    return [*tabulate(rows), "", *_EXPLAINED]


def _row(size: int, used: dict[str, float], out: Path) -> list[str]:
    entries = Ledger(out).entries
    if failed := [entry.target for entry in entries.values() if entry.error]:
        raise SystemExit(f"{len(failed)} notebooks failed, the first: {failed[0]}")
    number = len(entries)
    files = [path for path in out.rglob("*") if path.is_file()]
    return [
        f"{size:,}",
        f"{number:,}",
        f"{used['seconds']:.1f}",
        f"{used['seconds'] / number:.4f}",
        f"{used['cpu_seconds'] / number:.4f}",
        f"{used['peak_mb']:.0f}",
        f"{used['largest_mb']:.0f}",
        f"{len(files):,}",
        f"{sum(path.stat().st_size for path in files) / 1024**2:.1f}",
        f"{(out / 'index.html').stat().st_size / 1024:,.0f}",
    ]


def flat(number: int, at_once: int) -> list[str]:
    """One run of ``number`` trivial notebooks; the runner's resident memory on the way, as lines."""
    if number < 200:
        raise SystemExit(f"--flat {number}: give at least 200, so that there is something to compare with the first 100")
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        notebook = notebook_of(Path(scratch) / "trivial.ipynb", "1 + 1")
        jobs = tuple(Notebook(str(notebook), str(at), f"{at}.ipynb") for at in range(number))
        task = Path(scratch) / "task.json"
        Task(jobs, "", "", scratch, at_once).write(task)
        used = run_measured(way_command("flat", task))
        found = json.loads(Path(scratch, "flat.json").read_text(encoding="utf-8"))
    own, beside = found["own"], found["beside"]
    rows: list[Sequence[str]] = [("notebooks", "runner MB", "processes it keeps MB")]
    steps = sorted({100, *(number * part // 4 // 100 * 100 for part in (1, 2, 3)), number // 100 * 100} - {0})
    rows += [(f"{at:,}", f"{own[at - 1]:.1f}", f"{beside[at // 100 - 1]:.1f}") for at in steps]
    grown = own[-1] - own[99]
    return [
        *tabulate(rows),
        "",
        f"{number:,} trivial notebooks in {used['seconds']:.1f} s, {used['cpu_seconds'] / number:.4f} CPU s each, "
        f"on {os.cpu_count()} cores; from the 100th to the last the runner grew by {grown:+.1f} MB "
        f"({grown / (number - 100) * 1000:+.2f} MB per 1,000); peak {used['peak_mb']:.1f} MB.",
    ]
