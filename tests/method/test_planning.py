"""Actions proposed from gaps by stated rules, checked, and put in the order in which they fall due."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamkit.errors import MethodError
from kamkit.method.planning import (
    RULES,
    check_actions,
    check_wording,
    next_action,
    next_actions,
    place_actions,
    propose_actions,
    rank_load,
    review_plan,
)
from kamkit.method.planning.proposal import frame_of_proposals
from kamkit.method.planning.rules_of_events import answer_complaints, answer_risks, keep_promises
from kamkit.method.planning.scope import scope_of
from kamkit.model import record
from kamkit.model.frame import MadeTables, tables_of

DAY = date(2026, 3, 31)
EMPTY = tables_of({})
PEOPLE = [{"member_id": "ines", "name": "Ines Carrow"}, {"member_id": "tom", "name": "Tom Halloway"}]
ACCOUNT = {"account_id": "007", "name": "Quillon Glass", "owner_id": "ines"}
UNIT = {"account_id": "70", "name": "Quillon Lyon", "parent_id": "007"}


def tables(**rows: list[dict[str, Any]]) -> MadeTables:
    return tables_of({"accounts": [ACCOUNT, UNIT], "team_members": PEOPLE, **rows})


def proposed(**rows: list[dict[str, Any]]) -> pd.DataFrame:
    """What the rows lead to, worked out once for the same rows."""
    name = repr(rows)
    if name not in _made:
        _made[name] = tables(**rows)
    return propose_actions(_made[name], "007", DAY)


_made: dict[str, MadeTables] = {}


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


# Each rule: the rows that reach it, and the same rows just short of it.

RISK = {"risk_id": "R1", "account_id": "70", "what": "Trial at plant 2", "triggered_on": ago(3), "response": "Visit it"}
PROMISE = {"promise_id": "P1", "account_id": "70", "what": "Daily stock list", "due": ago(1), "promised_to": "Ms Roy"}
COMPLAINT = {"query_id": "Q1", "account_id": "70", "what": "Late again", "kind": "complaint", "asked_on": ago(31)}
POINT = {"account_id": "", "touch_point_id": "tp", "name": "Shortage"}
ASKED = [{"respondent_id": "r1", "account_id": "70", "side": "customer", "department": "purchasing"}]
CONTACT = {"contact_id": "c1", "account_id": "70", "name": "A", "department": "purchasing"}
LINE = {"account_id": "70", "date": ago(10), "order_id": "1", "revenue": 100.0, "cost": 90.0, "rush": True}
RATE = {"driver": "rush order", "rate": 11.0}
EXTRA = {**PROMISE, "state": "kept", "due": None, "charge": "given without charge", "yearly_cost": 70_000.0}
CELL = {"account_id": "70", "offering_id": "crate"}


def rating(importance: float, performance: float) -> dict[str, Any]:
    return {
        "respondent_id": "r1", "about": "touch point", "item_id": "tp", "supplier_id": "us", "asked_on": ago(20),
        "importance": importance, "performance": performance,
    }  # fmt: skip


def own_point(importance: float, performance: float) -> dict[str, Any]:
    return {**POINT, "account_id": "007", "importance": importance, "performance": performance}


Rows = dict[str, list[dict[str, Any]]]
REACHED: dict[str, tuple[Rows, Rows]] = {
    "risk seen": (
        {"risks": [RISK]},
        {"risks": [{**RISK, "triggered_on": None}, {**RISK, "risk_id": "R2", "closed_on": ago(1)}]},
    ),
    "promise overdue": ({"promises": [PROMISE]}, {"promises": [{**PROMISE, "due": DAY}]}),
    "complaint unanswered": (
        {"queries": [COMPLAINT]},
        {"queries": [{**COMPLAINT, "asked_on": ago(30)}, {**COMPLAINT, "query_id": "Q2", "closed_on": ago(1)}]},
    ),
    "promise broken": (
        {"promises": [{**PROMISE, "state": "broken", "settled_on": ago(365)}]},
        {"promises": [{**PROMISE, "state": "broken", "settled_on": ago(366)}]},
    ),
    "renewal on a single thread": (
        {"contracts": [{"contract_id": "k", "account_id": "70", "name": "Frame", "ends_on": date(2027, 3, 31)}]},
        {"contracts": [{"contract_id": "k", "account_id": "70", "name": "Frame", "ends_on": date(2027, 4, 1)}]},
    ),
    "moment of truth": (
        {"touch_points": [POINT], "respondents": ASKED, "ratings": [rating(8, 6)]},
        {"touch_points": [POINT], "respondents": ASKED, "ratings": [rating(7, 4)]},
    ),
    "suspected moment of truth": ({"touch_points": [own_point(8, 6)]}, {"touch_points": [own_point(8, 7)]}),
    "terms that lose money": (
        {"sales_lines": [LINE], "activity_rates": [RATE]},
        {"sales_lines": [LINE], "activity_rates": [{**RATE, "rate": 10.0}]},
    ),
    "extras unnoticed": ({"promises": [EXTRA]}, {"promises": [{**EXTRA, "on_purpose": True}]}),
    "thin answers": ({"accounts": [{**ACCOUNT, "status": "candidate"}, UNIT]}, {"accounts": [ACCOUNT, UNIT]}),
    "unknown white space": ({"white_space_cells": [CELL]}, {"white_space_cells": [{**CELL, "state": "in-house"}]}),
}


def test_every_rule_has_its_example() -> None:
    assert set(REACHED) == set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_reached_and_not_one_day_or_point_earlier(rule: str) -> None:
    reached, short_of_it = REACHED[rule]
    assert rule in proposed(**reached)["rule"].tolist()
    assert rule not in proposed(**short_of_it)["rule"].tolist()


@pytest.mark.parametrize("rule", RULES)
def test_a_proposal_is_an_action_that_can_be_carried_out(rule: str) -> None:
    found = proposed(**REACHED[rule][0])
    row = found[found["rule"] == rule].iloc[0]
    assert row["account_id"] == "007"
    assert row["accountable_id"] == "ines" and row["responsible_id"] == "ines"
    assert row["due"] > pd.Timestamp(DAY) and row["due"].weekday() < 5
    assert check_wording(row["what"]) == ""
    assert row["evidence"].endswith(".") and len(row["evidence"].split()) >= 5
    assert row["measure_text"] and row["cause"]
    fields = ("what", "because", "because_id", "kind", "cause", "measure_text", "responsible_id", "accountable_id")
    record("actions").model_validate({**row[list(fields)], "action_id": "a", "account_id": "007"})


@pytest.mark.parametrize("rule", RULES)
def test_a_gap_that_an_open_action_answers_is_left_out(rule: str) -> None:
    rows = REACHED[rule][0]
    row = proposed(**rows).set_index("rule").loc[rule]
    action = {
        "action_id": "a", "account_id": "70", "what": "Call the plant", "because": row["because"],
        "because_id": row["because_id"],
    }  # fmt: skip
    assert rule not in proposed(**rows, actions=[action])["rule"].tolist()
    assert rule not in proposed(**rows, actions=[{**action, "state": "proposed"}])["rule"].tolist()
    assert rule in proposed(**rows, actions=[{**action, "state": "done"}])["rule"].tolist()
    assert rule in proposed(**rows, actions=[{**action, "because_id": "another"}])["rule"].tolist()


def test_the_most_urgent_comes_first_and_all_accounts_at_once_say_the_same() -> None:
    rows = {name: row for reached, _ in REACHED.values() for name, row in reached.items()}
    own = propose_actions(tables(**rows), "70", DAY)
    order = [list(RULES).index(rule) for rule in own["rule"]]
    assert len(own) > 5 and order == sorted(order)
    other = {"accounts": [*rows.pop("accounts", [ACCOUNT, UNIT]), {"account_id": "8", "name": "Other"}]}
    pd.testing.assert_frame_equal(propose_actions(tables(**rows, **other), "", DAY), own)


def test_evidence_names_the_figures() -> None:
    risk = proposed(risks=[{**RISK, "trigger": "Samples on the dock", "escalate_to": "Tom by Friday"}]).iloc[0]
    assert "28 Mar 2026: Samples on the dock. Escalates to: Tom by Friday." in risk["evidence"]
    assert "30 Mar 2026; 1 day over and still open" in proposed(promises=[PROMISE]).iloc[0]["evidence"]
    terms = proposed(sales_lines=[LINE], activity_rates=[RATE]).iloc[0]
    assert "Gross margin 10, cost to serve 11" in terms["evidence"] and "rush fee" in terms["what"]
    moment = proposed(touch_points=[POINT], respondents=ASKED, ratings=[rating(9, 4)])
    assert "importance 9.0 and our performance 4.0: a shortfall of 5.0" in moment.iloc[0]["evidence"]
    extras = proposed(promises=[EXTRA, {**EXTRA, "promise_id": "P2", "yearly_cost": None}])
    assert (
        "2 extras" in extras.iloc[0]["evidence"]
        and "70,000 a year (1 of them not costed)" in extras.iloc[0]["evidence"]
    )


def test_what_is_done_at_a_moment_of_truth_depends_on_whether_a_behaviour_is_owed() -> None:
    asked = {"respondents": ASKED, "ratings": [rating(9, 4)]}
    without = proposed(touch_points=[POINT], **asked).iloc[0]
    owed = proposed(touch_points=[{**POINT, "behaviour": "Nadja calls by 10:00", "owner_id": "tom"}], **asked).iloc[0]
    assert (without["kind"], owed["kind"]) == ("process", "performance")
    assert (without["responsible_id"], owed["responsible_id"]) == ("ines", "tom")


COVERED = [{"contact_id": "c1", "member_id": "ines"}]
RENEWAL = {"accounts": [{**ACCOUNT, "renewal_on": date(2026, 10, 1)}, UNIT]}


@pytest.mark.parametrize(
    ("contacts", "coverages", "because"),
    [
        ([], [], "no contact there is recorded"),
        ([CONTACT], [], "none of ours knows them"),
        ([CONTACT, {**CONTACT, "contact_id": "c2", "department": "quality"}], COVERED, "only one of ours"),
        (
            [CONTACT, {**CONTACT, "contact_id": "c2"}],
            [*COVERED, {"contact_id": "c2", "member_id": "tom"}],
            "all in one department",
        ),
        (
            [CONTACT, {**CONTACT, "contact_id": "c2", "department": "quality"}],
            [*COVERED, {"contact_id": "c2", "member_id": "tom"}],
            "",
        ),
        (  # the second thread has left
            [CONTACT, {**CONTACT, "contact_id": "c2", "department": "quality", "leaves_on": DAY}],
            [*COVERED, {"contact_id": "c2", "member_id": "tom"}],
            "only one of ours",
        ),
    ],
)
def test_a_single_thread(contacts: list[dict[str, Any]], coverages: list[dict[str, Any]], because: str) -> None:
    found = proposed(**RENEWAL, contacts=contacts, coverages=coverages)
    evidence = found.loc[found["rule"] == "renewal on a single thread", "evidence"].tolist()
    assert (len(evidence) == 1 and because in evidence[0]) if because else evidence == []


def answers(departments: list[str]) -> Rows:
    people = [
        {"respondent_id": f"r{n}", "account_id": "70", "side": "customer", "department": name}
        for n, name in enumerate(departments)
    ]
    ratings = [
        {
            "respondent_id": f"r{n}", "about": "expectation", "item_id": "e", "supplier_id": "us",
            "asked_on": ago(9), "performance": 7.0,
        }
        for n in range(len(departments))
    ]  # fmt: skip
    return {"respondents": people, "ratings": ratings, "accounts": [{**ACCOUNT, "status": "key account"}, UNIT]}


@pytest.mark.parametrize(
    ("departments", "told"),
    [
        ([], "Nobody there has answered"),
        (["purchasing"], "1 person there has answered"),
        (["purchasing"] * 3, "3 people there have answered, all from purchasing"),
        (["purchasing"] * 9, "9 people there have answered, all from purchasing"),
        (["purchasing", "quality"] * 2, "4 people there have answered:"),
        (["purchasing", "quality", "quality", "quality", "quality"], ""),
    ],
)
def test_thin_answers(departments: list[str], told: str) -> None:
    found = proposed(**answers(departments))
    evidence = found.loc[found["rule"] == "thin answers", "evidence"].tolist()
    assert (len(evidence) == 1 and told in evidence[0]) if told else evidence == []


def test_a_loss_is_only_seen_where_cost_to_serve_is_known() -> None:
    losing = {**LINE, "cost": 150.0}
    assert "terms that lose money" not in proposed(sales_lines=[losing])["rule"].tolist()
    assert "terms that lose money" in proposed(sales_lines=[losing], activity_rates=[RATE])["rule"].tolist()


def test_nothing_known_proposes_nothing_and_keeps_its_columns() -> None:
    for found in (propose_actions(EMPTY, "", DAY), proposed()):
        assert found.empty
        assert str(found["due"].dtype) == "datetime64[us]" and str(found["what"].dtype) == "str"
    assert check_actions(EMPTY, "", DAY).empty and review_plan(EMPTY, "", DAY) == ()
    assert next_actions(EMPTY, DAY).empty and place_actions(EMPTY, "", DAY).empty
    assert rank_load(place_actions(EMPTY, "", DAY)).empty


@pytest.mark.parametrize("ask", [propose_actions, check_actions, place_actions, review_plan, next_action])
def test_an_account_that_is_not_there_is_named(ask: Any) -> None:
    with pytest.raises(MethodError, match="'nobody'"):
        ask(tables(), "nobody", DAY)


def test_nothing_is_changed_that_was_handed_in() -> None:
    rows = {name: row for reached, _ in REACHED.values() for name, row in reached.items()}
    given_tables = tables(**rows)
    before = {name: frame.copy() for name, frame in given_tables.items()}
    propose_actions(given_tables, "", DAY)
    check_actions(given_tables, "", DAY)
    next_actions(given_tables, DAY)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(given_tables[name], frame)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=4000), st.text(min_size=1, max_size=200))
def test_whatever_people_wrote_fits_into_an_action(response: str, what: str) -> None:
    risk = {**RISK, "what": what, "response": response}
    scope = scope_of(
        tables(risks=[risk], promises=[{**PROMISE, "what": what}], queries=[{**COMPLAINT, "what": response or "?"}]), "007", DAY
    )
    # The rules that quote what people wrote; the others look at figures.
    found = frame_of_proposals([*answer_risks(scope), *keep_promises(scope), *answer_complaints(scope)])
    assert len(found) == 3
    assert (found["what"].str.len() <= 200).all() and (found["measure_text"].str.len() <= 200).all()
    assert not found["what"].str.contains("\n").any()


# Wording

REFUSED = {
    "Be proactive with the plant": "attitude",
    "Communicate proactively about shortages": "attitude",
    "Improve the relationship with purchasing": "attitude",
    "Build trust with the new buyer": "attitude",
    "Stay in touch with Ms Roy": "attitude",
    "Be more responsive to complaints": "attitude",
    "Communicate better with the depot": "attitude",
    "Work more closely with quality": "attitude",
    "Go the extra mile for Hypra": "attitude",
    "Increase revenue by 10 %": "a result",
    "Win the crate contract at Lyon": "a result",
    "Reduce complaints by half": "a result",
    "To achieve 98 % on time": "a result",
    "Optimise the order process": "a result",
    "Look into the late deliveries": "leaves open",
    "Try to reach the plant manager": "leaves open",
    "Ensure that the labels are right": "leaves open",
    "Focus on the Lyon plant": "leaves open",
    "Call": "too short",
    "Ms Roy": "too short",
    "": "too short",
}
ACCEPTED = [
    "Call the plant manager every Friday by 10:00 with the orders at risk",
    "Put a rush fee to the customer, with the figures, and agree a date from which they hold",
    "Send the daily stock list to Ms Roy by 8:00",
    "Keep two pallets of crate B at Lyon from 1 May",
    "Train both dispatchers on the new label printer",
    'Explain to Ms Roy why "be proactive" was crossed out',
    "Show the plant the improved relationship map",
]


@pytest.mark.parametrize("what", REFUSED)
def test_wording_nobody_could_see_done_is_refused_with_its_reason(what: str) -> None:
    reason = check_wording(what)
    assert REFUSED[what] in reason and "such as" in reason and "\n" not in reason


@pytest.mark.parametrize("what", ACCEPTED)
def test_wording_that_somebody_could_see_done_is_accepted(what: str) -> None:
    assert check_wording(what) == ""


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(what: str) -> None:
    assert isinstance(check_wording(what), str)


# Checks

SOUND = {
    "action_id": "a1", "account_id": "70", "what": "Call the plant manager every Friday by 10:00",
    "due": DAY, "responsible_id": "tom", "accountable_id": "ines", "because": "promise", "because_id": "P1",
    "measure_text": "No shortage without warning", "review_on": date(2026, 6, 1), "informed": "Ms Roy, by mail",
    "kind": "process", "cause": "Shortages were known and told by nobody",
}  # fmt: skip


def faults(*actions: dict[str, Any]) -> pd.DataFrame:
    return check_actions(tables(actions=list(actions), promises=[PROMISE]), "007", DAY)


def test_a_sound_action_has_no_fault() -> None:
    assert faults(SOUND).empty
    found = review_plan(tables(actions=[SOUND], promises=[PROMISE]), "007", DAY)
    assert [finding.severity for finding in found] == ["fine"]


@pytest.mark.parametrize(
    ("change", "check", "told"),
    [
        ({"accountable_id": None}, "accountable", "nobody accountable"),
        ({"accountable_id": "ines, tom"}, "accountable", "not one of our people"),
        ({"responsible_id": None}, "responsible", "nobody responsible"),
        ({"due": None}, "due", "no day"),
        ({"due": ago(1)}, "overdue", "30 Mar 2026, 1 day ago"),
        ({"what": "Be proactive with the plant"}, "wording", "attitude"),
        ({"measure_text": None}, "success", "success"),
        ({"because": None}, "gap", "answers no gap"),
        ({"because_id": "P9"}, "gap", '"P9"'),
        ({"because": "account", "because_id": "mood"}, "gap", '"mood"'),
        ({"cause": None}, "cause", "no cause"),
        ({"kind": None}, "kind", "no kind"),
        ({"review_on": None}, "review", "no review date"),
        ({"informed": None}, "told", "who is told"),
    ],
)
def test_each_fault_is_found_alone(change: dict[str, Any], check: str, told: str) -> None:
    found = faults({**SOUND, **change})
    assert found["check"].tolist() == [check]
    assert told in found["says"].iloc[0] and found["do"].iloc[0].endswith(".")


@pytest.mark.parametrize(
    "change",
    [
        {"measure_text": None, "measure_id": "m"},
        {"because": "account", "because_id": "terms"},
        {"due": None, "state": "done"},
        {"due": ago(400), "state": "dropped"},
    ],
)
def test_what_is_no_fault(change: dict[str, Any]) -> None:
    assert not set(faults({**SOUND, **change})["check"]) - {"no actions"}


def many(count: int, who: list[str]) -> list[dict[str, Any]]:
    return [{**SOUND, "action_id": f"a{n}", "responsible_id": who[n % len(who)]} for n in range(count)]


def test_everything_on_one_person() -> None:
    assert faults(*many(2, ["tom"])).empty
    found = faults(*many(3, ["tom"]))
    assert found["check"].tolist() == ["one person"] and "on Tom Halloway" in found["says"].iloc[0]
    assert faults(*many(3, ["tom", "ines"])).empty


def test_more_than_ten_open_actions_are_too_many() -> None:
    assert faults(*many(10, ["tom", "ines"])).empty
    assert faults(*many(11, ["tom", "ines"]))["check"].tolist() == ["too many"]


def test_an_account_without_an_action_says_so_and_the_worst_comes_first() -> None:
    assert faults()["check"].tolist() == ["no actions"]
    found = faults({**SOUND, "review_on": None}, {**SOUND, "action_id": "a2", "due": ago(9)})
    assert found["severity"].tolist() == ["danger", "careful"]


def test_findings_gather_the_same_fault_and_count_the_rest() -> None:
    actions = [{**row, "due": ago(5)} for row in many(5, ["tom", "ines"])]
    found = review_plan(tables(actions=actions, promises=[PROMISE]), "007", DAY)
    assert len(found) == 1 and found[0].severity == "danger" and found[0].says.endswith("And 2 more.")


def test_over_the_portfolio_a_fault_names_its_account() -> None:
    found = check_actions(tables(actions=[{**SOUND, "review_on": None}], promises=[PROMISE]), "", DAY)
    assert found["says"].iloc[0].startswith('Quillon Glass: "Call the plant manager')


# What comes next


def test_the_next_action_is_the_earliest_of_the_plan_else_a_proposal_else_nothing() -> None:
    late, later = {**SOUND, "due": ago(2)}, {**SOUND, "action_id": "a2", "due": DAY}
    undated = {**SOUND, "action_id": "a0", "due": None}
    planned = next_action(tables(actions=[later, undated, late]), "70", DAY)
    assert (planned["due"], bool(planned["overdue"])) == (pd.Timestamp(ago(2)), True)
    assert (planned["comes_from"], planned["responsible"]) == ("in the plan", "Tom Halloway")
    from_gap = next_action(tables(promises=[PROMISE]), "007", DAY)
    assert from_gap["comes_from"] == "proposed" and from_gap["responsible"] == "Ines Carrow"
    assert not from_gap["overdue"]
    none = next_action(tables(), "007", DAY)
    assert (none["comes_from"], none["what"], none["responsible"]) == ("none", "", "")


def test_all_accounts_have_their_row_groups_only() -> None:
    found = next_actions(tables(actions=[SOUND]), DAY)
    assert found.index.tolist() == ["007"] and found.loc["007", "what"] == SOUND["what"]


def test_the_plan_in_the_order_of_its_days() -> None:
    plan = [
        SOUND,
        {**SOUND, "action_id": "a0", "due": None, "responsible_id": None},
        {**SOUND, "action_id": "a2", "due": ago(3)},
    ]
    placed = place_actions(tables(actions=[*plan, {**SOUND, "action_id": "a3", "state": "done"}]), "", DAY)
    assert placed["action_id"].tolist() == ["a2", "a1", "a0"]
    assert placed["days_left"].tolist() == [-3, 0, pd.NA]
    assert placed["overdue"].tolist() == [True, False, False]
    assert placed["account"].tolist() == ["Quillon Glass"] * 3
    load = rank_load(placed)
    assert load["responsible"].tolist() == ["Tom Halloway", "nobody"]
    assert load[["actions", "overdue", "without_day"]].to_numpy().tolist() == [[2, 1, 0], [1, 0, 1]]
    assert load["next_due"].tolist() == [pd.Timestamp(DAY), pd.NaT]
