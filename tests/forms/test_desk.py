"""A workbook's three parameters become a programme, an account and a day, or one line of what to do."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from kamkit.errors import InputError, ProgrammeError
from kamkit.forms import open_desk
from kamkit.forms.faces import ASKED_AT_THE_DOOR
from kamkit.forms.speaking import Speakers
from kamkit.programme import Programme, create_programme

ACCOUNTS = [
    {"account_id": "007", "name": "Quillon Glass"},
    {"account_id": "0042", "name": "Dunmarsh Dairy"},
    {"account_id": "NA", "name": "NA"},
]


@pytest.fixture
def programme(tmp_path: Path) -> Programme:
    made = create_programme(tmp_path / "p")
    made.save_rows("accounts", ACCOUNTS)
    return made


def test_the_account_is_kept_to_the_letter(programme: Programme) -> None:
    for row in ACCOUNTS:
        desk = open_desk(programme.address, row["account_id"], "2026-03-31")
        assert (desk.account_id, desk.account_name, desk.as_of) == (row["account_id"], row["name"], date(2026, 3, 31))
    assert open_desk(programme.address, "", "2026-03-31").account_name == "the portfolio"


def test_a_relative_address_is_looked_for_where_the_notebook_is(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(programme.folder.parent)
    assert open_desk("p", "007", "2026-03-31").account_name == "Quillon Glass"


def test_without_a_day_the_review_date_holds_else_the_last_sale(programme: Programme) -> None:
    with pytest.raises(InputError, match="no review date and no sales lines"):
        open_desk(programme.address)
    programme.replace_batch("b", [{"account_id": "007", "date": date(2026, 2, 3), "revenue": 1.0}])
    assert open_desk(programme.address).as_of == date(2026, 2, 3)
    programme.save("settings", {"settings_id": "programme", "review_date": date(2026, 3, 31)})
    assert open_desk(programme.address).as_of == date(2026, 3, 31)


@pytest.mark.parametrize("typed", ["31.3.2026", "2026-3-31", "20260331", "2026-02-30", "soon", "2026-W13-2"])
def test_a_day_that_is_none_is_refused_in_one_line(programme: Programme, typed: str) -> None:
    with pytest.raises(InputError) as error:
        open_desk(programme.address, "", typed)
    assert typed in str(error.value) and "2026-03-31" in str(error.value) and "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("typed", "near"), [("7", '"007"'), ("na", '"NA"'), ("Quillon Glas", '"007" (Quillon Glass)'), ("004", '"0042"')]
)
def test_an_unknown_account_is_answered_with_the_nearest(programme: Programme, typed: str, near: str) -> None:
    with pytest.raises(InputError) as error:
        open_desk(programme.address, typed, "2026-03-31")
    assert f'"{typed}"' in str(error.value) and near in str(error.value)


def test_an_account_like_no_other_is_answered_with_what_there_is(programme: Programme) -> None:
    with pytest.raises(InputError, match="its 3 accounts begin with"):
        open_desk(programme.address, "zzzzzz", "2026-03-31")


def test_a_number_instead_of_text_names_papermills_option(programme: Programme) -> None:
    with pytest.raises(InputError, match=r"account_id: found 7.*-r account_id"):
        open_desk(programme.address, 7, "2026-03-31")  # type: ignore[arg-type]


def test_what_is_no_programme_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProgrammeError):
        open_desk(str(tmp_path), "", "2026-03-31")


def test_tables_are_read_again_when_somebody_saved_and_only_then(programme: Programme) -> None:
    desk = open_desk(programme.address, "007", "2026-03-31")
    before = desk.tables()
    assert desk.tables() is before
    programme.save("accounts", {"account_id": "007", "name": "Quillon"})
    assert desk.tables() is not before
    assert "Quillon" in desk.tables()["accounts"]["name"].tolist()


IN_A_PROCESS = """
import os, sys
from kamkit.forms import open_desk
desk = open_desk()
again = open_desk()
assert desk.programme.address == again.programme.address
desk.programme.save("accounts", {"account_id": "mine", "name": "Mine alone"})
assert "ipywidgets" not in sys.modules
print(desk.programme.address)
"""


def test_the_sample_is_a_private_copy_that_goes_with_the_kernel() -> None:
    addresses = set()
    for _ in range(2):
        ran = subprocess.run([sys.executable, "-c", IN_A_PROCESS], capture_output=True, text=True, check=True)
        addresses.add(Path(ran.stdout.strip()))
    assert len(addresses) == 2
    assert not any(address.exists() for address in addresses)


@pytest.mark.parametrize("at_the_door", [True, False])
def test_behind_the_door_a_kernel_is_one_persons_whatever_connection_speaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_the_door: bool
) -> None:
    # The server runs the cells, the page's browser says hello meanwhile, and comes by another connection after a break.
    speakers, sender = Speakers(), ["server"]
    monkeypatch.setattr("kamkit.forms.desk.SPEAKERS", speakers)
    monkeypatch.setattr("kamkit.forms.speaking._browser", lambda: sender[0])
    monkeypatch.setenv("KAMKIT_WHO", "Ines Carrow")
    if at_the_door:
        monkeypatch.setenv(ASKED_AT_THE_DOOR, "yes")
    create_programme(tmp_path / "p", currency="EUR").close()
    desk = open_desk(str(tmp_path / "p"), "", "2026-03-31")
    names = []
    for sender[0] in ("the page", "server", "the page after a break"):
        speakers.come("")
        names.append(desk.who)
    assert names == (["Ines Carrow"] * 3 if at_the_door else ["Ines Carrow", "", ""])
    desk.say_who("Ines C.")
    assert desk.who == "Ines C."
    desk.programme.close()
