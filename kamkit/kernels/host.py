"""The client's side: one host for each process that starts kernels, with a fork server for each kind of kernel."""

from __future__ import annotations

import asyncio
import atexit
import errno
import os
import shutil
import socket
import tempfile
import threading
from collections.abc import Sequence
from typing import Any

from kamkit.kernels import messages
from kamkit.kernels.forkserver import ForkServer
from kamkit.kernels.order import Kind, Order
from kamkit.kernels.process import WarmProcess

_MOST_SERVERS = 3  # each holds about 150 MB
_MOST_TRIES = 3
_SECONDS_TO_START = 60.0
# A machine that is busy with something else is slow once or twice, and not for ever.
_MOST_LATE = 3
# The path of a socket may have 107 characters, and TMPDIR can be longer than that.
_LONGEST_PLACE = 60


class WarmUnavailableError(Exception):
    """No fork can be had, and a stock kernel can. ``expected``: it is no fault that anybody should hear of."""

    def __init__(self, reason: str, *, expected: bool = False) -> None:
        """Say why."""
        super().__init__(reason)
        self.expected = expected


class Host:
    """Starts fork servers when they are needed, and anew when a file they imported has changed."""

    def __init__(self) -> None:
        """Nothing is started before the first kernel."""
        self.pid = os.getpid()
        self._lock = threading.Lock()
        self._servers: dict[Kind, ForkServer] = {}
        self._retired: list[ForkServer] = []
        self._given_up: dict[Kind, str] = {}
        self._late: dict[Kind, int] = {}  # how many times in a row nothing came
        self.scratch = ""  # the folder that all folders for sockets are in
        self._folders = 0

    def private_folder(self) -> str:
        """A new folder that nobody but this user can look into, with a path short enough for sockets."""
        with self._lock:
            self._folders += 1
            folder = f"{self._make_scratch()}/{self._folders}"
        os.mkdir(folder, 0o700)
        return folder

    def _make_scratch(self) -> str:
        if not self.scratch:
            place = tempfile.gettempdir()
            self.scratch = tempfile.mkdtemp(prefix="kw", dir=place if len(place) < _LONGEST_PLACE else "/tmp")
        return self.scratch

    def prepare(self, order: Order, preload: Sequence[str]) -> None:
        """Start the fork server for kernels of the kind of ``order``, if there is none yet."""
        self._server(order.kind(preload), order, preload)

    async def launch(self, order: Order, preload: Sequence[str], streams: Sequence[int]) -> WarmProcess:
        """Have a kernel forked and wait until it listens; WarmUnavailableError if that cannot be.

        ``streams`` are the descriptors of its standard streams.
        """
        kind = order.kind(preload)
        if reason := self._given_up.get(kind):
            raise WarmUnavailableError(reason)
        for _ in range(_MOST_TRIES):
            server = self._server(kind, order, preload)
            answer, lease = await _ask(server, order, streams)
            if lease is not None:
                self._late.pop(kind, None)
                return WarmProcess(answer["ready"], lease)
            if "unfit" in answer:
                raise WarmUnavailableError(answer["unfit"], expected=True)
            if "exit" in answer:
                raise WarmUnavailableError(f"a warm kernel ended with status {answer['exit']} before it was ready")
            self._retire(kind, server)
            if "late" in answer:
                self._late[kind] = self._late.get(kind, 0) + 1
                if self._late[kind] < _MOST_LATE:
                    raise WarmUnavailableError(answer["late"])
                answer = {"failed": answer["late"]}
            if "failed" in answer:
                break
        self._given_up[kind] = str(answer.get("failed", "the warm process ended several times while it started"))
        raise WarmUnavailableError(self._given_up[kind])

    def _server(self, kind: Kind, order: Order, preload: Sequence[str]) -> ForkServer:
        with self._lock:
            self._retired = [server for server in self._retired if not server.ended()]
            server = self._servers.pop(kind, None)
            if server is None:
                server = ForkServer(order, preload, self._make_scratch())
            self._servers[kind] = server  # the one used last comes last
            surplus = [self._servers.pop(one) for one in list(self._servers)[:-_MOST_SERVERS]]
            self._retired += surplus
        for one in surplus:
            one.retire()
        return server

    def _retire(self, kind: Kind, server: ForkServer) -> None:
        with self._lock:
            if self._servers.get(kind) is not server:
                return  # somebody else was quicker
            self._retired.append(self._servers.pop(kind))
        server.retire()

    def servers(self) -> list[int]:
        """The process numbers of all fork servers that still run."""
        with self._lock:
            return [server.pid for server in (*self._servers.values(), *self._retired) if not server.ended()]

    def close(self) -> None:
        """End all fork servers and their kernels, and remove all folders."""
        with self._lock:
            servers = [*self._servers.values(), *self._retired]
            self._servers, self._retired, self._given_up, self._late = {}, [], {}, {}
            scratch, self.scratch = self.scratch, ""
        for server in servers:
            server.close()
        if scratch:
            shutil.rmtree(scratch, ignore_errors=True)


async def _ask(server: ForkServer, order: Order, streams: Sequence[int]) -> tuple[dict[str, Any], socket.socket | None]:
    """The server's or the kernel's answer to an order, and the lease of the kernel if there is one."""
    lease, theirs = messages.pair()
    try:
        with theirs:
            await server.send(order, [theirs.fileno(), *streams])
        lease.setblocking(False)
        async with asyncio.timeout(_SECONDS_TO_START):
            packet = await asyncio.get_running_loop().sock_recv(lease, messages.LONGEST)
    except TimeoutError:
        lease.close()
        return {"late": f"no warm kernel within {_SECONDS_TO_START:g} seconds"}, None
    except OSError as failure:
        lease.close()
        return ({"unfit": "its variables are too long"} if failure.errno == errno.EMSGSIZE else {}), None
    except BaseException:
        lease.close()
        raise
    answer = messages.decode(packet) or {}
    if "ready" in answer:
        return answer, lease
    lease.close()
    return answer, None


_host: Host | None = None
_hosts_lock = threading.Lock()


def host_of_this_process() -> Host:
    """The host that all kernels of this process share; it ends with the process."""
    global _host
    with _hosts_lock:
        if _host is None or _host.pid != os.getpid():  # a fork must not speak on its parent's sockets
            _host = Host()
            atexit.register(_close, _host)
        return _host


def _close(host: Host) -> None:
    if host.pid == os.getpid():
        host.close()
