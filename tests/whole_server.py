"""``kamkit serve`` started as people start it, and always ended."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from processes import below


class Server:
    """A server that has said where it is."""

    def __init__(self, words: tuple[object, ...], mark: str, command: tuple[str, ...], links: int) -> None:
        self.words, self.mark, self.said = words, mark, ""
        self._command, self._links = command, 1 if "--for" in words else links
        self._log = tempfile.TemporaryFile("w+")
        self.process = self._start()

    @property
    def links(self) -> list[str]:
        """The addresses it gives out, in their order, without the host."""
        return [line.split("/", 3)[3] for line in self.said.splitlines() if line.startswith("http://")]

    @property
    def port(self) -> int:
        """Where it answers."""
        found = re.search(r"http://[^:]+:(\d+)/", self.said)
        assert found, self.said
        return int(found[1])

    def kernels(self, file: Path) -> list[int]:
        """The processes below it that have ``file`` open, itself not among them."""
        return [pid for pid in below(self.process.pid) if _has_open(pid, file)]

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Nothing below it does anything as long as the block lasts; it itself goes on."""
        stopped = list(below(self.process.pid))
        try:
            for pid in stopped:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGSTOP)
            yield
        finally:
            for pid in stopped:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)

    def kill(self) -> None:
        """End it without a word, as a power cut does, and see that all it has started is gone."""
        self.process.kill()
        self.process.wait()

    def again(self) -> None:
        """Start it once more; at the same place, if its words name the port."""
        assert self.process.poll() is not None
        self._close()
        self.process = self._start()

    def end(self) -> None:
        """End it and all it has started."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._close()
        self._log.close()

    def _start(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "kamkit", *self._command, *map(str, self.words)], env={**os.environ, "KAMKIT_TEST_MARK": self.mark},
            stdout=subprocess.PIPE, stderr=self._log, text=True, start_new_session=True,
        )  # fmt: skip
        assert process.stdout is not None
        said: list[str] = []
        for line in process.stdout:
            said.append(line)
            if sum(one.startswith("http") for one in said) == self._links:
                break
        self.said = "".join(said)
        if not self.links:
            process.wait()
            self._log.seek(0)
            raise AssertionError(self._log.read())
        return process

    def _close(self) -> None:
        assert self.process.stdout is not None
        self.process.stdout.close()


def _has_open(pid: int, file: Path) -> bool:
    try:
        return any(os.readlink(one) == str(file.resolve()) for one in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return False


@contextmanager
def serving(*words: object, mark: str, command: tuple[str, ...] = ("serve",), links: int = 2) -> Iterator[Server]:
    """A server started as people start it; it is always ended. It is ready once it has given out so many ``links``."""
    server = Server(words, mark, command, links)
    try:
        yield server
    finally:
        server.end()
