"""The pages as people meet them: a real browser, forms that save, nothing from elsewhere, and no way to run code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from processes import eventually, processes_with
from whole_server import Server, serving

from kamkit.programme import create_programme, open_programme

pytestmark = pytest.mark.browser

MARK = "serve-test-browser"
TYPED = "Ring the plant manager every Friday by 10:00"
PLAN = "/workbooks/08_draft_the_action_plan"
LOCAL = ("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample of one's own."""
    folder = tmp_path_factory.mktemp("pages") / "practice"
    create_programme(folder, sample=True, who="test").close()
    return folder


@pytest.fixture(scope="module")
def server(programme: Path) -> Iterator[Server]:
    """The server everybody in the room uses."""
    with serving(programme, "--token", "in-this-room", "--as-of", "2026-03-31", mark=MARK) as started:
        yield started


@pytest.fixture(scope="module")
def account(programme: Path) -> str:
    """An account that has actions."""
    with open_programme(programme) as opened:
        return str(opened.table("actions")["account_id"].value_counts().idxmax())


class Visit:
    """A person's browser: its page, what it asked for, what went wrong in it."""

    def __init__(self, browser: Any, server: Server, name: str, **look: Any) -> None:
        self.context = browser.new_context(**look)
        self.page = self.context.new_page()
        self.asked: list[str] = []
        self.wrong: list[str] = []
        self.context.on("request", lambda request: self.asked.append(request.url))
        self.page.on("websocket", lambda socket: self.asked.append(socket.url))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.base = f"http://127.0.0.1:{server.port}"
        self.page.goto(f"{self.base}/who?token=in-this-room")
        self.page.get_by_label("Name").fill(name)
        self.page.get_by_role("button", name="Go on").click()

    def open(self, path: str) -> Any:
        """Go there."""
        self.page.goto(f"{self.base}{path}", wait_until="commit")
        return self.page

    def kernel(self) -> str:
        """The kernel behind the page."""
        config = self.page.locator("#jupyter-config-data")
        config.wait_for(state="attached", timeout=60_000)
        return str(json.loads(config.text_content() or "{}")["kernelId"])


@pytest.fixture
def ines(browser: Any, server: Server) -> Iterator[Visit]:
    """Somebody with a laptop."""
    visit = Visit(browser, server, "Ines Carrow", viewport={"width": 1300, "height": 900})
    yield visit
    visit.context.close()


@pytest.fixture
def phone(browser: Any, server: Server) -> Iterator[Visit]:
    """Somebody with a small phone."""
    visit = Visit(browser, server, "Tom", viewport={"width": 320, "height": 640})
    yield visit
    visit.context.close()


def test_a_workbook_is_text_first_then_forms_that_save(ines: Visit, programme: Path, account: str) -> None:
    page = ines.open(f"{PLAN}?account_id={account}")
    page.get_by_role("heading", name="Who does what by when?").wait_for(timeout=60_000)
    assert page.locator("section.waits").count(), "the text is there before its tables"
    field = page.get_by_label("What *").first
    field.wait_for(state="visible", timeout=120_000)
    field.fill(TYPED)
    field.press("Tab")
    page.locator("[role=status]").filter(has_text="aved").first.wait_for(timeout=60_000)
    assert not page.locator("section.waits").count() and not ines.wrong
    body = page.locator("body").inner_text()
    assert "import " not in body and "desk =" not in body and "open_desk" not in page.content()
    with open_programme(programme) as opened:
        last = opened.history(table="actions").iloc[-1]
        assert (last["field"], last["after"], last["who"]) == ("what", TYPED, "Ines Carrow")
    assert len(ines.asked) > 20 and not [url for url in ines.asked if not url.startswith(LOCAL)]
    assert [url for url in ines.asked if url.startswith("ws://")]


def test_an_account_number_stays_text_and_only_known_ones_are_shown(ines: Visit, programme: Path) -> None:
    with open_programme(programme) as opened:
        opened.save("accounts", {"account_id": "007", "name": "Nought Nought Seven"})
    page = ines.open(f"{PLAN}?account_id=007")
    page.get_by_text("Nought Nought Seven").first.wait_for(timeout=60_000)
    page.locator("html[data-all=shown]").wait_for(state="attached", timeout=120_000)
    assert not page.locator("section.missing").count() and not page.locator(".box.careful[role=alert]:visible").count()
    assert ines.page.goto(f"{ines.base}{PLAN}?account_id=7").status == 404
    assert ines.page.goto(f"{ines.base}/workbooks/99_nothing").status == 404


def test_leaving_a_page_ends_its_kernel_and_a_lost_one_is_said(ines: Visit, server: Server) -> None:
    ines.open(PLAN)
    ines.kernel()
    ines.page.locator("html[data-all=shown]").wait_for(state="attached", timeout=120_000)
    several = len(processes_with(MARK))
    ines.open("/")
    assert eventually(lambda: len(processes_with(MARK)) < several)
    ines.open(PLAN)
    kernel = ines.kernel()
    ines.page.locator("html[data-all=shown]").wait_for(state="attached", timeout=120_000)
    fields = {"_xsrf": next(one["value"] for one in ines.context.cookies() if one["name"] == "_xsrf")}
    assert ines.context.request.post(f"{ines.base}/voila/api/shutdown/{kernel}", form=fields).status == 204
    ines.page.get_by_text("lost its connection").wait_for(state="visible", timeout=60_000)


@pytest.mark.parametrize("path", ["/", "/who", "/account?id={account}"])
def test_a_small_phone_never_scrolls_sideways(phone: Visit, path: str, account: str) -> None:
    page = phone.open(path.format(account=account))
    page.locator("h1").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert not phone.wrong


def test_the_search_finds_an_account_and_leads_to_its_workbooks(ines: Visit, programme: Path, account: str) -> None:
    with open_programme(programme) as opened:
        name = opened.rows("accounts", account_id=account)[0].values["name"]
    page = ines.open("/")
    page.get_by_label("Find an account").fill(account)
    page.keyboard.press("Enter")
    page.get_by_role("link", name=name).first.click()
    page.get_by_role("link", name="Who does what by when?").click()
    page.get_by_text(name).first.wait_for(timeout=60_000)
    assert f"account_id={account}" in page.url


def test_the_customers_page_saves_marks_as_they_are_given(browser: Any, programme: Path, account: str) -> None:
    words = (programme, "--account", account, "--for", "customer", "--as-of", "2026-03-31")
    with serving(*words, mark="serve-test-customer") as server:
        context = browser.new_context(viewport={"width": 320, "height": 640})
        page = context.new_page()
        asked: list[str] = []
        context.on("request", lambda request: asked.append(request.url))
        page.goto(f"http://127.0.0.1:{server.port}/rate")
        page.get_by_label("Name").fill("Priya Raman")
        page.get_by_role("button", name="Go on").click()
        page.get_by_label("How well do we do?").first.select_option("7")
        page.get_by_text("Saved").first.wait_for(timeout=30_000)
        for path in ("/rate", "/", "/agree"):
            page.goto(f"http://127.0.0.1:{server.port}{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        context.close()
    assert asked and not [url for url in asked if not url.startswith(LOCAL)]
    with open_programme(programme) as opened:
        (person,) = opened.rows("respondents", name="Priya Raman")
        (answer,) = opened.rows("ratings", respondent_id=person.values["respondent_id"])
        assert answer.values["performance"] == 7
