"""The one check in front of everything the server has, kernels' sockets included: host, origin, token."""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import tornado.web
from tornado.web import decode_signed_value

from kamkit.serving.access import Access
from kamkit.serving.entrance import Enter, Redeem, Refused
from kamkit.serving.listening import LOOPBACK
from kamkit.serving.ways import without_token

if TYPE_CHECKING:
    from tornado.httputil import HTTPServerRequest

# What somebody needs who has no token yet: the page that asks for it, and its style.
OPEN = ("/enter", "/static/")


class Guarded(tornado.web.Application):
    """An application whose every request passes the gate before anything else looks at it."""

    def find_handler(self, request: HTTPServerRequest, **kwargs: Any) -> Any:
        """The handler asked for, or the one that says why not."""
        access: Access = self.settings["access"]
        if refusal := _refusal(access, request):
            return self.get_handler_delegate(request, Refused, {"says": refusal})
        given = _given_token(request)
        if given and request.method == "GET" and (access.is_token(given) or access.is_facilitators(given)):
            return self.get_handler_delegate(request, Redeem, {"token": given, "to": without_token(request.uri or "/")})
        opened = (*OPEN, *self.settings.get("open_paths", ()))
        if not request.path.startswith(opened) and not may_enter(access, request):
            return self.get_handler_delegate(request, self.settings.get("enter", Enter), {"wrong": bool(given)})
        return super().find_handler(request, **kwargs)


def _refusal(access: Access, request: HTTPServerRequest) -> str:
    """Why this request is not even looked at, "" if it is."""
    if not is_our_name(access, request.host):
        return f"This server does not answer to the name in your browser's address line ({_shortened(request.host)})."
    origin = request.headers.get("Origin") or request.headers.get("Sec-WebSocket-Origin")
    # A form that another site sends, a script that another site runs: both say where they come from.
    if origin is not None and urlsplit(origin).netloc.casefold() != request.host.casefold():
        return "The request came from a page of another site."
    if request.method not in ("GET", "HEAD", "OPTIONS") and request.headers.get("Sec-Fetch-Site") == "cross-site":
        return "The request came from a page of another site."
    return ""


def is_our_name(access: Access, host: str) -> bool:
    """Whether ``host`` (name or address, perhaps with a port) is one this server answers to.

    A name of somebody else's that leads to this machine (DNS rebinding) is none. Where a token is asked, addresses in
    figures are fine: a cookie belongs to the name it was given under.
    """
    try:
        name = (urlsplit(f"//{host}").hostname or "").casefold()
    except ValueError:
        return False
    if name in LOOPBACK or name in access.hosts:
        return True
    return not access.local and (_is_address(name) or name in _names_of_this_machine())


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _names_of_this_machine() -> set[str]:
    own = socket.gethostname().casefold()
    short = own.partition(".")[0]
    return {own, short, f"{short}.local"}


def may_enter(access: Access, request: HTTPServerRequest) -> bool:
    """Whether the visitor has shown a token before, or none is asked."""
    if not access.token:
        return True
    marks = (("visitor", access.visitor_mark), ("facilitator", access.facilitator_mark))
    return any(_held(access, request, kind) == mark for kind, mark in marks)


def _held(access: Access, request: HTTPServerRequest, kind: str) -> str:
    name = f"{access.name}-{kind}"
    morsel = request.cookies.get(name)
    return (decode_signed_value(access.secret, name, morsel.value) or b"").decode() if morsel else ""


def _given_token(request: HTTPServerRequest) -> str:
    return (request.query_arguments.get("token") or [b""])[-1].decode(errors="replace").strip()


def _shortened(host: str) -> str:
    return host if len(host) <= 60 else f"{host[:60]}..."
