"""The pages on decisions, issues and the most profitable: what stands where nothing is known, and what is said."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from customer_survey import rating, respondent, survey

from kamkit.model.frame import frame_of, tables_of
from kamkit.show.values import show_against_best, show_decisions, show_issues, show_reasons

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

DAY = date(2026, 3, 31)


def _decided(number: int, kind: str, **more: Any) -> dict[str, Any]:
    return {"decision_id": f"d{number}", "account_id": "A", "side": "customer", "kind": kind, "decided_on": date(2026, 1, number)} | more


def _tables(**rows: Any) -> Tables:
    return tables_of(
        {
            "accounts": [{"account_id": "A", "name": "<i>Alpha</i>"}],
            "expectations": [{"account_id": "", "expectation_id": "early", "name": "Tells us early"}],
        }
        | rows
    )


def test_what_is_missing_is_said_with_who_can_enter_it_where() -> None:
    for tables, account in ((tables_of({}), ""), (_tables(), "A")):
        for shown in (show_decisions(tables, account), show_reasons(tables, account), show_issues(tables, account, DAY),
                      show_against_best(tables, account, DAY)):  # fmt: skip
            assert "Not there yet" in shown.text and "can enter it" in shown.text
            assert "<i>Alpha" not in shown.html
    assert "kamkit ask" in show_against_best(_tables(), "A", DAY).text


def test_decisions_against_us_are_marked_and_one_decision_is_no_habit() -> None:
    rows = [_decided(1, "bought", expectation_id="early", reasons="It fitted"), _decided(2, "left", reasons="<b>Nobody</b> rang")]
    tables = _tables(decisions=rows)
    log, reasons = show_decisions(tables, "A"), show_reasons(tables, "A")
    assert log.html.count('class="marked"') == 1 and "&lt;b&gt;Nobody" in log.html
    assert "2 decisions: 1 for us, 1 against us." in reasons.text and "most often" not in reasons.text
    more = _tables(decisions=[*rows, _decided(3, "renewed", expectation_id="early")])
    assert 'When they buy and stay, "Tells us early" decides most often (2 times).' in show_reasons(more).text


def test_issues_of_one_and_of_all() -> None:
    tables = _tables(
        queries=[{"query_id": "1", "account_id": "A", "what": "Why?", "kind": "complaint", "asked_on": date(2026, 2, 1)}],
        customer_goals=[{"goal_id": "1", "account_id": "A", "goal": "No stop", "forced_by": "its customers"}],
    )
    one, every = show_issues(tables, "A", DAY), show_issues(tables, "", DAY)
    assert "open for 58 days" in one.text and "goal, from its customers" in one.text and one.html.count('class="marked"') == 1
    assert "its customers (1)" in every.text and 'most often about "not said" (1 complaint)' in every.text
    goals = _tables(customer_goals=[{"goal_id": "1", "account_id": "A", "goal": "No stop"}])
    assert "No complaint or request is written down." in show_issues(goals, "", DAY).text


def test_an_account_stands_beside_the_most_profitable() -> None:
    tables = dict(survey(accounts=6))
    tables["sales_lines"] = frame_of(
        "sales_lines",
        [{"account_id": f"A{k}", "date": date(2026, 1, 5), "quantity": 1.0, "revenue": 100.0 * (9 - k), "order_id": f"{k}", "line_id": "1"} for k in range(6)],
    )  # fmt: skip
    every, first, last = (show_against_best(tables, account, DAY) for account in ("", "A0", "A5"))
    assert "The most profitable third of those asked, by revenue: Account 0, Account 1 and Account 2." in every.text
    assert "Account 0 is one of the 3 most profitable customers who were asked." in first.text
    assert "Account 5 is not one of the 3" in last.text and "All others" in last.text
    few = tables_of({"accounts": [{"account_id": "Q", "name": "Quill"}], "respondents": [respondent("q", "Q")],
                     "ratings": [rating("q", "early", 5, importance=9)]})  # fmt: skip
    assert "Too few answers to tell" in show_against_best(few, "Q", DAY).text
