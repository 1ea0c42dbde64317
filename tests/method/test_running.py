"""What falls due, what customers wait for, the way to a renewal, the pulse of the relationship, and feedback."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamkit.errors import MethodError
from kamkit.method.running import (
    count_settled,
    place_due,
    place_feedback,
    place_meetings,
    place_milestones,
    place_promises,
    place_queries,
    place_renewals,
    rank_owners,
    rank_pulse,
    review_pulse,
    review_query_points,
    review_week,
)
from kamkit.method.running.queries import LATER, NO_DAY, OVERDUE, SOON
from kamkit.method.running.renewals import AHEAD, MISSING, SEEN
from kamkit.model.frame import frame_of, tables_of

DAY = date(2026, 3, 31)
PEOPLE = [{"member_id": "ines", "name": "Ines Carrow"}, {"member_id": "tom", "name": "Tom Halloway"}]
ACCOUNTS = [
    {"account_id": "007", "name": "Quillon", "owner_id": "ines", "status": "candidate"},
    {"account_id": "70", "name": "Quillon Lyon", "parent_id": "007"},
    {"account_id": "8", "name": "Aldermoor", "owner_id": "tom"},
]
BASE = tables_of({"accounts": ACCOUNTS, "team_members": PEOPLE})


def tables(**rows: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    return BASE | {name: frame_of(name, found) for name, found in rows.items()}


def on(days: int) -> date:
    return DAY + timedelta(days=days)


def action(number: int, **values: Any) -> dict[str, Any]:
    return {"action_id": f"a{number}", "account_id": "70", "what": "Ring", "state": "open", **values}


def promise(number: int, **values: Any) -> dict[str, Any]:
    return {"promise_id": f"p{number}", "account_id": "70", "what": "A list", "state": "open", **values}


def query(number: int, asked: int, **values: Any) -> dict[str, Any]:
    return {"query_id": f"q{number}", "account_id": "70", "what": "Where?", "asked_on": on(asked), **values}


# What is due


def test_seven_days_are_seven_days() -> None:
    found = place_due(tables(actions=[action(days, due=on(days)) for days in (-1, 0, 7, 8)]), "007", DAY)
    assert found["days_left"].tolist() == [-1, 0, 7]
    assert found["overdue"].tolist() == [True, False, False]
    assert found["account_id"].unique().tolist() == ["007"]
    longer = place_due(tables(actions=[action(8, due=on(8))]), "007", DAY, 8)
    assert longer["days_left"].tolist() == [8]


def test_every_kind_is_there_with_who_has_to_do_it() -> None:
    found = tables(
        actions=[action(1, due=on(1), responsible_id="tom", accountable_id="ines", review_on=on(2))],
        promises=[promise(1, due=on(3))],
        queries=[query(1, -3, due=on(4), owner_id="tom")],
        messages=[{"message_id": "m", "account_id": "007", "side": "inside", "audience": "Dispatch", "what": "x", "due": on(5)}],
        contracts=[{"contract_id": "k", "account_id": "70", "name": "Frame", "ends_on": date(2026, 10, 5)}],
    )  # fmt: skip
    due = place_due(found, "007", DAY)
    assert set(due["kind"]) == {"action", "review", "promise", "query", "renewal", "message"}
    owners = due.drop_duplicates("kind").set_index("kind")["owner"].to_dict()
    assert owners == {
        "action": "Tom Halloway", "review": "Ines Carrow", "promise": "Ines Carrow", "query": "Tom Halloway",
        "message": "Ines Carrow", "renewal": "Ines Carrow",
    }  # fmt: skip


def test_what_is_settled_or_has_no_day_is_not_due() -> None:
    found = tables(
        actions=[action(1, due=on(1), state="done", worked=True), action(2, due=on(1), state="dropped"), action(3)],
        promises=[promise(1, due=on(1), state="kept"), promise(2)],
        queries=[query(1, -9, due=on(-2), closed_on=on(-1))],
        messages=[{"message_id": "m", "side": "inside", "audience": "All", "what": "x", "due": on(1), "confirmed_on": DAY}],
    )  # fmt: skip
    assert place_due(found, "", DAY).empty


def test_a_review_is_due_until_somebody_says_whether_it_worked() -> None:
    done = action(1, state="done", review_on=on(-20))
    assert place_due(tables(actions=[done]), "007", DAY)["kind"].tolist() == ["review"]
    assert place_due(tables(actions=[{**done, "worked": False}]), "007", DAY).empty
    open_one = action(1, due=on(90), review_on=on(-1))  # its review is past, and it is not done: nothing to review yet
    assert place_due(tables(actions=[open_one]), "007", DAY).empty


def test_the_programmes_messages_stand_in_the_portfolio_only() -> None:
    found = tables(messages=[{"message_id": "m", "side": "inside", "audience": "All", "what": "x", "due": on(1)}])
    assert place_due(found, "", DAY)[["account", "owner"]].iloc[0].tolist() == ["The programme", "nobody"]
    assert place_due(found, "007", DAY).empty


def test_the_portfolio_is_the_sum_of_its_accounts() -> None:
    found = tables(
        actions=[action(1, due=on(-3)), action(2, account_id="8", due=on(2))], promises=[promise(1, due=on(-9), account_id="8")]
    )
    whole = place_due(found, "", DAY)
    both = pd.concat([place_due(found, account, DAY) for account in ("007", "8")])
    assert sorted(whole["item_id"]) == sorted(both["item_id"])
    ranked = rank_owners(whole)
    assert ranked[["owner", "overdue", "ahead", "oldest"]].values.tolist() == [["Tom Halloway", 1, 1, 9], ["Ines Carrow", 1, 0, 3]]
    assert ranked["overdue"].sum() + ranked["ahead"].sum() == len(whole)


@given(days=st.lists(st.integers(-400, 400), max_size=8), window=st.integers(0, 60))
@settings(max_examples=15, deadline=None)
def test_due_is_in_order_and_changes_nothing(days: list[int], window: int) -> None:
    found = tables(actions=[action(number, due=on(one)) for number, one in enumerate(days)])
    before = found["actions"].copy()
    due = place_due(found, "007", DAY, window)
    assert due["due"].is_monotonic_increasing
    assert len(due) == sum(one <= window for one in days)
    assert (due["overdue"] == (due["days_left"] < 0)).all()
    pd.testing.assert_frame_equal(found["actions"], before)


# Queries and promises


def test_the_age_of_a_query_against_the_day_promised() -> None:
    found = tables(
        queries=[
            query(1, -31, kind="complaint", due=on(-17), touch_point_id="tp"), query(2, -30, kind="complaint"),
            query(3, -40, kind="question", due=on(2)), query(4, -9, due=on(-1), closed_on=on(-2)),
        ],
        touch_points=[{"account_id": "", "touch_point_id": "tp", "name": "Shortage"}],
    )  # fmt: skip
    queries = place_queries(found, "007", DAY).set_index("query_id")
    assert queries.index.tolist() == ["q1", "q3", "q2"]
    assert queries.loc["q1", ["open_days", "promised_days", "over_days", "point"]].tolist() == [31, 14, 17, "Shortage"]
    assert queries.loc["q3", "over_days"] == -2 and pd.isna(queries.loc["q2", "over_days"])
    assert queries["old"].to_dict() == {"q1": True, "q3": False, "q2": False}


def test_queries_by_touch_point() -> None:
    rows = [
        query(1, -20, touch_point_id="tp", due=on(-10), closed_on=on(-12)), query(2, -20, touch_point_id="tp", due=on(-18), closed_on=on(-16)),
        query(3, -5, touch_point_id="tp", due=on(-1)), query(4, -2),
    ]  # fmt: skip
    points = review_query_points(tables(queries=rows), "007", DAY).set_index("point")
    assert points.index.tolist() == ["tp", "not said where"]
    assert points.loc["tp", ["queries", "open", "over", "oldest", "answered"]].tolist() == [3, 1, 1, 5, 2]
    assert points.loc["tp", ["median_days", "in_time"]].tolist() == [6.0, 50.0]  # 8 and 4 days; one of two in time
    assert pd.isna(points.loc["not said where", "median_days"]) and pd.isna(points.loc["not said where", "in_time"])


def test_promises_by_their_day() -> None:
    rows = [promise(1, due=on(-1)), promise(2, due=on(0)), promise(3, due=on(30)), promise(4, due=on(31)), promise(5)]
    found = place_promises(tables(promises=rows), "007", DAY)
    assert found["state"].tolist() == [OVERDUE, SOON, SOON, LATER, NO_DAY]
    settled = [
        promise(1, state="kept", settled_on=on(-365)), promise(2, state="kept", settled_on=on(-364)),
        promise(3, state="broken", settled_on=DAY), promise(4, state="broken", settled_on=on(1)),
    ]  # fmt: skip
    assert count_settled(tables(promises=settled), "007", DAY) == (1, 1)


# Renewals: a contract to 31 August 2026 has its four days on 31 Aug, 30 Nov, 28 Feb and 31 May.

CONTRACT = {"contract_id": "k", "account_id": "70", "name": "Frame", "ends_on": date(2026, 8, 31), "notice_months": 3.0}


def test_the_four_days_before_the_end() -> None:
    steps = place_milestones(tables(contracts=[CONTRACT]), "007", DAY)
    assert steps["months"].tolist() == [12, 9, 6, 3]
    assert [day.date() for day in steps["by"]] == [date(2025, 8, 31), date(2025, 11, 30), date(2026, 2, 28), date(2026, 5, 31)]
    assert steps["state"].tolist() == [MISSING, MISSING, MISSING, AHEAD]
    assert place_renewals(tables(contracts=[CONTRACT]), "007", DAY)["notice_on"].iloc[0] == pd.Timestamp(2026, 5, 31)


def test_the_record_shows_what_happened() -> None:
    found = tables(
        contracts=[CONTRACT],
        objectives=[{"objective_id": "o", "account_id": "007", "kind": "retention", "statement": "Keep it", "amount": 1.0, "due": on(150)}],
        respondents=[{"respondent_id": "r", "account_id": "70", "side": "customer"}],
        ratings=[{"respondent_id": "r", "about": "outcome", "item_id": "trust", "supplier_id": "us", "asked_on": on(-30), "performance": 7.0}],
        promises=[promise(1, state="kept", settled_on=DAY)],
        decisions=[{"decision_id": "d", "account_id": "70", "side": "customer", "kind": "renewed", "decided_on": on(-5)}],
    )  # fmt: skip
    steps = place_milestones(found, "007", DAY)
    assert steps["state"].tolist() == [SEEN] * 4
    assert steps["evidence"].str.len().gt(10).all()
    assert place_milestones(tables(contracts=[CONTRACT], promises=[promise(1, due=on(-1))]), "007", DAY)["state"].iloc[2] == MISSING


def test_an_amount_without_a_day_is_no_objective_and_our_own_answers_are_not_the_customers() -> None:
    found = tables(
        contracts=[CONTRACT],
        objectives=[{"objective_id": "o", "account_id": "007", "kind": "growth", "statement": "More", "amount": 1.0}],
        respondents=[{"respondent_id": "r", "account_id": "70", "side": "ours"}],
        ratings=[{"respondent_id": "r", "about": "outcome", "item_id": "trust", "supplier_id": "us", "asked_on": on(-30), "performance": 7.0}],
    )  # fmt: skip
    assert place_milestones(found, "007", DAY)["state"].tolist()[:2] == [MISSING, MISSING]


def test_nothing_old_open_is_looked_at_on_its_day_and_not_before() -> None:
    early = {**CONTRACT, "ends_on": date(2026, 12, 31)}
    found = tables(contracts=[early], queries=[query(1, -3, closed_on=on(-2))])
    assert place_milestones(found, "007", DAY)["state"].tolist() == [MISSING, MISSING, AHEAD, AHEAD]


@pytest.mark.parametrize(("ends", "there"), [(date(2027, 3, 31), True), (date(2027, 4, 1), False), (date(2026, 3, 1), True), (date(2025, 12, 31), False)])
def test_twelve_months_ahead_and_three_back(ends: date, there: bool) -> None:
    assert (len(place_renewals(tables(contracts=[{**CONTRACT, "ends_on": ends}]), "007", DAY)) == 1) is there


def test_a_contract_that_another_one_follows_is_not_up_for_renewal() -> None:
    follower = {**CONTRACT, "contract_id": "k2", "starts_on": date(2026, 9, 1), "ends_on": date(2029, 8, 31)}
    assert place_renewals(tables(contracts=[CONTRACT, follower]), "007", DAY).empty
    gap = {**follower, "starts_on": date(2026, 9, 2)}
    assert len(place_renewals(tables(contracts=[CONTRACT, gap]), "007", DAY)) == 1


def test_an_account_with_a_renewal_date_and_no_contract() -> None:
    accounts = [{**ACCOUNTS[0], "renewal_on": on(100)}, *ACCOUNTS[1:]]
    found = place_renewals(tables(accounts=accounts), "007", DAY)
    assert found[["contract_id", "days_left"]].values.tolist() == [["", 100]]
    with_contract = place_renewals(tables(accounts=accounts, contracts=[CONTRACT]), "007", DAY)
    assert with_contract["contract_id"].tolist() == ["k"]


# Pulse


def answers(*marks: tuple[str, int, float]) -> dict[str, list[dict[str, Any]]]:
    people = dict.fromkeys(person for person, _, _ in marks)
    return {
        "respondents": [{"respondent_id": one, "account_id": "70", "side": "customer"} for one in people],
        "ratings": [
            {"respondent_id": person, "about": "outcome", "item_id": "trust", "supplier_id": "us", "asked_on": on(day), "performance": mark}
            for person, day, mark in marks
        ],
    }  # fmt: skip


def test_the_last_round_beside_the_one_before() -> None:
    # Now 8, 6 and 7: 7.0. Before 5 and 6: 5.5. So 1.5 up; one of them answered in both.
    rows = answers(("a", -5, 8.0), ("b", -9, 6.0), ("c", -124, 7.0), ("a", -400, 5.0), ("d", -410, 6.0), ("e", -800, 1.0))
    row = review_pulse(tables(**rows), "007", DAY).iloc[0]
    assert row[["now", "now_n", "before", "before_n", "change", "both"]].tolist() == [7.0, 3, 5.5, 2, 1.5, 1]
    assert row["few"] and row["account"] == "Quillon"
    ranked = rank_pulse(review_pulse(tables(**rows), "", DAY)).iloc[0]
    assert ranked[["now", "change", "now_n"]].tolist() == [7.0, 1.5, 3]


def test_a_round_ends_after_120_days_and_one_person_counts_once_in_it() -> None:
    first = review_pulse(tables(**answers(("a", -5, 8.0), ("a", -6, 2.0), ("b", -124, 4.0))), "007", DAY).iloc[0]
    assert first[["now", "now_n"]].tolist() == [6.0, 2]
    second = review_pulse(tables(**answers(("a", -5, 8.0), ("b", -125, 4.0))), "007", DAY).iloc[0]
    assert second[["now", "now_n", "before", "before_n"]].tolist() == [8.0, 1, 4.0, 1]


def test_asked_once_nobody_knows_whether_it_moved() -> None:
    row = review_pulse(tables(**answers(("a", -5, 8.0))), "007", DAY).iloc[0]
    assert pd.isna(row["before"]) and pd.isna(row["change"]) and row["before_n"] == 0
    assert review_pulse(tables(**answers(("a", 5, 8.0))), "007", DAY).empty  # answered after the day looked at
    ours = answers(("a", -5, 8.0))
    ours["respondents"][0]["side"] = "ours"
    assert review_pulse(tables(**ours), "007", DAY).empty and rank_pulse(review_pulse(tables(), "", DAY)).empty


# Feedback and meetings


def feedback(number: int, given: int, **values: Any) -> dict[str, Any]:
    return {"feedback_id": f"f{number}", "role": "customer", "given_on": on(given), "what": "x", **values}


def test_feedback_about_the_account_and_from_its_owner() -> None:
    found = tables(
        feedbacks=[
            feedback(1, -31, account_id="70", state="read"), feedback(2, -30, given_by="Ines Carrow"),
            feedback(3, -90, account_id="007", state="declined", state_reason="Too dear", answer="No", answered_on=DAY),
            feedback(4, -1, account_id="8"), feedback(5, -1, given_by="Ines Carrow", account_id="8"), feedback(6, -1),
        ]
    )  # fmt: skip
    own = place_feedback(found, "007", DAY).set_index("feedback_id")
    assert own.index.tolist() == ["f1", "f2", "f3"]
    assert own["quiet"].to_dict() == {"f1": True, "f2": False, "f3": False} and pd.isna(own.loc["f3", "waits"])
    assert len(place_feedback(found, "", DAY)) == 6


def test_meetings_are_the_latest_first_without_research() -> None:
    notes = [
        {"note_id": f"n{number}", "account_id": "70", "kind": kind, "noted_on": on(days), "learned": "x"}
        for number, (kind, days) in enumerate((("meeting", -9), ("meeting", -2), ("research inside", -1), ("meeting", 1)))
    ]
    assert place_meetings(tables(notes=notes), "007", DAY)["note_id"].tolist() == ["n1", "n0"]


# The check


def test_what_slips_comes_worst_first() -> None:
    found = tables(
        contracts=[CONTRACT], promises=[promise(1, due=on(-9)), promise(2)], feedbacks=[feedback(1, -31, account_id="70")],
        queries=[query(1, -40, kind="complaint")], **answers(("a", -5, 4.0), ("b", -400, 5.0)),
    )  # fmt: skip
    findings = review_week(found, "007", DAY)
    assert [one.severity for one in findings] == ["danger"] * 3 + ["careful"] * 4 + ["unknown"]
    says = " ".join(one.says for one in findings)
    for said in ("1 thing is past its day", "for 40 days", "12 and 6 months before", "1 open promise has no day", "1.0 lower", "may be chance",
                 "1 open query belongs to nobody", "No meeting noted within 90 days: Quillon", "1 piece of feedback"):  # fmt: skip
        assert said in says, said
    assert all(one.do for one in findings)


def test_nothing_slips() -> None:
    note = {"note_id": "n", "account_id": "007", "kind": "meeting", "noted_on": on(-90), "learned": "x"}
    found = tables(notes=[note], **answers(("a", -5, 9.0)))
    assert [one.severity for one in review_week(found, "007", DAY)] == ["fine"]
    assert review_week(tables_of({}), "", DAY) == ()


def test_an_account_that_is_not_there() -> None:
    for function in (place_due, place_queries, place_promises, place_renewals, review_pulse, place_feedback, review_week):
        with pytest.raises(MethodError):
            function(tables(), "nowhere", DAY)
