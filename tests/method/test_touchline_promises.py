"""Promises beside each other: the times they name, and who was promised what at the same point."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamkit.method.touchline import compare_promises, list_promises, read_terms, review_touchline
from kamkit.method.touchline.promises import (
    NO_BEHAVIOUR,
    NO_OWNER,
    NO_POINT,
    OTHERWISE_ELSEWHERE,
    OTHERWISE_HERE,
    Term,
    differ,
)
from kamkit.model.frame import tables_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

OWED = "The planner telephones by 10:00."


@pytest.mark.parametrize(
    ("promise", "terms"),
    [
        ("An engineer within two working days.", {(48, "within")}),
        ("Shortages told ten days ahead", {(240, "ahead")}),
        ("at least five working days before it reaches you", {(120, "ahead")}),
        ("A name within a day, a cause within ten.", {(24, "within"), (240, "within")}),
        ("Single stores supplied within 48 hours at Easter", {(48, "within")}),
        ("An answer in 1,5 hours", {(1.5, "within")}),
        ("Renewal talk six months early", {(6 * 730, "ahead")}),
        ("One invoice a month that matches your orders.", {(730, "within")}),
        ("One count that both sides see.", set()),
        ("4,000 crates in Grimsby at any time", set()),
        ("Be proactive", set()),
    ],
)
def test_the_times_in_a_promise(promise: str, terms: set[tuple[float, str]]) -> None:
    assert {(term.hours, term.direction) for term in read_terms(promise)} == terms


def test_promises_differ_in_times_of_one_direction_and_in_nothing_else() -> None:
    assert differ("within two days", "within three days")
    assert differ("told ten days ahead", "told five working days ahead")
    assert not differ("within two working days", "within two days"), "people say one and mean the other"
    assert not differ("A name within a day, a cause within ten.", "A cause within ten days")
    assert not differ("told five days ahead", "answered within two days"), "one is about before, one about after"
    assert not differ("soon", "at once") and not differ("within a day", "at once")
    assert not differ("within 48 hours", "within two days")


@settings(deadline=None)
@given(st.text(), st.text())
def test_differing_has_no_direction_and_no_promise_differs_from_itself(one: str, other: str) -> None:
    assert differ(one, other) == differ(other, one)
    assert not differ(one, one)
    assert all(isinstance(term, Term) and term.hours >= 0 for term in read_terms(one))


def _given(number: str, account: str, what: str, **more: Any) -> dict[str, Any]:
    return {"promise_id": number, "account_id": account, "what": what, "touch_point_id": "call", "owner_id": "ann"} | more


def _tables(*given_: dict[str, Any], points: list[dict[str, Any]] | None = None) -> Tables:
    standard = {
        "account_id": "", "touch_point_id": "call", "name": "Call", "position": 1, "owner_id": "ann",
        "promise": "You hear five days ahead.", "behaviour": OWED,
    }  # fmt: skip
    return tables_of(
        {
            "accounts": [
                {"account_id": "A", "name": "Alpha"},
                {"account_id": "A1", "name": "Alpha North", "parent_id": "A"},
                {"account_id": "B", "name": "Beta"},
            ],
            "team_members": [{"member_id": "ann", "name": "Ann Baker", "role": "planner"}],
            "touch_points": [standard, *(points or [])],
            "promises": list(given_),
        }
    )


def test_everybodys_promises_stand_in_one_list_and_broken_ones_do_not() -> None:
    tables = _tables(
        _given("1", "A1", "Ten days ahead"), _given("2", "B", "Five days ahead", state="kept"),
        _given("3", "B", "Two days ahead", state="broken"),
    )  # fmt: skip
    listed = list_promises(tables)
    assert listed[["account_id", "account", "promise_id"]].to_numpy().tolist() == [["", "", ""], ["A", "Alpha", "1"], ["B", "Beta", "2"]]


def test_an_account_promised_otherwise_than_its_point() -> None:
    tables = _tables(_given("1", "A1", "Told ten days ahead"))
    (row,) = compare_promises(tables, "A").to_dict("records")
    assert (row["kind"], row["account"], row["promise"], row["other"]) == (
        OTHERWISE_HERE, "Alpha", "Told ten days ahead", "You hear five days ahead.",
    )  # fmt: skip
    assert row["point"] == "Call" and row["open"]
    pd.testing.assert_frame_equal(compare_promises(tables, "A1"), compare_promises(tables, "A"))
    assert compare_promises(tables, "")["kind"].tolist() == [OTHERWISE_HERE]


def test_an_accounts_own_row_settles_what_its_point_promises() -> None:
    own = {"account_id": "A", "touch_point_id": "call", "name": "Call", "promise": "You hear ten days ahead."}
    tables = _tables(_given("1", "A", "Told ten days ahead"), points=[own])
    assert OTHERWISE_HERE not in set(compare_promises(tables, "A")["kind"])


def test_what_another_account_was_promised_is_named_once_for_a_point() -> None:
    tables = _tables(_given("1", "A", "Told ten days ahead"), _given("2", "B", "Told five days ahead"))
    (row,) = compare_promises(tables, "B").to_dict("records")
    assert (row["kind"], row["promise_id"], row["whom"], row["other"]) == (OTHERWISE_ELSEWHERE, "2", "Alpha", "Told ten days ahead")
    does = [found.says for found in review_touchline(tables, "B") if "Alpha" in found.says]
    assert does == ['Call: here "Told five days ahead", at Alpha "Told ten days ahead".']
    # B has no promise of its own at the point: the table tells, the account's findings do not.
    silent = _tables(_given("1", "A", "Told ten days ahead"))
    assert compare_promises(silent, "B")["kind"].tolist() == [OTHERWISE_ELSEWHERE]
    assert not [found for found in review_touchline(silent, "B") if "Alpha" in found.says]


def test_a_promise_without_owner_behaviour_or_point() -> None:
    vague = {"account_id": "", "touch_point_id": "visit", "name": "Visit", "behaviour": "be proactive"}
    tables = _tables(
        _given("1", "A", "A call", owner_id=None), _given("2", "A", "A visit", touch_point_id="visit"),
        _given("3", "A", "A gift", touch_point_id=None), _given("4", "A", "Settled", owner_id=None, state="kept"),
        points=[vague],
    )  # fmt: skip
    found = compare_promises(tables, "A")
    assert found[["kind", "promise"]].to_numpy().tolist() == [
        [NO_OWNER, "A call"], [NO_BEHAVIOUR, "A visit"], [NO_POINT, "A gift"],
    ]  # fmt: skip
    says = " ".join(finding.says for finding in review_touchline(tables, "A", date(2026, 3, 31)))
    assert '"A call" stands without an owner' in says and '"A gift" stands at no touch point' in says


def test_nothing_promised_nothing_to_settle_and_nothing_is_changed() -> None:
    assert compare_promises(tables_of({})).empty and list_promises(tables_of({})).empty
    tables = _tables(_given("1", "A", "Told ten days ahead"))
    before = {name: frame.copy() for name, frame in tables.items()}
    compare_promises(tables, "A")
    compare_promises(tables)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(tables[name], frame)
