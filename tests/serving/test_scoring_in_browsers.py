"""Two phones, a projector and a facilitator in real browsers: hidden, revealed, scored again, settled; cards by keyboard."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from processes import PATIENCE, eventually
from scoring_case import make_programme
from scoring_room import FACILITATOR, Room, open_room

from kamkit.programme import Programme, open_programme
from kamkit.programme.scoring_together import open_scoring

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
WALL = {"viewport": {"width": 1280, "height": 720}}
WAIT = PATIENCE * 1000  # milliseconds; protects against hanging
SAVED = re.compile(r"^Saved \d\d:\d\d$")  # not the beginning of what says that it is not


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with make_programme(tmp_path_factory.mktemp("room") / "p") as made:
        return made.folder


@pytest.fixture(scope="module")
def room(folder: Path) -> Iterator[Room]:
    with open_room(folder) as found:
        yield found


@pytest.fixture
def programme(folder: Path) -> Iterator[Programme]:
    with open_programme(folder, who="Ines Carrow") as opened:
        yield opened


def come_in(browser: Any, address: str, name: str, **device: Any) -> Any:
    """A device whose owner opens the address and says a name."""
    page = browser.new_context(**device).new_page()
    page.set_default_timeout(WAIT)
    page.goto(address)
    if page.locator("#name").count():
        page.fill("#name", name)
        page.click("main button")
        come_through(page)
    return page


def come_through(page: Any) -> None:
    """Wait until the next page is whole, its script included: a click is over as soon as that begins to arrive."""
    page.locator("#name").wait_for(state="detached")
    page.wait_for_load_state()


def all_sent(phone: Any) -> bool:
    """Whether the server has answered everything that was chosen on a card."""
    return bool(phone.evaluate("waiting.size === 0"))


def tap(phone: Any, mark: str) -> None:
    """Tap a mark of the item on the screen, and wait until the next one is there."""
    item = phone.locator(".item.here")
    number = item.get_attribute("data-item")
    item.locator(f'.marks input[value="{mark}"]').tap()
    phone.locator(f'.here:not([data-item="{number}"])').wait_for()


def test_a_round_from_card_to_plan(browser: Any, room: Room, programme: Programme) -> None:
    leader = come_in(browser, room.link("/facilitate", FACILITATOR), "Ines Carrow", **WALL)
    leader.on("dialog", lambda dialog: dialog.accept())
    leader.check('input[value="touch points"]')
    leader.select_option("#account", "007")
    leader.click("main form button")
    leader.locator("#new").wait_for()
    leader.wait_for_load_state()
    leader.uncheck('input[value="audit"]')
    assert "4 scores" in leader.inner_text("#size")
    leader.click("#new button")
    leader.locator("#people").wait_for()
    wall = come_in(browser, room.link("/projector"), "", **WALL)
    first, second = (come_in(browser, room.link("/s"), name, **PHONE) for name in ("Paul Adeyemi", "Maren Voss"))
    for phone in (first, second):
        phone.locator(".item.here").wait_for()
        assert phone.evaluate("document.documentElement.scrollWidth <= 320")
        boxes = [box.bounding_box() for box in phone.locator(".item.here .marks label").all()]
        assert len(boxes) == 11 and all(box["width"] >= 44 and box["height"] >= 44 for box in boxes)
    first.locator(".item.here .reason").fill("planted-4711")
    first.locator('.item.here .marks input[value="9"]').tap()
    first.locator(".item.here .next").tap()  # with a reason the page waits for it
    for mark in ("2", "5", "?"):
        tap(first, mark)
    for mark in ("3", "3", "5", "6"):
        tap(second, mark)
    first.locator("#hand-in").tap()
    first.locator("#in.here").wait_for()
    wall.locator("li.done", has_text="Paul Adeyemi").wait_for()
    assert wall.locator("li.still", has_text="Maren Voss").count() == 1
    leader.locator("#people tr", has_text="Paul Adeyemi").locator("td", has_text="yes").wait_for()
    for page in (wall, leader, second):
        assert "planted-4711" not in page.content() and page.locator(".person").count() == 0
    assert eventually(lambda: all_sent(second))
    second.reload()
    assert second.locator(".marks input:checked").count() == 4  # kept on the server, not in the page
    second.locator("#hand-in").tap()
    second.locator("#in.here").wait_for()

    began = time.monotonic()
    leader.click("button:text-is('Reveal')")
    wall.locator(".focus .person", has_text="Paul").wait_for()
    print(f"on the wall {time.monotonic() - began:.1f} s after the click")
    assert wall.locator(".now").inner_text().startswith("The order is taken, importance: from 3 to 9")
    first.locator(".order li").first.wait_for()
    leader.locator("body", has_text="planted-4711").wait_for()

    leader.click("button:text('Score again')")
    for phone in (first, second):
        phone.locator(".item.here").wait_for()
        assert phone.locator(".marks input:checked").count() == 4
    wall.locator(".in li").first.wait_for()
    assert wall.locator(".person").count() == 0
    first.locator('.item.here .marks input[value="4"]').tap()  # the reason is still there: the page waits
    first.locator("#saved", has_text=SAVED).wait_for()
    leader.click("button:text-is('Reveal')")
    wall.locator("h1", has_text="round 2").wait_for()
    article = leader.locator("article", has=leader.locator("h2", has_text="The order is taken, importance"))
    article.wait_for()
    leader.wait_for_load_state()
    article.locator("select[name=final]").select_option("4")
    leader.locator("#saved", has_text=SAVED).wait_for()
    article.locator("select[name=dissenter]").select_option("Maren Voss")
    article.locator("input[name=dissent]").fill("They never order by phone.")
    article.locator("text=Keep the dissent").click()
    article.locator(".kept", has_text="Maren Voss: They never order by phone.").wait_for()
    leader.click("button:text('The group has settled')")
    leader.locator(".box.done").wait_for()
    first.locator(".final", has_text="Settled: 4").first.wait_for()

    stored = programme.rows("touch_points", account_id="007", touch_point_id="order")[0].values
    assert stored["importance"] == 4 and stored["performance"] is None
    ballots = programme.table("ballots").set_index(["round", "scorer", "item_id"])["score"]
    assert ballots[1, "Paul Adeyemi", "1"] == 9 and ballots[2, "Paul Adeyemi", "1"] == 4


def test_a_stack_of_cards_is_typed_with_the_keyboard_alone(browser: Any, room: Room, programme: Programme) -> None:
    """How many keys a card takes is counted; how fast they come is the scribe's."""
    scoring = open_scoring(programme, "criteria", subjects=["007", "NA"])
    items = len(programme.rows("scoring_items", scoring_id=scoring))
    leader = come_in(browser, room.link("/facilitate", FACILITATOR), "Ines Carrow", **WALL)
    leader.goto(f"{room.address}/facilitate/{scoring}/type")
    whole = {"ma": "Maren Voss", "car": "Ines Carrow", "Guest": "Guest"}
    keys = 0
    for typed, name in whole.items():
        leader.keyboard.type(typed)
        leader.keyboard.press("Enter")
        leader.keyboard.type("0x7 ")
        leader.keyboard.press("Enter")
        keys += len(typed) + 1 + items + 1
        leader.locator("#saved", has_text=f"{name}: saved").wait_for()
    # Twelve cards of twenty items, as many as ten touch points have, at two keys a second, a slow typist's pace.
    assert 12 * (keys / 3 + 20 - items) / 2 < 180
    people = programme.ballots.envelopes(scoring, 1)
    assert {one.scorer for one in people} == set(whole.values()) and all(one.handed_in and one.from_card for one in people)
    programme.ballots.reveal(scoring)
    own = programme.table("ballots")
    own = own[(own["scoring_id"] == scoring) & (own["scorer"] == "Maren Voss")].set_index("item_id")
    assert own["score"].to_dict() == {"1": 10, "2": pytest.approx(float("nan"), nan_ok=True), "3": 7} and own.loc["2", "dont_know"]


def test_the_keyboard_alone_fills_in_a_card(browser: Any, room: Room, programme: Programme) -> None:
    open_scoring(programme, "relationship stage", "NA")
    person = come_in(browser, room.link("/s"), "Keyboard", **WALL)
    if person.locator(".item").count() == 0:  # others are open too
        person.click("text=Relationship stage, NA")
    person.locator(".item.here input").first.focus()
    person.keyboard.press("ArrowDown")
    person.keyboard.press("ArrowDown")
    person.locator("#saved", has_text=SAVED).wait_for()
    assert person.locator(".item.here").count() == 1  # choosing with the arrows does not go on by itself
    assert person.locator(".item.here .marks input:checked").get_attribute("value") == "3"


def test_the_agenda_counts_in_the_browser_and_goes_on_after_a_reload(browser: Any, room: Room) -> None:
    page = come_in(browser, room.link("/agenda/half-day"), "", **WALL)
    assert page.inner_text("#step") == "Aim" and page.inner_text("#minutes") == "10"
    page.clock.install(time=1_000_000)
    page.reload()
    page.click("#go")
    page.clock.run_for(9 * 60_000 + 30_000)
    assert re.fullmatch(r"\d\d? seconds left", page.inner_text("#left"))
    page.clock.run_for(60_000)
    assert "over" in page.inner_text("#left")
    page.click("#forward")
    assert page.inner_text("#step") == "Facts" and "Next: Customer's goals and our objective, 35 minutes." in page.inner_text("#next")
    page.clock.run_for(5 * 60_000)
    page.reload()
    assert page.inner_text("#step") == "Facts" and page.inner_text("#minutes") == "15"
