"""Programmes of older kits are brought up when opened, with a copy kept; newer ones are refused."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pandas as pd
import pytest

from kamkit.errors import ProgrammeError
from kamkit.model.frame import frame_of
from kamkit.programme import Programme, create_programme, migration, open_programme

LINES = [{"account_id": "007", "date": "2026-01-31", "revenue": 10.25}]


@contextmanager
def by_hand(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(folder / "programme.sqlite")) as connection, connection:
        yield connection


def tell(connection: sqlite3.Connection, **facts: str) -> None:
    for name, value in facts.items():
        connection.execute("UPDATE meta SET value = ? WHERE name = ?", (value, name))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with create_programme(tmp_path / "prog", who="Ines", company="Varnholt") as programme:
        programme.save("accounts", {"account_id": "007", "name": "Quillon Glass", "status": "candidate"})
        programme.replace_batch("a.csv", LINES)
    return tmp_path / "prog"


@pytest.fixture
def older(folder: Path) -> Path:
    """The same programme as a kit without some tables and fields would have written it."""
    with by_hand(folder) as connection:
        connection.execute("DROP TABLE lessons")
        connection.execute("DROP TABLE comparisons")
        for table, field in (
            ("accounts", "status"),
            ("accounts", "wallet"),
            ("settings", "list_low"),
            ("sales_lines", "rush"),
        ):
            connection.execute(f"ALTER TABLE {table} DROP COLUMN {field}")
        tell(connection, fingerprint="older", kit_version="0.0.9")
    return folder


def copies(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.glob("programme.before-*"))


def test_new_tables_and_fields_are_added_and_nothing_is_lost(older: Path) -> None:
    with open_programme(older) as programme:
        accounts = programme.table("accounts")
        assert accounts[["account_id", "name", "status"]].values.tolist() == [["007", "Quillon Glass", "none"]]
        assert accounts["wallet"].isna().all()
        assert programme.settings.list_low == 15, "a new field has its default"
        pd.testing.assert_frame_equal(programme.table("lessons"), frame_of("lessons"))
        pd.testing.assert_frame_equal(
            programme.table("sales_lines"), frame_of("sales_lines", [{**LINES[0], "date": pd.Timestamp("2026-01-31")}])
        )
        assert programme.rows("accounts", status="none")[0].key == ("007",)
        programme.save("accounts", {"account_id": "007", "wallet": 5, "status": "key account"})
        programme.undo(programme.change_counter)
        assert programme.rows("accounts")[0].values["status"] == "none"


def test_a_copy_of_the_file_is_kept_before(older: Path) -> None:
    content = by_tables(older / "programme.sqlite")
    (older / "programme.sqlite").chmod(0o640)
    open_programme(older).close()
    assert copies(older) == ["programme.before-1.sqlite"]
    assert (older / "programme.before-1.sqlite").stat().st_mode & 0o777 == 0o640, "whoever may not read the one may not read the other"
    assert by_tables(older / "programme.before-1.sqlite") == content
    open_programme(older).close()
    assert copies(older) == ["programme.before-1.sqlite"], "no second migration, no second copy"
    with by_hand(older) as connection:
        tell(connection, fingerprint="older again")
    open_programme(older).close()
    assert copies(older) == ["programme.before-1.sqlite", "programme.before-2.sqlite"]


def by_tables(file: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(file)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}


@pytest.mark.parametrize("facts", [{"kit_version": "99.0.0", "fingerprint": "other"}, {"schema_version": "99"}])
def test_a_newer_programme_is_refused_in_one_line(folder: Path, facts: dict[str, str]) -> None:
    with by_hand(folder) as connection:
        tell(connection, **facts)
    content = (folder / "programme.sqlite").read_bytes()
    with pytest.raises(ProgrammeError, match="install kamkit") as error:
        open_programme(folder)
    assert "\n" not in str(error.value)
    assert (folder / "programme.sqlite").read_bytes() == content and copies(folder) == []


def test_a_newer_kit_with_the_same_model_does_not_lock_out_the_older(folder: Path) -> None:
    with by_hand(folder) as connection:
        tell(connection, kit_version="99.0.0")
    open_programme(folder).close()
    assert copies(folder) == []


def test_renames_take_the_history_along(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_programme(folder, who="Tom") as programme:
        programme.save("accounts", {"account_id": "007", "city": "Bonn"})
        programme.save("offerings", {"offering_id": "o", "name": "Crate"})
    with by_hand(folder) as connection:  # as an older kit called them
        connection.execute("ALTER TABLE accounts RENAME COLUMN city TO town")
        connection.execute("ALTER TABLE offerings RENAME TO products")
        connection.execute("UPDATE change_fields SET field = 'town' WHERE field = 'city'")
        connection.execute("UPDATE change_fields SET table_name = 'products' WHERE table_name = 'offerings'")
        connection.execute(
            "UPDATE change_fields SET after = json_set(after, '$.town', 'Ulm') WHERE field = '' AND table_name = 'accounts'"
        )
        tell(connection, fingerprint="older")
    steps = [migration.rename_field("accounts", "town", "city"), migration.rename_table("products", "offerings")]
    monkeypatch.setattr(migration, "STEPS", steps)
    with open_programme(folder) as programme:
        assert programme.table("accounts")["city"].tolist() == ["Bonn"]
        assert programme.table("offerings")["name"].tolist() == ["Crate"]
        told = programme.history("accounts")
        assert told[told["field"] == "city"][["before", "after"]].values.tolist() == [[None, "Ulm"], [None, "Bonn"]]
        assert "town" not in told["field"].tolist()
        assert len(programme.history("offerings")) == 2
    with by_hand(folder) as connection:
        assert connection.execute("SELECT value FROM meta WHERE name = 'schema_version'").fetchone() == ("2",)
    open_programme(folder).close()
    monkeypatch.setattr(migration, "STEPS", steps[:1])
    with pytest.raises(ProgrammeError, match="install kamkit"):
        open_programme(folder)


def test_a_step_that_fails_changes_nothing(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = by_tables(older / "programme.sqlite")
    steps = [migration.rename_field("accounts", "name", "title"), migration.rename_table("no such table", "x")]
    monkeypatch.setattr(migration, "STEPS", steps)
    with pytest.raises(ProgrammeError) as error:
        open_programme(older)
    assert "\n" not in str(error.value)
    assert by_tables(older / "programme.sqlite") == content


def test_two_who_open_at_once_migrate_once(older: Path) -> None:
    def opened(_: int) -> Programme:
        return open_programme(older)

    with ThreadPoolExecutor(4) as pool:
        programmes = list(pool.map(opened, range(4)))
    assert copies(older) == ["programme.before-1.sqlite"]
    for programme in programmes:
        assert len(programme.table("accounts")) == 1
        programme.close()


def test_a_field_the_kit_no_longer_has_is_left_alone(folder: Path) -> None:
    with by_hand(folder) as connection:
        connection.execute("ALTER TABLE accounts ADD COLUMN horoscope TEXT")
        connection.execute("UPDATE accounts SET horoscope = 'good'")
        row = json.dumps({"account_id": "9", "name": "Gone", "horoscope": "bad"})
        connection.execute(
            "INSERT INTO change_fields SELECT change_id, 9, 'accounts', '[\"9\"]', '9', '', ?, NULL, 1, NULL"
            " FROM changes WHERE change_id = 2", (row,)
        )  # fmt: skip
        tell(connection, fingerprint="older")
    with open_programme(folder) as programme:
        assert "horoscope" not in programme.table("accounts")
        programme.save("accounts", {"account_id": "8", "name": "Another"})
        assert programme.history("accounts", "9").query("field == 'horoscope'")["before"].tolist() == ["bad"]
        assert programme.tables_at(1)["accounts"]["name"].tolist() == ["Gone"]
    with by_hand(folder) as connection:
        assert connection.execute("SELECT horoscope FROM accounts WHERE account_id = '007'").fetchone() == ("good",)
