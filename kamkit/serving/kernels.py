"""The kernels behind the pages, and the way of their forms to them: Voila's, in this server's own application.

A visitor's browser can open, change and close the forms of its own page and nothing else: what would run code, complete
or inspect it is not let through to a kernel, and what a kernel says of its code is not let out.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import tornado.web
from jupyter_core.utils import ensure_async
from traitlets.config import Config
from voila.app import Voila
from voila.configuration import VoilaConfiguration
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler, read_header_from_binary_message

from kamkit.forms.desk import WORKED_OUT
from kamkit.serving.assets import Assets
from kamkit.serving.clerk import Clerk
from kamkit.serving.handler import PageHandler
from kamkit.serving.pool import Pool, Ready
from kamkit.serving.turns import Turns

# Twelve people with three pages each, and some to spare; a warm kernel takes some 25 MB of its own.
KERNELS_AT_MOST = 48
TOO_MANY = "As many pages are open as this machine can carry; close one, or wait a minute and load this one again"
IDLE_SECONDS = 1200
# Somebody leaves a page while what he typed last is on its way: the kernel ends after it has been saved.
SECONDS_TO_FINISH = 3.0
_KERNEL = r"(?P<kernel_id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
# A kernel that has not answered by then will not.
SECONDS_TO_START = 60
_NOT_LET_OUT = {"execute_input", "error", "stream", None}


class Kernels:
    """The kernels of one server. ``settings`` and ``routes`` are for its application."""

    def __init__(self, folder: Path) -> None:
        """``folder``: where the workbooks lie, and so where their kernels work."""
        self._sockets = tempfile.mkdtemp(prefix="ks-")
        self._voila = Voila(config=_config(), log_level="ERROR", token="", root_dir=str(folder))
        self._voila.voila_configuration = VoilaConfiguration(parent=self._voila)
        self._voila.connection_dir = self._sockets
        self.settings: dict[str, Any] = self._voila.init_settings()
        # The gate has looked at everybody before; cookies are signed by this server's own secret.
        for name in ("cookie_secret", "login_url", "autoreload"):
            self.settings.pop(name, None)
        self.manager = self.settings["kernel_manager"]
        self.settings |= {"kernels": self, "ws_ping_interval": 30_000, "ws_ping_timeout": 30_000}
        self.pool = Pool(self._start, self._wait_on)
        self.turns = Turns()
        self.clerk: Clerk | None = None

    @property
    def routes(self) -> list[tuple[Any, ...]]:
        """What the pages' scripts ask for."""
        return [
            (rf"/api/kernels/{_KERNEL}", Alive),
            (rf"/api/kernels/{_KERNEL}/channels", Channels),
            (rf"/api/kernels/{_KERNEL}/leave", Leave),
            (r"/live/([0-9a-f]+)/([\w.]+)", Assets),
        ]

    async def take(self, environment: Mapping[str, str]) -> Ready:
        """A kernel with these variables besides this process's; 503 if there are too many."""
        if not len(self.pool) and len(self.manager.list_kernel_ids()) >= KERNELS_AT_MOST:
            raise tornado.web.HTTPError(503, reason=TOO_MANY)
        if self.clerk is not None:
            environment = {**environment, WORKED_OUT: str(self.clerk.folder)}
        ready = await self.pool.take()
        # It was started before anybody knew for whom. What a kernel is asked is done in the order in which it comes.
        ready.client.execute(f"__import__('os').environ.update({dict(environment)!r})", silent=True, store_history=False)
        return ready

    def open(self, address: str, as_of: date, newest: Callable[[], int]) -> None:
        """Begin to have kernels wait, and to work out beforehand what pages about the programme at ``address`` ask for."""
        self.pool.open()
        self.clerk = Clerk(self.pool, newest)
        self.clerk.open(address, as_of)

    async def _start(self) -> Ready:
        kernel_id: str = await self.manager.start_kernel(kernel_name="python3", path="", env=dict(os.environ))
        client = self.get(kernel_id).client()
        client.start_channels()
        try:
            await ensure_async(client.wait_for_ready(timeout=SECONDS_TO_START))
        except BaseException:
            client.stop_channels()
            await self.end(kernel_id)
            raise
        client.allow_stdin = False
        return Ready(kernel_id, client)

    async def _wait_on(self, kernel_id: str) -> bool:
        if not await self.is_alive(kernel_id):
            return False
        self.get(kernel_id).last_activity = datetime.now(UTC)  # it is nobody's yet, and not forgotten
        return True

    def get(self, kernel_id: str) -> Any:
        """The manager of one kernel."""
        return self.manager.get_kernel(kernel_id)

    async def is_alive(self, kernel_id: str) -> bool:
        """Whether the kernel is there."""
        return kernel_id in self.manager and bool(await ensure_async(self.get(kernel_id).is_alive()))

    async def end(self, kernel_id: str) -> None:
        """End one kernel; nothing happens if it has ended."""
        if kernel_id in self.manager:
            await ensure_async(self.manager.shutdown_kernel(kernel_id, now=False))

    async def end_all(self) -> None:
        """End all of them and remove their sockets."""
        if self.clerk is not None:
            await self.clerk.close()
        await self.pool.close()
        # One that was being started is not whole; with the warm process all of its kernels end in any case.
        with suppress(Exception):
            await ensure_async(self.manager.shutdown_all(now=True))
        shutil.rmtree(self._sockets, ignore_errors=True)


def _config() -> Config:
    config = Config()
    config.MappingKernelManager.cull_idle_timeout = IDLE_SECONDS
    config.MappingKernelManager.cull_interval = 60
    config.MappingKernelManager.cull_connected = False
    config.MappingKernelManager.buffer_offline_messages = False
    # A kernel that died has lost its forms: the page says so, instead of talking to another that knows none of them.
    config.KernelManager.autorestart = False
    config.NotebookNotary.db_file = ":memory:"
    return config


class Alive(PageHandler):
    """Whether a page's kernel is there; asked by the page's script."""

    async def get(self, kernel_id: str) -> None:
        """Say it."""
        if not await self.settings["kernels"].is_alive(kernel_id):
            raise tornado.web.HTTPError(404)
        self.write({"id": kernel_id})


class Leave(PageHandler):
    """Somebody has left a page: its kernel is no longer needed."""

    async def post(self, kernel_id: str) -> None:
        """End it, once what is on its way has been done."""
        self.set_status(204)
        await self.finish()
        await asyncio.sleep(SECONDS_TO_FINISH)
        await self.settings["kernels"].end(kernel_id)


class Channels(VoilaKernelWebsocketHandler):
    """The socket between a page's forms and its kernel."""

    def write_message(self, message: bytes | str | dict[str, Any], binary: bool = False) -> Any:
        """Send on what concerns forms; code and where it failed stay here, and what cannot be read does."""
        if _kind(message) in _NOT_LET_OUT:
            return None
        return super().write_message(message, binary)


def _kind(message: bytes | str | dict[str, Any]) -> str | None:
    """What a message is, in either of the two ways in which kernels' sockets write; None if that cannot be read."""
    if isinstance(message, bytes):
        header = read_header_from_binary_message(message)
    else:
        header = (json.loads(message) if isinstance(message, str) else message).get("header")
    return header.get("msg_type") if header else None
