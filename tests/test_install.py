"""Whoever installs the wheel alone gets the whole kit; whoever installs from the locks gets what the wheel asks for."""

from __future__ import annotations

import csv
import html
import importlib.metadata
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).resolve().parents[1]
SITE_PACKAGES = Path(sysconfig.get_path("purelib"))


def run(*command: object, cwd: Path) -> str:
    """What a command prints. It sees no setting of Python or Jupyter, and an empty home, as on a new machine."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "JUPYTER"))}
    environment["HOME"] = str(cwd)
    done = subprocess.run(list(map(str, command)), cwd=cwd, env=environment, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, f"{command} ended with {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(
        *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"),
        *("--wheel-dir", folder, CHECKOUT),
        cwd=folder,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts folder of an environment that holds the wheel, what the wheel says it needs, and nothing else.

    The needed packages are linked from the environment of the tests instead of fetched again: the same files as pip
    would put there, without a network. The extras are not among them, nor is this checkout.
    """
    root = tmp_path_factory.mktemp("installed")
    environment = venv.EnvBuilder(symlinks=os.name != "nt")
    environment.create(root)
    context = environment.ensure_directories(root)
    site_packages = root / SITE_PACKAGES.relative_to(sys.prefix)
    run(
        *(sys.executable, "-m", "pip", "--python", context.env_exe, "install", "--quiet"),
        *("--no-deps", "--no-index", wheel),
        cwd=root,
    )
    (metadata,) = importlib.metadata.distributions(name="kamkit", path=[str(site_packages)])
    for distribution in needed(metadata.requires or []):
        link(distribution, site_packages)
    return Path(context.bin_path)


def needed(requirements: list[str]) -> list[importlib.metadata.Distribution]:
    """The installed packages that the requirements lead to, each in a version that is asked for."""
    found: dict[str, importlib.metadata.Distribution] = {}
    seen: set[tuple[str, str]] = set()
    open_ones = [(text, "") for text in requirements]
    while open_ones:
        text, extra = open_ones.pop()
        requirement = Requirement(text)
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        distribution = found.setdefault(name, importlib.metadata.distribution(name))
        assert requirement.specifier.contains(distribution.version, prereleases=True), f"{text}: {distribution.version}"
        for wanted in {"", *requirement.extras}:
            if (name, wanted) not in seen:
                seen.add((name, wanted))
                open_ones += [(inner, wanted) for inner in distribution.requires or []]
    return list(found.values())


def link(distribution: importlib.metadata.Distribution, site_packages: Path) -> None:
    scripts = Path(sysconfig.get_path("scripts"))
    for file in distribution.files or []:
        if file.parts[0] != "..":
            source = SITE_PACKAGES / file.parts[0]
        else:  # data files beside the packages, such as the kernel's specification
            source = Path(os.path.normpath(SITE_PACKAGES / file))
        target = Path(os.path.normpath(site_packages / os.path.relpath(source, SITE_PACKAGES)))
        if source.parent != scripts and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(source)


def test_wheel_holds_what_a_checkout_holds(wheel: Path) -> None:
    in_wheel = set(zipfile.ZipFile(wheel).namelist())
    tracked = subprocess.run(["git", "ls-files"], cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
    expected = {
        re.sub(r"^(workbooks|exercises)/", r"kamkit/_\1/", path)
        for path in tracked.splitlines()
        if path.startswith(("kamkit/", "workbooks/", "exercises/"))
    }
    assert any(path.startswith("kamkit/_workbooks/") for path in expected)
    assert any(re.fullmatch(r"kamkit/sample/\w+\.csv", path) for path in expected)
    assert expected - in_wheel == set()
    assert not [path for path in in_wheel if path.startswith(("tests/", "workbooks/")) or "checkpoint" in path]


def test_environment_holds_the_wheel_and_its_needs_only(installed: Path, tmp_path: Path) -> None:
    python = installed / "python"
    assert Path(run(python, "-c", "import kamkit; print(kamkit.__file__)", cwd=tmp_path)).is_relative_to(installed.parent)
    find = "import importlib.util as u; print(*[n for n in ('pytest', 'jupyterlab', 'voila', 'tests') if u.find_spec(n)])"
    assert run(python, "-c", find, cwd=tmp_path).strip() == ""


def test_demo_runs_from_the_wheel_in_another_folder(installed: Path, tmp_path: Path) -> None:
    # A group, a number that begins with 0, and one that reads like a gap.
    accounts = ("ORBISAN", "NA", "007")
    printed = run(installed / "kamkit", "demo", *(word for one in accounts for word in ("--account", one)), cwd=tmp_path)
    page = Path(printed.strip().splitlines()[-1].strip())
    page = page if page.is_absolute() else tmp_path / page
    assert page.is_relative_to(tmp_path / "demo") and page.suffix == ".html", printed
    text = html.unescape(page.read_text(encoding="utf-8"))
    with (CHECKOUT / "kamkit/sample/accounts.csv").open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    assert sum(name in text for name in names) >= 24, "the index names too few accounts of the sample"
    packs = {path.parent for path in (tmp_path / "demo").rglob("*.ipynb") if path.with_suffix(".html").exists()}
    assert len(packs) >= len(accounts), f"only {len(packs)} folders with a notebook and its page"


def locked(name: str) -> dict[str, str]:
    text = (CHECKOUT / "requirements" / name).read_text(encoding="utf-8")
    assert "://" not in text and "--index" not in text, f"{name} names an address"
    entries = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in entry for entry in entries), f"{name} has an entry without a hash"
    return dict(entry.split(" \\")[0].split("==", 1) for entry in entries)


def version(entry: str) -> str:
    return entry.split(" ;")[0]


def test_locks_agree_with_each_other_and_with_the_project() -> None:
    demo, test = locked("demo.lock"), locked("test.lock")
    # A package that more depends on for the tests may be wanted on more systems there.
    assert {name: version(test[name]) for name in demo} == {name: version(demo[name]) for name in demo}

    with (CHECKOUT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    extras = project["project"]["optional-dependencies"]
    build = project["dependency-groups"]["build"]
    assert build == project["build-system"]["requires"]
    for lock, wanted in ((demo, build + extras["lab"]), (test, extras["test"] + extras["cluster"])):
        for requirement in map(Requirement, project["project"]["dependencies"] + wanted):
            found = version(lock[canonicalize_name(requirement.name)])
            assert requirement.specifier.contains(found), f"{requirement}: locked is {found}"
