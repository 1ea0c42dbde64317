"""The trainer's handbook says what the code does: answers worked out, mistakes by their names, minutes that add up."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path

import pytest

from kamkit.course.exercises import CORE, NAMES, exercise_called

HANDBOOK = Path(__file__).resolve().parents[2] / "exercises" / "TRAINER.md"
TEXT = HANDBOOK.read_text(encoding="utf-8")
NUMBERS = [name[:2] for name in NAMES]


def section(title: str) -> str:
    """What stands under a heading of two or three signs."""
    found = re.search(rf"^(#{{2,3}}) {re.escape(title)}\n(.*?)(?=^#{{2,3}} |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert found, title
    return found[2]


def of_exercise(number: str) -> str:
    return section(f"{number} {exercise_called(number).title}")


def by_hand(text: str) -> str:
    """A section without the parts made from the code."""
    return re.sub(r"<!-- made.*?<!-- end -->", "", text, flags=re.DOTALL)


def test_the_made_parts_are_what_the_code_makes() -> None:
    spec = importlib.util.spec_from_file_location("make_handbook", Path(__file__).with_name("make_handbook.py"))
    assert spec and spec.loader
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    assert maker.made(TEXT) == TEXT, "python tests/course/make_handbook.py brings it up to date"
    assert re.findall(r"<!-- made: exercise (\w+) -->\n\*", TEXT) == NUMBERS


@pytest.mark.parametrize("number", NUMBERS)
def test_slips_are_called_as_the_exercise_calls_them_and_there_is_something_to_ask(number: str) -> None:
    written = by_hand(of_exercise(number))
    named = [" ".join(one.split()) for one in re.findall(r"\*\*(.+?)\*\*", written, re.DOTALL)]
    known = {one.name for question in exercise_called(number).questions for one in question.misconceptions}
    assert len(named) >= 3 and set(named) <= known, set(named) - known
    assert "*Usual slips.*" in written and written.split("*Ask.*")[1].count("?") >= 3


def minutes(title: str) -> list[tuple[int, str]]:
    return [(int(spent), what) for spent, what in re.findall(r"^\| (\d+) \| (.+?) \|$", section(title), re.MULTILINE)]


@pytest.mark.parametrize(("title", "expected"), [("The core in one day", CORE), ("Two days", NUMBERS)])
def test_a_schedule_holds_its_exercises_in_their_order_with_their_time(title: str, expected: tuple[str, ...]) -> None:
    asked = {int(number): exercise_called(number).minutes for number in NUMBERS}
    found = [(int(what.split()[1]), spent) for spent, what in minutes(title) if re.fullmatch(r"Exercise \d\d", what)]
    assert found == [(int(number), asked[int(number)]) for number in expected]


def test_a_day_is_a_working_day() -> None:
    assert 400 <= sum(spent for spent, _ in minutes("The core in one day")) <= 480
    first, second = section("Two days").split("| minutes | day 2 |")
    for day in (first, second):
        assert 460 <= sum(int(one) for one in re.findall(r"^\| (\d+) \|", day, re.MULTILINE)) <= 520


def test_eight_weeks_hold_all_exercises_and_all_quarters() -> None:
    rows = re.findall(r"^\| (\d) \|(.*?)\|(.*?)\| (.*?) \|$", section("Eight weeks"), re.MULTILINE)
    assert [int(row[0]) for row in rows] == list(range(1, 9))
    assert {number for row in rows for number in re.findall(r"\b(\d\d)\b", row[1] + row[2])} == set(NUMBERS)
    assert [int(number) for row in rows for number in re.findall(r"quarter (\d)", row[3])] == list(range(1, 9))


def test_its_links_lead_somewhere_and_its_code_runs(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert (HANDBOOK.parent / target).exists(), target
    (block,) = re.findall(r"^```python\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    monkeypatch.setattr("kamkit.course.exercises.NAMES", NAMES[:2])  # all twelve are checked in test_exercises.py
    exec(compile(ast.parse(block), "handbook", "exec"), {})
    assert capsys.readouterr().out == "", "the sample tells all mistakes apart"


def test_it_says_what_a_trainer_has_to_know() -> None:
    assert "in English only" in section("How to talk about an exercise")
    for asked in ("**What**", "**Where**", "**Who sees what**", "**The key**", "**How long**"):
        assert asked in section("What is kept about participants")
