"""Files that participants write, read and added to as data: one JSON object in a line, exactly the fields expected.

Everything is bounded, and nothing is run, imported or followed: an ordinary file of a stated size, lines of a stated
length and number; what is not what was expected is left out and named.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from kamkit.course.options import ENTRIES_AT_MOST
from kamkit.errors import InputError

SHORT = re.compile(r"[\w .@+-]{1,64}")
LEARNER = re.compile(r"[^\x00-\x1f\x7f]{0,64}")
WHEN = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?)?")
ID = re.compile(r"[0-9a-f]{16}")
FILE_AT_MOST = 2_000_000  # bytes; the answers to a whole course of twelve exercises are about a tenth of it
LINES_AT_MOST = 500
PROBLEMS_AT_MOST = 20
NAMES_AT_MOST = 2 * ENTRIES_AT_MOST + 9  # of one object; an answer's line has nine fields

Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Lines(Generic[Kept]):
    """What a file holds: the records in their order, and one line for each thing that was left out."""

    kept: tuple[Kept, ...]
    problems: tuple[str, ...]


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


def read_lines(path: Path, parse: Callable[[bytes], Kept], most: int = LINES_AT_MOST) -> Lines[Kept]:
    """Every line of a file as ``parse`` reads it; never raises for what the file is or holds."""
    try:
        return parse_lines(read_content(path), path.name, parse, most)
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


def parse_lines(content: bytes, name: str, parse: Callable[[bytes], Kept], most: int = LINES_AT_MOST) -> Lines[Kept]:
    """Every line of a file called ``name`` as ``parse`` reads it, ``most`` at most; never raises for what the file holds."""
    if len(content) > FILE_AT_MOST:
        return Lines((), (f"{name}: found more than {FILE_AT_MOST:,} bytes; left out",))
    kept: list[Kept] = []
    problems: list[str] = []
    lines = content.split(b"\n")
    for number, line in enumerate(lines[:most], start=1):
        if not line.strip():
            continue
        try:
            kept.append(parse(line))
        except InputError as error:
            problems.append(f"{name}, line {number}: {error}; left out")
    if len(lines) > most + 1:
        problems.append(f"{name}: found {len(lines):,} lines; those after {most:,} were left out")
    if len(problems) > PROBLEMS_AT_MOST:
        problems[PROBLEMS_AT_MOST:] = [f"{name}: and {len(problems) - PROBLEMS_AT_MOST:,} more of the kind"]
    return Lines(tuple(kept), tuple(problems))


def fields_of(
    line: bytes, at_most: int, texts: Mapping[str, re.Pattern[str]], *, others: Iterable[str], what: str
) -> dict[str, Any]:
    """The object of a line: exactly these fields, those in ``texts`` of that form; InputError if not."""
    values = load_data(line, at_most)
    if not isinstance(values, dict) or set(values) != {*texts, *others}:
        raise InputError(f"does not have the fields of {what}")
    for name, allowed in texts.items():
        if not isinstance(values[name], str) or not allowed.fullmatch(values[name]):
            raise InputError(f"{name} is not what was expected")
    return values


def load_data(content: bytes, at_most: int) -> Any:
    """JSON as plain data: UTF-8, no NaN or infinity, no name twice; InputError for anything else, or if it is too long."""
    if len(content) > at_most:
        raise InputError(f"found {len(content):,} bytes; expected at most {at_most:,}")
    try:
        return json.loads(content.decode("utf-8"), parse_constant=_no_constant, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise InputError("is not readable as JSON") from None


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > NAMES_AT_MOST or len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("names")
    return dict(pairs)
