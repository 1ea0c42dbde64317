"""The pages on what accounts value say what the answers allow, and no more."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from customer_survey import EXPECTATIONS, rating, respondent, survey

from kamkit.method.values import estimate_derived_importance
from kamkit.model.frame import frame_of, tables_of
from kamkit.show.parts import Shown
from kamkit.show.values import (
    show_answers,
    show_differences,
    show_importance,
    show_importance_performance,
    show_marks,
    show_outcomes,
    show_preferences,
    show_value_map,
    show_values_check,
)

if TYPE_CHECKING:
    from kamkit.model.frame import MadeTables

AS_OF = date(2026, 3, 31)


def _with(tables: MadeTables, **rows: list[dict[str, Any]]) -> MadeTables:
    added = {
        table: pd.concat([tables[table], frame_of(table, more)], ignore_index=True) for table, more in rows.items()
    }
    return tables | added


def _rated(tables: MadeTables, rival_is: float) -> MadeTables:
    people = tables["respondents"]["respondent_id"]
    marks = [rating(name, item, rival_is, supplier_id="alba") for name in people for item in EXPECTATIONS]
    return _with(tables, ratings=marks, competitors=[{"competitor_id": "alba", "name": "Alba & Sons"}])


def _quillon(tables: MadeTables) -> MadeTables:
    return _with(
        tables,
        accounts=[{"account_id": "007", "name": "Quillon Glass"}],
        respondents=[respondent(f"q{k}", "007", department="purchasing") for k in range(3)],
        ratings=[rating(f"q{k}", item, 7, importance=8) for k in range(3) for item in EXPECTATIONS],
    )


def _alt(shown: Shown) -> str:
    found = re.findall(r'<img alt="([^"]*)"', shown.html)
    assert len(found) == 1
    return str(found[0])


def test_the_chart_says_that_what_is_named_first_is_not_what_drives() -> None:
    shown = show_importance(survey(accounts=20))
    assert _alt(shown).startswith(
        "&quot;Lowest price&quot; is named first and shows no effect; &quot;Early warning&quot;, named 5th, goes with renewal most"
    )
    assert "Delivery: stated" in shown.text and "rated alike: can't be judged" in shown.text
    assert "120 answers from 20 accounts; 100 were asked by somebody outside the account team" in shown.text
    assert "association and not a cause" in shown.text


def test_thin_answers_show_what_is_stated_and_why_nothing_is_derived() -> None:
    shown = show_importance(survey(accounts=4))
    assert 'Customers name "Lowest price" first; what goes with renewal cannot be derived yet' in shown.text
    assert "the answers come from 4 of the 10 accounts needed" in shown.text
    assert "% of what goes with" not in shown.text


def test_one_account_is_shown_beside_all_customers() -> None:
    tables = survey(accounts=15)
    derived = estimate_derived_importance(tables)
    shown = show_importance(tables, "A3", derived)
    assert (
        'Account 3 names "Lowest price" first; among all customers "Early warning" goes with renewal most' in shown.text
    )
    assert "One account can never show what drives its renewal" in shown.text


def test_three_answers_from_purchasing_are_refused_on_every_page() -> None:
    tables = _quillon(_rated(survey(accounts=15), 5.0))
    derived = estimate_derived_importance(tables)
    assert (
        "3 answers, all from purchasing: too thin to say what Quillon Glass values"
        in show_importance(tables, "007", derived).text
    )
    assert "a hint to ask about" in show_importance_performance(tables, "007", derived).text
    assert "Too few answers from Quillon Glass" in show_differences(tables, "007").text
    assert "too thin to conclude" in show_answers(tables, "007", AS_OF).text
    assert "too thin to conclude" in show_values_check(tables, "007", derived).text
    assert "Quillon Glass (3 answers, all from purchasing)" in show_answers(tables, "", AS_OF).text


def test_the_map_of_importance_says_where_the_cross_stands_and_what_hides() -> None:
    tables = survey(accounts=20)
    marks = tables["ratings"]
    low = (marks["item_id"] == "early warning") & (marks["about"] == "expectation")
    tables = {
        **tables,
        "ratings": marks.assign(performance=marks["performance"].where(~low, marks["performance"] - 1.5)),
    }
    shown = show_importance_performance(tables, "", estimate_derived_importance(tables))
    assert "The crosshair stands at the mean of the expectations shown" in shown.text
    assert "what goes with renewal hides at the bottom left" in _alt(shown)


@pytest.mark.parametrize(("rival_is", "says"), [(9.0, "Alba & Sons above us"), (3.0, "us above Alba & Sons")])
def test_the_value_page_says_who_is_worth_more(rival_is: float, says: str) -> None:
    tables = _rated(survey(accounts=12), rival_is)
    assert says in show_value_map(tables, "A2").text
    of_all = show_value_map(tables).text
    if rival_is > 5:
        assert "At 12 of 12 accounts a competitor is worth more than we are" in of_all
    else:
        assert "At all 12 accounts that compared us, we are worth more" in of_all


def test_without_a_price_among_the_expectations_the_value_page_is_a_table() -> None:
    tables = _rated(survey(accounts=12), 9.0)
    tables = tables | {"expectations": tables["expectations"].assign(kind="service")}
    shown = show_value_map(tables)
    assert "<img" not in shown.html and "a competitor is worth more" in shown.text and "unknown" in shown.text


def test_differences_between_accounts_say_how_many_are_chance() -> None:
    tables = survey(accounts=15, each=8)
    marks = tables["ratings"]
    here = marks["respondent_id"].str.startswith("r4-") & (marks["item_id"] == "advice")
    tables = tables | {"ratings": marks.assign(importance=marks["importance"].where(~here, 10.0))}
    shown = show_differences(tables)
    assert re.search(r"\d+ of 75 comparisons differ visibly; about 4 would by chance alone", shown.text)
    assert "Account 4" in shown.text and "Advice" in shown.text


def test_marks_of_one_account_show_how_far_its_people_are_apart() -> None:
    shown = show_marks(survey(accounts=3), "A1")
    assert "Marks of Account 1: 6 people" in shown.text and re.search(r"\d to \d", shown.text)


def test_preferences_say_yes_no_or_what_is_unknown() -> None:
    def wish(name: str, **more: Any) -> dict[str, Any]:
        row = {
            "opportunity_id": name,
            "account_id": "A1",
            "kind": "preference",
            "name": name,
            "units": 10,
            "effect": 100,
        }
        return {**row, "price": 500, "our_cost": 200, "can_supply_from": AS_OF, "evidence": "confirmed", **more}

    tables = _with(survey(accounts=2), opportunities=[wish("good"), wish("dear", price=2000), wish("open", price=None)])
    shown = show_preferences(tables, "A1")
    assert "1 of 3 preferences is worth supplying" in shown.text
    for said in ("Yes", "No: the price takes the whole benefit", "Unknown: the price they would accept"):
        assert said in shown.text


def test_recommendation_comes_with_its_interval() -> None:
    shown = show_outcomes(survey(accounts=12, outcomes=("recommendation", "trust")))
    assert re.search(
        r"Net promoter score of all customers: -?\d+, between -?\d+ and -?\d+ with 95 % confidence", shown.text
    )
    assert "Trust" in shown.text


def test_an_empty_programme_says_what_is_missing_and_never_draws_a_chart() -> None:
    tables = tables_of({"accounts": [{"account_id": "A", "name": "Alpha"}]})
    derived = estimate_derived_importance(tables)
    pages = [
        show(tables, account)
        for account in ("", "A")
        for show in (
            show_importance,
            show_importance_performance,
            show_value_map,
            show_differences,
            show_preferences,
            show_outcomes,
        )
    ]
    pages += [show_answers(tables, account, AS_OF) for account in ("", "A")] + [show_marks(tables, "A")]
    assert len(pages) == 15
    for shown in pages:
        assert "Not there yet" in shown.text and " can enter it" in shown.text and "<img" not in shown.html
    assert "has been asked" in show_values_check(tables, "A", derived).text


def test_an_account_nobody_asked_is_told_what_all_customers_show() -> None:
    tables = _with(survey(accounts=15), accounts=[{"account_id": "new", "name": "Newcomer"}])
    shown = show_importance(tables, "new")
    assert "Nobody at Newcomer has been asked; this is what all customers' answers show" in shown.text


def test_hostile_names_are_only_text() -> None:
    tables = survey(accounts=12)
    hostile = "<script>alert(1)</script> $x^2$"
    tables = tables | {"expectations": tables["expectations"].assign(name=hostile)}
    for shown in (show_importance(tables), show_importance_performance(tables), show_marks(tables, "A1")):
        assert "<script" not in shown.html and "&lt;script" in shown.html


def test_the_same_answers_draw_the_same_picture() -> None:
    one, other = (_rated(survey(accounts=12), 7.0) for _ in range(2))
    assert show_value_map(one).html == show_value_map(other).html
    assert show_importance(one).html == show_importance(other).html
