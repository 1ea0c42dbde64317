"""kamkit course review: give out what was handed in, and bring together what others say of it."""

from __future__ import annotations

from pathlib import Path

import typer

from kamkit.errors import InputError
from kamkit.show.words import counted


def review_work(folder: Path, *, assign: str, collect: str, again: bool) -> None:
    """Do one of the two and say what came of it; exit status 1 if something was left out or is missing."""
    if bool(assign) == bool(collect):
        raise InputError("course review: give either --assign TASK or --collect TASK; a task is plan, or such as 10/write_an_action")
    if again and not assign:
        raise InputError("--again: gives out anew, so it goes with --assign")
    _assign(folder, assign, again) if assign else _collect(folder, collect)


def _assign(folder: Path, task: str, again: bool) -> None:
    from kamkit.course.classes import open_class
    from kamkit.course.reviewing.rounds import assign_round, round_folder

    of = open_class(folder)
    made = assign_round(of, task, again=again)
    for one in made.aside:
        typer.echo(f"Left out: {one}")
    if made.without:
        typer.echo(f"Nothing handed in by {counted(len(made.without), 'participant')}: {', '.join(made.without)}")
    typer.echo(made.assignment.says)
    typer.echo("What each is to read lies in their own folder, to_review-*.json; with kamkit course serve they see it at once, else send it to them.")
    typer.echo(str(round_folder(of, made.task) / "assigned.csv"))
    if made.aside:
        raise typer.Exit(1)


def _collect(folder: Path, task: str) -> None:
    from kamkit.course.classes import open_class
    from kamkit.course.peers.shown import agreement_in_words
    from kamkit.course.reviewing.rounds import collect_round, round_folder, task_called

    of = open_class(folder)
    outcome = collect_round(of, task)
    done, asked = int(outcome.reviewers["done"].sum()), int(outcome.reviewers["asked"].sum())
    typer.echo(f"{done} of {counted(asked, 'review')} counted, of {counted(len(outcome.results), 'piece', 'pieces')}.")
    for sentence in agreement_in_words(outcome):
        typer.echo(sentence)
    if outcome.aside:
        typer.echo(f"Set aside: {len(outcome.aside)}; set-aside.csv says what and why.")
    typer.echo(str(round_folder(of, task_called(task)) / "index.html"))
    if outcome.aside or done < asked:
        raise typer.Exit(1)
