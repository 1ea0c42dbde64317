"""``kamkit lab`` started as people start it, and always ended with everything it has started."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import TimeoutError as PlaywrightTimeout
from processes import PATIENCE, below, command_of, eventually, free_port

TOKEN = "token-of-this-test"


class Lab:
    """A server that answers: its process, and where its notebooks are."""

    def __init__(self, pid: int, address: str) -> None:
        self.pid, self.address = pid, address

    def notebook(self, name: str) -> str:
        """The address of a notebook in JupyterLab."""
        return f"{self.address}/lab/tree/{name}?token={TOKEN}"

    def commands(self) -> dict[int, str]:
        """The commands of all processes that come from it, by their numbers."""
        return commands_below(self.pid)

    def kernels(self) -> list[dict[str, Any]]:
        """The kernels of notebooks; none while one is just being started, when it answers with status 500."""
        with suppress(URLError), urlopen(f"{self.address}/api/sessions?token={TOKEN}", timeout=PATIENCE) as answer:
            # JupyterLab starts a kernel under a name of the moment and gives it that of its notebook afterwards.
            return [one["kernel"] for one in json.load(answer) if one["path"].endswith(".ipynb")]
        return []

    def wait_for_kernel(self, page: Any, browsers: int = 1) -> None:
        """Until so many pages are connected with one kernel; the sign in the page says idle before that."""
        for _ in range(600):
            if any(one["connections"] >= browsers and one["execution_state"] == "idle" for one in self.kernels()):
                return
            page.wait_for_timeout(200)
        raise AssertionError("no kernel")


@contextmanager
def lab_serving(programme: Path, scratch: Path, *, shared: bool) -> Iterator[Lab]:
    """``kamkit lab``, as long as the block lasts, with its own folders below ``scratch``; ``shared`` with jupyter-collaboration."""
    port = free_port()
    folders = {name: scratch / name for name in ("config", "data", "ipython", "runtime", "settings", "started-in", "workspaces")}
    for folder in folders.values():
        folder.mkdir()
    # The package is there for the tests of shared notebooks; most people have it not.
    chosen = {"YDocExtension": {"disable_rtc": not shared}}
    (folders["config"] / "jupyter_server_config.json").write_text(json.dumps(chosen), encoding="utf-8")
    # What somebody left open in a JupyterLab of this machine would be opened here too.
    own = {"JUPYTERLAB_WORKSPACES_DIR": str(folders["workspaces"]), "JUPYTERLAB_SETTINGS_DIR": str(folders["settings"])}
    # Nor does it matter how somebody has set up Jupyter here, and which kernels he has.
    own |= {f"JUPYTER_{kind.upper()}_DIR": str(folders[kind]) for kind in ("config", "data", "runtime")}
    own |= {"IPYTHONDIR": str(folders["ipython"]), "TMPDIR": str(scratch)}
    own |= {"JUPYTER_TOKEN": TOKEN, "KAMKIT_WHO": "Ines Carrow"}
    words = ["lab", str(programme.absolute()), "--as-of", "2026-03-31", "--no-browser", "--port", str(port)]
    started = subprocess.Popen(
        [sys.executable, "-m", "kamkit", *words], env=os.environ | own, cwd=folders["started-in"], start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        assert eventually(lambda: started.poll() is not None or answers(f"{address}/api"))
        assert started.poll() is None, "kamkit lab ended"
        yield Lab(started.pid, address)
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
    assert not list(scratch.glob("kamkit-lab-*")), "what was said in a shared notebook"
    assert not list(folders["started-in"].iterdir()), "something left in the folder it was started in"


def commands_below(pid: int) -> dict[int, str]:
    """The commands of all processes that come from ``pid``, by their numbers."""
    return {child: command_of(child) for child in below(pid)}


def answers(address: str) -> bool:
    """Whether a server is there."""
    with suppress(URLError, OSError), urlopen(address, timeout=PATIENCE):
        return True
    return False


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
