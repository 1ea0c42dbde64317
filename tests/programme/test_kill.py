"""The process may be killed at any moment: what was acknowledged is there, and the file is sound."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from kamkit.programme import Programme, create_programme, open_programme

KILLS = 12

SAVER = """
import sys
from kamkit.programme import open_programme
import datetime

with open_programme(sys.argv[1], who="saver") as programme:
    print("ready", flush=True)
    number = int(sys.argv[2])
    while True:
        number += 1
        if number % 5 == 0:
            day = datetime.date(2026, 1, 1)
            lines = [{"account_id": str(number), "date": day, "revenue": float(one)} for one in range(300)]
            programme.replace_batch("lines", lines)
            print("batch", number, flush=True)
        elif number % 7 == 0:
            programme.save_rows("offerings", [{"offering_id": f"{number}-{one}", "name": "x"} for one in range(40)])
            print("rows", number, flush=True)
        else:
            programme.save("accounts", {"account_id": "007", "name": f"n{number}", "city": f"c{number}"})
            print("saved", number, flush=True)
"""


def kill_at(folder: Path, start: int, told: int, after: float) -> list[tuple[str, int]]:
    """What a saver acknowledged before it was killed, ``after`` seconds after it had acknowledged ``told`` saves."""
    with subprocess.Popen(
        [sys.executable, "-c", SAVER, str(folder), str(start)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        said = "".join(process.stdout.readline() for _ in range(told))
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        said += process.stdout.read()
    lines = said[: said.rfind("\n") + 1].splitlines()
    return [(kind, int(number)) for kind, number in (line.split() for line in lines)]


def test_what_was_acknowledged_survives_a_kill_at_any_moment(tmp_path: Path) -> None:
    folder = tmp_path / "prog"
    create_programme(folder).close()
    moments, acknowledged, number = random.Random(7), 0, 0
    for _ in range(KILLS):
        told = kill_at(folder, number, moments.randrange(8), moments.uniform(0.005, 0.05))
        acknowledged += len(told)
        number = max([number, *(one for _, one in told)]) + 2  # one more may have been written, not told
        with closing(sqlite3.connect(folder / "programme.sqlite")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        with open_programme(folder) as programme:
            history = programme.history()
            names = set(history[history["field"] == "name"]["after"])
            offerings = set(programme.table("offerings")["offering_id"])
            batches = set(programme.history("sales_lines")["change_id"])
            for kind, one in told:
                if kind == "saved":
                    assert f"n{one}" in names
                elif kind == "rows":
                    assert {f"{one}-{part}" for part in range(40)} <= offerings
            assert len(batches) >= sum(kind == "batch" for kind, _ in told)
            lines = programme.table("sales_lines")
            assert len(lines) in (0, 300) and lines["account_id"].nunique() <= 1, "a batch is whole or not there"
            (row,) = programme.rows("accounts", account_id="007") or [None]
            if row:
                assert row.values["name"][1:] == row.values["city"][1:], "a change is whole or not there"
            assert len(offerings) % 40 == 0
    assert acknowledged > KILLS, "the savers were killed at work, not before it"


MAKER = """
import sys
from kamkit.programme import create_programme
print("ready", flush=True)
for number in range(10_000):
    create_programme(f"{sys.argv[1]}/{number}", company="Varnholt").close()
    print("made", flush=True)
"""


def test_a_programme_killed_while_being_made_is_not_there(tmp_path: Path) -> None:
    moments, made = random.Random(11), 0
    for attempt in range(4):
        place = tmp_path / str(attempt)
        place.mkdir()
        with subprocess.Popen([sys.executable, "-c", MAKER, str(place)], stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None and process.stdout.readline() == "ready\n"
            for _ in range(attempt):  # however slow the machine is
                assert process.stdout.readline() == "made\n"
            time.sleep(moments.uniform(0.05, 0.6))
            process.kill()
        for folder in place.iterdir():
            if not folder.name.startswith("."):
                with open_programme(folder) as programme:
                    assert programme.settings.company == "Varnholt"
                made += 1
    assert made >= 1 + 2 + 3


def held(programme: Programme) -> object:
    """The database connection that the programme uses next."""
    with programme._engine.connect() as connection:
        return connection.connection.dbapi_connection


def test_a_connection_is_not_carried_over_a_fork(tmp_path: Path) -> None:
    with create_programme(tmp_path / "prog") as programme:
        programme.save("accounts", {"account_id": "parent", "name": "A"})
        parents = held(programme)
        child = os.fork()
        if child == 0:
            try:
                assert held(programme) is not parents
                programme.save("accounts", {"account_id": "child", "name": "B"})
                os._exit(0)
            except BaseException:
                os._exit(1)
        assert os.waitpid(child, 0)[1] == 0
        assert held(programme) is parents
        programme.save("accounts", {"account_id": "later", "name": "C"})
        assert programme.table("accounts")["account_id"].tolist() == ["child", "later", "parent"]
