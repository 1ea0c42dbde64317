"""What people see of the week: both faces, whose it is, empty accounts, and pictures that say their message."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from kamkit.model.frame import frame_of, tables_of
from kamkit.show.running import (
    show_due,
    show_feedback,
    show_meetings,
    show_milestones,
    show_promises,
    show_pulse,
    show_queries,
    show_renewals,
    show_week_check,
)

DAY = date(2026, 3, 31)
BASE = tables_of(
    {
        "accounts": [
            {"account_id": "007", "name": "Quillon <Glass>", "owner_id": "ines"},
            {"account_id": "8", "name": "Aldermoor", "owner_id": "tom"},
        ],
        "team_members": [{"member_id": "ines", "name": "Ines Carrow"}, {"member_id": "tom", "name": "Tom Halloway"}],
    }
)
SHOWS = (show_due, show_queries, show_promises, show_renewals, show_pulse, show_meetings, show_feedback, show_week_check)


def tables(**rows: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    return BASE | {name: frame_of(name, found) for name, found in rows.items()}


def on(days: int) -> date:
    return DAY + timedelta(days=days)


ACTIONS = [
    {"action_id": "1", "account_id": "007", "what": "Call <b>$x$</b>", "due": on(-2), "responsible_id": "tom"},
    {"action_id": "2", "account_id": "8", "what": "Weigh the crates", "due": on(3), "responsible_id": "ines"},
    {"action_id": "3", "account_id": "8", "what": "Ask the planner", "due": on(4), "responsible_id": "tom"},
]


def test_the_week_of_an_account_marks_what_is_late_and_escapes_what_people_wrote() -> None:
    shown = show_due(tables(actions=ACTIONS), "007", DAY)
    assert "1 thing is past its day and nothing falls due in the 7 days from 31 Mar 2026" in shown.text
    assert shown.html.count('class="marked"') == 1 and "2 over" in shown.text
    assert "&lt;b&gt;$x$" in shown.html and "<b>$x$" not in shown.html


def test_mine_first_then_everybodys() -> None:
    found = tables(actions=ACTIONS)
    everybody, mine = show_due(found, "", DAY).text, show_due(found, "", DAY, "ines carrow").text
    assert everybody.index("Everybody's week") < everybody.index("Everything due")
    assert mine.index("Due for you and at your accounts") < mine.index("Everybody's week")
    assert "Weigh the crates" in mine and "Call <b>" in mine and "Ask the planner" not in mine
    assert show_due(found, "", DAY, "a stranger").text == everybody


def test_queries_are_drawn_against_the_day_promised() -> None:
    rows = [
        {"query_id": "1", "account_id": "007", "what": "Late", "kind": "complaint", "asked_on": on(-40), "due": on(-30)},
        {"query_id": "2", "account_id": "8", "what": "Where", "asked_on": on(-3)},
    ]
    shown = show_queries(tables(queries=rows), "", DAY)
    assert "[Chart] 1 of 2 open queries is past the day promised; the longest wait is 40 days" in shown.text
    assert shown.html.count("<img") == 1
    assert "No open query is past the day promised" in show_queries(tables(queries=rows[1:]), "8", DAY).text
    closed = [{**rows[1], "closed_on": on(-1)}]
    assert "No query is open" in show_queries(tables(queries=closed), "8", DAY).text


def test_promises_say_how_many_were_kept() -> None:
    rows = [
        {"promise_id": "1", "account_id": "007", "what": "A list", "due": on(-1)},
        {"promise_id": "2", "account_id": "007", "what": "x", "state": "kept", "settled_on": on(-9)},
    ]
    text = show_promises(tables(promises=rows), "007", DAY).text
    assert "1 promise is open: 1 past their day" in text and "1 was kept and 0 broken" in text
    assert "No promise is open. In the last twelve months 1 was kept" in show_promises(tables(promises=rows[1:]), "007", DAY).text


def test_the_way_to_a_renewal_is_a_picture_with_a_table() -> None:
    contract = {"contract_id": "k", "account_id": "007", "name": "Frame", "ends_on": date(2026, 8, 31)}
    one = show_renewals(tables(contracts=[contract]), "007", DAY)
    assert "[Chart] Quillon <Glass>: the contract ends on 31 Aug 2026; nothing shows what was due 12 months before" in one.text
    assert "Quillon &lt;Glass&gt;" in one.html and one.text.count("not seen") == 3
    both = show_renewals(tables(contracts=[contract, {**contract, "contract_id": "k2", "account_id": "8"}]), "", DAY)
    assert "2 contracts end within twelve months and 2 are behind" in both.text
    far = show_renewals(tables(contracts=[{**contract, "ends_on": date(2028, 8, 31)}]), "007", DAY)
    assert far.text == "No contract ends within twelve months."
    assert [months for months in ("12", "9", "6", "3") if months in show_milestones().text] == ["12", "9", "6", "3"]


def test_the_pulse_says_when_it_may_be_chance_and_when_nobody_knows() -> None:
    people = [{"respondent_id": "r", "account_id": "007", "side": "customer"}]
    rating = {"respondent_id": "r", "about": "outcome", "item_id": "trust", "supplier_id": "us"}
    once = [{**rating, "asked_on": on(-5), "performance": 8.0}]
    assert "nobody knows whether it rises or falls" in show_pulse(tables(respondents=people, ratings=once), "007", DAY).text
    twice = [*once, {**rating, "asked_on": on(-400), "performance": 6.0}]
    found = tables(respondents=people, ratings=twice)
    assert "rose by 2.0 to 8.0 of 10, by few answers: it may be chance" in show_pulse(found, "007", DAY).text
    assert "1 of 1 account asked was asked twice" in show_pulse(found, "", DAY).text


def test_feedback_shows_its_state_and_what_came_back() -> None:
    rows = [
        {"feedback_id": "1", "role": "customer", "account_id": "007", "given_on": on(-31), "what": "Ring <me>", "state": "read"},
        {"feedback_id": "2", "role": "employee", "account_id": "007", "given_on": on(-9), "what": "x", "state": "declined",
         "state_reason": "Too dear", "answer": "Not this year.", "answered_on": DAY},
    ]  # fmt: skip
    shown = show_feedback(tables(feedbacks=rows), "007", DAY)
    assert "nothing for 31 days" in shown.text and "Not this year. Reason: Too dear" in shown.text
    assert "Ring &lt;me&gt;" in shown.html


@pytest.mark.parametrize("show", SHOWS)
@pytest.mark.parametrize("account_id", ["", "007"])
def test_missing_data_is_a_sentence(show: Any, account_id: str) -> None:
    bare = tables_of({"accounts": [{"account_id": "007", "name": "Quillon"}]} if account_id else {})
    shown = show(bare, account_id, DAY)
    assert "[Chart]" not in shown.text and "nan" not in shown.text.lower() and "NaT" not in shown.text
    if show is not show_week_check:
        assert "Not there yet" in shown.text and "can enter it" in shown.text
