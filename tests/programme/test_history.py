"""The history: who changed what, when, from what to what; and undo as a new change."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from kamkit.errors import ConflictError, InputError
from kamkit.programme import Import, Programme, create_programme, open_programme

START = datetime(2026, 3, 31, 23, 50, tzinfo=UTC)


class Minutes:
    """A clock that goes on by a minute each time it is asked."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def programme(tmp_path: Path) -> Iterator[Programme]:
    clock = Minutes()
    create_programme(tmp_path / "prog", clock=clock).close()
    with open_programme(tmp_path / "prog", who="Ines", clock=clock) as made:
        yield made


ACCOUNT = {"account_id": "007", "name": "Quillon Glass", "wallet": 2.5}
LINES = [{"account_id": "007", "date": date(2026, 1, number), "revenue": float(number)} for number in (1, 2, 3)]


def told(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    return [
        tuple(row) for row in frame[["who", "kind", "table", "key", "field", "before", "after"]].itertuples(index=False)
    ]


def test_every_field_before_and_after_with_name_and_time(programme: Programme) -> None:
    programme.save("accounts", {**ACCOUNT, "renewal_on": date(2026, 10, 1)})
    programme.save("accounts", {"account_id": "007", "wallet": 3, "renewal_on": None})
    history = programme.history("accounts", "007")
    key = ("007",)
    assert told(history) == [
        ("Ines", "save", "accounts", key, "account_id", None, "007"),
        ("Ines", "save", "accounts", key, "name", None, "Quillon Glass"),
        ("Ines", "save", "accounts", key, "wallet", None, 2.5),
        ("Ines", "save", "accounts", key, "renewal_on", None, date(2026, 10, 1)),
        ("Ines", "save", "accounts", key, "status", None, "none"),
        ("Ines", "save", "accounts", key, "wallet", 2.5, 3.0),
        ("Ines", "save", "accounts", key, "renewal_on", date(2026, 10, 1), None),
    ]
    assert history["change_id"].tolist() == [2] * 5 + [3] * 2
    assert history["at"].iloc[-1] == pd.Timestamp(START + timedelta(minutes=3))
    assert str(history["at"].dtype) == "datetime64[us, UTC]"


def test_who_did_not_say_is_somebody(programme: Programme) -> None:
    assert set(programme.history("settings")["who"]) == {"somebody"}
    assert programme.changes()["who"].tolist() == ["somebody"]


def test_a_deleted_row_is_told_with_what_it_held(programme: Programme) -> None:
    programme.save("accounts", ACCOUNT)
    programme.delete("accounts", "007")
    last = programme.history("accounts").query("kind == 'delete'")
    assert dict(zip(last["field"], last["before"], strict=True)) == {**ACCOUNT, "status": "none"}
    assert last["after"].isna().all()


def test_what_changed_since_a_moment(programme: Programme) -> None:
    for number in range(12):  # made at 23:52 to 00:03
        programme.save("accounts", {"account_id": str(number), "name": "A"})

    def found(**span: Any) -> int:
        return programme.history("accounts", **span)["change_id"].nunique()

    assert found(since=date(2026, 4, 1)) == 4
    assert found(until=date(2026, 3, 31)) == 8
    assert found(since=date(2026, 3, 31), until=date(2026, 3, 31)) == 8
    assert found(since=START + timedelta(minutes=10), until=START + timedelta(minutes=10)) == 1
    assert found(since=datetime(2026, 4, 1)) == 4, "a time without zone is UTC"
    assert len(programme.changes(since=date(2026, 4, 1))) == 4


def test_the_history_of_an_account_includes_what_hangs_on_it(programme: Programme) -> None:
    for one in ("007", "8"):
        programme.save("accounts", {"account_id": one, "name": one})
        programme.save("respondents", {"respondent_id": f"r{one}", "account_id": one, "side": "customer"})
        rating = {"respondent_id": f"r{one}", "about": "expectation", "item_id": "early", "supplier_id": "us"}
        programme.save("ratings", {**rating, "asked_on": date(2026, 1, 1), "performance": 8})
    programme.save("offerings", {"offering_id": "o", "name": "Crate"})
    programme.save("respondents", {"respondent_id": "r007", "account_id": "8"})
    own = programme.history(account_id="007")
    assert set(own["table"]) == {"accounts", "respondents", "ratings"}
    assert {key for key in own["key"] if key[0].endswith("8")} == set()
    assert own["field"].iloc[-1] == "account_id", "also that it moved to another account"
    both = programme.history(account_id=["007", "8"])
    assert both["change_id"].nunique() == 7
    assert programme.history(account_id="nobody").empty
    assert list(programme.history(account_id="nobody").columns) == list(own.columns)


def test_changes_are_listed_with_what_they_touched(programme: Programme) -> None:
    wanted = Import(
        rows={"accounts": [ACCOUNT, {"account_id": "8", "name": "B"}]}, batches={"a.csv": LINES}, note="march"
    )
    programme.apply(wanted)
    programme.undo(2)
    changes = programme.changes()
    assert changes["kind"].tolist() == ["save", "import", "undo"]
    assert changes["note"].tolist() == ["", "march", ""]
    assert changes["rows"].tolist() == [1, 3, 3]
    assert changes["tables"].tolist() == [("settings",), *[("accounts", "sales_batches")] * 2]
    assert changes["undoes"].tolist()[-1] == 2


# Undo


def test_undo_puts_a_field_back_and_undo_of_undo_is_redo(programme: Programme) -> None:
    programme.save("accounts", ACCOUNT)
    saved = programme.save("accounts", {"account_id": "007", "wallet": 3, "city": "Bonn"})
    programme.save("accounts", {"account_id": "007", "country": "DE"})
    assert saved.change_id is not None
    undone = programme.undo(saved.change_id)
    values = programme.rows("accounts")[0].values
    assert (values["wallet"], values["city"], values["country"]) == (2.5, None, "DE"), "other fields stay"
    programme.undo(undone.change_id)
    values = programme.rows("accounts")[0].values
    assert (values["wallet"], values["city"]) == (3.0, "Bonn")
    assert programme.undo(saved.change_id).rows == 1, "redone, so it can be undone again"


def test_undo_of_a_new_row_removes_it_and_of_a_delete_brings_it_back(programme: Programme) -> None:
    made = programme.save("accounts", ACCOUNT)
    deleted = programme.delete("accounts", "007")
    assert deleted.change_id and made.change_id
    programme.undo(deleted.change_id)
    assert programme.rows("accounts")[0].values["name"] == "Quillon Glass"
    programme.undo(made.change_id)
    assert programme.rows("accounts") == []


def test_undo_of_what_was_changed_since_is_a_conflict(programme: Programme) -> None:
    programme.save("accounts", ACCOUNT)
    mine = programme.save("accounts", {"account_id": "007", "wallet": 3.0, "city": "Bonn"})
    assert mine.change_id
    with open_programme(programme.folder, who="Tom") as other:
        other.save("accounts", {"account_id": "007", "wallet": 4.0})
    with pytest.raises(ConflictError) as error:
        programme.undo(mine.change_id)
    (found,) = error.value.conflicts
    assert (found.field, found.before, found.theirs, found.yours, found.changed_by) == ("wallet", 3.0, 4.0, 2.5, "Tom")
    assert programme.rows("accounts")[0].values["city"] == "Bonn", "nothing was put back"
    programme.delete("accounts", "007")
    with pytest.raises(ConflictError):
        programme.undo(mine.change_id)


def test_undo_of_a_new_row_that_somebody_filled_since_is_a_conflict(programme: Programme) -> None:
    made = programme.save("accounts", ACCOUNT)
    assert made.change_id
    programme.save("accounts", {"account_id": "007", "city": "Bonn"})
    with pytest.raises(ConflictError) as error:
        programme.undo(made.change_id)
    assert [(one.field, one.before, one.theirs) for one in error.value.conflicts] == [("city", None, "Bonn")]


def test_undo_of_a_delete_is_a_conflict_if_the_row_was_made_again(programme: Programme) -> None:
    programme.save("accounts", ACCOUNT)
    deleted = programme.delete("accounts", "007")
    programme.save("accounts", {**ACCOUNT, "name": "Another company"})
    assert deleted.change_id
    with pytest.raises(ConflictError) as error:
        programme.undo(deleted.change_id)
    assert [(one.field, one.theirs, one.yours) for one in error.value.conflicts] == [
        ("name", "Another company", "Quillon Glass")
    ]


def test_undo_of_what_somebody_put_back_already_writes_nothing(programme: Programme) -> None:
    programme.save("accounts", ACCOUNT)
    changed = programme.save("accounts", {"account_id": "007", "wallet": 3.0})
    programme.save("accounts", {"account_id": "007", "wallet": 2.5})
    assert changed.change_id
    assert programme.undo(changed.change_id).rows == 0
    assert len(programme.history("accounts").query("kind == 'undo'")) == 0


def test_undo_twice_or_of_nothing_is_refused(programme: Programme) -> None:
    made = programme.save("accounts", ACCOUNT)
    assert made.change_id
    undone = programme.undo(made.change_id)
    with pytest.raises(InputError, match=f"already undone by change {undone.change_id}"):
        programme.undo(made.change_id)
    with pytest.raises(InputError, match="change 99: not in the history"):
        programme.undo(99)


def test_undo_of_an_import_undoes_it_whole_batches_included(programme: Programme) -> None:
    programme.save("accounts", ACCOUNT)
    programme.replace_batch("a.csv", LINES[:1])
    tables = programme.tables()
    before = {name: tables[name] for name in ("accounts", "offerings", "sales_lines")}
    wanted = Import(
        rows={"accounts": [{**ACCOUNT, "city": "Bonn"}, {"account_id": "8", "name": "B"}],
              "offerings": [{"offering_id": "o", "name": "Crate"}]},
        batches={"a.csv": LINES, "b.csv": LINES},
    )  # fmt: skip
    done = programme.apply(wanted)
    after = {name: programme.table(name) for name in before}
    assert done.change_id and len(after["sales_lines"]) == 6
    undone = programme.undo(done.change_id)
    assert undone.rows == 5
    for name, frame in before.items():
        pd.testing.assert_frame_equal(programme.table(name), frame)
    programme.undo(undone.change_id)
    for name, frame in after.items():
        pd.testing.assert_frame_equal(programme.table(name), frame)


def test_an_import_whose_batch_was_replaced_since_cannot_be_undone(programme: Programme) -> None:
    first = programme.apply(Import(rows={"accounts": [ACCOUNT]}, batches={"a.csv": LINES}))
    programme.replace_batch("a.csv", LINES[:2])
    assert first.change_id
    with pytest.raises(ConflictError):
        programme.undo(first.change_id)
    assert len(programme.table("accounts")) == 1 and len(programme.table("sales_lines")) == 2


def test_undo_of_several_rows_names_every_conflict(programme: Programme) -> None:
    programme.save_rows("accounts", [{"account_id": one, "name": one} for one in "abc"])
    for one in "ac":
        programme.save("accounts", {"account_id": one, "name": "changed"})
    with pytest.raises(ConflictError) as error:
        programme.undo(2)
    assert {one.key for one in error.value.conflicts} == {("a",), ("c",)}


def test_all_tables_as_they_were_at_every_change(programme: Programme) -> None:
    seen: dict[int, pd.DataFrame] = {}

    def remember() -> None:
        seen[programme.change_counter] = programme.table("accounts")

    remember()
    programme.save("accounts", ACCOUNT)
    remember()
    programme.save_rows("accounts", [{**ACCOUNT, "city": "Bonn"}, {"account_id": "8", "name": "B"}])
    remember()
    programme.delete("accounts", "007")
    remember()
    programme.save("accounts", {**ACCOUNT, "name": "New"})
    remember()
    programme.undo(5)
    remember()
    for change_id, frame in seen.items():
        pd.testing.assert_frame_equal(programme.tables_at(change_id)["accounts"], frame)


def test_what_an_account_is_called_never_breaks_the_history(programme: Programme) -> None:
    odd = "'; DROP TABLE changes; -- \"\n\\ {x} ☃"
    programme.save("accounts", {"account_id": odd, "name": odd})
    assert programme.history("accounts", odd)["key"].iloc[0] == (odd,)
    assert programme.history(account_id=odd)["after"].iloc[0] == odd
    assert json.loads(json.dumps(odd)) == odd
