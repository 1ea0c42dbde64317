"""The review: promises, scorecard, offer creep, re-appraisal, forecasts, the case and what must not be overlooked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamkit.errors import MethodError
from kamkit.method.review import (
    brier_score,
    compare_paired,
    compare_unpaired,
    count_promises,
    estimate_brier,
    rank_contribution_per_hour,
    rank_reviews,
    relationship_change,
    review_account,
    review_case,
    review_events,
    review_forecasts,
    review_offer_creep,
    review_opportunities,
    review_periods,
    review_promises,
    review_quality,
    review_reappraisal,
    review_scorecard,
    review_service_levels,
    sum_creep,
)
from kamkit.method.review.scorecard import state_of
from kamkit.model.frame import tables_of

DAY = date(2026, 3, 31)
EMPTY = tables_of({})
PEOPLE = [{"member_id": "ines", "name": "Ines Carrow", "role": "key account manager"}]
ACCOUNT = {"account_id": "007", "name": "Quillon Glass", "owner_id": "ines", "status": "candidate"}
UNIT = {"account_id": "70", "name": "Quillon Lyon", "parent_id": "007"}
OTHER = {"account_id": "8", "name": "Other", "status": "candidate"}
SELECTED = {
    "decision_id": "d0",
    "account_id": "007",
    "side": "ours",
    "kind": "selected",
    "decided_on": date(2025, 4, 10),
}


def tables(**rows: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    return tables_of({"accounts": [ACCOUNT, UNIT, OTHER], "team_members": PEOPLE, "decisions": [SELECTED], **rows})


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


# What changed between two askings

# Cushny & Peebles (1905), as in Student (1908), The probable error of a mean: hours of sleep gained, ten patients.
FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def test_the_same_people_as_student_published_them() -> None:
    """R, t.test(extra ~ group, paired): mean difference 1.58, interval 0.7001142 to 2.4598858."""
    found = compare_paired(FIRST, SECOND)
    assert found.change == pytest.approx(1.58)
    assert (found.low, found.high) == pytest.approx((0.7001142, 2.4598858), abs=1e-6)
    assert found.paired and found.people_before == found.people_after == 10 and found.verdict == "risen"


def test_different_people_as_welch_has_it() -> None:
    """R, t.test(extra ~ group): 17.776 degrees of freedom, interval -0.2054832 to 3.3654832."""
    found = compare_unpaired(FIRST, SECOND)
    assert (found.low, found.high) == pytest.approx((-0.2054832, 3.3654832), abs=1e-6)
    assert not found.paired and found.verdict == "not shown"


def test_too_few_have_no_interval() -> None:
    for found in (compare_paired([5, 6], [7, 9]), compare_unpaired([5], [7, 9, 9]), compare_unpaired([], [])):
        assert np.isnan(found.low) and np.isnan(found.high) and found.verdict == "too few"
    assert compare_paired([5, 6], [7, 9]).change == 2.5
    assert np.isnan(compare_unpaired([], [4]).change)
    with pytest.raises(ValueError, match="2 marks before and 1 after"):
        compare_paired([1, 2], [1])


def test_marks_in_whole_points_are_never_known_to_the_hundredth() -> None:
    exact, rounded = compare_paired([5] * 4, [6] * 4), compare_paired([5] * 4, [6] * 4, floor=1 / 6)
    assert exact.low == exact.high == 1 and rounded.low < 1 < rounded.high


MARKS = st.lists(st.integers(1, 10), min_size=3, max_size=15)


@given(MARKS, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_before_and_after_exchanged_turns_the_sign(before: list[int], random: Any) -> None:
    after = [random.randint(1, 10) for _ in before]
    for compare in (compare_paired, compare_unpaired):
        one, other = compare(before, after, floor=0.1), compare(after, before, floor=0.1)
        assert one.change == pytest.approx(-other.change) and one.low == pytest.approx(-other.high)
        assert one.low <= one.change <= one.high
    order = list(range(len(before)))
    random.shuffle(order)
    assert compare_paired([before[at] for at in order], [after[at] for at in order]).low == pytest.approx(
        compare_paired(before, after).low
    )


# Forecasts

# Brier (1950), Monthly Weather Review 78(1), his example of ten forecasts of rain; it rained on the second to the fourth.
RAIN = [0.7, 0.9, 0.8, 0.4, 0.2, 0, 0, 0, 0, 0.1]
RAINED = [0, 1, 1, 1, 0, 0, 0, 0, 0, 0]


def test_brier_as_he_published_it() -> None:
    """He counts rain and no rain as two classes and gets 0.19; counted once it is the half."""
    assert brier_score(RAIN, RAINED) * 2 == pytest.approx(0.19)


def test_the_extremes_of_the_brier_score() -> None:
    assert brier_score([1, 0], [1, 0]) == 0 and brier_score([1, 0], [0, 1]) == 1 and brier_score([0.5], [1]) == 0.25
    with pytest.raises(ValueError, match="0 probabilities"):
        brier_score([], [])


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 1)), min_size=1, max_size=20))
def test_a_brier_score_is_a_share_and_the_same_for_the_opposite(pairs: list[tuple[float, int]]) -> None:
    chances, came = [p for p, _ in pairs], [o for _, o in pairs]
    score = brier_score(chances, came)
    assert 0 <= score <= 1
    assert score == pytest.approx(brier_score([1 - p for p in chances], [1 - o for o in came]))


def forecast(number: int, **more: Any) -> dict[str, Any]:
    return {
        "forecast_id": f"f{number}", "account_id": "70", "about": "loss", "event": "Gone", "probability": 30.0,
        "made_on": ago(300), "resolves_on": ago(1), **more,
    }  # fmt: skip


def test_a_score_is_given_from_ten_resolved_ones_on() -> None:
    nine = tables(forecasts=[forecast(n, happened=n == 0, resolved_on=ago(1)) for n in range(9)])
    assert not estimate_brier(nine, DAY).enough and np.isnan(estimate_brier(nine, DAY).score)
    ten = tables(forecasts=[forecast(n, happened=n == 0, resolved_on=ago(1)) for n in range(10)])
    found = estimate_brier(ten, DAY)
    assert found.enough and found.score == pytest.approx((0.7**2 + 9 * 0.3**2) / 10)
    assert found.happened == pytest.approx(0.1) and found.reference == pytest.approx(0.09)


def test_a_forecast_is_resolved_due_or_open() -> None:
    rows = [
        forecast(1, happened=True, resolved_on=ago(1)), forecast(2), forecast(3, resolves_on=ago(-1)),
        forecast(4, happened=True, resolved_on=ago(-1)), forecast(5, made_on=ago(-1)),
    ]  # fmt: skip
    found = review_forecasts(tables(forecasts=rows), "007", DAY).set_index("forecast_id")
    assert list(found["state"]) == ["resolved", "to be resolved", "to be resolved", "open"]
    assert found.loc["f1", "penalty"] == pytest.approx(0.49) and pd.isna(found.loc["f4", "happened"])
    assert set(found["account_id"]) == {"007"}


# Since when, and promises


def test_a_review_looks_back_to_the_last_decision_that_is_not_its_own() -> None:
    kept = {
        "decision_id": "d1",
        "account_id": "70",
        "side": "ours",
        "kind": "kept",
        "reasons": "Because",
        "decided_on": ago(7),
    }
    found = review_periods(tables(decisions=[SELECTED, kept]), "007", DAY).loc["007"]
    assert found["start"] == pd.Timestamp(2025, 4, 10) and found["how"] == "selected"
    assert (found["decision"], found["reasons"]) == ("kept", "Because") and pd.isna(found["days_over"])
    older = review_periods(tables(decisions=[SELECTED, {**kept, "decided_on": ago(61)}]), "007", DAY).loc["007"]
    assert older["how"] == "kept" and pd.isna(older["decision"])
    customers = review_periods(tables(decisions=[{**kept, "side": "customer", "kind": "renewed"}]), "007", DAY).loc[
        "007"
    ]
    assert customers["start"] == pd.Timestamp(2025, 3, 31) and customers["how"] == "" and pd.isna(customers["last_on"])


def test_a_review_is_overdue_the_day_after_a_year() -> None:
    def over(day: date) -> Any:
        return review_periods(tables(decisions=[{**SELECTED, "decided_on": day}]), "007", DAY).loc["007", "days_over"]

    assert pd.isna(over(date(2025, 3, 31))) and over(date(2025, 3, 30)) == 1


def promise(number: int, **more: Any) -> dict[str, Any]:
    return {
        "promise_id": f"p{number}",
        "account_id": "70",
        "what": "The list",
        "made_on": ago(200),
        "due": ago(30),
        **more,
    }


@pytest.mark.parametrize(
    ("given_of_it", "result", "late"),
    [
        ({"state": "kept", "settled_on": ago(30)}, "kept", None),
        ({"state": "kept", "settled_on": ago(28)}, "kept late", 2),
        ({"state": "broken", "settled_on": ago(30)}, "broken", None),
        ({"state": "open"}, "overdue", 30),
        ({"state": "open", "due": DAY}, "ahead", None),
        ({"state": "open", "due": None}, "running", None),
    ],
)
def test_what_became_of_a_promise(given_of_it: dict[str, Any], result: str, late: int | None) -> None:
    row = review_promises(tables(promises=[promise(1, **given_of_it)]), "007", DAY).iloc[0]
    assert row["result"] == result and (pd.isna(row["days_late"]) if late is None else row["days_late"] == late)


def test_promises_settled_before_the_last_review_are_history_and_later_ones_not_known_yet() -> None:
    rows = [
        promise(1, state="kept", settled_on=date(2025, 4, 9), made_on=date(2024, 1, 1)),
        promise(2, state="kept", settled_on=date(2025, 4, 10), made_on=date(2024, 1, 1)),
        promise(3, made_on=ago(-1)),
        promise(4, state="broken", settled_on=ago(5)),
        promise(5),
    ]
    found = review_promises(tables(promises=rows), "", DAY)
    assert list(found["promise_id"]) == ["p4", "p5", "p2"]
    count = count_promises(found)
    assert (count.kept, count.late, count.broken, count.overdue, count.to_come) == (1, 0, 1, 1, 0)
    assert count.due == 3 and count.missed == 2


# The scorecard


@pytest.mark.parametrize(
    ("value", "better", "target", "over", "state", "progress"),
    [
        (8, "higher", 8, False, "reached", 100),
        (9, "higher", 8, True, "reached", 125),
        (6, "higher", 8, False, "on the way", 50),
        (6, "higher", 8, True, "missed", 50),
        (4, "higher", 8, False, "not moved", 0),
        (3, "higher", 8, False, "wrong way", -25),
        (2, "lower", 0, False, "on the way", 50),
        (6, "lower", 0, False, "wrong way", -50),
        (np.nan, "higher", 8, False, "no reading", None),
        (5, None, 8, False, "no target", None),
        (5, "higher", np.nan, False, "no target", None),
    ],
)
def test_a_measure_against_its_target(
    value: float, better: str | None, target: float, over: bool, state: str, progress: float | None
) -> None:
    found, way = state_of(value, better=better, baseline=4, target=target, over=over)
    assert found == state and (np.isnan(way) if progress is None else way == pytest.approx(progress))


def test_to_hold_a_value_is_reached_or_the_wrong_way() -> None:
    assert state_of(98, better="higher", baseline=98, target=98) == ("reached", 100)
    assert state_of(97, better="higher", baseline=98, target=98)[0] == "wrong way"


@settings(deadline=None)
@given(st.floats(-100, 100), st.floats(-100, 100), st.floats(-100, 100))
def test_lower_is_better_is_the_mirror_of_higher_is_better(value: float, baseline: float, target: float) -> None:
    up = state_of(value, better="higher", baseline=baseline, target=target)
    down = state_of(-value, better="lower", baseline=-baseline, target=-target)
    assert up[0] == down[0] and (up[1] == pytest.approx(down[1], nan_ok=True))


MEASURE = {"measure_id": "m", "account_id": "70", "name": "Early", "perspective": "customer", "better": "higher",
           "baseline": 4.0, "target": 8.0, "agreed_with_customer": True}  # fmt: skip


def test_the_scorecard_takes_the_last_reading_by_the_day() -> None:
    read = [
        {"measure_id": "m", "read_on": day, "value": value}
        for day, value in ((ago(90), 5.0), (DAY, 6.0), (ago(-1), 9.0))
    ]
    found = review_scorecard(tables(measures=[MEASURE], readings=read), "007", DAY).iloc[0]
    assert (found["before"], found["value"], found["state"]) == (5, 6, "on the way") and found["both_sides"]
    assert review_scorecard(tables(measures=[MEASURE]), "007", DAY)["state"].tolist() == ["no reading"]


def test_the_portfolio_begins_with_the_programmes_own_measures() -> None:
    own = {**MEASURE, "measure_id": "a", "account_id": None}
    found = review_scorecard(tables(measures=[MEASURE, own]), "", DAY)
    assert list(found["account"]) == ["The programme", "Quillon Glass"]
    assert review_scorecard(EMPTY, "", DAY).empty


def test_service_levels_stand_beside_what_is_measured_with_the_customer() -> None:
    contract = {"contract_id": "c", "account_id": "70", "name": "Frame", "service_levels": "98 %", "ends_on": DAY}
    late = {**contract, "contract_id": "old", "ends_on": ago(1)}
    read = [{"measure_id": "m", "read_on": DAY, "value": 8.0}]
    ours = {**MEASURE, "measure_id": "x", "agreed_with_customer": None}
    found = review_service_levels(
        tables(contracts=[contract, late], measures=[MEASURE, ours], readings=read), "007", DAY
    )
    assert found[["contract_id", "agreed", "read", "met"]].values.tolist() == [["c", 1, 1, 1]]


# Hours, opportunities, offer creep

SALES = [
    {"account_id": account, "date": ago(10), "order_id": account, "quantity": 1.0, "revenue": revenue, "cost": 100.0}
    for account, revenue in (("70", 1100.0), ("8", 300.0))
]


def test_contribution_for_an_hour_by_hand() -> None:
    efforts = [
        {"account_id": "70", "role": "key account manager", "hours_spent": 15.0, "hours_needed": 30.0},
        {"account_id": "007", "role": "planner", "hours_spent": 5.0},
        {"account_id": "8", "role": "planner", "hours_spent": 10.0},
    ]
    found = rank_contribution_per_hour(tables(sales_lines=SALES, efforts=efforts), DAY)
    assert found[["account_id", "hours_spent", "per_hour", "median"]].values.tolist() == [
        ["007", 20, 50, 35],
        ["8", 10, 20, 35],
    ]
    none = rank_contribution_per_hour(tables(efforts=[{"account_id": "8", "role": "planner", "hours_spent": 0.0}]), DAY)
    assert none["per_hour"].isna().all() and rank_contribution_per_hour(EMPTY, DAY).empty


def opportunity(number: int, **more: Any) -> dict[str, Any]:
    return {
        "opportunity_id": f"o{number}",
        "account_id": "70",
        "name": "Crates",
        "probability": 100.0,
        "contribution": 4000.0,
        **more,
    }


def test_what_was_forecast_first_counts_and_not_what_stands_there_today() -> None:
    said = forecast(1, about="opportunity", item_id="o1", probability=60.0)
    later = forecast(2, about="opportunity", item_id="o1", probability=90.0, made_on=ago(5))
    rows = [
        opportunity(1, state="won", won_contribution=5200.0, expected_on=ago(5)), opportunity(2, state="lost"),
        opportunity(3, expected_on=ago(1)), opportunity(4, expected_on=DAY),
    ]  # fmt: skip
    found = review_opportunities(tables(opportunities=rows, forecasts=[later, said]), "007", DAY).set_index(
        "opportunity_id"
    )
    assert list(found["state"]) == ["won", "lost", "undecided, past its day", "open"]
    assert (
        found.loc["o1", "expected"] == pytest.approx(2400)
        and found.loc["o1", "recorded"]
        and not found.loc["o2", "recorded"]
    )
    assert found.loc["o1", "won"] == 5200 and found.loc["o2", "won"] == 0 and pd.isna(found.loc["o3", "won"])


EXTRA = {"charge": "given without charge", "yearly_cost": 10.0, "state": "kept", "due": None}


def test_creep_is_on_purpose_only_with_a_reason_that_somebody_wrote() -> None:
    rows = [
        promise(1, **EXTRA),
        promise(2, **EXTRA | {"on_purpose": False, "purpose": "No"}),
        promise(3, **EXTRA | {"on_purpose": True}),
        promise(4, **EXTRA | {"on_purpose": True, "purpose": "To win line 4", "yearly_cost": 5.0}),
        promise(5, **EXTRA | {"state": "broken"}),
        promise(6, **EXTRA | {"charge": "in the contract"}),
        promise(7, **EXTRA | {"yearly_cost": None}),
    ]
    found = review_offer_creep(tables(promises=rows), "007", DAY)
    assert sorted(found["verdict"]) == ["on purpose", "on purpose, no reason", *["unnoticed"] * 3]
    creep = sum_creep(found)
    assert (creep.unnoticed, creep.on_purpose, creep.delivered, creep.unknown) == (20, 15, 0, 1)
    assert pd.isna(found["cost"].iloc[0])


def test_deliveries_beyond_the_contract_cost_what_the_controller_says() -> None:
    contract = {
        "contract_id": "c",
        "account_id": "70",
        "name": "Frame",
        "scope": "Crates, weekly delivery.",
        "ends_on": ago(-9),
    }
    work = {
        "activities": [
            {"account_id": "70", "driver": driver, "month": date(2026, 2, 1), "quantity": 3.0}
            for driver in ("special", "rush order", "visit")
        ],
        "activity_rates": [{"driver": driver, "rate": 100.0} for driver in ("special", "rush order", "visit")],
        "sales_lines": SALES,
    }
    found = review_offer_creep(tables(contracts=[contract], **work), "007", DAY)
    assert sorted(found["what"].str.split(",").str[0]) == ["Rush orders", "Special work"]
    assert sum_creep(found).delivered == 600
    named = review_offer_creep(tables(contracts=[{**contract, "scope": "No rush fee."}], **work), "007", DAY)
    assert sum_creep(named).delivered == 300 and "in the contract" in set(named["verdict"])


def test_lines_at_no_price_are_delivered_beyond_the_contract() -> None:
    line = {**SALES[0], "order_id": "free", "revenue": 0.0}
    found = review_offer_creep(tables(sales_lines=[*SALES, line, {**line, "returned": True}]), "007", DAY)
    assert found[["what", "cost"]].values.tolist() == [["1 line delivered at no price", 100.0]]


# What the customer says


def asked(
    marks: dict[str, tuple[float | None, float | None]], account: str = "70", **who: Any
) -> dict[str, list[dict[str, Any]]]:
    """Trust, satisfaction and commitment of some people, all three alike, before and after the last review."""
    people = [
        {"respondent_id": one, "account_id": account, "side": "customer", "independent": True, **who} for one in marks
    ]
    ratings = [
        {
            "respondent_id": one,
            "about": "outcome",
            "item_id": item,
            "supplier_id": "us",
            "asked_on": day,
            "performance": mark,
        }
        for one, both in marks.items()
        for day, mark in zip((ago(400), ago(30)), both, strict=True)
        if mark is not None
        for item in ("trust", "satisfaction", "commitment")
    ]
    return {"respondents": people, "ratings": ratings}


def test_only_answers_collected_from_outside_the_team_count() -> None:
    ours, theirs = (
        asked({"a": (None, 9.0), "b": (None, 9.0)}, independent=None),
        asked({"c": (5.0, 6.0), "d": (None, 7.0), "e": (None, 8.0)}),
    )
    both = {name: [*ours[name], *theirs[name]] for name in ours}
    found = review_quality(tables(**both), "007", DAY)
    assert (found.independent, found.dependent) == (3, 2)
    assert found.items.loc["trust", "mean"] == pytest.approx(7) and found.last_asked == pd.Timestamp(ago(30))
    nobody = review_quality(tables(**ours), "007", DAY)
    assert nobody.items.empty and nobody.independent == 0 and pd.isna(nobody.last_asked)


def test_the_same_people_are_compared_with_themselves_and_the_others_left_out() -> None:
    marks = {"a": (5.0, 7.0), "b": (6.0, 7.0), "c": (7.0, 8.0), "new": (None, 10.0), "gone": (2.0, None)}
    row = relationship_change(review_reappraisal(tables(**asked(marks)), "007", DAY), "007")
    assert (
        row is not None and row["paired"] and row["people_before"] == row["people_after"] == 3 and row["left_out"] == 2
    )
    assert row["change"] == pytest.approx(4 / 3) and row["before"] == 6 and row["independent"] == 3
    assert row["low"] == pytest.approx(4 / 3 - 4.302653 * np.sqrt(1 / 3 / 3), abs=1e-5)


def test_different_people_are_compared_unpaired_and_it_says_so() -> None:
    marks = {"a": (5.0, 7.0), "b": (6.0, None), "c": (7.0, None), "d": (None, 8.0), "e": (None, 9.0), "f": (None, 9.0)}
    row = relationship_change(review_reappraisal(tables(**asked(marks)), "007", DAY), "007")
    assert (
        row is not None
        and not row["paired"]
        and (row["people_before"], row["people_after"], row["left_out"]) == (3, 4, 0)
    )
    assert row["change"] == pytest.approx(8.25 - 6)
    few = relationship_change(review_reappraisal(tables(**asked({"a": (5.0, 7.0)})), "007", DAY), "007")
    assert few is not None and few["verdict"] == "too few" and pd.isna(few["low"])


def test_what_was_asked_once_has_no_row() -> None:
    assert review_reappraisal(tables(**asked({"a": (None, 7.0)})), "007", DAY).empty
    assert review_reappraisal(EMPTY, "", DAY).empty


# The case, all reviews, what happened, what must not be overlooked


def test_the_case_has_seven_questions_even_where_nothing_is_known() -> None:
    found = review_case(tables(), "70", DAY).set_index("question")
    assert len(found) == 7 and "looking again" not in set(found["speaks_for"].iloc[:6])
    assert (found["speaks_for"].iloc[:6] == "nothing known").all()
    with pytest.raises(MethodError, match="not in the programme"):
        review_case(EMPTY, "70", DAY)


def test_the_case_turns_with_the_figures() -> None:
    efforts = [{"account_id": one, "role": "planner", "hours_spent": 10.0} for one in ("70", "8")]
    rows: dict[str, list[dict[str, Any]]] = {
        "sales_lines": [*SALES, {**SALES[0], "date": ago(500), "revenue": 1200.0}, {**SALES[1], "date": ago(700)}],
        "efforts": efforts, "promises": [promise(1, state="broken")], "opportunities": [opportunity(1, probability=50.0)],
        **asked({name: (5.0, 7.0) for name in "abcd"}),
    }  # fmt: skip
    speaks = review_case(tables(**rows), "007", DAY)["speaks_for"].tolist()
    assert speaks[1:4] == ["keeping it", "looking again", "keeping it"] and speaks[5] == "keeping it"
    fallen = {**rows, **asked({name: (7.0, 5.0) for name in "abcd"})}
    assert review_case(tables(**fallen), "007", DAY)["speaks_for"].iloc[3] == "looking again"


def test_reviews_never_held_come_first_and_then_the_longest_overdue() -> None:
    accounts = [{"account_id": one, "name": one, "status": "candidate"} for one in "abc"] + [
        {"account_id": "left", "name": "left"}, {"account_id": "stranger", "name": "stranger"},
    ]  # fmt: skip
    decisions = [
        {**SELECTED, "decision_id": one, "account_id": one, "decided_on": ago(days)}
        for one, days in (("a", 370), ("b", 400), ("left", 500))
    ]
    found = rank_reviews(tables_of({"accounts": accounts, "decisions": decisions}), DAY)
    assert list(found["account_id"]) == ["c", "b", "a", "left"]
    assert rank_reviews(EMPTY, DAY).empty


def test_what_happened_since_the_last_review_newest_first() -> None:
    rows: dict[str, list[dict[str, Any]]] = {
        "queries": [
            {
                "query_id": "q",
                "account_id": "70",
                "what": "Late",
                "kind": "complaint",
                "asked_on": ago(9),
                "closed_on": ago(3),
            }
        ],
        "actions": [{"action_id": "a", "account_id": "70", "what": "Rang", "state": "done", "done_on": ago(5)}],
        "promises": [promise(1, made_on=date(2025, 4, 10)), promise(2, made_on=date(2025, 4, 11))],
    }
    found = review_events(tables(**rows), "007", DAY)
    assert list(found["event"]) == ["complaint closed", "action done", "complaint received", "promise made"]
    assert review_events(EMPTY, "", DAY).empty


def test_findings_name_what_was_missed_and_what_to_do() -> None:
    rows: dict[str, list[dict[str, Any]]] = {
        "promises": [promise(1), promise(2, **EXTRA | {"yearly_cost": 70000.0})],
        "measures": [MEASURE], "readings": [{"measure_id": "m", "read_on": DAY, "value": 3.0}],
        "forecasts": [forecast(1)], **asked({name: (7.0, 5.0) for name in "abcd"}),
    }  # fmt: skip
    found = review_account(tables(**rows), "007", DAY)
    said = " ".join(one.says for one in found)
    assert [one.severity for one in found][:2] == ["danger", "danger"] and all(
        one.do for one in found if one.severity != "fine"
    )
    for part in (
        "is overdue since",
        "fell by 2.0 points",
        "70,000 a year",
        "gone the wrong way",
        "come to its day",
        "financial, process, learning",
    ):
        assert part in said, part
    whole = " ".join(one.says for one in review_account(tables(**rows), "", DAY))
    assert "Quillon Glass" in whole and "says nothing before 10" in whole
    assert "nothing to review" in review_account(EMPTY, "", DAY)[0].says


def test_an_account_nobody_knows_anything_of_is_unknown_and_not_fine() -> None:
    found = review_account(tables(decisions=[]), "8", DAY)
    assert {one.severity for one in found} == {"unknown", "careful"}
    assert "never been reviewed" in " ".join(one.says for one in found)
