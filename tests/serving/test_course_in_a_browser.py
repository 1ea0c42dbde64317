"""The course as a new participant meets it: a real browser, from the personal link to the certificate, nothing from elsewhere."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from course_class import make_class
from processes import PATIENCE, eventually, processes_with
from served import Visitor
from whole_server import Server, serving

from kamkit.course.classes import Class
from kamkit.course.exercises import exercise_called
from kamkit.course.pages.links import FILE, link_words

pytestmark = pytest.mark.browser

MARK = "course-test-browser"
LOCAL = ("http://127.0.0.1", "data:", "blob:")
PEOPLE = {"007": "Ana Petrov", "2": "Bo Lind", "3": "Cy Dorn"}
SIZES = {"phone": {"width": 390, "height": 844}, "laptop": {"width": 1280, "height": 900}}


@pytest.fixture(scope="module")
def of(tmp_path_factory: pytest.TempPathFactory) -> Class:
    """A class with one exercise."""
    return make_class(tmp_path_factory.mktemp("class") / "c", PEOPLE, ("01_what_accounts_are_worth",))


@pytest.fixture(scope="module")
def server(of: Class) -> Iterator[Server]:
    """It, served as a trainer does."""
    with serving(of.folder, "--at-least", "10", "--token", "trainers-own", mark=MARK, command=("course", "serve"), links=1) as started:
        yield started


class Visit:
    """A person's browser: its page, what it asked for, what went wrong in it."""

    def __init__(self, browser: Any, server: Server, **look: Any) -> None:
        self.context = browser.new_context(**look)
        self.context.set_default_timeout(PATIENCE * 1000)
        self.page = self.context.new_page()
        self.asked: list[str] = []
        self.wrong: list[str] = []
        self.context.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", lambda line: self.wrong.append(line.text) if line.type == "error" else None)
        self.base = f"http://127.0.0.1:{server.port}"

    def fits(self) -> bool:
        """Whether nothing makes the page scroll sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@pytest.fixture
def visit(browser: Any, server: Server, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Somebody's browser."""
    found = Visit(browser, server, viewport=SIZES[getattr(request, "param", "laptop")])
    yield found
    found.context.close()


def test_from_the_personal_link_to_the_certificate(visit: Visit, server: Server, of: Class) -> None:
    question = exercise_called("01").question("which_figure")
    rows = (of.folder / FILE).read_text(encoding="utf-8-sig").splitlines()
    link = next(row.split(",")[2] for row in rows if row.startswith("007,"))
    page = visit.page
    page.goto(link)
    page.get_by_role("heading", name="Ana Petrov, this is your course").wait_for()
    assert "/me/" not in page.url and page.get_by_role("link", name="Your certificate").count() == 0
    page.get_by_role("link", name="Begin with 01").click()
    form = page.locator("#q-which_figure")
    form.wait_for()
    page.wait_for_load_state()  # its script too: without it, a form works by loading the page again
    said = form.locator(".said")
    # With the keyboard alone: to the first option, choose, on to the button, press it.
    form.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Check my answer"
    page.keyboard.press("Enter")
    said.get_by_text(str(question.misconceptions[0].explanation)).wait_for()
    assert form.get_attribute("data-word") == "Not yet" and page.url.endswith("/exercise/01"), "no page was loaded"
    hint = form.get_by_role("button", name="Hint (1 left")
    hint.click()
    form.get_by_text(str(question.hints[0])).wait_for()
    assert form.get_by_role("button", name="No hint left").is_disabled()
    form.get_by_label("contribution after cost to serve").check()
    form.get_by_role("button", name="Check my answer").evaluate("button => { button.click(); button.click(); }")
    said.get_by_text(str(question.right)).wait_for()
    assert page.locator("#done").inner_text() == "1 of 8 answered, 1 right" and "80 %" in page.locator("#progress").inner_text().replace("\u00a0", " ")
    assert len(of.reading("007").attempts) == 3, "pressed twice, kept once"
    page.reload()
    assert form.get_by_label("contribution after cost to serve").is_checked()
    said.get_by_text(str(question.right)).wait_for()
    page.goto(f"{visit.base}/")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Your certificate").click()
    assert Path(fetched.value.path()).read_bytes().startswith(b"%PDF")
    assert not visit.wrong and not [url for url in visit.asked if not url.startswith(LOCAL)]
    assert page.request.get(f"{visit.base}/api/kernels").status == 404 and page.request.get(f"{visit.base}/trainer").status == 403


def test_all_forms_of_an_exercise_are_filled_in_on_a_page(visit: Visit, of: Class) -> None:
    page = visit.page
    word = next(word for word, whose in link_words(of).items() if whose == "2")
    page.goto(f"{visit.base}/me/{word}")
    page.goto(f"{visit.base}/exercise/01")
    order = page.locator("#q-profit_order")
    for at in range(5):
        order.locator(f"[name=place-{at}]").focus()
        order.locator(f"[name=place-{at}]").select_option(str(5 - at))
    page.locator("h1").first.click()
    assert eventually(lambda: order.locator("select").first.get_attribute("name") == "place-4"), "shown in the order of its places"
    order.get_by_role("button", name="Check").click()
    order.locator(".said").get_by_text("in the right place").or_(order.locator(".said").get_by_text("order")).first.wait_for()
    number = page.locator("#q-left_at_hypra")
    number.get_by_label("Your answer").fill("1,500")
    number.get_by_label("Your answer").press("Enter")
    number.get_by_role("alert").get_by_text("1500 or 1.5000").wait_for()
    text = page.locator("#q-answer_tom")
    text.get_by_label("Your answer").fill("a < b: Hypra is bad for us because of all of its rush orders, so agree a fee.")
    assert "characters left" in text.locator("[data-count]").inner_text()
    text.get_by_role("button", name="Check").click()
    text.locator(".said p").first.wait_for()
    several = page.locator("#q-first_two_terms")
    for box in (0, 1):
        several.get_by_role("checkbox").nth(box).check()
    several.get_by_role("button", name="Check").click()
    several.locator(".said p").first.wait_for()
    assert [one for one in visit.wrong if "400" not in one] == []


@pytest.mark.parametrize("visit", ["phone"], indirect=True)
def test_on_a_phone_no_page_scrolls_sideways_and_every_field_has_a_name(visit: Visit, of: Class) -> None:
    page = visit.page
    word = next(word for word, whose in link_words(of).items() if whose == "3")
    page.goto(f"{visit.base}/me/{word}")
    for path in ("/", "/exercise/01", "/simulation", "/recall", "/board", "/case", "/plan", "/reviews/plan"):
        page.goto(f"{visit.base}{path}")
        assert visit.fits(), path
        nameless = page.evaluate(
            "[...document.querySelectorAll('input:not([type=hidden]), select, textarea')].filter(one => !one.labels.length && !one.ariaLabel).map(one => one.name)"
        )
        assert nameless == [], path
        assert page.evaluate("new Set([...document.querySelectorAll('[id]')].map(one => one.id)).size == document.querySelectorAll('[id]').length"), path
    page.goto(f"{visit.base}/simulation")
    assert "240" in page.locator("#left").inner_text() or "hours left" in page.locator("#left").inner_text()
    page.locator("[data-place='0'] [data-does=hours] select").select_option("40")
    page.locator("[data-place='0'] input[data-does=ask]").check()
    page.get_by_role("button", name="Decide quarter 1").click()
    page.get_by_role("heading", name="Your decisions for quarter 2").wait_for()


def test_the_wall_follows_and_names_nobody(visit: Visit, of: Class) -> None:
    page = visit.page
    page.goto(f"{visit.base}/trainer?token=trainers-own")
    page.get_by_role("link", name="01 What accounts are worth").click()
    page.get_by_role("link", name="Question 1 on the screen").click()
    page.get_by_text("have answered").wait_for()
    shown = page.locator("#stage").inner_text()
    assert not any(name in shown for name in PEOPLE.values()) and visit.fits()


def test_what_is_far_too_large_is_refused_and_the_server_goes_on(server: Server, of: Class) -> None:
    sent, block = 0, b"a" * 65_536
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as line:
        line.sendall(b"POST /plan HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 104857600\r\n\r\n")
        with suppress(OSError):
            while sent < 104_857_600:
                line.sendall(block)
                sent += len(block)
    assert sent < 50_000_000, "it was not read to its end"
    word = next(iter(link_words(of)))
    assert Visitor(server.port).get(f"/me/{word}").to == "/"


def test_whoever_was_in_stays_in_after_a_restart_and_nothing_is_left_when_it_ends(server: Server, of: Class) -> None:
    ana = Visitor(server.port)
    assert ana.get(f"/me/{next(iter(link_words(of)))}").to == "/"
    with serving(of.folder, mark=f"{MARK}-ends", command=("course", "serve"), links=1) as started:
        import os
        import signal

        assert Visitor(started.port, ana.cookies).get("/").status == 200
        os.kill(started.process.pid, signal.SIGINT)
        assert started.process.wait(PATIENCE) == 0
    assert eventually(lambda: not processes_with(f"{MARK}-ends"))
