"""Health is the worst of five signs and unknown is never fine; data quality is another thing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamkit.errors import MethodError
from kamkit.method.plan import (
    SIGNS,
    estimate_data_quality,
    estimate_health,
    estimate_relationship_change,
    review_data_quality,
    review_signs,
)
from kamkit.model.frame import tables_of

DAY = date(2026, 3, 31)
ACCOUNTS = [
    {"account_id": "007", "name": "Quillon Glass", "renewal_on": date(2028, 1, 1)},
    {"account_id": "70", "name": "Quillon Lyon", "parent_id": "007"},
    {"account_id": "8", "name": "Other"},
]
Rows = dict[str, list[dict[str, Any]]]


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def asked(person: str, before: float, after: float, account: str = "70", item: str = "trust") -> Rows:
    said = [
        {"respondent_id": person, "about": "outcome", "item_id": item, "supplier_id": "us", "asked_on": day, "performance": mark}
        for day, mark in ((ago(400), before), (ago(30), after))
    ]
    return {"respondents": [{"respondent_id": person, "account_id": account, "side": "customer"}], "ratings": said}


def lines(before: float, now: float, account: str = "70") -> list[dict[str, Any]]:
    # A first sale two years ago, so that the file covers both years.
    return [
        {"account_id": account, "date": date(2024, 4, 2), "order_id": "1", "revenue": before, "cost": 0.0},
        {"account_id": account, "date": date(2026, 1, 5), "order_id": "2", "revenue": now, "cost": 0.0},
    ]


HEALTHY: Rows = {
    "risks": [{"risk_id": "k", "account_id": "70", "what": "Trial", "trigger": "Boxes of a rival"}],
    "promises": [{"promise_id": "p", "account_id": "70", "what": "Stock list", "due": DAY}],
    "sales_lines": lines(100.0, 100.0),
    "respondents": [row for who in "abc" for row in asked(who, 7, 7)["respondents"]],
    "ratings": [row for who in "abc" for row in asked(who, 7, 7)["ratings"]],
}


def tables(**rows: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    return tables_of({"accounts": ACCOUNTS, **HEALTHY, **rows})


def signs(found: dict[str, pd.DataFrame], account: str = "007") -> dict[str, str]:
    rows = review_signs(found, DAY, account)
    return dict(zip(rows["sign"], rows["state"], strict=True))


def health(found: dict[str, pd.DataFrame], account: str = "007") -> str:
    return str(estimate_health(found, DAY, account).loc[account, "health"])


def test_all_five_signs_known_and_none_showing_is_fine() -> None:
    assert signs(tables()) == dict.fromkeys(SIGNS, "fine")
    row = estimate_health(tables(), DAY, "007").loc["007"]
    assert (row["health"], row["unknown"], row["sign"]) == ("fine", 0, "")


def test_nothing_entered_is_unknown_and_never_fine() -> None:
    found = tables_of({"accounts": [{"account_id": "8", "name": "Other"}]})
    assert signs(found, "8") == dict.fromkeys(SIGNS, "unknown") and health(found, "8") == "unknown"


@pytest.mark.parametrize("missing", ["risks", "promises", "sales_lines", "ratings"])
def test_one_unknown_sign_makes_a_fine_account_unknown(missing: str) -> None:
    assert health(tables(**{missing: []})) == "unknown"


SHOWS: dict[str, tuple[Rows, str, Rows]] = {
    "danger trigger": (
        {"risks": [{**HEALTHY["risks"][0], "triggered_on": DAY}]}, "danger",
        {"risks": [{**HEALTHY["risks"][0], "triggered_on": DAY + timedelta(days=1)}]},
    ),
    "promises": (
        {"promises": [{**HEALTHY["promises"][0], "due": ago(1)}]}, "careful",
        {"promises": [{**HEALTHY["promises"][0], "due": ago(1), "state": "kept"}]},
    ),
    "single thread": (
        {
            "accounts": [{**ACCOUNTS[0], "renewal_on": date(2027, 3, 31)}, *ACCOUNTS[1:]],
            "contacts": [{"contact_id": "c", "account_id": "70", "name": "A", "department": "purchasing"}],
        }, "careful",
        {
            "accounts": [{**ACCOUNTS[0], "renewal_on": date(2027, 4, 1)}, *ACCOUNTS[1:]],
            "contacts": [{"contact_id": "c", "account_id": "70", "name": "A", "department": "purchasing"}],
        },
    ),
    "contribution": ({"sales_lines": lines(100.0, 90.0)}, "careful", {"sales_lines": lines(100.0, 90.1)}),
    "relationship": (
        {"ratings": [row for who in "abc" for row in asked(who, 8, 6)["ratings"]]}, "careful",
        {"ratings": [row for who, last in zip("abc", (4, 8, 7), strict=True) for row in asked(who, 8, last)["ratings"]]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_shows_and_not_one_day_or_point_earlier(sign: str) -> None:
    reached, state, short_of_it = SHOWS[sign]
    assert signs(tables(**reached))[sign] == state and health(tables(**reached)) == state
    assert signs(tables(**short_of_it))[sign] == "fine"


def test_health_is_the_worst_of_the_signs() -> None:
    both = tables(**SHOWS["danger trigger"][0], **SHOWS["promises"][0])
    row = estimate_health(both, DAY, "007").loc["007"]
    assert (row["health"], row["sign"]) == ("danger", "danger trigger") and "Boxes of a rival" in row["says"]
    # Careful stands before unknown, unknown before fine.
    assert health(tables(**SHOWS["promises"][0], sales_lines=[])) == "careful"


def test_half_the_contribution_gone_is_lost() -> None:
    assert signs(tables(sales_lines=lines(100.0, 50.1)))["contribution"] == "careful"
    assert signs(tables(sales_lines=lines(100.0, 50.0)))["contribution"] == "danger"


def test_a_past_renewal_without_a_later_one_is_unknown() -> None:
    past = [{**ACCOUNTS[0], "renewal_on": ago(1)}, *ACCOUNTS[1:]]
    assert signs(tables(accounts=past))["single thread"] == "unknown"
    contract = [{"contract_id": "k", "account_id": "70", "name": "Frame", "ends_on": date(2029, 1, 1)}]
    assert signs(tables(accounts=past, contracts=contract))["single thread"] == "fine"


def test_a_near_renewal_without_any_contact_is_unknown() -> None:
    near = [{**ACCOUNTS[0], "renewal_on": DAY}, *ACCOUNTS[1:]]
    assert signs(tables(accounts=near))["single thread"] == "unknown"


def test_old_answers_say_nothing_about_today() -> None:
    old = [{**row, "asked_on": row["asked_on"] - timedelta(days=600)} for row in HEALTHY["ratings"]]
    assert signs(tables(ratings=old))["relationship"] == "unknown"


def test_the_paired_interval_is_students() -> None:
    """Student (1908), the sleep data: ten differences, mean 1.58, 95 % interval 0.70 to 2.46 (as in R's t.test)."""
    hours = (1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4)
    parts = [asked(f"p{number}", 5.0, 5.0 + found) for number, found in enumerate(hours)]
    found = tables_of(
        {
            "accounts": ACCOUNTS,
            "respondents": [row for part in parts for row in part["respondents"]],
            "ratings": [row for part in parts for row in part["ratings"]],
        }
    )
    row = estimate_relationship_change(found, DAY).loc["007"]
    assert row["people"] == 10 and row["change"] == pytest.approx(1.58)
    assert (row["low"], row["high"]) == pytest.approx((0.7001142, 2.4598858), abs=1e-6)


def test_two_people_have_no_interval_and_only_the_last_two_answers_count() -> None:
    two = [row for who in "ab" for row in asked(who, 8, 2)["ratings"]]
    row = estimate_relationship_change(tables(ratings=two), DAY, "007").loc["007"]
    assert row["people"] == 2 and row["change"] == -6 and pd.isna(row["low"])
    assert signs(tables(ratings=two))["relationship"] == "unknown"
    third = [{**two[1], "asked_on": DAY, "performance": 3.0}, {**two[1], "asked_on": DAY + timedelta(days=1), "performance": 9.0}]
    row = estimate_relationship_change(tables(ratings=[*two, *third]), DAY, "007").loc["007"]
    assert row["change"] == pytest.approx((1 - 6) / 2)  # of a, 2 to 3; the answer after the day does not count


def test_all_accounts_at_once_are_one_after_the_other() -> None:
    found = tables(**SHOWS["promises"][0])
    together = estimate_health(found, DAY)
    assert list(together.index) == ["007", "8"]
    for account in together.index:
        pd.testing.assert_series_equal(together.loc[account], estimate_health(found, DAY, account).loc[account])
    quality = estimate_data_quality(found, DAY)
    for account in quality.index:
        pd.testing.assert_series_equal(quality.loc[account], estimate_data_quality(found, DAY, account).loc[account])


def test_a_customer_number_has_its_groups_health_and_a_stranger_none() -> None:
    assert list(estimate_health(tables(), DAY, "70").index) == ["007"]
    for function in (estimate_health, estimate_data_quality, review_data_quality):
        with pytest.raises(MethodError, match="not in the programme"):
            function(tables(), DAY, "nobody")


FACT = {"goal_id": "g", "account_id": "70", "goal": "Fewer stops", "evidence": "confirmed", "known_on": ago(10)}


def test_quality_is_the_share_confirmed_and_under_twelve_months() -> None:
    goals = [
        FACT,
        {**FACT, "goal_id": "old", "known_on": date(2025, 3, 31)},
        {**FACT, "goal_id": "just", "known_on": date(2025, 4, 1)},
        {**FACT, "goal_id": "joint", "evidence": "joint"},
        {**FACT, "goal_id": "undated", "known_on": None},
        {**FACT, "goal_id": "later", "known_on": DAY + timedelta(days=1)},
    ]
    found = tables_of({"accounts": [{"account_id": "70", "name": "Lyon"}], "customer_goals": goals})
    row = estimate_data_quality(found, DAY, "70").loc["70"]  # six goals, and the account itself as a fact
    assert (row["facts"], row["confirmed"], row["fresh"], row["sound"]) == (7, 5, 3, 2)
    assert row["share"] == pytest.approx(200 / 7) and "its goals" not in row["nothing_on"] and "risks" in row["nothing_on"]
    kinds = review_data_quality(found, DAY, "70").set_index("kind")
    assert kinds.loc["its goals", "share"] == pytest.approx(100 / 3) and pd.isna(kinds.loc["risks", "share"])
    assert kinds["facts"].sum() == row["facts"] and kinds["sound"].sum() == row["sound"]


def test_what_is_closed_or_nobodys_is_no_fact_of_the_plan() -> None:
    rows: Rows = {
        "opportunities": [{"opportunity_id": "x", "account_id": "70", "name": "Crates", "state": "won"}],
        "risks": [{"risk_id": "k", "account_id": "70", "what": "Trial", "closed_on": ago(1)}],
        "touch_points": [{"account_id": "", "touch_point_id": "t", "name": "Ordering"}],
        "white_space_cells": [{"account_id": "70", "offering_id": "o", "evidence": "confirmed", "known_on": ago(1)}],
    }
    found = tables_of({"accounts": [{"account_id": "70", "name": "Lyon"}], **rows})
    row = estimate_data_quality(found, DAY, "70").loc["70"]
    assert (row["facts"], row["confirmed"]) == (2, 0)  # the account, and a cell that nobody knows


EVIDENCE = st.sampled_from([None, "confirmed", "joint", "assumed"])
KNOWN = st.one_of(st.none(), st.integers(-30, 900).map(ago))
FACTS_OF_SIGNS = ("risks", "promises", "accounts")


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(EVIDENCE, KNOWN), max_size=4), EVIDENCE, KNOWN, st.sampled_from([*SHOWS, ""]))
def test_filling_in_fields_does_not_make_an_account_healthier(
    goals: list[tuple[str | None, date | None]], evidence: str | None, known: date | None, sign: str
) -> None:
    """More goals, and sources, dates and marks on every fact, change the quality of the data and never the health."""
    rows: Rows = {"accounts": ACCOUNTS, **HEALTHY, **(SHOWS[sign][0] if sign else {})}
    before = estimate_health(tables_of(rows), DAY)
    filled = {
        name: [{**row, "evidence": evidence, "known_on": known, "source": "Talk"} for row in rows[name]]
        for name in FACTS_OF_SIGNS
    }
    filled["customer_goals"] = [
        {**FACT, "goal_id": str(number), "evidence": mark, "known_on": day} for number, (mark, day) in enumerate(goals)
    ]
    after = tables_of({**rows, **filled})
    pd.testing.assert_frame_equal(estimate_health(after, DAY), before)
    share = estimate_data_quality(after, DAY)["share"]
    assert share.between(0, 100).all()


def test_the_tables_stay_as_they_were() -> None:
    found = tables()
    copies = {name: frame.copy() for name, frame in found.items()}
    estimate_health(found, DAY), estimate_data_quality(found, DAY)
    for name, frame in found.items():
        pd.testing.assert_frame_equal(frame, copies[name])
