"""Decisions as data: what may not be decided is refused in one line, and no file can harm the class's board."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamkit.course.simulation import open_game
from kamkit.course.simulation.board import rank_players
from kamkit.course.simulation.board_shown import show_board
from kamkit.course.simulation.choices import choices_of, decisions_of
from kamkit.course.simulation.market import report, score, start, step
from kamkit.course.simulation.market.policies import at_random
from kamkit.course.simulation.market.thinking import think
from kamkit.course.simulation.record import BYTES_AT_MOST, FILE, read_record
from kamkit.errors import InputError, KamkitError

HEAD = {"kind": "kamkit simulation", "model": 1, "learner": "007", "seed": 5}


def one_line(call: Any, *words: str) -> None:
    """The call is refused with one line that names these words."""
    with pytest.raises(InputError) as refused:
        call()
    text = str(refused.value)
    assert "\n" not in text and len(text) < 420
    for word in words:
        assert word in text, text


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"1001": {"hours": 100}}, ("quarter 1", "Ostrevia Pharma", "hours", "100", "0, 40, 80, 120")),
        ({"1001": {"hours": "80"}}, ("hours", "'80'")),
        ({"1001": {"hours": True}}, ("hours", "True")),
        ({"1001": {"hours": 80.0}}, ("hours",)),
        ({"1001": {"hours": -40}}, ("-40",)),
        ({"1001": {"hours": float("nan")}}, ("nan",)),
        ({"1001": {"manager": "tom.halloway"}}, ("manager", "greta.solberg")),
        ({"1001": {"improve": "price"}}, ("improve", "warning, delivery, line")),
        ({"1001": {"concession": 50}}, ("concession", "0, 2, 4, 6")),
        ({"1001": {"ask": 1}}, ("ask", "no, yes")),
        ({"1001": {"step_down": "quietly"}}, ("step_down", "with notice, at once")),
        ({"1001": {"bribe": 1}}, ("bribe", "manager, hours")),
        ({"9999": {"hours": 80}}, ("customer", "9999", "1001")),
        ({"1001": 80}, ("Ostrevia Pharma", "80")),
        ([], ("quarter 1", "[]")),
        ("x" * 500, ("quarter 1",)),
        ({"1001": {"hours": 120}, "1005": {"hours": 120}}, ("Greta Solberg", "320 hours", "Ostrevia Pharma 120", "at most 240")),
        ({id: {"improve": "line"} for id in ("1001", "1002")}, ("improvements", "80,000", "50,000", "1 of them")),
        ({"1001": {"step_down": "at once"}}, ("Ostrevia Pharma", "dropped without notice")),
    ],
)  # fmt: skip
def test_what_may_not_be_decided_is_refused_in_one_line(choices: Any, words: tuple[str, ...]) -> None:
    one_line(lambda: decisions_of(start(5), choices), *words)


def test_nothing_is_decided_twice() -> None:
    state = start(5)
    state = step(state, decisions_of(state, {"1008": {"hours": 40, "promise": "line", "terms": True, "concession": 6}}))
    one_line(lambda: decisions_of(state, {"1008": {"promise": "warning"}}), "second promise", "fallen due")
    one_line(lambda: decisions_of(state, {"1008": {"terms": True}}), "terms mended again")
    state = step(state, decisions_of(state, {"1008": {"concession": 6}}))
    one_line(lambda: decisions_of(state, {"1008": {"concession": 2}}), "Belmarra Tools", "12 %")
    state = step(state, decisions_of(state, {"1008": {"step_down": "with notice"}}))
    one_line(lambda: decisions_of(state, {"1008": {"ask": True}}), "not served any more")


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
    st.sampled_from(["1001", "0042", "hours", "manager", "improve"]) | st.text(max_size=5), inner, max_size=3), max_leaves=8))  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_whatever_is_handed_in_is_taken_or_refused(choices: Any) -> None:
    try:
        decisions_of(START, choices)
    except InputError as error:
        assert "\n" not in str(error)


START = start(5)


def test_decisions_survive_the_way_to_data_and_back() -> None:
    for policy in (think, at_random(4)):
        state = start(9)
        while not state.over:
            did = policy(report(state))
            again = decisions_of(state, json.loads(json.dumps(choices_of(state, did))))
            for name, value in vars(did).items():
                assert (value == getattr(again, name)).all(), name
            state = step(state, again)


def lines(*quarters: Any, **head: Any) -> str:
    """A file's text."""
    rows = [HEAD | head, *({"quarter": number, "decisions": one} for number, one in enumerate(quarters, start=1))]
    return "".join(json.dumps(row) + "\n" for row in rows)


def put(folder: Path, name: str, content: str | bytes) -> Path:
    """A learner's file."""
    path = folder / name / FILE
    path.parent.mkdir(parents=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


HOSTILE = {
    "empty": (b"", "no line"),
    "binary": (bytes(range(256)) * 4, "not text"),
    "not JSON": (b"__import__('os').system('touch hacked')\n", "not JSON"),
    "cut off": (lines({}, {})[:-9], "line 3"),
    "deep": (b"[" * 50_000, "not JSON"),
    "a number of a million digits": (b"9" * 90_000, "not JSON"),
    "not a number": (lines({}).replace("5}", "NaN}"), "not JSON"),
    "a name twice": (lines().replace('"seed": 5', '"seed": 5, "seed": 6'), "not JSON"),
    "huge": (b" " * 2 * BYTES_AT_MOST, "bytes"),
    "another game": (lines(kind="chess"), "expected who plays"),
    "another model": (lines(model=99), "model"),
    "a learner that is no text": (lines(learner=7), "learner"),
    "a learner of lines": (lines(learner="a\nb"), "learner"),
    "a seed below nothing": (lines(seed=-1), "seed"),
    "a seed that is true": (lines(seed=True), "seed"),
    "a score of its own": (lines().replace("}", ', "total": 1e9}', 1), "expected who plays"),
    "quarters out of order": (lines({}, {}).replace('"quarter": 2', '"quarter": 3'), "found quarter '3'; expected 2"),
    "nine quarters": (lines(*[{}] * 9), "expected 8"),
    "more hours than there are": (lines({"1001": {"hours": 120}, "1005": {"hours": 120}}), "at most 240"),
    "no decisions": (lines([]), "decisions per customer"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_set_aside_and_the_others_count(name: str, tmp_path: Path) -> None:
    content, reason = HOSTILE[name]
    put(tmp_path, "good", lines({}, learner="NA"))
    put(tmp_path, "bad", content)
    board = rank_players(tmp_path)
    assert board.table["learner_id"].tolist() == ["NA"]
    (aside,) = board.aside
    assert aside.file == f"bad/{FILE}" and reason in aside.reason and "\n" not in aside.reason
    assert not list(tmp_path.rglob("hacked"))


def test_links_pipes_and_folders_are_set_aside(tmp_path: Path) -> None:
    outside = tmp_path / "secret.txt"
    outside.write_text(lines())
    folder = tmp_path / "class"
    for name in ("link", "pipe", "folder"):
        (folder / name).mkdir(parents=True)
    (folder / "link" / FILE).symlink_to(outside)
    os.mkfifo(folder / "pipe" / FILE)
    (folder / "folder" / FILE).mkdir()
    board = rank_players(folder)
    assert len(board.table) == 0 and len(board.aside) == 3


def test_the_board_ranks_by_replaying_and_keeps_ids_as_they_are(tmp_path: Path) -> None:
    played = {"007": think, "NA": at_random(1)}
    for learner, policy in played.items():
        game = open_game(learner, "5", str(tmp_path / learner))
        while not game.over:
            game.decide(choices_of(game.state, policy(game.seen())))
    put(tmp_path, "half", lines({}, {}, learner="0042"))
    board = rank_players(tmp_path, seed=5, roster={"007": "Rosa Lindqvist", "NA": "Nils Aberg", "0042": "Third"})
    assert board.table["learner_id"].tolist() == ["007", "NA", "0042"]
    assert board.table["place"].tolist() == [1, 2, 0] and board.table["quarters"].tolist() == [8, 8, 2]
    assert board.table["name"].tolist()[0] == "Rosa Lindqvist" and not board.aside
    assert board.table["total"][0] == pytest.approx(score(open_game("007", "", str(tmp_path / "007")).state).total[0])


def test_the_board_is_shown_with_what_people_typed_escaped(tmp_path: Path) -> None:
    assert "Not there yet" in show_board(rank_players(tmp_path)).text
    put(tmp_path, "one", lines({}, learner="<script>alert(1)</script>"))
    put(tmp_path, "two", b"<b>")
    html = show_board(rank_players(tmp_path)).html
    assert "<script>" not in html and "&lt;script&gt;" in html and "1 of 8" in html and "not JSON" in html


def test_twice_the_same_learner_another_seed_and_strangers_are_set_aside(tmp_path: Path) -> None:
    put(tmp_path, "a", lines(learner="1"))
    put(tmp_path, "b", lines(learner="1"))
    put(tmp_path, "c", lines(learner="2", seed=6))
    put(tmp_path, "d", lines(learner="3"))
    put(tmp_path, "e", lines(learner=""))
    board = rank_players(tmp_path, seed=5, roster={"1": "", "2": ""})
    assert board.table.empty
    assert [one.reason.split(":")[0] for one in board.aside] == ["learner '1'", "learner '1'", "seed", "learner", "learner"]


def test_a_game_goes_on_where_it_was_left(tmp_path: Path) -> None:
    game = open_game("0042", "17", str(tmp_path))
    game.decide({"0113": {"hours": 0, "ask": True}})
    again = open_game("0042", "", str(tmp_path))
    assert again.state.quarter == 2 and again.seed == 17
    again.decide({})
    one_line(lambda: game.decide({}), "2 quarters", "expected 1", "run the notebook again")
    assert len(read_record(tmp_path / FILE).quarters) == 2
    one_line(lambda: open_game("0043", "17", str(tmp_path)), "0042", "0043")
    one_line(lambda: open_game("0042", "18", str(tmp_path)), "seed 17", "18")


def test_a_refused_quarter_is_not_kept(tmp_path: Path) -> None:
    game = open_game("x", "1", str(tmp_path))
    one_line(lambda: game.decide({"1001": {"hours": 7}}), "hours")
    assert len(read_record(tmp_path / FILE).quarters) == 0 and game.state.quarter == 1


def test_practice_leaves_nothing_behind_and_learners_never_name_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    game = open_game("../../etc/passwd", "3")
    game.decide({})
    assert not list(tmp_path.iterdir()) and game.path.name == FILE
    assert read_record(game.path).learner == "../../etc/passwd"


@pytest.mark.parametrize("seed", ["-1", "1.5", "x", "1e3", "9" * 12, "²", True])
def test_a_seed_is_a_whole_number(seed: Any) -> None:
    one_line(lambda: open_game("", seed), "seed")


@pytest.mark.parametrize("learner", [7, None, "a\nb", "x" * 101])
def test_a_learner_is_a_text_on_one_line(learner: Any) -> None:
    one_line(lambda: open_game(learner, "1"), "learner")


def test_a_game_that_is_over_stays_over(tmp_path: Path) -> None:
    game = open_game("", "1", str(tmp_path))
    for _ in range(8):
        game.decide({})
    with pytest.raises(KamkitError, match="over"):
        game.decide({})
