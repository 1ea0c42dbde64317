"""Kinds and causes, measures and the way they have come, and the ladder of what is late."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.errors import MethodError
from kamkit.method.planning import (
    KINDS,
    People,
    escalation_ladder,
    estimate_way,
    judge_way,
    place_causes,
    place_escalations,
    place_measures,
    rank_kinds,
)
from kamkit.model.frame import settings_of, tables_of

DAY = date(2026, 3, 31)
# Ines reports to Tom, Tom to Konrad; nobody stands above Konrad, and nobody is recorded above Lone.
PEOPLE = [
    {"member_id": "ines", "name": "Ines Carrow", "line_manager_id": "tom"},
    {"member_id": "tom", "name": "Tom Halloway", "line_manager_id": "konrad"},
    {"member_id": "konrad", "name": "Konrad Varnholt"},
    {"member_id": "lone", "name": "Lone Berg"},
]
ACCOUNTS = [
    {"account_id": "007", "name": "Quillon Glass", "owner_id": "ines"},
    {"account_id": "70", "name": "Quillon Lyon", "parent_id": "007"},
    {"account_id": "8", "name": "Other", "owner_id": "lone"},
]
ACTION = {"account_id": "70", "what": "Call the plant", "responsible_id": "ines", "accountable_id": "ines"}


def tables(**rows: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    return tables_of({"accounts": ACCOUNTS, "team_members": PEOPLE, **rows})


def actions(*changes: dict[str, Any]) -> dict[str, pd.DataFrame]:
    return tables(actions=[{**ACTION, "action_id": f"a{at}", **change} for at, change in enumerate(changes)])


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


# Kinds


def test_actions_are_counted_by_kind_across_accounts() -> None:
    found = rank_kinds(
        actions(
            {"kind": "process", "cause": "Nobody owns it", "due": ago(1)},
            {"kind": "process", "account_id": "8"},
            {"kind": "skill", "state": "done", "worked": True},
            {"kind": "skill", "state": "done", "worked": False},
            {"kind": "skill", "state": "done"},
            {"kind": "skill", "state": "dropped"},
            {},
        ),
        "",
        DAY,
    ).set_index("kind")
    assert list(found.index) == [*KINDS, "not said"]
    assert found.loc["process", ["open", "accounts", "overdue", "without_cause"]].tolist() == [2, 2, 1, 1]
    assert found.loc["skill", ["open", "done", "worked", "not_seen"]].tolist() == [0, 3, 1, 1]
    assert found.loc["not said", "open"] == 1 and found.loc["people", "open"] == 0


def test_without_an_action_every_kind_is_there_with_nothing_in_it() -> None:
    for given_tables in (tables(), tables_of({})):
        found = rank_kinds(given_tables, "", DAY)
        assert found["kind"].tolist() == list(KINDS) and found["open"].sum() == 0
        assert place_causes(given_tables, "", DAY).empty


def test_causes_come_kind_by_kind_and_keep_what_nobody_wrote_down_empty() -> None:
    found = place_causes(
        actions({"kind": "people", "due": ago(9)}, {"kind": "performance", "cause": "One glue", "due": DAY}, {}), "007", DAY
    )
    assert found["kind"].tolist() == ["performance", "people", "not said"]
    assert found["cause"].tolist() == ["One glue", "", ""]
    assert found["account"].unique().tolist() == ["Quillon Glass"] and set(found["responsible"]) == {"Ines Carrow"}


# Measures, worked by hand: from 20 to 90 %, 34 is (34 - 20) / 70 = a fifth of the way.


@pytest.mark.parametrize(
    ("baseline", "target", "latest", "better", "way", "verdict"),
    [
        (20, 90, 34, "higher", 20.0, "nearer"),
        (22, 10, 19, "lower", 25.0, "nearer"),
        (20, 90, 20, "higher", 0.0, "not moved"),
        (20, 90, 13, "higher", -10.0, "further away"),
        (31, 10, 38, "lower", -100 / 3, "further away"),
        (20, 90, 90, "higher", 100.0, "reached"),
        (20, 90, 104, "higher", 120.0, "reached"),
        (31, 10, 10, "", 100.0, "reached"),
        (97, 97, 97, "higher", np.nan, "reached"),
        (97, 97, 96, "higher", np.nan, "further away"),
        (np.nan, 90, 50, "higher", np.nan, "not moved"),
        (np.nan, 90, 95, "higher", np.nan, "reached"),
        (20, 90, np.nan, "higher", np.nan, "not read yet"),
        (20, np.nan, 50, "higher", np.nan, "not read yet"),
    ],
)
def test_the_way_a_measure_has_come(
    baseline: float, target: float, latest: float, better: str, way: float, verdict: str
) -> None:
    assert estimate_way(baseline, target, latest) == pytest.approx(way, nan_ok=True)
    assert judge_way(baseline, target, latest, better) == verdict


FIGURES = st.floats(-1e6, 1e6).map(lambda figure: round(figure, 3))


@given(FIGURES, FIGURES, FIGURES)
def test_turning_the_scale_round_turns_nothing_else(baseline: float, target: float, latest: float) -> None:
    direction = {"": "", "higher": "lower", "lower": "higher"}
    for better in direction:
        assert judge_way(baseline, target, latest, better) == judge_way(-baseline, -target, -latest, direction[better])
    if baseline != target:
        assert estimate_way(baseline, target, baseline) == 0 and estimate_way(baseline, target, target) == pytest.approx(100)


MEASURE = {"measure_id": "m", "account_id": "70", "name": "Warned in time", "unit": "%", "baseline": 20.0, "target": 90.0}


def measured(readings: list[tuple[date, float]], **change: Any) -> pd.Series:
    rows = [{"measure_id": "m", "read_on": on, "value": value} for on, value in readings]
    action = {**ACTION, "action_id": "a", "measure_id": "m", **change}
    return place_measures(tables(actions=[action], measures=[MEASURE], readings=rows), "007", DAY).iloc[0]


def test_the_last_reading_up_to_the_day_counts() -> None:
    found = measured([(ago(60), 25.0), (ago(4), 34.0), (DAY + timedelta(days=1), 90.0)])
    assert (found["latest"], found["verdict"]) == (34.0, "nearer") and found["way"] == pytest.approx(20)
    assert found["read_on"] == pd.Timestamp(ago(4)) and found["informed"] == ""


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({}, "not read yet"),
        ({"measure_id": None, "measure_text": "Counts agree"}, "in words only"),
        ({"measure_id": None}, "no measure"),
        ({"measure_id": "gone"}, "no measure"),
    ],
)
def test_an_action_without_figures_says_so(change: dict[str, Any], verdict: str) -> None:
    assert measured([], **change)["verdict"] == verdict


# The ladder


def late(given_tables: dict[str, pd.DataFrame], account_id: str = "") -> pd.DataFrame:
    return place_escalations(given_tables, account_id, DAY)


@pytest.mark.parametrize(
    ("days", "rung", "told", "following", "on"),
    [
        (1, 1, "Ines Carrow", "Tom Halloway", 7),
        (6, 1, "Ines Carrow", "Tom Halloway", 7),
        (7, 2, "Ines Carrow, Tom Halloway", "Konrad Varnholt", 21),
        (20, 2, "Ines Carrow, Tom Halloway", "Konrad Varnholt", 21),
        (21, 3, "Ines Carrow, Tom Halloway, Konrad Varnholt", "", None),
    ],
)
def test_an_overdue_action_climbs_the_ladder(days: int, rung: int, told: str, following: str, on: int | None) -> None:
    found = late(actions({"due": ago(days)})).iloc[0]
    assert (found["days_late"], found["rung"], found["told"], found["next_told"]) == (days, rung, told, following)
    assert pd.isna(found["next_on"]) if on is None else found["next_on"] == pd.Timestamp(ago(days) + timedelta(days=on))


def test_the_days_are_the_programmes_own_and_a_rung_never_comes_before_the_one_below() -> None:
    rows = {"settings": [{"settings_id": "programme", "action_to_accountable": 5, "action_to_manager": 2, "action_to_top": 3}]}
    own = tables(actions=[{**ACTION, "action_id": "a", "due": ago(4)}], **rows)
    assert late(own).iloc[0]["rung"] == 0 and late(own).iloc[0]["told"] == ""
    ladder = escalation_ladder(settings_of(own))
    assert ladder["action_days"].tolist() == [5, 5, 5] and ladder["promise_days"].tolist() == [1, 3, 10]


def test_what_is_not_late_is_not_on_the_ladder() -> None:
    assert late(actions({"due": DAY}, {"due": None}, {"due": ago(9), "state": "done"})).empty
    assert late(tables_of({})).empty


PROMISE = {"promise_id": "p", "account_id": "70", "what": "The list", "owner_id": "ines"}


def promised(*actions_: dict[str, Any], **change: Any) -> list[str]:
    return late(tables(promises=[{**PROMISE, **change}], actions=list(actions_)))["kind"].tolist()


def test_a_promise_is_late_or_broken_until_an_action_answers_it() -> None:
    answer = {**ACTION, "action_id": "a", "because": "promise", "because_id": "p"}
    assert promised(due=ago(1)) == ["promise overdue"]
    assert promised(due=DAY) == [] and promised(due=ago(1), state="kept") == []
    assert promised(state="broken", settled_on=ago(3)) == ["promise broken"]
    assert promised(answer, state="broken", settled_on=ago(3)) == []
    assert promised({**answer, "state": "dropped"}, state="broken", settled_on=ago(3)) == ["promise broken"]
    assert promised(state="broken", settled_on=ago(366)) == [] and promised(state="broken", settled_on=ago(365))


def test_a_rung_that_is_nobodys_is_said_to_be() -> None:
    alone = late(actions({"due": ago(30), "accountable_id": "lone"})).iloc[0]
    assert alone["told"] == "Lone Berg" and alone["gap"] == "no line manager of Lone Berg is recorded"
    top = late(actions({"due": ago(30), "accountable_id": "konrad"})).iloc[0]
    assert top["told"] == "Konrad Varnholt" and top["gap"] == ""
    nobody = {**ACTION, "action_id": "a", "due": ago(30), "accountable_id": None, "responsible_id": None}
    assert late(tables(actions=[nobody])).iloc[0]["told"].startswith("Ines Carrow")  # who owns the account
    orphan = tables_of({"accounts": [{"account_id": "9", "name": "Nine"}], "actions": [{**nobody, "account_id": "9"}]})
    assert late(orphan).iloc[0]["told"] == "" and late(orphan).iloc[0]["gap"] == "nobody answers for it"


def test_people_in_a_circle_have_a_level_all_the_same() -> None:
    circle = [{"member_id": one, "name": one, "line_manager_id": above} for one, above in (("a", "b"), ("b", "a"), ("c", "c"))]
    people = People(tables_of({"team_members": circle}))
    assert [people.level(one) for one in "abc"] == [2, 2, 1]
    assert people.above("c") == "" and people.name("gone") == "gone" and people.name(np.nan) == ""


@pytest.mark.parametrize("ask", [place_causes, rank_kinds, place_measures, place_escalations])
def test_an_account_that_is_not_there_is_named(ask: Any) -> None:
    with pytest.raises(MethodError, match="'nobody'"):
        ask(tables(), "nobody", DAY)


def test_nothing_is_changed_that_was_handed_in() -> None:
    given_tables = tables(
        actions=[{**ACTION, "action_id": "a", "due": ago(9), "measure_id": "m"}], promises=[{**PROMISE, "due": ago(9)}],
        measures=[MEASURE], readings=[{"measure_id": "m", "read_on": ago(1), "value": 30.0}],
    )  # fmt: skip
    before = {name: frame.copy() for name, frame in given_tables.items()}
    for ask in (place_causes, rank_kinds, place_measures, place_escalations):
        ask(given_tables, "", DAY)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(given_tables[name], frame)
