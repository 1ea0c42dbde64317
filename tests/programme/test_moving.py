"""A programme goes to a server and back: not a row, a bit or a line of history is lost, and nothing half-done is left."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from postgres_server import Server

from kamkit.errors import ConflictError, ProgrammeError
from kamkit.model import RECORDS
from kamkit.programme import Programme, create_programme, database, open_programme, transfer
from kamkit.programme.address import home_of
from kamkit.programme.ballot_box import CARDS, Answer
from kamkit.programme.moving import Moved, move_programme
from kamkit.programme.person import erase_person
from kamkit.programme.schema import METADATA
from kamkit.programme.scoring_together import open_scoring, save_dissent, save_final

ODD = ["", "NA", "007", "nan", "NULL", "\\N", "\\", "a\tb\r\nc", "Ω≈ç√", "🙂👩‍👩‍👧", "e\u0301", "'; DROP TABLE accounts; --", "\x01\x7f", "{}", '"', " "]
FLOATS = [0.1, 1 / 3, 1e308, 5e-324, 123456789.123456789, math.pi, 2.0**53 + 2, 0.0]


def stored(address: str | Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that is there, in the order of the keys, whatever the kit calls its tables.

    Of the places only those that moving did not note itself.
    """
    found, home = {}, home_of(address)
    engine = database.connect(home)
    try:
        with engine.begin() as connection:
            there = sa.MetaData()
            there.reflect(connection)
            for table in there.sorted_tables:
                known = METADATA.tables.get(table.name, table)
                rows = connection.execute(sa.select(*(known.c[name] for name in table.c.keys())).order_by(*known.primary_key.columns))
                found[table.name] = [tuple(row) for row in rows if table.name != "places" or "moved from" not in row]
    finally:
        engine.dispose()
    return found


def lived_in(folder: Path) -> Path:
    """The sample after a week of work: edits, a conflict, a deletion, undo and redo, sales lines replaced."""
    with create_programme(folder, sample=True, who="Ines") as programme:
        first = programme.rows("accounts", account_id="007")[0]
        with open_programme(folder, who="Tom") as other:
            other.save("accounts", {"account_id": "007", "city": ODD[9]})
        programme.save("accounts", {"account_id": "007", "wallet": 1 / 3, "renewal_on": date(2026, 8, 31)}, version=first.version)
        with pytest.raises(ConflictError):
            programme.save("accounts", {"account_id": "007", "city": "Ulm"}, version=first.version)
        programme.save_rows("offerings", [{"offering_id": f"odd {n}", "name": text.strip() or "x", "category": text} for n, text in enumerate(ODD)])
        programme.delete("actions", programme.rows("actions")[0].key)
        undone = programme.undo(programme.change_counter)
        programme.undo(undone.change_id)
        lines = programme.table("sales_lines")
        programme.replace_batch("sample", lines.iloc[:-3])
        programme.replace_batch("again.csv", lines.iloc[:5])
        programme.remember_place("packs", folder / "packs")
        programme.save("team_members", {"member_id": "zoë", "name": "Zoë 🙂", "email": "z@varnholt.example"})
        vote(programme)
    with open_programme(folder, who="Ines") as programme:
        erase_person(programme, "Anselm Torvik")
    return folder


def vote(programme: Programme) -> None:
    """One scoring in its second round, hidden, with a freed name and a card; one hidden in its first."""
    box = programme.ballots
    first, second = (open_scoring(programme, about, "1001") for about in ("plan review", "relationship stage"))
    box.save_answers(first, "Zoë 🙂", "phone", {"1": Answer(5), "2": Answer(None, True, ODD[7])}, handed_in=True)
    box.save_answers(first, "Paul", CARDS, {"1": Answer(2), "3": Answer(None, False, ODD[4])})
    box.reveal(first)
    save_final(programme, first, "1", 3, reason=ODD[2])
    save_dissent(programme, first, "1", "Paul", "'; DROP TABLE ballot_box; --")
    box.score_again(first)
    box.save_answer(first, "Zoë 🙂", "phone", "1", Answer(1))
    box.free(first, "Zoë 🙂")
    box.save_answer(second, "Paul", "his phone", "1", Answer(4, False, "hidden"))


def test_there_and_back_every_row_of_every_table_is_the_same(tmp_path: Path, postgres: Server) -> None:
    here, there, back = lived_in(tmp_path / "here"), postgres.new_database(), tmp_path / "back"
    out, home = move_programme(here, there), move_programme(there, back)
    rows = stored(here)
    assert rows.keys() == METADATA.tables.keys() and len(rows) == len(RECORDS) + 7 and sum(map(len, rows.values())) > 5_000
    assert all(rows[table] for table in ("ballot_box", "ballots", "changes", "change_fields", "meta", "places", "sales_lines", "team_members"))
    assert stored(there) == rows and stored(back) == rows
    counts = {table: len(found) for table, found in rows.items()}
    assert out.rows == counts and home.rows == {**counts, "places": 2}
    assert out.change_id == home.change_id == len(rows["changes"]) and out.missed == home.missed == 0
    with open_programme(here) as a, open_programme(there) as b, open_programme(back) as c:
        for other in (b, c):
            same(a, other)
        for programme in (a, b, c):
            batches = [row.change_id for row in programme.changes().itertuples() if "sales_batches" in row.tables]
            (scoring,) = [row.key[0] for row in programme.rows("scorings", round=2)]
            assert programme.ballots.take(scoring, "Zoë 🙂", "a new phone").elsewhere == {"1"}  # and a hidden round goes on
            assert programme.ballots.reveal(scoring) == 2 and programme.table("ballots")["reason"].notna().sum() > 1
            programme.undo(batches[-2])
        assert len({len(programme.table("sales_lines")) for programme in (a, b, c)}) == 1
        assert [one.path for one in c.places() if one.kind == "moved from"][-1:] == [there.replace(":s3cret%2Fword%3A%40%C3%BC", "")]


def same(a: Programme, b: Programme) -> None:
    """What both say through the front of the house is the same."""
    mine, others = a.tables(), b.tables()
    for table in RECORDS:
        pd.testing.assert_frame_equal(mine[table], others[table])
    pd.testing.assert_frame_equal(a.changes().iloc[:-1], b.changes().iloc[:-1])
    for table in ("accounts", "actions", "sales_lines"):
        ours, theirs = (one.history(table).drop(columns="at") for one in (a, b))
        pd.testing.assert_frame_equal(ours, theirs)
    pd.testing.assert_frame_equal(a.batches(), b.batches())
    pd.testing.assert_frame_equal(a.tables_at(2)["accounts"], b.tables_at(2)["accounts"])


TEXTS = st.one_of(st.sampled_from(ODD), st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30))
ROWS = st.fixed_dictionaries(
    {"name": TEXTS.filter(str.strip), "city": TEXTS},
    optional={
        "wallet": st.one_of(st.sampled_from(FLOATS), st.floats(min_value=0, allow_infinity=False, allow_nan=False)),
        "customer_since": st.dates(),
        "candidate": st.booleans(),
        "candidate_reason": TEXTS,
    },
)


@given(rows=st.lists(ROWS, min_size=10, max_size=40), ids=st.sets(TEXTS.map(str.strip).filter(bool), min_size=40, max_size=45))
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_number_and_date_arrives_to_the_bit(
    rows: list[dict[str, Any]], ids: set[str], postgres: Server, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, there = tmp_path_factory.mktemp("odd"), postgres.new_database()
    with create_programme(folder / "here", company="NA") as programme:
        programme.save_rows("accounts", [{"account_id": one, **row} for one, row in zip(sorted(ids), rows, strict=False)])
        programme.replace_batch(ODD[11], [{"account_id": next(iter(ids)), "date": "2026-01-31", "revenue": FLOATS[n % 8]} for n in range(9)])
    move_programme(folder / "here", there)
    move_programme(there, folder / "back")
    assert stored(folder / "here") == stored(there) == stored(folder / "back")


def test_a_target_with_a_programme_is_refused_and_stays(tmp_path: Path, postgres: Server) -> None:
    create_programme(tmp_path / "here", company="Here").close()
    there = postgres.new_database()
    create_programme(there, company="There").close()
    create_programme(tmp_path / "other", company="Other").close()
    for source, target, says in (
        (tmp_path / "here", there, "has a programme already"),
        (there, there, "has a programme already"),
        (there, tmp_path / "here", "already has something in it"),
        (tmp_path / "here", tmp_path / "other", "already has something in it"),
    ):
        with pytest.raises(ProgrammeError, match=says) as error:
            move_programme(source, target)
        assert "s3cret" not in str(error.value) and "\n" not in str(error.value)
    with open_programme(there) as programme, open_programme(tmp_path / "other") as other:
        assert programme.settings.company == "There" and other.settings.company == "Other"
    foreign = postgres.new_database()
    postgres.run("CREATE TABLE accounts (id int)", foreign.rsplit("/", 1)[1])
    with pytest.raises(ProgrammeError, match="a table accounts that is not a programme's"):
        move_programme(tmp_path / "here", foreign)


def test_what_an_older_kit_left_comes_along(tmp_path: Path, postgres: Server) -> None:
    with create_programme(tmp_path / "here") as programme:
        programme.save("accounts", {"account_id": "007", "name": "Quillon Glass"})
        with programme._engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE accounts ADD COLUMN horoscope TEXT")
            connection.exec_driver_sql("UPDATE accounts SET horoscope = 'good'")
            connection.exec_driver_sql("CREATE TABLE omens (omen_id TEXT PRIMARY KEY, seen_on DATE, weight DOUBLE, certain BOOLEAN)")
            connection.exec_driver_sql("INSERT INTO omens VALUES ('crow', '2020-02-29', 0.1, 1)")
            connection.exec_driver_sql("INSERT INTO change_fields SELECT 1, 99, 'omens', '[\"crow\"]', NULL, '', NULL, '{}', NULL, 1")
    there = postgres.new_database()
    move_programme(tmp_path / "here", there)
    move_programme(there, tmp_path / "back")
    with open_programme(tmp_path / "back") as programme, programme._engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT horoscope FROM accounts").all() == [("good",)]
        assert connection.exec_driver_sql("SELECT * FROM omens").all() == [("crow", "2020-02-29", 0.1, 1)]


def test_a_nul_that_an_older_kit_let_in_is_named(tmp_path: Path, postgres: Server) -> None:
    with create_programme(tmp_path / "here") as programme:
        programme.save("accounts", {"account_id": "007", "name": "Quillon Glass"})
        with programme._engine.begin() as connection:
            connection.exec_driver_sql("UPDATE accounts SET city = 'Bo' || char(0) || 'nn'")
    there = postgres.new_database()
    with pytest.raises(ProgrammeError, match=r"accounts 007, city: found 'Bo\\x00nn'; PostgreSQL cannot store") as error:
        move_programme(tmp_path / "here", there)
    assert "\n" not in str(error.value) and "\0" not in str(error.value)
    assert postgres.run("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", there.rsplit("/", 1)[1]) == [(0,)]


@pytest.mark.parametrize("way", ["to a server", "to a folder"])
def test_what_is_interrupted_was_never_begun(
    way: str, tmp_path: Path, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_programme(tmp_path / "here", company="Varnholt").close()
    there = postgres.new_database()
    source, target = (tmp_path / "here", there) if way == "to a server" else (there, tmp_path / "deep" / "back")
    if way == "to a folder":
        move_programme(tmp_path / "here", there)
    real, done = transfer._fill, []

    def stops(*given: Any) -> int:
        done.append(given)
        if len(done) == 20:
            raise KeyboardInterrupt
        return real(*given)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(transfer, "_fill", stops)
        move_programme(source, target)
    if way == "to a server":
        assert postgres.run("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", there.rsplit("/", 1)[1]) == [(0,)]
    else:
        assert list((tmp_path / "deep").iterdir()) == []
    assert isinstance(move_programme(source, target), Moved)
    with open_programme(target) as programme:
        assert programme.settings.company == "Varnholt"


MOVER = """
import os, signal, sys
from kamkit.programme import moving, transfer
real, done = transfer._fill, []
def dies(*given):
    done.append(given)
    if len(done) == 20:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*given)
transfer._fill = dies
moving.move_programme(sys.argv[1], sys.argv[2])
"""


def test_a_mover_that_is_killed_leaves_the_server_as_it_was(tmp_path: Path, postgres: Server) -> None:
    create_programme(tmp_path / "here", company="Varnholt").close()
    there = postgres.new_database()
    killed = subprocess.run([sys.executable, "-c", MOVER, str(tmp_path / "here"), there], env=dict(os.environ), check=False)
    assert killed.returncode == -signal.SIGKILL
    move_programme(tmp_path / "here", there)
    with open_programme(there) as programme:
        assert programme.settings.company == "Varnholt"


def test_a_row_that_arrives_otherwise_stops_the_move(tmp_path: Path, postgres: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    create_programme(tmp_path / "here", company="Varnholt").close()
    real = transfer.database.insert_many

    def slips(connection: Any, table: sa.Table, names: Any, rows: Any) -> None:
        changed = [tuple("Warnholt" if value == "Varnholt" else value for value in row) for row in rows]
        real(connection, table, names, changed)

    monkeypatch.setattr(transfer.database, "insert_many", slips)
    there = postgres.new_database()
    with pytest.raises(ProgrammeError, match="settings programme: did not arrive as it left"):
        move_programme(tmp_path / "here", there)
    assert postgres.run("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", there.rsplit("/", 1)[1]) == [(0,)]


def test_what_is_saved_at_the_old_place_meanwhile_is_counted(
    tmp_path: Path, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_programme(tmp_path / "here", company="Varnholt").close()
    real = transfer._compare

    def compared(source: Any, target: Any, table: sa.Table) -> None:
        if table.name == "settings":
            with open_programme(tmp_path / "here", who="Tom") as other:
                other.save("accounts", {"account_id": "late", "name": "Late"})
        real(source, target, table)

    monkeypatch.setattr(transfer, "_compare", compared)
    moved = move_programme(tmp_path / "here", postgres.new_database())
    assert moved.missed == 1 and moved.change_id == 1
