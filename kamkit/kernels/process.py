"""A forked kernel as its client sees it: as much of ``subprocess.Popen`` as a provisioner uses."""

from __future__ import annotations

import contextlib
import select
import signal
import socket
import threading
import time

from kamkit.kernels import messages


class WarmProcess:
    """A running kernel, held by its lease: when this object goes, so does the kernel."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, lease: socket.socket) -> None:
        """Hold the kernel ``pid`` by ``lease``."""
        self.pid = pid
        self.returncode: int | None = None
        self.cpu_seconds = 0.0  # known when it has ended
        self._lease = lease
        self._lease.setblocking(False)
        self._lock = threading.Lock()

    def poll(self) -> int | None:
        """The exit status as in ``Popen``, negative for a signal; None while the kernel runs."""
        with self._lock:
            if self.returncode is None:
                try:
                    message, _ = messages.receive(self._lease)
                except BlockingIOError:
                    return None
                except OSError:
                    message = None
                # Without a word: the fork server is gone, and has taken the kernel with it.
                self.returncode = message["exit"] if message else -signal.SIGKILL
                self.cpu_seconds = message["cpu_seconds"] if message else 0.0
                self._lease.close()
            return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end of the kernel, at most ``timeout`` seconds; TimeoutError after that."""
        until = None if timeout is None else time.monotonic() + timeout
        while (status := self.poll()) is None:
            left = None if until is None else until - time.monotonic()
            if left is not None and left <= 0:
                raise TimeoutError(f"the kernel {self.pid} is still running")
            with contextlib.suppress(OSError, ValueError):
                select.select([self._lease], [], [], left)
        return status

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel and its process group, if it is still there."""
        if self.poll() is None:
            # The fork server sends it: only its parent knows that the number is still this kernel's.
            with contextlib.suppress(OSError):
                messages.send(self._lease, {"signal": int(number)})

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the kernel."""
        self.send_signal(signal.SIGKILL)

    def release(self) -> None:
        """Give the kernel up: it is killed if it still runs."""
        self._lease.close()
