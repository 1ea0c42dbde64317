"""A workbook as a person meets it: ``kamkit lab``, a real browser, Run all, type, and it is saved.

The kernel is a warm one, and with the server everything ends that it has started.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from processes import PATIENCE, below, command_of, eventually, free_port

from kamkit.programme import open_programme

pytestmark = pytest.mark.browser

TYPED = "Ring the plant manager every Friday by 10:00"


@pytest.fixture(scope="module")
def programme(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample of one's own."""
    return Path(shutil.copytree(sample_folder, tmp_path_factory.mktemp("lab") / "practice"))


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server puts what is for the moment only."""
    return tmp_path_factory.mktemp("s")


def commands_below(pid: int) -> dict[int, str]:
    """The commands of all processes that come from ``pid``, by their numbers."""
    return {child: command_of(child) for child in below(pid)}


def answers(address: str) -> bool:
    """Whether a server is there."""
    with suppress(URLError, OSError), urlopen(address, timeout=PATIENCE):
        return True
    return False


@pytest.fixture(scope="module")
def server_and_address(programme: Path, scratch: Path) -> Iterator[tuple[int, str]]:
    """The address of ``kamkit lab``; ended afterwards, and with it everything it has started."""
    port = free_port()
    words = ["lab", str(programme), "--as-of", "2026-03-31", "--no-browser", "--port", str(port)]
    # What somebody left open in a JupyterLab of this machine would be opened here too.
    own = {"JUPYTERLAB_WORKSPACES_DIR": str(scratch / "workspaces"), "JUPYTERLAB_SETTINGS_DIR": str(scratch / "settings")}
    # Nor does it matter how somebody has set up Jupyter here, and which kernels he has.
    own |= {f"JUPYTER_{kind}_DIR": str(scratch / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")}
    own |= {"IPYTHONDIR": str(scratch / "ipython"), "JUPYTER_TOKEN": "token-of-this-test", "KAMKIT_WHO": "Ines Carrow", "TMPDIR": str(scratch)}
    started = subprocess.Popen(
        [sys.executable, "-m", "kamkit", *words], env=os.environ | own, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        assert eventually(lambda: started.poll() is not None or answers(f"{address}/api"))
        assert started.poll() is None, "kamkit lab ended"
        yield started.pid, f"{address}/lab/tree/08_draft_the_action_plan.ipynb?token=token-of-this-test"
    finally:
        all_of_it = commands_below(started.pid)
        os.killpg(started.pid, signal.SIGINT)
        try:
            started.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, signal.SIGKILL)
            started.wait()
    assert eventually(lambda: not [pid for pid in all_of_it if Path(f"/proc/{pid}").exists()]), all_of_it
    assert not list(scratch.glob("kw*")), "a folder of sockets"


@pytest.fixture
def server(server_and_address: tuple[int, str]) -> int:
    """The number of the process of ``kamkit lab``."""
    return server_and_address[0]


@pytest.fixture
def lab(server_and_address: tuple[int, str]) -> str:
    """The address of a workbook in JupyterLab."""
    return server_and_address[1]


def wait_for_kernel(page: Any, lab: str) -> None:
    """Until the page and its kernel are connected; the sign in the page says idle before that."""
    address, token = lab.split("/lab/")[0], lab.split("?")[1]
    for _ in range(600):
        # The server cannot list a kernel that is just being started: status 500.
        with suppress(URLError), urlopen(f"{address}/api/kernels?{token}", timeout=PATIENCE) as answer:
            if any(one["connections"] and one["execution_state"] == "idle" for one in json.load(answer)):
                return
        page.wait_for_timeout(200)
    raise AssertionError("no kernel")


def run_all(page: Any) -> Any:
    """Choose *Run all* and return the first field called *What*; a click before the kernel listens is repeated."""
    field = page.get_by_label("What *").first
    for _ in range(6):
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        try:
            field.wait_for(state="visible", timeout=60_000)
            return field
        except PlaywrightTimeout:
            continue
    raise AssertionError("no form after Run all")


def test_the_warm_process_is_there_before_the_first_kernel(server: int) -> None:
    assert eventually(lambda: [command for command in commands_below(server).values() if "kamkit/kernels/start.py" in command])


def test_run_all_shows_a_form_that_saves_what_is_typed(browser: Any, lab: str, server: int, programme: Path) -> None:
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    outside: list[str] = []
    page.on("request", lambda request: outside.append(request.url))
    page.set_default_timeout(PATIENCE * 1000)
    page.goto(lab, wait_until="commit")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    wait_for_kernel(page, lab)
    field = run_all(page)
    field.fill(TYPED)
    field.press("Tab")
    page.locator("[role=status]").filter(has_text=re.compile(r"^\s*Saved \d\d:\d\d")).first.wait_for()
    assert not page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count()
    # One is the warm process, the other the kernel: a fork of it, with the same command. A stock kernel has its own.
    commands = list(commands_below(server).values())
    assert len([command for command in commands if "kamkit/kernels/start.py" in command]) == 2
    assert not [command for command in commands if "ipykernel_launcher" in command]
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
