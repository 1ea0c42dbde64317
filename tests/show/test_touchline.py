"""The touchline pages: whose view it is, what is sure, and what stands where nothing is known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from customer_survey import rating, respondent

from kamkit.model.frame import tables_of
from kamkit.show.touchline import (
    show_behaviours,
    show_moments,
    show_new_experiences,
    show_points,
    show_promises,
    show_redesign,
    show_touchline,
    show_touchline_check,
    show_worst_moments,
)

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

DEPARTMENTS = ("purchasing", "production")


def _line(answers: list[dict[str, Any]], people: int = 6, **own: Any) -> Tables:
    def point(name: str, account: str = "", **more: Any) -> dict[str, Any]:
        return {"account_id": account, "touch_point_id": name, "name": name.capitalize(), **more}

    return tables_of(
        {
            "accounts": [{"account_id": "A", "name": "Alpha"}, {"account_id": "B", "name": "Beta"}],
            "competitors": [{"competitor_id": "x", "name": "Xeno"}],
            "respondents": [
                respondent(f"a{k}", "A", department=DEPARTMENTS[k % 2], independent=True) for k in range(people)
            ],
            "touch_points": [
                point(
                    "offer", position=1, stage="before buying", importance=6, performance=7, behaviour="be proactive"
                ),
                point("delivery", position=2, stage="delivery", promise="On the day", expectation_id="early"),
                *([point("delivery", "A", **own)] if own else []),
            ],
            "ratings": answers,
        }
    )


def _said(point: str, importance: float, performance: float, rival: float = 0, people: int = 6) -> list[dict[str, Any]]:
    marks = [rating(f"a{k}", point, performance, about="touch point", importance=importance) for k in range(people)] + [
        rating(f"a{k}", "early", performance, importance=importance) for k in range(people)
    ]
    theirs = [rating(f"a{k}", point, rival, about="touch point", supplier_id="x") for k in range(people)]
    return marks + (theirs if rival else [])


def test_the_title_names_the_point_where_we_lose_and_who_does_better() -> None:
    shown = show_touchline(_line(_said("delivery", 9, 5, 8)), "A")
    assert '"Delivery" is where we lose Alpha: it matters 9.0, we get 5.0; Xeno gets 8.0' in shown.text
    assert "Offer: importance 6.0, performance 7.0 (our view)" in shown.text
    assert 'Moments of truth: "Delivery".' in shown.text
    assert len(re.findall("<img ", shown.html)) == 1


def test_a_few_answers_are_a_hint_and_no_alarm() -> None:
    shown = show_touchline(_line(_said("delivery", 9, 5, people=2)), "A")
    assert "where we lose" not in shown.text
    one_side = _line(_said("delivery", 9, 5, people=3), people=3)
    one_side["respondents"]["department"] = "purchasing"
    shown = show_touchline(one_side, "A")
    assert "3 answers, all from purchasing: too thin to say where we win or lose Alpha" in shown.text
    assert 'Would be a moment of truth if more people said so: "Delivery"' in shown.text


def test_without_customers_answers_it_is_our_view_and_says_so() -> None:
    suspected = show_touchline(_line([], importance=9, performance=4), "A")
    assert '"Delivery" may be where we lose Alpha, but that is our view alone: ask' in suspected.text
    assert "Nobody at Beta has answered: this is our view" in show_touchline(_line([]), "B").text


def test_doing_better_than_it_matters_is_said_too() -> None:
    shown = show_touchline(_line(_said("delivery", 5, 9)), "A")
    assert "at least as well as it matters to Alpha" in shown.text


def test_the_biggest_gap_of_every_account_is_listed() -> None:
    shown = show_worst_moments(_line(_said("delivery", 9, 5)))
    assert "Alpha Delivery" in " ".join(shown.text.split()) and "moment of truth" in shown.text
    assert "1 account of 1 has a moment of truth where we fall short" in shown.text
    few = show_worst_moments(_line(_said("delivery", 9, 5, people=1)))
    assert "moment of truth, by too few to be sure" in few.text
    assert "Delivery" in show_worst_moments(_line(_said("delivery", 9, 5)), "A").text


def test_the_tables_show_the_standard_as_the_account_refines_it() -> None:
    tables = _line([], behaviour="The driver calls before 10:00 on the day of delivery", promise="Whole pallets")
    assert "its own" in show_points(tables, "A").text and "the standard's" in show_points(tables, "A").text
    promises = show_promises(tables, "A").text
    assert "Whole pallets" in promises and "be proactive" in promises and "On the day" not in promises
    assert "On the day" in show_promises(tables).text


def test_behaviours_nobody_could_see_are_named_with_the_reason() -> None:
    shown = show_behaviours(_line([], behaviour="The driver calls before 10:00 on the day of delivery"), "A")
    assert "2 behaviours for 2 touch points; 1 of them could be observed" in shown.text
    assert '"be proactive" is an attitude' in shown.text


def test_a_new_experience_has_three_questions_to_answer() -> None:
    tables = _line([], new_experience="A call the day before", better_than_id="x")
    assert "A call the day before" in show_new_experiences(tables, "A").text
    assert "Does not say where else the same is promised." in show_redesign(tables, "A").text
    whole = _line(
        [], new_experience="A call", better_than_id="x", consistent_with="The web page", expectation_id="early"
    )
    assert "Each says where else the same is promised" in show_redesign(whole, "A").text


def test_moments_and_the_check_name_whose_view_it_is() -> None:
    tables = _line(_said("delivery", 9, 5))
    assert "customers' answers" in show_moments(tables).text
    assert (
        "Delivery is a moment of truth: importance 9.0, performance 5.0 (6 answers)"
        in show_touchline_check(tables, "A").text
    )
    assert "1 of 1 accounts have a moment of truth" in show_touchline_check(tables).text
    assert "suspected, our view" in show_moments(_line([], importance=9, performance=4), "A").text
    assert "No moment of truth" in show_moments(_line([])).text


def test_an_empty_programme_says_what_is_missing_and_never_draws_a_chart() -> None:
    tables = tables_of({"accounts": [{"account_id": "A", "name": "Alpha"}]})
    pages = [
        show(tables, account)
        for account in ("", "A")
        for show in (
            show_touchline,
            show_worst_moments,
            show_points,
            show_promises,
            show_behaviours,
            show_new_experiences,
        )
    ]
    assert len(pages) == 12
    for shown in pages:
        assert "Not there yet" in shown.text and " can enter it" in shown.text and "<img" not in shown.html
    for account in ("", "A"):
        assert "There is no touchline yet" in show_touchline_check(tables, account).text
        assert "no new experience" in show_redesign(tables, account).text


def test_a_long_line_and_hostile_names_are_drawn_all_the_same() -> None:
    points = [
        {"account_id": "", "touch_point_id": f"p{k}", "name": f"<b>$x_{k}$</b> " + "long " * 12, "position": k,
         "importance": 5, "performance": 5}
        for k in range(30)
    ]  # fmt: skip
    shown = show_touchline(tables_of({"touch_points": points}))
    assert "<b>$x" not in shown.html and "&lt;b&gt;$x" in shown.html
    assert shown.html == show_touchline(tables_of({"touch_points": points})).html
