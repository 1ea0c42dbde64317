"""Who has to know, and whether they do: duty, drafts, leaders, limits, messages, measures, the customer's page."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from kamkit.errors import MethodError
from kamkit.method.communication import (
    Shareable,
    place_agreed_measures,
    place_duty,
    place_limits,
    place_messages,
    place_your_team,
    propose_messages,
    rank_agreement,
    rank_coverage,
    rank_leaders,
    rank_limits,
    rank_senders,
    rank_waiting,
    review_communication,
    shareable_fields,
)
from kamkit.model import RECORDS
from kamkit.model.frame import tables_of

DAY = date(2026, 3, 31)
PEOPLE = [
    {"member_id": "konrad", "name": "Konrad Varnholt", "role": "managing director"},
    {"member_id": "tom", "name": "Tom Halloway", "role": "sales director", "line_manager_id": "konrad"},
    {"member_id": "ines", "name": "Ines Carrow", "role": "key account manager", "line_manager_id": "tom", "email": "i@x.example"},
    {"member_id": "zofia", "name": "Zofia Walczyk", "role": "planner", "line_manager_id": "tom"},
]
ACCOUNTS = [
    {"account_id": "007", "name": "Quillon Glass", "owner_id": "ines", "status": "key account"},
    {"account_id": "70", "name": "Quillon Lyon", "parent_id": "007"},
    {"account_id": "8", "name": "Other", "owner_id": "tom", "status": "candidate"},
]
POINTS = [
    {"account_id": "", "touch_point_id": "offer", "name": "Offer", "position": 1, "owner_id": "ines", "promise": "Within a week"},
    {"account_id": "", "touch_point_id": "dock", "name": "Dock", "position": 2, "owner_id": "zofia", "promise": "Whole pallets"},
    {"account_id": "", "touch_point_id": "call", "name": "Call", "position": 3, "owner_id": "zofia"},
    {"account_id": "", "touch_point_id": "audit", "name": "Audit", "position": 4},
]
Rows = dict[str, list[dict[str, Any]]]


def tables(**rows: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    return tables_of({"accounts": ACCOUNTS, "team_members": PEOPLE, "touch_points": POINTS, **rows})


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def message(at: int = 0, **change: Any) -> dict[str, Any]:
    return {"message_id": f"s{at}", "account_id": "70", "side": "inside", "audience": "Somebody", "what": "Known?", **change}


def dock(*messages: dict[str, Any], **rows: list[dict[str, Any]]) -> tuple[str, str]:
    """What is known of the account and of the promise at the dock, where Zofia is on duty."""
    found = place_duty(tables(messages=list(messages), **rows), "007", DAY).set_index("touch_point_id").loc["dock"]
    return str(found["account_state"]), str(found["promise_state"])


ZOFIA = {"member_id": "zofia", "topic": "account and promise"}


@pytest.mark.parametrize(
    ("change", "account", "promise"),
    [
        ({**ZOFIA, "confirmed_on": ago(1)}, "confirmed", "confirmed"),
        ({**ZOFIA, "confirmed_on": DAY + timedelta(days=1)}, "told, not confirmed", "told, not confirmed"),
        ({**ZOFIA, "due": ago(1)}, "overdue", "overdue"),
        ({**ZOFIA, "due": DAY}, "told, not confirmed", "told, not confirmed"),
        ({**ZOFIA, "topic": "account", "confirmed_on": ago(1)}, "confirmed", "nobody told"),
        ({**ZOFIA, "topic": "promise", "confirmed_on": ago(1)}, "nobody told", "confirmed"),
        ({**ZOFIA, "topic": "promise", "touch_point_id": "dock", "confirmed_on": ago(1)}, "nobody told", "confirmed"),
        ({**ZOFIA, "topic": "promise", "touch_point_id": "call", "confirmed_on": ago(1)}, "nobody told", "nobody told"),
        ({**ZOFIA, "topic": "limit", "confirmed_on": ago(1)}, "nobody told", "nobody told"),
        ({**ZOFIA, "member_id": "tom", "confirmed_on": ago(1)}, "nobody told", "nobody told"),
        ({"touch_point_id": "dock", "confirmed_on": ago(1)}, "nobody told", "confirmed"),
        ({"confirmed_on": ago(1)}, "nobody told", "nobody told"),
        ({"topic": "account", "audience": "Zofia Walczyk and others", "confirmed_on": ago(1)}, "confirmed", "nobody told"),
        ({"topic": "account", "audience": "All planners", "confirmed_on": ago(1)}, "confirmed", "nobody told"),
        ({**ZOFIA, "side": "outside", "confirmed_on": ago(1)}, "nobody told", "nobody told"),
        ({**ZOFIA, "account_id": "8", "confirmed_on": ago(1)}, "nobody told", "nobody told"),
        ({"account_id": None, "touch_point_id": "dock", "confirmed_on": ago(1)}, "nobody told", "confirmed"),
    ],
)
def test_what_counts_as_knowing(change: dict[str, Any], account: str, promise: str) -> None:
    assert dock(message(**change)) == (account, promise)


def test_a_message_to_everybody_is_not_about_a_promise_of_the_accounts_own() -> None:
    everybody = message(account_id=None, touch_point_id="dock", confirmed_on=ago(1))
    own = {**POINTS[1], "account_id": "007", "promise": "On Mondays"}
    assert dock(everybody, touch_points=[*POINTS, own]) == ("nobody told", "nobody told")
    assert dock(everybody, touch_points=[*POINTS, {**own, "promise": None}]) == ("nobody told", "confirmed")


def test_owners_points_without_a_promise_and_points_without_anybody() -> None:
    found = place_duty(tables(), "007", DAY).set_index("touch_point_id")
    assert found["account_state"].tolist() == ["owns the account", "nobody told", "nobody told", "nobody on duty"]
    assert found["promise_state"].tolist() == ["owns the account", "nobody told", "nothing promised", "nobody on duty"]
    assert place_duty(tables_of({}), "", DAY).empty


def test_coverage_counts_what_could_be_confirmed() -> None:
    # The offer is the manager's own. Wanted: the account at dock and call, the promise at the dock; there: the account twice.
    duty = place_duty(tables(messages=[message(**{**ZOFIA, "topic": "account", "confirmed_on": ago(1)})]), "007", DAY)
    found = rank_coverage(duty).iloc[0]
    assert found[["points", "unmanned", "promised", "account_known", "promise_known"]].tolist() == [4, 1, 2, 3, 1]
    assert found[["wanted", "confirmed", "asked"]].tolist() == [3, 2, 0]
    assert found["share"] == pytest.approx(200 / 3) and found["waiting"] == "Zofia Walczyk"
    waiting = rank_waiting(duty)
    assert waiting[["person", "points"]].values.tolist() == [["Zofia Walczyk", 1]]
    assert rank_coverage(duty.iloc[:0]).empty and rank_waiting(duty.iloc[:0]).empty


def test_an_account_in_which_nobody_could_confirm_has_no_share() -> None:
    nobody = [{**point, "owner_id": None} for point in POINTS]
    found = rank_coverage(place_duty(tables(touch_points=nobody), "007", DAY)).iloc[0]
    assert pd.isna(found["share"]) and found["wanted"] == 0


def test_the_portfolio_takes_key_accounts_with_a_touchline_of_their_own() -> None:
    own = [{**POINTS[1], "account_id": account} for account in ("70", "8")]
    found = place_duty(tables(touch_points=[*POINTS, *own]), "", DAY)
    assert found["account"].unique().tolist() == ["Quillon Glass", "Other"] and len(found) == 8
    assert place_duty(tables(), "", DAY).empty


# Drafts


def test_one_draft_for_each_person_nobody_has_told() -> None:
    found = propose_messages(tables(), "007", DAY)
    assert found["audience"].tolist() == ["Zofia Walczyk"]
    draft = found.iloc[0]
    assert draft["what"] == "Quillon Glass is a key account. Dock: Whole pallets."
    assert (draft["topic"], draft["touch_point_id"], draft["sender_id"]) == ("account and promise", "", "ines")
    assert "Dock, Call" in draft["evidence"] and draft["due"] == pd.Timestamp(2026, 4, 14)


def test_a_draft_says_only_what_is_not_known_yet_and_goes_when_it_was_said() -> None:
    told = message(**{**ZOFIA, "topic": "account", "confirmed_on": ago(1)})
    draft = propose_messages(tables(messages=[told]), "007", DAY).iloc[0]
    assert (draft["topic"], draft["touch_point_id"], draft["what"]) == ("promise", "dock", "Dock: Whole pallets.")
    assert propose_messages(tables(messages=[message(**ZOFIA)]), "007", DAY).empty
    assert propose_messages(tables_of({}), "", DAY).empty


# Messages


def test_messages_come_overdue_first_with_those_to_everybody() -> None:
    rows = [message(0, confirmed_on=ago(9), due=ago(10)), message(1, due=DAY), message(2, due=ago(3), sender_id="tom"), message(3),
            message(4, account_id=None, due=ago(1))]  # fmt: skip
    found = place_messages(tables(messages=rows), "007", DAY)
    assert found["state"].tolist() == ["overdue", "overdue", "planned", "without a day", "confirmed"]
    assert found["account"].tolist() == ["Quillon Glass", "everybody"] + ["Quillon Glass"] * 3
    assert found["days_late"].iloc[0] == 3 and found["days_late"].isna().sum() == 3
    assert len(place_messages(tables(messages=rows), "007", DAY, with_all=False)) == 4
    senders = rank_senders(found)
    assert senders[["sender", "open", "overdue"]].values.tolist() == [["nobody", 3, 1], ["Tom Halloway", 1, 1]]


# Leaders


def led(**rows: list[dict[str, Any]]) -> pd.DataFrame:
    return rank_leaders(tables(**rows), "007", DAY)


def test_leaders_by_level_and_what_each_has_undertaken() -> None:
    commitment = {"commitment_id": "c", "kind": "people", "needed": "A planner", "promised": "Half a planner", "promised_by": "Konrad Varnholt"}
    action = {"action_id": "a", "account_id": "70", "what": "Call", "accountable_id": "ines", "due": ago(1)}
    said = message(member_id="tom", confirmed_on=ago(2), undertaken="Two visits")
    found = led(commitments=[{**commitment, "signed_on": ago(5)}], actions=[action], messages=[said])
    assert found[["level", "person", "comes_from", "state"]].values.tolist() == [
        [1, "Konrad Varnholt", "promised to the programme", "signed"],
        [2, "Tom Halloway", "undertaken", "confirmed"],
        [3, "Ines Carrow", "answers for", "overdue"],
    ]
    assert led(commitments=[commitment])["state"].iloc[0] == "not signed"
    assert led(commitments=[{**commitment, "due": ago(1), "signed_on": ago(9)}])["state"].iloc[0] == "overdue"


def test_leaders_without_anything_and_promisers_who_are_none_of_ours() -> None:
    assert led()["comes_from"].tolist() == ["nothing yet"] * 3
    other = {"commitment_id": "c", "kind": "money", "needed": "A budget", "promised_by": "The owner"}
    found = led(commitments=[other]).iloc[-1]
    assert found["person"] == "The owner" and pd.isna(found["level"]) and found["what"] == "A budget"
    supervisor = rank_leaders(tables_of({"settings": [{"settings_id": "programme", "supervisor": "Kim"}]}), "", DAY)
    assert supervisor["person"].tolist() == ["Kim"] and rank_leaders(tables_of({}), "", DAY).empty


# Limits


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"charge": "in the contract"}, "in the contract"),
        ({"charge": "charged"}, "charged"),
        ({"charge": "given without charge", "on_purpose": True}, "given on purpose"),
        ({"charge": "given without charge", "on_purpose": False}, "given, and nobody decided"),
        ({"charge": "given without charge"}, "given, and nobody decided"),
        ({}, "nobody said who pays"),
    ],
)
def test_promises_by_who_pays(change: dict[str, Any], kind: str) -> None:
    promise = {"promise_id": "p", "account_id": "70", "what": "The list", "yearly_cost": 500.0, **change}
    limit = message(topic="limit", confirmed_on=ago(1))
    found = place_limits(tables(promises=[promise, {**promise, "promise_id": "q", "state": "kept"}], messages=[limit]), "007", DAY)
    assert found["kind"].tolist() == [kind, "we will not"]
    ranked = rank_limits(found).set_index("kind")
    assert ranked.loc[kind, ["count", "yearly_cost", "uncosted"]].tolist() == [1, 500.0, 0]
    assert ranked["count"].sum() == 2 and ranked.loc["we will not", "unconfirmed"] == 0


def test_without_promises_every_kind_is_counted_as_nothing() -> None:
    ranked = rank_limits(place_limits(tables_of({}), "", DAY))
    assert len(ranked) == 6 and ranked["count"].sum() == 0 and ranked["yearly_cost"].isna().all()


# Measures agreed


def test_measures_agreed_come_first_and_are_counted_by_account() -> None:
    measures = [
        {"measure_id": "a", "account_id": "70", "name": "Ours", "agreed_with_customer": False},
        {"measure_id": "b", "account_id": "70", "name": "Both", "agreed_with_customer": True, "baseline": 1.0, "target": 3.0},
        {"measure_id": "c", "account_id": "8", "name": "Unsaid"},
        {"measure_id": "d", "name": "The programme's"},
    ]
    readings = [{"measure_id": "b", "read_on": DAY, "value": 2.0}]
    found = place_agreed_measures(tables(measures=measures, readings=readings), "007", DAY)
    assert found[["measure", "agreed", "verdict"]].values.tolist() == [["Both", "agreed", "nearer"], ["Ours", "ours alone", "not read yet"]]
    ranked = rank_agreement(place_agreed_measures(tables(measures=measures, readings=readings), "", DAY))
    assert ranked[["account", "measures", "agreed", "nearer"]].values.tolist() == [["Other", 1, 0, 0], ["Quillon Glass", 2, 1, 1]]
    assert rank_agreement(place_agreed_measures(tables_of({}), "", DAY)).empty


# The customer's page


def test_the_tables_of_the_page_have_shareable_fields_alone() -> None:
    shared = Shareable(tables(), "007")
    for table in RECORDS:
        assert set(shared[table].columns) == {spec.name for spec in RECORDS[table].specs() if spec.shareable}, table
    assert len(shared) == len(RECORDS) and list(shared) == list(RECORDS)
    assert "hourly_cost" not in shareable_fields("team_members") and shareable_fields("messages") == ()


def test_the_page_names_who_serves_where_and_keeps_the_order_of_the_touchline() -> None:
    own = {"account_id": "007", "touch_point_id": "call", "name": "Your call", "owner_id": "tom", "promise": "By ten"}
    promise = {"promise_id": "p", "account_id": "70", "what": "The list", "promised_to": "Ms Roy", "owner_id": "zofia", "due": ago(3)}
    page = place_your_team(
        tables(touch_points=[*reversed(POINTS), own], promises=[promise, {**promise, "promise_id": "q", "state": "kept"}],
               settings=[{"settings_id": "programme", "company": "Varnholt"}]), "70", DAY,
    )  # fmt: skip
    assert (page.company, page.account) == ("Varnholt", "Quillon Glass")
    assert page.points["name"].tolist() == ["Offer", "Dock", "Your call", "Audit"]
    assert page.points["person"].tolist() == ["Ines Carrow", "Zofia Walczyk", "Tom Halloway", ""]
    assert page.team[["name", "where", "leads"]].values.tolist() == [
        ["Ines Carrow", "Offer", True], ["Zofia Walczyk", "Dock", False], ["Tom Halloway", "Your call", False],
    ]  # fmt: skip
    assert page.promises[["what", "to", "person"]].values.tolist() == [["The list", "Ms Roy", "Zofia Walczyk"]]


def test_only_measures_agreed_with_the_customer_are_on_the_page_with_the_last_reading() -> None:
    measures = [
        {"measure_id": "a", "account_id": "70", "name": "Ours", "agreed_with_customer": False},
        {"measure_id": "b", "account_id": "70", "name": "Both", "agreed_with_customer": True, "target": 3.0},
    ]
    readings = [{"measure_id": "b", "read_on": ago(at), "value": float(at), "source": "secret"} for at in (1, 9)]
    page = place_your_team(tables(measures=measures, readings=readings), "007", DAY)
    assert page.measures[["name", "latest"]].values.tolist() == [["Both", 1.0]]


# Findings


def said(**rows: list[dict[str, Any]]) -> str:
    return "\n".join(f"{finding.severity}: {finding.says}" for finding in review_communication(tables(**rows), "007", DAY))


def test_the_findings_name_what_is_missing() -> None:
    found = said(messages=[message(**{**ZOFIA, "topic": "account", "due": ago(4)})])
    assert "danger: Nobody is on duty at Audit" in found
    assert "danger: The customer's page would promise Dock while those on duty" in found
    assert "Zofia Walczyk should have confirmed by now, for 2 touch points" in found
    assert "1 message is past the day" in found and "4 days" in found
    assert "Konrad Varnholt, Tom Halloway and Ines Carrow lead and have undertaken nothing" in found
    assert "Zofia Walczyk is on the page without an address" in found
    assert "unknown: No measure is written down" in found


def test_a_promise_that_is_not_rolled_out_yet_does_not_go_out_unsaid() -> None:
    changed = {**POINTS[1], "account_id": "007", "new_experience": "No split pallets", "change_stage": "tried"}
    assert "at Dock is not rolled out yet" in said(touch_points=[*POINTS, changed])
    assert "rolled out yet" not in said(touch_points=[*POINTS, {**changed, "change_stage": "normal"}])


def test_when_all_is_known_the_page_may_go_out() -> None:
    commitments = [
        {"commitment_id": name, "kind": "people", "needed": "x", "promised": "y", "promised_by": name, "signed_on": ago(9)}
        for name in ("Konrad Varnholt", "Tom Halloway", "Ines Carrow")
    ]
    rows: Rows = {
        "touch_points": POINTS[:3],
        "team_members": [{**person, "email": "a@x.example"} for person in PEOPLE],
        "messages": [message(**ZOFIA, confirmed_on=ago(1))],
        "measures": [{"measure_id": "b", "account_id": "70", "name": "Both", "agreed_with_customer": True}],
        "commitments": commitments,
    }
    assert said(**rows) == "fine: Everybody on duty has confirmed, nothing is overdue, and the page can go out."


def test_a_programme_with_nothing_in_it_says_what_to_enter() -> None:
    found = review_communication(tables_of({}), "", DAY)
    assert {finding.severity for finding in found} == {"unknown"} and all(finding.do for finding in found)


@pytest.mark.parametrize(
    "ask", [place_duty, propose_messages, place_messages, rank_leaders, place_limits, place_agreed_measures, place_your_team, review_communication]
)
def test_an_account_that_is_not_there_is_named(ask: Any) -> None:
    with pytest.raises(MethodError, match="'nobody'"):
        ask(tables(), "nobody", DAY)


def test_nothing_is_changed_that_was_handed_in() -> None:
    given = tables(messages=[message(**ZOFIA)], measures=[{"measure_id": "b", "account_id": "70", "name": "Both"}])
    before = {name: frame.copy() for name, frame in given.items()}
    review_communication(given, "007", DAY)
    propose_messages(given, "", DAY)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(given[name], frame)
