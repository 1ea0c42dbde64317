"""The command line as tests use it: words in, what was printed and the exit status out."""

from __future__ import annotations

import io
import sys
from typing import NamedTuple

import pytest


class Said(NamedTuple):
    """What a command printed and its exit status."""

    status: int
    out: str
    err: str


class FrontDoor:
    """Calls the front door with the words of a command line; ``typed`` is what somebody types at a terminal."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *words: object, typed: str | None = None) -> Said:
        from kamkit.cli import main

        keyboard = io.StringIO(typed or "")
        self._monkeypatch.setattr(keyboard, "isatty", lambda: typed is not None, raising=False)
        self._monkeypatch.setattr(sys, "stdin", keyboard)
        self._monkeypatch.setattr(sys, "argv", ["kamkit", *map(str, words)])
        status: object = 0
        try:
            main()
        except SystemExit as ended:
            status = ended.code or 0
        said = self._capsys.readouterr()
        assert isinstance(status, int), status
        return Said(status, said.out, said.err)


def one_line(said: Said) -> str:
    """The message of a wrong command: one line on standard error, status 2, nothing else."""
    assert said.status == 2 and said.out == "", said
    (line,) = said.err.splitlines()
    assert line.startswith("kamkit: ")
    return line
