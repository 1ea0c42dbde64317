"""The touchline: its order, whose view it is, moments of truth, and behaviours that can be observed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from customer_survey import rating, respondent
from hypothesis import given, settings
from hypothesis import strategies as st

from kamkit.method.touchline import (
    MOMENT,
    SUSPECTED,
    all_touchlines,
    check_behaviour,
    check_behaviours,
    check_redesigns,
    gap,
    place_touch_points,
    rank_moments,
    rank_worst_moments,
    review_touchline,
    shortfall,
)
from kamkit.model.frame import tables_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables


def _point(name: str, account: str = "", called: str = "", **more: Any) -> dict[str, Any]:
    return {"account_id": account, "touch_point_id": name, "name": called or name.capitalize(), **more}


def _answer(
    person: str, point: str, importance: float | None, performance: float, supplier: str = "us"
) -> dict[str, Any]:
    return rating(person, point, performance, about="touch point", supplier_id=supplier, importance=importance)


def _line(
    points: list[dict[str, Any]] | None = None, answers: list[dict[str, Any]] | None = None, **more: Any
) -> Tables:
    standard = [
        _point("offer", position=1, stage="before buying", importance=9, performance=4),
        _point("delivery", position=2, promise="On the day", importance=6, performance=6),
        _point("complaint", position=3),
    ]
    return tables_of(
        {
            "accounts": [
                {"account_id": "A", "name": "Alpha"},
                {"account_id": "A1", "name": "Alpha North", "parent_id": "A"},
                {"account_id": "B", "name": "Beta"},
            ],
            "competitors": [{"competitor_id": "x", "name": "Xeno"}, {"competitor_id": "y", "name": "Yttrium"}],
            "respondents": [
                *(respondent(f"a{k}", "A", independent=k != 0) for k in range(3)),
                respondent("n", "A1"), respondent("b", "B"), respondent("we", "A", side="ours"),
            ],
            "touch_points": standard + (points or []),
            "ratings": answers or [],
            **more,
        }
    )  # fmt: skip


def test_gap_and_shortfall_are_two_things() -> None:
    # SERVQUAL: perception minus expectation, negative is bad; shortfall: importance minus performance, positive is bad.
    assert gap(perception=5, expectation=7) == -2
    assert shortfall(importance=8, performance=5) == 3


def test_an_account_refines_the_standard_field_by_field_and_adds_its_own() -> None:
    tables = _line(
        [_point("delivery", "A", promise="By ten", called="Delivery at dock 4"), _point("audit", "A1", position=2)]
    )
    line = place_touch_points(tables, "A").set_index("touch_point_id")
    assert line.index.tolist() == ["offer", "audit", "delivery", "complaint"]
    assert line.loc["delivery", ["name", "promise", "position"]].tolist() == ["Delivery at dock 4", "By ten", 2]
    assert line["own"].tolist() == [False, True, True, False]
    assert place_touch_points(tables)["touch_point_id"].tolist() == ["offer", "delivery", "complaint"]
    assert place_touch_points(tables, "A1")["account_id"].unique().tolist() == ["A"]


def test_importance_and_performance_come_from_customers_and_our_view_stays_apart() -> None:
    answers = [_answer(f"a{k}", "delivery", 9, 6 + k) for k in range(3)]
    answers += [_answer("n", "delivery", 9, 9), _answer("b", "delivery", 3, 3), _answer("we", "delivery", 1, 10)]
    line = place_touch_points(_line([_point("delivery", "A", importance=7, performance=8)], answers), "A")
    row = line.set_index("touch_point_id").loc["delivery"]
    assert (row["importance"], row["performance"], row["answers"], row["independent"]) == (9, 7.5, 4, 2)
    assert (row["our_importance"], row["our_performance"], row["view_of"]) == (7, 8, "account")
    assert row["shortfall"] == 1.5 and row["our_shortfall"] == -1
    pool = place_touch_points(_line([], answers)).set_index("touch_point_id").loc["delivery"]
    assert pool["answers"] == 5 and pool["performance"] == pytest.approx((6 + 7 + 8 + 9 + 3) / 5)
    assert pool["our_performance"] == 10 or pool["view_of"] == "standard"


def test_what_our_people_answered_is_our_view_where_no_row_says_it() -> None:
    line = place_touch_points(_line([], [_answer("we", "complaint", 9, 5)]), "A").set_index("touch_point_id")
    assert (line.loc["complaint", "our_performance"], line.loc["complaint", "answers"]) == (5, 0)
    assert line.loc["complaint", "moment"] == SUSPECTED


def test_a_moment_of_truth_needs_customers_answers_and_both_thresholds() -> None:
    answers = [_answer("a0", "offer", 8, 6), _answer("a0", "delivery", 8, 6.5), _answer("a0", "complaint", 7.5, 2)]
    line = place_touch_points(_line([], answers), "A").set_index("touch_point_id")
    assert line["moment"].to_dict() == {"offer": MOMENT, "delivery": "", "complaint": ""}
    lower = _line([], answers, settings=[{"settings_id": "programme", "moment_importance": 7, "moment_shortfall": 1}])
    assert (place_touch_points(lower, "A")["moment"] == MOMENT).all()


def test_our_view_alone_is_suspected_and_customers_settle_it() -> None:
    own = [_point("complaint", "A", importance=9, performance=3)]
    line = place_touch_points(_line(own), "A").set_index("touch_point_id")
    # The standard row (9 against 4) is nobody's view of this account.
    assert line["moment"].to_dict() == {"offer": "", "delivery": "", "complaint": SUSPECTED}
    assert place_touch_points(_line(own)).set_index("touch_point_id").loc["offer", "moment"] == SUSPECTED
    settled = place_touch_points(_line(own, [_answer("a0", "complaint", 5, 9)]), "A").set_index("touch_point_id")
    assert settled.loc["complaint", "moment"] == ""


def test_the_competitor_is_the_strongest_at_that_account_not_the_best_of_each_point() -> None:
    answers = [_answer("a0", point, 8, 7) for point in ("offer", "delivery")]
    answers += [_answer("a0", "offer", None, 6, "x"), _answer("a0", "delivery", None, 9, "x")]
    answers += [_answer("a0", "offer", None, 8, "y"), _answer("a0", "delivery", None, 5, "y")]
    line = place_touch_points(_line([], answers), "A").set_index("touch_point_id")
    assert line.loc["offer", ["competitor", "competitor_performance", "lead"]].tolist() == ["Xeno", 6, 1]
    assert line.loc["delivery", "lead"] == -2
    assert np.isnan(line.loc["complaint", "competitor_performance"])


def test_the_biggest_gap_of_every_account() -> None:
    answers = [_answer(f"a{k}", "delivery", 9, 6) for k in range(3)] + [_answer("a0", "complaint", 10, 2)]
    answers += [_answer("b", "offer", 7, 6)]
    tables = _line([], answers)
    worst = rank_worst_moments(tables)
    assert worst.index.tolist() == ["A", "B"]
    # Three people outweigh one, although that one sees a wider shortfall.
    assert worst.loc["A", "gap"] == "Delivery" and worst.loc["A", "gap_moment"] == MOMENT
    assert worst.loc["A", "gap_note"] == "moment of truth; importance 9.0, performance 6.0; 3 answers"
    assert worst.loc["B", "gap_note"] == "importance 7.0, performance 6.0; 1 answer"
    assert rank_moments(tables)["touch_point_id"].tolist() == ["delivery", "complaint"]
    assert rank_moments(tables, "A1")["account_id"].unique().tolist() == ["A"]


def test_suspected_gaps_say_so_and_no_shortfall_is_no_gap() -> None:
    tables = _line(
        [_point("offer", "A", importance=9, performance=5), _point("offer", "B", importance=4, performance=9)]
    )
    worst = rank_worst_moments(tables)
    assert worst.index.tolist() == ["A"]
    assert worst.loc["A", "gap_note"] == "suspected moment of truth; importance 9.0, performance 5.0; our view alone"
    moments = rank_moments(tables)
    assert moments["suspected"].tolist() == [True] and moments["answers"].tolist() == [0]


@given(
    st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 2), st.integers(1, 10), st.integers(1, 10)), max_size=12)
)
@settings(max_examples=25, deadline=None)
def test_all_accounts_at_once_are_the_same_as_one_by_one(rows: list[tuple[str, int, int, int]]) -> None:
    names = ("offer", "delivery", "complaint")
    people = {"A": "a0", "B": "b"}
    answers = {(account, k): _answer(people[account], names[k], i, p) for account, k, i, p in rows}
    tables = _line([_point("offer", "B", importance=9, performance=2)], list(answers.values()))
    every = all_touchlines(tables).set_index(["account_id", "touch_point_id"])
    for account in every.index.get_level_values(0).unique():
        one = place_touch_points(tables, account).set_index(["account_id", "touch_point_id"])
        for column in ("importance", "performance", "moment", "our_performance", "position"):
            assert one[column].equals(every.loc[one.index, column])


@pytest.mark.parametrize(
    "said",
    [
        "The dispatcher calls the planner by 10:00 when a truck is late",
        "Ines Carrow sends the list of open promises every Monday",
        "Customer service confirms every order that arrives before 14:00 the same day.",
        "The packing engineer is on site within two working days and leaves a signed note.",
        "Finance sends one invoice a month and answers questions within two working days.",
        "The key account manager brings the controller's figures to the first round.",
    ],
)
def test_a_behaviour_that_says_who_does_what_by_when_is_accepted(said: str) -> None:
    assert check_behaviour(said) == ()


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("be proactive", '"be proactive" is an attitude'),
        ("The account manager is proactive every Friday", "attitude"),
        ("The planner works closely with the customer every week", '"works closely" is an attitude'),
        ("The planner answers as soon as possible", '"as soon as possible" leaves open'),
        ("The planner ensures a good start by 10:00", '"ensures" leaves open'),
        ("We answer every complaint within two hours", "nobody is named"),
        ("Everybody answers within two hours", "nobody is named"),
        ("Call the plant manager every Friday by 10:00", "nobody is named"),
        ("The dispatcher calls the planner when a truck is late", "no time is given"),
        ("", "nobody is named"),
    ],
)
def test_a_behaviour_nobody_could_observe_is_refused_with_the_reason(said: str, reason: str) -> None:
    assert any(reason in found for found in check_behaviour(said))


def test_people_and_roles_of_the_programme_count_as_who() -> None:
    assert check_behaviour("Every Friday by 10:00 a call from Zofia Walczyk", ["Zofia Walczyk"]) == ()
    assert check_behaviour("Every Friday by 10:00 a call from Zofia Walczyk") != ()


@given(st.text(max_size=80))
def test_any_text_gets_an_answer(text: str) -> None:
    assert all(reason for reason in check_behaviour(text))


def test_behaviours_and_redesigns_of_a_touchline_are_checked() -> None:
    points = [
        _point("offer", "A", behaviour="be proactive"),
        _point("delivery", "A", new_experience="Whole pallets", expectation_id="e"),
        _point("complaint", "A", importance=9, performance=3),
    ]
    tables = _line(points)
    checked = check_behaviours(tables, "A").set_index("touch_point_id")["says"]
    assert "attitude" in checked["offer"] and checked["complaint"] == "no behaviour is written down"
    assert "delivery" not in checked.index
    assert check_redesigns(tables, "A")["says"].tolist() == [
        "does not say where else the same is promised; nor which competitor it is better than"
    ]


def test_findings_name_the_point_and_the_answers() -> None:
    answers = [_answer(f"a{k}", "delivery", 9, 6) for k in range(3)] + [_answer("a0", "complaint", 9, 2)]
    found = {finding.says: finding for finding in review_touchline(_line([], answers), "A")}
    moment = found["Delivery is a moment of truth: importance 9.0, performance 6.0 (3 answers)."]
    thin = found["Complaint is a moment of truth: importance 9.0, performance 2.0 (1 answer)."]
    assert (moment.severity, thin.severity) == ("danger", "careful")
    assert "Ask more" in thin.do
    assert any(said.startswith("Nobody was asked about Offer") for said in found)


def test_nothing_entered_yet_is_said_and_breaks_nothing() -> None:
    for tables in (tables_of({}), tables_of({"accounts": [{"account_id": "A", "name": "A"}]})):
        assert place_touch_points(tables, "A").empty and place_touch_points(tables).empty
        assert all_touchlines(tables).empty and rank_moments(tables).empty and rank_worst_moments(tables).empty
        assert [finding.severity for finding in review_touchline(tables, "A")] == ["unknown"]
        assert check_behaviours(tables, "A").empty and check_redesigns(tables).empty


def test_answers_on_a_day_are_not_dates_of_today() -> None:
    # Re-appraisal: the newer answer of the same person replaces the older one.
    again = _answer("a0", "delivery", 9, 9) | {"asked_on": date(2026, 3, 1)}
    line = place_touch_points(_line([], [_answer("a0", "delivery", 9, 2), again]), "A").set_index("touch_point_id")
    assert (line.loc["delivery", "performance"], line.loc["delivery", "answers"]) == (9, 1)
