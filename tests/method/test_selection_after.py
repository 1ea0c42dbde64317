"""After the choice: an objective for each account, and stepping down as a plan."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from selection_case import AS_OF, small_case, tables

from kamkit.method.selection import (
    check_objectives,
    check_step_downs,
    review_objectives,
    review_step_downs,
    select_accounts,
)
from kamkit.method.selection.objectives import propose_kind
from kamkit.model.frame import tables_of

AIM = {
    "objective_id": "1", "account_id": "B", "kind": "growth", "statement": "Two more lines", "amount": 50_000.0,
    "due": date(2027, 3, 31), "state": "open",
}  # fmt: skip
DOWN = {
    "decision_id": "9", "account_id": "C", "side": "ours", "kind": "stepped down", "decided_on": date(2026, 3, 1),
    "effective_on": date(2026, 6, 30), "successor_id": "ines", "kept_service": "Orders by telephone.",
}  # fmt: skip


def chosen(rows: Any, *accounts: str) -> pd.DataFrame:
    ranking = select_accounts(tables(rows), AS_OF, draws=50).ranking
    return ranking[ranking["account_id"].isin(accounts)]


def aims(rows: Any, *accounts: str) -> pd.DataFrame:
    return review_objectives(tables(rows), chosen(rows, *accounts), AS_OF)


def test_every_chosen_account_has_a_row_and_who_has_no_objective_is_named() -> None:
    rows = small_case()
    rows["objectives"] = [AIM]
    found = aims(rows, "B", "NA").set_index("account_id")
    assert found.loc["B", "lacks"] == "" and found.loc["B", "amount"] == 50_000
    assert found.loc["NA", "lacks"] == "no objective yet" and found.loc["NA", "proposed"] == "retention"
    (finding,) = check_objectives(found.reset_index())
    assert finding.says == "1 of 2 chosen accounts have no objective: NA Ltd."


@pytest.mark.parametrize(
    ("change", "lacks"),
    [
        ({"amount": None}, "no amount"),
        ({"due": None}, "no day"),
        ({"due": date(2025, 1, 1)}, "its day has passed"),
        ({"kind": "retention", "amount": 200_000.0}, "keeps more than the account brings"),  # B brings 100,000
        ({"kind": "retention", "amount": 102_000.0}, ""),  # rounded up
        ({"amount": None, "due": None}, "no amount, no day"),
    ],
)
def test_what_an_objective_lacks(change: dict[str, Any], lacks: str) -> None:
    rows = small_case()
    rows["objectives"] = [{**AIM, **change}]
    found = aims(rows, "B")
    assert found["lacks"].tolist() == [lacks]
    assert len(check_objectives(found)) == bool(lacks)


def test_reached_and_dropped_objectives_are_none_for_what_comes() -> None:
    rows = small_case()
    rows["objectives"] = [{**AIM, "state": "reached"}]
    assert aims(rows, "B")["lacks"].tolist() == ["no objective yet"]


def test_a_customer_numbers_objective_is_the_groups() -> None:
    rows = small_case()
    rows["accounts"].append({"account_id": "B-1", "name": "B one", "parent_id": "B"})
    rows["objectives"] = [{**AIM, "account_id": "B-1"}]
    assert aims(rows, "B")["statement"].tolist() == ["Two more lines"]


@pytest.mark.parametrize(
    ("account", "renewal", "kind"),
    [
        ({"quadrant": "star"}, pd.Timestamp(2026, 9, 1), "retention"),
        ({"quadrant": "star"}, None, "growth"),
        ({"potential": 450.0}, None, "growth"),  # one and a half times three years of 100
        ({"potential": 449.0}, None, "retention"),
        ({"potential": 10.0, "contribution": -5.0}, None, "growth"),
        ({"potential": float("nan"), "contribution": float("nan")}, None, "retention"),
    ],
)
def test_the_kind_proposed(account: dict[str, Any], renewal: pd.Timestamp | None, kind: str) -> None:
    row = SimpleNamespace(**{"quadrant": None, "potential": 0.0, "contribution": 100.0, **account})
    assert propose_kind(row, renewal, 1.5)[0] == kind


def test_a_renewal_within_twelve_months_asks_for_retention() -> None:
    rows = small_case()
    rows["contracts"] = [{"contract_id": "1", "account_id": "B", "name": "Frame", "ends_on": date(2026, 12, 31)}]
    assert aims(rows, "B")["because"].tolist() == ["up for renewal on 2026-12-31"]
    rows["contracts"][0]["ends_on"] = date(2027, 12, 31)
    assert aims(rows, "B")["proposed"].tolist() == ["retention"] and "renewal" not in aims(rows, "B")["because"].iloc[0]


def steps(rows: Any, *staying: str) -> pd.DataFrame:
    return review_step_downs(tables(rows), AS_OF, frozenset(staying))


def test_who_is_key_today_and_does_not_stay_needs_a_plan() -> None:
    rows = small_case()
    rows["accounts"][0]["status"] = "key account"  # A
    rows["decisions"] = [
        {"decision_id": "1", "account_id": one, "side": "ours", "kind": "selected", "decided_on": date(2025, 4, 10)}
        for one in ("B", "C")
    ]
    assert steps(rows, "A", "B", "C").empty
    found = steps(rows, "B")
    assert found["account_id"].tolist() == ["A", "C"] and set(found["lacks"]) == {"no plan yet"}
    (finding,) = check_step_downs(found)
    assert "A Ltd, C Ltd" in finding.says


def test_a_plan_has_notice_a_successor_and_kept_service() -> None:
    rows = small_case()
    rows["decisions"] = [DOWN]
    (row,) = steps(rows).to_dict("records")
    assert (row["notice"], row["successor"], row["lacks"]) == (121, "Ines", "")
    assert not check_step_downs(steps(rows))


@pytest.mark.parametrize(
    ("change", "lacks"),
    [
        ({"effective_on": None}, "the day it takes effect"),
        ({"successor_id": None}, "a successor"),
        ({"kept_service": None}, "the service kept"),
        ({"effective_on": date(2026, 3, 1)}, "notice: it takes effect on the day it was decided"),
        ({"effective_on": date(2026, 2, 1)}, "notice: it takes effect before it was decided"),
        ({"effective_on": date(2026, 4, 1)}, "notice of 3 months, as the contract says"),
    ],
)
def test_what_a_plan_lacks(change: dict[str, Any], lacks: str) -> None:
    rows = small_case()
    rows["contracts"] = [{"contract_id": "1", "account_id": "C", "name": "Frame", "notice_months": 3.0}]
    rows["decisions"] = [{**DOWN, **change}]
    assert steps(rows)["lacks"].tolist() == [lacks]
    (finding,) = check_step_downs(steps(rows))
    assert lacks in finding.says


def test_an_old_plan_in_effect_is_history_and_one_chosen_again_has_none() -> None:
    rows = small_case()
    rows["decisions"] = [{**DOWN, "decided_on": date(2024, 1, 5), "effective_on": date(2024, 6, 30)}]
    assert steps(rows).empty
    rows["decisions"] = [DOWN, {**DOWN, "decision_id": "10", "kind": "selected", "decided_on": date(2026, 3, 20)}]
    assert steps(rows, "C").empty


def test_a_plan_for_an_account_that_stays_is_said() -> None:
    rows = small_case()
    rows["decisions"] = [DOWN]
    (finding,) = check_step_downs(steps(rows, "C"))
    assert "C Ltd stays by the list, though stepping down was decided on 2026-03-01" in finding.says


def test_nothing_that_was_given_is_changed() -> None:
    rows = small_case()
    rows["objectives"], rows["decisions"] = [AIM], [DOWN]
    given = tables_of(rows)
    before = {name: frame.copy() for name, frame in given.items()}
    review_objectives(given, chosen(rows, "B", "NA"), AS_OF)
    review_step_downs(given, AS_OF, {"B"})
    assert all(given[name].equals(frame) for name, frame in before.items())
