"""A visitor whose browser runs on a machine of its own: asks for the page as the page's scripts do, and draws nothing.

Twelve browsers on the two cores of the server measure the browsers: see ``floor`` in :mod:`pages`.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from contextlib import suppress
from urllib.parse import urlencode
from uuid import uuid4

from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse
from tornado.websocket import websocket_connect

SECONDS_AT_MOST = 180
SECONDS_BETWEEN_QUESTIONS = 0.6  # as the page's script asks whether its kernel hears
STEPS = ("text", "first table", "first live form", "all of it", "forms answer")
_SEEN = (rb"</h1>", rb'<template>(?:(?!</template>).)*<table.*?data-fills="cell-', rb'class="states".*?data-fills="cell-')


class Visitor:
    """Somebody with a name, as the server knows him by his cookies."""

    def __init__(self, base: str, cookies: dict[str, str]) -> None:
        self.base, self.cookies = base, cookies

    @classmethod
    async def comes_in(cls, base: str, name: str) -> Visitor:
        """Say the name."""
        one = cls(base, {})
        form = await one._ask("/who")
        mark = re.search(rb'name="_xsrf" value="([^"]+)"', form.body)
        assert mark is not None
        await one._ask("/who", {"_xsrf": mark[1].decode(), "name": name})
        return one

    async def visit(self, path: str) -> list[float]:
        """The seconds until each step."""
        began, page, seen = time.monotonic(), bytearray(), [0.0] * len(_SEEN)

        def arrived(part: bytes) -> None:
            page.extend(part)
            for number, what in enumerate(_SEEN):
                if not seen[number] and re.search(what, page, re.DOTALL):
                    seen[number] = time.monotonic() - began

        await AsyncHTTPClient().fetch(HTTPRequest(self.base + path, headers=self._headers(), streaming_callback=arrived, request_timeout=SECONDS_AT_MOST))
        whole = time.monotonic() - began
        kernel = re.search(rb'id="kernel" data-id="([^"]+)"', page)
        assert kernel is not None and all(seen), bytes(page[-2000:])
        await self._talk(kernel[1].decode())
        found = [*seen, whole, time.monotonic() - began]
        await self._ask(f"/api/kernels/{kernel[1].decode()}/leave", {"_xsrf": self.cookies["_xsrf"]})
        return found

    async def _talk(self, kernel_id: str) -> None:
        way = f"{self.base.replace('http', 'ws', 1)}/api/kernels/{kernel_id}/channels?session_id={uuid4().hex}"
        socket = await websocket_connect(HTTPRequest(way, headers={**self._headers(), "Origin": self.base}))
        asking = asyncio.get_running_loop().create_task(_ask_whether_it_hears(socket))
        try:
            async with asyncio.timeout(SECONDS_AT_MOST):
                while json.loads(await socket.read_message())["header"]["msg_type"] != "kernel_info_reply":
                    pass
        finally:
            asking.cancel()
            socket.close()

    async def _ask(self, path: str, said: dict[str, str] | None = None) -> HTTPResponse:
        request = HTTPRequest(
            self.base + path, headers=self._headers(), follow_redirects=False,
            **({} if said is None else {"method": "POST", "body": urlencode(said)}),
        )  # fmt: skip
        answer = await AsyncHTTPClient().fetch(request, raise_error=False)
        assert answer.code < 400, (path, answer.code)
        for one in answer.headers.get_list("Set-Cookie"):
            name, _, value = one.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def _headers(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}


async def _ask_whether_it_hears(socket: object) -> None:
    header = {"msg_type": "kernel_info_request", "session": uuid4().hex, "username": "", "date": "2026-03-31T00:00:00Z", "version": "5.3"}
    rest = {"parent_header": {}, "metadata": {}, "content": {}, "buffers": [], "channel": "shell"}
    with suppress(asyncio.CancelledError):
        while True:
            await socket.write_message(json.dumps({**rest, "header": {**header, "msg_id": uuid4().hex}}))  # type: ignore[attr-defined]
            await asyncio.sleep(SECONDS_BETWEEN_QUESTIONS)
