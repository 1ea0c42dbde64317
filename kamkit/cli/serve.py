"""kamkit serve: the workbooks as web pages for people in a room."""

from __future__ import annotations

import os
from datetime import date
from importlib.util import find_spec
from typing import TYPE_CHECKING

import typer

from kamkit.cli.common import day_of, who
from kamkit.errors import InputError

if TYPE_CHECKING:
    from kamkit.programme import Programme
    from kamkit.serving.access import Access
    from kamkit.serving.place import Place


def serve_pages(address: str, *, account_id: str, audience: str, ip: str, port: int, token: str, as_of: str) -> None:
    """Serve the programme until Ctrl+C; says first where, and with which token."""
    from kamkit.programme import open_programme
    from kamkit.serving.access import Access, keep_secret, token_of
    from kamkit.serving.listening import is_loopback, open_sockets
    from kamkit.serving.place import Place, address_for_kernels
    from kamkit.serving.scoring import scoring_pages, scoring_routes
    from kamkit.serving.server import Extra, serve

    local, token = is_loopback(ip), token.strip()
    if audience not in ("", "customer"):
        raise InputError(f"--for: found {audience!r}; expected 'customer'")
    if audience and not account_id:
        raise InputError("--for customer: a customer sees one account; name it with --account")
    if not local and not token:
        raise InputError(f"--ip {ip}: other machines can reach it, so a token is required; add --token auto, or --token and a word of your own")
    if not audience and find_spec("voila") is None:
        raise InputError("Voila is not installed; install it with: pip install 'kamkit[lab]'")
    day = day_of(as_of)
    with open_programme(address, who=who()) as programme:
        heading = _heading(programme, account_id)
        place = Place(address_for_kernels(programme), day, account_id, bool(audience))
        secret = keep_secret(programme.folder, f"{account_id} {audience}")
        # A password stands in no address; this process and its kernels find it where libpq looks.
        os.environ.update(programme.environment)
    # Whoever starts the server again in the middle of a workshop locks nobody out, the facilitator neither.
    today = date.today().isoformat()
    opens = token_of(secret, f"everybody {today}") if token == "auto" else token
    access = Access(opens, token_of(secret, f"facilitator {today}", 20), secret=secret, local=local)
    sockets = open_sockets(ip, port)
    extra = Extra(routes=scoring_routes(), pages=scoring_pages())
    serve(place, access, sockets, lambda: _say(place, access, ip, sockets[0].getsockname()[1], heading), extra)


def _heading(programme: Programme, account_id: str) -> str:
    """What is served, in words; InputError if the account is not there."""
    company = programme.settings.company or programme.name
    if not account_id:
        return company
    rows = programme.rows("accounts", account_id=account_id)
    if not rows:
        raise InputError(f"--account: the programme has no account {account_id!r}")
    return f"{company}: {rows[0].values['name']}"


def _say(place: Place, access: Access, ip: str, port: int, heading: str) -> None:
    from kamkit.serving.listening import address_seen_from_elsewhere, url
    from kamkit.serving.ways import with_query

    seen = address_seen_from_elsewhere(ip)
    typer.echo(f"{heading}{', for the customer' if place.for_customer else ''}, as of {place.as_of}. Ctrl+C here ends it.")
    if access.token:
        typer.echo("To give out; whoever has it comes in, and on a network of others it can be overheard:")
    else:
        typer.echo("Open in a browser on this machine:")
    typer.echo(url(seen, port, with_query("/", token=access.token)))
    if not place.for_customer:
        typer.echo("For the facilitator alone:")
        typer.echo(url(seen, port, with_query("/", token=access.facilitator)))
