"""What every page of the server has in common: where it is, who is looking, and the house's style around it."""

from __future__ import annotations

from collections.abc import Awaitable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote

import tornado.web
from tornado.log import app_log

from kamkit.errors import BusyError, ConflictError, KamkitError, ProgrammeError
from kamkit.model.field import ID_LENGTH
from kamkit.serving.access import Access
from kamkit.serving.listening import host_for_others
from kamkit.serving.place import Place
from kamkit.serving.shared import Shared
from kamkit.serving.ways import with_query

if TYPE_CHECKING:
    from jinja2 import Environment

    from kamkit.programme import Programme

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"
NAME_LENGTH = ID_LENGTH  # a name stands in the keys of scores and ratings
DAYS = 31

# Nothing comes from elsewhere and nothing goes there: the browser itself sees to it.
_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'"
)
_SAID = {
    400: "What was sent could not be understood.",
    403: "This page is not open to you. If you filled in a form, go back, load the page again and send it once more.",
    404: "There is no such page here.",
    405: "This page cannot be asked for in that way.",
    500: "Something went wrong here; it stands in the server's window. What was saved before is saved.",
}


class PageHandler(tornado.web.RequestHandler):
    """A page; see :mod:`kamkit.serving` on how to make one."""

    template_folder: ClassVar[Path] = TEMPLATES
    needs_name: ClassVar[bool] = False
    facilitators_only: ClassVar[bool] = False

    # Where, and who

    @property
    def place(self) -> Place:
        """The programme, the day, the account it is limited to ("" for none), and whether the customer looks."""
        found: Place = self.settings["place"]
        return found

    @property
    def access(self) -> Access:
        """What opens the door of this server."""
        found: Access = self.settings["access"]
        return found

    @contextmanager
    def programme(self) -> Iterator[Programme]:
        """The open programme, in the visitor's name; not to be kept after the block, nor across an ``await``."""
        shared: Shared = self.settings["shared"]
        with shared.programme(self.who) as programme:
            yield programme

    @property
    def who(self) -> str:
        """The participant's name as he gave it, "" if he was not asked yet: asked, not proven."""
        return (self.get_signed_cookie(self.cookie("who"), max_age_days=DAYS) or b"").decode()

    @property
    def is_facilitator(self) -> bool:
        """Whether the visitor came by the facilitator's link."""
        held = self.get_signed_cookie(self.cookie("facilitator"), max_age_days=DAYS) or b""
        return held.decode() == self.access.facilitator_mark

    def cookie(self, kind: str) -> str:
        """The name of one of this server's cookies."""
        return f"{self.access.name}-{kind}"

    def remember(self, kind: str, value: str) -> None:
        """Keep a value in a signed cookie that scripts cannot read."""
        self.set_signed_cookie(self.cookie(kind), value, expires_days=DAYS, httponly=True, samesite="Lax")

    def link(self, path: str) -> str:
        """The address of a page of this server to give out, with the token that everybody is asked for."""
        host = self.request.host if self.access.local else host_for_others(self.request.host)
        return f"{self.request.protocol}://{host}{with_query(path, token=self.access.token)}"

    # What comes before every page

    def set_default_headers(self) -> None:
        """Nothing from elsewhere, in no frame, in nobody's cache, and no address told to others."""
        self.set_header("Content-Security-Policy", _POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("Cache-Control", "no-store")

    def prepare(self) -> Awaitable[None] | None:
        """Ask for the name where one is needed, and keep others than the facilitator out where only he may go."""
        if self.facilitators_only and not self.is_facilitator:
            raise tornado.web.HTTPError(403, reason="Only the facilitator can open this page")
        if self.needs_name and not self.who:
            if self.request.method not in ("GET", "HEAD"):
                raise tornado.web.HTTPError(403, reason="Say your name first")
            self.redirect(f"/who?next={quote(self.request.uri or '/', safe='')}")
        return None

    # What a page is made of

    def render_page(self, template: str, title: str, **values: Any) -> None:
        """Write the page: ``template`` of the page's own folder or the house's, with ``values``, all escaped."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.write(self.page(template, title, **values))

    def page(self, template: str, title: str, **values: Any) -> str:
        """The page as text."""
        from markupsafe import Markup

        common: Mapping[str, Any] = {
            "title": title,
            "heading": self.heading,
            "place": self.place,
            "who": self.who,
            "is_facilitator": self.is_facilitator,
            "path": self.request.path,
            "here": self.request.uri,
            "xsrf": Markup(self.xsrf_form_html()),
            "xsrf_token": self.xsrf_token.decode(),
            "static": self.static,
        }
        return environment(self.template_folder).get_template(template).render({**common, **values})

    @property
    def heading(self) -> str:
        """Whose programme it is; what stands at the top of each page."""
        if not self.place.address:
            return "kamkit"
        try:
            with self.programme() as programme:
                # A folder's name may say what a customer should not read.
                return programme.settings.company or ("kamkit" if self.place.for_customer else programme.name)
        except KamkitError:
            return "kamkit"

    def static(self, name: str) -> str:
        """The address of a file in the house's ``static``, with its content's mark: it may be kept."""
        return str(self.static_url(name))

    # What goes wrong

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """One line that names what was wrong, in the house's style; never a traceback."""
        error = (kwargs.get("exc_info") or (None, None, None))[1]
        if isinstance(error, KamkitError):
            status_code = _status_of(error)
            self.set_status(status_code)
        self.render_page("error.html.j2", HTTPStatus(status_code).phrase, says=self.what_went_wrong(status_code, error))

    def what_went_wrong(self, status: int, error: BaseException | None) -> str:
        """The sentence on an error page. What a record holds may stand in an error: a customer's people are not told."""
        if isinstance(error, KamkitError):
            return "That could not be done; load the page again, and tell us if it stays so." if self.place.for_customer else str(error)
        if isinstance(error, tornado.web.HTTPError) and error.reason:
            return f"{error.reason}."
        return _SAID.get(status, HTTPStatus(status).phrase)

    def log_exception(self, typ: Any, value: BaseException | None, tb: Any) -> None:
        """What a visitor did wrong is no fault of the server's: it is not logged as one."""
        if isinstance(value, tornado.web.HTTPError):
            super().log_exception(typ, value, tb)
        elif not isinstance(value, KamkitError):
            app_log.error("Uncaught exception %s", self._request_summary(), exc_info=(typ, value, tb))  # type: ignore[arg-type]

    def _request_summary(self) -> str:
        """What a log says of a request: without what stands behind the path, which may be a token."""
        return f"{self.request.method} {self.request.path}"


class NotFound(PageHandler):
    """Every address that is none."""

    def prepare(self) -> None:
        """Say that there is no such page."""
        raise tornado.web.HTTPError(404)

    def check_xsrf_cookie(self) -> None:
        """Nothing is done here."""


def _status_of(error: KamkitError) -> int:
    match error:
        case ConflictError():
            return 409
        case BusyError():
            return 503
        case ProgrammeError():
            return 500
    return 400


@cache
def environment(folder: Path) -> Environment:
    """The templates in ``folder``, then the house's own; what is put into them is escaped, what is missing is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader([folder, TEMPLATES]), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
