"""The application: every page of the server and the gate in front of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tornado.web
from tornado.log import access_log

from kamkit.serving.access import Access
from kamkit.serving.entrance import Enter, Who
from kamkit.serving.gate import Guarded
from kamkit.serving.handler import STATIC, NotFound, PageHandler
from kamkit.serving.place import Place
from kamkit.serving.shared import Shared
from kamkit.serving.start import StartPage

Route = tuple[Any, ...]


def make_app(
    place: Place,
    access: Access,
    extra_routes: Sequence[Route] = (),
    *,
    start: type[PageHandler] = StartPage,
    **settings: Any,
) -> Guarded:
    """The pages every server has, and ``extra_routes`` (pattern, handler and perhaps its arguments).

    ``start`` is the page at ``/``. ``settings`` are tornado's own, and two of the gate's: ``enter``, the page that stands in
    front of somebody without a token, and ``open_paths``, what such a visitor may ask for besides it.
    """
    routes: list[Route] = [
        (r"/", start),
        (r"/who", Who),
        (r"/enter", settings.get("enter", Enter)),
        *extra_routes,
    ]
    return Guarded(
        routes,
        place=place,
        access=access,
        shared=Shared(place.address),
        cookie_secret=access.secret,
        xsrf_cookies=True,
        xsrf_cookie_kwargs={"samesite": "Lax"},
        static_path=str(STATIC),
        default_handler_class=NotFound,
        log_function=_log,
        **settings,
    )


def _log(handler: tornado.web.RequestHandler) -> None:
    """What failed here is said, without what stands behind the path: that may be a token."""
    if handler.get_status() >= 500:
        request = handler.request
        access_log.error("%d %s %s", handler.get_status(), request.method, request.path)
