"""A shared server and a person's data through the front door: what is said, which status, and no password anywhere."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from front_door import FrontDoor, Said
from postgres_server import Server

from kamkit.cli import lab
from kamkit.programme import create_programme, open_programme


@pytest.fixture
def kamkit(kamkit: FrontDoor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Said]:
    """The front door from a folder of its own; it never says the password."""
    monkeypatch.chdir(tmp_path)

    def call(*words: object, typed: str | None = None) -> Said:
        said = kamkit(*words, typed=typed)
        assert "s3cret" not in said.out + said.err
        return said

    return call


def no_password_in(folder: Path) -> None:
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert files
    for file in files:
        data = file.read_bytes()
        assert b"s3cret" not in data, file


def test_every_command_works_on_a_server(kamkit: Callable[..., Said], postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = postgres.new_database()
    shown = address.replace(":s3cret%2Fword%3A%40%C3%BC", "")
    name = address.rsplit("/", 1)[1]
    said = kamkit("new", address, "--company", "Varnholt", "--currency", "EUR")
    assert said.status == 0 and shown in said.out.splitlines()
    Path("accounts.csv").write_text("account_id,name,owner_id\n007,Quillon Glass,ines\nNA,NA,\n", encoding="utf-8")
    Path("lines.csv").write_text("account_id,date,revenue,cost\n007,2026-01-31,10.5,3\nNA,2026-02-01,3,1\n", encoding="utf-8")
    said = kamkit("import", address, "accounts.csv", "lines.csv")
    assert said.status == 0, said.out + said.err
    said = kamkit("status", address, "--as-of", "2026-03-31", "--by", "owner")
    assert said.status == 0 and "Accounts: 2" in said.out
    assert kamkit("ask", address, "--who", "customer", "--to", "interviews").status == 0
    said = kamkit("generate", address, "--out", "packs", "--as-of", "2026-03-31", "--account", "NA", "--workbook", "06_diagnose_the_relationship", "--jobs", "1")
    assert said.status == 0, said.out + said.err
    (notebook,) = (tmp_path / "packs").rglob("*.ipynb")
    source = "".join("".join(cell["source"]) for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"])
    assert f'programme = "{shown}"' in source
    started: list[dict[str, str]] = []

    def run(command: list[str], env: dict[str, str], check: bool) -> subprocess.CompletedProcess[str]:
        assert "s3cret" not in " ".join(command)
        started.append(env)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(lab.subprocess, "run", run)
    assert kamkit("lab", address, "--no-browser", "--as-of", "2026-03-31").status == 0
    assert started[0]["PGPASSWORD"] == "s3cret/word:@ü"
    copies = list((tmp_path / f"{name}.kamkit" / "workbooks").rglob("*.ipynb"))
    assert copies and all(shown in copy.read_text(encoding="utf-8") for copy in copies)
    no_password_in(tmp_path)
    said = kamkit("person", address, "ines", "--show")
    assert said.status == 0


def test_move_says_what_came_along_and_where_it_is(kamkit: Callable[..., Said], postgres: Server, tmp_path: Path) -> None:
    with create_programme(tmp_path / "mine", who="Ines") as programme:
        programme.save_rows("accounts", [{"account_id": str(one), "name": "A"} for one in range(1_234)])
    address = postgres.new_database()
    shown = address.replace(":s3cret%2Fword%3A%40%C3%BC", "")
    there = kamkit("move", "mine", address)
    assert there.status == 0 and "  Accounts: 1,234" in there.out.splitlines() and {shown, "mine"} <= set(there.out.splitlines())
    back = kamkit("move", address, "back")
    assert back.status == 0 and {shown, "back"} <= set(back.out.splitlines())
    again = kamkit("move", "mine", address)
    assert again.status == 2 and again.out == "" and "has a programme already" in again.err and again.err.count("\n") == 1
    with open_programme("mine") as mine, open_programme("back") as one:
        assert mine.changes()["who"].tolist() == one.changes()["who"].tolist() == ["Ines", "Ines"]


@pytest.mark.parametrize("command", ["status", "lab", "person", "move"])
def test_a_wrong_password_is_one_line(kamkit: Callable[..., Said], postgres: Server, command: str) -> None:
    wrong = postgres.url("postgres", password="wr0ng")
    said = kamkit(command, wrong, *{"person": ["Ines Carrow", "--show"], "move": ["to"]}.get(command, []))
    assert said.status == 2 and said.out == "" and "wr0ng" not in said.err and said.err.count("\n") == 1
    assert "does not take this user with this password" in said.err and not Path("to").exists()


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    with create_programme(tmp_path / "mine", who="Paul Adeyemi") as programme:
        programme.save("team_members", {"member_id": "paul.adeyemi", "name": "Paul Adeyemi", "role": "kam"})
        programme.save("accounts", {"account_id": "1007", "name": "Kestwick", "owner_id": "paul.adeyemi"})
    return tmp_path / "mine"


def test_show_lists_and_changes_nothing(kamkit: Callable[..., Said], mine: Path) -> None:
    before = (mine / "programme.sqlite").read_bytes()
    said = kamkit("person", "mine", "Adeyemi", "--show")
    assert said.status == 0 and said.err == "" and (mine / "programme.sqlite").read_bytes() == before
    assert "Our people, the person's own record:\n  Person: paul.adeyemi\n  Name: Paul Adeyemi\n  Role: kam\n" in said.out
    assert "1007 (as Key account manager): Name: Kestwick; Key account manager: paul.adeyemi; Status: none" in said.out
    assert "Changes made, 3:" in said.out and "Accounts 1007: made (Key account manager: paul.adeyemi)" in said.out
    said = kamkit("person", "mine", "Zora Nobody", "--show")
    assert said.status == 0 and said.out.splitlines()[0] == "mine holds nothing about Zora Nobody."


def test_erase_asks_on_a_terminal_and_wants_yes_elsewhere(kamkit: Callable[..., Said], mine: Path) -> None:
    said = kamkit("person", "mine", "Paul Adeyemi", "--erase")
    assert said.status == 2 and said.out == "" and "--yes" in said.err
    said = kamkit("person", "mine", "Paul Adeyemi", "--erase", typed="n\n")
    assert said.status == 0 and "Nothing was changed." in said.out
    assert b"Paul Adeyemi" in (mine / "programme.sqlite").read_bytes()
    said = kamkit("person", "mine", "Paul Adeyemi", "--erase", typed="y\n")
    assert said.status == 0 and "Nothing in the programme's folder holds the name any more." in said.out
    assert not any(b"Paul Adeyemi" in file.read_bytes() for file in mine.rglob("*") if file.is_file())
    said = kamkit("person", "mine", "Paul Adeyemi", "--erase", "--yes")
    assert said.status == 1 and "holds nothing about Paul Adeyemi; nothing was changed" in said.out


def test_what_is_left_is_named_with_status_1(kamkit: Callable[..., Said], mine: Path, tmp_path: Path) -> None:
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "index.html").write_text("<p>Paul Adeyemi</p>", encoding="utf-8")
    with open_programme(mine) as programme:
        programme.remember_place("packs", tmp_path / "packs")
    said = kamkit("person", "mine", "Paul Adeyemi", "--erase", "--yes")
    assert said.status == 1 and f"{tmp_path / 'packs' / 'index.html'}: names the person; make it again, or delete it" in said.out


@pytest.mark.parametrize("words", [(), ("--show", "--erase")])
def test_one_of_show_and_erase_is_wanted(kamkit: Callable[..., Said], mine: Path, words: tuple[str, ...]) -> None:
    said = kamkit("person", "mine", "Paul Adeyemi", *words)
    assert said.status == 2 and "expected one of --show and --erase" in said.err
