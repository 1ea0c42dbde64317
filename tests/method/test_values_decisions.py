"""Why accounts decided as they did, what troubles them, and what the most profitable call important."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from customer_survey import rating, respondent

from kamkit.method.values import (
    list_decisions,
    list_issues,
    most_profitable,
    rank_reasons,
    review_against_best,
    review_against_pool,
    review_values,
)
from kamkit.model.frame import tables_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

DAY = date(2026, 3, 31)


def _decided(number: str, account: str, kind: str, on: date, **more: Any) -> dict[str, Any]:
    return {"decision_id": number, "account_id": account, "side": "customer", "kind": kind, "decided_on": on} | more


def _tables(**rows: Any) -> Tables:
    accounts = [{"account_id": "A", "name": "Alpha"}, {"account_id": "A1", "name": "North", "parent_id": "A"}, {"account_id": "B", "name": "Beta"}]
    expectations = [{"account_id": "", "expectation_id": "early", "name": "Tells us early"}]
    return tables_of({"accounts": accounts, "expectations": expectations} | rows)


DECISIONS = [
    _decided("1", "A", "bought", date(2024, 5, 2), reasons="It fitted", decided_by="Ada"),
    _decided("2", "A1", "reduced", date(2026, 1, 9), reasons="Nobody rang", expectation_id="early"),
    _decided("3", "A", "selected", date(2026, 2, 1), side="ours"),
    _decided("4", "B", "renewed", date(2025, 3, 3), expectation_id="early"),
]


def test_the_log_of_an_account_is_its_groups_and_the_latest_comes_first() -> None:
    tables = _tables(decisions=DECISIONS)
    log = list_decisions(tables, "A1")
    assert log["decision_id"].tolist() == ["2", "1"], "what we decided about them is not their log"
    assert log["account"].tolist() == ["Alpha", "Alpha"] and log["expectation"].tolist()[0] == "Tells us early"
    assert list_decisions(tables)["decision_id"].tolist() == ["2", "4", "1"]
    (reason,) = rank_reasons(tables).to_dict("records")
    assert (reason["for_us"], reason["against_us"], reason["last_reason"]) == (1, 1, "Nobody rang")


def test_a_last_decision_against_us_is_the_first_thing_to_answer() -> None:
    tables = _tables(decisions=DECISIONS)
    says = [found.says for found in review_values(tables, "A") if found.severity == "danger"]
    assert says == ['The last decision went against us: reduced, "Nobody rang"']
    assert any("1 decision has no reason" in found.says for found in review_values(tables, "B"))
    assert any("No decision of Beta is written down" in found.says for found in review_values(_tables(), "B"))


def _asked(number: str, account: str, days: int, **more: Any) -> dict[str, Any]:
    return {"query_id": number, "account_id": account, "what": f"What {number}", "asked_on": DAY - timedelta(days=days)} | more


def test_open_complaints_come_first_and_what_was_settled_long_ago_not_at_all() -> None:
    points = [{"account_id": "", "touch_point_id": "call", "name": "Call", "expectation_id": "early"}]
    tables = _tables(
        touch_points=points,
        queries=[
            _asked("new", "A", 3, kind="complaint"), _asked("old", "A1", 40, kind="complaint", touch_point_id="call"),
            _asked("closed", "A", 90, kind="complaint", closed_on=DAY - timedelta(days=60)),
            _asked("long ago", "A", 900, kind="complaint", closed_on=DAY - timedelta(days=800)),
            _asked("tomorrow", "A", -1, kind="complaint"), _asked("plain", "A", 8),
            _asked("closed tomorrow", "A", 10, kind="request", closed_on=DAY + timedelta(days=1)),
        ],
        customer_goals=[{"goal_id": "g", "account_id": "A", "goal": "No stop of the line", "forced_by": "the law"}],
    )  # fmt: skip
    issues = list_issues(tables, "A", DAY)
    assert issues["what"].tolist() == [
        "What old", "What new", "What closed tomorrow", "What plain", "No stop of the line", "What closed",
    ]  # fmt: skip
    assert issues["kind"].tolist() == ["complaint", "complaint", "request", "question", "goal", "complaint"]
    assert issues["days_open"].tolist()[:4] == [40, 3, 10, 8] and issues["days_open"][4:].isna().all()
    assert issues["expectation"].tolist()[0] == "Tells us early" and issues["point"].tolist()[0] == "Call"
    assert len(list_issues(tables, "", DAY)) == 6 and list_issues(tables, "B", DAY).empty
    old = [found for found in review_values(tables, "A", None, DAY) if "complaint" in found.says]
    assert len(old) == 1 and old[0].severity == "danger" and '"What old"' in old[0].says


def _surveyed(importance: dict[str, tuple[int, ...]], revenue: dict[str, float]) -> Tables:
    people = [(account, at, mark) for account, marks in importance.items() for at, mark in enumerate(marks)]
    return tables_of(
        {
            "accounts": [{"account_id": account, "name": f"Company {account}"} for account in revenue],
            "expectations": [{"account_id": "", "expectation_id": "early", "name": "Tells us early"}],
            "respondents": [respondent(f"{account}{at}", account) for account, at, _ in people],
            "ratings": [rating(f"{account}{at}", "early", 5, importance=mark) for account, at, mark in people],
            "sales_lines": [
                {"account_id": account, "date": date(2026, 1, 15), "quantity": 1.0, "revenue": amount, "order_id": account, "line_id": "1"}
                for account, amount in revenue.items()
            ],
        }
    )


MARKS = {"A": (9, 9, 10, 9, 10), "B": (9, 10, 9, 9, 9), "C": (9, 9, 9, 10, 10), "D": (3, 4, 3, 3, 4), "E": (4, 3, 4, 4, 3), "F": (3, 3, 4, 3, 3)}
WORTH = {"A": 900.0, "B": 800.0, "C": 700.0, "D": 60.0, "E": 50.0, "F": 40.0, "G": 9000.0}


def test_the_most_profitable_third_of_those_asked_at_least_three() -> None:
    best = most_profitable(_surveyed(MARKS, WORTH), DAY)
    assert best["account_id"].tolist() == ["A", "B", "C"], "G brings most, but nobody there was asked"
    assert best["contribution_is"].unique().tolist() == ["revenue"] and best["contribution"].is_monotonic_decreasing


def test_the_most_profitable_beside_the_rest_and_an_account_beside_them_without_itself() -> None:
    tables = _surveyed(MARKS, WORTH)
    (row,) = review_against_best(tables, "", DAY).to_dict("records")
    best = np.concatenate([MARKS[one] for one in "ABC"])
    rest = np.concatenate([MARKS[one] for one in "DEF"])
    assert row["here"] == pytest.approx(best.mean()) and row["elsewhere"] == pytest.approx(rest.mean())
    assert row["verdict"] == "higher here" and row["answers"] == 15
    (own,) = review_against_best(tables, "A", DAY).to_dict("records")
    assert own["here"] == pytest.approx(9.4) and own["elsewhere"] == pytest.approx(np.mean([*MARKS["B"], *MARKS["C"]]))
    assert own["verdict"] == "no difference visible"
    (poor,) = review_against_best(tables, "D", DAY).to_dict("records")
    assert poor["elsewhere"] == pytest.approx(best.mean()) and poor["verdict"] == "lower here"


def test_where_all_others_are_the_most_profitable_both_comparisons_say_the_same() -> None:
    tables = _surveyed({one: MARKS[one] for one in "ABCD"}, {one: WORTH[one] for one in "ABCD"})
    against_best = review_against_best(tables, "D", DAY)
    pd.testing.assert_frame_equal(against_best, review_against_pool(tables, "D", "expectation", "importance"))


@pytest.mark.parametrize("account_id", ["A", "D"])
def test_an_accounts_own_answers_are_the_same_read_alone_and_cut_out_of_everybodys(account_id: str) -> None:
    tables = _surveyed(MARKS, WORTH)  # remembers everybody's; of a plain mapping nothing is remembered
    for tell in (tables, dict(tables)):
        found = review_against_best(tell, account_id, DAY), review_against_pool(tell, account_id, "expectation", "importance")
        if tell is tables:
            cut_out = found
    for one, other in zip(cut_out, found, strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_nobody_asked_nothing_to_compare() -> None:
    empty = tables_of({})
    assert review_against_best(empty, "", DAY).empty and most_profitable(empty, DAY).empty
    assert list_decisions(empty).empty and list_issues(empty, "", DAY).empty
