"""Answers are data: what is not an answer is refused, whatever it is, and a file of them is read without trust."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kamkit.course.attempts import (
    FILE,
    LINES_AT_MOST,
    Attempt,
    append_attempt,
    is_answer,
    parse_attempts,
    read_attempts,
)
from kamkit.course.case import open_case
from kamkit.course.exercises import NAMES, exercise_called
from kamkit.course.issued import IssuedSet, read_set
from kamkit.course.judging import Costs, mark
from kamkit.course.kinds import (
    AnswerError,
    Choice,
    Column,
    Kind,
    Matching,
    Number,
    Ranking,
    Rows,
    Several,
    Text,
    options,
)
from kamkit.course.lines import FILE_AT_MOST
from kamkit.errors import InputError

THREE = options(("a", "Apple"), ("b", "Pear"), ("c", "Plum"))
KINDS: tuple[Kind, ...] = (
    Number("EUR", relative=0.01), Choice(THREE), Several(THREE, most=2), Ranking(THREE, "is first", "is last"), Matching(THREE, THREE[:2]),
    Rows(THREE[:2], (Column("n", "How many", Number("", tolerance=1)), Column("w", "Which", Choice(THREE)))), Text(most=80, words=3),
)  # fmt: skip
RIGHT: tuple[Any, ...] = (
    1000.0, "b", ["a", "c"], ["c", "a", "b"], {"a": "b", "b": "a", "c": "a"},
    {"a": {"n": 3.0, "w": "c"}, "b": {"n": 5.0, "w": "a"}}, "Three words and more.",
)  # fmt: skip
ANYTHING = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=40) | some.sampled_from(["a", "b", "c", "n", "w"]),
    lambda inner: some.lists(inner, max_size=9) | some.dictionaries(some.sampled_from(["a", "b", "c", "n", "w"]) | some.text(max_size=4), inner, max_size=9),
    max_leaves=12,
)  # fmt: skip


def attempt(**changes: Any) -> Attempt:
    """One attempt."""
    values = {"set_id": "set-1", "learner_id": "007", "exercise": NAMES[0], "question": "which_figure", "attempt": 1, "hints": 0, "answer": "margin",
              "when": "2026-04-01T09:00:00+00:00"}  # fmt: skip
    return Attempt(**{**values, **changes})


@pytest.mark.parametrize(("kind", "right"), list(zip(KINDS, RIGHT, strict=True)), ids=lambda one: type(one).__name__)
def test_what_was_read_reads_the_same_again_and_agrees_with_itself(kind: Kind, right: Any) -> None:
    read = kind.read(json.loads(json.dumps(right)))
    assert read == right == kind.read(read)
    assert kind.agree(read, read) == 1 and kind.say(read)


@settings(max_examples=150, deadline=None)
@given(ANYTHING)
def test_whatever_is_given_is_an_answer_or_refused_in_words(value: Any) -> None:
    for kind, right in zip(KINDS, RIGHT, strict=True):
        try:
            read = kind.read(value)
        except AnswerError as error:
            assert str(error)
        else:
            assert is_answer(read) and 0 <= kind.agree(right, read) <= 1


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (KINDS[0], True), (KINDS[0], "1000"), (KINDS[0], float("nan")), (KINDS[0], float("inf")), (KINDS[0], 1e300), (KINDS[1], "d"), (KINDS[1], ["a"]),
        (KINDS[2], []), (KINDS[2], ["a", "b", "c"]), (KINDS[2], ["a", "a"]), (KINDS[3], ["a", "b"]), (KINDS[4], {"a": "b"}), (KINDS[4], {"a": "b", "b": "a", "c": "d"}),
        (KINDS[5], {"a": {"n": 1, "w": "a"}}), (KINDS[5], {"a": {"n": "1", "w": "a"}, "b": {"n": 1, "w": "a"}}), (KINDS[6], "Two words"), (KINDS[6], "word " * 40), (KINDS[6], 7),
    ],
)  # fmt: skip
def test_what_is_not_an_answer_is_refused(kind: Kind, wrong: Any) -> None:
    with pytest.raises(AnswerError):
        kind.read(wrong)


def test_scores_fall_with_what_is_wrong() -> None:
    number, choice, several, ranking, matching, rows, _ = KINDS
    assert [number.agree(1000, value) for value in (990, 1010, 1010.1)] == [1, 1, 0]
    assert choice.agree("a", "b") == 0
    assert [several.agree(["a", "c"], value) for value in (["a", "c"], ["a"], ["a", "b"], ["b"])] == [1, 0.5, 0, 0]
    assert [ranking.agree(["a", "b", "c"], value) for value in (["a", "b", "c"], ["b", "a", "c"], ["c", "b", "a"])] == [1, pytest.approx(1 / 3), 0]
    assert matching.agree({"a": "a", "b": "a", "c": "b"}, {"a": "a", "b": "b", "c": "b"}) == pytest.approx(2 / 3)
    assert rows.agree(RIGHT[5], {"a": {"n": 4, "w": "c"}, "b": {"n": 9, "w": "a"}}) == 0.75


def test_the_best_try_counts_less_hints_and_further_tries() -> None:
    costs = Costs(hint=0.1, attempt=0.2)
    assert mark([], costs) == 0
    assert mark([(0.5, 0), (1, 1), (1, 2)], costs) == pytest.approx(0.7)
    assert mark([(0, 0)] * 6 + [(1, 3)], costs) == 0
    assert mark([(0, 0), (1, 2)], Costs(0, 0)) == 1


def test_attempts_come_back_as_they_were_kept(tmp_path: Path) -> None:
    kept = [attempt(), attempt(answer=None, hints=1), attempt(attempt=2, hints=1, answer={"a": 1.5, "b": "Žižek 'quoted'\n<script>"}), attempt(learner_id="NA")]
    for one in kept:
        append_attempt(tmp_path, one)
    assert read_attempts(tmp_path).attempts == tuple(kept)
    own = read_attempts(tmp_path, set_id="set-1", learner_id="007")
    assert len(own.attempts) == 3 and "another learner" in own.problems[0]
    assert len((tmp_path / FILE).read_text(encoding="ascii").splitlines()) == 4


HOSTILE = (
    b"", b"\n\n\n", b"\xff\xfe\x00", b"[" * 7000, b'{"a":' * 1500, b"null", b"1e999", b"NaN", b'"' + b"x" * 100_000 + b'"', b"9" * 6000,
    b'{"__reduce__": "os.system"}', b"\x80\x04\x95cposix\nsystem\n(S'true'\ntR.", b"PK\x03\x04" + b"\x00" * 2000, b"{" + b'"a": 1, ' * 900 + b'"b": 2}',
)  # fmt: skip


@pytest.mark.parametrize("content", HOSTILE, ids=lambda content: repr(content[:12]))
def test_what_no_learner_wrote_is_left_out_and_the_rest_is_kept(content: bytes) -> None:
    good = attempt().as_line().encode()
    reading = parse_attempts(good + content + b"\n" + attempt(attempt=2).as_line().encode())
    assert [one.attempt for one in reading.attempts] == [1, 2]
    assert len(reading.problems) == sum(bool(line.strip()) for line in content.split(b"\n"))


@pytest.mark.parametrize(
    "changes",
    [
        {"attempt": True}, {"attempt": -1}, {"attempt": 10**9}, {"attempt": 1.0}, {"hints": "1"}, {"set_id": "../../etc"}, {"set_id": ""}, {"learner_id": "a\x00b"},
        {"exercise": "x/y"}, {"question": 7}, {"when": "yesterday"}, {"answer": True}, {"answer": [[[1]]]}, {"answer": ["a"] * 9}, {"answer": "x" * 1300}, {"answer": {"k" * 61: 1}},
        {"answer": 1e13},
    ],
    ids=repr,
)  # fmt: skip
def test_a_field_that_is_not_what_it_should_be_is_refused(changes: dict[str, Any]) -> None:
    line = attempt(**changes).as_line().encode()  # with the id that fits this content
    reading = parse_attempts(line)
    assert not reading.attempts and len(reading.problems) == 1


def test_a_line_changed_by_hand_does_not_fit_its_id() -> None:
    values = json.loads(attempt().as_line())
    reading = parse_attempts(json.dumps({**values, "answer": "contribution"}).encode())
    assert not reading.attempts and "changed after it was written" in reading.problems[0]
    doubled = attempt().as_line().replace('"attempt": 1', '"attempt": 1, "attempt": 2').encode()
    assert not parse_attempts(doubled).attempts
    assert len(parse_attempts(attempt().as_line().encode() * 50).attempts) == 1


def test_sizes_are_limited(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b" " * (FILE_AT_MOST + 1))
    reading = read_attempts(tmp_path)
    assert not reading.attempts and "expected at most" in reading.problems[0]
    many = parse_attempts(b"x\n" * (LINES_AT_MOST + 10))
    assert not many.attempts and len(many.problems) < 30


def test_no_link_and_no_pipe_is_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(attempt().as_line(), encoding="utf-8")
    (tmp_path / FILE).symlink_to(tmp_path / "secret")
    assert not read_attempts(tmp_path).attempts
    with pytest.raises(InputError, match="cannot be written"):
        append_attempt(tmp_path, attempt())
    (tmp_path / FILE).unlink()
    os.mkfifo(tmp_path / FILE)
    assert "not an ordinary file" in read_attempts(tmp_path).problems[0]
    assert read_attempts(tmp_path / "nowhere").attempts == ()


def test_a_set_is_read_and_refused_in_words(tmp_path: Path) -> None:
    assert read_set(tmp_path) == IssuedSet()
    file = tmp_path / "set.json"
    file.write_text('{"set_id": "2026-A", "learner_id": "007", "name": "Robin", "hint_cost": 0, "attempt_cost": 0.25}', encoding="utf-8")
    assert read_set(tmp_path) == IssuedSet("2026-A", "007", "Robin", Costs(0, 0.25))
    for broken in ("[]", "{", '{"set_id": 7}', '{"set_id": "a/b"}', '{"set_id": "a", "hint_cost": 2}', '{"set_id": "a", "hint_cost": true}', '{"set_id": "a", "name": "' + "x" * 5000 + '"}'):
        file.write_text(broken, encoding="utf-8")
        with pytest.raises(InputError):
            read_set(tmp_path)


def test_a_case_of_ones_own_changes_the_answers_and_not_the_questions(tmp_path: Path) -> None:
    from kamkit.course.judging import check_exercise
    from kamkit.programme.opening import rows_of_csv

    rows = list(rows_of_csv("activity_rates"))
    lines = [",".join(rows[0])] + [",".join({**row, "rate": "420"}.values() if row["driver"] == "rush order" else row.values()).replace("Anselm Torvik, controlling", "Controlling").replace(", January", " January") for row in rows]
    (tmp_path / "activity_rates.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    exercise, own = exercise_called("01"), open_case(tmp_path)
    question = exercise.question("serving_hypra")
    assert question.expected(own) == pytest.approx(question.expected(open_case()) + 30 * 1180)
    assert check_exercise(exercise, own) == ()


def test_a_case_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    for make, words in (
        (lambda: open_case(tmp_path / "nowhere"), "there is no folder"), (lambda: open_case(tmp_path), "holds no table"),
        (lambda: (tmp_path / "secrets.csv").write_text("a\n1\n") and open_case(tmp_path), "no table of the kit"),
    ):  # fmt: skip
        with pytest.raises(InputError, match=words):
            make()
    (tmp_path / "secrets.csv").rename(tmp_path / "settings.csv")
    with pytest.raises(InputError, match="settings.csv, row 2"):
        open_case(tmp_path)["settings"]
