"""Hidden means hidden: nothing of a ballot is in any table, history or listing before the reveal."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from scoring_case import make_programme

from kamkit.cli.status import show_status
from kamkit.errors import ConflictError, InputError
from kamkit.forms import Desk
from kamkit.forms.together import score_together
from kamkit.method.scoring import list_finals
from kamkit.model import RECORDS
from kamkit.programme import Programme, open_programme
from kamkit.programme.ballot_box import CARDS, Answer
from kamkit.programme.scoring_together import open_scoring, save_agreement, save_dissent, save_final, today

SECRET = "planted-reason-4711"


@pytest.fixture
def programme(tmp_path: Path) -> Iterator[Programme]:
    with make_programme(tmp_path / "p") as made:
        yield made


def everything_shown(programme: Programme) -> str:
    """Whatever a table, the history and the list of changes show."""
    tables = "\n".join(programme.table(name).to_string() for name in RECORDS)
    past = programme.history().to_string() + programme.changes().to_string()
    return tables + past + "".join(str(programme.rows(name)) for name in RECORDS if name != "sales_lines")


def test_a_ballot_is_nowhere_to_be_seen_before_the_reveal_and_in_the_tables_after(
    programme: Programme, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    scoring = open_scoring(programme, "criteria")
    before = programme.change_counter
    programme.ballots.save_answer(scoring, "Maren Voss", "phone", "1", Answer(9, False, SECRET))
    programme.ballots.save_answer(scoring, "Maren Voss", "phone", "2", Answer(None, True, SECRET))
    programme.ballots.hand_in(scoring, "Maren Voss", "phone")
    assert programme.change_counter == before  # a tap makes no open form read again
    show_status(str(programme.folder), by="", to=tmp_path / "x.xlsx", as_of="2026-03-31")
    faces = [score_together(Desk(programme, "", today(programme)), "criteria").shown() for _ in range(1)]
    shown = everything_shown(programme) + capsys.readouterr().out + "".join(face.html + face.text for face in faces)
    assert SECRET not in shown and "Maren Voss" not in programme.history("ballots").to_string()
    assert programme.table("ballots").empty and str(programme.ballots.envelopes(scoring, 1)).count(SECRET) == 0
    assert programme.ballots.reveal(scoring) == 1
    ballots = programme.table("ballots")
    assert ballots["score"].tolist()[0] == 9 and ballots["dont_know"].tolist() == [False, True]
    assert SECRET in everything_shown(programme)


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
    box.save_answer(scoring, "Paul", "his phone", "1", Answer(4))
    for act in (lambda: box.own_answers(scoring, "Paul", "another"), lambda: box.save_answer(scoring, " Paul ", "another", "1", Answer(1))):
        with pytest.raises(ConflictError, match="in use on another device"):
            act()
    assert box.own_answers(scoring, "Paul", "his phone") == {"1": Answer(4)}
    box.free(scoring, "Paul")
    assert box.own_answers(scoring, "Paul", "another") == {}  # looking is not taking over
    box.take(scoring, "Paul", "another")
    assert box.own_answers(scoring, "Paul", "another") == {"1": Answer(4)}
    with pytest.raises(ConflictError):
        box.save_answer(scoring, "Paul", "his phone", "1", Answer(1))
    box.remove(scoring, "Paul")
    assert box.envelopes(scoring, 1) == []


@pytest.mark.parametrize("answer", [Answer(0), Answer(6), Answer(2.5), Answer(3, True)])
def test_what_is_off_the_scale_is_refused(programme: Programme, answer: Answer) -> None:
    scoring = open_scoring(programme, "plan review", "NA")
    with pytest.raises(InputError, match="expected 1 to 5"):
        programme.ballots.save_answer(scoring, "A", "phone", "1", answer)
    with pytest.raises(InputError, match="not on this card"):
        programme.ballots.save_answer(scoring, "A", "phone", "99", Answer(3))
    with pytest.raises(InputError, match="expected 1 to 64 letters"):
        programme.ballots.save_answer(scoring, " \n", "phone", "1", Answer(3))
    assert programme.ballots.envelopes(scoring, 1) == []


def test_the_second_round_starts_from_the_first_and_keeps_it(programme: Programme) -> None:
    box, scoring = programme.ballots, open_scoring(programme, "plan review", "NA")
    box.save_answers(scoring, "A", "a", {"1": Answer(5), "2": Answer(3)}, handed_in=True)
    with pytest.raises(InputError, match="only a revealed one"):
        box.score_again(scoring)
    box.reveal(scoring)
    with pytest.raises(InputError, match="is revealed, not open"):
        box.save_answer(scoring, "A", "a", "1", Answer(1))
    assert box.score_again(scoring) == 2
    assert box.own_answers(scoring, "A", "a") == {"1": Answer(5), "2": Answer(3)}
    assert [one.handed_in for one in box.envelopes(scoring, 2)] == [False]
    box.save_answer(scoring, "A", "a", "1", Answer(2))
    assert programme.table("ballots")["score"].tolist() == [5, 3]  # the second round is hidden
    box.reveal(scoring)
    found = programme.table("ballots")
    assert found.sort_values(["round", "item_id"])["score"].tolist() == [5, 3, 2, 3]


def test_settling_writes_the_scores_where_the_workbooks_read_them_as_one_change_that_can_be_taken_back(programme: Programme) -> None:
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


def test_what_is_given_up_is_thrown_away_unseen(programme: Programme) -> None:
    scoring = open_scoring(programme, "plan review", "NA")
    programme.ballots.save_answer(scoring, "A", "a", "1", Answer(1, False, SECRET))
    programme.ballots.drop(scoring)
    assert programme.ballots.envelopes(scoring, 1) == [] and SECRET not in everything_shown(programme)
    with pytest.raises(InputError, match="is dropped, not open"):
        programme.ballots.reveal(scoring)
    with pytest.raises(InputError, match="there is none"):
        programme.ballots.reveal("no-such")


def test_nothing_is_revealed_while_nobody_has_scored(programme: Programme) -> None:
    scoring = open_scoring(programme, "plan review", "NA")
    with pytest.raises(InputError, match="nobody has scored yet"):
        programme.ballots.reveal(scoring)


def test_twelve_people_tap_at_once_and_every_acknowledged_tap_is_revealed(programme: Programme) -> None:
    scoring = open_scoring(programme, "criteria")
    failed: list[BaseException] = []

    def taps(number: int) -> None:
        try:
            with open_programme(programme.folder) as own:
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
