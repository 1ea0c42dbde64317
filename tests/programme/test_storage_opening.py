"""Opening and making a programme: what is refused, in one line, and that nothing half-made is left."""

from __future__ import annotations

import shutil
import sqlite3
import warnings
from pathlib import Path

import pytest

from kamkit.errors import BusyError, InputError, ProgrammeError
from kamkit.model import RECORDS
from kamkit.programme import create_programme, database, open_programme, opening
from kamkit.programme.schema import META


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create_programme(tmp_path / "prog", who="Ines", company="Varnholt", currency="EUR").close()
    return tmp_path / "prog"


def one_line(error: pytest.ExceptionInfo[BaseException]) -> str:
    text = str(error.value)
    assert "\n" not in text and text
    return text


def test_a_new_programme_opens_with_its_settings(folder: Path) -> None:
    with open_programme(str(folder)) as programme:
        assert (programme.settings.company, programme.settings.reporting_currency) == ("Varnholt", "EUR")
        assert programme.address == str(folder)
        assert programme.name == "prog"
        assert set(programme.tables()) == set(RECORDS)


def test_closing_leaves_one_file(folder: Path) -> None:
    assert [file.name for file in folder.iterdir()] == ["programme.sqlite"]


def test_the_file_itself_leads_to_its_programme(folder: Path) -> None:
    with open_programme(folder / "programme.sqlite") as programme:
        assert programme.folder == folder


def foreign(folder: Path) -> None:
    with sqlite3.connect(folder / "programme.sqlite") as connection:
        connection.execute("CREATE TABLE t (a)")
    connection.close()


def in_writing(name: str, content: bytes) -> object:
    return lambda folder: (folder / name).write_bytes(content)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda folder: None, "has no programme.sqlite"),
        (in_writing("accounts.csv", b"a;b"), "has no programme.sqlite"),
        (in_writing("programme.sqlite", b""), "not a programme of kamkit"),
        (in_writing("programme.sqlite", b"account;name\n1;A\n" * 50), "not a programme of kamkit"),
        (foreign, "not a programme of kamkit"),
        (lambda folder: (folder / "programme.sqlite").mkdir(), "has no programme.sqlite"),
    ],
    ids=["empty", "no database", "empty file", "text", "foreign database", "a folder"],
)
def test_what_is_no_programme_is_refused(tmp_path: Path, make: object, says: str) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    make(folder)  # type: ignore[operator]
    before = sorted(folder.rglob("*"))
    with pytest.raises(ProgrammeError) as error:
        open_programme(folder)
    assert says in one_line(error) and str(folder) in one_line(error)
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize("address", ["", "nowhere", "postgresql://host/db", "a\0b", "x" * 5000])
def test_an_address_that_leads_nowhere_is_refused(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ProgrammeError) as error:
        open_programme(address)
    one_line(error)


def test_a_database_password_is_not_repeated_in_the_error() -> None:
    with pytest.raises(ProgrammeError) as error:
        open_programme("postgresql://ines:secret@host/db")
    assert "secret" not in one_line(error)


@pytest.mark.parametrize("damage", ["cut", "overwritten", "tables gone"])
def test_a_damaged_file_is_refused(folder: Path, damage: str) -> None:
    file = folder / "programme.sqlite"
    content = bytearray(file.read_bytes())
    if damage == "cut":
        file.write_bytes(content[:6000])
    elif damage == "overwritten":
        content[100:] = b"\xff" * (len(content) - 100)
        file.write_bytes(content)
    else:
        with sqlite3.connect(file) as connection:
            connection.execute("DROP TABLE meta")
        connection.close()
    with pytest.raises(ProgrammeError, match="copy") as error:
        open_programme(folder)
    one_line(error)


def test_a_folder_that_cannot_be_written_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening.os, "access", lambda path, mode: Path(path) != folder)
    with pytest.raises(ProgrammeError, match="cannot be written") as error:
        open_programme(folder)
    one_line(error)


def test_making_refuses_a_folder_with_something_in_it(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ProgrammeError, match="already has something in it") as error:
        create_programme(folder)
    one_line(error)
    (tmp_path / "note.txt").write_text("x")
    with pytest.raises(ProgrammeError, match="already has something in it"):
        create_programme(tmp_path / "note.txt")


def test_making_takes_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with create_programme(tmp_path / "empty") as programme:
        assert programme.change_counter == 1


def test_a_place_where_nothing_can_be_made_is_refused() -> None:
    with pytest.raises(ProgrammeError, match="cannot be made") as error:
        create_programme("/dev/null/prog")
    one_line(error)


def test_a_failure_while_making_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="company"):
        create_programme(tmp_path / "prog", company="x" * 300)
    assert list(tmp_path.iterdir()) == []


def test_a_snapshot_is_a_programme_of_its_own(folder: Path, tmp_path: Path) -> None:
    with open_programme(folder, who="Tom") as programme, programme.snapshot(tmp_path / "copy") as copy:
        programme.save("accounts", {"account_id": "007", "name": "Quillon Glass"})
        assert len(programme.table("accounts")) == 1
        assert len(copy.table("accounts")) == 0
        assert copy.settings.company == "Varnholt"
        with pytest.raises(ProgrammeError, match="already has something in it"):
            programme.snapshot(tmp_path / "copy")


def test_whoever_holds_the_programme_too_long_is_named_as_the_reason(folder: Path) -> None:
    with open_programme(folder, wait=0.05) as programme:
        other = sqlite3.connect(folder / "programme.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(BusyError) as error:
            programme.save("accounts", {"account_id": "1", "name": "A"})
        other.execute("ROLLBACK")
        other.close()
        assert one_line(error)
        assert programme.save("accounts", {"account_id": "1", "name": "A"}).change_id


def test_a_network_drive_is_warned_about(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/vda / ext4 rw 0 0\nserver:/x {tmp_path}/share nfs4 rw 0 0\nshort line\n")
    for place in ("share/team/prog", "local"):
        (tmp_path / place).mkdir(parents=True)
    with pytest.warns(UserWarning, match="network drive .nfs4.") as caught:
        database.warn_if_network_drive(tmp_path / "share/team/prog", mounts)
    assert "\n" not in str(caught[0].message)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        database.warn_if_network_drive(tmp_path / "local", mounts)
        database.warn_if_network_drive(tmp_path / "local", tmp_path / "no such file")


def test_the_database_is_set_so_that_what_is_acknowledged_stays(folder: Path) -> None:
    with open_programme(folder) as programme, programme._engine.begin() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert {"schema_version", "kit_version", "fingerprint", "programme_id"} == set(
            connection.execute(META.select()).scalars()
        )


def test_the_sample_is_one_change_from_the_csv_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sample = tmp_path / "sample"
    sample.mkdir()
    (sample / "settings.csv").write_text("settings_id,company,places\nprogramme,Varnholt Packaging,16\n")
    (sample / "accounts.csv").write_text(
        'account_id,name,wallet,customer_since\n007,"Quillon, Glass",1.5,2019-04-01\nNA,NA,,\n'
    )
    (sample / "sales_lines.csv").write_text(
        "account_id,date,revenue,rush\n007,2026-01-31,10.5,true\nNA,2026-02-01,3,\n"
    )
    real = opening.rows_of_csv
    monkeypatch.setattr(opening, "rows_of_csv", lambda table: real(table, sample))
    with create_programme(tmp_path / "prog", sample=True, currency="EUR") as programme:
        assert programme.change_counter == 1 and programme.changes()["note"].tolist() == ["the sample case"]
        accounts = programme.table("accounts")
        assert accounts["account_id"].tolist() == ["007", "NA"]
        assert accounts["name"].tolist() == ["Quillon, Glass", "NA"]
        assert programme.table("sales_lines")["revenue"].tolist() == [10.5, 3.0]
        assert (programme.settings.places, programme.settings.reporting_currency) == (16, "EUR")


def test_a_row_of_the_sample_with_too_many_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text("account_id,name\n1,A,B\n")
    with pytest.raises(InputError, match="number of columns"):
        list(opening.rows_of_csv("accounts", tmp_path))


def test_a_copied_folder_is_the_same_programme(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "sent by mail")
    with open_programme(tmp_path / "sent by mail") as programme:
        assert programme.settings.company == "Varnholt"
