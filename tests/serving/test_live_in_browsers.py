"""Forms as people meet them: two browsers on two kernels; names, keys, pasting; typing while things end."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from typing import Any

import pytest
from visits import Plan, Room, Visit, until

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def ines(browser: Any, room: Room) -> Iterator[Visit]:
    """One who writes."""
    visit = Visit(browser, room, "Ines Carrow")
    yield visit
    visit.context.close()


@pytest.fixture(scope="module")
def tom(browser: Any, room: Room) -> Iterator[Visit]:
    """Another one, at another machine."""
    visit = Visit(browser, room, "Tom Halloway")
    yield visit
    visit.context.close()


@pytest.fixture(scope="module")
def one(ines: Visit, room: Room) -> Plan:
    """The actions on the screen of one."""
    room.fill()
    return ines.plan()


@pytest.fixture(scope="module")
def other(tom: Visit, one: Plan) -> Plan:
    """The same actions on the other's screen."""
    return tom.plan()


def test_what_one_types_the_other_sees(
    one: Plan, other: Plan, ines: Visit, tom: Visit, room: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ines.kernel() != tom.kernel() and len(room.server.kernels(room.programme / "programme.sqlite")) >= 2
    # Who they are was asked at the door, and nowhere else.
    assert not one.page.get_by_label("Your name").or_(one.page.locator(".kk-who")).count()

    # The other one's kernel hears what is done on the page, and is in the middle of a word two rows further down.
    other.more(0)
    writing = other.type_in(2, "Half a wo")
    took = []
    other.keep_marks()
    for number in range(3):
        text = f"Call the plant, {number}"
        one.type_in(0, text).press("Enter")
        one.says(0, "Saved")
        took.append(until(lambda text=text: other.whats.nth(0).input_value() == text))  # type: ignore[misc]
        until(lambda: any("Ines Carrow, " in mark for mark in other.marks(forget=True)))
        writing.press_sequentially("r")
    with capsys.disabled():
        print(f"\n  saved in one browser, seen in the other after {', '.join(f'{seconds:.2f} s' for seconds in took)}")
    assert writing.input_value() == "Half a worrr" and writing.evaluate("field => document.activeElement === field")
    assert re.fullmatch(r"Saved \d\d:\d\d\.", one.rows.nth(0).locator(".kk-said").inner_text())

    # The same field: the text of whoever types stays, and both are asked about with the name.
    one.type_in(2, "Ines was first").press("Tab")
    one.says(2, "Saved")
    other.form.get_by_text("Ines Carrow wrote meanwhile: Ines was first").wait_for()
    assert writing.input_value() == "Half a worrr"
    writing.press_sequentially("d")
    writing.press("Tab")
    asked = other.form.get_by_role("alert")
    asked.wait_for()
    assert "you wrote Half a worrrd; Ines Carrow wrote Ines was first in the meantime" in asked.inner_text()
    assert room.rows()["B07-02"] == "Ines was first"
    other.form.get_by_role("button", name="Keep mine").click()
    until(lambda: room.rows()["B07-02"] == "Half a worrrd")
    until(lambda: one.whats.nth(2).input_value() == "Half a worrrd")


def test_keys_names_pasting_and_undo(one: Plan, ines: Visit, room: Room) -> None:
    page, form = one.page, one.form
    one.whats.nth(4).focus()
    page.keyboard.press("ArrowDown")
    assert one.whats.nth(5).evaluate("field => document.activeElement === field")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.type") == "date"

    # Wrong while it is typed, by the rule of the import; Esc takes it back.
    responsible = form.get_by_label("Responsible").nth(4)
    responsible.click()
    responsible.fill("Nobody")
    form.get_by_text('found "Nobody"').first.wait_for()
    assert responsible.get_attribute("aria-invalid") == "true"
    page.keyboard.press("Escape")
    assert responsible.input_value() == "Ines Carrow" and responsible.get_attribute("aria-invalid") is None

    form.get_by_role("button", name="Paste rows").click()
    form.get_by_label("Rows copied from a spreadsheet").fill("What\tDue\nRing the buyer\t31.05.2026\nWrite\t31.02.2026")
    form.get_by_text("2 rows, 1 with mistakes.").wait_for()
    assert form.locator(".kk-paste td.kk-off").count() == 1
    form.get_by_role("button", name="Take the 1 row without mistakes").click()
    one.row_of("Ring the buyer").wait_for()
    assert "Ring the buyer" in room.rows().values()
    form.get_by_role("button", name="Undo last").click()
    one.row_of("Ring the buyer").wait_for(state="detached")

    form.get_by_role("button", name="Add a row").click()
    new = form.locator(".kk-new textarea").first
    new.wait_for()
    until(lambda: bool(new.evaluate("field => document.activeElement === field")))
    page.keyboard.type("A new one")
    page.keyboard.press("Enter")
    until(lambda: "A new one" in room.rows().values())
    row = one.row_of("Step 4")
    row.get_by_role("button", name="More", exact=True).click()
    row.get_by_label("Hours").wait_for()
    row.get_by_role("button", name="Delete").click()
    until(lambda: "B07-04" not in room.rows())
    assert not ines.elsewhere and not ines.wrong


INPUTS = {"textbox", "combobox", "checkbox", "button", "spinbutton", "Date", "listbox", "radio", "slider", "switch", "searchbox"}


def test_every_control_has_a_name_for_a_screen_reader(other: Plan, tom: Visit) -> None:
    other.page.set_viewport_size({"width": 390, "height": 800})
    other.more(0)
    other.form.get_by_role("button", name="Paste rows").click()
    nodes = tom.context.new_cdp_session(other.page).send("Accessibility.getFullAXTree")["nodes"]
    controls = [node for node in nodes if not node["ignored"] and node.get("role", {}).get("value") in INPUTS]
    nameless = [node for node in controls if not node.get("name", {}).get("value", "").strip()]
    # Parts of a date field have names of Chromium's own; ours are counted so that the guard guards something.
    assert len(controls) > 12 * 5 and not nameless
    rows = [node["name"]["value"] for node in nodes if node.get("role", {}).get("value") == "group" and not node["ignored"]]
    assert len([name for name in rows if name.startswith("Row ")]) >= 12
    # Nothing is cut off on a phone, and nothing makes it scroll sideways.
    assert other.form.evaluate("form => form.scrollWidth <= form.clientWidth")
    assert other.page.evaluate("document.documentElement.scrollWidth") <= 390


def type_on(plan: Plan) -> None:
    """Eight rows as fast as the keyboard goes, and a ninth half."""
    for at in range(8):  # nobody waits for an answer
        plan.type_in(at, f"Kept {at}").press("Enter")
    plan.type_in(8, "Half a sen")
    plan.says(3, "Saved")


def stays_unsaved(plan: Plan) -> None:
    """Go on typing: the page does not claim to have saved it, and what was typed stays to be copied."""
    plan.page.keyboard.type("tence")
    plan.page.keyboard.press("Enter")
    plan.rows.nth(8).get_by_text(re.compile("Not saved yet: no answer")).wait_for()
    assert plan.whats.nth(8).input_value() == "Half a sentence"


def kept(room: Room, told: dict[int, str], last: tuple[str, ...] = ("Step 8",)) -> None:
    """All that the page said was saved is in the programme, and what it did not say is not."""
    assert {0, 1, 2, 3} <= set(told) and 8 not in told
    stored = room.rows()
    assert {at: stored[f"B07-{at:02d}"] for at in told} == {at: f"Kept {at}" for at in told}
    assert stored["B07-08"] in last


def test_what_was_acknowledged_is_there_when_the_kernel_dies(ines: Visit, room: Room) -> None:
    room.fill()
    plan = ines.plan()
    kernel = ines.kernel()
    type_on(plan)
    for pid in room.server.kernels(room.programme / "programme.sqlite"):
        os.kill(pid, signal.SIGKILL)
    stays_unsaved(plan)
    kept(room, plan.acknowledged())
    plan.page.get_by_text("lost its connection").wait_for()
    until(lambda: not ines.knows(kernel))


def test_what_was_acknowledged_is_there_when_the_browser_is_closed(browser: Any, room: Room) -> None:
    room.fill()
    visit = Visit(browser, room, "Maren Voss")
    plan = visit.plan()
    kernel = visit.kernel()
    type_on(plan)
    told = plan.acknowledged()
    visit.page.close()
    until(lambda: not visit.knows(kernel))  # what was on its way has arrived
    visit.context.close()
    # A page that is closed still sends what stands in it; nobody was told that it was saved.
    kept(room, told, ("Step 8", "Half a sen"))


def test_what_was_acknowledged_is_there_when_the_server_dies_and_people_go_on(ines: Visit, room: Room) -> None:
    room.fill()
    plan = ines.plan()
    type_on(plan)
    room.server.kill()
    stays_unsaved(plan)
    kept(room, told := plan.acknowledged())
    plan.page.get_by_text("lost its connection").wait_for()
    room.server.again()
    # The same link, and nobody is asked again who he is.
    plan.page.get_by_role("link", name="load the page again").click()
    plan.whats.nth(8).wait_for(state="visible")
    assert {at: plan.whats.nth(at).input_value() for at in told} == told
    plan.type_in(8, "And on").press("Enter")
    plan.says(8, "Saved")
    assert room.rows()["B07-08"] == "And on"
