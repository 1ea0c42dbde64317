"""What is worked out once for all accounts: what a page then still reads, and whether any change could go unseen."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cells import run_cells

from kamkit.forms import desk
from kamkit.model import RECORDS
from kamkit.packs import worked_out as worked_out_module
from kamkit.packs.fingerprints import fingerprint
from kamkit.packs.library import Workbook, list_workbooks
from kamkit.packs.worked_out import WorkedOut, work_out
from kamkit.programme import Programme, open_programme
from kamkit.programme.frames import Snapshot
from kamkit.show import figures

AS_OF = date(2026, 3, 31)
ANOTHER, OURS = "1001", "1002"  # both asked, scored, with contracts, actions, risks and touch points
OF_ACCOUNTS = frozenset(name for name, kind in RECORDS.items() if "account_id" in kind.model_fields)
GROWING = OF_ACCOUNTS | {"ratings", "coverages", "readings", "answers"}
PAGES = [book for book in list_workbooks() if book.level != "programme"]


@pytest.fixture(scope="module")
def sample(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programme]:
    """A copy of the sample as a run reads it."""
    folder = tmp_path_factory.mktemp("worked-out")
    shutil.copytree(sample_folder, folder / "sample")
    with open_programme(folder / "sample") as programme, programme.snapshot(folder / "copy") as copy:
        yield copy


@pytest.fixture(scope="module")
def worked_out(sample: Programme) -> WorkedOut:
    """What a run over the sample works out."""
    return work_out(sample.tables_at(sample.change_counter), AS_OF)


def drawn(figure: Any, message: str, to: io.BytesIO) -> None:
    """In place of a picture: every point, bar and word in it."""
    found = []
    for axes in figure.axes:
        found += [line.get_xydata().tolist() for line in axes.lines]
        found += [collection.get_offsets().tolist() for collection in axes.collections]
        found += [patch.get_path().vertices.tolist() for patch in axes.patches]
        found += [text.get_text() for text in axes.texts]
    to.write(hashlib.sha256(json.dumps([message, found], default=str).encode()).digest())


def run(book: Workbook, address: str, account_id: str) -> tuple[list[str], Any]:
    """What the cells of a workbook show for an account, and the desk they worked at."""
    shown, worked_at = run_cells(book.path, address, account_id, AS_OF)
    return [json.dumps(faces) for faces in shown], worked_at


@pytest.fixture(scope="module")
def alone(sample: Programme) -> Callable[[Workbook, str], list[str]]:
    """What a page shows that works everything out itself.

    What a page makes of everybody's tables alone, whichever account it is for, is worked out by the first one that
    asks for it: the tables are the same for all of them.
    """
    known: dict[Hashable, Any] = {}

    def of_everybody(key: Any) -> bool:
        return all(isinstance(given, date) for given in key[1]) and not key[2]

    def shown(book: Workbook, account_id: str) -> list[str]:
        def primed(tables: Snapshot) -> Snapshot:
            tables.memo.update(known)
            return tables

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(desk, "_primed", primed)
            found, worked_at = run(book, sample.address, account_id)
        known.update({key: result for key, result in worked_at.tables().memo.items() if of_everybody(key)})
        return found

    return shown


@pytest.fixture
def in_a_run(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """As the kernels of a run are: without forms, and here without the work of drawing."""
    monkeypatch.setenv("KAMKIT_TABLE_ONLY", "1")
    monkeypatch.delenv("KAMKIT_WORKED_OUT", raising=False)
    monkeypatch.setattr(figures, "write_png", drawn)
    return monkeypatch


def with_figures(worked: WorkedOut, folder: Path, environment: pytest.MonkeyPatch) -> None:
    """Hand the figures to the desks that are opened from now on."""
    worked.save(folder / "worked-out")
    environment.setenv("KAMKIT_WORKED_OUT", str(folder / "worked-out"))


@pytest.mark.parametrize("account_id", [OURS, "ORBISAN", "1017"])
@pytest.mark.parametrize("book", PAGES, ids=lambda book: book.number)
def test_a_page_reads_its_own_rows_and_shows_what_it_shows_without_the_figures(
    sample: Programme,
    worked_out: WorkedOut,
    alone: Callable[[Workbook, str], list[str]],
    book: Workbook,
    account_id: str,
    tmp_path: Path,
    in_a_run: pytest.MonkeyPatch,
) -> None:
    by_itself = alone(book, account_id)
    with_figures(worked_out, tmp_path, in_a_run)
    shown, worked_at = run(book, sample.address, account_id)
    assert shown == by_itself
    assert not set(worked_at.tables().read_whole) & GROWING


def test_without_figures_the_whole_tables_are_read(sample: Programme, in_a_run: pytest.MonkeyPatch) -> None:
    _, worked_at = run(PAGES[0], sample.address, OURS)
    assert {"sales_lines", "accounts", "activities"} <= set(worked_at.tables().read_whole)


def changed(sample: Programme, folder: Path, tables: frozenset[str]) -> Programme:
    """A copy of the sample in which every row of another account in these tables is gone, or called otherwise."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(sample.folder / "programme.sqlite", folder / "programme.sqlite")
    with closing(sqlite3.connect(folder / "programme.sqlite")) as database:
        people = "SELECT respondent_id FROM respondents WHERE account_id = ?"
        contacts = "SELECT contact_id FROM contacts WHERE account_id = ?"
        by_way = {"ratings": f"respondent_id IN ({people})", "coverages": f"contact_id IN ({contacts})"}
        gone = 0
        for table in sorted(tables, key=lambda name: name not in by_way):
            where = by_way.get(table, "account_id = ?")
            change = "UPDATE accounts SET name = 'Otherwise', owner_id = 'nobody'" if table == "accounts" else f"DELETE FROM {table}"
            gone += database.execute(f"{change} WHERE {where}", (ANOTHER,)).rowcount
        assert gone
        database.commit()
    return open_programme(folder)


SEEN = ("accounts", "contracts", "decisions", "efforts", "ratings", "respondents", "sales_lines", "scores")
"""What figures of the whole programme rest on; the other tables are changed together."""


@pytest.mark.parametrize(
    "tables",
    [*(frozenset({name}) for name in SEEN), (OF_ACCOUNTS | {"ratings", "coverages"}) - {*SEEN, "activities", "notes"}],
    ids=lambda tables: "-".join(tables) if len(tables) == 1 else "the others",
)
def test_what_changes_on_the_page_of_one_account_because_of_another_changes_a_figure(
    sample: Programme, worked_out: WorkedOut, tables: frozenset[str], tmp_path: Path, in_a_run: pytest.MonkeyPatch
) -> None:
    with changed(sample, tmp_path / "changed", tables) as programme:
        worked = work_out(programme.tables(), AS_OF)
        if worked.figures != worked_out.figures:
            return
        with_figures(worked_out, tmp_path, in_a_run)
        before = [run(book, sample.address, OURS)[0] for book in PAGES]
        with_figures(worked, tmp_path, in_a_run)
        assert [run(book, programme.address, OURS)[0] for book in PAGES] == before


@pytest.mark.parametrize("table", ["accounts", "sales_lines", "ratings", "scores"])
def test_a_change_that_others_see_changes_the_figures_it_belongs_to(
    sample: Programme, worked_out: WorkedOut, table: str, tmp_path: Path
) -> None:
    expected = {"accounts": "names", "sales_lines": "ranking", "ratings": "stated importance", "scores": "selection"}
    with changed(sample, tmp_path / "changed", frozenset({table})) as programme:
        worked = work_out(programme.tables(), AS_OF)
    assert worked.figures[expected[table]] != worked_out.figures[expected[table]]
    assert worked.figures["days of sales"] == worked_out.figures["days of sales"]


def test_figures_are_the_same_in_another_process(sample: Programme, worked_out: WorkedOut) -> None:
    code = (
        "import sys, json; from datetime import date; from kamkit import open_programme\n"
        "from kamkit.packs.worked_out import work_out\n"
        "print(json.dumps(dict(work_out(open_programme(sys.argv[1]).tables(), date(2026, 3, 31)).figures)))"
    )
    other = subprocess.run(
        [sys.executable, "-c", code, sample.address],
        capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": "7"},
    )  # fmt: skip
    found: Mapping[str, str] = json.loads(other.stdout)
    assert found == dict(worked_out.figures)


def test_a_figure_that_breaks_is_left_to_the_page_and_the_others_are_there(
    sample: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(tables: object, as_of: date) -> None:
        raise IndexError("a fault of ours")

    asked = worked_out_module._asked(AS_OF)
    monkeypatch.setattr(worked_out_module, "_asked", lambda as_of: {"broken": (broken, (as_of,)), **asked})
    worked = work_out(sample.tables(), AS_OF)
    assert not any("broken" in str(key) for key in worked.memo) and set(worked.figures) == {"names", "broken", *asked}
    assert any("rank_accounts" in str(key) for key in worked.memo)


def test_what_cannot_be_worked_out_is_left_to_the_page(sample: Programme, tmp_path: Path) -> None:
    folder = tmp_path / "foreign"
    folder.mkdir()
    shutil.copy(sample.folder / "programme.sqlite", folder / "programme.sqlite")
    with closing(sqlite3.connect(folder / "programme.sqlite")) as database:
        database.execute("UPDATE sales_lines SET currency = 'XXX' WHERE account_id = ?", (ANOTHER,))
        database.commit()
    with open_programme(folder) as programme:
        worked = work_out(programme.tables(), AS_OF)
    assert not any("rank_accounts" in str(key) for key in worked.memo)
    assert any("rank_stated_importance" in str(key) for key in worked.memo)
    assert fingerprint({"b": 1, "a": (2.0, None)}) == fingerprint({"a": (2.0, float("nan")), "b": 1})
