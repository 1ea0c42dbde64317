"""The fork server: one process with one thread that has everything imported and forks kernels on order.

It is started with ``exec``, gets its orders on one socket, and ends when that is closed. Each order brings
a lease: a socket on which the kernel says that it is ready and the server how it ended. When the other
end closes the lease, the kernel and all of its process group are killed.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import selectors
import shutil
import signal
import socket
import sys
import time
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from kamkit.kernels import messages
from kamkit.kernels.freshness import Freshness, Prepared, shadowing
from kamkit.kernels.kernel import become_kernel
from kamkit.kernels.order import Order

_SECONDS_BETWEEN_LOOKS_AT_PARENT = 2.0
_DESCRIPTORS_OF_AN_ORDER = 4


def main() -> None:
    """Run as the fork server that ``sys.argv[1]`` describes: JSON with control, scratch, start, preload, without."""
    task = json.loads(sys.argv[1])
    control = socket.socket(fileno=task["control"])
    try:
        prepared = _prepare(task)
    except BaseException as failure:
        end = _refuse_all(control, f"{type(failure).__name__}: {failure}")
    else:
        end = Server(control, prepared).run()
    if end == "abandoned":
        shutil.rmtree(task["scratch"], ignore_errors=True)
    os._exit(0)


def _prepare(task: dict[str, Any]) -> Prepared:
    from kamkit.kernels.preload import preload, preload_kernel, threads

    began = time.time()
    before = dict(os.environ)
    # A kernel sets this before matplotlib can be imported.
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    gc.disable()
    preload_kernel()
    kernels_own = sys.modules.keys() - {__name__.partition(".")[0]}
    unfit = preload(task["preload"], task["without"])
    if unfit:
        # Nothing can be imported undone.
        again = json.dumps(task | {"without": [*task["without"], *unfit]})
        os.execve(sys.executable, [*task["start"], again], before)
    if threads() > 1:
        raise RuntimeError("more than one thread runs in the warm process, which then cannot be forked")
    freshness = Freshness(sys.modules, began)
    variables = {name: value for name, value in os.environ.items() - before.items() if name != "MPLBACKEND"}
    launcher = find_spec("ipykernel_launcher")
    sys.path_importer_cache.clear()  # a kernel looks for itself what is in the folders today
    gc.enable()
    gc.collect()
    gc.freeze()
    preloaded = {name: sys.modules[name] for name in sys.modules.keys() - kernels_own}
    own = {name: sys.modules[name] for name in kernels_own}
    return Prepared(freshness, preloaded, own, variables, str(launcher.origin if launcher else ""))


def _refuse_all(control: socket.socket, reason: str) -> str:
    while True:
        message, descriptors = messages.receive(control)
        if message is None or not descriptors:
            return "abandoned" if message is None else "retired"
        if descriptors:
            with socket.socket(fileno=descriptors[0]) as lease, contextlib.suppress(OSError):
                messages.send(lease, {"failed": reason})
        for descriptor in descriptors[1:]:
            os.close(descriptor)


class Server:
    """Forks kernels, watches over them and tells how they ended."""

    def __init__(self, control: socket.socket, prepared: Prepared) -> None:
        """Take orders from ``control`` for as long as what is ``prepared`` is fresh."""
        self._control = control
        self._prepared = prepared
        self._parent = os.getppid()
        self._abandoned = self._retired = False
        self._leases: dict[int, socket.socket] = {}
        self._selector = selectors.DefaultSelector()
        self._selector.register(control, selectors.EVENT_READ)
        self._wakeup, self._alarm = socket.socketpair()
        self._wakeup.setblocking(False)
        self._alarm.setblocking(False)
        self._selector.register(self._wakeup, selectors.EVENT_READ)

    def run(self) -> str:
        """Serve until "retired", and no kernel is left, or "abandoned" by the client, when all are killed."""
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.set_wakeup_fd(self._alarm.fileno(), warn_on_full_buffer=False)
        while not self._is_over():
            for key, _ in self._selector.select(_SECONDS_BETWEEN_LOOKS_AT_PARENT):
                if key.fileobj is self._control:
                    self._take_order()
                elif key.fileobj is self._wakeup:
                    self._hear_alarm()
                elif key.data in self._leases:
                    self._hear_lease(key.data)
        for pid in list(self._leases):
            self._end(pid)
        return "retired" if self._retired and not self._abandoned else "abandoned"

    def _is_over(self) -> bool:
        # The parent: somebody it forked may hold the other end of the control socket open.
        return self._abandoned or os.getppid() != self._parent or (self._retired and not self._leases)

    def _take_order(self) -> None:
        message, descriptors = messages.receive(self._control)
        self._abandoned = message is None
        if message is None or "retire" in message:
            self._retired = message is not None
            return
        if len(descriptors) < _DESCRIPTORS_OF_AN_ORDER:  # too many are open for more to be received
            for descriptor in descriptors:
                os.close(descriptor)
            return
        lease = socket.socket(fileno=descriptors[0])
        streams = descriptors[1:]
        try:
            order = Order.of_message(message)
            refusal = self._refusal(order)
            if refusal:
                messages.send(lease, refusal)
                lease.close()
            else:
                self._fork(order, lease, streams)
        except OSError as failure:
            # The client may have gone already, or no further process can be had.
            with lease, contextlib.suppress(OSError):
                messages.send(lease, {"unfit": str(failure)})
        finally:
            for stream in streams:
                os.close(stream)

    def _refusal(self, order: Order) -> dict[str, str]:
        if changed := self._prepared.freshness.first_change():
            return {"stale": changed}
        if not os.path.isdir(order.folder):
            return {"unfit": f"there is no folder {order.folder}"}
        if hidden := shadowing(order.folder, self._prepared.preloaded, sys.path):
            return {"unfit": f"{hidden} comes before the preloaded module of that name"}
        return {}

    def _fork(self, order: Order, lease: socket.socket, streams: Sequence[int]) -> None:
        server = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._close_in_kernel()
            become_kernel(order, lease, streams, server, self._prepared)
        self._leases[pid] = lease
        self._selector.register(lease, selectors.EVENT_READ, pid)

    def _close_in_kernel(self) -> None:
        self._selector.close()
        for end in (self._control, self._wakeup, self._alarm, *self._leases.values()):
            end.close()

    def _hear_lease(self, pid: int) -> None:
        try:
            message, _ = messages.receive(self._leases[pid])
        except OSError:
            message = None
        if message is None:
            self._end(pid)
        else:
            with contextlib.suppress(ProcessLookupError):
                # The group is there once the kernel has made it.
                os.kill(pid, message["signal"]) if os.getpgid(pid) != pid else os.killpg(pid, message["signal"])

    def _hear_alarm(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while self._wakeup.recv(4096):
                pass
        for pid in list(self._leases):
            if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                self._end(pid)

    def _end(self, pid: int) -> None:
        """See the kernel and all it started to the grave, and tell how it ended."""
        for kill in (os.killpg, os.kill):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                # Until it is waited for, nobody else can have this number.
                kill(pid, signal.SIGKILL)
        _, status, used = os.wait4(pid, 0)
        lease = self._leases.pop(pid)
        self._selector.unregister(lease)
        with lease, contextlib.suppress(OSError):
            seconds = round(used.ru_utime + used.ru_stime, 4)
            messages.send(lease, {"exit": os.waitstatus_to_exitcode(status), "cpu_seconds": seconds})
