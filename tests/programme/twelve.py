"""Twelve processes edit one plan at once, and everything they were told is held against what is stored.

``python tests/programme/twelve.py`` does it for a minute on SQLite and on a PostgreSQL of its own, and prints figures;
``--seconds`` and ``--writers`` change that, ``--address`` takes a programme's address instead (it gets a plan to edit).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from kamkit.errors import ConflictError, InputError  # noqa: E402
from kamkit.programme import Programme, create_programme, open_programme  # noqa: E402

ACCOUNT = "007"
FIELDS = {
    "actions": ("what", "cause", "consulted", "measure_text"),
    "risks": ("what", "cause", "trigger"),
    "objectives": ("statement", "strategy"),
}
KEYS = {"actions": "action_id", "risks": "risk_id", "objectives": "objective_id"}
MORE = {"actions": {}, "risks": {}, "objectives": {"kind": "growth"}}


def make_plan(programme: Programme) -> None:
    """A small plan: six actions, three risks, two objectives of one account."""
    rows: dict[str, list[dict[str, Any]]] = {"accounts": [{"account_id": ACCOUNT, "name": "Quillon Glass"}]}
    for table, count in (("actions", 6), ("risks", 3), ("objectives", 2)):
        rows[table] = [_row(table, f"{table[0]}{number}", "at first") for number in range(count)]
    programme.save_all(rows)


def _row(table: str, key: str, text: str) -> dict[str, Any]:
    return {KEYS[table]: key, "account_id": ACCOUNT, FIELDS[table][0]: text, **MORE[table]}


# One writer


def edit(address: str, me: int, seconds: float, told: Path) -> None:
    """Edit until the time is over; what the programme answered is written down line by line."""
    chance, mine = random.Random(me), []
    with open_programme(address, who=f"writer {me}") as programme, told.open("w", encoding="utf-8") as answers:
        until, number = time.monotonic() + seconds, 0
        while time.monotonic() < until:
            number += 1
            answer = _one_edit(programme, chance, f"{me}-{number}", mine)
            answers.write(json.dumps(answer) + "\n")


def _one_edit(programme: Programme, chance: random.Random, text: str, mine: list[int]) -> list[Any]:
    table = chance.choice(list(FIELDS))
    kind = chance.choices(("edit", "blind", "new", "delete", "undo", "both"), (60, 10, 8, 6, 8, 8))[0]
    row = chance.choice(programme.rows(table) or [None])  # type: ignore[list-item]
    if row is not None and kind == "edit" and chance.random() < 0.5:
        time.sleep(chance.random() * 0.02)  # somebody who thinks before saving
    try:
        if kind == "undo" and mine:
            undone = programme.undo(mine.pop())
            return ["changed", undone.change_id, "undo", {}]
        if kind == "new" or row is None:
            new = _row(table, programme.new_id(table), text)
            saved = programme.save(table, new, version=0)
            return ["changed", saved.change_id, table, {FIELDS[table][0]: text}, list(saved.key)]
        if kind == "delete":
            return ["changed", programme.delete(table, row.key, version=row.version).change_id, "delete", {}]
        if kind == "both":
            done = programme._apply("save", _both(text))
            return ["changed", done.change_id, "both", {}]
        field = chance.choice(FIELDS[table])
        basis = {"version": row.version} if kind == "edit" else {}
        saved = programme.save(table, {KEYS[table]: row.key[0], field: text}, **basis)
        mine.append(saved.change_id or 0)
        return ["changed", saved.change_id, table, {field: text}, list(saved.key)]
    except ConflictError as error:
        one = error.conflicts[0]
        return ["conflict", one.table, list(one.key), one.field, one.before, one.theirs, one.yours, one.changed_by]
    except InputError as error:  # deleted or undone by somebody else a moment before
        return ["refused", str(error)]


def _both(text: str) -> Any:
    from kamkit.programme import Import

    return Import(rows={table: [_row(table, f"{table[0]}0", text)] for table in ("actions", "risks")})


# All at once


def edit_at_once(address: str, seconds: float, writers: int) -> list[tuple[str, list[Any]]]:
    """What all writers were told: (whose name, answer). They are processes of their own and begin together."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, __file__, "--work", folder, "--address", address]
        subprocess.run([*command, "--seconds", str(seconds), "--writers", str(writers)], check=True)
        files = sorted(Path(folder).glob("*.jsonl"))
        assert len(files) == writers
        return [
            (f"writer {int(file.stem)}", json.loads(line))
            for file in files
            for line in file.read_text(encoding="utf-8").splitlines()
        ]


def _work(address: str, seconds: float, writers: int, folder: Path) -> int:
    """Fork the writers: everything is imported once, and nothing of the parent's is open."""
    children = []
    for me in range(writers):
        child = os.fork()
        if not child:
            try:
                edit(address, me, seconds, folder / f"{me:02}.jsonl")
                os._exit(0)
            except BaseException:
                import traceback

                traceback.print_exc()
                os._exit(1)
        children.append(child)
    return max(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)


# Accounting


def replayed(programme: Programme, table: str) -> dict[tuple[str, ...], dict[str, Any]]:
    """The table's rows, made from the history alone; asserts that each before is the after of the step before."""
    rows: dict[tuple[str, ...], dict[str, Any]] = {}
    for step in programme.history(table).itertuples():
        row = rows.setdefault(step.key, {})
        assert row.get(step.field) == step.before, f"change {step.change_id} does not go on from what was there"
        row[step.field] = step.after
    filled = {key: {name: value for name, value in row.items() if value is not None} for key, row in rows.items()}
    return {key: row for key, row in filled.items() if row}


def account_for(programme: Programme, told: list[tuple[str, list[Any]]], before: int) -> dict[str, int]:
    """Assert that everything that was told is so, and nothing else; returns how often what was told.

    ``before``: the latest change before the writers began.
    """
    count = Counter(answer[0] for _, answer in told)
    changed = {answer[1]: (who, answer) for who, answer in told if answer[0] == "changed" and answer[1] is not None}
    changes = programme.changes().set_index("change_id")["who"]
    made = changes[changes.index > before]
    assert len(changed) == sum(answer[0] == "changed" and answer[1] is not None for _, answer in told), "a number twice"
    assert dict(made) == {number: who for number, (who, _) in changed.items()}, "acknowledged and kept are not the same"
    assert programme.change_counter == len(changes), "numbers have gaps"
    history = {table: programme.history(table) for table in FIELDS}
    after = {
        (step.change_id, table, step.key, step.field): step.after for table, steps in history.items() for step in steps.itertuples()
    }
    for number, (_, answer) in changed.items():
        if answer[2] in FIELDS:
            for field, value in answer[3].items():
                assert after[number, answer[2], tuple(answer[4]), field] == value
    ever: dict[tuple[str, tuple[str, ...], str], set[Any]] = {}
    for (_, table, key, field), value in after.items():
        ever.setdefault((table, key, field), {None}).add(value)
    for _, answer in told:
        if answer[0] == "conflict":
            _, table, key, field, was, theirs, yours, changed_by = answer
            # None: the row is gone, or somebody has cleared the field.
            assert theirs is None or (theirs not in (was, yours) and theirs in ever[table, tuple(key), field])
            assert changed_by.startswith("writer ")
    for table in FIELDS:
        stored = {row.key: {k: v for k, v in row.values.items() if v is not None} for row in programme.rows(table)}
        assert replayed(programme, table) == stored, f"{table}: replaying the history gives other rows"
    return {"attempts": len(told), "changes": len(changed), "conflicts": count["conflict"], "refused": count["refused"],
            "nothing to change": count["changed"] - len(changed)}  # fmt: skip


def measured(address: str, seconds: float, writers: int) -> str:
    """One round and its figures, in a line."""
    with open_programme(address, who="the room") as programme:
        make_plan(programme)
        before = programme.change_counter
        told = edit_at_once(address, seconds, writers)
        found = account_for(programme, told, before)
    rate = found["changes"] / seconds
    figures = ", ".join(f"{count:,} {what}" for what, count in found.items())
    return f"{writers} writers, {seconds:g} s: {figures}; {rate:,.0f} changes a second; every chain whole"


def main() -> int:
    """Read the options, work or measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--writers", type=int, default=12)
    parser.add_argument("--address", default="")
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        return _work(asked.address, asked.seconds, asked.writers, asked.work)
    if asked.address:
        print(measured(asked.address, asked.seconds, asked.writers))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        create_programme(Path(folder) / "plan").close()
        print("SQLite:    ", measured(str(Path(folder) / "plan"), asked.seconds, asked.writers), flush=True)
    from postgres_server import started

    with started(safe=True) as server:
        address = server.new_database()
        create_programme(address).close()
        print("PostgreSQL:", measured(address, asked.seconds, asked.writers))
    return 0


if __name__ == "__main__":
    sys.exit(main())
