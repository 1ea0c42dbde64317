"""Pages of the selection: the message of each chart, labels that do not cover each other, and what stands there instead."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selection_case import AS_OF, criterion, score, small_case, tables

from kamkit.method.selection import Selection, review_nine_questions, select_accounts
from kamkit.model.frame import settings_of, tables_of
from kamkit.show.selection import (
    show_answers,
    show_check,
    show_disagreement,
    show_hours,
    show_list,
    show_nine_questions,
    show_overrides,
    show_portfolio,
    show_scores,
    show_sureness,
    show_weights,
)
from kamkit.show.selection.labels import place_labels
from kamkit.show.selection.listing import bar

PER_ACCOUNT = (show_list, show_sureness, show_scores, show_disagreement)


def selected(rows: Any) -> Selection:
    return select_accounts(tables(rows), AS_OF, draws=500)


def rated(rows: Any) -> Any:
    """The small case with customers of A and B who compare us with a rival."""
    rows["competitors"] = [{"competitor_id": "rival", "name": "Rival"}]
    rows["expectations"] = [{"account_id": "", "expectation_id": "x", "name": "On time"}]
    rows["respondents"] = [
        {"respondent_id": one, "account_id": one, "side": "customer", "independent": True} for one in ("A", "B")
    ]
    rows["ratings"] = [
        {"respondent_id": one, "about": "expectation", "item_id": "x", "supplier_id": supplier, "asked_on": AS_OF,
         "importance": 8.0, "performance": value}
        for one, ours, theirs in (("A", 9.0, 6.0), ("B", 4.0, 8.0))
        for supplier, value in (("us", ours), ("rival", theirs))
    ]  # fmt: skip
    return rows


def alt(html: str) -> str:
    (found,) = re.findall(r'<img alt="([^"]*)"', html)
    return str(found)


SMALL = selected(rated(small_case()))
EMPTY = select_accounts(tables_of({}), AS_OF)


def test_the_list_says_who_and_how_sure() -> None:
    text = show_list(SMALL).text
    assert text.startswith("3 of 5 candidates are on the list: as many as our hours serve.")
    rows = [line for line in text.splitlines() if " Ltd  " in line]
    assert [line.startswith(">") for line in rows] == [False, True, True, True, False]
    assert "Otherwise than by rank: A Ltd: its 60 hours would push out more than it brings. 007 Ltd: its 20 hours" in text
    assert "■■■■■■■■■■" in rows[1] and "□□□□□□□□□□" in rows[4]


def test_an_accounts_place_on_the_list() -> None:
    text = show_list(SMALL, "B").text
    assert text.startswith("B Ltd is on the list. 2nd of 5 by score; among the first 3 in ")
    (own,) = [line for line in text.splitlines() if line.startswith(">")]
    assert "B Ltd" in own


def test_an_unscored_programme_is_an_order_of_size() -> None:
    rows = small_case()
    text = show_list(selected({name: rows[name] for name in ("accounts", "sales_lines")})).text
    assert text.startswith("5 accounts, not yet scored, by contribution.")
    assert text.index("A Ltd") < text.index("NA Ltd") < text.index("B Ltd") < text.index("C Ltd")


def test_a_bar_never_reads_as_more_or_less_than_it_is() -> None:
    assert bar(0.5) == "■■■■■□□□□□\u00a050\u00a0%"
    assert bar(0.999).endswith("over\u00a099\u00a0%") and bar(float("nan")) == ""


def test_a_score_with_gaps_has_a_range() -> None:
    rows = small_case()
    rows["criteria"][0]["weight"] = 30
    rows["criteria"].append(criterion("trust", 10))
    text = show_list(selected(rows)).text
    assert re.search(r"A Ltd +7\.\d \(7\.\d to [78]\.\d\)", text)


def test_overrides_show_their_price() -> None:
    rows = small_case()
    rows["overrides"] = [
        {"account_id": "C", "direction": "in", "signed_by": "Tom", "reason": "Our <first>.", "signed_on": AS_OF}
    ]
    shown = show_overrides(selected(rows))
    assert "B Ltd (the override does not say so)" in shown.text and "none noted" in shown.text
    assert "Our &lt;first&gt;." in shown.html and "<first>" not in shown.html
    text = show_list(selected(rows)).text
    assert "yes, signed ✎" in text and "C Ltd: put on by Tom, Our <first>." in text
    assert show_overrides(SMALL).text.startswith("No override yet")
    assert show_overrides(SMALL, "A").text.split("\n\n") == [
        "No override for this account.", "Putting it on by hand would push out B Ltd and 007 Ltd.",
    ]  # fmt: skip
    assert show_overrides(SMALL, "B").text.endswith("Taking it off by hand would push out 007 Ltd and let A Ltd in.")
    assert "is known once" in show_overrides(SMALL, "Z").text


def test_how_sure_names_the_place_that_hangs_on_the_weights() -> None:
    assert re.match(r"\d of 3 accounts on the list are among the first 3 in nine weightings of ten", alt(show_sureness(SMALL).html))
    assert alt(show_sureness(SMALL, "C").html).startswith("C Ltd is among the first 3 in 0 % of weightings")


def test_the_portfolio_says_who_is_a_star_and_who_was_not_asked() -> None:
    shown = show_portfolio(SMALL, settings_of(tables(small_case())))
    assert alt(shown.html).startswith("1 star, attractive but with a stronger competitor: B Ltd")
    assert "Strategic: A Ltd." in alt(shown.html) and "Not rated: NA Ltd, 007 Ltd and C Ltd." in alt(shown.html)
    one = show_portfolio(SMALL, settings_of(tables(small_case())), "B")
    assert alt(one.html).startswith("B Ltd is a star: attractiveness 9.0, strength 0.50 (below the best competitor)")
    unrated = show_portfolio(SMALL, settings_of(tables(small_case())), "NA")
    assert alt(unrated.html).startswith("NA Ltd stands beside the plot")


def test_without_any_rating_there_is_no_portfolio() -> None:
    shown = show_portfolio(selected(small_case()), settings_of(tables(small_case())))
    assert "<img" not in shown.html and "how customers rate us beside our competitors" in shown.text


def test_the_widest_difference_is_the_message() -> None:
    rows = small_case()
    for row in rows["scores"]:
        if row["account_id"] == "B":
            row.update(score=3 if row["scorer_id"] == "maren" else 8, reason="Forty variants." if row["scorer_id"] == "maren" else None)
    shown = show_disagreement(selected(rows))
    assert alt(shown.html).startswith("B Ltd, fit: sales says 8, operations 3")
    assert "Kendall's W" in shown.text and "Forty variants" in shown.text
    assert "account" not in show_disagreement(selected(rows), "B").text.split("The reasons given")[1].splitlines()[1].lower()


def test_one_department_cannot_disagree() -> None:
    rows = small_case()
    rows["scores"] = [row for row in rows["scores"] if row["scorer_id"] != "maren"]
    assert "scores of two departments to compare" in show_disagreement(selected(rows)).text


def test_the_hours_say_who_comes_in_and_who_drops_out() -> None:
    shown = show_hours(SMALL)
    assert alt(shown.html).startswith("100 manager hours serve 3 of 5 candidates; all would need 200")
    assert "One day (8 hours) of manager more: nothing changes; one day less:" in shown.text
    assert "The first change comes with 2 days more: A Ltd comes in and B Ltd drops out." in shown.text


def test_without_hours_there_is_no_picture_of_hours() -> None:
    rows = small_case()
    rows["team_members"][0]["hours_per_year"] = None
    shown = show_hours(selected(rows))
    assert "<img" not in shown.html and "hours a year of our people" in shown.text


def test_an_accounts_scores_stand_beside_the_list() -> None:
    shown = show_scores(SMALL, "A")
    assert alt(shown.html).startswith("A Ltd is nowhere below the middle of the list")
    assert alt(show_scores(SMALL, "007").html).startswith("007 Ltd is nowhere above the middle of the list")
    assert "3 answers, from 6 to 8" in shown.text and "revenue: 400,000" in shown.text


def test_who_has_scored_what() -> None:
    rows = small_case()
    rows["scores"].append(score("A", "maren", None, round=2))
    selection = selected(rows)
    assert re.search(r"Fit +2: low; 5: middling; 9: high +5 of 5 +3 +operations and sales +1", show_answers(selection).text)
    own = show_answers(selection, "A").text
    assert re.search(r"Maren +operations don't know", own) and re.search(r"Tom +sales +8", own)


def test_nine_questions_have_no_total_without_evidence() -> None:
    given = tables(small_case())
    text = show_nine_questions(review_nine_questions(given, selected(small_case()))).text
    assert text.endswith("No total: there is no evidence on questions 1 and 2.") and "not asked" in text


def test_weights_without_criteria_and_with_one_not_set() -> None:
    assert "Not there yet" in show_weights(tables_of({})["criteria"]).text
    text = show_weights(tables({"criteria": [criterion("fit", 60), criterion("trust", None)]})["criteria"]).text
    assert "not set" in text and "60 of 100 points are shared out: 60 to what may come, 0 to today's business." in text


@pytest.mark.parametrize("show", [*PER_ACCOUNT, show_hours, show_answers])
def test_a_programme_with_nothing_in_it_has_no_empty_charts(show: Any) -> None:
    shown = show(EMPTY)
    assert "Not there yet" in shown.text and "can enter it" in shown.text and "<img" not in shown.html


@pytest.mark.parametrize("show", PER_ACCOUNT)
def test_an_account_nobody_scored(show: Any) -> None:
    rows = small_case()
    rows["accounts"].append({"account_id": "Z", "name": "Z Ltd"})
    shown = show(selected(rows), "Z")
    assert "not among the candidates" in shown.text and "<img" not in shown.html
    assert "not among the candidates" in show_check(selected(rows), "Z").text


@pytest.mark.parametrize("show", PER_ACCOUNT)
def test_a_candidate_without_scores_of_its_own(show: Any) -> None:
    rows = small_case()
    rows["scores"] = [row for row in rows["scores"] if row["account_id"] != "C"]
    shown = show(selected(rows), "C")
    assert "<img" not in shown.html and "C Ltd" in shown.text and "Not there yet" in shown.text


def test_names_are_text_and_never_mathematics_or_markup() -> None:
    rows = rated(small_case())
    for row in rows["accounts"]:
        row["name"] = f"$x^2$ & <b>{row['account_id']}</b> GmbH"
    selection = selected(rows)
    pages = [show_list(selection), show_sureness(selection), show_disagreement(selection), show_hours(selection),
             show_portfolio(selection, settings_of(tables(rows))), show_scores(selection, "A"), show_check(selection)]  # fmt: skip
    for shown in pages:
        assert "<b>A</b> GmbH" not in shown.html
    assert any("$x^2$ &amp; &lt;b&gt;A&lt;/b&gt; GmbH" in shown.html for shown in pages)


def test_the_same_list_gives_the_same_page() -> None:
    given = settings_of(tables(small_case()))
    assert show_portfolio(SMALL, given).html == show_portfolio(SMALL, given).html
    assert show_sureness(SMALL).html == show_sureness(SMALL).html


def boxes(found: Any) -> np.ndarray:
    return np.array([(one.x, one.y, one.x + one.width, one.y + one.height) for one in found])


def shared(first: np.ndarray, second: np.ndarray) -> float:
    across = min(first[2], second[2]) - max(first[0], second[0])
    up = min(first[3], second[3]) - max(first[1], second[1])
    return float(max(across, 0) * max(up, 0))


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.floats(40, 460), st.floats(40, 290)), min_size=1, max_size=24), st.integers(0, 1000))
def test_labels_stay_inside_and_move_for_nobody_else(points: list[tuple[float, float]], seed: int) -> None:
    widths = np.random.default_rng(seed).uniform(20, 90, len(points))
    radii = np.random.default_rng(seed).uniform(3, 15, len(points))
    sizes = np.column_stack([widths, np.full(len(points), 9.4)])
    given_points, limits, avoid = np.array(points), (0.0, 0.0, 500.0, 330.0), np.zeros((1, 4))
    found = boxes(place_labels(given_points, radii, sizes, limits, avoid))
    assert (found[:, :2] >= -1e-6).all() and (found[:, 2] <= 500.01).all() and (found[:, 3] <= 330.01).all()
    again = boxes(place_labels(given_points, radii, sizes, limits, avoid))
    assert (found == again).all()


def test_the_labels_of_24_accounts_do_not_cover_each_other() -> None:
    rng = np.random.default_rng(7)
    points = np.column_stack([rng.uniform(40, 460, 24), rng.uniform(40, 290, 24)])
    sizes = np.column_stack([rng.uniform(40, 85, 24), np.full(24, 9.4)])
    found = boxes(place_labels(points, rng.uniform(3, 15, 24), sizes, (0, 0, 500, 330), np.zeros((1, 4))))
    covered = [shared(found[one], found[other]) for one in range(24) for other in range(one)]
    assert len(covered) == 276 and max(covered) == 0
