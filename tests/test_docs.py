"""What the README says is run; what it names exists."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from kamkit.cli import main
from kamkit.method.direction.paths import PATHS

CHECKOUT = Path(__file__).resolve().parents[1]
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (CHECKOUT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The code blocks of the README in one language; "" is the shell."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)


def kamkit_lines() -> list[list[str]]:
    """The commands of the README that begin with kamkit, without the words of explanation behind them."""
    lines = [line for block in blocks("") for line in block.splitlines() if line.startswith("kamkit ")]
    return [shlex.split(re.split(r"\s{2,}", line)[0]) for line in lines]


def test_the_commands_of_the_readme_do_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = []
    for words in kamkit_lines():
        # Servers; tests/workbooks/test_in_jupyterlab.py and tests/serving start them. A class is issued in tests/course.
        if words[1] in ("lab", "serve", "course"):
            continue
        monkeypatch.setattr(sys, "argv", words)
        try:
            main()
        except SystemExit as ended:
            assert not ended.code, words
        ran.append(words[1])
    assert ran == ["template", "new", "import", "ask", "generate"]
    assert (tmp_path / "packs" / "index.html").is_file()


def test_the_python_of_the_readme_runs(
    sample_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(sample_folder, tmp_path / "my-programme")
    (block,) = blocks("python")
    scope: dict[str, object] = {}
    exec(block, scope)
    assert len(scope["lines"]) > 1000  # type: ignore[arg-type]


def test_the_readme_lists_every_workbook_with_its_question_and_minutes() -> None:
    listed = re.findall(r"^\| \[(\w+)\]\(workbooks/\1\.ipynb\) \| (.+?) \| (\d+) \|$", README, re.MULTILINE)
    own = [(path, json.loads(path.read_text(encoding="utf-8"))) for path in sorted((CHECKOUT / "workbooks").glob("*.ipynb"))]
    assert len(own) == 14
    assert listed == [
        (path.stem, "".join(book["cells"][0]["source"]).partition("\n")[0][2:], str(book["metadata"]["kamkit"]["minutes"]))
        for path, book in own
    ]
    for name, numbers in PATHS.items():
        if name != "Everything":
            assert re.search(rf"\*{name}\* is\s+" + r",?\s+(?:and )?".join(numbers), README, re.IGNORECASE), name


def test_make_targets_named_in_the_readme_exist() -> None:
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`)make (\w+)", README, re.MULTILINE))
    assert {"demo", "test", "lab"} <= named
    for target in named:
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target


@pytest.mark.parametrize("text", [README, ARCHITECTURE], ids=["README", "ARCHITECTURE"])
def test_links_lead_somewhere(text: str) -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]
    assert all((CHECKOUT / link).exists() for link in links), links


def test_every_room_of_the_house_is_drawn() -> None:
    rooms = {path.name for path in (CHECKOUT / "kamkit").iterdir() if path.is_dir() and (list(path.glob("*.py")) or list(path.glob("*.toml")))}
    assert len(rooms) >= 8
    for room in rooms:
        assert f"`kamkit/{room}/`" in ARCHITECTURE, f"ARCHITECTURE.md does not say what {room} is"
    for named in re.findall(r"`(kamkit/[\w/.]+)`", ARCHITECTURE):
        assert (CHECKOUT / named).exists(), named
