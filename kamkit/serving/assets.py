"""The scripts and styles that make forms live: read and compressed once, kept by browsers until another version comes."""

from __future__ import annotations

import gzip
import mimetypes
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

import tornado.web

FOLDER = Path(__file__).parent / "front"


@cache
def front() -> Mapping[str, bytes]:
    """The files of the front end by their names; the sheet of rows is the one that JupyterLab gets from the widget."""
    from kamkit.forms.drawn import script, style

    own = {path.name: path.read_bytes() for path in sorted(FOLDER.glob("*.*s"))}
    return {**own, "sheet.js": script().encode(), "sheet.css": style().encode()}


@cache
def address_of(name: str) -> str:
    """Where a file of the front end is found; another version has another address."""
    return f"/live/{_mark()}/{name}"


@cache
def _mark() -> str:
    return sha256(b"\0".join(front().values())).hexdigest()[:12]


@cache
def _compressed(name: str) -> bytes:
    return gzip.compress(front()[name], 6)


class Assets(tornado.web.RequestHandler):
    """One file of the front end."""

    def get(self, _version: str, name: str) -> None:
        """Send it."""
        if name not in front():
            raise tornado.web.HTTPError(404)
        self.set_header("Content-Type", mimetypes.guess_type(name)[0] or "application/octet-stream")
        self.set_header("Cache-Control", "private, max-age=31536000, immutable")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Vary", "Accept-Encoding")
        if "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            self.write(_compressed(name))
        else:
            self.write(front()[name])
