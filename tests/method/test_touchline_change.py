"""The way to a new experience: as far as its slowest step, and overdue where somebody's day has passed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamkit.method.touchline import list_change_steps, place_changes, review_touchline
from kamkit.method.touchline.change import DONE, NO_STEP, ON_ITS_WAY, OVERDUE, SAID_TOO_EARLY, STAGES
from kamkit.model.frame import tables_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

DAY = date(2026, 3, 31)


def _step(number: str, account: str = "", **more: Any) -> dict[str, Any]:
    return {
        "account_id": account, "change_step_id": number, "touch_point_id": "call", "who": "Planner",
        "what": "Rings the customer every Monday.", "due": date(2026, 5, 1), "stage": "prepared",
    } | more  # fmt: skip


def _tables(*steps: dict[str, Any], own: dict[str, Any] | None = None, said: str | None = "prepared") -> Tables:
    points = [
        {"account_id": "", "touch_point_id": "call", "name": "Call", "new_experience": "They hear it first", "change_stage": said},
        {"account_id": "", "touch_point_id": "visit", "name": "Visit"},
    ]
    return tables_of(
        {
            "accounts": [{"account_id": "A", "name": "Alpha"}, {"account_id": "A1", "name": "North", "parent_id": "A"}],
            "touch_points": points + ([{"account_id": "A", "touch_point_id": "call", "name": "Call"} | own] if own else []),
            "change_steps": list(steps),
        }
    )


@pytest.mark.parametrize(
    ("steps", "said", "reached", "verdict"),
    [
        ([], "not started", "", NO_STEP),
        ([], "normal", "", DONE),
        ([_step("1")], "prepared", "prepared", ON_ITS_WAY),
        ([_step("1"), _step("2", stage="normal")], "prepared", "prepared", ON_ITS_WAY),
        ([_step("1"), _step("2", stage="tried")], "tried", "prepared", SAID_TOO_EARLY),
        ([_step("1", due=date(2026, 3, 30))], "tried", "prepared", OVERDUE),
        ([_step("1", due=DAY)], "prepared", "prepared", ON_ITS_WAY),
        ([_step("1", due=None)], None, "prepared", ON_ITS_WAY),
        ([_step("1", due=date(2025, 1, 1), stage="rolled out")], "rolled out", "rolled out", DONE),
        ([_step("1", stage="normal")], "normal", "normal", DONE),
    ],
)
def test_a_new_experience_is_as_far_as_its_slowest_step(
    steps: list[dict[str, Any]], said: str | None, reached: str, verdict: str
) -> None:
    (row,) = place_changes(_tables(*steps, said=said), "", DAY).to_dict("records")
    assert (row["touch_point_id"], row["reached"], row["verdict"], row["steps"]) == ("call", reached, verdict, len(steps))


@settings(deadline=None, max_examples=20)
@given(st.lists(st.sampled_from(STAGES), min_size=1, max_size=6))
def test_no_step_makes_the_others_look_further(stages: list[str]) -> None:
    steps = [_step(str(number), stage=stage) for number, stage in enumerate(stages)]
    (row,) = place_changes(_tables(*steps), "", DAY).to_dict("records")
    assert row["reached"] == min(stages, key=STAGES.index)


def test_what_is_next_is_the_first_step_that_is_not_done() -> None:
    tables = _tables(
        _step("1", due=date(2026, 4, 2), stage="rolled out"), _step("2", due=date(2026, 5, 2)),
        _step("3", due=date(2026, 4, 9), who="Dispatcher", what="Writes the list."),
    )  # fmt: skip
    (row,) = place_changes(tables, "", DAY).to_dict("records")
    assert row["next"] == "Dispatcher: writes the list." and row["next_due"] == pd.Timestamp("2026-04-09")
    assert list_change_steps(tables, "", DAY)["change_step_id"].tolist() == ["3", "2", "1"], "what is done comes last"


def test_an_accounts_own_steps_stand_in_place_of_everybodys_where_it_redesigned_the_point() -> None:
    steps = (_step("1", due=date(2026, 1, 1)), _step("1", "A1"))
    (own,) = place_changes(_tables(*steps, own={"new_experience": "Theirs"}), "A", DAY).to_dict("records")
    assert (own["new_experience"], own["own"], own["steps"], own["verdict"]) == ("Theirs", True, 1, ON_ITS_WAY)
    (shared,) = place_changes(_tables(*steps), "A", DAY).to_dict("records")
    assert (shared["own"], shared["steps"], shared["verdict"]) == (False, 2, OVERDUE)
    everybody = place_changes(_tables(*steps, own={"new_experience": "Theirs"}), "", DAY)
    assert everybody[["account", "steps"]].to_numpy().tolist() == [["all accounts", 1], ["Alpha", 1]]


def test_a_step_nobody_could_see_done_is_named() -> None:
    tables = _tables(_step("1", what="Is more proactive."), _step("2", due=None, what="Rings the customer."), _step("3"))
    says = list_change_steps(tables, "", DAY).set_index("change_step_id")["says"]
    assert "attitude" in says["1"] and "no time is given" not in says["1"], "its day stands beside it"
    assert says["2"].startswith("no time is given") and says["3"] == ""


def test_the_findings_name_what_is_overdue_and_what_is_said_too_early() -> None:
    late = review_touchline(_tables(_step("1", due=date(2026, 1, 1))), "", DAY)
    assert any("1 of 1 steps of the change overdue" in found.says for found in late)
    early = review_touchline(_tables(_step("1"), said="normal"), "", DAY)
    assert any("said to be normal, but a step of it is prepared" in found.says for found in early)
    assert any("No step leads to the new experience of Call" in found.says for found in review_touchline(_tables(), "", DAY))
    inherited = review_touchline(_tables(_step("1", due=date(2026, 1, 1))), "A", DAY)
    assert not any("overdue" in found.says for found in inherited), "everybody's steps are the programme's to mend"


def test_nothing_redesigned_nothing_to_follow() -> None:
    assert place_changes(tables_of({}), "", DAY).empty and list_change_steps(tables_of({}), "", DAY).empty
    assert place_changes(tables_of({"accounts": [{"account_id": "A", "name": "A"}]}), "A", DAY).empty
