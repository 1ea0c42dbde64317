"""``kamkit serve`` started as people start it, and always ended."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


class Server:
    """A server that has said where it is."""

    def __init__(self, process: subprocess.Popen[str], said: str, mark: str) -> None:
        self.process, self.said, self.mark = process, said, mark

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


@contextmanager
def serving(*words: object, mark: str, command: tuple[str, ...] = ("serve",), links: int = 2) -> Iterator[Server]:
    """A server started as people start it; it is always ended. It is ready once it has given out so many ``links``."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kamkit", *command, *map(str, words)], env={**os.environ, "KAMKIT_TEST_MARK": mark},
        stdout=subprocess.PIPE, stderr=(log := tempfile.TemporaryFile("w+")), text=True, start_new_session=True,
    )  # fmt: skip
    try:
        said = []
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if "--for" in words and line.startswith("http"):
                break
            if sum(one.startswith("http") for one in said) == links:
                break
        assert said, log.seek(0) or log.read()
        yield Server(process, "".join(said), mark)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        log.close()
        assert process.stdout is not None
        process.stdout.close()
