"""Files that name a person: found in the programme's folder and where files were made from it; mended where they are the kit's."""

from __future__ import annotations

import html
import json
import os
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kamkit.programme.address import FILE
from kamkit.programme.person.names import Names
from kamkit.programme.person.removal import Removal

if TYPE_CHECKING:
    from kamkit.programme.programme import Programme

How = Literal["text", "name", "document", "unread", "elsewhere"]
# What a bulk run writes into its folder; the folder itself may hold much else.
_PACK = ("index.html", "ledger.jsonl", "accounts", "programme")
_PICTURE = re.compile(r'src="data:image/[^"]*"')
_UNREAD = {".pdf", ".png", ".jpg", ".jpeg", ".svgz", ".gif"}


@dataclass(frozen=True)
class Found:
    """A file, or a place with files, that names the person or may do so.

    ``how``: in its text, in its own name, in a document of an office program, perhaps in a PDF or picture that is not
    looked into, or on another machine or server. ``says``: what it is, for a place.
    """

    path: Path
    how: How
    says: str = ""


class InFiles:
    """The person's names as they stand in files: plain, or as HTML and JSON write them."""

    def __init__(self, removal: Removal) -> None:
        self.placeholder = removal.placeholder
        self.names = Names(removal.subject.names.names)
        self.written = Names(one for name in self.names.names for one in _written(name))
        # As folders of people are called (kamkit/packs/names.py): only plain letters, then ~ and a short hash.
        self._folders = {re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[:30].casefold() for name in self.names.names}

    def in_path(self, name: str) -> bool:
        """Whether the name of a file or folder is the person's, with signs instead of spaces too."""
        plain, hashed, _ = name.partition("~")
        if hashed and plain.casefold() in self._folders:
            return True
        return self.names.are_in(name) or self.names.are_in(re.sub(r"[-_.]+", " ", name))

    def how(self, file: Path) -> How | None:
        """How the content of a file names the person; None if it does not."""
        if file.suffix.lower() in _UNREAD:
            return "unread"
        data = file.read_bytes()
        if data[:2] == b"PK" and zipfile.is_zipfile(file):
            return "document" if any(self.written.are_in(text) for text in _texts_in(file)) else None
        text = data.decode("utf-8", "replace")
        if self.written.are_in(text):
            return "text" if "\0" not in text else "document"
        return "document" if b"\0" in data and self.written.are_in(data.decode("utf-16-le", "replace")) else None

    def mend(self, file: Path) -> None:
        """Put the placeholder into a text; outputs and pictures, which may show the name, go and can be made again."""
        text = file.read_bytes().decode("utf-8", "surrogateescape")
        if file.suffix == ".ipynb":
            text = _without_outputs(text)
        elif file.suffix in (".html", ".htm"):
            text = _PICTURE.sub('src=""', text)
        half = file.with_name(f".{file.name}.part")
        half.write_bytes(self.written.replaced(text, self.placeholder).encode("utf-8", "surrogateescape"))
        os.replace(half, file)


def _written(name: str) -> Iterator[str]:
    yield from (name, html.escape(name), html.escape(name, quote=False), name.encode("ascii", "xmlcharrefreplace").decode())
    yield from (json.dumps(name)[1:-1], json.dumps(name, ensure_ascii=False)[1:-1])


def _texts_in(file: Path) -> Iterator[str]:
    try:
        with zipfile.ZipFile(file) as parts:
            for part in parts.namelist():
                if part.endswith((".xml", ".rels", ".txt", ".html", ".json")):
                    # Words of one sentence may stand in several elements.
                    yield html.unescape(re.sub(r"<[^>]*>", "", parts.read(part).decode("utf-8", "replace")))
    except (zipfile.BadZipFile, OSError, RuntimeError):
        return


def _without_outputs(text: str) -> str:
    try:
        notebook: dict[str, Any] = json.loads(text)
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                cell["outputs"], cell["execution_count"] = [], None
        return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
    except (ValueError, KeyError, TypeError):
        return text


def find_files(folder: Path, removal: Removal) -> tuple[Found, ...]:
    """The files in the programme's own folder that name the person; its databases are looked through as such."""
    return tuple(_found(_files(folder), InFiles(removal), folder))


def find_in_places(programme: Programme, removal: Removal) -> Iterator[Found]:
    """The same in the places where files were made from the programme, and the places that cannot be seen from here."""
    inside, own = InFiles(removal), programme.folder.absolute()
    for place in programme.places():
        if not place.is_here:
            where = "a server" if "://" in place.path else place.machine
            yield Found(Path(place.path), "elsewhere", f"{place.kind}, on {where}")
            continue
        path = Path(place.path)
        if place.kind == "moved from" and path.exists():
            yield Found(path, "elsewhere", "the programme as it was before it was moved")
        elif place.kind == "packs":
            parts = [file for name in _PACK for file in _files(path / name)]
            yield from _found((file for file in parts if not file.is_relative_to(own)), inside, path)
        elif path.is_file() and not path.is_relative_to(own):
            yield from _found([path], inside, path.parent)


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    for folder, _, names in os.walk(path):  # links are not followed
        for name in sorted(names):
            if not (Path(folder) / name).is_symlink():
                yield Path(folder) / name


def _found(files: Iterable[Path], inside: InFiles, top: Path) -> Iterator[Found]:
    for file in files:
        if file.parent == top and file.name.startswith(FILE.removesuffix(".sqlite") + ".") and ".sqlite" in file.name:
            continue
        if how := inside.how(file):
            yield Found(file, how)
        if any(inside.in_path(part) for part in file.relative_to(top).parts):
            yield Found(file, "name")


def mend_files(folder: Path, removal: Removal) -> tuple[list[Path], list[Found]]:
    """Take the person out of the files in the programme's folder; what was mended, and what has to be looked at."""
    inside, mended, left = InFiles(removal), [], []
    for one in find_files(folder, removal):
        if one.how == "text":
            inside.mend(one.path)
            mended.append(one.path)
        elif one.how != "name":
            left.append(one)
    for path in sorted(folder.rglob("*"), key=lambda path: -len(path.parts)):
        if inside.in_path(path.name) and not path.name.startswith(FILE.removesuffix("sqlite")):
            mended.append(path.rename(_free(path, removal.placeholder)))
    return mended, left


def _free(path: Path, placeholder: str) -> Path:
    number, name = 1, f"{placeholder}{''.join(path.suffixes[-1:]) if path.is_file() else ''}"
    while (to := path.with_name(name)).exists():
        number += 1
        name = f"{placeholder} {number}{path.suffix if path.is_file() else ''}"
    return to
