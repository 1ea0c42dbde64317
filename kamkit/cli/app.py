"""The commands and their options; what they do lives below, and is imported when it is done."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kamkit.cli.course import course

app = typer.Typer(
    name="kamkit",
    help="Key account management: learn it and do it. Choose key accounts, plan for them, act, review.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Address = Annotated[str, typer.Argument(metavar="PROGRAMME", help="The programme's folder, or postgresql://user@host/database.")]
AsOf = Annotated[str, typer.Option("--as-of", metavar="DATE", help="The day to look at, 2026-03-31. Default: today.")]
Accounts = Annotated[
    list[str], typer.Option("--account", metavar="ID", help="Only this account; may be given several times.")
]


@app.callback()
def _about(
    version: Annotated[bool, typer.Option("--version", help="Show the version and stop.", is_eager=True)] = False,
) -> None:
    if version:
        import kamkit

        typer.echo(f"kamkit {kamkit.__version__}")
        raise typer.Exit


@app.command(short_help="Make a programme.")
def new(
    programme: Address,
    sample: Annotated[bool, typer.Option("--sample", help="With the training case, complete.")] = False,
    company: Annotated[str, typer.Option(help="Whose programme it is.")] = "",
    currency: Annotated[str, typer.Option(help="The reporting currency, three letters such as EUR.")] = "",
) -> None:
    """Make a programme: a folder that holds everything about your key accounts.

    For a shared server give the address of an empty PostgreSQL database: postgresql://user@host/database.
    """
    from kamkit.cli.programmes import make_programme

    make_programme(programme, sample=sample, company=company, currency=currency)


@app.command(short_help="Write an empty Excel workbook to fill in.")
def template(file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="Where to write it.")]) -> None:
    """Write an empty Excel workbook to fill in: every table, with drop-downs and notes. It imports back."""
    from kamkit.cli.imports import make_template

    make_template(file)


@app.command("import", short_help="Load CSV and XLSX files, every row checked.")
def import_(
    programme: Address,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="CSV or XLSX, exports of CRM and ERP included.")
    ],
    maps: Annotated[
        list[str],
        typer.Option("--map", metavar="NAME|FILE|THEIRS=OURS", help="A mapping of the kit, of yours, or one column."),
    ] = [],  # noqa: B006  typer wants a list
    skip_bad_rows: Annotated[
        bool, typer.Option("--skip-bad-rows", help="Load the good rows; without it any bad row stops the load.")
    ] = False,
    replaces: Annotated[
        list[str],
        typer.Option("--replaces", metavar="NAME", help="An earlier sales file whose lines these replace."),
    ] = [],  # noqa: B006
    report: Annotated[
        Path, typer.Option("--report", metavar="FILE.csv", help="Where rejected rows are listed.")
    ] = Path("rejected-rows.csv"),
) -> None:
    """Load files: every row is checked, everything loads or nothing does."""
    from kamkit.cli.imports import load_files

    load_files(programme, files, maps=maps, skip_bad_rows=skip_bad_rows, replaces=replaces, report=report)


@app.command(short_help="Write every account's workbooks and their index.")
def generate(
    programme: Address,
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where the packs and their index go.")],
    accounts: Accounts = [],  # noqa: B006
    workbooks: Annotated[
        list[str],
        typer.Option("--workbook", metavar="NAME|FILE.ipynb", help="Only this workbook; may be given several times."),
    ] = [],  # noqa: B006
    documents: Annotated[
        bool, typer.Option("--documents", help="Also each account's plan as Word, PowerPoint, PDF, Excel, HTML and calendar.")
    ] = False,
    edition: Annotated[
        str, typer.Option("--for", metavar="customer", help="With --documents: 'customer', and an edition without anything internal.")
    ] = "",
    jobs: Annotated[
        int, typer.Option("--jobs", metavar="N", min=0, show_default=False, help="Notebooks at once. Default: four per core.")
    ] = 0,
    timeout: Annotated[float, typer.Option("--timeout", metavar="S", min=1, help="Seconds one notebook may take.")] = 300,
    memory: Annotated[
        int, typer.Option("--memory", metavar="MB", min=0, help="What one notebook may take beyond its start; 0: any.")
    ] = 2048,
    as_of: AsOf = "",
    restart: Annotated[bool, typer.Option("--restart", help="Make all again, also what has not changed.")] = False,
    cluster: Annotated[
        str, typer.Option("--cluster", metavar="ADDRESS", help="Run on the workers of this Dask scheduler, tcp://host:8786.")
    ] = "",
) -> None:
    """Write the workbooks of every account, filled in, their pages, and one page that indexes them all.

    What an earlier run made in the same folder is kept where nothing has changed, so a run that was stopped goes on.
    """
    from kamkit.cli.packs import make_packs

    make_packs(
        programme,
        out,
        accounts=accounts,
        workbooks=workbooks,
        at_once=jobs,
        timeout=timeout,
        memory_mb=memory,
        as_of=as_of,
        restart=restart,
        cluster=cluster,
        documents=documents,
        edition=edition,
    )


@app.command(short_help="Write an interview guide and its answer sheet.")
def ask(
    programme: Address,
    asked: Annotated[str, typer.Option("--who", metavar="customer|employee|manager", help="Whom to ask.")],
    to: Annotated[Path, typer.Option("--to", metavar="FOLDER", help="Where the guide and the sheet go.")],
    account: Annotated[str, typer.Option("--account", metavar="ID", help="About this account. Default: chosen on the sheet.")] = "",
    as_of: AsOf = "",
) -> None:
    """Write an interview guide of 30 minutes (docx) and an answer sheet (xlsx), of your own expectations and touch points.

    The filled sheet comes back with kamkit import, as people who were asked and their answers.
    """
    from kamkit.cli.ask import write_interview

    write_interview(programme, asked=asked, account_id=account, to=to, as_of=as_of)


@app.command(short_help="Write an account's plan as a document.")
def export(
    programme: Address,
    account: Annotated[str, typer.Option("--account", metavar="ID", help="Whose plan.")],
    to: Annotated[
        Path, typer.Option("--to", metavar="FILE", help="Where it goes; .docx, .pptx, .pdf, .xlsx, .html or .ics decides what it is.")
    ],
    edition: Annotated[
        str, typer.Option("--for", metavar="customer", help="'customer': an edition without anything internal.")
    ] = "",
    as_of: AsOf = "",
) -> None:
    """Write an account's plan: Word, PowerPoint, one page of PDF, Excel to edit and import back, HTML, or its days as a calendar.

    The customer's edition has only fields that 'kamkit glossary' lists as shareable, and no measure that is not agreed,
    no opportunity not worth proposing, no action that answers a risk or a gap of ours.

    What kamkit wrote and nobody has changed is replaced; any other file stays, and the new one lies beside it.
    """
    from kamkit.cli.export import write_plan

    write_plan(programme, account_id=account, to=to, edition=edition, as_of=as_of)


@app.command(short_help="Open JupyterLab on your copy of the workbooks.")
def lab(
    programme: Address,
    as_of: AsOf = "",
    port: Annotated[int, typer.Option(min=0, max=65535, show_default=False, help="Port to listen on. Default: the first one free.")] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser.")] = True,
) -> None:
    """Open JupyterLab on your own copy of the workbooks."""
    from kamkit.cli.lab import open_lab

    open_lab(programme, as_of=as_of, port=port, browser=browser)


@app.command(short_help="Bring a programme to a server, or back.")
def move(
    source: Annotated[str, typer.Argument(metavar="FROM", help="The programme's folder or database.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="A new folder, or an empty database: postgresql://user@host/database.")],
) -> None:
    """Bring a programme from a folder to a PostgreSQL server or back: every row, the history and what undo needs.

    Every row is compared before it counts. FROM stays as it is.
    """
    from kamkit.cli.move import move_and_tell

    move_and_tell(source, target)


@app.command(short_help="Show or remove all that is stored about a person.")
def person(
    programme: Address,
    name: Annotated[str, typer.Argument(metavar="NAME", help="First name and surname, in quotes; or the person's id.")],
    show: Annotated[bool, typer.Option("--show", help="List all that is stored about the person.")] = False,
    erase: Annotated[bool, typer.Option("--erase", help="Remove the person from records, history and copies.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before erasing.")] = False,
) -> None:
    """List all that is stored about a person, or remove the person from records, history and copies.

    What the person did and said stays, by somebody called 'removed'. That cannot be undone.
    """
    from kamkit.cli.person import show_or_erase

    show_or_erase(programme, name, show=show, erase=erase, yes=yes)


@app.command(short_help="Serve the workbooks as web pages.")
def serve(
    programme: Address,
    account: Annotated[str, typer.Option("--account", metavar="ID", help="This account alone.")] = "",
    audience: Annotated[
        str, typer.Option("--for", metavar="customer", help="'customer': what may leave the house, for the account's own people.")
    ] = "",
    ip: Annotated[str, typer.Option("--ip", metavar="ADDRESS", help="Where to listen; 0.0.0.0: for other machines too, with a token.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, show_default=False, help="Port to listen on. Default: the first one free from 8800 on.")] = 0,
    token: Annotated[str, typer.Option("--token", metavar="T", help="What visitors have to show; 'auto' makes one.")] = "",
    as_of: AsOf = "",
) -> None:
    """Serve the workbooks as web pages: forms without code, for everybody in the room, on their own machines.

    With --account and --for customer it is one page on which the customer's people comment, rate and agree.
    """
    from kamkit.cli.serve import serve_pages

    serve_pages(programme, account_id=account, audience=audience, ip=ip, port=port, token=token, as_of=as_of)


app.add_typer(course, short_help="The course: issue, grade, report.")


@app.command(short_help="Say what is there and what is missing.")
def status(
    programme: Address,
    by: Annotated[
        str, typer.Option("--by", metavar="owner", help="'owner': a sheet of missing facts per account manager.")
    ] = "",
    to: Annotated[Path, typer.Option("--to", metavar="FILE.xlsx", help="Where the sheets go.")] = Path(
        "missing-facts.xlsx"
    ),
    as_of: AsOf = "",
) -> None:
    """Say what is there, what is missing and what is out of date."""
    from kamkit.cli.status import show_status

    show_status(programme, by=by, to=to, as_of=as_of)


@app.command(short_help="List every field and what it means.")
def glossary(as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """List every field: what it means, its unit, its range, and whether customers may see it."""
    from kamkit.cli.glossary import show_glossary

    show_glossary(as_json=as_json)


@app.command(short_help="Do all of it on the sample.")
def demo(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the demonstration goes.")] = Path("demo"),
    accounts: Accounts = [],  # noqa: B006
) -> None:
    """Do all of it on the sample, for all candidates unless told otherwise; ends with the page to open."""
    from kamkit.cli.demo import run_demo

    run_demo(folder, tuple(accounts))
