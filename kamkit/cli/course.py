"""The commands of the course, ``kamkit course ...``, and their options; what they do is imported when it is done."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

course = typer.Typer(
    name="course",
    help="The course: issue a class its exercises, grade what comes back, see where it stumbles.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

ClassFolder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of the class, as 'kamkit course issue' made it.")]


@course.command(short_help="Make a set of exercises for each participant.")
def issue(
    roster: Annotated[Path, typer.Option("--roster", metavar="FILE.csv", help="The participants: learner_id, name.")],
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where the class goes; late joiners are added to one that is there.")],
    exercises: Annotated[
        list[str], typer.Option("--exercise", metavar="NN", help="Only this exercise, 01 to 12; may be given several times.")
    ] = [],  # noqa: B006  typer wants a list
    core: Annotated[bool, typer.Option("--core", help="The six exercises of the core day alone.")] = False,
    hint_cost: Annotated[float, typer.Option("--hint-cost", metavar="SHARE", min=0, max=1, help="What a hint takes off a question's mark.")] = 0.1,
    attempt_cost: Annotated[
        float, typer.Option("--attempt-cost", metavar="SHARE", min=0, max=1, help="What each further try takes off a question's mark.")
    ] = 0.1,
    seed: Annotated[
        int | None, typer.Option("--seed", metavar="N", min=0, show_default=False, help="Make the same cases again. Default: nobody's before.")
    ] = None,
) -> None:
    """Make a folder for each participant: the exercises, and a case with figures of its own.

    Send each participant that one folder. class.json in FOLDER is yours alone: whoever has it can forge a set.
    """
    from kamkit.cli.classes import issue_sets

    issue_sets(roster, out, exercises=exercises, core=core, hint_cost=hint_cost, attempt_cost=attempt_cost, seed=seed)


@course.command(short_help="Grade what was handed in.")
def grade(folder: ClassFolder) -> None:
    """Grade what was handed in: one folder or zip for each participant, put into FOLDER as it came.

    Answers are read as data; notebooks are not opened and nothing is run. Writes gradebook.csv and .xlsx, items.csv,
    set-aside.csv with what was not counted and why, the class page class.html, and a page of feedback for each participant in feedback/.
    """
    from kamkit.cli.classes import grade_sets

    grade_sets(folder)


@course.command(short_help="Have plans and short texts read by others.")
def review(
    folder: ClassFolder,
    assign: Annotated[str, typer.Option("--assign", metavar="TASK", help="Give out: plan, or a short text such as 10/write_an_action.")] = "",
    collect: Annotated[str, typer.Option("--collect", metavar="TASK", help="Bring together what was said.")] = "",
    again: Annotated[bool, typer.Option("--again", help="With --assign: give out anew; reviews of other pairs no longer count.")] = False,
) -> None:
    """Have what was handed in read by three others each: given out evenly without names, brought back as medians and comments.

    Everybody marks two samples first, and sees how far off they are. Results and what each author gets: FOLDER/reviews.
    """
    from kamkit.cli.course_review import review_work

    review_work(folder, assign=assign, collect=collect, again=again)


@course.command(short_help="Write certificates for those who reached what you set.")
def certificate(
    folder: ClassFolder,
    learners: Annotated[list[str], typer.Option("--learner", metavar="ID", help="Only this one; may be given several times.")] = [],  # noqa: B006
    at_least: Annotated[float, typer.Option("--at-least", metavar="PERCENT", help="Of all marks of the class's exercises.")] = 60,
    as_of: Annotated[str, typer.Option("--as-of", metavar="DATE", help="The day on it, 2026-03-31. Default: today.")] = "",
) -> None:
    """Write a PDF for everybody who reached what you set, with what was shown and a code; the others are listed."""
    from kamkit.cli.course_certificate import write_certificates

    write_certificates(folder, learners=learners, at_least=at_least, as_of=as_of)


@course.command(short_help="Say whether a certificate is genuine.")
def verify(
    folder: ClassFolder,
    given: Annotated[str, typer.Argument(metavar="FILE.pdf|CODE", help="The file, or the code that stands on it.")],
) -> None:
    """Say whether a certificate was issued from this class and is unchanged; needs FOLDER and no network."""
    from kamkit.cli.course_certificate import say_if_genuine

    say_if_genuine(folder, given)


@course.command(short_help="Write exercises in the format of nbgrader.")
def nbgrader(
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="The folder of an nbgrader course; they go to FOLDER/source.")],
    exercises: Annotated[
        list[str], typer.Option("--exercise", metavar="NAME", help="Only this one, such as 01; may be given several times.")
    ] = [],  # noqa: B006
) -> None:
    """Write exercises in the format of nbgrader, on the sample, for schools that use it. nbgrader runs what is handed in; kamkit does not."""
    from kamkit.course.exercises import NAMES
    from kamkit.course.nbgrader import export_exercise

    for name in exercises or NAMES:
        typer.echo(str(export_exercise(name, out)))


@course.command(short_help="Write the class page.")
def report(folder: ClassFolder) -> None:
    """Write the class page: how the marks lie, each question with its usual mistake, and what to talk about."""
    from kamkit.cli.classes import report_class

    report_class(folder)


@course.command(short_help="Serve the course in the browser, by personal link.")
def serve(
    folder: ClassFolder,
    ip: Annotated[str, typer.Option("--ip", metavar="ADDRESS", help="Where to listen; 0.0.0.0: for other machines too, with a token.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, show_default=False, help="Port to listen on. Default: the first one free from 8800 on.")] = 0,
    token: Annotated[str, typer.Option("--token", metavar="T", help="What the trainer's page asks for; 'auto' makes one.")] = "",
    at_least: Annotated[float, typer.Option("--at-least", metavar="PERCENT", help="The share of all marks from which a certificate can be fetched.")] = 60,
) -> None:
    """Serve the course as web pages: a personal link for each participant, nothing to install, no code to be run.

    The links are written to links.csv in FOLDER. Answers are kept in FOLDER, where 'kamkit course grade' finds them.
    """
    from kamkit.cli.course_serve import serve_course

    serve_course(folder, ip=ip, port=port, token=token, at_least=at_least)
