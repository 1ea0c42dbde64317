"""The figures of a comparison as a table of medians."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from bench.comparison import BARE, BARE_WORKED_OUT, KIT, LOOP, PAGES, POOLS, WHOLE, Figures
from bench.ways import Task

_HEADINGS = ("per notebook", "seconds", "(from-to)", "CPU s", "machine", "faster", "less CPU", "beyond cells", "peak MB")
# Which cells each way runs: those of the kit find the programme's own figures worked out.
_CELLS_OF = {LOOP: BARE, **dict.fromkeys(POOLS, BARE), **dict.fromkeys((KIT, PAGES, WHOLE), BARE_WORKED_OUT)}


def tabulate(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of text in columns; the first is left-aligned."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join([row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))]) for row in rows]


def summary(task: Task, figures: Figures) -> list[str]:
    """The table and what follows from it."""
    number = len(task.notebooks)
    rows = [_row(way, figures, number) for way in figures]
    return [*tabulate([_HEADINGS, *rows]), "", *_notes(figures, number)]


def _row(way: str, figures: Figures, number: int) -> list[str]:
    runs = figures[way]
    seconds = [run["seconds"] / number for run in runs]
    cpu = [run["cpu_seconds"] / number for run in runs]
    cells = figures.get(_CELLS_OF.get(way, ""), [])
    loop = figures.get(LOOP, []) if way not in (BARE, BARE_WORKED_OUT) else []
    return [
        way,
        f"{median(seconds):.3f}",
        f"({min(seconds):.3f}-{max(seconds):.3f})",
        f"{median(cpu):.3f}",
        f"{median(run['machine_seconds'] / number for run in runs):.3f}" if "machine_seconds" in runs[0] else "",
        f"{_ratio(loop, runs, 'seconds'):.2f}x" if loop else "",
        f"{_ratio(loop, runs, 'cpu_seconds'):.2f}x" if loop else "",
        f"{median(cpu) - median(one['cpu_seconds'] / number for one in cells):.3f}" if cells else "",
        f"{max(run['peak_mb'] for run in runs):.0f}" if "peak_mb" in runs[0] else "",
    ]


def _ratio(loop: Sequence[Mapping[str, float]], runs: Sequence[Mapping[str, float]], what: str) -> float:
    """The median of the rounds' own ratios: what disturbs one round disturbs all its ways."""
    return median(one[what] / other[what] for one, other in zip(loop, runs, strict=True))


def _notes(figures: Figures, number: int) -> list[str]:
    notes = [
        "machine: processor seconds of everything on the machine; what it has above CPU s belongs to others, or was missed.",
        "faster, less CPU: against the papermill loop of the same round. beyond cells: CPU s less that of the same cells alone.",
        "Cells alone run in as many forks as there are cores; only their cells are counted. peak MB: of the runner alone.",
    ]
    if pools := [way for way in POOLS if way in figures]:
        best = min(pools, key=lambda way: median(run["seconds"] for run in figures[way]))
        if {KIT, WHOLE} <= figures.keys():
            notes.append(
                f"Best pool: {best}; against it the kit's notebooks are {_ratio(figures[best], figures[KIT], 'seconds'):.2f}x"
                f" faster, the whole command {_ratio(figures[best], figures[WHOLE], 'seconds'):.2f}x."
            )
    if {LOOP, KIT} <= figures.keys():
        start = median(run["seconds"] - run["running"] for run in figures[KIT])
        running = [run | {"seconds": run["running"]} for run in figures[KIT]]
        notes.append(
            f"Of the kit's notebooks {start:.1f} s in all are its start: imports, the programme's figures, the warm process."
            f" Without it they are {_ratio(figures[LOOP], running, 'seconds'):.2f}x faster than the loop"
            + (f", {_ratio(figures[best], running, 'seconds'):.2f}x than the best pool." if pools else ".")
        )
    if {KIT, PAGES} <= figures.keys():
        html = {what: median((b[what] - a[what]) / number for a, b in zip(figures[KIT], figures[PAGES], strict=True)) for what in ("seconds", "cpu_seconds")}
        notes.append(f"HTML: {html['seconds']:+.3f} s and {html['cpu_seconds']:+.3f} CPU s per notebook (with pages less without).")
    if left := [way for way, runs in figures.items() if any(run.get("left_over") for run in runs)]:
        notes.append(f"Processes outlived the command (waited for and counted): {', '.join(left)}.")
    if failed := [f"{way} {sum(run['failed_before'] for run in runs):.0f}" for way, runs in figures.items() if any(run.get("failed_before") for run in runs)]:
        notes.append(f"Runs that failed, were not timed and were run again: {', '.join(failed)}.")
    if LOOP in figures and len(figures) > 1:
        notes.append(f"In every round all ways gave the outputs of {LOOP}: kind by kind and byte by byte, pictures too.")
    return notes
