"""kamkit serve: the workbooks as web pages for people in a room."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kamkit.cli.common import day_of, who
from kamkit.errors import InputError

if TYPE_CHECKING:
    from kamkit.serving.access import Access
    from kamkit.serving.place import Place


def serve_pages(address: str, *, account_id: str, audience: str, ip: str, port: int, token: str, as_of: str) -> None:
    """Serve the programme until Ctrl+C; says first where, and with which token."""
    from kamkit.serving.access import Access, keep_secret, new_token
    from kamkit.serving.listening import is_loopback, open_sockets
    from kamkit.serving.place import Place
    from kamkit.serving.scoring import scoring_pages, scoring_routes
    from kamkit.serving.server import Extra, serve

    local = is_loopback(ip)
    if audience not in ("", "customer"):
        raise InputError(f"--for: found {audience!r}; expected 'customer'")
    if audience and not account_id:
        raise InputError("--for customer: a customer sees one account; name it with --account")
    if not local and not token:
        raise InputError(f"--ip {ip}: other machines can reach it, so a token is required; add --token auto, or --token and a word of your own")
    if not audience and find_spec("voila") is None:
        raise InputError("Voila is not installed; install it with: pip install 'kamkit[lab]'")
    place = Place(address, day_of(as_of), account_id, bool(audience))
    heading = _look(place)
    secret = keep_secret(None if "://" in address else Path(address), f"{account_id} {audience}")
    access = Access(new_token() if token == "auto" else token, secret=secret, local=local)
    sockets = open_sockets(ip, port)
    extra = Extra(routes=scoring_routes(), pages=scoring_pages())
    serve(place, access, sockets, lambda: _say(place, access, ip, sockets[0].getsockname()[1], heading), extra)


def _look(place: Place) -> str:
    """What is served, in words; InputError if the account is not there."""
    from kamkit.programme import open_programme

    with open_programme(place.address, who=who()) as programme:
        rows = programme.rows("accounts", account_id=place.account_id) if place.account_id else []
        company = programme.settings.company or programme.name
    if place.account_id and not rows:
        raise InputError(f"--account: the programme has no account {place.account_id!r}")
    return f"{company}: {rows[0].values['name']}" if rows else company


def _say(place: Place, access: Access, ip: str, port: int, heading: str) -> None:
    from kamkit.serving.listening import address_seen_from_elsewhere, url

    seen = address_seen_from_elsewhere(ip)
    typer.echo(f"{heading}{', for the customer' if place.for_customer else ''}, as of {place.as_of}. Ctrl+C here ends it.")
    if access.token:
        typer.echo("To give out; whoever has it comes in, and on a network of others it can be overheard:")
    else:
        typer.echo("Open in a browser on this machine:")
    typer.echo(url(seen, port, f"/?token={access.token}" if access.token else "/"))
    if not place.for_customer:
        typer.echo("For the facilitator alone:")
        typer.echo(url(seen, port, f"/?token={access.facilitator}"))
