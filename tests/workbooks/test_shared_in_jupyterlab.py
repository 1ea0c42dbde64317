"""One notebook that two people have open at once: ``kamkit lab`` with jupyter-collaboration, two browsers, one kernel."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lab_server import Lab, lab_serving, run_all
from visits import LOCAL, WAIT, Plan, until

from kamkit.programme import open_programme

pytestmark = pytest.mark.browser

NOTEBOOK = "08_draft_the_action_plan.ipynb"
SEEN_WITHIN = 20.0  # seconds; what is promised is two, on a machine that does nothing else


@pytest.fixture(scope="module")
def programme(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample of one's own."""
    return Path(shutil.copytree(sample_folder, tmp_path_factory.mktemp("shared") / "practice"))


@pytest.fixture(scope="module")
def lab(programme: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """``kamkit lab`` for several people."""
    with lab_serving(programme, tmp_path_factory.mktemp("s"), shared=True) as serving:
        yield serving


def named(plan: Plan) -> str:
    """The name under which a browser works; "" where it is asked for one."""
    plan.form.locator(".kk-who").wait_for()
    known = plan.form.locator(".kk-as")
    return str(known.inner_text()).removeprefix("As ") if known.is_visible() else ""


def test_two_people_in_one_notebook(browser: Any, lab: Lab, programme: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[str] = []
    pages = [browser.new_context(viewport={"width": 1280, "height": 900}).new_page() for _ in range(2)]
    for browsers, page in enumerate(pages, 1):
        page.set_default_timeout(WAIT)
        page.on("request", lambda request: asked.append(request.url))
        page.goto(lab.notebook(NOTEBOOK), wait_until="commit")
        page.locator(".jp-Notebook .jp-Cell").first.wait_for()
        lab.wait_for_kernel(page, browsers)  # in the same moment each would start one
    assert len(lab.kernels()) == 1
    run_all(pages[0])
    ines, tom = map(Plan, pages)
    tom.whats.first.wait_for(state="visible")  # nobody has run a cell there

    # Whoever ran the cells works under the name of the kernel; the other one is asked.
    until(lambda: named(ines) == "Ines Carrow", SEEN_WITHIN)
    assert named(tom) == ""
    tom.form.get_by_label("Your name").fill("Tom Halloway")
    tom.page.keyboard.press("Enter")
    until(lambda: named(tom) == "Tom Halloway", SEEN_WITHIN)

    for plan in (ines, tom):
        plan.keep_marks()
    took = []
    for number, (one, other, at) in enumerate([(ines, tom, 0), (tom, ines, 1), (ines, tom, 0), (tom, ines, 1)]):
        text = f"Call the plant, {number}"
        one.type_in(at, text).press("Enter")
        one.says(at, "Saved")
        took.append(until(lambda text=text, at=at, other=other: other.whats.nth(at).input_value() == text, SEEN_WITHIN))  # type: ignore[misc]
        who = "Ines Carrow" if one is ines else "Tom Halloway"
        until(lambda who=who, other=other: any(mark.startswith(f"{who}, ") for mark in other.marks()), SEEN_WITHIN)  # type: ignore[misc]
    with capsys.disabled():
        print(f"\n  saved in one browser of a shared notebook, seen in the other after {', '.join(f'{seconds:.2f} s' for seconds in took)}")

    # The same field: what is being typed stays, and both see both values with their names.
    writing = tom.type_in(2, "Half a wo")
    ines.type_in(2, "Ines was first").press("Enter")
    ines.says(2, "Saved")
    tom.form.get_by_text("Ines Carrow wrote meanwhile: Ines was first").wait_for()
    assert writing.input_value() == "Half a wo"
    writing.press("Enter")
    for plan, begins in ((tom, "you wrote"), (ines, "Tom Halloway wrote")):
        question = plan.form.get_by_role("alert")
        question.wait_for()
        assert f"{begins} Half a wo; Ines Carrow wrote Ines was first in the meantime" in question.inner_text()
    tom.form.get_by_role("button", name="Keep mine").click()
    for plan in (tom, ines):
        until(lambda plan=plan: plan.whats.nth(2).input_value() == "Half a wo", SEEN_WITHIN)  # type: ignore[misc]
        plan.form.get_by_role("alert").wait_for(state="hidden")

    # Undo takes back one's own: the last of Ines is two changes of Tom ago.
    ines.form.get_by_role("button", name="Undo last").click()
    ines.form.locator(".kk-status").filter(has_text="Not undone").wait_for()  # Tom has written over it
    tom.form.get_by_role("button", name="Undo last").click()
    for plan in (tom, ines):
        until(lambda plan=plan: plan.whats.nth(2).input_value() == "Ines was first", SEEN_WITHIN)  # type: ignore[misc]

    with open_programme(programme) as opened:
        history = opened.history(table="actions").tail(7)
    said = list(zip(history["who"], history["after"], strict=True))
    assert said == [
        ("Ines Carrow", "Call the plant, 0"),
        ("Tom Halloway", "Call the plant, 1"),
        ("Ines Carrow", "Call the plant, 2"),
        ("Tom Halloway", "Call the plant, 3"),
        ("Ines Carrow", "Ines was first"),
        ("Tom Halloway", "Half a wo"),
        ("Tom Halloway", "Ines was first"),
    ]
    assert not [url for url in asked if not url.startswith(LOCAL)]
    for page in pages:
        page.context.close()
