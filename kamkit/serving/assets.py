"""Files of the front end: found in several folders, compressed once, kept by browsers until another version comes."""

from __future__ import annotations

import gzip
import mimetypes
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import tornado.web

_WORTH_COMPRESSING = (".js", ".css", ".json", ".svg", ".ttf", ".eot", ".map", ".html")


class Assets(tornado.web.RequestHandler):
    """A file of the first of ``folders`` that has it; their addresses change with their versions."""

    def initialize(self, folders: Sequence[str]) -> None:
        """Take the folders."""
        self._folders = [Path(folder) for folder in folders]

    def get(self, name: str) -> None:
        """Send the file."""
        path = self._found(name)
        self.set_header("Content-Type", mimetypes.guess_type(path.name)[0] or "application/octet-stream")
        self.set_header("Cache-Control", "private, max-age=31536000, immutable")
        self.set_header("X-Content-Type-Options", "nosniff")
        compressed = path.suffix in _WORTH_COMPRESSING and "gzip" in self.request.headers.get("Accept-Encoding", "")
        if compressed:
            self.set_header("Content-Encoding", "gzip")
            self.set_header("Vary", "Accept-Encoding")
        self.write(_content(path, path.stat().st_mtime_ns, compressed))

    def _found(self, name: str) -> Path:
        for folder in self._folders:
            path = (folder / name).resolve()
            if path.is_relative_to(folder.resolve()) and path.is_file():
                return path
        raise tornado.web.HTTPError(404)


@lru_cache(maxsize=256)
def _content(path: Path, saved_at: int, compressed: bool) -> bytes:
    content = path.read_bytes()
    return gzip.compress(content, 6) if compressed else content
