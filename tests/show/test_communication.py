"""What people see of who has to know, and that nothing internal is on the customer's page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from kamkit.method.communication import propose_messages
from kamkit.model import RECORDS
from kamkit.model.field import FieldSpec
from kamkit.model.frame import tables_of
from kamkit.show.communication import (
    show_agreed_measures,
    show_communication_check,
    show_duty,
    show_leaders,
    show_limits,
    show_messages,
    show_missing_messages,
    show_waiting,
    show_your_team,
)
from kamkit.show.parts import Shown

DAY = date(2026, 3, 31)
NASTY = "Ring <b>$x$</b> & co"
PEOPLE = [
    {"member_id": "tom", "name": "Tom Halloway"},
    {"member_id": "ines", "name": "Ines Carrow", "line_manager_id": "tom"},
    {"member_id": "zofia", "name": "Zofia <Walczyk>", "line_manager_id": "tom"},
]
POINT = {"account_id": "007", "touch_point_id": "dock", "name": "Dock & gate", "owner_id": "zofia", "promise": NASTY}
TOLD = {"message_id": "s", "account_id": "007", "side": "inside", "audience": "Zofia", "member_id": "zofia", "what": NASTY,
        "topic": "account and promise", "due": DAY - timedelta(days=2)}  # fmt: skip
ALL = (show_duty, show_waiting, show_leaders, show_limits, show_messages, show_your_team, show_agreed_measures, show_communication_check)


def tables(**rows: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    accounts = [{"account_id": "007", "name": "Quillon <Glass>", "owner_id": "ines", "status": "key account"}]
    return tables_of({"accounts": accounts, "team_members": PEOPLE, "touch_points": [POINT], **rows})


def test_what_people_wrote_is_escaped_and_what_is_not_confirmed_is_marked() -> None:
    shown = show_duty(tables(messages=[TOLD]), "007", DAY)
    assert "&lt;b&gt;$x$&lt;/b&gt; &amp; co" in shown.html and "<b>$x$" not in shown.html
    assert shown.html.count('class="marked"') == 1 and "overdue" in shown.text
    assert "At 1 point the day for confirming has passed" in shown.text
    sure = show_duty(tables(messages=[{**TOLD, "confirmed_on": DAY}]), "007", DAY)
    assert "marked" not in sure.html and "confirmed, 31 Mar 2026" in sure.text


def test_the_portfolio_is_a_chart_whose_title_is_its_message() -> None:
    shown = show_duty(tables(messages=[TOLD]), "", DAY)
    assert 'alt="0 % of what people on duty have to know is confirmed: all of it at 0 of 1 account, nothing at 1. Dark' in shown.html
    assert shown.html.count("<img") == 1 and "Dark: confirmed" in shown.text
    nobody = show_duty(tables(touch_points=[{**POINT, "owner_id": None}]), "", DAY)
    assert "<img" not in nobody.html and "Not there yet" in nobody.text


def test_names_beyond_four_are_counted() -> None:
    accounts = [{"account_id": f"{at}", "name": f"Works {at}", "owner_id": "ines", "status": "candidate"} for at in range(6)]
    found = tables_of({"accounts": accounts, "team_members": PEOPLE,
                       "touch_points": [{**POINT, "account_id": f"{at}"} for at in range(6)]})  # fmt: skip
    assert "Works 0, Works 1, Works 2, Works 3 and 2 more" in show_waiting(found, "", DAY).text


def test_the_waiting_are_named_with_their_accounts_in_the_portfolio() -> None:
    assert "Quillon <Glass>" in show_waiting(tables(), "", DAY).text and "Quillon" not in show_waiting(tables(), "007", DAY).text
    assert "has anything left to confirm" in show_waiting(tables(messages=[{**TOLD, "confirmed_on": DAY}]), "007", DAY).text


def test_drafts_name_the_account_in_the_portfolio_and_say_when_none_is_missing() -> None:
    found = tables()
    for account_id in ("", "007"):
        shown = show_missing_messages(found, account_id, propose_messages(found, account_id, DAY))
        assert re.search("Missing: 1 message", shown.text) and "Ines Carrow" in shown.text
    told = tables(messages=[TOLD])
    assert "No message is missing" in show_missing_messages(told, "007", propose_messages(told, "007", DAY)).text


def test_limits_are_counted_by_kind_and_what_costs_nothing_known_is_not_nought() -> None:
    promises = [{"promise_id": f"p{at}", "account_id": "007", "what": "The list", "charge": "given without charge", "yearly_cost": cost}
                for at, cost in enumerate((70_000.0, None))]  # fmt: skip
    shown = show_limits(tables(promises=promises), "007", DAY)
    assert "2 promises are given without a decision" in shown.text and "70,000" in shown.text
    assert "No limit is written down" in shown.text
    unknown = show_limits(tables(promises=promises[1:]), "007", DAY)
    assert re.search(r"given, and nobody decided .* 1 +unknown +1", unknown.text)


@pytest.mark.parametrize("show", ALL)
def test_a_programme_with_nothing_in_it_says_so_and_shows_no_empty_table(show: Any) -> None:
    for account_id, found in (("", tables_of({})), ("007", tables_of({"accounts": [{"account_id": "007", "name": "Quillon"}]}))):
        shown: Shown = show(found, account_id, DAY)
        assert len(shown.text) > 20 and "<img" not in shown.html and "<tbody></tbody>" not in shown.html
        assert not re.search(r"\b(nan|NaN|NaT|None)\b", shown.text)


def test_the_same_coverage_gives_the_same_bytes() -> None:
    assert show_duty(tables(), "", DAY) == show_duty(tables(), "", DAY)


# The customer's page: every internal field of every record carries a mark, and no mark may be seen.

MARK = "internal-" + "secret"
FOR_TEXT = {"account_id": "007", "state": "open", "member_id": "zofia", "owner_id": "zofia", "measure_id": "m"}


def marked(spec: FieldSpec, table: str) -> Any:
    """A value of the field that says whether it may be seen; figures and days are told apart by size."""
    if spec.name in FOR_TEXT:
        return FOR_TEXT[spec.name]
    match spec.kind:
        case "id" | "text":
            return f"{table}.{spec.name} {'seen' if spec.shareable else MARK}"
        case "number" | "money" | "percent":
            return 11.0 if spec.shareable else 7777.0
        case "count":
            return 1 if spec.shareable else 8888
        case "date":
            return date(2026, 1, 5) if spec.shareable else date(1999, 9, 9)
        case "flag":
            return True
    return None


def everything() -> dict[str, list[dict[str, Any]]]:
    """A row of every table with every field filled."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for table, kind in RECORDS.items():
        row = {spec.name: value for spec in kind.specs() if (value := marked(spec, table)) is not None}
        rows[table] = [row]
    return rows


@pytest.fixture
def full() -> Iterator[dict[str, pd.DataFrame]]:
    rows = everything()
    rows["team_members"].append({"member_id": "tom", "name": "Somebody else", "hourly_cost": 7777.0})
    yield tables_of(rows)


def test_the_marks_are_there_to_be_seen(full: dict[str, pd.DataFrame]) -> None:
    internal = [spec for kind in RECORDS.values() for spec in kind.specs() if not spec.shareable]
    assert len(internal) > 200 and MARK in full["risks"]["response"].iloc[0] and MARK in full["promises"]["purpose"].iloc[0]
    assert MARK in show_messages(full, "007", DAY).text


def test_nothing_internal_is_on_the_customers_page(full: dict[str, pd.DataFrame]) -> None:
    shown = show_your_team(full, "007", DAY)
    for face in (shown.html, shown.text):
        assert MARK not in face and not re.search(r"7,?777|8,?888|1999", face)
        for seen in ("team_members.name", "team_members.email", "touch_points.promise", "promises.what", "measures.name", "settings.company"):
            assert f"{seen} seen" in face, seen
    assert "Somebody else" not in shown.text, "nobody who does not serve this customer"


def test_the_page_of_one_customer_says_nothing_of_another() -> None:
    other = [{"account_id": "8", "name": "Rival Works", "owner_id": "tom"}]
    rows = tables(
        promises=[{"promise_id": "p", "account_id": "8", "what": "Only theirs"}],
        measures=[{"measure_id": "m", "account_id": "8", "name": "Their measure", "agreed_with_customer": True}],
    )
    rows["accounts"] = pd.concat([rows["accounts"], tables_of({"accounts": other})["accounts"]], ignore_index=True)
    text = show_your_team(rows, "007", DAY).text
    assert "Ines Carrow" in text and not re.search("Rival|Only theirs|Their measure|Tom Halloway", text)


def test_the_portfolio_has_no_customers_page() -> None:
    assert "belongs to one customer" in show_your_team(tables(), "", DAY).text
