"""A workbook as a person meets it: ``kamkit lab``, a real browser, Run all, type, and it is saved.

The kernel is a warm one, and with the server everything ends that it has started.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lab_server import Lab, lab_serving, run_all
from processes import PATIENCE, eventually

from kamkit.programme import open_programme

pytestmark = pytest.mark.browser

TYPED = "Ring the plant manager every Friday by 10:00"


@pytest.fixture(scope="module")
def programme(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample of one's own."""
    return Path(shutil.copytree(sample_folder, tmp_path_factory.mktemp("lab") / "practice"))


@pytest.fixture(scope="module")
def lab(programme: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """``kamkit lab`` for one person."""
    with lab_serving(programme, tmp_path_factory.mktemp("s"), shared=False) as serving:
        yield serving


def test_the_warm_process_is_there_before_the_first_kernel(lab: Lab) -> None:
    assert eventually(lambda: [command for command in lab.commands().values() if "kamkit/kernels/start.py" in command])


def test_run_all_shows_a_form_that_saves_what_is_typed(browser: Any, lab: Lab, programme: Path) -> None:
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    outside: list[str] = []
    page.on("request", lambda request: outside.append(request.url))
    page.set_default_timeout(PATIENCE * 1000)
    page.goto(lab.notebook("08_draft_the_action_plan.ipynb"), wait_until="commit")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    lab.wait_for_kernel(page)
    field = run_all(page)
    field.fill(TYPED)
    field.press("Tab")
    page.locator("[role=status]").filter(has_text=re.compile(r"^\s*Saved \d\d:\d\d")).first.wait_for()
    assert not page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count()
    # One is the warm process, the other the kernel: a fork of it, with the same command. A stock kernel has its own.
    commands = list(lab.commands().values())
    assert len([command for command in commands if "kamkit/kernels/start.py" in command]) == 2
    assert not [command for command in commands if "ipykernel_launcher" in command]
    page.close()

    with open_programme(programme) as opened:
        assert TYPED in set(opened.table("actions")["what"])
        last = opened.history(table="actions").iloc[-1]
        assert last["field"] == "what" and last["after"] == TYPED and last["who"] == "Ines Carrow"
    local = ("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")
    assert outside and not [url for url in outside if not url.startswith(local)]


def test_the_copy_is_the_persons_own_and_has_no_outputs_in_the_kit(programme: Path, lab: Lab) -> None:
    copies = sorted(path.name for path in programme.glob("workbooks/*/*.ipynb"))
    kit = sorted(path.name for path in (Path(__file__).parents[2] / "workbooks").glob("*.ipynb"))
    assert copies == kit
