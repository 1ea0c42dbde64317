"""The provisioner ``kamkit-warm`` of jupyter_client: kernels forked from a warm process, stock ones where that fails."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import weakref
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Integer, List, Unicode, default

from kamkit.kernels.host import WarmUnavailableError, host_of_this_process
from kamkit.kernels.order import MEMORY, order_of
from kamkit.kernels.preload import DEFAULT, PRELOAD
from kamkit.kernels.process import WarmProcess

_said: set[str] = set()


class WarmProvisioner(LocalProvisioner):
    """Starts a kernel as a fork of a process that has everything imported."""

    preload = List(Unicode(), help="What the warm process imports; `package.*`: all its modules.").tag(config=True)
    memory_mb = Integer(help="MB a kernel may take beyond what it has when it starts; 0: no limit.").tag(config=True)

    _launched = False

    @default("preload")
    def _preload_default(self) -> list[str]:
        asked = os.environ.get(PRELOAD)
        return list(DEFAULT) if asked is None else [name.strip() for name in asked.split(",") if name.strip()]

    @default("memory_mb")
    def _memory_mb_default(self) -> int:
        return int(os.environ.get(MEMORY) or 0)

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Give the kernel sockets that nobody else can reach, then do what is always done."""
        manager = self.parent
        if manager is not None and manager.transport == "tcp" and manager.ip in ("127.0.0.1", "localhost"):
            if sys.platform == "win32":
                kwargs.setdefault("transport_encryption", "auto")
            else:
                self._use_private_sockets(manager)
        return await super().pre_launch(**kwargs)

    def _use_private_sockets(self, manager: Any) -> None:
        folder = host_of_this_process().private_folder()
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        manager.transport = "ipc"
        manager.ip = f"{folder}/k"
        manager.cache_ports = False
        if not manager.connection_file:
            manager.connection_file = f"{folder}/kernel.json"
        self._folder: str | None = folder

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel; a stock one, saying so once in the log, where a fork cannot be had."""
        try:
            await self._launch_warm(cmd, kwargs)
        except WarmUnavailableError as reason:
            self._say_once(reason)
            return await super().launch_kernel(cmd, **kwargs)
        return self.connection_info

    async def _launch_warm(self, cmd: list[str], kwargs: Mapping[str, Any]) -> None:
        if sys.platform != "linux":
            # macOS: the system's own libraries do not survive a fork.
            raise WarmUnavailableError(f"forking is not safe on {sys.platform}")
        order = order_of(cmd, kwargs, self.memory_mb)
        if isinstance(order, str):
            raise WarmUnavailableError(order, expected=True)
        order = replace(order, again=self._launched)
        with _streams(kwargs) as streams:
            process = await host_of_this_process().launch(order, self.preload, streams)
        self.process = process  # type: ignore[assignment]
        self.pid = self.pgid = process.pid
        self.cwd = order.folder
        self._launched = True

    def _say_once(self, reason: WarmUnavailableError) -> None:
        if str(reason) not in _said:
            _said.add(str(reason))
            say = self.log.info if reason.expected else self.log.warning
            say("Stock kernel in place of a warm one: %s.", reason)

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel's process group."""
        if isinstance(self.process, WarmProcess):
            self.process.send_signal(signum)
        else:
            await super().send_signal(signum)

    async def cleanup(self, restart: bool = False) -> None:
        """Leave nothing behind, unless the kernel is about to start again."""
        await super().cleanup(restart=restart)
        if not restart:
            if isinstance(self.process, WarmProcess):
                self.process.release()
            if folder := getattr(self, "_folder", None):
                shutil.rmtree(folder, ignore_errors=True)
                self._folder = None


@contextlib.contextmanager
def _streams(asked: Mapping[str, Any]) -> Iterator[list[int]]:
    """Descriptors of what the kernel reads from and writes to, as Popen understands them."""
    # As with a stock kernel: a pipe that nobody will ever write to.
    silent, closed = os.pipe()
    os.close(closed)
    null = os.open(os.devnull, os.O_RDWR)
    try:
        streams = (("stdin", silent), ("stdout", 1), ("stderr", 2))
        yield [_descriptor(asked.get(name), otherwise, null) for name, otherwise in streams]
    finally:
        os.close(null)
        os.close(silent)


def _descriptor(asked: Any, otherwise: int, null: int) -> int:
    if asked is None:
        try:
            os.fstat(otherwise)
        except OSError:  # closed, as with a service
            return null
        return otherwise
    if asked == subprocess.DEVNULL:
        return null
    if isinstance(asked, int) and asked < 0:
        raise WarmUnavailableError("its streams are to be pipes", expected=True)
    return asked if isinstance(asked, int) else int(asked.fileno())
