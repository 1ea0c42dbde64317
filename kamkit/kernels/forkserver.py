"""A fork server as its client holds it: started, sent orders, retired, ended."""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

from kamkit.kernels import messages
from kamkit.kernels.order import Order

# Many kernels share the cores, and only a process with one thread can be forked safely.
_LIBRARIES = ("BLIS", "MKL", "NUMEXPR", "OMP", "OPENBLAS", "VECLIB_MAXIMUM")
_ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in _LIBRARIES}
_SECONDS_TO_END = 5.0
_START = str(Path(__file__).with_name("start.py"))


class ForkServer:
    """A running fork server; when this object goes, so do the server and its kernels."""

    def __init__(self, order: Order, preload: Sequence[str], scratch: str) -> None:
        """Start one for kernels of the kind of ``order``; it can be sent orders at once."""
        self._control, theirs = messages.pair()
        self._control.setblocking(False)
        start = [*order.start, _START]
        task = {"control": theirs.fileno(), "scratch": scratch, "start": start, "preload": list(preload), "without": []}
        with theirs:
            self._process = subprocess.Popen(
                [*start, json.dumps(task)],
                env=order.environment | _ONE_THREAD,
                cwd=order.base,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self.pid = self._process.pid
        self._used = False

    def ended(self) -> bool:
        """Whether the server's process is gone."""
        return self._process.poll() is not None

    async def send(self, order: Order, descriptors: Sequence[int]) -> None:
        """Send an order; OSError if the server is gone or the order too long."""
        self._used = True
        while True:
            try:
                return messages.send(self._control, order.message(), descriptors)
            except BlockingIOError:  # it is still importing, and many are waiting
                await asyncio.sleep(0.02)

    def retire(self) -> None:
        """Let the server end with the last of its kernels."""
        with contextlib.suppress(OSError):
            messages.send(self._control, {"retire": True})

    def close(self) -> None:
        """End the server and all its kernels."""
        self._control.close()
        try:
            # One that nobody wanted may be importing still, and would not hear.
            self._process.wait(_SECONDS_TO_END if self._used else 0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
