"""Forms as people meet them: two browsers on two kernels behind a server; typing while things end; names, keys, pasting.

The server is a plain Voila on loopback; every page has a kernel of its own, and all of them one programme.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat
import pytest

from kamkit.programme import create_programme, open_programme

pytestmark = pytest.mark.browser

SECONDS = 240_000  # longer than anything takes here; whoever waits that long has found a mistake
ACCOUNT = "B07"
LIVE_WITHIN = 10.0
CELLS = """
from kamkit.forms import open_desk
from kamkit.forms.planning import edit_actions
edit_actions(open_desk({programme!r}, "{account}", "2026-03-31"))
"""


class Server:
    """A Voila of its own, with one page: the actions of one account."""

    def __init__(self, folder: Path) -> None:
        self.programme = folder / "practice"
        create_programme(self.programme, who="test").close()
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELLS.format(programme=str(self.programme), account=ACCOUNT))])
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, folder / "page.ipynb")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "voila", "page.ipynb", "--no-browser", f"--port={self.port}", "--Voila.ip=127.0.0.1", "--show_tracebacks=True"]
        self.log = folder / "voila.log"
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]))}
        self.process = subprocess.Popen(
            command, cwd=folder, env=environment, start_new_session=True, stdout=subprocess.DEVNULL, stderr=self.log.open("wb")
        )  # fmt: skip

    def fill(self) -> None:
        """Have one account with twelve actions in the programme, and nothing else."""
        with open_programme(self.programme, who="test") as opened:
            for row in opened.rows("actions"):
                opened.delete("actions", row.values["action_id"])
            opened.save_all(
                {
                    "accounts": [{"account_id": ACCOUNT, "name": "Quillon <Glass>"}],
                    "team_members": [{"member_id": "T1", "name": "Ines Carrow"}, {"member_id": "T2", "name": "Tom Halloway"}],
                    "actions": [
                        {"action_id": f"A{n:02d}", "account_id": ACCOUNT, "what": f"Step {n}", "responsible_id": "T1"}
                        for n in range(12)
                    ],
                }
            )

    def wait(self) -> None:
        """Until it answers."""
        for _ in range(240):
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.25)
        raise AssertionError("no server")

    def kernels(self) -> list[int]:
        """The kernels it has started, the latest last."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return sorted(int(pid) for pid in children if b"ipykernel" in Path(f"/proc/{pid}/cmdline").read_bytes())

    def end(self) -> None:
        """End it and all it has started."""
        kernels = self.kernels() if self.process.poll() is None else []
        for pid in kernels:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def rows(self) -> dict[str, str]:
        """What is in the programme, read anew: the texts of the actions by their ids."""
        with open_programme(self.programme) as opened:
            return {str(row.values["action_id"]): str(row.values["what"]) for row in opened.rows("actions")}


_running: list[Server] = []


@pytest.fixture(scope="module", autouse=True)
def ended() -> Iterator[None]:
    """No server outlives the tests."""
    yield
    for one in _running:
        one.end()


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A server, the one before if it still runs, and its programme as it was at first."""
    if not _running or _running[-1].process.poll() is not None:
        _running.append(Server(tmp_path_factory.mktemp("live")))
        _running[-1].wait()
    _running[-1].fill()
    return _running[-1]


@pytest.fixture
def browser(browser: Any) -> Iterator[Any]:
    """The browser; its pages are closed after each test, and with them their kernels end."""
    yield browser
    for context in browser.contexts:
        context.close()


def page_of(browser: Any, server: Server, width: int = 1280) -> Any:
    """A page of somebody's own (a context each: nothing in common but the server), with its form on it."""
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(f"http://127.0.0.1:{server.port}/", timeout=SECONDS, wait_until="commit")
    page.get_by_label("What *").first.wait_for(state="visible", timeout=SECONDS)
    return page


def row_of(page: Any, text: str) -> Any:
    """The row called so."""
    return page.get_by_role("group", name=re.compile(re.escape(text)))


def type_in(page: Any, at: int, text: str) -> Any:
    """Type over the text of a row as a person does, and stay in the field."""
    field = page.get_by_label("What *").nth(at)
    field.click()
    field.press("Control+a")
    field.press_sequentially(text)
    return field


def said(page: Any, at: int, begins: str) -> None:
    """Wait until the row says so."""
    page.locator(".kk-row").nth(at).locator(".kk-said").filter(has_text=re.compile(f"^{begins}")).wait_for(timeout=SECONDS)


def until(true: Callable[[], bool], seconds: float) -> float:
    """How long it took until that held."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds
        time.sleep(0.02)
    return time.monotonic() - began


def test_what_one_types_the_other_sees(browser: Any, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = page_of(browser, server), page_of(browser, server)
    assert len(server.kernels()) >= 2
    one.get_by_label("Your name").fill("Ines Carrow")
    one.get_by_label("Your name").press("Enter")
    theirs = other.get_by_label("What *")

    # The other one is in the middle of a word two rows further down.
    writing = type_in(other, 2, "Half a wo")
    took = []
    for number in range(3):
        text = f"Call the plant, {number}"
        type_in(one, 0, text).press("Enter")
        said(one, 0, "Saved")
        took.append(until(lambda text=text: theirs.nth(0).input_value() == text, LIVE_WITHIN))
        writing.press_sequentially("r")
    with capsys.disabled():
        print(f"\n  saved in one browser, seen in the other after {', '.join(f'{seconds:.2f} s' for seconds in took)}")
    assert writing.input_value() == "Half a worrr" and writing.evaluate("field => document.activeElement === field")
    assert "Ines Carrow, " in other.locator(".kk-row").nth(0).locator(".kk-by").first.inner_text()
    assert re.fullmatch(r"Saved \d\d:\d\d\.", one.locator(".kk-row").nth(0).locator(".kk-said").inner_text())

    # The same field: the text of whoever types stays, and both are asked about with the name.
    type_in(one, 2, "Ines was first").press("Tab")
    said(one, 2, "Saved")
    other.get_by_text("Ines Carrow wrote meanwhile: Ines was first").wait_for(timeout=SECONDS)
    assert writing.input_value() == "Half a worrr"
    writing.press_sequentially("d")
    writing.press("Tab")
    asked = other.get_by_role("alert")
    asked.wait_for(timeout=SECONDS)
    assert "you wrote Half a worrrd; Ines Carrow wrote Ines was first in the meantime" in asked.inner_text()
    assert server.rows()["A02"] == "Ines was first"
    other.get_by_role("button", name="Keep mine").click()
    until(lambda: server.rows()["A02"] == "Half a worrrd", LIVE_WITHIN)
    until(lambda: one.get_by_label("What *").nth(2).input_value() == "Half a worrrd", LIVE_WITHIN)


def acknowledged(page: Any) -> dict[int, str]:
    """The texts of the rows that the page says are saved."""
    rows = page.locator(".kk-row").evaluate_all(
        "rows => rows.map(row => [row.querySelector('.kk-said').textContent, row.querySelector('textarea').value])"
    )
    return {at: text for at, (told, text) in enumerate(rows) if told.startswith("Saved")}


@pytest.mark.parametrize("what", ["kernel", "server", "browser"])
def test_what_was_acknowledged_is_there_when_it_ends_in_the_middle_of_typing(browser: Any, server: Server, what: str) -> None:
    page = page_of(browser, server)
    for at in range(8):  # nobody waits for an answer
        type_in(page, at, f"Kept {at}").press("Enter")
    type_in(page, 8, "Half a sen")
    said(page, 3, "Saved")
    told: dict[int, str] = {}
    if what == "browser":
        told = acknowledged(page)
        page.context.close()
    else:
        os.kill(server.kernels()[-1] if what == "kernel" else server.process.pid, signal.SIGKILL)
        page.keyboard.type("tence")
        page.keyboard.press("Enter")
        # It does not claim to have saved this, and what was typed stays to be copied.
        page.locator(".kk-row").nth(8).get_by_text(re.compile("Not saved yet: no answer")).wait_for(timeout=SECONDS)
        assert page.get_by_label("What *").nth(8).input_value() == "Half a sentence"
        told = acknowledged(page)
    assert {0, 1, 2, 3} <= set(told) and 8 not in told
    stored = server.rows()
    assert {at: stored[f"A{at:02d}"] for at in told} == {at: f"Kept {at}" for at in told}
    # A page that is closed still sends what stands in it; nobody was told that it was saved.
    assert stored["A08"] in ("Step 8", *(["Half a sen"] if what == "browser" else []))


def test_keys_names_pasting_and_undo(browser: Any, server: Server) -> None:
    page = page_of(browser, server)
    outside: list[str] = []
    page.on("request", lambda request: outside.append(request.url))
    what = page.get_by_label("What *")
    what.nth(1).focus()
    page.keyboard.press("ArrowDown")
    assert what.nth(2).evaluate("field => document.activeElement === field")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.type") == "date"

    # Wrong while it is typed, by the rule of the import; Esc takes it back.
    responsible = page.get_by_label("Responsible").first
    responsible.click()
    responsible.fill("Nobody")
    page.get_by_text("found “Nobody”").or_(page.get_by_text('found "Nobody"')).first.wait_for(timeout=SECONDS)
    assert responsible.get_attribute("aria-invalid") == "true"
    page.keyboard.press("Escape")
    assert responsible.input_value() == "Ines Carrow" and responsible.get_attribute("aria-invalid") is None

    page.get_by_role("button", name="Paste rows").click()
    page.get_by_label("Rows copied from a spreadsheet").fill("What\tDue\nRing the buyer\t31.05.2026\nWrite\t31.02.2026")
    page.get_by_text("2 rows, 1 with mistakes.").wait_for(timeout=SECONDS)
    assert page.locator(".kk-paste td.kk-off").count() == 1
    page.get_by_role("button", name="Take the 1 row without mistakes").click()
    row_of(page, "Ring the buyer").wait_for(timeout=SECONDS)
    assert "Ring the buyer" in server.rows().values()
    page.get_by_role("button", name="Undo last").click()
    row_of(page, "Ring the buyer").wait_for(state="detached", timeout=SECONDS)

    page.get_by_role("button", name="Add a row").click()
    page.locator(".kk-new textarea").first.wait_for(timeout=SECONDS)
    until(lambda: page.locator(".kk-new textarea").first.evaluate("field => document.activeElement === field"), 20)
    page.keyboard.type("A new one")
    page.keyboard.press("Enter")
    until(lambda: "A new one" in server.rows().values(), 20)
    page.get_by_role("button", name="More", exact=True).first.click()
    page.get_by_label("Hours").first.wait_for(timeout=SECONDS)
    page.get_by_role("button", name="Delete").first.click()
    until(lambda: "A00" not in server.rows(), 20)
    assert not [url for url in outside if not url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:"))]


INPUTS = {"textbox", "combobox", "checkbox", "button", "spinbutton", "Date", "listbox", "radio", "slider", "switch", "searchbox"}


def test_every_control_has_a_name_for_a_screen_reader(browser: Any, server: Server) -> None:
    page = page_of(browser, server, width=420)
    page.get_by_role("button", name="More", exact=True).first.click()
    page.get_by_label("Hours").first.wait_for(timeout=SECONDS)
    page.get_by_role("button", name="Paste rows").click()
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    controls = [node for node in nodes if not node["ignored"] and node.get("role", {}).get("value") in INPUTS]
    nameless = [node for node in controls if not node.get("name", {}).get("value", "").strip()]
    # Parts of a date field have names of Chromium's own; ours are counted so that the guard guards something.
    assert len(controls) > 12 * 5 and not nameless
    rows = [node["name"]["value"] for node in nodes if node.get("role", {}).get("value") == "group" and not node["ignored"]]
    assert len([name for name in rows if name.startswith("Row ")]) == 12
    # Nothing is cut off on a narrow screen.
    assert page.evaluate("document.querySelector('.kk-sheet').scrollWidth <= document.querySelector('.kk-sheet').clientWidth")
