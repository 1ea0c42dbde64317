"""A server of the scoring pages on a free port of this machine, in a thread of its own; ends with the block."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from processes import PATIENCE

from kamkit.serving.access import Access
from kamkit.serving.app import make_app
from kamkit.serving.place import Place
from kamkit.serving.scoring import scoring_routes

FACILITATOR = "facilitators-token-22"
TOKEN = "everybodys-token"


@dataclass(frozen=True)
class Room:
    """Where it answers."""

    address: str

    def link(self, path: str, token: str = TOKEN) -> str:
        """A page's address with a token."""
        return f"{self.address}{path}?token={token}"


@contextmanager
def open_room(folder: Path, **place: Any) -> Iterator[Room]:
    """The pages over the programme in ``folder``."""
    started: threading.Event = threading.Event()
    found: dict[str, Any] = {}

    async def run() -> None:
        from tornado.httpserver import HTTPServer
        from tornado.netutil import bind_sockets

        access = Access(token=TOKEN, facilitator=FACILITATOR, secret="secret")
        app = make_app(Place(str(folder), date(2026, 3, 31), **place), access, scoring_routes())
        server = HTTPServer(app)
        sockets = bind_sockets(0, "127.0.0.1")
        server.add_sockets(sockets)
        found["port"], found["end"], found["loop"] = sockets[0].getsockname()[1], asyncio.Event(), asyncio.get_running_loop()
        started.set()
        await found["end"].wait()
        server.stop()
        await server.close_all_connections()
        app.settings["shared"].close()

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    assert started.wait(PATIENCE)
    try:
        yield Room(f"http://127.0.0.1:{found['port']}")
    finally:
        found["loop"].call_soon_threadsafe(found["end"].set)
        thread.join(PATIENCE)
