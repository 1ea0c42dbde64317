"""Hidden means hidden: nothing of a ballot is in any table, history, copy or listing before the reveal."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres_server import Server
from scoring_case import make_programme

from kamkit.cli.person import show_or_erase
from kamkit.cli.status import show_status
from kamkit.errors import BusyError, ConflictError, InputError
from kamkit.forms import Desk
from kamkit.forms.together import score_together
from kamkit.method.scoring import list_finals
from kamkit.model import RECORDS
from kamkit.programme import Programme, open_programme
from kamkit.programme.ballot_box import CARDS, Answer
from kamkit.programme.moving import move_programme
from kamkit.programme.person import find_person
from kamkit.programme.scoring_together import (
    open_scoring,
    save_agreement,
    save_dissent,
    save_final,
    save_offered,
    today,
)

SECRET = "planted-reason-4711"
ON_BOTH = pytest.mark.parametrize("where", ["a folder", "a server"])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A programme that is copied for each test."""
    with make_programme(tmp_path_factory.mktemp("made") / "p") as programme:
        return programme.folder


@pytest.fixture(scope="module")
def made_on_a_server(made: Path, postgres: Server) -> str:
    """The same in a database."""
    address = postgres.new_database()
    move_programme(made, address)
    return address


@pytest.fixture
def where() -> str:
    """Where the programme lives, unless a test says otherwise."""
    return "a folder"


@pytest.fixture
def address(where: str, made: Path, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """A programme of the test's own."""
    if where == "a folder":
        return str(shutil.copytree(made, tmp_path / "p"))
    server: Server = request.getfixturevalue("postgres")
    return server.copy_of(request.getfixturevalue("made_on_a_server"))


@pytest.fixture
def programme(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Programme]:
    monkeypatch.chdir(tmp_path)
    with open_programme(address, who="Ines Carrow") as opened:
        yield opened


def everything_shown(programme: Programme) -> str:
    """Whatever a table, the history and the list of changes show."""
    tables = "\n".join(programme.table(name).to_string() for name in RECORDS)
    past = programme.history().to_string() + programme.changes().to_string()
    return tables + past + "".join(str(programme.rows(name)) for name in RECORDS if name != "sales_lines")


@ON_BOTH
def test_a_ballot_is_nowhere_to_be_seen_before_the_reveal_and_in_the_tables_after(
    where: str, address: str, programme: Programme, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    scoring = open_scoring(programme, "criteria")
    before = programme.change_counter
    programme.ballots.save_answer(scoring, "Maren Voss", "phone", "1", Answer(9, False, SECRET))
    programme.ballots.save_answer(scoring, "Maren Voss", "phone", "2", Answer(None, True, SECRET))
    programme.ballots.save_answer(scoring, "Ines Carrow", "laptop", "1", Answer(2, False, f"{SECRET} of Maren Voss"))
    programme.ballots.hand_in(scoring, "Maren Voss", "phone")
    assert programme.change_counter == before  # a tap makes no open form read again
    show_status(address, by="", to=tmp_path / "x.xlsx", as_of="2026-03-31")
    show_or_erase(address, "Maren Voss", show=True, erase=False, yes=False)
    said = capsys.readouterr().out
    assert f"scoring {scoring}, round 1: 2 answers" in said
    face = score_together(Desk(programme, "", today(programme)), "criteria").shown()
    held = find_person(programme, "Maren Voss")
    assert held.hidden == {(scoring, 1): 2} and held.unseen
    shown = everything_shown(programme) + said + face.html + face.text + repr(held)
    with programme.snapshot(tmp_path / "copy") as copy:
        assert copy.ballots.envelopes(scoring, 1) == [] and len(copy.rows("scorings")) == 1
        shown += everything_shown(copy)
    assert SECRET not in shown and "Maren Voss" not in programme.history("ballots").to_string()
    assert not any(SECRET.encode() in file.read_bytes() for file in (tmp_path / "copy").iterdir())
    assert programme.table("ballots").empty and str(programme.ballots.envelopes(scoring, 1)).count(SECRET) == 0
    assert programme.ballots.reveal(scoring) == 2
    ballots = programme.table("ballots").set_index(["scorer", "item_id"])
    assert ballots.loc[("Maren Voss", "1"), "score"] == 9 and ballots.loc[("Maren Voss", "2"), "dont_know"]
    assert SECRET in everything_shown(programme) and find_person(programme, "Maren Voss").hidden == {}


def test_who_is_in_is_told_and_never_what(programme: Programme) -> None:
    scoring = open_scoring(programme, "plan review", "70")
    assert programme.rows("scorings")[0].values["account_id"] == "007"  # the group
    programme.ballots.save_answers(scoring, "B", CARDS, {"1": Answer(4), "2": Answer(None, True), "3": Answer()}, handed_in=True)
    programme.ballots.save_answer(scoring, "A", "phone", "1", Answer(2))
    first, second = programme.ballots.envelopes(scoring, 1)
    assert (first.scorer, first.answered, first.handed_in, first.from_card) == ("A", 1, False, False)
    assert (second.scorer, second.answered, second.handed_in, second.from_card) == ("B", 2, True, True)
    assert set(vars(first)) == {"scorer", "answered", "handed_in", "from_card"}


def test_a_name_belongs_to_the_device_that_began_with_it_until_it_is_freed(programme: Programme) -> None:
    box, scoring = programme.ballots, open_scoring(programme, "plan review", "NA")
    box.save_answers(scoring, "Paul", "his phone", {"1": Answer(4), "2": Answer(None, True, "no idea"), "3": Answer(2)})
    for act in (lambda: box.take(scoring, "Paul", "another"), lambda: box.save_answer(scoring, " paul ", "another", "1", Answer(1))):
        with pytest.raises(ConflictError, match="in use on another device"):
            act()
    assert box.take(scoring, "Paul", "his phone").answers["1"] == Answer(4)
    box.free(scoring, "Paul")
    card = box.take(scoring, "PAUL", "another")  # whoever it is: what was scored is not shown
    assert card.answers == {} and card.elsewhere == {"1", "2", "3"}
    box.save_answers(scoring, "Paul", "another", {"1": Answer(5), "2": Answer(None, False, "a second thought")})
    card = box.take(scoring, "Paul", "another")
    assert card.answers == {"1": Answer(5)} and card.elsewhere == {"2", "3"}
    with pytest.raises(ConflictError):
        box.save_answer(scoring, "Paul", "his phone", "1", Answer(1))
    assert [(one.scorer, one.answered) for one in box.envelopes(scoring, 1)] == [("Paul", 3)]
    box.reveal(scoring)
    own = programme.table("ballots").set_index("item_id")
    assert own["score"].dropna().to_dict() == {"1": 5, "3": 2} and own.loc["2", "dont_know"] and own.loc["2", "reason"] == "a second thought"
    box.score_again(scoring)
    assert set(box.take(scoring, "Paul", "another").answers) == {"1", "2", "3"}  # all have seen them by now
    box.remove(scoring, "Paul")
    assert box.envelopes(scoring, 2) == []


@pytest.mark.parametrize("answer", [Answer(0), Answer(6), Answer(2.5), Answer(3, True)])
def test_what_is_off_the_scale_is_refused(programme: Programme, answer: Answer) -> None:
    scoring = open_scoring(programme, "plan review", "NA")
    with pytest.raises(InputError, match="expected 1 to 5"):
        programme.ballots.save_answer(scoring, "A", "phone", "1", answer)
    with pytest.raises(InputError, match="not on this card"):
        programme.ballots.save_answer(scoring, "A", "phone", "99", Answer(3))
    for name in (" \n", "x" * 65, "a\0b"):
        with pytest.raises(InputError, match="expected 1 to 64 letters"):
            programme.ballots.save_answer(scoring, name, "phone", "1", Answer(3))
    assert programme.ballots.envelopes(scoring, 1) == []


@ON_BOTH
def test_the_second_round_starts_from_the_first_and_keeps_it(where: str, programme: Programme) -> None:
    box, scoring = programme.ballots, open_scoring(programme, "plan review", "NA")
    box.save_answers(scoring, "A", "a", {"1": Answer(5), "2": Answer(3)}, handed_in=True)
    with pytest.raises(InputError, match="only a revealed one"):
        box.score_again(scoring)
    box.reveal(scoring)
    with pytest.raises(InputError, match="is revealed, not open"):
        box.save_answer(scoring, "A", "a", "1", Answer(1))
    assert box.score_again(scoring) == 2
    assert box.take(scoring, "A", "a").answers == {"1": Answer(5), "2": Answer(3)}
    assert [one.handed_in for one in box.envelopes(scoring, 2)] == [False]
    box.save_answer(scoring, "A", "a", "1", Answer(2))
    assert programme.table("ballots")["score"].tolist() == [5, 3]  # the second round is hidden
    box.reveal(scoring)
    found = programme.table("ballots")
    assert found.sort_values(["round", "item_id"])["score"].tolist() == [5, 3, 2, 3]


@ON_BOTH
def test_settling_writes_the_scores_where_the_workbooks_read_them_as_one_change_that_can_be_taken_back(
    where: str, programme: Programme
) -> None:
    scoring = open_scoring(programme, "relationship stage", "007")
    for name, mark in (("A", 4), ("B", 2)):
        programme.ballots.save_answer(scoring, name, name, "1", Answer(mark))
    programme.ballots.reveal(scoring)
    save_final(programme, scoring, "1", 2, reason="They call us when it burns.")
    save_dissent(programme, scoring, "1", "A", "Their planners sit with ours.")
    with pytest.raises(InputError, match="expected one of those who scored"):
        save_dissent(programme, scoring, "1", "Nobody", "no")
    with pytest.raises(InputError, match="expected 1 to 5"):
        save_final(programme, scoring, "1", 6)
    change = save_agreement(programme, scoring)
    rows = programme.table("stage_ratings").set_index("rater")
    assert rows["stage"].to_dict() == {"A": "interdependent", "B": "basic", "agreed together": "basic"}
    assert "dissent: A: Their planners sit with ours." in rows.loc["agreed together", "evidence_note"]
    assert programme.rows("scorings")[0].values["agreed_by"] == "Ines Carrow"
    with pytest.raises(InputError, match="only a revealed one"):
        save_final(programme, scoring, "1", 3)
    programme.undo(change)
    assert programme.table("stage_ratings").empty and programme.rows("scorings")[0].values["state"] == "revealed"
    assert list_finals(programme.tables(), scoring)["final"].tolist() == [2]
    programme.ballots.score_again(scoring)  # the box was emptied: it is filled from what was revealed
    assert programme.ballots.take(scoring, "A", "a new phone").answers == {"1": Answer(4)}
    assert [one.scorer for one in programme.ballots.envelopes(scoring, 2)] == ["A", "B"]


@ON_BOTH
def test_what_is_written_down_last_is_settled_and_nobody_writes_in_between(where: str, address: str, programme: Programme) -> None:
    scoring = open_scoring(programme, "relationship stage", "007")
    programme.ballots.save_answer(scoring, "A", "a", "1", Answer(4))
    programme.ballots.reveal(scoring)

    def made() -> dict[str, list[dict[str, object]]]:
        with open_programme(address, wait=0.1) as other, pytest.raises(BusyError):
            save_final(other, scoring, "1", 2)
        return {}

    programme.ballots.settle(scoring, made, {})
    with pytest.raises(InputError, match="is agreed; only a revealed one can be settled"):
        save_final(programme, scoring, "1", 2)
    assert programme.rows("scoring_items")[0].values["final"] is None


def test_dissent_outlives_a_second_round_until_it_is_taken_back_and_a_reason_is_not_lost(programme: Programme) -> None:
    scoring = open_scoring(programme, "plan review", "NA")
    programme.ballots.save_answers(scoring, "A", "a", {"1": Answer(1), "2": Answer(3)})
    programme.ballots.save_answers(scoring, "B", "b", {"1": Answer(5), "2": Answer(4)})
    with pytest.raises(InputError, match="nothing is revealed yet"):
        save_dissent(programme, scoring, "1", "A", "no")
    programme.ballots.reveal(scoring)
    save_final(programme, scoring, "1", 4, reason="B was there.")
    save_final(programme, scoring, "1", 5)
    save_dissent(programme, scoring, "1", "A", "It has no day.")
    with pytest.raises(InputError, match="not on this card"):
        save_dissent(programme, scoring, "99", "A", "no")
    programme.ballots.score_again(scoring)
    with pytest.raises(InputError, match="is open"):
        save_dissent(programme, scoring, "1", "B", "no")
    programme.ballots.reveal(scoring)
    first = list_finals(programme.tables(), scoring).iloc[0]
    assert (first["final"], first["reason"], first["dissent"]) == (5, "B was there.", "A: It has no day.")
    save_dissent(programme, scoring, "1", "A", "It has no name either.")
    assert list_finals(programme.tables(), scoring).iloc[0]["dissent"] == "A: It has no name either."
    save_dissent(programme, scoring, "1", "A", " ")
    assert list_finals(programme.tables(), scoring)["dissent"].tolist() == [""] * 8


def test_what_all_are_within_a_point_of_is_taken_over_as_one_change(programme: Programme) -> None:
    scoring = open_scoring(programme, "plan review", "NA")
    for name, marks in {"A": (3, 3, 1, 2), "B": (3, 4, 5, 2), "C": (3, 4, 3, 2)}.items():
        programme.ballots.save_answers(scoring, name, name, {str(at): Answer(mark) for at, mark in enumerate(marks, 1)})
    programme.ballots.reveal(scoring)
    save_final(programme, scoring, "4", None, unknown=True)
    before = programme.change_counter
    assert save_offered(programme, scoring) == 2 and programme.change_counter == before + 1
    finals = list_finals(programme.tables(), scoring).set_index("item_id")
    assert finals["final"].dropna().to_dict() == {"1": 3, "2": 4} and finals.loc["4", "unknown"]


def test_what_is_given_up_is_thrown_away_unseen(programme: Programme) -> None:
    scoring = open_scoring(programme, "plan review", "NA")
    programme.ballots.save_answer(scoring, "A", "a", "1", Answer(1, False, SECRET))
    programme.ballots.drop(scoring)
    assert programme.ballots.envelopes(scoring, 1) == [] and SECRET not in everything_shown(programme)
    programme.close()
    assert not any(SECRET.encode() in file.read_bytes() for file in programme.folder.iterdir())
    with pytest.raises(InputError, match="is dropped, not open"):
        programme.ballots.reveal(scoring)
    with pytest.raises(InputError, match="there is none"):
        programme.ballots.reveal("no-such")


def test_nothing_is_revealed_while_nobody_has_scored(programme: Programme) -> None:
    scoring = open_scoring(programme, "plan review", "NA")
    with pytest.raises(InputError, match="nobody has scored yet"):
        programme.ballots.reveal(scoring)


def test_what_an_undone_scoring_left_behind_goes_with_the_next(programme: Programme) -> None:
    scoring = open_scoring(programme, "plan review", "NA")
    programme.ballots.save_answer(scoring, "A", "a", "1", Answer(1))
    programme.undo(programme.change_counter)
    second = open_scoring(programme, "plan review", "NA")
    assert programme.ballots.envelopes(scoring, 1) == []
    assert programme.rows("scorings", scoring_id=second)[0].values["number"] == 1


@ON_BOTH
def test_twelve_people_tap_at_once_and_every_acknowledged_tap_is_revealed(where: str, address: str, programme: Programme) -> None:
    scoring = open_scoring(programme, "criteria")
    failed: list[BaseException] = []

    def taps(number: int) -> None:
        try:
            with open_programme(address) as own:
                for item in ("1", "2", "3", "4"):
                    own.ballots.save_answer(scoring, f"P{number}", f"phone {number}", item, Answer(1 + number % 10))
                own.ballots.hand_in(scoring, f"P{number}", f"phone {number}")
        except BaseException as error:
            failed.append(error)

    people = [threading.Thread(target=taps, args=(number,)) for number in range(12)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert not failed
    assert all(one.handed_in and one.answered == 4 for one in programme.ballots.envelopes(scoring, 1))
    assert programme.ballots.reveal(scoring) == 12 and len(programme.table("ballots")) == 48


def test_an_older_programme_gets_its_box_when_it_is_opened(programme: Programme, tmp_path: Path) -> None:
    import sqlite3

    programme.close()
    with sqlite3.connect(programme.folder / "programme.sqlite") as file:
        file.execute("DROP TABLE ballot_box")
        file.execute("DROP TABLE ballots")
        file.execute("UPDATE meta SET value = 'older' WHERE name = 'fingerprint'")
    with open_programme(programme.folder) as opened:
        scoring = open_scoring(opened, "plan review", "NA")
        opened.ballots.save_answer(scoring, "A", "a", "1", Answer(3))
        assert opened.ballots.reveal(scoring) == 1
