"""What the course's pages share: whose page it is, answers for scripts, text of the exercises as HTML."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import tornado.web
from markupsafe import Markup, escape

from kamkit.course.exercises import exercise_called
from kamkit.errors import InputError, KamkitError
from kamkit.serving.course.room import Room
from kamkit.serving.handler import DAYS, PageHandler

FOLDER = Path(__file__).parent
HEADING = "Key account management: the course"
NO_LINK = "This browser does not know whose page to show: open the personal link that your trainer gave you"
_PAGES = {"CASE.md": "/case", "../exercises/CASE.md": "/case", "SIMULATION.md": "/simulation/rules"}
_LINK = re.compile(r'href="([\w./]+\.md)"')
_NEXT = re.compile(r"<code>(\d\d_[a-z_]+)</code>")
_FIELD = re.compile(r"[a-z][a-z0-9_.-]{0,80}")

Value = TypeVar("Value")


class CoursePage(PageHandler):
    """A page of the course; without ``facilitators_only`` it is a learner's own."""

    template_folder: ClassVar[Path] = FOLDER / "templates"
    open_to_all: ClassVar[bool] = False

    @property
    def room(self) -> Room:
        """The class."""
        found: Room = self.settings["room"]
        return found

    @property
    def learner_id(self) -> str:
        """Whose personal link this browser opened; "" if none, or somebody who is not in the class (any more)."""
        held = (self.get_signed_cookie(self.cookie("learner"), max_age_days=DAYS) or b"").decode()
        return held if held in self.room.words.values() else ""

    @property
    def who(self) -> str:
        """The learner's name as it stands in the roster."""
        return (self.room.learner(self.learner_id).name or self.learner_id) if self.learner_id else ""

    @property
    def heading(self) -> str:
        """What stands at the top of each page."""
        return HEADING

    def prepare(self) -> Any:
        """As everywhere; a learner's page needs a learner."""
        if not (self.open_to_all or self.facilitators_only or self.learner_id):
            if self.is_facilitator and self.request.method == "GET":
                self.redirect("/trainer")
                return None
            raise tornado.web.HTTPError(403, reason=NO_LINK)
        return super().prepare()

    async def work(self, call: Callable[..., Value], *args: Any) -> Value:
        """Call it in the room's thread."""
        return await self.room.work(call, *args)

    def send(self, html: str) -> None:
        """Write a page that was composed."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.write(html)

    def page(self, template: str, title: str, **values: Any) -> str:
        """As everywhere, with the address of the course's own files."""
        return super().page(template, title, **{"files": _files, "learner_id": self.learner_id, **values})

    @property
    def wants_data(self) -> bool:
        """Whether a script asks, and wants data instead of a page."""
        return self.request.headers.get("Accept", "").startswith("application/json")

    def fields(self) -> dict[str, list[str]]:
        """The fields of the form that was sent, as text; signs that no text has are spaces."""
        names = [name for name in self.request.body_arguments if _FIELD.fullmatch(name)]
        return {name: self.get_body_arguments(name) for name in names}

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """One line; as data where a script asked."""
        if not self.wants_data:
            super().write_error(status_code, **kwargs)
            return
        error = (kwargs.get("exc_info") or (None, None, None))[1]
        if isinstance(error, KamkitError):
            self.set_status(400)
        self.finish({"error": self.what_went_wrong(status_code, error)})

    def what_went_wrong(self, status: int, error: BaseException | None) -> str:
        """The sentence of an error, for a learner and for the trainer alike."""
        if isinstance(error, KamkitError):
            return f"{str(error)[:1].upper()}{str(error)[1:]}."
        if status == HTTPStatus.NOT_FOUND:
            return "There is no such page in this course."
        return super().what_went_wrong(status, error)


class NoPage(CoursePage):
    """Every address that the course does not have; a kernel's among them."""

    open_to_all = True

    def prepare(self) -> None:
        """Say so, whatever was asked."""
        raise tornado.web.HTTPError(404)

    def check_xsrf_cookie(self) -> None:
        """Nothing is done here."""


def _files(name: str) -> str:
    return f"/course/files/{name}?v={_mark(name)}"


@lru_cache(maxsize=16)
def _mark(name: str) -> str:
    from hashlib import sha256

    return sha256((FOLDER / "files" / name).read_bytes()).hexdigest()[:12]


def _called(name: str) -> str:
    """An exercise by its number and title: a page has no files."""
    try:
        exercise = exercise_called(name)
    except InputError:
        return f"<code>{escape(name)}</code>"
    return f"<b>{exercise.number} {escape(exercise.title)}</b>"


@lru_cache(maxsize=512)
def text_of(source: str) -> Markup:
    """Markdown of the kit's own as HTML; links to its pages lead to this server's."""
    from nbconvert.filters.markdown_mistune import markdown2html_mistune

    html = _LINK.sub(lambda found: f'href="{_PAGES.get(found[1], "/")}"', markdown2html_mistune(source))
    html = _NEXT.sub(lambda found: _called(found[1]), html)
    return Markup(re.sub(r'<a class="anchor-link"[^>]*>.*?</a>', "", html))
