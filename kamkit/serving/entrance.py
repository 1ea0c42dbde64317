"""The pages at the door: asking for the token, taking it, asking for a name, and saying no."""

from __future__ import annotations

import asyncio

from kamkit.serving.handler import NAME_LENGTH, PageHandler
from kamkit.serving.ways import without_token

# A wrong token costs a second: nobody tries many.
SECONDS_FOR_A_WRONG_TOKEN = 1.0


class Refused(PageHandler):
    """Says why a request is not looked at; nothing of it is done."""

    def initialize(self, says: str) -> None:
        """Take what is said."""
        self._says = says

    def prepare(self) -> None:
        """Say it, whatever was asked."""
        self.set_status(403)
        self.render_page("error.html.j2", "Not from there", says=self._says)
        self.finish()

    def check_xsrf_cookie(self) -> None:
        """Nothing is done here."""

    @property
    def heading(self) -> str:
        """Nothing of the programme."""
        return "kamkit"


class Enter(PageHandler):
    """Asks for the token; whoever gives it comes where he wanted to go."""

    def initialize(self, wrong: bool = False) -> None:
        """``wrong``: a token was given already, and is not the one."""
        self._wrong = wrong

    async def prepare(self) -> None:
        """Ask at whatever address somebody arrives without a token; only ``/enter`` takes one."""
        if self.request.path != "/enter" or self.request.method != "POST":
            came_for_a_page = self.request.path != "/enter" and self.request.method in ("GET", "HEAD")
            await self._ask((self.request.uri or "/") if came_for_a_page else "/")
            self.finish()

    async def _ask(self, to: str) -> None:
        if self._wrong:
            await asyncio.sleep(SECONDS_FOR_A_WRONG_TOKEN)
        self.set_status(401)
        self.render_page("enter.html.j2", "Who lets you in?", to=without_token(to), wrong=self._wrong)

    async def post(self) -> None:
        """Take the token."""
        given, to = self.get_body_argument("token", "").strip(), self.get_body_argument("to", "/")
        if not admit(self, given):
            self._wrong = True
            await self._ask(to)
            return
        self.redirect(without_token(to))

    def check_xsrf_cookie(self) -> None:
        """Only where a token is really taken: elsewhere nothing is done but asking."""
        if self.request.path == "/enter":
            super().check_xsrf_cookie()

    @property
    def heading(self) -> str:
        """Nothing of the programme to somebody outside the door."""
        return "kamkit"


class Redeem(PageHandler):
    """Turns a token in an address into a cookie and goes on without it."""

    def initialize(self, token: str, to: str) -> None:
        """Take the token, which was found right, and where to go."""
        self._token, self._to = token, to

    def get(self, *_: object) -> None:
        """Remember and go on."""
        admit(self, self._token)
        self.redirect(self._to)


def admit(page: PageHandler, token: str) -> bool:
    """Remember that the visitor gave this token; False if it is none."""
    access = page.access
    if access.is_facilitators(token):
        page.remember("facilitator", access.facilitator_mark)
    elif access.is_token(token):
        page.remember("visitor", access.visitor_mark)
    else:
        return False
    return True


class Who(PageHandler):
    """Asks for the visitor's name, once, and goes back to where he was."""

    def get(self) -> None:
        """Ask."""
        self._ask(self.who)

    def _ask(self, name: str, wrong: str = "") -> None:
        to = self.get_argument("next", "/")
        self.render_page(
            "who.html.j2", "Your name", name=name, names=self._known(), to=to, wrong=wrong, length=NAME_LENGTH
        )

    def _known(self) -> list[str]:
        """The names of our own people, to choose from; a customer's people are not shown them."""
        if self.place.for_customer or not self.place.address:
            return []
        with self.programme() as programme:
            return sorted({str(name) for name in programme.tables()["team_members"]["name"].dropna()}, key=str.casefold)

    def post(self) -> None:
        """Remember the name."""
        name = " ".join(self.get_body_argument("name", "").split())
        if not name or not name.isprintable() or len(name) > NAME_LENGTH:
            self.set_status(400)
            self._ask(name[:NAME_LENGTH], f"A name of 1 to {NAME_LENGTH} characters is needed.")
            return
        self.remember("who", name)
        if kernels := self.settings.get("kernels"):
            kernels.pool.expect(name)
        self.redirect(without_token(self.get_argument("next", "/")))
