"""kamkit course issue, grade and report."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from tqdm import tqdm

from kamkit.show.words import counted

if TYPE_CHECKING:
    from kamkit.course.classes.grading import Graded

ASIDE_SHOWN = 40


class _Bar:
    """A progress bar on a terminal, silence elsewhere."""

    def __init__(self, unit: str) -> None:
        self._unit = unit
        self._bar: tqdm[None] | None = None

    def __call__(self, done: int, total: int) -> None:
        if self._bar is None:
            self._bar = tqdm(total=total, unit=self._unit, disable=None, leave=False)
        self._bar.update(done - self._bar.n)
        if done == total:
            self._bar.close()


def issue_sets(
    roster: Path, out: Path, *, exercises: Sequence[str], core: bool, hint_cost: float, attempt_cost: float, seed: int | None
) -> None:
    """Issue the sets and say where they are."""
    from kamkit.course.classes.issuing import Order, issue_class
    from kamkit.course.exercises import CORE
    from kamkit.course.judging import Costs

    order = Order(Costs(hint_cost, attempt_cost), (*exercises, *(CORE if core else ())), seed)
    started = time.monotonic()
    issued = issue_class(roster, out, order, progress=_Bar("set"))
    seconds = time.monotonic() - started
    for learner in issued.missing:
        typer.echo(f"Note: {learner.learner_id} is in the class and not in this roster; the set stays.")
    whole = f"; class {issued.of.class_id} has {len(issued.of.learners)}"
    typer.echo(f"{counted(len(issued.new), 'set')} made in {seconds:.0f} s{whole}. Send each participant the one folder that roster.csv names:")
    typer.echo(out / "roster.csv")
    typer.echo("Keep class.json to yourself: whoever has it can forge a set.")


def grade_sets(folder: Path) -> None:
    """Grade, write the files and say where they are; exit status 1 if something was set aside."""
    from kamkit.course.classes.class_page import write_class_page
    from kamkit.course.classes.gradebook import write_gradebook
    from kamkit.course.classes.grading import grade_class

    started = time.monotonic()
    graded = grade_class(folder, progress=_Bar("participant"), feedback=True)
    paths = (*write_gradebook(graded), write_class_page(graded))
    _say(graded, time.monotonic() - started)
    for path in (*paths, folder / "feedback"):
        typer.echo(path)
    if len(graded.set_aside):
        raise typer.Exit(1)


def report_class(folder: Path) -> None:
    """Write the class page of what was handed in by now, judging what was not judged before; say where it is."""
    from kamkit.course.classes.class_page import write_class_page
    from kamkit.course.classes.grading import grade_class

    started = time.monotonic()
    graded = grade_class(folder, progress=_Bar("participant"), afresh=False)
    page = write_class_page(graded)
    _say(graded, time.monotonic() - started)
    typer.echo(page)


def _say(graded: Graded, seconds: float) -> None:
    for row in graded.set_aside.head(ASIDE_SHOWN).itertuples():
        typer.echo(f"set aside: {_printable(str(row.what))}: {_printable(str(row.why))}")
    if len(graded.set_aside) > ASIDE_SHOWN:
        typer.echo(f"and {len(graded.set_aside) - ASIDE_SHOWN} more, in set-aside.csv")
    learners = graded.learners
    answered = int(learners["handed_in"].sum())
    typer.echo(f"{answered} of {counted(len(learners), 'participant')} answered something, {len(graded.set_aside)} set aside, in {seconds:.0f} s:")


def _printable(text: str) -> str:
    """A name from outside on a terminal: nothing in it moves the cursor or colours the screen."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)
