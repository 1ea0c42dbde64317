"""A round of peer review in a class, with files: written, given out, practised, read, brought together; hostile ones too."""

from __future__ import annotations

import json
import os
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
from front_door import FrontDoor

from kamkit.course.classes import Class, Learner, open_class
from kamkit.course.classes.opening import save_class, signed_parts
from kamkit.course.exercises import NAMES
from kamkit.course.judging import Costs
from kamkit.course.options import AnswerError
from kamkit.course.peers.plan import PARTS
from kamkit.course.peers.rubric import PLAN
from kamkit.course.peers.samples import PLAN_SAMPLES
from kamkit.course.reviewing import ReviewDesk
from kamkit.course.reviewing.rounds import assign_round, collect_round, read_round, rounds_of, task_called, tasks_of
from kamkit.errors import InputError

WHEN = datetime(2026, 4, 1, 9, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script> and =1+1"
IDS = ("007", "NA", "=1+1", "1e5", "04", "Ä")
COMMENT = {"keep": "The first sentence says who said it.", "change": "Give the second action one person and a day."}


@pytest.fixture
def a_class(tmp_path: Path) -> Class:
    """A class of six with signed, empty sets."""
    people = tuple(Learner(one, f"Name {at} {HOSTILE}", f"f-{at}", f"c1-{at}", (), "") for at, one in enumerate(IDS))
    of = Class(tmp_path, "c1", 7, Costs(), NAMES, people, b"k" * 32, "test")
    save_class(of)
    for learner in people:
        (tmp_path / learner.folder).mkdir()
        values = signed_parts(of, learner)
        values["signature"] = of.sign("set.json", *map(str, values.values()))
        (tmp_path / learner.folder / "set.json").write_text(json.dumps(values))
    return open_class(tmp_path)


def desk(of: Class, learner_id: str) -> ReviewDesk:
    return ReviewDesk(of.path_of(learner_id), of.issued(learner_id), lambda: WHEN)


def texts(who: str) -> dict[str, str]:
    return {part.key: f"{part.label} by {who}: enough words to be read by three others, {HOSTILE}" for part in PARTS}


def marks(level: int) -> dict[str, int]:
    return dict.fromkeys(PLAN.keys, level)


def practise(one: ReviewDesk) -> None:
    for sample in PLAN_SAMPLES:
        one.keep_review("plan", sample.piece_id, {"marks": dict(sample.marks), **COMMENT})


def test_from_the_plan_to_what_an_author_gets_back(a_class: Class, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nobody of 6 has handed in"):
        assign_round(a_class, "plan")
    for one in IDS[:5]:
        desk(a_class, one).keep_plan(texts("a draft"))
        desk(a_class, one).keep_plan(texts(one))
    # One of them hands a zip in from another machine: the folder here has nothing of it.
    shutil.make_archive(str(tmp_path / "from-na"), "zip", a_class.path_of("NA"))
    (a_class.path_of("NA") / "plan.jsonl").unlink()
    made = assign_round(a_class, "plan")
    assert made.without == ("Ä",) and not made.aside and made.assignment.each == 3 and read_round(a_class, "plan").pieces == made.pieces
    assert all(one.parts[PARTS[0].label].split("by ")[1].startswith(one.learner_id + ":") for one in made.pieces), "the last one handed in counts"
    with pytest.raises(InputError, match="given out before"):
        assign_round(a_class, "plan")
    assert assign_round(a_class, "plan", again=True) == made and rounds_of(a_class) == ("plan",)
    given = (a_class.path_of("007") / "to_review-plan.json").read_text()
    assert "Name" not in given and not any(f'"{one}"' in given for one in IDS)

    for one in IDS[:5]:
        own = desk(a_class, one)
        waiting = [piece.piece_id for piece in own.to_read("plan") if not piece.sample]
        with pytest.raises(InputError, match="samples come first"):
            own.keep_review("plan", waiting[0], {"marks": marks(3), **COMMENT})
        practise(own)
        assert "off by 0.0 of a level" in own.practised("plan").text
        for place, piece in enumerate(waiting):
            assert own.next_to_read("plan").piece_id == piece  # type: ignore[union-attr]
            own.keep_review("plan", piece, {"marks": marks(2 + place % 2), **COMMENT, "keep": f"I would keep this sentence: {HOSTILE}"})
        assert own.next_to_read("plan") is None and own.left("plan") == "Nothing more to read."
    outcome = collect_round(a_class, "plan")
    assert outcome.results["reviews"].tolist() == [3] * 5 and not outcome.aside
    results = pd.read_csv(tmp_path / "reviews" / "plan" / "results.csv", dtype=str, keep_default_na=False)
    assert set(results["learner_id"]) == {"007", "NA", "'=1+1", "1e5", "04"}
    page = (tmp_path / "reviews" / "plan" / "index.html").read_text()
    back = (tmp_path / "reviews" / "plan" / f"{a_class.learner('007').folder}.html").read_text()
    assert "<script" not in page + back and back.count("Reader ") == 3 and not re.search(r"Name \d", back)


def test_what_is_hostile_or_forged_does_not_count_and_stops_nobody(a_class: Class, tmp_path: Path) -> None:
    for one in IDS:
        desk(a_class, one).keep_plan(texts(one))
    of_another = (a_class.path_of("007") / "plan.jsonl").read_bytes()
    (a_class.path_of("NA") / "plan.jsonl").write_bytes(of_another)  # somebody else's, and nothing of one's own
    (a_class.path_of("04") / "plan.jsonl").write_bytes(b"\x00\xff" * 5_000_000)
    (a_class.path_of("1e5") / "plan.jsonl").unlink()
    os.symlink(a_class.path_of("007") / "plan.jsonl", a_class.path_of("1e5") / "plan.jsonl")
    made = assign_round(a_class, "plan")
    assert {one.learner_id for one in made.pieces} == {"007", "=1+1", "Ä"} and len(made.aside) == 3
    assert "there are no 3 others" in made.assignment.says and made.assignment.each == 2

    liar = desk(a_class, "007")
    practise(liar)
    with pytest.raises(InputError, match="not given to you"):
        liar.keep_review("plan", "f" * 16, {"marks": marks(4), **COMMENT})
    with pytest.raises(AnswerError, match="a mark alone helps nobody"):
        liar.keep_review("plan", liar.to_read("plan")[2].piece_id, {"marks": marks(4), "keep": "fine", "change": "fine"})
    for piece in liar.to_read("plan")[2:]:
        liar.keep_review("plan", piece.piece_id, {"marks": marks(4), **COMMENT})
    # The same reviews handed in by another, and one's marks of oneself written by hand.
    (a_class.path_of("Ä") / "reviews.jsonl").write_bytes((a_class.path_of("007") / "reviews.jsonl").read_bytes() + b'{"marks": 4}\n' + b"[" * 9_000)
    outcome = collect_round(a_class, "plan")
    assert outcome.reviewers.set_index("learner_id")["done"].to_dict() == {"007": 2, "=1+1": 0, "Ä": 0}
    aside = (tmp_path / "reviews" / "plan" / "set-aside.csv").read_text()
    assert "of another set or reviewer" in aside and "does not have the fields of a review" in aside


def test_short_texts_are_read_in_the_same_way(a_class: Class) -> None:
    from kamkit.course.attempts import Attempt, append_attempt

    assert tasks_of(a_class)[0] == "plan" and len(tasks_of(a_class)) == 13
    assert task_called("10/write_an_action") == "10_the_action_plan/write_an_action"
    for wrong in ("10/who_answers", "99/x", "elsewhere"):
        with pytest.raises(InputError):
            task_called(wrong)
    for one in IDS[:4]:
        issued = a_class.issued(one)
        for at, text in enumerate(("A first try of five words.", "By what they plan: a 2 has no project that we know of, a 9 shares its plan of three years & more > 2."), start=1):
            append_attempt(a_class.path_of(one), Attempt(issued.set_id, one, "05_criteria_and_weights", "write_a_criterion", at, 0, text))
    made = assign_round(a_class, "05/write_a_criterion")
    assert len(made.pieces) == 4 and made.pieces[0].parts["Answer"].startswith("By what")
    one = desk(a_class, "007")
    assert one.tasks() == ("plan", made.task) and [piece.sample for piece in one.to_read(made.task)] == [True, True, False, False, False]
    assert collect_round(a_class, made.task).results["reviews"].tolist() == [0] * 4


def test_the_front_door(a_class: Class, tmp_path: Path, kamkit: FrontDoor) -> None:
    for one in IDS[:4]:
        desk(a_class, one).keep_plan(texts(one))
    status, out, _ = kamkit("course", "review", str(tmp_path), "--assign", "plan")
    assert status == 0 and "4 people: each is read by 3 others and reads 3." in out and out.splitlines()[-1].endswith("assigned.csv")
    practise(desk(a_class, "007"))
    status, out, _ = kamkit("course", "review", str(tmp_path), "--collect", "plan")
    assert status == 1 and "0 of 12 reviews counted, of 4 pieces." in out
    for words in (["--assign", "plan"], [], ["--assign", "plan", "--collect", "plan"], ["--collect", "01/answer_tom"], ["--collect", "plan", "--again"]):
        status, out, err = kamkit("course", "review", str(tmp_path), *words)
        assert status == 2 and not out and err.count("\n") == 1, words
    status, out, err = kamkit("course", "certificate", str(tmp_path), "--as-of", "2026-04-02", "--learner", "007")
    assert status == 1 and "007: 0.0 %; asked for: 60 % of the marks of all 12 exercises" in out
    status, out, err = kamkit("course", "certificate", str(tmp_path), "--learner", "nobody")
    assert status == 2 and "nobody" in err
    status, out, err = kamkit("course", "verify", str(tmp_path), "7K2M9-QX4TD-0H8VB-3N6RC")
    assert status == 1 and "no certificate of class c1" in out
