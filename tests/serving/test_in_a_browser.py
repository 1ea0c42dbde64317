"""The pages as people meet them: a real browser, text first, forms that save, nothing from elsewhere, small phones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from processes import eventually
from visits import ACCOUNT, LOCAL, TOKEN, WAIT, Plan, Room, Visit
from whole_server import serving

from kamkit.programme import open_programme

pytestmark = pytest.mark.browser

TYPED = "Ring the plant manager every Friday by 10:00"
PHONE = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def ines(browser: Any, room: Room) -> Iterator[Visit]:
    """Somebody with a laptop."""
    visit = Visit(browser, room, "Ines Carrow")
    yield visit
    visit.context.close()


def test_from_the_search_to_a_form_that_saves(ines: Visit, room: Room) -> None:
    room.fill()
    page = ines.open("/")
    plan = Plan(page)
    page.get_by_label("Find an account").fill("quill")
    page.keyboard.press("Enter")
    page.get_by_text("fit “quill”").wait_for()
    page.get_by_role("link", name="Quillon <Glass>").click()
    with room.server.standing_still():  # all but the server itself
        page.get_by_role("link", name="Who does what by when?").click(no_wait_after=True)
        page.get_by_role("heading", name="Who does what by when?").wait_for()
        page.get_by_text("Quillon <Glass>").first.wait_for()
        page.locator("section.waits").first.wait_for(state="attached")  # the text is there before its tables
        assert f"account_id={ACCOUNT}" in page.url and not plan.whats.count()
    plan.whats.first.wait_for(state="visible")
    plan.whats.first.fill(TYPED)
    plan.whats.first.press("Tab")
    plan.says(0, "Saved")
    page.locator("html[data-all=shown]").wait_for(state="attached")
    assert not page.locator("section.waits, section.missing").count() and not ines.wrong
    assert not page.locator(".box.careful[role=alert]:visible").count()
    body = page.locator("body").inner_text()
    assert "import " not in body and "desk =" not in body and "open_desk" not in page.content()
    with open_programme(room.programme) as opened:
        last = opened.history(table="actions").iloc[-1]
        assert (last["field"], last["after"], last["who"]) == ("what", TYPED, "Ines Carrow")
    assert len(ines.asked) > 20 and not ines.elsewhere and [url for url in ines.asked if url.startswith("ws://")]
    # Whoever leaves a page needs its kernel no more.
    kernel = ines.kernel()
    assert ines.knows(kernel)
    ines.open("/")
    assert eventually(lambda: not ines.knows(kernel))


def test_a_small_phone_never_scrolls_sideways(browser: Any, room: Room) -> None:
    phone = Visit(browser, room, "Tom", **PHONE)
    for path in ("/", "/who", f"/account?id={ACCOUNT}", "/s", "/agenda", "/agenda/half-day"):
        page = phone.open(path)
        page.locator("h1").first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    assert not phone.wrong
    phone.context.close()


def test_the_customers_page_saves_marks_as_they_are_given(browser: Any, room: Room) -> None:
    with open_programme(room.programme) as opened:
        account = str(opened.table("actions")["account_id"].value_counts().idxmax())
    words = (room.programme, "--account", account, "--for", "customer", "--token", TOKEN, "--as-of", "2026-03-31")
    with serving(*words, mark="serve-test-customer") as server:
        context = browser.new_context(viewport=PHONE)
        context.set_default_timeout(WAIT)
        page = context.new_page()
        asked: list[str] = []
        context.on("request", lambda request: asked.append(request.url))
        page.goto(f"http://127.0.0.1:{server.port}/rate?token={TOKEN}")
        page.get_by_label("Name").fill("Priya Raman")
        page.get_by_role("button", name="Go on").click()
        page.locator("form.rate button[hidden]").first.wait_for(state="attached")  # by the script that saves
        page.get_by_label("How well do we do?").first.select_option("7")
        page.locator(".saved", has_text=re.compile(r"^Saved \d\d:\d\d$")).wait_for()
        # Whoever chooses and goes on at once, without waiting for the word, has answered too.
        page.get_by_label("How well do we do?").nth(1).select_option("4")
        for path in ("/rate", "/", "/agree"):
            page.goto(f"http://127.0.0.1:{server.port}{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        assert eventually(lambda: marks_of("Priya Raman", room) == [4, 7]), marks_of("Priya Raman", room)
        context.close()
    assert asked and not [url for url in asked if not url.startswith(LOCAL)]


def marks_of(name: str, room: Room) -> list[int]:
    """What that person has said of how well we do."""
    with open_programme(room.programme) as opened:
        people = [row.values["respondent_id"] for row in opened.rows("respondents", name=name)]
        return sorted(row.values["performance"] for one in people for row in opened.rows("ratings", respondent_id=one))
