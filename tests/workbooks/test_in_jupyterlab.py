"""A workbook as a person meets it: ``kamkit lab``, a real browser, Run all, type, and it is saved."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from kamkit.programme import create_programme, open_programme

pytestmark = pytest.mark.browser

TYPED = "Ring the plant manager every Friday by 10:00"


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample of one's own."""
    folder = tmp_path_factory.mktemp("lab") / "practice"
    create_programme(folder, sample=True, who="test").close()
    return folder


@pytest.fixture(scope="module")
def lab(programme: Path) -> Iterator[str]:
    """The address of ``kamkit lab``; ended with its kernels afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["lab", str(programme), "--as-of", "2026-03-31", "--no-browser", "--port", str(port)]
    environment = {**os.environ, "JUPYTER_TOKEN": "token-of-this-test", "KAMKIT_WHO": "Ines Carrow"}
    started = subprocess.Popen(
        [sys.executable, "-m", "kamkit", *words], env=environment, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(120):
            try:
                urlopen(f"{address}/api", timeout=5).close()
                break
            except (URLError, OSError):
                assert started.poll() is None, "kamkit lab ended"
                time.sleep(0.5)
        yield f"{address}/lab/tree/08_draft_the_action_plan.ipynb?token=token-of-this-test"
    finally:
        os.killpg(started.pid, signal.SIGINT)
        try:
            started.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, signal.SIGKILL)


def scroll_to_field(page: Any, heading: str, label: str) -> Any:
    """The first field called ``label`` below a heading; JupyterLab draws only what is on the screen."""
    field = page.get_by_label(label).first
    for _ in range(240):
        page.evaluate(
            "text => [...document.querySelectorAll('h2')].find(one => one.textContent.startsWith(text))?.scrollIntoView()",
            heading,
        )
        page.wait_for_timeout(500)
        if field.count() and field.is_visible():
            return field
    raise AssertionError(f"no field {label!r} under {heading!r}")


def test_run_all_shows_a_form_that_saves_what_is_typed(browser: Any, lab: str, programme: Path) -> None:
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    outside: list[str] = []
    page.on("request", lambda request: outside.append(request.url))
    page.goto(lab)
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for(timeout=120_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    field = scroll_to_field(page, "2. What do we do", "What *")
    field.fill(TYPED)
    field.press("Tab")
    page.locator("[role=status]").filter(has_text="aved").first.wait_for(timeout=60_000)
    assert not page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count()
    page.close()

    with open_programme(programme) as opened:
        assert TYPED in set(opened.table("actions")["what"])
        last = opened.history(table="actions").iloc[-1]
        assert last["field"] == "what" and last["after"] == TYPED and last["who"] == "Ines Carrow"
    local = ("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")
    assert outside and not [url for url in outside if not url.startswith(local)]


def test_the_copy_is_the_persons_own_and_has_no_outputs_in_the_kit(programme: Path, lab: str) -> None:
    copies = sorted(path.name for path in programme.glob("workbooks/*/*.ipynb"))
    kit = sorted(path.name for path in (Path(__file__).parents[2] / "workbooks").glob("*.ipynb"))
    assert copies == kit
