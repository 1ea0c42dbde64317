"""Files that participants write: ordinary ones only, of a stated size, read as bytes; lines added in one write."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from kamkit.course.peers.lines import FILE_AT_MOST, Lines, parse_lines
from kamkit.errors import InputError

Kept = TypeVar("Kept")


def read_content(path: Path, at_most: int = FILE_AT_MOST) -> bytes:
    """The bytes of an ordinary file, b"" where there is none; InputError if it is a link, a device or too large."""
    try:
        found = os.lstat(path)
    except OSError:
        return b""
    if not stat.S_ISREG(found.st_mode):
        raise InputError(f"{path.name}: is not an ordinary file")
    if found.st_size > at_most:
        raise InputError(f"{path.name}: found {found.st_size:,} bytes; expected at most {at_most:,}")
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            return file.read(at_most + 1)
    except OSError as error:
        raise InputError(f"{path.name}: cannot be read ({error.strerror})") from None


def read_lines(path: Path, parse: Callable[[bytes], Kept]) -> Lines[Kept]:
    """Every line of a file as ``parse`` reads it; never raises for what the file is or holds."""
    try:
        return parse_lines(read_content(path), path.name, parse)
    except InputError as error:
        return Lines((), (f"{error}; left out",))


def append_line(path: Path, line: str) -> None:
    """Add one line; InputError if it cannot be written, or is no ordinary file."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0), 0o644)
        with os.fdopen(handle, "ab", buffering=0) as file:
            file.write(line.encode())  # one write: two pages open at once do not mix their lines
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}); copy the pages to a folder of yours") from None


def file_name_of(task: str) -> str:
    """A task as part of a file name."""
    return task.replace("/", "-")
