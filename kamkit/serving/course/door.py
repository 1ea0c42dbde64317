"""How people come in: by the personal link, or, without one, to a page that says where it is to be had."""

from __future__ import annotations

import asyncio

import tornado.web

from kamkit.serving.course.page import CoursePage, text_of
from kamkit.serving.entrance import SECONDS_FOR_A_WRONG_TOKEN, admit

OPEN_PATHS = ("/me/", "/course/files/")


class Personal(CoursePage):
    """A personal link: whose it is, is remembered, and the address goes."""

    open_to_all = True

    async def get(self, word: str) -> None:
        """Let the learner in; a wrong word costs a second, and says nothing of others."""
        learner_id = self.room.words.get(word)
        if learner_id is None:
            await asyncio.sleep(SECONDS_FOR_A_WRONG_TOKEN)
            raise tornado.web.HTTPError(403, reason="This link belongs to nobody in this class: it has to be whole, to its last sign; if it is, ask the trainer for yours")
        self.remember("visitor", self.access.visitor_mark)
        self.remember("learner", learner_id)
        self.redirect("/")


class AskForLink(CoursePage):
    """What stands in front of every page for somebody who has no link."""

    open_to_all = True

    def initialize(self, wrong: bool = False) -> None:
        """``wrong``: a token was given that is not the trainer's."""
        self._wrong = wrong

    async def prepare(self) -> None:
        """Say what is needed, whatever was asked for; only ``/enter`` takes the trainer's token."""
        if self.request.path != "/enter" or self.request.method != "POST":
            await self._ask()
            self.finish()

    async def _ask(self) -> None:
        if self._wrong:
            await asyncio.sleep(SECONDS_FOR_A_WRONG_TOKEN)
        self.set_status(401)
        self.render_page("door.html.j2", "Who are you?", wrong=self._wrong)

    async def post(self) -> None:
        """Take the trainer's token."""
        if admit(self, self.get_body_argument("token", "")):
            self.redirect("/trainer")
            return
        self._wrong = True
        await self._ask()

    def check_xsrf_cookie(self) -> None:
        """Only where a token is taken: elsewhere nothing is done."""
        if self.request.path == "/enter":
            super().check_xsrf_cookie()


class CaseBrief(CoursePage):
    """The two pages about the case."""

    async def get(self) -> None:
        """Show them."""
        from kamkit.course.classes.issuing import exercises_folder

        text = (exercises_folder() / "CASE.md").read_text(encoding="utf-8")
        self.send(await self.work(lambda: self.page("text.html.j2", "The case", text=text_of(text))))
