"""What people see of the programme's refinement: the loop, themes, lessons, versions, the four points."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from refinement_case import DAY, ago, marks

from kamkit.model.frame import tables_of
from kamkit.show import refinement as show

NASTY = "Ring <b>$x$</b> & co"


def tables(**rows: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    accounts = [
        {"account_id": one, "name": name, "status": "candidate"}
        for one, name in (("007", "Quillon <Glass>"), ("8", "Other"))
    ]
    return tables_of({"accounts": accounts, **rows})


VOICE = {
    "feedback_id": "v",
    "role": "customer",
    "account_id": "007",
    "given_on": ago(40),
    "what": NASTY,
    "theme": NASTY,
}
VERSION = {
    "version_id": "2",
    "changed": NASTY,
    "measure_id": "m",
    "tried_on": "Quillon <Glass>",
    "tried_from": ago(200),
}
MEASURE = {
    "measure_id": "m",
    "account_id": "007",
    "name": "Early",
    "better": "higher",
    "baseline": 5.0,
    "expectation_id": "early",
}


ALL = (
    show.show_loop, show.show_feedback, show.show_themes, show.show_practices, show.show_lessons, show.show_versions,
    show.show_version_of, show.show_comparisons,
)  # fmt: skip


@pytest.mark.parametrize("account_id", ["", "007"])
@pytest.mark.parametrize("what", ALL)
def test_where_nothing_is_it_says_who_can_enter_what(what: Any, account_id: str) -> None:
    shown = what(tables(), account_id, DAY)
    assert "Not there yet" in shown.text and " can enter it" in shown.text and "<img" not in shown.html
    assert "<Glass>" not in shown.html


def test_the_loop_says_what_waits_and_for_how_long() -> None:
    shown = show.show_loop(tables(feedbacks=[VOICE, {**VOICE, "feedback_id": "w", "state": "adopted"}]), "", DAY)
    assert 'alt="1 of 2 voices is decided; 1 waits, the oldest for 40 days' in shown.html
    only = show.show_loop(tables(versions=[VERSION]), "", DAY)
    assert "No feedback is written down; no lessons and 1 version" in only.text


def test_what_people_wrote_is_escaped() -> None:
    rows = {
        "feedbacks": [VOICE],
        "versions": [VERSION],
        "lessons": [{"lesson_id": "l", "statement": NASTY, "account_id": "007"}],
    }
    for what in (
        show.show_feedback,
        show.show_themes,
        show.show_versions,
        show.show_lessons,
        show.show_version_of,
        show.show_check,
    ):
        assert "<b>$x$" not in what(tables(**rows), "007", DAY).html, what.__name__


def test_feedback_that_waits_is_marked_and_an_answer_stands_with_its_day() -> None:
    answered = {**VOICE, "feedback_id": "w", "state": "adopted", "answer": "From May", "answered_on": ago(3)}
    shown = show.show_feedback(tables(feedbacks=[VOICE, answered]), "", DAY)
    assert shown.html.count('class="marked"') == 1 and "From May (28 Mar 2026)" in shown.text


def test_an_account_sees_where_it_stands_and_not_what_others_measured() -> None:
    read = [{"measure_id": "m", "read_on": ago(5), "value": 7.25}]
    found = tables(versions=[VERSION], measures=[MEASURE], readings=read)
    assert (
        "5 to 7.25" in show.show_versions(found, "007", DAY).text
        and 'class="marked"' in show.show_versions(found, "007", DAY).html
    )
    other = show.show_versions(found, "8", DAY)
    assert "7.25" not in other.text and "measured where it was tried" in other.text
    assert "It is the test account of version 2" in show.show_version_of(found, "007", DAY).text
    assert "No version was tried on it first" in show.show_version_of(found, "8", DAY).text


def test_with_a_version_beside_without_it() -> None:
    with_it, without = marks("007", [(5, 8), (4, 8), (6, 8)]), marks("8", [(5, 5), (6, 7), (7, 7)])
    both = {name: [*with_it[name], *without[name]] for name in with_it}
    shown = show.show_comparisons(tables(versions=[VERSION], measures=[MEASURE], **both), "", DAY)
    assert 'alt="With version 2, &quot;early&quot; moved by +3.0 points; without it by +0.3' in shown.html
    assert "no proof of a cause" in shown.text and "The difference is +2.7 points" in shown.text
    alone = show.show_comparisons(tables(versions=[VERSION], measures=[MEASURE], **with_it), "", DAY)
    assert "nothing to compare it with" in alone.text
    own = show.show_comparisons(tables(versions=[VERSION], measures=[MEASURE], **both), "8", DAY)
    assert "which this account was not on" in own.text and "<img" not in own.html


def test_the_four_points_name_the_weakest() -> None:
    shown = show.show_points(tables(feedbacks=[VOICE]), "", DAY)
    assert "The weakest of the four points is values: 0 %" in shown.text and "nothing to count" in shown.text
    assert "Not there yet" in show.show_points(tables_of({}), "", DAY).text
