"""What people see of an action plan: both faces, empty accounts, user text, and what is marked."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from kamkit.method.planning import RULES, propose_actions
from kamkit.model.frame import settings_of, tables_of
from kamkit.show.parts import Shown
from kamkit.show.planning import (
    show_calendar,
    show_danger_plan,
    show_escalations,
    show_kinds,
    show_ladder,
    show_load,
    show_measures,
    show_plan,
    show_plan_check,
    show_proposals,
    show_roles,
    show_rules,
    show_triggers,
)

DAY = date(2026, 3, 31)
NASTY = "Call <b>$x$</b> & co"


def tables(actions: list[dict[str, Any]], **rows: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    return tables_of(
        {
            "accounts": [{"account_id": "007", "name": "Quillon <Glass>", "owner_id": "ines"}],
            "team_members": [{"member_id": "ines", "name": "Ines Carrow"}],
            "actions": [{"account_id": "007", "action_id": f"a{n}", **action} for n, action in enumerate(actions)],
            **rows,
        }
    )


OVERDUE = {"what": NASTY, "due": DAY - timedelta(days=30), "responsible_id": "ines"}
AHEAD = {"what": "Visit the depot", "due": DAY + timedelta(days=40)}
UNDATED = {"what": "Write to the buyer"}


def test_the_plan_marks_what_is_overdue_and_escapes_what_people_wrote() -> None:
    shown = show_plan(tables([AHEAD, OVERDUE, UNDATED]), "007", DAY)
    assert shown.html.count('class="marked"') == 1
    assert "&lt;b&gt;$x$&lt;/b&gt; &amp; co" in shown.html and "<b>$x$" not in shown.html
    lines = shown.text.splitlines()
    assert lines[2].startswith(">") and NASTY in lines[2] and "Ines Carrow" in lines[2]
    assert "unknown" not in lines[4] and "NaN" not in shown.text


@pytest.mark.parametrize("account_id", ["", "007"])
def test_the_portfolio_names_the_account_and_an_account_does_not(account_id: str) -> None:
    found = tables([OVERDUE], promises=[{"promise_id": "p", "account_id": "007", "what": "x", "due": date(2026, 1, 1)}])
    proposals = show_proposals(found, account_id, propose_actions(found, account_id, DAY))
    for shown in (show_plan(found, account_id, DAY), proposals):
        assert ("Quillon <Glass>" in shown.text) == (account_id == "")
        assert ("Quillon &lt;Glass&gt;" in shown.html) == (account_id == "")


@pytest.mark.parametrize(
    ("actions", "message"),
    [
        ([OVERDUE, AHEAD], "1 of 2 open actions is overdue; the next falls due on 10 May 2026."),
        ([OVERDUE, OVERDUE], "2 of 2 open actions are overdue."),
        ([AHEAD], "No open action is overdue; the next falls due on 10 May 2026."),
        ([AHEAD, UNDATED], "No open action is overdue; 1 has no day; the next falls due on 10 May 2026."),
    ],
)
def test_the_calendars_title_is_its_message(actions: list[dict[str, Any]], message: str) -> None:
    shown = show_calendar(tables(actions), "007", DAY)
    assert f'alt="{message}' in shown.html and message in shown.text


def test_a_calendar_without_days_is_a_sentence_and_not_an_empty_chart() -> None:
    shown = show_calendar(tables([UNDATED]), "007", DAY)
    assert "<img" not in shown.html and "1 has no day" in shown.text


def test_a_long_plan_shows_the_first_and_says_how_many_there_are() -> None:
    actions = [{"what": f"Step {n} of it", "due": DAY + timedelta(days=n * 100)} for n in range(40)]
    assert "The first 16 by day; 24 later ones" in show_calendar(tables(actions), "", DAY).text
    assert "(first 30 of 40)" in show_plan(tables(actions), "", DAY).text


@pytest.mark.parametrize("show", [show_plan, show_calendar, show_load])
def test_an_account_without_anything_says_who_can_enter_what(show: Any) -> None:
    shown: Shown = show(tables([]), "007", DAY)
    assert "open actions for Quillon <Glass>" in shown.text and "Ines Carrow can enter it" in shown.text
    assert "<table" not in shown.html and "<img" not in shown.html
    assert "Not there yet" in show(tables_of({}), "", DAY).text


def test_no_gap_is_said_and_not_praised() -> None:
    found = tables([])
    shown = show_proposals(found, "007", propose_actions(found, "007", DAY))
    assert "<table" not in shown.html and "nobody has asked about" in shown.text


def test_who_carries_the_plan() -> None:
    shown = show_load(tables([OVERDUE, AHEAD]), "", DAY)
    assert re.search(r"> *Ines Carrow +1 +1 +1 +0", shown.text) and "nobody" in shown.text


def test_the_check_names_what_is_wrong_worst_first() -> None:
    shown = show_plan_check(tables([OVERDUE, AHEAD]), "007", DAY)
    assert shown.text.startswith("■ In danger") and "&lt;b&gt;" in shown.html
    assert "no open action" in show_plan_check(tables([]), "007", DAY).text
    assert "Nothing to check" in show_plan_check(tables_of({}), "", DAY).text


def test_the_rules_are_all_there() -> None:
    assert all(rule in show_rules().text for rule in RULES)


def test_the_same_plan_gives_the_same_bytes() -> None:
    one, other = (tables([OVERDUE, AHEAD]) for _ in range(2))
    assert show_calendar(one, "007", DAY) == show_calendar(other, "007", DAY)


PLAN = {"account_id": "007", "what": NASTY, "kind": "process", "cause": "Nobody <owns> it", "due": DAY - timedelta(days=30),
        "responsible_id": "ines", "accountable_id": "ines"}  # fmt: skip
SHOWS = (show_kinds, show_roles, show_measures, show_escalations, show_triggers, show_danger_plan)


def test_kinds_say_which_are_missing_and_name_the_causes() -> None:
    shown = show_kinds(tables([PLAN, {**PLAN, "cause": None}]), "007", DAY)
    assert "2 of 2 open actions are of the kind process; none of the kind performance, service, skill or people" in shown.text
    assert "1 of them names no cause" in shown.text and shown.html.count('class="marked"') == 1
    assert "Nobody &lt;owns&gt; it" in shown.html


def test_roles_are_whole_or_marked_and_of_a_portfolio_only_the_faulty_are_listed() -> None:
    found = tables([PLAN, {**PLAN, "accountable_id": "two people"}])
    assert "1 of 2 open actions has exactly one A" in show_roles(found, "007", DAY).text
    assert show_roles(found, "", DAY).html.count("<tr") == 2
    assert "<table" not in show_roles(tables([PLAN]), "", DAY).html


def test_measures_say_where_they_stand() -> None:
    measure = {"measure_id": "m", "account_id": "007", "name": "Warned", "unit": "%", "baseline": 20.0, "target": 90.0}
    reading = {"measure_id": "m", "read_on": DAY, "value": 34.5}
    shown = show_measures(tables([{**PLAN, "measure_id": "m"}, PLAN], measures=[measure], readings=[reading]), "007", DAY)
    assert "Warned: 20 to 90 %" in shown.text and "34.5 on 31 Mar 2026" in shown.text and "nearer" in shown.text
    assert "1 of 2 open actions has a measure with figures" in shown.text and "nobody yet" in shown.text


def test_the_ladder_says_who_has_to_have_heard() -> None:
    shown = show_escalations(tables([PLAN]), "007", DAY)
    assert "no line manager" not in show_ladder(settings_of(tables([]))).text and "Ines Carrow" in shown.text
    assert "1 thing is late; 1 of them long enough" in shown.text
    assert "could be" in show_escalations(tables([]), "007", DAY).text
    assert "Nothing is late: no action" in show_escalations(tables([AHEAD]), "007", DAY).text


def test_danger_is_shown_for_one_account_and_for_all() -> None:
    risk = {"risk_id": "r", "account_id": "007", "what": NASTY, "triggered_on": DAY, "owner_id": "ines"}
    found = tables([], risks=[risk])
    one, whole = show_triggers(found, "007", DAY), show_triggers(found, "", DAY)
    assert "is in danger" in one.text and one.html.count('class="marked"') == 1 and "<b>$x$" not in one.html
    assert "1 account is in danger by the record; 1 looked at" in whole.text
    assert "Within" in show_danger_plan(found, "007", DAY).text and "24 hours" in show_danger_plan(found, "", DAY).text
    assert "No trigger holds" in show_danger_plan(tables([]), "007", DAY).text


@pytest.mark.parametrize("show", SHOWS)
def test_what_is_not_there_is_said_in_words(show: Any) -> None:
    for found, account_id in ((tables([]), "007"), (tables_of({}), "")):
        shown: Shown = show(found, account_id, DAY)
        assert len(shown.text) > 30 and "<img" not in shown.html
        assert not re.search(r"\b(nan|NaN|NaT|None)\b", shown.text)
