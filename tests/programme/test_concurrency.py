"""Many processes write the same rows: nothing acknowledged is lost, and the history is one unbroken chain."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from postgres_server import Server

from kamkit.programme import Programme, create_programme, open_programme

WRITERS, SAVES = 6, 25

WRITER = """
import json, random, sys
from kamkit.errors import ConflictError
from kamkit.programme import open_programme

folder, me, saves = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
chance = random.Random(me)
fields = ["name", "city", "sector", "country"]
with open_programme(folder, who=f"writer {me}") as programme:
    print(json.dumps("ready"), flush=True)
    sys.stdin.readline()
    for number in range(saves):
        row = chance.choice(programme.rows("accounts"))
        field, value = chance.choice(fields), f"{me}-{number}"
        how = {"version": row.version} if chance.random() < 0.5 else {}
        try:
            saved = programme.save("accounts", {"account_id": row.key[0], field: value}, **how)
            print(json.dumps(["saved", saved.change_id, row.key[0], field, value]), flush=True)
        except ConflictError as error:
            (found,) = error.conflicts
            print(json.dumps(["conflict", found.theirs == row.values[field], found.yours == value]), flush=True)
        programme.save_all({"offerings": [{"offering_id": "shared", "name": value, "unit": value}]})
    made = programme.new_id("actions", "act")
    print(json.dumps(["made", made]), flush=True)
"""


def write_all_at_once(folder: Path) -> list[list[Any]]:
    """What all writers were told, in the order of the writers."""
    command = [sys.executable, "-c", WRITER, str(folder)]
    writers = [
        subprocess.Popen([*command, str(me), str(SAVES)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for me in range(WRITERS)
    ]
    for writer in writers:
        assert writer.stdout is not None and writer.stdout.readline() == '"ready"\n'
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    told = [json.loads(line) for writer in writers for line in writer.communicate()[0].splitlines()]
    assert [writer.returncode for writer in writers] == [0] * WRITERS
    return told


def replayed(programme: Programme, table: str) -> dict[tuple[str, ...], dict[str, Any]]:
    """The table's rows, made from the history alone; asserts that each before is the after of the step before."""
    rows: dict[tuple[str, ...], dict[str, Any]] = {}
    for step in programme.history(table).itertuples():
        row = rows.setdefault(step.key, {})
        assert row.get(step.field) == step.before, f"change {step.change_id} does not go on from what was there"
        row[step.field] = step.after
    return rows


def test_nothing_acknowledged_is_lost_and_no_chain_is_broken(tmp_path: Path) -> None:
    folder = tmp_path / "prog"
    with create_programme(folder) as programme:
        programme.save_rows("accounts", [{"account_id": one, "name": "start"} for one in ("007", "NA", "8")])
    told = write_all_at_once(folder)
    saved = {change: rest for kind, change, *rest in told if kind == "saved"}
    conflicts = [rest for kind, *rest in told if kind == "conflict"]
    assert len(saved) + len(conflicts) == WRITERS * SAVES
    assert all(rest == [False, True] for rest in conflicts), "a conflict shows another value than the saver had seen"
    with open_programme(folder) as programme:
        history = programme.history("accounts").set_index("change_id")
        for change, (account, field, value) in saved.items():
            step = history.loc[change]
            assert (step["key"], step["field"], step["after"]) == ((account,), field, value)
        for table in ("accounts", "offerings"):
            stored = {row.key: {k: v for k, v in row.values.items() if v is not None} for row in programme.rows(table)}
            assert replayed(programme, table) == stored
        assert programme.change_counter == len(programme.changes())
    made = [rest[0] for kind, *rest in told if kind == "made"]
    assert len(set(made)) == WRITERS


def twelve() -> Any:
    """The script beside this file, which is a program as well."""
    spec = spec_from_file_location("twelve", Path(__file__).with_name("twelve.py"))
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("where", ["a folder", "a server"])
def test_twelve_people_edit_one_plan_and_everything_is_accounted_for(
    where: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    room = twelve()
    server: Server | None = request.getfixturevalue("postgres") if where == "a server" else None
    address = server.new_database() if server else str(tmp_path / "plan")
    with create_programme(address, who="the room") as programme:
        room.make_plan(programme)
        before = programme.change_counter
        told = room.edit_at_once(address, 3, 12)
        found = room.account_for(programme, told, before)
    assert len({who for who, _ in told}) == 12 and found["changes"] >= 12
    assert found["attempts"] == found["changes"] + found["conflicts"] + found["refused"] + found["nothing to change"]
