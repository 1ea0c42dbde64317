"""kamkit course serve: the course as web pages, by personal link."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kamkit.errors import InputError
from kamkit.show.words import counted

if TYPE_CHECKING:
    from kamkit.serving.access import Access
    from kamkit.serving.course.room import Room


def serve_course(folder: Path, *, ip: str, port: int, token: str, at_least: float) -> None:
    """Serve the class until Ctrl+C; writes everybody's link first, and says where the trainer's page is."""
    from kamkit.cli.common import day_of
    from kamkit.course.classes import open_class
    from kamkit.serving.access import Access
    from kamkit.serving.course import course_pages
    from kamkit.serving.course.room import Room
    from kamkit.serving.listening import is_loopback, open_sockets
    from kamkit.serving.place import Place
    from kamkit.serving.server import serve

    local = is_loopback(ip)
    if not local and not token.strip():
        raise InputError(f"--ip {ip}: other machines can reach it, so a token for the trainer's page is required; add --token auto, or --token and a word of your own")
    of = open_class(folder)
    if not of.learners:
        raise InputError(f"{folder}: the class has no participants; issue it with kamkit course issue --roster FILE.csv --out {folder}")
    # Participants come by their links; what everybody is asked for besides is known to nobody. All of it is the same
    # after a restart, so that whoever was in stays in.
    trainers = of.sign("trainer's page")[:20] if token.strip() in ("", "auto") else token.strip()
    access = Access(token=of.sign("visitors")[:32], facilitator=trainers, secret=of.sign("cookies"), local=local)
    sockets = open_sockets(ip, port)
    room = Room(of, certificate_from=at_least / 100)
    typer.echo(f"Making the exercises ready for {counted(len(of.learners), 'participant')}.")
    room.prepare()

    def ready() -> None:
        _say(room, access, ip, sockets[0].getsockname()[1])
        warming.append(asyncio.get_running_loop().create_task(room.warm_up()))

    warming: list[asyncio.Task[None]] = []
    try:
        serve(Place("", day_of("")), access, sockets, ready, course_pages(room))
    finally:
        room.close()


def _say(room: Room, access: Access, ip: str, port: int) -> None:
    from kamkit.course.pages.links import write_links
    from kamkit.serving.listening import address_seen_from_elsewhere, url

    seen = address_seen_from_elsewhere(ip)
    path = write_links(room.of, url(seen, port))
    typer.echo(f"Class {room.of.class_id}, {counted(len(room.of.learners), 'participant')}. Ctrl+C here ends it.")
    typer.echo("Everybody's personal link; give each their own:")
    typer.echo(str(path))
    typer.echo("For the trainer alone:")
    typer.echo(url(seen, port, f"/trainer?token={access.facilitator}"))
