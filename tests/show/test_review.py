"""What people see of a review: both faces, nothing blank, user text escaped, charts that say their message."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from kamkit.model.frame import tables_of
from kamkit.show import review as show

DAY = date(2026, 3, 31)
NASTY = "Call <b>$x$</b> & co"


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def tables(**rows: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    account = {"account_id": "007", "name": "Quillon <Glass>", "owner_id": "ines", "status": "candidate"}
    return tables_of({"accounts": [account], "team_members": [{"member_id": "ines", "name": "Ines Carrow"}], **rows})


def measure(number: int, **more: Any) -> dict[str, Any]:
    return {"measure_id": f"m{number}", "account_id": "007", "name": NASTY, "better": "higher", "baseline": 4.0, "target": 8.0,
            "unit": "points", **more}  # fmt: skip


def reading(number: int, value: float) -> dict[str, Any]:
    return {"measure_id": f"m{number}", "read_on": ago(1), "value": value}


def asked(pairs: list[tuple[float, float]]) -> dict[str, list[dict[str, Any]]]:
    people = [
        {"respondent_id": str(n), "account_id": "007", "side": "customer", "independent": n == 0}
        for n in range(len(pairs))
    ]
    ratings = [
        {
            "respondent_id": str(n),
            "about": "outcome",
            "item_id": item,
            "supplier_id": "us",
            "asked_on": day,
            "performance": mark,
        }
        for n, pair in enumerate(pairs)
        for day, mark in zip((ago(400), ago(9)), pair, strict=True)
        for item in ("trust", "satisfaction", "commitment")
    ]
    return {"respondents": people, "ratings": ratings}


ALL = (
    show.show_promises, show.show_events, show.show_scorecard, show.show_measures, show.show_readings, show.show_hours,
    show.show_service_levels, show.show_opportunities, show.show_offer_creep, show.show_quality, show.show_reappraisal, show.show_forecasts,
)  # fmt: skip


@pytest.mark.parametrize("what", ALL)
def test_an_account_without_anything_says_who_can_enter_what(what: Any) -> None:
    shown = what(tables(), "007", DAY)
    assert "Not there yet" in shown.text and " can enter it" in shown.text and "Quillon &lt;Glass&gt;" in shown.html
    assert "<table" not in shown.html and "<img" not in shown.html
    assert "Not there yet" in what(tables_of({}), "", DAY).text


def test_promises_missed_are_marked_and_what_people_wrote_is_escaped() -> None:
    rows = [
        {"promise_id": "1", "account_id": "007", "what": NASTY, "state": "broken", "settled_on": ago(5), "due": ago(5)},
        {
            "promise_id": "2",
            "account_id": "007",
            "what": "Samples",
            "state": "kept",
            "settled_on": ago(3),
            "due": ago(5),
        },
    ]
    shown = show.show_promises(tables(promises=rows), "007", DAY)
    assert shown.html.count('class="marked"') == 1 and "&lt;b&gt;$x$&lt;/b&gt; &amp; co" in shown.html
    assert shown.text.startswith("1 of 2 promises to Quillon <Glass> was kept, 1 of them late; 1 broken")
    assert "NaT" not in shown.text and "nan" not in shown.text


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            (9.0, 3.0),
            "1 of 2 measures of Quillon &lt;Glass&gt; is at the target; 1 has gone the wrong way or missed the day",
        ),
        ((5.0, 5.0), "Not one of 2 measures of Quillon &lt;Glass&gt; is at the target"),
        ((3.0,), "The only measure of Quillon &lt;Glass&gt; with a target and a reading has gone the wrong way"),
    ],
)
def test_the_scorecards_title_is_its_message(values: tuple[float, ...], message: str) -> None:
    rows = {
        "measures": [measure(n) for n in range(len(values))],
        "readings": [reading(n, value) for n, value in enumerate(values)],
    }
    assert f'alt="{message}' in show.show_scorecard(tables(**rows), "007", DAY).html


def test_measures_without_a_reading_are_a_sentence_and_not_an_empty_chart() -> None:
    shown = show.show_scorecard(tables(measures=[measure(1)]), "007", DAY)
    assert "<img" not in shown.html and "Not one of 1 measure" in shown.text
    assert "unknown" in show.show_measures(tables(measures=[measure(1)]), "007", DAY).text


def test_a_change_that_may_be_noise_is_called_so() -> None:
    clear = show.show_reappraisal(tables(**asked([(4, 7), (5, 7), (4, 7)])), "007", DAY)
    assert "rose by 2.7 points, clear of zero (the same 3 people)" in clear.text and "<img" in clear.html
    assert "Only 1 of 3 answers was collected" in clear.text
    noise = show.show_reappraisal(tables(**asked([(4, 9), (9, 4), (5, 6)])), "007", DAY)
    assert "which may be noise" in noise.text
    assert "at 1 and fell at none" in show.show_reappraisal(tables(**asked([(4, 7), (5, 7), (4, 7)])), "", DAY).text


def test_answers_of_the_team_are_counted_and_do_not_count() -> None:
    shown = show.show_quality(tables(**asked([(4, 7), (5, 7), (4, 7)])), "007", DAY)
    assert "1 independent answer," in shown.text and "2 people asked by the account team do not count" in shown.text
    assert "too few answers" in shown.text


def test_forecasts_are_a_list_before_they_are_a_score() -> None:
    rows = [
        {"forecast_id": str(n), "account_id": "007", "about": "loss", "event": "Gone", "probability": 30.0, "made_on": ago(300),
         "resolves_on": ago(1), "happened": n == 0, "resolved_on": ago(1)}
        for n in range(10)
    ]  # fmt: skip
    assert "too few to score" in show.show_forecasts(tables(forecasts=rows[:9]), "007", DAY).text
    assert (
        "Brier score of the programme 0.13 over 10 resolved"
        in show.show_forecasts(tables(forecasts=rows), "007", DAY).text
    )


def test_the_case_marks_what_asks_for_a_second_look() -> None:
    rows = [{"promise_id": "1", "account_id": "007", "what": "x", "state": "open", "due": ago(5)}]
    shown = show.show_case(tables(promises=rows), "007", DAY)
    assert shown.html.count('class="marked"') >= 1 and "on " in shown.text and "nothing is known" in shown.text
    assert "Not there yet" in show.show_case(tables(), "", DAY).text


def test_decisions_say_what_follows_from_them() -> None:
    row = {"decision_id": "1", "account_id": "007", "side": "ours", "kind": "stepped down", "decided_on": ago(5), "reasons": NASTY,
           "successor_id": "ines", "kept_service": "One visit a year", "effective_on": date(2026, 9, 30)}  # fmt: skip
    shown = show.show_decisions(tables(decisions=[row]), "007")
    assert (
        "from 30 Sep 2026; served by Ines Carrow; keeps: One visit a year" in shown.text and "<b>$x$" not in shown.html
    )
    assert "Not there yet" in show.show_decisions(tables(), "").text


def test_changes_by_hand_and_none() -> None:
    assert (
        "nobody has changed anything by hand since 1 Jan 2026"
        in show.show_changes(date(2026, 1, 1), pd.DataFrame()).text
    )
    change = {
        "at": pd.Timestamp(2026, 3, 1),
        "who": "Ines",
        "table": "promises",
        "key": ("p",),
        "field": "due",
        "before": None,
        "after": NASTY,
    }
    shown = show.show_changes(date(2026, 1, 1), pd.DataFrame([change]))
    assert "<b>$x$" not in shown.html and "1 Mar 2026" in shown.text and "None" not in shown.text


def test_the_same_review_gives_the_same_bytes() -> None:
    one, other = (tables(**asked([(4, 7), (5, 7), (4, 7)])) for _ in range(2))
    assert show.show_reappraisal(one, "007", DAY) == show.show_reappraisal(other, "007", DAY)
