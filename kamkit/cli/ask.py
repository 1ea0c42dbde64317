"""kamkit ask: an interview guide and an answer sheet."""

from __future__ import annotations

import secrets
from pathlib import Path

import typer

from kamkit.cli.common import day_of, who
from kamkit.errors import InputError


def write_interview(address: str, *, asked: str, account_id: str, to: Path, as_of: str) -> None:
    """Write the guide and the sheet into the folder and say where they are, and how the sheet comes back."""
    from kamkit.documents import plan_interview, write_answer_sheet, write_guide
    from kamkit.documents.fixed import place_for
    from kamkit.packs.names import folder_names
    from kamkit.programme import open_programme

    day = day_of(as_of)
    with open_programme(address, who=who()) as programme:
        interview = plan_interview(programme.tables(), asked, day, account_id)
        shown = programme.address
    try:
        to.mkdir(parents=True, exist_ok=True)
    except OSError as refused:
        raise InputError(f"--to: {to} cannot be made ({refused.strerror}); name another folder") from None
    # Two sheets of one day must never share respondents, whoever wrote them.
    batch = f"{asked}-{day:%Y%m%d}-{secrets.token_hex(4)}"
    about = f"-{folder_names([interview.account_id])[interview.account_id]}" if interview.account_id else ""
    # What customers said may stand in an earlier guide.
    guide, sheet = place_for(to / f"guide-{asked}{about}.docx"), _free(to, f"answers-{asked}{about}-{day:%Y-%m-%d}")
    write_guide(guide, interview, sheet.name)
    write_answer_sheet(sheet, interview, batch)
    with open_programme(address, who=who()) as programme:
        programme.remember_place("interview", guide)
        programme.remember_place("interview", sheet)
    if not interview.expectations:
        typer.echo("Note: no expectations are written down yet; the guide asks for them, workbook 03 takes them.")
    typer.echo(f"{len(interview.questions)} questions about {interview.account or 'any customer'}, for half an hour. The guide:")
    typer.echo(guide)
    typer.echo(f"The answer sheet, for six people; bring it back with kamkit import {shown} FILE:")
    typer.echo(sheet)


def _free(folder: Path, stem: str) -> Path:
    """A name that is not taken: a filled sheet is never written over."""
    place, number = folder / f"{stem}.xlsx", 2
    while place.exists():
        place, number = folder / f"{stem}-{number}.xlsx", number + 1
    return place
