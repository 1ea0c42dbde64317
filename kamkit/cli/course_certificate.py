"""kamkit course certificate and verify: for those who reached what was set; and whether one is genuine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from kamkit.cli.common import day_of
from kamkit.show.words import counted


def write_certificates(folder: Path, *, learners: Sequence[str], at_least: float, as_of: str) -> None:
    """Judge what was handed in since it was graded, write the certificates that were earned, and say who lacks how much."""
    from kamkit.course.certificates import Threshold, issue_certificates
    from kamkit.course.classes import open_class
    from kamkit.course.classes.grading import grade_class

    of = open_class(folder)
    threshold = Threshold(at_least / 100, of.exercises)
    for learner_id in learners:
        of.learner(learner_id)
    made, short = issue_certificates(of, grade_class(of, afresh=False).marks, threshold, day_of(as_of), learners)
    for one in short:
        typer.echo(f"{one.learner_id}: {one.says}")
    for issued in made:
        typer.echo(f"{issued.certificate.name} ({issued.certificate.learner_id}): {issued.code}")
    typer.echo(f"{counted(len(made), 'certificate')} for {counted(len(made) + len(short), 'participant')}; asked for: {threshold.says}.")
    for issued in made:
        typer.echo(str(issued.path))
    if short:
        raise typer.Exit(1)


def say_if_genuine(folder: Path, given: str) -> None:
    """Say whether a code or a file was issued from this class; exit status 1 if it was not, or was changed."""
    from kamkit.course.certificates import verify_certificate
    from kamkit.course.certificates.verifying import in_words
    from kamkit.course.classes import open_class

    found = verify_certificate(open_class(folder), given)
    typer.echo(found.says)
    for line in in_words(found.certificate) if found.certificate else []:
        typer.echo(line)
    if found.state != "genuine":
        raise typer.Exit(1)
