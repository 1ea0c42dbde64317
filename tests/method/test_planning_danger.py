"""The triggers of an account in danger, each reached and just short of it, and what is done then."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamkit.errors import MethodError
from kamkit.method.planning import TRIGGERS, place_triggers, plan_for_danger, rank_dangers, review_danger
from kamkit.method.planning.pairs import estimate_change, estimate_changes
from kamkit.model.frame import tables_of

DAY = date(2026, 3, 31)
PEOPLE = [
    {"member_id": "ines", "name": "Ines Carrow", "line_manager_id": "tom"},
    {"member_id": "tom", "name": "Tom Halloway"},
    {"member_id": "nadja", "name": "Nadja Brandl"},
]
ACCOUNTS = [
    {"account_id": "007", "name": "Quillon Glass", "owner_id": "ines", "status": "key account"},
    {"account_id": "70", "name": "Quillon Lyon", "parent_id": "007"},
    {"account_id": "8", "name": "Other"},
]
Rows = dict[str, list[dict[str, Any]]]


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def tables(**rows: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    return tables_of({"accounts": ACCOUNTS, "team_members": PEOPLE, **rows})


def states(rows: Rows) -> dict[str, str]:
    found = place_triggers(tables(**rows), "007", DAY)
    return dict(zip(found["trigger"], found["state"], strict=True))


RISK = {"risk_id": "r", "account_id": "70", "what": "They leave", "triggered_on": ago(3), "owner_id": "nadja"}
PROMISE = {"promise_id": "p", "account_id": "70", "what": "The list", "due": ago(1), "promised_to": "Ms Roy"}
CONTACTS = [
    {"contact_id": "c1", "account_id": "70", "name": "Ms Roy", "department": "purchasing", "decision_role": "buys", "power": 5.0},
    {"contact_id": "c2", "account_id": "70", "name": "Mr Vial", "department": "quality", "decision_role": "decides"},
]
COVERED = [{"contact_id": "c1", "member_id": "ines"}, {"contact_id": "c2", "member_id": "ines"}]


def sold(before: float, now: float) -> list[dict[str, Any]]:
    line = {"account_id": "70", "order_id": "1", "cost": 0.0}
    # The file reaches back two years, or there is nothing to compare with.
    return [{**line, "date": ago(729), "revenue": 0.0}, {**line, "date": ago(500), "revenue": before},
            {**line, "date": ago(100), "revenue": now}]  # fmt: skip


def renewal(on: date) -> list[dict[str, Any]]:
    return [{"contract_id": "k", "account_id": "70", "name": "Frame", "ends_on": on}]


def asked(*before_and_after: tuple[float, float]) -> Rows:
    people = [{"respondent_id": f"r{at}", "account_id": "70", "side": "customer"} for at in range(len(before_and_after))]
    ratings = [
        {"respondent_id": f"r{at}", "about": "outcome", "item_id": "trust", "supplier_id": "us", "asked_on": on, "performance": mark}
        for at, marks in enumerate(before_and_after)
        for on, mark in zip((ago(400), ago(30)), marks, strict=True)
    ]
    return {"respondents": people, "ratings": ratings}


NEAR, FAR = date(2027, 3, 31), date(2027, 4, 1)
REACHED: dict[str, tuple[Rows, Rows, Rows]] = {  # holds, does not hold, not known
    "risk seen": ({"risks": [RISK]}, {"risks": [{**RISK, "closed_on": ago(1)}]}, {}),
    "promise overdue": ({"promises": [PROMISE]}, {"promises": [{**PROMISE, "due": DAY}]}, {}),
    "contribution down": (
        {"sales_lines": sold(100.0, 90.0)},
        {"sales_lines": sold(100.0, 90.1)},
        {"sales_lines": sold(100.0, 50.0)[2:]},
    ),
    "single thread near renewal": (
        {"contracts": renewal(NEAR), "contacts": CONTACTS, "coverages": COVERED},
        {"contracts": renewal(FAR), "contacts": CONTACTS, "coverages": COVERED},
        {"contracts": renewal(NEAR)},
    ),
    "relationship down": (asked((8, 6), (7, 5), (9, 7)), asked((8, 8), (7, 5), (9, 9)), asked((8, 2), (7, 2))),
}


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_each_trigger_holds_is_just_missed_and_is_not_known(trigger: str) -> None:
    for rows, state in zip(REACHED[trigger], ("holds", "does not hold", "not known"), strict=True):
        assert states(rows)[trigger] == state, state


def test_two_people_of_two_departments_known_by_two_of_ours_are_no_single_thread() -> None:
    covered = [COVERED[0], {"contact_id": "c2", "member_id": "tom"}]
    rows = {"contracts": renewal(NEAR), "contacts": CONTACTS, "coverages": covered}
    assert states(rows)["single thread near renewal"] == "does not hold"


def test_nothing_entered_is_never_safe() -> None:
    assert set(states({}).values()) == {"not known"}
    ranked = rank_dangers(place_triggers(tables(), "007", DAY), 2)
    assert ranked["danger"].tolist() == ["not known"] and ranked["unknown"].tolist() == [5]
    assert place_triggers(tables_of({}), "", DAY).empty


def test_a_loss_that_grows_is_down_and_one_that_shrinks_is_not() -> None:
    def lost(before: float, now: float) -> str:
        lines = [{**line, "cost": line["revenue"] + loss} for line, loss in zip(sold(10.0, 10.0)[1:], (before, now), strict=True)]
        return states({"sales_lines": [sold(0, 0)[0], *lines]})["contribution down"]

    assert lost(5.0, 9.0) == "holds" and lost(9.0, 5.0) == "does not hold"


def test_the_thresholds_are_the_programmes_own() -> None:
    own = {"settings": [{"settings_id": "programme", "danger_fall": 50.0, "danger_months": 13}]}
    assert states({"sales_lines": sold(100.0, 60.0), **own})["contribution down"] == "does not hold"
    assert states({**REACHED["single thread near renewal"][1], **own})["single thread near renewal"] == "holds"


def test_one_risk_is_danger_two_triggers_are_and_one_is_watched() -> None:
    def stands(rows: Rows, needed: int = 2) -> str:
        return str(rank_dangers(place_triggers(tables(**rows), "007", DAY), needed)["danger"].iloc[0])

    both = {"promises": [PROMISE], "sales_lines": sold(100.0, 10.0)}
    assert stands({"risks": [RISK]}) == "in danger" == stands(both)
    assert stands({"promises": [PROMISE]}) == "one trigger" == stands(both, 3)
    assert stands({"promises": [{**PROMISE, "due": DAY}]}) == "no trigger holds"


def test_the_portfolio_takes_the_programmes_accounts_worst_first_and_all_where_there_are_none() -> None:
    found = place_triggers(tables(risks=[{**RISK, "account_id": "8"}]), "", DAY)
    assert found["account_id"].unique().tolist() == ["007"]
    accounts = [{**row, "status": "none"} for row in ACCOUNTS]
    found = place_triggers(tables_of({"accounts": accounts, "risks": [{**RISK, "account_id": "8"}]}), "", DAY)
    ranked = rank_dangers(found, 2)
    assert ranked["account_id"].tolist() == ["8", "007"] and ranked["danger"].iloc[0] == "in danger"


# The paired interval: Student (1908), the extra sleep of ten patients under two drugs.
SLEEP = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4]


def test_the_interval_of_paired_differences_is_students() -> None:
    found = estimate_change(np.array(SLEEP))
    assert found.mean == pytest.approx(1.58)
    assert (found.low, found.high) == (pytest.approx(0.7001142, abs=1e-6), pytest.approx(2.4598858, abs=1e-6))
    assert not found.down and estimate_change(-np.array(SLEEP)).down


@given(st.lists(st.floats(-9, 9), min_size=3, max_size=30))
def test_an_interval_holds_its_mean_and_is_never_narrower_than_rounding(differences: list[float]) -> None:
    found = estimate_change(np.array(differences))
    assert found.low < found.mean < found.high
    assert found.high - found.low >= 2 * 1.96 * np.sqrt(1 / 12 / len(differences))


def test_two_people_give_no_interval_and_one_asked_once_gives_no_change() -> None:
    assert np.isnan(estimate_change(np.array([-5.0, -5.0])).high) and not estimate_change(np.array([-5.0, -5.0])).down
    rows = asked((8, 6), (7, 5), (9, 7))
    once = {**rows, "ratings": [row for row in rows["ratings"] if row["asked_on"] == ago(30)]}
    assert estimate_changes(tables(**once), DAY) == {}
    assert estimate_changes(tables(**rows), ago(31)) == {}
    assert estimate_changes(tables(**rows), DAY)["007"].mean == pytest.approx(-2)


def plan(rows: Rows, account_id: str = "007") -> pd.DataFrame:
    return plan_for_danger(tables(**rows), account_id, DAY)


def test_the_plan_says_who_does_what_within_a_day_and_a_week() -> None:
    found = plan({"risks": [{**RISK, "response": "Visit the plant", "escalate_to": "Tom Halloway"}], "contacts": CONTACTS})
    assert found["within"].tolist() == ["24 hours"] * 3 + ["a week"] * 2
    assert set(found["until"]) == {pd.Timestamp(2026, 4, 1), pd.Timestamp(2026, 4, 7)}
    assert found["because"].tolist() == ["the whole", "the whole", "risk seen", "the whole", "risk seen"]
    assert found["who"].tolist() == ["Tom Halloway", "Tom Halloway", "Nadja Brandl", "Ines Carrow", "Nadja Brandl"]
    assert "Ring Mr Vial" in found["what"].iloc[1] and "Visit the plant" in found["what"].iloc[4]


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_every_trigger_has_a_step_for_the_day_and_one_for_the_week(trigger: str) -> None:
    found = plan(REACHED[trigger][0])
    assert found.loc[found["because"] == trigger, "within"].tolist() == ["24 hours", "a week"]
    assert (found["what"].str.len() > 20).all() and (found["who"] != "").all()


def test_no_trigger_no_plan_and_an_account_without_anybody_names_nobody() -> None:
    assert plan({}).empty and plan_for_danger(tables_of({}), "", DAY).empty
    orphan = tables_of({"accounts": [{"account_id": "9", "name": "Nine"}], "risks": [{**RISK, "account_id": "9", "owner_id": None}]})
    assert set(plan_for_danger(orphan, "9", DAY)["who"]) == {""}


def test_the_findings_say_danger_first_and_what_is_not_known() -> None:
    found = review_danger(tables(risks=[RISK], promises=[{**PROMISE, "due": ago(5), "owner_id": "ines"}]), "007", DAY)
    assert [finding.severity for finding in found] == ["danger", "unknown", "danger"]
    assert "in danger: risk seen, promise overdue" in found[0].says and "3 of 5" in found[1].says
    whole = review_danger(tables(risks=[RISK]), "", DAY)
    assert whole[0].says == "Quillon Glass is in danger by the record."
    assert review_danger(tables_of({}), "", DAY) == ()


@pytest.mark.parametrize("ask", [place_triggers, plan_for_danger, review_danger])
def test_an_account_that_is_not_there_is_named(ask: Any) -> None:
    with pytest.raises(MethodError, match="'nobody'"):
        ask(tables(), "nobody", DAY)


def test_nothing_is_changed_that_was_handed_in() -> None:
    rows = {name: found for reached, _, _ in REACHED.values() for name, found in reached.items()}
    given_tables = tables(**rows)
    before = {name: frame.copy() for name, frame in given_tables.items()}
    plan_for_danger(given_tables, "", DAY)
    review_danger(given_tables, "007", DAY)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(given_tables[name], frame)
