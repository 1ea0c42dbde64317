"""A visitor's browser can use the forms of its page; it cannot run, complete or inspect code, and is told none."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import product
from typing import Any

import pytest
from served import Answer, Visitor
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect
from whole_server import Server, serving

from kamkit.programme import Programme

ASKED = {
    "execute_request": {"code": "print(6 * 7)", "silent": False},
    "complete_request": {"code": "des", "cursor_pos": 3},
    "inspect_request": {"code": "desk", "cursor_pos": 4, "detail_level": 1},
    "history_request": {"hist_access_type": "tail", "n": 5, "output": True, "raw": True},
    "is_complete_request": {"code": "1"},
    "debug_request": {"type": "request", "command": "evaluate", "seq": 1, "arguments": {"expression": "1"}},
    "input_reply": {"value": "1"},
}


@pytest.fixture(scope="module")
def server(second_company: Programme) -> Iterator[Server]:
    """A server without a token, as on one's own machine."""
    with serving(second_company.address, "--as-of", "2025-12-31", mark="serve-test-code") as started:
        yield started


@pytest.fixture(scope="module")
def visitor(server: Server) -> Visitor:
    """Somebody who has said who he is."""
    return Visitor(server.port).call_me("Ines")


@pytest.fixture(scope="module")
def page(visitor: Visitor) -> Answer:
    """A workbook, about an account whose number people like to turn into a figure."""
    return visitor.get("/workbooks/08_draft_the_action_plan?account_id=007")


def kernel_of(page: Answer) -> str:
    """The kernel behind a page."""
    found = re.search(r'id="kernel" data-id="([^"]+)"', page.text)
    assert found
    return found[1]


def test_the_page_is_whole_and_has_no_code(page: Answer) -> None:
    assert page.status == 200 and page.text.count("<template>") == page.text.count("data-fills") >= 8
    assert "Laboratory 007" in page.words and page.text.count('data-model="') >= 4 and '"_model_name": "AnyModel"' in page.text
    assert not re.search(r"open_desk|^from kamkit|^import |Traceback|_esm", page.text, flags=re.M)
    assert "unsafe-eval" not in page.headers["Content-Security-Policy"] and "blob:" not in page.headers["Content-Security-Policy"]
    assert 'role="alert">' not in page.text.replace('role="alert" hidden', "")
    assert "https://" not in page.text and "cdn" not in page.text


def test_the_kernel_answers_for_forms_alone(page: Answer, visitor: Visitor) -> None:
    answers = asyncio.run(_ask(visitor, kernel_of(page)))
    assert "kernel_info_reply" in answers, "the socket works"
    replies = {f"{kind.removesuffix('_request')}_reply" for kind in ASKED}
    assert not (replies | {"execute_result", "execute_input", "stream", "error"}) & set(answers), answers


async def _ask(visitor: Visitor, kernel: str) -> list[str]:
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    address = f"ws://127.0.0.1:{visitor.port}/api/kernels/{kernel}/channels?session_id=mine"
    headers = {"Cookie": cookies, "Origin": f"http://127.0.0.1:{visitor.port}"}
    socket = await websocket_connect(HTTPRequest(address, headers=headers))
    found: list[str] = []
    # What is sent before the server has its own connection to the kernel is lost: asked until answered.
    for number in range(60):
        await socket.write_message(_message(-number, "kernel_info_request", "shell", {}))
        await _read(socket, found, 1)
        if "kernel_info_reply" in found:
            break
    for number, (kind, channel) in enumerate(product(ASKED, ("shell", "control", "stdin")), 1):
        await socket.write_message(_message(number, kind, channel, ASKED[kind]))
    before = found.count("kernel_info_reply")
    await socket.write_message(_message(100, "kernel_info_request", "shell", {}))
    for _ in range(30):
        await _read(socket, found, 2)
        if found.count("kernel_info_reply") > before:
            break
    socket.close()
    return found


async def _read(socket: Any, found: list[str], seconds: float) -> None:
    """Add the kinds of the messages that come until none has come for so long."""
    with suppress(TimeoutError):
        while True:
            text = await asyncio.wait_for(socket.read_message(), seconds)
            assert text is not None, "the socket was closed"
            found.append(json.loads(text)["header"]["msg_type"])


def _message(number: int, kind: str, channel: str, content: dict[str, object]) -> str:
    header = {"msg_id": f"m{number}", "msg_type": kind, "username": "", "session": "mine", "date": "2026-03-31T12:00:00Z", "version": "5.3"}
    return json.dumps({"channel": channel, "header": header, "parent_header": {}, "metadata": {}, "content": content, "buffers": []})


def test_somebody_elses_kernel_is_not_found_by_guessing(visitor: Visitor) -> None:
    assert visitor.get("/api/kernels/0a1b2c3d-0000-4000-8000-0123456789ab").status == 404
    for path in ("/api/kernels", "/api/sessions", "/api/contents", "/api/terminals", "/voila/tree", "/voila/files/00_start_here.ipynb", "/voila/static/voila.js", "/login"):
        assert visitor.get(path).status == 404, path
    assert visitor.ask("DELETE", "/api/kernels/0a1b2c3d-0000-4000-8000-0123456789ab").status in (403, 405)


def test_a_page_says_goodbye_with_its_own_token_alone(visitor: Visitor, page: Answer) -> None:
    assert visitor.post(f"/api/kernels/{kernel_of(page)}/leave", {}).status == 204
    assert visitor.ask("POST", f"/api/kernels/{kernel_of(page)}/leave", "").status == 403
