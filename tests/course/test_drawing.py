"""What is drawn for a case: the same for the same case, of equal kind for everybody, and right by the kit's own checks."""

from __future__ import annotations

from importlib import import_module

import numpy as np
import pytest

from kamkit.course.case import Case, open_case, sample_case
from kamkit.course.classes.changes import Changes
from kamkit.course.exercises import MODULES, NAMES, exercise_called, planning, touchline
from kamkit.course.exercises.drawing import Pool, is_sample, mixed, one_of, some_of
from kamkit.course.judging import judge
from kamkit.course.kinds import ENTRIES_AT_MOST
from kamkit.course.question import Question, said
from kamkit.course.shown import asked
from kamkit.method.planning import check_wording
from kamkit.method.touchline import check_behaviour, place_touch_points
from kamkit.method.touchline.behaviour import people_in

CASES = 5
# Questions whose answers need no figure that other checks keep apart: any draw has to do.
DRAWN = {
    "02": ("tell_apart",), "03": ("good_news",), "04": ("whose_steps", "our_view_alone", "can_be_seen"),
    "05": ("two_kinds", "agreed_and_consistent"), "06": ("reasons_that_hold",), "07": ("whose_view",), "08": ("read_a_cell", "how_to_say_it", "ours_to_win"),
    "10": ("something_to_do", "who_answers", "fault_of_each", "how_to_tell"), "11": ("what_is_the_cause", "in_which_order", "with_whom_about_what"),
    "12": ("done_or_worked", "a_forecast_came_true", "how_to_step_down"),
}  # fmt: skip


def another(number: int) -> Case:
    """The sample with other rates: another case as far as drawing goes."""
    changes = Changes()
    rates = sample_case()["activity_rates"]["rate"]
    for at, factor in enumerate(np.random.default_rng(number).uniform(0.95, 1.05, len(rates))):
        changes.set("activity_rates", at, "rate", round(float(rates.iloc[at]) * factor, 1))
    return changes.case()


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """The sample, and others."""
    return [open_case(), *(another(number) for number in range(1, CASES))]


def pools() -> list[Pool]:
    """Every pool of an exercise."""
    modules = [vars(import_module(f"kamkit.course.exercises.{module}")) for module in MODULES.values()]
    return [value for module in modules for value in module.values() if isinstance(value, Pool)]


def test_a_pool_holds_more_than_a_case_shows_and_nothing_twice() -> None:
    found = pools()
    assert len(found) >= 25 and len({one.id for one in found}) == len(found)
    for pool in found:
        keys = [key for group in pool.groups.values() for key, _ in group.things]
        labels = [said(label, sample_case()) for group in pool.groups.values() for _, label in group.things]
        assert len(set(keys)) == len(keys) and len(set(labels)) == len(labels), pool.id
        assert all(1 <= group.take < len(group.things) for group in pool.groups.values()), pool.id
        assert sum(group.take for group in pool.groups.values()) <= ENTRIES_AT_MOST
        assert all(len(label) <= 160 for label in labels), pool.id


def test_the_sample_shows_the_first_a_case_always_the_same_and_others_other_things(cases: list[Case]) -> None:
    sample, other = cases[0], cases[1]
    assert is_sample(sample) and not is_sample(other)
    assert one_of(sample, "x", "abc") == "a" and mixed(sample, "x", "abc") == ("a", "b", "c")
    assert some_of(sample, "x", "abcd", 2, lambda two: "d" in two) == ("a", "d")
    assert some_of(other, "x", "abcd", 2, lambda two: set(two) == {"b", "c"}) == ("b", "c")
    again, others = another(1), [another(number) for number in range(2, 16)]
    for pool in pools():
        assert all(set(pool.keys(sample, name)) == {key for key, _ in group.things[: group.take]} for name, group in pool.groups.items())
        assert pool.keys(other, *pool.groups) == pool.keys(again, *pool.groups), pool.id
        for name in pool.groups:
            assert len({tuple(sorted(pool.keys(one, name))) for one in others}) > 1, f"{pool.id}, {name}: the same for everybody"
        assert len({tuple(pool.group_of(one).values()) for one in others}) > 1, "and never in the same place"


@pytest.mark.parametrize(("number", "name"), [(number, name) for number, names in DRAWN.items() for name in names])
def test_whatever_is_drawn_is_judged_alike(number: str, name: str, cases: list[Case]) -> None:
    exercise = exercise_called(number)
    question = exercise.question(name)
    shapes = set()
    for case in cases:
        kind, expected = question.kind_for(case), question.expected(case)
        assert judge(question, case, expected).right and len(asked(exercise, question, case).text) < 1_500
        for mistake in question.misconceptions:
            assert judge(question, case, mistake.made(case)).misconception == mistake.name, mistake.name
        shapes.add((type(kind), kind.entries, 1 if isinstance(expected, str) else len(expected), tuple(marks(question, case))))
    assert len(shapes) == 1, "as many to choose from, as many right, and each mistake costs the same"


def marks(question: Question, case: Case) -> list[float]:
    """What each mistake is worth."""
    return [round(judge(question, case, one.made(case)).score, 6) for one in question.misconceptions]


def test_the_kits_own_checks_see_a_pool_as_the_exercise_does(cases: list[Case]) -> None:
    """Every thing of these pools, not only those that a case happens to show."""
    people = people_in(cases[0], place_touch_points(cases[0], touchline.OSTREVIA))
    for name, group in touchline._SAID.groups.items():
        assert all((not check_behaviour(str(label), people)) == (name == "seen") for _, label in group.things), name
    for name, group in planning._PHRASES.groups.items():
        assert all((not check_wording(str(label))) == (name == "to do") for _, label in group.things), name
    fault_of = {"a result": "wording", "nobody": "who", "no gap": "gap", "whole": planning.FINE, "no success": "success", "an attitude": "wording"}
    for fault, rows in planning._ROWS.items():
        assert set(planning._faults(cases[0], rows).values()) == {fault_of[fault]}, fault
    for name, lines in planning._RACI.items():
        rows = {key: {"what": "Call plant 2 every Monday by 12:00", "responsible_id": does, "accountable_id": answers} for key, (_, does, answers) in lines.items()}
        assert set(planning._faults(cases[0], rows).values()) == {planning.FINE if name == "one" else "who"}, name


def test_every_question_says_in_a_few_words_what_it_asks() -> None:
    for name in NAMES:
        named = [one.asks for one in exercise_called(name).questions]
        assert all(8 <= len(one) <= 44 for one in named) and len(set(named)) == len(named), name
