"""Any sequence of saves, merges, deletes and undos does what a dictionary with a list of its states would do."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from kamkit.errors import ConflictError, InputError
from kamkit.programme import StoredRow, create_programme

Rows = dict[str, dict[str, Any]]
KEYS = st.sampled_from(["007", "7", "NA"])
FIELDS = {
    "name": st.sampled_from(["a", "b"]),
    "city": st.sampled_from([None, "x", "y"]),
    "wallet": st.sampled_from([None, 1.0]),
}
EDITS = st.fixed_dictionaries({}, optional=FIELDS)
BLANK = {"name": None, "city": None, "wallet": None}


class Model(RuleBasedStateMachine):
    """The programme beside a list of what its rows were after every change."""

    seen = Bundle("seen")

    @initialize()
    def make(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.programme = create_programme(self.folder / "prog", who="Ines")
        self.states: list[Rows] = [{}, {}]  # by change number; change 1 made the settings
        self.undoes: dict[int, int] = {}

    def teardown(self) -> None:
        if hasattr(self, "programme"):
            self.programme.close()
            shutil.rmtree(self.folder)

    @property
    def rows(self) -> Rows:
        return self.states[-1]

    def becomes(self, rows: Rows) -> None:
        if rows != self.rows:
            self.states.append(rows)

    @rule(target=seen, key=KEYS)
    def look(self, key: str) -> tuple[str, StoredRow | None]:
        return key, next(iter(self.programme.rows("accounts", account_id=key)), None)

    @rule(key=KEYS, edit=EDITS)
    def save_blindly(self, key: str, edit: dict[str, Any]) -> None:
        row = {**BLANK, **self.rows.get(key, {}), **edit}
        try:
            self.programme.save("accounts", {"account_id": key, **edit})
        except InputError:
            assert row["name"] is None
        else:
            self.becomes({**self.rows, key: row})

    @rule(look=seen, edit=EDITS, by_version=st.booleans())
    def save_what_was_seen(self, look: tuple[str, StoredRow | None], edit: dict[str, Any], by_version: bool) -> None:
        key, row = look
        was = dict(row.values) if row else BLANK if by_version else {}
        basis: dict[str, Any] = {"version": row.version if row else 0} if by_version else {"seen": was}
        now = self.rows.get(key)
        mine = {name: value for name, value in edit.items() if name not in was or value != was[name]}
        if now is None:
            clash = bool(row and mine)
        elif row or by_version:
            clash = any(now[name] not in (value, was.get(name)) for name, value in mine.items())
        else:
            clash = False  # somebody who says to have seen nothing at all overwrites
        try:
            saved = self.programme.save("accounts", {"account_id": key, **edit}, **basis)
        except ConflictError as error:
            assert clash
            for found in error.conflicts:
                assert found.theirs == (now or {}).get(found.field) and found.yours == edit[found.field]
        except InputError:
            assert now is None and not edit.get("name")
        else:
            assert not clash
            if now is not None:
                self.becomes({**self.rows, key: {**now, **mine}})
                others = {n for n in BLANK if row and now[n] != was[n] and n not in mine}
                assert others <= set(saved.merged)
            elif row is None:
                self.becomes({**self.rows, key: {**BLANK, **edit}})

    @rule(edits=st.dictionaries(KEYS, EDITS, max_size=3))
    def save_many(self, edits: dict[str, dict[str, Any]]) -> None:
        rows = {key: {**BLANK, **self.rows.get(key, {}), **edit} for key, edit in edits.items()}
        given = [{"account_id": key, **edit} for key, edit in edits.items()]
        try:
            counts = self.programme.save_rows("accounts", given)
        except InputError:
            assert any(row["name"] is None for row in rows.values())
        else:
            assert counts.added == len(rows.keys() - self.rows.keys())
            assert counts.unchanged == sum(self.rows.get(key) == row for key, row in rows.items())
            self.becomes({**self.rows, **rows})

    @rule(key=KEYS)
    def delete(self, key: str) -> None:
        try:
            self.programme.delete("accounts", key)
        except InputError:
            assert key not in self.rows
        else:
            self.becomes({name: row for name, row in self.rows.items() if name != key})

    def undone_by(self, change: int) -> bool:
        return any(undone == change and not self.undone_by(by) for by, undone in self.undoes.items())

    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        if len(self.states) == 2:
            return
        change = data.draw(st.integers(2, len(self.states) - 1))
        before, after = self.states[change - 1], self.states[change]
        wanted, clash = put_back(before, after, self.rows)
        try:
            self.programme.undo(change)
        except InputError as error:
            assert self.undone_by(change) == ("already undone" in str(error))
            assert self.undone_by(change) or any(row["name"] is None for row in wanted.values())
        except ConflictError as error:
            assert clash == {(one.key[0], one.field) for one in error.conflicts if one.field in BLANK}
        else:
            assert not clash and not self.undone_by(change)
            self.states.append(wanted)
            self.undoes[len(self.states) - 1] = change

    @invariant()
    def the_rows_are_the_models(self) -> None:
        if hasattr(self, "programme"):
            stored = {row.key[0]: {name: row.values[name] for name in BLANK} for row in self.programme.rows("accounts")}
            assert stored == self.rows
            assert self.programme.change_counter == len(self.states) - 1

    @rule(data=st.data())
    def travel(self, data: st.DataObject) -> None:
        change = data.draw(st.integers(1, len(self.states) - 1))
        frame = self.programme.tables_at(change)["accounts"].set_index("account_id")[list(BLANK)]
        then = {key: {n: None if v != v else v for n, v in row.items()} for key, row in frame.to_dict("index").items()}
        assert then == self.states[change]


def put_back(before: Rows, after: Rows, now: Rows) -> tuple[Rows, set[tuple[str, str]]]:
    """The rows with one change taken back, and the fields where somebody else's later value stands in the way."""
    rows, clash = dict(now), set()
    for key in before.keys() | after.keys():
        old, new, there = before.get(key), after.get(key), now.get(key)
        if old == new:
            continue
        whole = old is None or new is None
        for name in BLANK:
            was, left = (old or {}).get(name), (new or {}).get(name)
            found = (there or {}).get(name)
            touched = whole or was != left
            if touched and (found not in (was, left) or (there is None and not whole)):
                clash.add((key, name))
        if whole and old is None:
            rows.pop(key, None)
        elif whole:
            rows[key] = dict(old or {})
        elif there is not None:
            rows[key] = {n: (old or {})[n] if (old or {})[n] != (new or {})[n] else there[n] for n in BLANK}
    return rows, clash


TestModel = Model.TestCase
TestModel.settings = settings(max_examples=20, stateful_step_count=20, deadline=None)
