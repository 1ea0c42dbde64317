"""What somebody handed in, a folder or a zip: two small files are read out of it, nothing is unpacked or followed.

Everything is bounded before it is read: how many files, how large, how deep, how far packed.
"""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kamkit.errors import InputError

FILES_AT_MOST = 2_000
BYTES_AT_MOST = 60_000_000  # of a folder, of a zip, and of what the zip would unpack to
DIRECTORY_AT_MOST = 400_000  # bytes of a zip's list of its files
PACKED_AT_MOST = 100  # how many times smaller than unpacked; answers and notebooks are packed to about a tenth
DEEP = 6
SET, ANSWERS = "set.json", "answers.jsonl"
_END, _END_SIZE = b"PK\x05\x06", 22
_END_OF_LARGE, _BEFORE_END = b"PK\x06\x07", 20  # says that another list holds, one of any length
_NOT_ZIP = "is not a zip file that can be read; ask for the folder again"


class Refused(InputError):
    """What was handed in cannot be looked at; the message is why."""


@dataclass(frozen=True)
class Package:
    """Where the one set of a folder or zip is; ``read`` gives a file of it, at most so many bytes and one more."""

    path: Path
    prefix: str
    has_answers: bool
    names: frozenset[str] = frozenset()

    def has(self, name: str) -> bool:
        """Whether the set holds a file of that name."""
        return self.prefix + name in self.names

    def read(self, name: str, at_most: int) -> bytes:
        """The start of a file of the set, ``at_most`` bytes and one more; Refused if it cannot be read."""
        if self.path.suffix.casefold() == ".zip" and not self.path.is_dir():
            return _read_packed(self.path, self.prefix + name, at_most)
        return _read_plain(self.path / self.prefix / name, at_most)


def open_package(path: Path) -> Package | None:
    """The one set in a folder or zip; None where there is neither a set nor an answer. Refused for anything else."""
    found = os.lstat(path)
    if stat.S_ISLNK(found.st_mode):
        raise Refused("is a link and was not followed; put the folder itself here")
    if stat.S_ISDIR(found.st_mode):
        names = list(_files_in(path))
    elif stat.S_ISREG(found.st_mode) and path.suffix.casefold() == ".zip":
        names = _files_packed(path, found.st_size)
    else:
        raise Refused("is neither a folder nor a zip; hand in the folder of the set, or a zip of it")
    own = [name for name in names if not any(part.startswith((".", "__MACOSX")) for part in name.split("/"))]
    sets = [name.removesuffix(SET) for name in own if name.split("/")[-1] == SET]
    answers = [name.removesuffix(ANSWERS) for name in own if name.split("/")[-1] == ANSWERS]
    if not sets and not answers:
        return None
    if len(sets) != 1 or len(answers) > 1 or answers not in ([], sets):
        raise Refused(_which(len(sets), len(answers)))
    return Package(path, sets[0], bool(answers), frozenset(own))


def _which(sets: int, answers: int) -> str:
    if not sets:
        return f"has answers and no {SET}, so nobody can say whose they are; ask for the whole folder"
    if sets > 1:
        return f"holds {sets} sets; put each into a folder or zip of its own"
    return f"has {answers} files {ANSWERS}, or one that does not lie beside {SET}; ask for the whole folder"


def _files_in(folder: Path) -> Iterator[str]:
    """The files below a folder, relative to it; links are named and never followed."""
    count = size = 0
    waiting: list[tuple[str, int]] = [("", 0)]
    while waiting:
        below, depth = waiting.pop()
        with os.scandir(folder / below) as entries:
            for entry in entries:
                count += 1
                if count > FILES_AT_MOST:
                    raise Refused(f"holds more than {FILES_AT_MOST:,} files; hand in the set alone")
                if entry.is_dir(follow_symlinks=False) and entry.name not in (SET, ANSWERS):  # a folder of that name is no file that can be read
                    if depth >= DEEP:
                        raise Refused(f"has folders more than {DEEP} deep; hand in the set alone")
                    waiting.append((f"{below}{entry.name}/", depth + 1))
                    continue
                size += entry.stat(follow_symlinks=False).st_size
                if size > BYTES_AT_MOST:
                    raise Refused(f"holds more than {BYTES_AT_MOST // 1_000_000} MB; hand in the set alone")
                yield below + entry.name


def _read_plain(path: Path, at_most: int) -> bytes:
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise Refused(f"{path.name} is not an ordinary file; ask for the folder again")
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            return file.read(at_most + 1)
    except OSError as error:
        raise Refused(f"{path.name} cannot be read ({error.strerror}); ask for the folder again") from None


def _files_packed(path: Path, size: int) -> list[str]:
    if size > BYTES_AT_MOST:
        raise Refused(f"found {size / 1e6:,.0f} MB; expected at most {BYTES_AT_MOST // 1_000_000} MB")
    _check_end(path, size)
    try:
        with zipfile.ZipFile(path) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        raise Refused(_NOT_ZIP) from None
    _check_entries(entries, size)
    return [entry.filename for entry in entries if not entry.is_dir()]


def _check_end(path: Path, size: int) -> None:
    """Look at the list's own size before anybody reads the list."""
    with path.open("rb") as file:
        file.seek(max(0, size - _BEFORE_END - _END_SIZE - 65_535))
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise Refused(_NOT_ZIP)
    if tail[max(0, at - _BEFORE_END) : at].startswith(_END_OF_LARGE):
        raise Refused("is a zip of the kind for more than 4,000 MB; hand in an ordinary zip")
    count, length = struct.unpack("<HL", tail[at + 10 : at + 16])
    if count > FILES_AT_MOST or length > DIRECTORY_AT_MOST:
        raise Refused(f"says that it holds more than {FILES_AT_MOST:,} files; hand in the set alone")


def _check_entries(entries: list[zipfile.ZipInfo], size: int) -> None:
    names = [entry.filename for entry in entries]
    if len(entries) > FILES_AT_MOST:
        raise Refused(f"holds more than {FILES_AT_MOST:,} files; hand in the set alone")
    if len({name.casefold() for name in names}) != len(names):
        raise Refused("holds two files of the same name; ask for the folder again")
    for entry in entries:
        parts = entry.filename.split("/")
        if entry.filename.startswith("/") or ".." in parts or "\\" in entry.filename or ":" in entry.filename or len(parts) > DEEP + 2:
            raise Refused("has a file that would be unpacked outside its folder; it was not opened")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise Refused("holds a link; hand in the files themselves")
        if entry.flag_bits & 0x1:
            raise Refused("needs a password; hand in a zip without one")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused("is packed in an unusual way; hand in an ordinary zip")
        if entry.file_size > 1_000_000 and entry.file_size > PACKED_AT_MOST * max(1, entry.compress_size):
            raise Refused("would unpack to more than a hundred times its size; it was not opened")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > BYTES_AT_MOST:
        raise Refused(f"would unpack to {unpacked / 1e6:,.0f} MB; it was not opened")
    if unpacked > PACKED_AT_MOST * max(size, 1):
        raise Refused("would unpack to more than a hundred times its size; it was not opened")


def _read_packed(path: Path, name: str, at_most: int) -> bytes:
    try:
        with zipfile.ZipFile(path) as packed, packed.open(name) as file:
            content = file.read(at_most + 1)
            if len(content) <= at_most:
                file.read(1)  # the end: only there the sum is checked
            return content
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, KeyError, ValueError, RuntimeError, NotImplementedError, struct.error):
        raise Refused(_NOT_ZIP) from None
