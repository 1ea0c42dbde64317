"""A server from its first word to its last: what it serves, for whom, and an end that leaves nothing behind."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import Any

from tornado.httpserver import HTTPServer

from kamkit.serving.access import Access
from kamkit.serving.app import Route, make_app
from kamkit.serving.handler import PageHandler
from kamkit.serving.place import Place
from kamkit.serving.running import read_all
from kamkit.serving.start import AccountPage, StartPage

# What one kernel may take beyond what it has when it starts.
KERNEL_MEMORY_MB = 1024


@dataclass(frozen=True)
class Link:
    """A page that the start page leads to."""

    path: str
    label: str
    facilitators_only: bool = False


@dataclass(frozen=True)
class Extra:
    """Pages besides the house's own: their routes, those the start page leads to, and perhaps another start page.

    Without ``workbooks`` these pages are all there is, and no kernel is behind any of them.
    """

    routes: Sequence[Route] = ()
    pages: Sequence[Link] = ()
    start: type[PageHandler] = StartPage
    settings: dict[str, Any] = field(default_factory=dict)
    workbooks: bool = True


def serve(
    place: Place, access: Access, sockets: Sequence[socket.socket], ready: Callable[[], None], extra: Extra = Extra()
) -> None:
    """Serve until somebody presses Ctrl+C or ends the process; ``ready`` is called once it answers."""
    asyncio.run(_serve(place, access, sockets, ready, extra))


async def _serve(
    place: Place, access: Access, sockets: Sequence[socket.socket], ready: Callable[[], None], extra: Extra
) -> None:
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows has Ctrl+C alone
            asyncio.get_running_loop().add_signal_handler(number, ended.set)
    with ExitStack() as stack:
        routes: list[Route] = [*extra.routes]
        settings = dict(extra.settings) | {"pages": extra.pages}
        kernels, start = None, extra.start
        if place.for_customer:
            from kamkit.serving.customer import START, routes_for_customer

            routes, start = [*routes_for_customer()], START
        elif extra.workbooks:
            kernels = _workbooks(stack, routes, settings)
        app = make_app(place, access, routes, start=start, **settings)
        stack.callback(app.settings["shared"].close)
        server = HTTPServer(app, max_body_size=1 << 20)
        server.add_sockets(sockets)
        if kernels is not None:
            kernels.open(place.address, place.as_of, app.settings["shared"].newest)
            asyncio.get_running_loop().run_in_executor(None, read_all)
        ready()
        try:
            await ended.wait()
        finally:
            server.stop()
            if kernels is not None:
                await kernels.end_all()
            with suppress(TimeoutError):
                await asyncio.wait_for(server.close_all_connections(), 2)


def _workbooks(stack: ExitStack, routes: list[Route], settings: dict[str, Any]) -> Any:
    """Add the workbooks' pages, with kernels that are warm where that can be."""
    from kamkit.bulk.quickly import import_nbformat
    from kamkit.kernels import start_warm_process, warm_kernels
    from kamkit.packs.library import workbooks_folder

    stack.enter_context(warm_kernels(memory_mb=KERNEL_MEMORY_MB))
    start_warm_process()
    import_nbformat()  # before Voila does it slowly
    from kamkit.serving.kernels import Kernels
    from kamkit.serving.workbook import WorkbookPage

    kernels = Kernels(workbooks_folder())
    routes += [(r"/account", AccountPage), (r"/workbooks/(\w+)", WorkbookPage), *kernels.routes]
    settings |= kernels.settings
    return kernels
