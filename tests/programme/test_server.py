"""A programme on a PostgreSQL server does what one in a folder does, and what goes wrong there costs one clear line."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from postgres_server import PASSWORD, USER, Server
from processes import PATIENCE, free_port

from kamkit.errors import BusyError, ConflictError, InputError, KamkitError, ProgrammeError
from kamkit.model import RECORDS
from kamkit.model.frame import frame_of
from kamkit.programme import Programme, create_programme, migration, open_programme
from kamkit.programme.address import home_of

LINES = [
    {"account_id": "007", "date": date(2026, 1, 31), "order_id": "0815", "revenue": 10.25, "rush": True},
    {"account_id": "NA", "date": date(2026, 2, 1), "revenue": -3.0, "quantity": -1.0, "cost": 2.0, "currency": "CHF"},
]


@pytest.fixture(scope="module")
def address(postgres: Server) -> str:
    """One programme for all tests that only add to it."""
    address = postgres.new_database()
    create_programme(address, who="Ines", company="Varnholt", currency="EUR").close()
    return address


@pytest.fixture
def programme(address: str) -> Iterator[Programme]:
    with open_programme(address, who="Ines") as opened:
        yield opened


def one_line(error: pytest.ExceptionInfo[BaseException]) -> str:
    text = str(error.value)
    assert "\n" not in text and text and PASSWORD not in text and "s3cret" not in text
    return text


def example(record: type, number: int) -> dict[str, object]:
    values: dict[str, object] = {"id": f"0{number}", "link": f"0{number}", "text": "NA", "number": 1.5, "money": 0.1}
    values |= {"percent": 1.0, "count": number, "date": date(2026, 1, number), "flag": number > 1}
    return {s.name: s.choices[number - 1] if s.kind == "choice" else values[s.kind] for s in record.specs()}  # type: ignore[attr-defined]


def test_every_table_gives_back_what_was_saved(postgres: Server) -> None:
    rows = {name: [example(RECORDS[name], number) for number in (2, 1)] for name in RECORDS.keys() - {"settings", "sales_lines"}}
    with create_programme(postgres.new_database()) as programme:
        for name in RECORDS.keys() - {"settings"}:
            pd.testing.assert_frame_equal(programme.table(name), frame_of(name))
        programme.save_all(rows)
        programme.replace_batch("a.csv", LINES)
        for name, given in rows.items():
            by_key = sorted(given, key=lambda row: [row[part] for part in RECORDS[name].key])
            pd.testing.assert_frame_equal(programme.table(name), frame_of(name, by_key))
        pd.testing.assert_frame_equal(programme.table("sales_lines"), frame_of("sales_lines", LINES))
        assert programme.batches()["last_day"].dt.date.tolist() == [date(2026, 2, 1)]
        assert programme.rows("accounts", customer_since="2026-01-01")[0].key == ("01",)
        assert "account_id" in {one.field for one in programme.check_links()}
        programme.undo(2)
        assert all(programme.table(name).empty for name in rows)


def test_text_stands_in_the_order_of_its_bytes(programme: Programme, postgres: Server, address: str) -> None:
    for one in ("b", "A", "a", "Ä", "007", "NA", "🙂"):
        programme.save("competitors", {"competitor_id": one, "name": one})
    assert programme.table("competitors")["competitor_id"].tolist() == ["007", "A", "NA", "a", "b", "Ä", "🙂"]
    collations = postgres.run(
        "SELECT DISTINCT collation_name FROM information_schema.columns WHERE table_schema = 'public' AND data_type = 'text'",
        address.rsplit("/", 1)[1],
    )
    assert collations == [("C",)]


def test_two_people_are_merged_and_the_same_field_is_a_conflict(programme: Programme, address: str) -> None:
    start = programme.save("accounts", {"account_id": "m", "name": "Quillon Glass"})
    with open_programme(address, who="Tom") as other:
        other.save("accounts", {"account_id": "m", "city": "Bonn", "sector": "glass"}, version=start.version)
    mine = programme.save("accounts", {"account_id": "m", "country": "DE"}, version=start.version)
    assert mine.merged == ("city", "sector")
    with pytest.raises(ConflictError) as error:
        programme.save("accounts", {"account_id": "m", "city": "Köln"}, version=start.version)
    (found,) = error.value.conflicts
    assert (found.before, found.theirs, found.yours, found.changed_by) == (None, "Bonn", "Köln", "Tom")
    told = programme.history("accounts", "m")
    assert told[told["field"] == "city"][["who", "before", "after"]].values.tolist() == [["Tom", None, "Bonn"]]
    undone = programme.undo(programme.change_counter)
    assert programme.rows("accounts", account_id="m")[0].values["country"] is None
    programme.undo(undone.change_id)
    assert programme.rows("accounts", account_id="m")[0].values["country"] == "DE"


def test_numbers_of_changes_have_no_gaps_whatever_is_refused(programme: Programme) -> None:
    before = programme.change_counter
    with pytest.raises(InputError):
        programme.save_all({"offerings": [{"offering_id": "o", "name": "x"}], "accounts": [{"account_id": "", "name": "x"}]})
    programme.save("offerings", {"offering_id": "gap", "name": "x"})
    assert programme.change_counter == before + 1 == len(programme.changes())


def test_a_snapshot_in_memory_stays_as_it_was(programme: Programme, address: str) -> None:
    programme.save("accounts", {"account_id": "s", "name": "Before"})
    programme.replace_batch("s.csv", LINES)
    tables = programme.tables()
    lines = tables["sales_lines"]
    with open_programme(address, who="Tom") as other:
        other.save("accounts", {"account_id": "s", "name": "After"})
        other.replace_batch("s.csv", LINES[:1])
    assert tables["accounts"].set_index("account_id")["name"]["s"] == "Before"
    assert programme.tables()["accounts"].set_index("account_id")["name"]["s"] == "After"
    pd.testing.assert_frame_equal(programme.tables_at(tables.change_id)["sales_lines"], lines)


def test_a_snapshot_on_disk_is_local_and_whole(programme: Programme, tmp_path: Path) -> None:
    programme.save("accounts", {"account_id": "d", "name": "🙂"})
    with programme.snapshot(tmp_path / "copy") as copy:
        assert copy.address == str(tmp_path / "copy") and copy.environment == {}
        for table in RECORDS:
            pd.testing.assert_frame_equal(copy.table(table), programme.table(table))
        pd.testing.assert_frame_equal(copy.history(), programme.history())


# What is shown of an address


def test_a_password_is_in_nothing_that_is_shown(programme: Programme, address: str) -> None:
    shown = address.replace(":s3cret%2Fword%3A%40%C3%BC", "")
    assert shown.startswith(f"postgresql://{USER}@127.0.0.1:")
    assert programme.address == shown and "s3cret" not in repr(programme) + repr(programme.home) + repr(programme._engine)
    assert programme.environment == {"PGPASSWORD": PASSWORD}
    assert programme.name == address.rsplit("/", 1)[1] and programme.folder == Path(f"{programme.name}.kamkit")


def test_what_is_shown_opens_with_the_environment(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in programme.environment.items():
        monkeypatch.setenv(name, value)
    with open_programme(programme.address) as same:
        assert same.settings.company == "Varnholt" and same.environment == {}


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("postgres://h/db", "postgresql://h/db"),
        ("postgresql+psycopg://u:secret@h:5433/db?sslmode=require", "postgresql://u@h:5433/db?sslmode=require"),
        ("postgresql:///db?host=/run/sock&password=secret", "postgresql:///db?host=%2Frun%2Fsock"),
        ("postgresql://u:secret@h/db?sslpassword=secret&sslmode=disable", "postgresql://u@h/db?sslmode=disable"),
        ("postgresql://a%40b:secret@h/my%20plan", "postgresql://a%40b@h/my plan"),
    ],
)
def test_an_address_is_shown_without_what_could_be_secret(given: str, shown: str) -> None:
    home = home_of(given)
    assert home.shown == shown and home_of(home.shown).shown == shown and "secret" not in repr(home)


@pytest.mark.parametrize("database", ["../../etc", "a/b", "..", "x" * 200, "plan;rm -rf"])
def test_a_database_name_stays_a_plain_folder_here(database: str) -> None:
    from urllib.parse import quote

    folder = home_of(f"postgresql://h/{quote(database, safe='')}").folder
    assert len(folder.parts) == 1 and ".." not in folder.parts


@pytest.mark.parametrize(
    "given",
    ["postgresql:", "postgresql://", "postgresql://h", "postgresql://u:secret", "postgresql://u:secret@h:notaport/db",
     "postgresql://u:se@cret@h/db", "postgresql:u:secret@h/db", "postgresql://u:secret@h/"],
)  # fmt: skip
def test_an_address_that_cannot_be_read_is_one_line_without_any_of_it(given: str) -> None:
    with pytest.raises(ProgrammeError, match="expected postgresql://user@host") as error:
        open_programme(given)
    assert "cret" not in one_line(error)


# What goes wrong


def test_a_server_that_is_not_there(postgres: Server) -> None:
    with pytest.raises(ProgrammeError, match="no server answers there") as error:
        open_programme(Server(free_port()).url("plan"))
    one_line(error)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda url: url.replace("s3cret", "wr0ng"), "does not take this user with this password"),
        (lambda url: url.replace(":s3cret%2Fword%3A%40%C3%BC", ""), "asks for a password"),
        (lambda url: url.replace("ines:", "nobody:"), "does not take this user with this password"),
        (lambda url: url + "_not", "no such database on the server; make it with: createdb"),
        (lambda url: url.replace("127.0.0.1", "no-such-host.invalid"), "no such host is known"),
        (lambda url: url + "?colour=blue", "colour"),
    ],
    ids=["wrong password", "no password", "no such user", "no such database", "no such host", "strange setting"],
)
def test_what_does_not_let_in_says_why(
    address: str, change: object, says: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("PGPASSWORD", raising=False)
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))
    for call in (open_programme, create_programme):
        with pytest.raises(ProgrammeError, match=says) as error:
            call(change(address))  # type: ignore[operator]
        assert "wr0ng" not in one_line(error)


def test_a_database_without_a_programme_is_refused_and_stays_empty(postgres: Server) -> None:
    empty = postgres.new_database()
    with pytest.raises(ProgrammeError, match="no programme in this database; make one with kamkit new") as error:
        open_programme(empty)
    one_line(error)
    name = empty.rsplit("/", 1)[1]
    assert postgres.run("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", name) == [(0,)]
    postgres.run("CREATE TABLE meta (key text)", name)
    for call in (open_programme, create_programme):
        with pytest.raises(ProgrammeError, match="a table meta that is not a programme's"):
            call(empty)


def test_a_database_that_cannot_hold_every_letter_is_refused(postgres: Server) -> None:
    with pytest.raises(ProgrammeError, match="keeps text as SQL_ASCII; expected UTF8"):
        create_programme(postgres.new_database("ENCODING 'SQL_ASCII' TEMPLATE template0"))


def test_a_second_programme_in_a_database_is_refused(address: str) -> None:
    with pytest.raises(ProgrammeError, match="has a programme already") as error:
        create_programme(address)
    one_line(error)


def test_a_failure_while_making_leaves_nothing(postgres: Server) -> None:
    empty = postgres.new_database()
    with pytest.raises(InputError, match="company"):
        create_programme(empty, company="x" * 300)
    assert postgres.run("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", empty.rsplit("/", 1)[1]) == [(0,)]


def test_a_user_who_may_only_read_is_told(postgres: Server, address: str) -> None:
    name = address.rsplit("/", 1)[1]
    postgres.run("CREATE ROLE guest LOGIN PASSWORD 'guest'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO guest", name)
    with open_programme(postgres.url(name, user="guest", password="guest")) as programme:
        assert programme.settings.company == "Varnholt"
        with pytest.raises(ProgrammeError, match="may not do that in this database"):
            programme.save("accounts", {"account_id": "g", "name": "x"})


def test_whoever_waits_too_long_is_told_why(address: str) -> None:
    holding, done = threading.Event(), threading.Event()

    def hold() -> None:
        with open_programme(address) as other, other._changing("save"):
            holding.set()
            done.wait(PATIENCE)

    thread = threading.Thread(target=hold)
    thread.start()
    assert holding.wait(PATIENCE)
    try:
        with open_programme(address, wait=0.2) as programme:
            with pytest.raises(BusyError, match="somebody else has been writing for too long") as error:
                programme.save("accounts", {"account_id": "b", "name": "A"})
            one_line(error)
            assert programme.settings.company == "Varnholt", "reading waits for nobody"
    finally:
        done.set()
        thread.join()


def test_a_broken_connection_is_one_line_and_the_next_works(programme: Programme, postgres: Server) -> None:
    # With a time to wait: else it returns as soon as the other process has been told, which may go on for a moment.
    end = "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE application_name = 'kamkit'"
    programme.save("accounts", {"account_id": "k", "name": "A"})
    postgres.run(end)
    assert programme.save("accounts", {"account_id": "k", "name": "B"}).change_id, "a connection that was idle is made again"
    with pytest.raises(ProgrammeError, match="the connection to the server broke") as error, programme._changing("save") as change:
        change.number()
        postgres.run(end)
        change.connection.exec_driver_sql("SELECT 1")
    one_line(error)
    assert programme.rows("accounts", account_id="k")[0].values["name"] == "B"


def test_a_connection_is_not_carried_over_a_fork(address: str) -> None:
    with open_programme(address) as programme:
        programme.save("accounts", {"account_id": "parent", "name": "A"})
        child = os.fork()
        if child == 0:
            try:
                programme.save("accounts", {"account_id": "child", "name": "B"})
                os._exit(0)
            except BaseException:
                os._exit(1)
        assert os.waitpid(child, 0)[1] == 0
        programme.save("accounts", {"account_id": "later", "name": "C"})
        assert {"child", "later", "parent"} <= set(programme.table("accounts")["account_id"])


def test_a_whole_number_too_large_for_any_database_is_refused(programme: Programme, tmp_path: Path) -> None:
    with create_programme(tmp_path / "folder") as local:
        for one in (programme, local):
            with pytest.raises(KamkitError) as error:
                one.save("settings", {"settings_id": "programme", "places": 10**30})
            assert "\n" not in str(error.value)


def test_a_text_with_a_nul_is_refused_on_both_in_one_line(programme: Programme, tmp_path: Path) -> None:
    with create_programme(tmp_path / "folder", who="Ines") as local:
        for one in (programme, local):
            before = one.change_counter
            for act in (
                lambda one=one: one.save("accounts", {"account_id": "n", "name": "A\0B"}),
                lambda one=one: one.save("accounts", {"account_id": "n\0", "name": "A"}),
                lambda one=one: one.save_rows("offerings", [{"offering_id": "o", "name": "x", "category": "a\0"}]),
                lambda one=one: one.replace_batch("n.csv", [{**LINES[0], "order_id": "a\0b"}]),
                lambda one=one: one.replace_batch("n\0.csv", LINES),
                lambda one=one: one.save_rows("offerings", [{"offering_id": "o", "name": "x"}], note="a\0b"),
            ):
                with pytest.raises(InputError, match=r"found .*NUL \(\\x00\)") as error:
                    act()
                assert "\0" not in one_line(error)
            assert one.rows("accounts", account_id="n\0") == [] and one.change_counter == before
            one.who = "I\0"
            with pytest.raises(InputError, match="your name: found"):
                one.save("accounts", {"account_id": "n", "name": "A"})


# Upgrades


def test_an_older_programme_is_brought_up_and_a_copy_kept(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    address = postgres.new_database()
    name = address.rsplit("/", 1)[1]
    with create_programme(address, company="Varnholt") as programme:
        programme.save("accounts", {"account_id": "007", "name": "Quillon Glass", "status": "candidate"})
    older = "UPDATE meta SET value = 'older' WHERE name = 'fingerprint'"
    postgres.run(f"ALTER TABLE accounts RENAME COLUMN city TO town; ALTER TABLE accounts DROP COLUMN status; DROP TABLE lessons; {older}", name)
    steps = [migration.rename_field("accounts", "town", "city"), migration.rename_table("no such table", "x")]
    monkeypatch.setattr(migration, "STEPS", steps)
    with pytest.raises(ProgrammeError) as error:
        open_programme(address)
    one_line(error)
    schemas = "SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE 'public_before%'"
    assert postgres.run(schemas, name) == [], "a step that fails changes nothing"
    monkeypatch.setattr(migration, "STEPS", steps[:1])
    with open_programme(address) as programme:
        assert programme.rows("accounts")[0].values["status"] == "none" and programme.table("lessons").empty
        programme.save("accounts", {"account_id": "007", "city": "Bonn"})
    assert postgres.run(schemas, name) == [("public_before_1",)]
    assert postgres.run("SELECT name FROM public_before_1.accounts", name) == [("Quillon Glass",)]
    open_programme(address).close()
    assert postgres.run(schemas, name) == [("public_before_1",)]
