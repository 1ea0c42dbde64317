"""What people see of hours, skills and the manager's check; no page tells the level of one person."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from kamkit.model.frame import frame_of, tables_of
from kamkit.show.team import (
    show_hours,
    show_managers_check,
    show_people,
    show_skill_gaps,
    show_team_check,
    show_training,
)

DAY = date(2026, 3, 31)
KAM = "key account manager"
BASE = tables_of(
    {
        "accounts": [
            {"account_id": "007", "name": "Quillon <Glass>", "owner_id": "ines", "status": "candidate"},
            {"account_id": "8", "name": "Aldermoor", "owner_id": "paul", "status": "candidate"},
        ],
        "team_members": [
            {"member_id": "ines", "name": "Ines $Carrow$", "role": KAM, "hours_per_year": 1500.0, "hourly_cost": 80.0},
            {"member_id": "paul", "name": "Paul Adeyemi", "role": KAM, "hours_per_year": 1500.0},
        ],
        "efforts": [
            {"account_id": "007", "role": KAM, "hours_needed": 1600.0, "hours_spent": 500.0},
            {"account_id": "8", "role": KAM, "hours_needed": 300.0, "hours_spent": 640.0, "note": "Forms"},
        ],
        "settings": [{"settings_id": "programme", "reporting_currency": "EUR"}],
        "skill_needs": [{"account_id": "", "skill": "asks <first>", "level": 3.0}],
        "skills": [{"member_id": "ines", "skill": "asks <first>", "level": 1.0, "development": "With Paul", "recall_on": DAY}],
    }
)  # fmt: skip
SHOWS = (show_hours, show_people, show_skill_gaps, show_training, show_managers_check, show_team_check)


def tables(**rows: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    return BASE | {name: frame_of(name, found) for name, found in rows.items()}


def test_an_accounts_hours_and_what_the_missing_ones_cost() -> None:
    shown = show_hours(BASE, "007", DAY)
    assert "needs 1,600 hours a year and got 500; the 1,100 that are missing cost EUR 88,000 a year." in shown.text
    assert "Quillon &lt;Glass&gt;" in shown.html and "<Glass>" not in shown.html
    assert "340 more than it needs" in show_hours(BASE, "8", DAY).text


def test_all_accounts_put_the_largest_difference_first_and_mark_both_ends() -> None:
    text = show_hours(BASE, "", DAY).text
    assert text.index("Quillon") < text.index("Aldermoor")
    marked = [line for line in text.splitlines() if line.startswith(">")]
    assert [any(name in line for line in marked) for name in ("Quillon", "Aldermoor")] == [True, True]


def test_the_chart_of_people_says_who_is_over_and_who_has_room() -> None:
    shown = show_people(BASE, "007", DAY)
    assert "[Chart] Ines $Carrow$ is asked for 1,600 hours and has 1,500, while Paul Adeyemi has 1,200 left" in shown.text
    assert shown.html.count("<img") == 1 and 'alt="Ines $Carrow$' in shown.html
    assert "The account is carried by Ines $Carrow$." in shown.text
    nobody = show_people(tables(efforts=[BASE["efforts"].iloc[0].to_dict() | {"hours_needed": 1500.0}]), "", DAY).text
    assert "[Chart] Nobody is over; no people have room" in nobody


def test_the_gap_of_a_team_of_one_has_no_size() -> None:
    one = show_skill_gaps(BASE, "007", DAY)
    assert "short" in one.text and "short by" not in one.text
    both = tables(
        skills=[{"member_id": who, "skill": "asks <first>", "level": 1.0} for who in ("ines", "paul")],
        contacts=[{"contact_id": "c", "account_id": "007", "name": "x"}], coverages=[{"contact_id": "c", "member_id": "paul"}],
    )  # fmt: skip
    assert "short by 2" in show_skill_gaps(both, "007", DAY).text
    assert "asks &lt;first&gt;" in one.html


@pytest.mark.parametrize("account_id", ["", "007"])
def test_no_page_names_a_persons_skill(account_id: str) -> None:
    for show in (show_skill_gaps, show_training):
        shown = show(BASE, account_id, DAY)
        for name in ("Ines", "ines", "Paul", "With Paul"):
            assert name not in shown.html and name not in shown.text


def test_a_mark_nobody_gave_is_not_said() -> None:
    text = show_managers_check(BASE, "007", DAY).text
    assert text.count("not said") == 8 and "unknown" not in text
    assert "2 of 2 managers have not done the check." in show_managers_check(BASE, "", DAY).text


@pytest.mark.parametrize("show", SHOWS)
@pytest.mark.parametrize("account_id", ["", "007"])
def test_missing_data_is_a_sentence(show: Any, account_id: str) -> None:
    bare = tables_of({"accounts": [{"account_id": "007", "name": "Quillon"}]} if account_id else {})
    shown = show(bare, account_id, DAY)
    assert "[Chart]" not in shown.text and "nan" not in shown.text.lower() and "NaT" not in shown.text
    if show not in (show_managers_check, show_team_check):
        assert "Not there yet" in shown.text and "can enter it" in shown.text
