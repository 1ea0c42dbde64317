"""Addresses within this server."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode


def local(path: str) -> str:
    """The path if it leads nowhere but to this server, else the start page."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() else "/"


def without_token(uri: str) -> str:
    """The same address without the token: it shall stand in no history and on no projector."""
    path, _, query = uri.partition("?")
    kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name != "token"]
    return local(path) + (f"?{urlencode(kept)}" if kept else "")


def with_query(path: str, **values: str) -> str:
    """The path with those of ``values`` that are not empty."""
    given = {name: value for name, value in values.items() if value}
    return f"{path}?{urlencode(given)}" if given else path
