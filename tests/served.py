"""A server of pages in a thread of the test's own process, and people who visit it without a browser."""

from __future__ import annotations

import asyncio
import html
import http.client
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from processes import PATIENCE
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def to(self) -> str:
        """Where it sends the visitor, "" if nowhere."""
        return self.headers.get("Location", "")

    @property
    def words(self) -> str:
        """The text that a reader sees."""
        body = re.sub(r"<(script|style)\b.*?</\1>", " ", self.text, flags=re.S)
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


@dataclass
class Visitor:
    """Somebody with a browser's habits: keeps cookies, sends the hidden fields of a form back."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    patience: float = PATIENCE  # seconds

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> Answer:
        """One request; ``headers`` with underscores for hyphens."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent.setdefault("Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if body is not None:
            sent.setdefault("Content-Type", "application/x-www-form-urlencoded")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
            for line in answer.headers.get_all("Set-Cookie") or ():
                for name, morsel in SimpleCookie(line).items():
                    self.cookies[name] = morsel.value
                    if morsel["max-age"] == "0" or not morsel.value:
                        del self.cookies[name]
            return Answer(answer.status, dict(answer.headers), text)
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        """A page."""
        return self.ask("GET", path, **headers)

    def post(self, path: str, fields: dict[str, str], **headers: str) -> Answer:
        """A form, with the token that this server's forms hold."""
        if "_xsrf" not in self.cookies:
            self.get("/who")
        return self.ask("POST", path, urlencode({"_xsrf": self.cookies.get("_xsrf", ""), **fields}), **headers)

    def call_me(self, name: str) -> Visitor:
        """Say who he is."""
        assert self.post("/who", {"name": name}).status == 302
        return self


@contextmanager
def served(app: Application) -> Iterator[int]:
    """The port at which the application answers as long as the block lasts."""
    loop, ready = asyncio.new_event_loop(), threading.Event()
    port: list[int] = []

    async def start() -> HTTPServer:
        server = HTTPServer(app)
        sockets = bind_sockets(0, "127.0.0.1")
        server.add_sockets(sockets)
        port.append(sockets[0].getsockname()[1])
        return server

    def run() -> None:
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(start())
        ready.set()
        loop.run_forever()
        server.stop()
        loop.run_until_complete(server.close_all_connections())
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(PATIENCE)
    try:
        yield port[0]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE)
        app.settings["shared"].close()
