"""The pages on promises and on the way to a new experience: what stands where nothing is known, and what is marked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from kamkit.model.frame import tables_of
from kamkit.show.touchline import show_change_steps, show_changes, show_promise_check, show_touchline_check

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

DAY = date(2026, 3, 31)
HOSTILE = "<b>Alpha</b> & Co"


def _tables(steps: list[dict[str, Any]], promises: list[dict[str, Any]]) -> Tables:
    return tables_of(
        {
            "accounts": [{"account_id": "A", "name": HOSTILE}, {"account_id": "B", "name": "Beta"}],
            "touch_points": [
                {"account_id": "", "touch_point_id": "call", "name": "Call", "new_experience": "First", "change_stage": "tried",
                 "promise": "Five days ahead", "behaviour": "The planner rings by 10:00.", "owner_id": "ann"},
            ],
            "change_steps": steps,
            "promises": promises,
        }
    )  # fmt: skip


STEP = {"account_id": "", "change_step_id": "1", "touch_point_id": "call", "who": "Planner", "what": "Rings every Monday.", "due": date(2026, 1, 1)}
PROMISE = {"promise_id": "1", "account_id": "A", "what": "Ten days ahead", "touch_point_id": "call", "owner_id": "ann"}


def test_what_is_missing_is_said_with_who_can_enter_it_where() -> None:
    empty = tables_of({})
    for shown in (show_promise_check(empty), show_changes(empty, "", DAY), show_change_steps(empty, "", DAY)):
        assert "Not there yet" in shown.text and "can enter it" in shown.text


def test_an_overdue_step_is_marked_and_a_stage_said_too_early_stands_beside_the_one_reached() -> None:
    tables = _tables([STEP], [])
    steps, changes = show_change_steps(tables, "A", DAY), show_changes(tables, "A", DAY)
    assert "> all accounts" in steps.text and "1 Jan 2026" in steps.text
    assert "not started (1 of 5), said to be tried" in changes.text and "1, 1 overdue" in changes.text
    assert 'A step is overdue at "Call".' in changes.text and changes.html.count('class="marked"') == 1
    assert "None is overdue" in show_changes(_tables([STEP | {"stage": "normal"}], []), "", DAY).text


def test_a_point_without_steps_says_that_nobody_has_one_to_do() -> None:
    assert 'Nobody has a step to do at "Call".' in show_changes(_tables([], []), "", DAY).text


def test_promises_that_contradict_stand_beside_each_other_and_names_are_escaped() -> None:
    tables = _tables([], [PROMISE])
    own, everybody, other = (show_promise_check(tables, account) for account in ("A", "", "B"))
    assert "Same point, different promise (1)." in own.text and '"Five days ahead", to everybody' in own.text
    assert HOSTILE in everybody.text and "<b>Alpha" not in everybody.html and "&lt;b&gt;Alpha" in everybody.html
    assert f'"Ten days ahead", to {HOSTILE}' in other.text and "<b>Alpha" not in other.html
    assert "None contradicts another" in show_promise_check(_tables([], []), "B").text


def test_the_check_counts_the_steps_of_the_day_it_looks_from() -> None:
    tables = _tables([STEP], [])
    assert "overdue" in show_touchline_check(tables, "", DAY).text
    assert "overdue" not in show_touchline_check(tables, "", date(2025, 12, 31)).text
