"""What people see of the direction: messages of charts, what is missing, links, user text."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pandas as pd
import pytest

from kamkit.method.direction import PAIRS
from kamkit.model.frame import tables_of
from kamkit.show import direction as show

DAY = date(2026, 3, 31)
NASTY = "<b>$x$</b> & co"


def rating(area: str, item: str, value: float, who: str = "Ines") -> dict[str, Any]:
    return {"area": area, "item": item, "assessor": who, "assessed_on": DAY, "rating": value, "evidence_note": NASTY}


def company(**rows: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    return tables_of(
        {
            "accounts": [{"account_id": "1", "name": NASTY, "business_line_id": "crates", "sector": "food", "domain_id": "pl"}],
            "business_lines": [{"business_line_id": "crates", "name": NASTY, "outlook": "leave"}],
            "domains": [{"domain_id": "pl", "name": "Poland"}, {"domain_id": "n", "name": "North", "parent_id": "pl"}],
            "sales_lines": [{"account_id": "1", "date": date(2025, 6, 1), "revenue": 10.0}, {"account_id": "1", "date": date(2024, 6, 1), "revenue": 20.0}],
            **rows,
        }
    )


def test_the_weakest_fit_comes_first_and_the_mean_only_beside_it() -> None:
    tables = company(assessments=[rating("congruence", pair, 5.0) for pair in PAIRS[1:]] + [rating("congruence", PAIRS[0], 1.0)])
    shown = show.show_congruence(tables)
    assert shown.text.startswith(f"The weakest fit is {PAIRS[0]}: 1 of 5. The mean of all six is 4.3 and hides it.")
    assert f'alt="Lowest pair of building blocks: {PAIRS[0]}, rated 1 of 5."' in shown.html
    assert "<b>$x$" not in shown.html and "&lt;b&gt;$x$" in shown.html


def test_unrated_items_are_said_apart_and_not_as_zero() -> None:
    shown = show.show_standing(company(assessments=[rating("building block", "strategy", 2.0)]), "building block")
    assert "Nobody rated organisation, human resources and systems and processes." in shown.html
    assert shown.text.count("unknown") == 3 and shown.text.count("nobody rated it") == 3


@pytest.mark.parametrize("area", ["building block", "congruence", "basics"])
def test_without_ratings_the_questions_are_shown_and_no_chart(area: Any) -> None:
    shown = show.show_standing(tables_of({}), area)
    assert "Not there yet" in shown.text and "<img" not in shown.html and "question behind it" in shown.text


def test_the_sponsors_page_names_what_is_missing() -> None:
    rows = [{"commitment_id": "c", "kind": "money", "needed": NASTY, "promised": "Half", "amount": 5000.0, "due": date(2026, 3, 1)}]
    shown = show.show_commitments(company(commitments=rows), DAY)
    assert "30 days overdue; by whom, a signature" in shown.text and 'class="marked"' in shown.html
    assert "Nothing was asked for under organisation, technology and people." in shown.text and "(5,000)" in shown.text
    assert "Not there yet" in show.show_commitments(tables_of({}), DAY).text


def test_the_plan_is_a_picture_only_where_it_has_days() -> None:
    rows = [{"phase": 1, "module": "choose customers", "starts_on": date(2026, 1, 5), "ends_on": date(2026, 2, 5)}]
    shown = show.show_phases(company(phases=rows), DAY)
    assert "choose customers ended without being measured" in re.search('alt="([^"]*)"', shown.html)[1]  # type: ignore[index]
    undated = show.show_phases(company(phases=[{"phase": 1, "module": "choose customers"}]), DAY)
    assert "<img" not in undated.html and "without days" in undated.text
    assert "Not there yet" in show.show_phases(tables_of({}), DAY).text


def test_paths_are_links_to_workbooks_with_minutes() -> None:
    shown = show.show_paths(tables_of({}))
    assert '<a href="08_draft_the_action_plan.ipynb">08 draft the action plan</a> (60)' in shown.html
    assert len(set(re.findall(r'href="(\d\d_\w+)\.ipynb"', shown.html))) == 14 and "One account in half a day, about" in shown.text


def test_an_accounts_path_says_what_is_there_and_what_is_next() -> None:
    rows = {"touch_points": [{"account_id": "", "touch_point_id": "a", "name": "A"}], "actions": [{"action_id": "x", "account_id": "1", "what": "Call"}]}
    shown = show.show_paths(company(**rows), "1")
    assert shown.text.startswith("Next for it: 03 define account values.")  # the standard touchline is nobody's own
    assert "actions: 1" in shown.text and "sales lines: 2" in shown.text


def test_lines_of_business_with_and_without_an_account() -> None:
    shown = show.show_business_lines(company(), DAY)
    assert "shrinks by 50.0 % a year" in shown.html and "shrinks, margin unknown" in shown.text and "Gross margin" not in shown.text
    assert "down by 50.0 % a year" in show.show_business_lines(company(), DAY, "1").html
    assert "<img" not in show.show_business_lines(tables_of({}), DAY).html
    named = tables_of({"business_lines": [{"business_line_id": "a", "name": "A"}]})
    assert "Not there yet" in show.show_business_lines(named, DAY).text and "nobody said why" in show.show_business_lines(named, DAY).text


def test_sectors() -> None:
    assert re.search(r"food +1 +10 +-50.0 % +100.0 %", show.show_sectors(company(), DAY).text)
    assert "Not there yet" in show.show_sectors(tables_of({}), DAY).text
    assert "food" in show.show_sectors(company(), DAY, "1").text


def test_domains_say_where_they_differ_and_what_they_inherit_stands_above() -> None:
    rows = [{"domain_id": "pl", "about": "setting", "item": "places", "value": "3"}]
    tables = company(differences=rows)
    assert "no reason given" in show.show_differences(tables).text and show.show_differences(tables).text.count("Places") == 1
    assert re.search(r"> +North +Poland +1 +setting: Places", show.show_domains(tables).text)
    assert "Poland" in show.show_account_differences(tables, "1", DAY).text
    assert "no domains" in show.show_domains(tables_of({})).text and "No domain differs" in show.show_differences(tables_of({})).text


def test_defaults_are_shown_as_the_kits_own() -> None:
    for table in ("criteria", "touch_points", "expectations", "ambitions"):
        shown = show.show_defaults(tables_of({}), table, DAY)
        assert "Not there yet" in shown.text and "The kit's own" in shown.text and "to start from and to change" in shown.text
    assert "to be filled in" in show.show_defaults(tables_of({}), "criteria", DAY).text


@pytest.mark.parametrize("account_id", ["", "1"])
def test_checks_say_what_to_do(account_id: str) -> None:
    for check in (show.show_start_check, show.show_direction_check):
        shown = check(company(), DAY, account_id)
        assert "Careful" in shown.text and "<b>$x$" not in shown.html
