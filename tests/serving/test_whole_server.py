"""``kamkit serve`` as a process: what it says, whom it lets in, and that nothing of it is left when it ends."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest
from postgres_server import PASSWORD
from postgres_server import Server as Postgres
from processes import PATIENCE, eventually, processes_with
from served import Visitor
from whole_server import serving

from kamkit.cli import main
from kamkit.programme import Programme, create_programme, open_programme

ACCOUNTS = [{"account_id": "007", "name": "Laboratory 007"}, {"account_id": "008", "name": "Laboratory 008"}]
ACTION = {"action_id": "a", "account_id": "007", "what": "Send the report"}


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A programme of two accounts, one with an action."""
    folder = tmp_path_factory.mktemp("served") / "p"
    with create_programme(folder, company="Labor Zwei AG", who="test") as made:
        made.save_all({"accounts": ACCOUNTS, "actions": [ACTION]})
    return folder


def refused(*words: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """The one line with which a wrong command ends, with status 2."""
    monkeypatch.setattr(sys, "argv", ["kamkit", "serve", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    assert ended.value.code == 2 and said.out == ""
    (line,) = said.err.splitlines()
    return line


@pytest.mark.parametrize(("words", "says"), [
    (["--ip", "0.0.0.0"], "a token is required"),
    (["--ip", "192.168.1.20"], "a token is required"),
    (["--ip", "::"], "a token is required"),
    (["--ip", "somewhere"], "--ip: found 'somewhere'"),
    (["--for", "customer"], "--account"),
    (["--for", "everybody", "--account", "007"], "found 'everybody'"),
    (["--account", "009"], "no account '009'"),
    (["--as-of", "tomorrow"], "--as-of"),
    (["--port", "1"], "--port"),
])  # fmt: skip
def test_a_wrong_command_is_one_line(
    words: list[str], says: str, programme: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if words[0] == "--port" and os.geteuid() == 0:
        words = ["--ip", "203.0.113.7", "--token", "t", "--port", "8801"]  # no address of this machine
    assert says in refused(programme, *words, monkeypatch=monkeypatch, capsys=capsys)


def test_it_says_where_and_ends_with_all_it_has_started(programme: Path) -> None:
    with serving(programme, "--token", "auto", "--as-of", "2026-03-31", mark="serve-test-ends") as server:
        assert "Labor Zwei AG, as of 2026-03-31" in server.said
        everybody, facilitator = server.links
        assert everybody.startswith("?token=") and facilitator.startswith("?token=") and everybody != facilitator
        stranger, visitor = Visitor(server.port), Visitor(server.port)
        assert stranger.get("/").status == 401
        assert visitor.get(f"/{everybody}").status == 302 and "Laboratory 007" in visitor.get("/").words
        assert "facilitator" not in visitor.get("/").words
        assert visitor.get(f"/{facilitator}").status == 302 and everybody in visitor.get("/").words
        assert eventually(lambda: len(processes_with("serve-test-ends")) >= 2), "its warm process"
        os.kill(server.process.pid, signal.SIGINT)
        assert server.process.wait(PATIENCE) == 0
        assert eventually(lambda: not processes_with("serve-test-ends"))


def test_a_restart_in_the_middle_of_a_workshop_locks_nobody_out(programme: Path) -> None:
    words = (programme, "--account", "007", "--for", "customer", "--token", "auto", "--as-of", "2026-03-31")
    said = []
    for address in (programme, programme / "programme.sqlite"):  # the same programme by its file
        with serving(address, *words[1:], mark="serve-test-again") as server:
            said.append(server.links)
    assert said[0] == said[1]


def test_a_name_is_asked_once_also_over_a_restart(programme: Path) -> None:
    words = (programme, "--account", "007", "--for", "customer", "--as-of", "2026-03-31")
    with serving(*words, mark="serve-test-restart") as server:
        visitor = Visitor(server.port).call_me("Priya Raman")
        assert "Send the report" in visitor.get("/").words
    with serving(*words, mark="serve-test-restart") as server:
        assert "Priya Raman" in Visitor(server.port, visitor.cookies).get("/").words
    with serving(programme, "--account", "008", *words[3:], mark="serve-test-restart") as server:
        assert Visitor(server.port, visitor.cookies).get("/").to.startswith("/who"), "what one account's people said is no other's"


def test_killing_the_server_loses_nothing_that_was_acknowledged(programme: Path) -> None:
    with serving(programme, "--account", "007", "--for", "customer", mark="serve-test-killed") as server:
        visitor = Visitor(server.port).call_me("Priya Raman")
        acknowledged = []
        for at in range(20):
            if visitor.post("/comment", {"kind": "comment", "what": f"Word {at}"}).status == 302:
                acknowledged.append(f"Word {at}")
            if at == 12:
                os.kill(server.process.pid, signal.SIGKILL)
                server.process.wait()
                break
    assert len(acknowledged) == 13
    with open_programme(programme) as opened:
        assert set(acknowledged) <= {row.values["what"] for row in opened.rows("feedbacks")}
        assert len(opened.history("feedbacks")) >= 13


def test_one_accounts_server_leads_to_that_account_alone(second_company: Programme) -> None:
    with serving(second_company.address, "--account", "007", "--as-of", "2025-12-31", mark="serve-test-one") as server:
        visitor = Visitor(server.port).call_me("Ines")
        assert visitor.get("/").to == "/account?id=007"
        page = visitor.get("/account?id=007")
        assert "Laboratory 007" in page.words and "13_refine_the_programme" not in page.text and "08_draft_the_action_plan" in page.text
        assert visitor.get("/account?id=NA").status == 404
        assert visitor.get("/workbooks/13_refine_the_programme").status == 404
        assert visitor.get("/workbooks/08_draft_the_action_plan?account_id=NA").to == "/workbooks/08_draft_the_action_plan?account_id=007"


def test_a_programme_on_a_database_server_is_served_without_its_password(postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = postgres.new_database()
    with create_programme(address, company="Labor Zwei AG", who="test") as made:
        made.save_all({"accounts": ACCOUNTS, "actions": [ACTION]})
    monkeypatch.chdir(tmp_path)  # where files of a database's programme are kept
    with serving(address, "--as-of", "2026-03-31", mark="serve-test-postgres") as server:
        page = Visitor(server.port).call_me("Ines").get("/workbooks/08_draft_the_action_plan?account_id=007")
        assert page.status == 200 and "Send the report" in page.words and "all-shown" in page.text
        assert 'role="alert">' not in page.text.replace('role="alert" hidden', "")
        assert PASSWORD not in page.text + server.said and "postgresql" not in page.text
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("serve.key")] == [f"{address.rsplit('/', 1)[1]}.kamkit/serve.key"]
