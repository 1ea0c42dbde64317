"""Programmes that several tests look at and none changes."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from kamkit.programme import Programme, create_programme

# How long an example takes is the machine's affair.
hypothesis.settings.register_profile("kit", deadline=None)
hypothesis.settings.load_profile("kit")

sys.path.insert(0, str(Path(__file__).parent))  # tests are no package; this makes second_company importable


@pytest.fixture(scope="session")
def second_company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programme]:
    """The second data set as a programme; read it, do not change it."""
    from second_company import make_second_company

    with make_second_company(tmp_path_factory.mktemp("second") / "labor-zwei") as programme:
        yield programme


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as a programme that nobody has open; take a copy, do not open it."""
    folder = tmp_path_factory.mktemp("sample") / "programme"
    create_programme(folder, sample=True, who="test").close()
    return folder


@pytest.fixture
def kamkit(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> object:
    """Call the front door with the words of a command line (a ``front_door.FrontDoor``)."""
    from front_door import FrontDoor

    return FrontDoor(monkeypatch, capsys)


# Not for the session: while Playwright is open, no other test of the process can use asyncio.run.
@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """Chromium, without a network."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        opened = playwright.chromium.launch(executable_path=path, args=quiet)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[object]:
    """A PostgreSQL server, started when the first test asks for it."""
    from postgres_server import started

    with started() as server:
        yield server
