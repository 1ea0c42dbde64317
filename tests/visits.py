"""People who visit ``kamkit serve`` with a browser of their own, and the room they all meet in."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from processes import PATIENCE, free_port
from whole_server import Server, serving

from kamkit.programme import create_programme, open_programme

TOKEN = "in-this-room"
ACCOUNT = "B07"
ACTIONS = "/workbooks/08_draft_the_action_plan?account_id=B07"
LOCAL = ("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")
WAIT = PATIENCE * 1000  # milliseconds


class Room:
    """A server on a copy of the sample, with an account more that has twelve actions."""

    def __init__(self, server: Server, programme: Path) -> None:
        self.server, self.programme = server, programme

    def fill(self) -> None:
        """Have the account's twelve actions as they were at first, and no others."""
        with open_programme(self.programme, who="test") as opened:
            for row in opened.rows("actions", account_id=ACCOUNT):
                opened.delete("actions", row.values["action_id"])
            opened.save_all(
                {
                    "accounts": [{"account_id": ACCOUNT, "name": "Quillon <Glass>"}],
                    "actions": [
                        {"action_id": f"B07-{n:02d}", "account_id": ACCOUNT, "what": f"Step {n}", "responsible_id": "ines.carrow"}
                        for n in range(12)
                    ],
                }
            )

    def rows(self) -> dict[str, str]:
        """What is in the programme, read anew: the texts of the actions by their ids."""
        with open_programme(self.programme) as opened:
            return {str(row.values["action_id"]): str(row.values["what"]) for row in opened.rows("actions", account_id=ACCOUNT)}


@contextmanager
def open_room(folder: Path) -> Iterator[Room]:
    """The room, as long as the block lasts."""
    programme = folder / "practice"
    create_programme(programme, sample=True, who="test").close()
    # Named, so that it is the same one when this server is started again.
    words = ("--token", TOKEN, "--as-of", "2026-03-31", "--port", free_port())
    with serving(programme, *words, mark="serve-test-room") as server:
        room = Room(server, programme)
        room.fill()
        yield room


class Visit:
    """A person's browser: its page, what it asked for, what went wrong in it."""

    def __init__(self, browser: Any, room: Room, name: str, *, width: int = 1280, height: int = 900) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": height})
        self.page = self.context.new_page()
        self.page.set_default_timeout(WAIT)
        self.asked: list[str] = []
        self.wrong: list[str] = []
        self.context.on("request", lambda request: self.asked.append(request.url))
        self.page.on("websocket", lambda socket: self.asked.append(socket.url))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.base = f"http://127.0.0.1:{room.server.port}"
        self.page.goto(f"{self.base}/who?token={TOKEN}")
        self.page.get_by_label("Name").fill(name)
        self.page.get_by_role("button", name="Go on").click()
        # Whoever goes elsewhere before that is answered has said no name.
        self.page.get_by_role("heading", name="Where to?").wait_for()

    @property
    def elsewhere(self) -> list[str]:
        """What was asked of others than this machine."""
        assert self.asked
        return [url for url in self.asked if not url.startswith(LOCAL)]

    def open(self, path: str) -> Any:
        """Go there."""
        self.page.goto(f"{self.base}{path}", wait_until="commit")
        return self.page

    def plan(self) -> Plan:
        """Open the account's actions, and wait until they can be edited and the kernel has nothing else to do."""
        self.open(ACTIONS)
        plan = Plan(self.page)
        plan.whats.first.wait_for(state="visible")
        self.page.locator("html[data-all=shown]").wait_for(state="attached")
        return plan

    def kernel(self) -> str:
        """The kernel behind the page."""
        found = self.page.locator("#kernel")
        found.wait_for(state="attached")
        return str(found.get_attribute("data-id"))

    def knows(self, kernel: str) -> bool:
        """Whether the server has that kernel."""
        return bool(self.context.request.get(f"{self.base}/api/kernels/{kernel}").status == 200)


# What somebody else wrote is marked for six seconds, and a busy machine may look later than that: the page keeps it.
_KEEP_MARKS = """form => {
    window.marks = [];
    const isMark = node => node.classList?.contains("kk-by") && node.textContent;
    new MutationObserver(all => all.forEach(({ target }) => isMark(target) && window.marks.push(target.textContent)))
        .observe(form, { childList: true, subtree: true });
}"""


class Plan:
    """The form of the actions on a page."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.form = page.get_by_role("region", name=re.compile("^Actions for"))
        self.whats = self.form.get_by_label("What *", exact=True)
        self.rows = self.form.locator(".kk-row")

    def row_of(self, text: str) -> Any:
        """The row called so."""
        return self.form.get_by_role("group", name=re.compile(re.escape(text)))

    def more(self, at: int) -> None:
        """See to it that the further fields of a row are open, whoever looked at the row before."""
        row = self.rows.nth(at)
        hours = row.get_by_label("Hours")
        if not hours.is_visible():
            row.get_by_role("button", name="More", exact=True).click()
        hours.wait_for()

    def type_in(self, at: int, text: str) -> Any:
        """Type over the text of a row as a person does, and stay in the field."""
        field = self.whats.nth(at)
        field.click()
        field.press("Control+a")
        field.press_sequentially(text)
        return field

    def says(self, at: int, begins: str) -> None:
        """Wait until the row says so."""
        self.rows.nth(at).locator(".kk-said").filter(has_text=re.compile(f"^{begins}")).wait_for()

    def keep_marks(self) -> None:
        """Note from now on what the form says of others' changes."""
        self.form.evaluate(_KEEP_MARKS)

    def marks(self, *, forget: bool = False) -> list[str]:
        """What the form has said of others' changes since it is noted."""
        return list(self.page.evaluate("window.marks.splice(0)" if forget else "window.marks"))

    def acknowledged(self) -> dict[int, str]:
        """The texts of the rows that the page says are saved."""
        rows = self.rows.evaluate_all(
            "rows => rows.map(row => [row.querySelector('.kk-said').textContent, row.querySelector('textarea').value])"
        )
        return {at: text for at, (told, text) in enumerate(rows) if told.startswith("Saved")}


def until(true: Callable[[], bool], seconds: float = PATIENCE) -> float:
    """How long it took until that held."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds
        time.sleep(0.02)
    return time.monotonic() - began
