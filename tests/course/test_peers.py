"""Peer review: even and never oneself, practised first, the median of those that count, agreement as published."""

from __future__ import annotations

import json
import math
from collections import Counter
from hashlib import sha256
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kamkit.course.lines import parse_lines
from kamkit.course.options import AnswerError
from kamkit.course.peers.agreement import concordance, krippendorffs_alpha
from kamkit.course.peers.assigning import Assignment, assign_reviewers
from kamkit.course.peers.outcome import FAR_OFF, collect_outcome
from kamkit.course.peers.plan import PARTS, Plan, parse_plan, read_parts
from kamkit.course.peers.review import Review, make_review, parse_review
from kamkit.course.peers.rubric import HIGHEST, LOWEST, PLAN, TEXT, rubric_of, share_of
from kamkit.course.peers.samples import PLAN_SAMPLES, TEXT_SAMPLES, Deviation, deviation, samples_of
from kamkit.course.peers.shown import (
    agreement_in_words,
    plan_fields,
    plan_from,
    review_fields,
    review_from,
    show_outcome,
    show_received,
)
from kamkit.errors import InputError
from kamkit.sample import __file__ as sample_file

HOSTILE = '<script>alert(1)</script> =cmd|"/c calc"!A1 \u202e & #set page() "quoted"'
GOOD = {"keep": "The first sentence names the second hall.", "change": "Say who asks whom by which day."}


def marks(level: int, rubric: Any = PLAN) -> dict[str, int]:
    return dict.fromkeys(rubric.keys, level)


def review(reviewer: str, piece_id: str, level: int | dict[str, int] = 3, **changes: Any) -> Review:
    given_marks = level if isinstance(level, dict) else marks(level)
    return make_review(f"set-{reviewer}", reviewer, "plan", piece_id, {"marks": given_marks, **GOOD, **changes}, "2026-04-01T09:00:00+00:00")


def practised(reviewer: str, shift: int = 0) -> list[Review]:
    """Both samples, each mark ``shift`` off where the scale allows."""
    moved = [{key: min(HIGHEST, max(LOWEST, mark + shift)) for key, mark in one.marks.items()} for one in PLAN_SAMPLES]
    return [review(reviewer, one.piece_id, given_marks) for one, given_marks in zip(PLAN_SAMPLES, moved, strict=True)]


def piece_of(author: str) -> str:
    return sha256(author.encode()).hexdigest()[:16] if not author.isdigit() else f"{int(author):016x}"


# Who reads whom


@settings(max_examples=60, deadline=None)
@given(some.sets(some.text(min_size=1, max_size=8), max_size=40), some.text(max_size=12))
def test_everybody_reads_as_many_as_read_them_and_never_themselves(people: set[str], seed: str) -> None:
    found = assign_reviewers(people, seed)
    each = min(3, max(0, len(people) - 1))
    assert set(found.reads) == people and found.each == each
    assert all(one not in authors and len(set(authors)) == len(authors) == each for one, authors in found.reads.items())
    read = Counter(author for authors in found.reads.values() for author in authors)
    assert all(read[one] == each for one in people)
    assert found == assign_reviewers(sorted(people, reverse=True), seed), "the order of the roster does not matter"
    if len(people) > 6:
        assert not any(one in found.reads[author] for one, authors in found.reads.items() for author in authors), "nobody reads their readers"


def test_another_seed_is_another_assignment_and_small_classes_are_said_plainly() -> None:
    people = [f"{at:03}" for at in range(40)]
    assert assign_reviewers(people, "a").reads != assign_reviewers(people, "b").reads
    assert assign_reviewers(people, "a").says == "40 people: each is read by 3 others and reads 3."
    assert assign_reviewers(["NA", "007", "1"], "a").says == "3 people: each is read by 2 and reads 2, because there are no 3 others."
    assert "Only one person" in assign_reviewers(["007"], "a").says and "Nobody" in assign_reviewers([], "a").says


# The levels and the samples


def test_levels_are_told_apart_and_samples_are_marked_with_reasons() -> None:
    for rubric, samples in ((PLAN, PLAN_SAMPLES), (TEXT, TEXT_SAMPLES)):
        assert len(set(rubric.keys)) == len(rubric.criteria)
        assert all(len(set(one.levels)) == 4 and one.asks.endswith("?") for one in rubric.criteria)
        for sample in samples:
            assert set(sample.marks) == set(sample.reasons) == set(rubric.keys)
            assert all(LOWEST <= mark <= HIGHEST for mark in sample.marks.values())
    for task in ("plan", "10_the_action_plan/write_an_action"):
        first, second = samples_of(task)
        assert sum(first.marks.values()) > sum(second.marks.values()), "one is better than the other"
    # Whoever marks by the impression is off: in each plan a criterion stands out against the rest.
    assert any(PLAN_SAMPLES[0].marks[key] < PLAN_SAMPLES[1].marks[key] for key in PLAN.keys)
    with pytest.raises(InputError, match="task"):
        rubric_of("plans")


def test_samples_are_plans_that_could_be_handed_in_and_are_not_about_the_case() -> None:
    for sample in PLAN_SAMPLES:
        by_key = {part.key: sample.parts[part.label] for part in PARTS}
        assert read_parts(by_key) == by_key
    from pathlib import Path

    case = "".join(path.read_text(encoding="utf-8") for path in Path(sample_file).parent.glob("*.csv") if path.stem != "sales_lines")
    assert all(name not in case for name in ("Merrowby", "Joan Pike", "Ada Lorne", "Piet Moss", "Kim Dale"))


def test_how_far_off_and_to_which_side() -> None:
    exact = {one.piece_id: one.marks for one in PLAN_SAMPLES}
    assert deviation(PLAN_SAMPLES, exact) == Deviation(0.0, 0.0)
    all_threes = {one.piece_id: marks(3) for one in PLAN_SAMPLES}
    found = deviation(PLAN_SAMPLES, all_threes)
    assert found.off == pytest.approx((1 + 0 + 1 + 0 + 1 + 2 + 1 + 0 + 2 + 0) / 10)  # by hand, from the marks 4 3 4 3 2 and 1 2 3 1 3
    assert found.kinder == pytest.approx((-1 + 0 - 1 + 0 + 1 + 2 + 1 + 0 + 2 + 0) / 10)
    assert math.isnan(deviation(PLAN_SAMPLES, {}).off)


# What is handed in


PLAN_TEXTS = {part.key: f"{part.label} as I see it: eight words and a few more, {HOSTILE}" for part in PARTS}


def test_a_plan_is_read_back_as_it_was_handed_in_and_not_if_it_was_changed() -> None:
    plan = Plan("set-1", "007", read_parts(PLAN_TEXTS), "2026-04-01T09:00:00+00:00")
    line = plan.as_line().encode()
    assert parse_plan(line) == plan and "\u202e" not in plan.parts["customer"]
    values = json.loads(line)
    for change in ({"learner_id": "008"}, {"set_id": "set-2"}, {"parts": {**values["parts"], "wrong": "nine other words than were handed in before today"}}):
        with pytest.raises(InputError, match="changed"):
            parse_plan(json.dumps({**values, **change}).encode())
    with pytest.raises(AnswerError, match="What we want: too short"):
        read_parts({**PLAN_TEXTS, "objective": "word word word word word word word word word"})
    with pytest.raises(AnswerError, match="expected at most 700"):
        read_parts({**PLAN_TEXTS, "objective": "nine words and then many more of them " * 20})
    with pytest.raises(AnswerError, match="6 parts"):
        read_parts({**PLAN_TEXTS, "__class__": "x"})


def test_a_review_needs_a_mark_for_each_criterion_and_both_comments() -> None:
    one = review("007", piece_of("1"))
    assert parse_review(one.as_line().encode()) == one
    for change, said in (
        ({"marks": {**marks(3), "limits": None}}, "no mark yet"), ({"marks": {**marks(3), "limits": 5}}, "from 1 to 4"),
        ({"marks": {**marks(3), "limits": True}}, "from 1 to 4"), ({"marks": {**marks(3), "more": 1}}, "nothing else"),
        ({"keep": "Good."}, "at least 5 words"), ({"change": "x" * 900}, "at most 400"), ({"change": None}, "expected a text"),
    ):  # fmt: skip
        with pytest.raises(AnswerError, match=said):
            make_review("s", "007", "plan", piece_of("1"), {"marks": marks(3), **GOOD, **change})
    forged = json.loads(one.as_line())
    with pytest.raises(InputError, match="changed"):
        parse_review(json.dumps({**forged, "marks": marks(4)}).encode())


@settings(max_examples=60, deadline=None)
@given(some.binary(max_size=400) | some.text(max_size=200).map(str.encode))
def test_whatever_a_file_holds_reading_it_ends_in_words(content: bytes) -> None:
    good = review("007", piece_of("1"))
    found = parse_lines(content.replace(b"\n", b" ") + b"\n" + good.as_line().encode(), "reviews.jsonl", parse_review)
    assert found.kept == (good,)
    assert all("reviews.jsonl" in one for one in found.problems)


def test_a_file_that_is_too_large_or_has_too_many_lines_is_named() -> None:
    assert parse_lines(b"x" * 2_000_001, "plan.jsonl", parse_plan).problems == ("plan.jsonl: found more than 2,000,000 bytes; left out",)
    many = parse_lines(b"{}\n" * 700, "plan.jsonl", parse_plan)
    assert not many.kept and len(many.problems) == 21 and many.problems[-1] == "plan.jsonl: and 481 more of the kind"
    assert parse_lines(b"[" * 5_000, "plan.jsonl", parse_plan).kept == ()


# What it comes to


def round_of(people: int = 8) -> tuple[Assignment, dict[str, str]]:
    names = [f"{at:03}" for at in range(1, people + 1)]
    return assign_reviewers(names, "seed"), {one: piece_of(one) for one in names}


def test_the_median_of_three_and_the_score_by_hand() -> None:
    assignment, pieces = round_of()
    author = "003"
    readers = assignment.readers_of(author)
    given_marks = dict(zip(readers, ({"customer": 4, "evidence": 1, "objective": 2, "actions": 3, "limits": 1},
                                     {"customer": 4, "evidence": 2, "objective": 3, "actions": 3, "limits": 1},
                                     {"customer": 1, "evidence": 4, "objective": 4, "actions": 3, "limits": 2}), strict=True))  # fmt: skip
    reviews = {one: [*practised(one), *(review(one, pieces[of], given_marks[one] if of == author else 2) for of in assignment.reads[one])] for one in assignment.reads if one in readers}
    outcome = collect_outcome("plan", assignment, pieces, reviews)
    row = outcome.results.set_index("learner_id").loc[author]
    assert [row[key] for key in PLAN.keys] == [4, 2, 3, 3, 1]
    assert row["score"] == pytest.approx((3 + 1 + 2 + 2 + 0) / 15) and row["reviews"] == row["asked"] == 3 and row["apart"] == 3
    assert share_of(1) == 0 and share_of(4) == 1 and not outcome.aside
    silent = outcome.results.set_index("learner_id")["reviews"].eq(0)
    assert outcome.results.set_index("learner_id")["score"].isna().equals(silent)


def test_what_does_not_count_is_set_aside_with_its_reason() -> None:
    assignment, pieces = round_of()
    one = "001"
    own = assignment.reads[one]
    stranger = next(name for name in pieces if name != one and name not in own)
    early = review(one, pieces[own[0]], 1)
    reviews = {one: [early, *practised(one), review(one, pieces[stranger]), review(one, "f" * 16), review(one, pieces[one], 4), review(one, pieces[own[1]], 1), review(one, pieces[own[1]], 4)]}
    outcome = collect_outcome("plan", assignment, pieces, reviews)
    assert [said.split(": ")[1] for said in outcome.aside] == [
        "a review given before both samples were marked; left out", "a review of somebody not assigned; left out",
        "a review of something that was not handed in; left out", "a review of somebody not assigned; left out",
    ]  # fmt: skip
    assert outcome.counted[own[0]] == () and [found.marks["limits"] for found in outcome.counted[own[1]]] == [4], "the last one stands"
    row = outcome.reviewers.set_index("learner_id").loc[one]
    assert (row["done"], row["asked"], row["practised"], row["off"]) == (1, 3, 2, 0)


def test_a_careless_reader_is_seen_and_does_not_decide() -> None:
    assignment, pieces = round_of(12)
    rng = np.random.default_rng(5)
    true = {author: {key: int(rng.integers(1, 5)) for key in PLAN.keys} for author in pieces}
    careless = "004"
    reviews = {
        one: [*practised(one, 2 if one == careless else 0), *(review(one, pieces[of], 4 if one == careless else true[of]) for of in assignment.reads[one])]
        for one in assignment.reads
    }
    outcome = collect_outcome("plan", assignment, pieces, reviews)
    assert all(row[key] == true[str(row["learner_id"])][key] for row in outcome.results.to_dict("records") for key in PLAN.keys)
    row = outcome.reviewers.set_index("learner_id").loc[careless]
    assert row["off"] >= FAR_OFF and row["kinder"] > 0 and row["one_mark"]
    assert outcome.on_samples is not None and 0.8 < outcome.on_samples.w <= 1 and outcome.on_samples.scorers == 12
    assert 0.3 < outcome.alpha < 1
    page = show_outcome(outcome, {careless: HOSTILE})
    assert "far off on the samples; the same mark everywhere" in page.text and "<script" not in page.html


def test_comments_come_back_without_names_and_escaped() -> None:
    assignment, pieces = round_of(4)
    reviews = {one: [*practised(one), *(review(one, pieces[of], keep=f"Keep this, I mean it: {HOSTILE}") for of in assignment.reads[one])] for one in assignment.reads}
    outcome = collect_outcome("plan", assignment, pieces, reviews)
    row = outcome.results.to_dict("records")[0]
    page = show_received(PLAN, row, outcome.counted[row["learner_id"]])
    assert page.html.count("Reader ") == 3 and "<script" not in page.html and "&lt;script&gt;" in page.html
    assert not any(reader in page.text for reader in assignment.reads)
    assert "67 %" in page.text
    assert "Nobody's review" in show_received(PLAN, row, ()).text


def test_alpha_of_ordered_marks_is_the_published_one() -> None:
    # Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), example C: four observers, twelve units, 0.815 for ordinal data.
    observers = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]
    units = [[int(row[at]) for row in observers if row[at] != "."] for at in range(12)]
    assert krippendorffs_alpha(units) == pytest.approx(0.815, abs=5e-4)
    assert krippendorffs_alpha([[1, 1], [4, 4]]) == pytest.approx(1) and krippendorffs_alpha([[1, 4], [4, 1]]) < 0
    assert math.isnan(krippendorffs_alpha([])) and math.isnan(krippendorffs_alpha([[3, 3], [3, 3]])) and math.isnan(krippendorffs_alpha([[1], [2]]))
    assert concordance([[1, 2, 3]]) is None and concordance([[2, 2], [2, 2]]) is None
    found = concordance([[1, 2, 3], [1, 2, 3], [2, 3, 4]])
    assert found is not None and found.w == pytest.approx(1)


def test_too_few_reviews_say_so() -> None:
    outcome = collect_outcome("plan", assign_reviewers(["1"], "s"), {"1": piece_of("1")}, {})
    assert agreement_in_words(outcome) == ["Too few reviews to say how far they agree."]
    assert outcome.results["asked"].tolist() == [0]


# In a browser without a kernel


def test_a_browser_sends_what_a_notebook_gives() -> None:
    sent = {f"part.{part.key}": PLAN_TEXTS[part.key] for part in PARTS}
    assert plan_from(sent) == PLAN_TEXTS and plan_from({}) == dict.fromkeys(PLAN_TEXTS, "")
    page = plan_fields(PLAN_TEXTS)
    assert page.count("<textarea") == page.count("<label") == len(PARTS) and "<script" not in page
    fields = {**{f"mark.{key}": "3" for key in PLAN.keys}, **GOOD}
    assert review_from(PLAN, fields) == {"marks": marks(3), **GOOD}
    assert review_from(PLAN, {"mark.limits": "9"})["marks"]["limits"] is None
    page = review_fields(PLAN, {**fields, "keep": HOSTILE})
    assert page.count('type="radio"') == 20 and page.count(" checked") == 5 and "<script" not in page
