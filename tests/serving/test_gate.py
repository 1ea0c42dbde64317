"""The one check in front of everything: host, origin, token; and what the pages do with what strangers send."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from served import Visitor, served

from kamkit.programme import Programme
from kamkit.serving.access import Access, keep_secret, new_token, token_of
from kamkit.serving.app import make_app
from kamkit.serving.assets import address_of, front
from kamkit.serving.gate import OPEN, Guarded, is_our_name
from kamkit.serving.handler import PageHandler
from kamkit.serving.kernels import Kernels
from kamkit.serving.listening import host_for_others
from kamkit.serving.place import Place
from kamkit.serving.start import AccountPage
from kamkit.serving.workbook import WorkbookPage

TOKEN, FACILITATOR = "a word of ours", "only the facilitator"
KERNEL = "0a1b2c3d-0000-4000-8000-0123456789ab"


class Secret(PageHandler):
    """A page for the facilitator alone."""

    facilitators_only = True

    def get(self) -> None:
        """Something worth keeping from others."""
        self.write("the scores")


class Named(PageHandler):
    """A page that has to know who looks, and takes something."""

    needs_name = True

    def get(self) -> None:
        """Greet."""
        self.render_page("error.html.j2", "Hello", says=self.who)

    def post(self) -> None:
        """Take it."""
        self.write(f"taken from {self.who}")


def application(programme: Programme, folder: Path, token: str = TOKEN) -> Guarded:
    """Everything a server has, with two pages more."""
    kernels = Kernels(folder)
    routes = [(r"/secret", Secret), (r"/named", Named), (r"/account", AccountPage), (r"/workbooks/(\w+)", WorkbookPage), *kernels.routes]
    return make_app(Place(programme.address, date(2025, 12, 31)), Access(token, FACILITATOR), routes, **kernels.settings)


@pytest.fixture(scope="module")
def app(second_company: Programme, tmp_path_factory: pytest.TempPathFactory) -> Guarded:
    """With a token."""
    return application(second_company, tmp_path_factory.mktemp("k"))


@pytest.fixture(scope="module")
def guarded(app: Guarded) -> Iterator[int]:
    """Where it answers."""
    with served(app) as port:
        yield port


@pytest.fixture(scope="module")
def open_to_all(second_company: Programme, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The same without a token, as on one's own machine."""
    with served(application(second_company, tmp_path_factory.mktemp("k"), token="")) as port:
        yield port


def an_address(pattern: str) -> str:
    """An address that fits a route."""
    text = re.sub(r"\(\?P<kernel_id>.*\)(?=/|$)", KERNEL, pattern.removesuffix("$"))
    return re.sub(r"\([^()]*\)", "x", text)


def test_nothing_is_open_to_somebody_without_the_token(app: Guarded, guarded: int) -> None:
    patterns = [rule.matcher.regex.pattern for rule in app.wildcard_router.rules]
    paths = [an_address(pattern) for pattern in patterns if not pattern.startswith(OPEN)]
    assert len(paths) >= 10 and any(path.endswith("/channels") for path in paths)
    for path in paths:
        for method in ("GET", "POST", "DELETE"):
            answer = Visitor(guarded).ask(method, path, "" if method == "POST" else None)
            assert answer.status == 401, (method, path, answer.status)
            assert "Labor" not in answer.text


def test_a_socket_to_a_kernel_is_refused_like_a_page(guarded: int, open_to_all: int) -> None:
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec_WebSocket_Version": "13", "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ=="}
    path = f"/api/kernels/{KERNEL}/channels"
    assert Visitor(guarded).get(path, **upgrade).status == 401
    assert Visitor(open_to_all).get(path, Origin="http://elsewhere.example", **upgrade).status == 403
    assert Visitor(open_to_all).get(path, Host="elsewhere.example", **upgrade).status == 403
    assert Visitor(open_to_all).get(path, Origin=f"http://127.0.0.1:{open_to_all}", **upgrade).status == 404


def test_the_link_lets_in_and_leaves_no_token_in_the_address(guarded: int) -> None:
    visitor = Visitor(guarded)
    answer = visitor.get("/?token=a+word+of+ours&find=x")
    assert answer.status == 302 and answer.to == "/?find=x"
    assert visitor.get("/").status == 200
    assert not [value for value in visitor.cookies.values() if TOKEN in value]


@pytest.mark.parametrize("path", ["/?token=another", "/?token=", "/?token=a%20word%20of%20our%FF"])
def test_another_token_does_not(guarded: int, path: str) -> None:
    visitor = Visitor(guarded)
    assert visitor.get(path).status == 401
    assert visitor.get("/").status == 401


def test_the_token_can_be_typed_and_leads_on(guarded: int) -> None:
    visitor = Visitor(guarded)
    asked = visitor.get("/secret")
    assert asked.status == 401 and 'name="token"' in asked.text and 'value="/secret"' in asked.text
    answer = visitor.post("/enter", {"token": TOKEN, "to": "//elsewhere.example/"})
    assert answer.status == 302 and answer.to == "/"
    assert visitor.post("/enter", {"token": "no", "to": "/"}).status == 401


def test_only_the_facilitators_link_opens_the_facilitators_pages(guarded: int) -> None:
    participant, facilitator = Visitor(guarded), Visitor(guarded)
    participant.get("/?token=a+word+of+ours")
    facilitator.get("/?token=only+the+facilitator")
    assert participant.get("/secret").status == 403 and "the scores" not in participant.get("/secret").text
    assert facilitator.get("/secret").text == "the scores"
    assert "You are the facilitator" in facilitator.get("/").words
    assert "You are the facilitator" not in participant.get("/").words


def test_a_cookie_of_another_server_or_another_token_is_none(guarded: int) -> None:
    visitor = Visitor(guarded)
    visitor.get("/?token=a+word+of+ours")
    same_secret, other_token = Access(TOKEN, FACILITATOR, secret="s"), Access("new", FACILITATOR, secret="s")
    assert same_secret.name == other_token.name and same_secret.visitor_mark != other_token.visitor_mark
    assert same_secret.facilitator_mark == other_token.facilitator_mark
    name = next(name for name in visitor.cookies if name.endswith("-visitor"))
    forged = Visitor(guarded, {name: visitor.cookies[name][:-6] + "000000"})
    assert forged.get("/").status == 401


@pytest.mark.parametrize("host", ["elsewhere.example", "127.0.0.1.elsewhere.example", "localhost.elsewhere.example", "[::1", ""])
def test_a_name_that_is_not_ours_is_not_answered(open_to_all: int, host: str) -> None:
    assert Visitor(open_to_all).get("/", Host=host).status in (400, 403)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8800", "[::1]:8800", "LocalHost:1"])
def test_our_own_names_are(host: str) -> None:
    assert is_our_name(Access(), host)
    assert not is_our_name(Access(), "192.168.1.20") and is_our_name(Access("t", local=False), "192.168.1.20:8800")
    assert is_our_name(Access("t", local=False, hosts=frozenset({"kam.example"})), "kam.example")
    assert not is_our_name(Access("t", local=False), "kam.example")


def test_what_is_given_out_is_never_this_machines_name_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kamkit.serving.listening.address_seen_from_elsewhere", lambda ip: "192.168.1.20")
    assert [host_for_others(host) for host in ("localhost:8800", "127.0.0.1:8801", "[::1]:8802", "kam.example:80", "192.168.1.7")] == [
        "192.168.1.20:8800", "192.168.1.20:8801", "192.168.1.20:8802", "kam.example:80", "192.168.1.7",
    ]  # fmt: skip


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null", "http://127.0.0.1:1", "http://127.0.0.1"])
def test_another_sites_page_cannot_send_anything(open_to_all: int, origin: str) -> None:
    visitor = Visitor(open_to_all).call_me("Ines")
    assert visitor.post("/named", {}, Origin=origin).status == 403
    assert visitor.post("/named", {}, Sec_Fetch_Site="cross-site").status == 403
    assert visitor.post("/named", {}, Origin=f"http://127.0.0.1:{open_to_all}").text == "taken from Ines"


def test_a_form_without_its_hidden_token_is_not_taken(open_to_all: int) -> None:
    visitor = Visitor(open_to_all).call_me("Ines")
    assert visitor.ask("POST", "/named", "x=1").status == 403
    assert visitor.ask("POST", "/named", "_xsrf=2|aa|bb|1").status == 403


def test_the_name_is_asked_for_once_and_only_where_it_is_needed(open_to_all: int) -> None:
    visitor = Visitor(open_to_all)
    asked = visitor.get("/named?a=1&b=%2F")
    assert asked.status == 302 and asked.to == "/who?next=%2Fnamed%3Fa%3D1%26b%3D%252F"
    assert visitor.ask("POST", "/named", "").status == 403
    answer = visitor.post("/who", {"name": "  Ines   Carrow ", "next": "/named?a=1&b=%2F"})
    assert answer.status == 302 and answer.to == "/named?a=1&b=%2F"
    assert "Ines Carrow" in visitor.get("/named").words


@pytest.mark.parametrize("to", ["//elsewhere.example", "http://elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere(open_to_all: int, to: str) -> None:
    answer = Visitor(open_to_all).post("/who", {"name": "Ines", "next": to})
    assert answer.status == 302 and answer.to == "/"


@pytest.mark.parametrize("name", ["", "   ", "x" * 65, "Ines\u202eCarrow"])
def test_a_name_that_is_none_is_asked_for_again(open_to_all: int, name: str) -> None:
    visitor = Visitor(open_to_all)
    assert visitor.post("/who", {"name": name}).status == 400
    assert visitor.get("/named").status == 302


def test_what_is_typed_is_text_on_every_page(open_to_all: int) -> None:
    evil = '"><script>alert(1)</script>'
    visitor = Visitor(open_to_all).call_me(evil)
    for path in ("/", "/named", "/who", "/?find=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "/nothing/%3Cscript%3E"):
        answer = visitor.get(path)
        assert "<script>alert" not in answer.text and "script-src" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")


@pytest.mark.parametrize("path", [
    "/workbooks/14_nothing", "/workbooks/00_start_here?account_id=nobody", "/workbooks/..%2F..%2Fetc", "/account?id=nobody",
    "/account", "/nothing", "/static/../handler.py", "/static/%2e%2e/handler.py", "/workbooks/00_start_here?account_id=%20",
])  # fmt: skip
def test_what_is_not_there_is_not_found(open_to_all: int, path: str) -> None:
    assert Visitor(open_to_all).call_me("Ines").get(path).status in (403, 404)


def test_files_of_the_front_end_are_those_and_no_others(guarded: int) -> None:
    visitor = Visitor(guarded)
    visitor.get("/?token=a+word+of+ours")
    assert {"live.js", "models.js", "views.js", "sheet.js", "live.css", "sheet.css"} == front().keys()
    for name in front():
        found = visitor.get(address_of(name))
        assert found.status == 200 and "immutable" in found.headers["Cache-Control"] and "import(" not in found.text
    base = address_of("live.js").rpartition("/")[0]
    for path in ("../index.html.j2", "%2e%2e/index.html.j2", "../../../../../../../etc/passwd", "/etc/passwd", ""):
        assert visitor.get(f"{base}/{path}").status == 404


def test_the_secret_of_a_programme_is_kept_for_its_owner(tmp_path: Path) -> None:
    first = keep_secret(tmp_path, "")
    assert keep_secret(tmp_path, "") == first != keep_secret(tmp_path, "007 customer")
    assert (tmp_path / "serve.key").stat().st_mode & 0o077 == 0
    nowhere = tmp_path / "serve.key" / "below a file"
    assert keep_secret(nowhere, "") != keep_secret(nowhere, "")
    assert keep_secret(tmp_path / "plan.kamkit", "") and (tmp_path / "plan.kamkit" / "serve.key").is_file(), "a database's folder is made"
    assert len({new_token() for _ in range(50)}) == 50
    assert token_of(first, "a") == token_of(first, "a") != token_of(first, "b") and len(token_of(first, "a", 20)) == 20


def test_no_log_says_a_token(guarded: int, caplog: pytest.LogCaptureFixture) -> None:
    for method, path in (("HEAD", "/"), ("POST", "/"), ("DELETE", "/secret"), ("POST", "/nowhere")):
        for token in ("a%20word%20of%20ours", "only%20the%20facilitator"):
            Visitor(guarded).ask(method, f"{path}?token={token}", "", Origin="http://elsewhere.example")
            assert Visitor(guarded).ask(method, f"{path}?token={token}", "").status >= 400
    assert "token" not in caplog.text and "facilitator" not in caplog.text


def test_a_workbook_is_told_who_leads(guarded: int, app: Guarded, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[dict[str, str]] = []

    async def take(environment: dict[str, str]) -> str:
        started.append(environment)
        raise OSError("no kernel in this test")

    monkeypatch.setattr(app.settings["kernels"], "take", take)
    for token in ("a%20word%20of%20ours", "only%20the%20facilitator"):
        visitor = Visitor(guarded)
        visitor.get(f"/?token={token}")
        visitor.call_me("Ines")
        with suppress(http.client.HTTPException):
            visitor.get("/workbooks/06_diagnose_the_relationship?account_id=007")
    assert [one["KAMKIT_LEADS"] for one in started] == ["no", "yes"]
