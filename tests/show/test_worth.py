"""Pages on what accounts are worth: the message of each chart, and what stands there when figures are missing."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from kamkit.errors import MethodError
from kamkit.model.frame import tables_of
from kamkit.show.worth import (
    show_added,
    show_basis,
    show_best_and_worst,
    show_first_cut,
    show_margin,
    show_ranking,
    show_whale_curve,
    show_worth_check,
)

AS_OF = date(2026, 3, 31)
PAGES = (show_whale_curve, show_ranking, show_best_and_worst, show_margin, show_first_cut, show_worth_check)
RATES = [{"driver": "order", "rate": 100.0}, {"driver": "rush order", "rate": 400.0}]


def line(account: str, revenue: float, cost: float | None = None, **more: Any) -> dict[str, Any]:
    row = {"account_id": account, "date": date(2025, 9, 1), "revenue": revenue, "cost": cost, "currency": "EUR"}
    return {**row, "order_id": f"{account}-{revenue}", **more}


def tables(lines: list[dict[str, Any]], names: dict[str, str] | None = None, **more: Any) -> Any:
    ids = dict.fromkeys([*(names or {}), *(row["account_id"] for row in lines)])
    rows = [{"account_id": own, "name": (names or {}).get(own, own.title())} for own in ids]
    return tables_of({"accounts": more.pop("accounts", rows), "sales_lines": lines, **more})


EARNERS = [line("best", 2000.0, 1000.0), line("good", 1000.0, 500.0), line("fair", 600.0, 400.0)]
LOSER = line("loser", 1500.0, 1200.0, rush=True)
WHOLE = tables([*EARNERS, LOSER], activity_rates=RATES)


def alt(html: str) -> str:
    (found,) = re.findall(r'<img alt="([^"]*)"', html)
    return str(found)


def test_the_curve_says_who_earns_and_who_takes_back() -> None:
    shown = show_whale_curve(WHOLE, AS_OF)
    message = "3 customers of 4 earn 117 % of our profit; the last one takes EUR 200 back."
    assert alt(shown.html).startswith(message) and shown.text.startswith(f"[Chart] {message}")
    assert "First: Best with EUR 900; last: Loser with EUR -200; in all EUR 1,200." in shown.text


def test_the_curve_names_an_accounts_place() -> None:
    assert alt(show_whale_curve(WHOLE, AS_OF, "loser").html).startswith(
        "Loser is number 4 of 4 by profit: it loses EUR 200."
    )
    assert "Best is number 1 of 4 by profit: EUR 900, 75 % of the whole." in show_whale_curve(WHOLE, AS_OF, "best").text


def test_the_word_profit_is_kept_for_the_whole() -> None:
    margins = tables([*EARNERS, LOSER])
    revenues = tables([{**row, "cost": None} for row in [*EARNERS, LOSER]])
    assert "3 customers of 4 bring 90 % of our gross margin." in show_whale_curve(margins, AS_OF).text
    assert "of our revenue" in show_whale_curve(revenues, AS_OF).text
    for source in (margins, revenues):
        for page in PAGES:
            for account in ("", "loser"):
                assert "profit" not in page(source, AS_OF, account).text.lower()
    assert "Revenue" in show_ranking(revenues, AS_OF).text and "margin" not in show_ranking(revenues, AS_OF).text


def test_a_total_below_zero_is_drawn_in_money() -> None:
    source = tables([EARNERS[2], LOSER, line("worse", 100.0, 90.0)], activity_rates=RATES)
    assert "nothing is left" in show_whale_curve(source, AS_OF).text
    assert "Profit, added up" not in show_whale_curve(source, AS_OF).text  # that stands on the picture only


@pytest.mark.parametrize("count", [1, 2])
def test_a_curve_of_one_or_two_points_is_a_sentence(count: int) -> None:
    shown = show_whale_curve(tables(EARNERS[:count], activity_rates=RATES), AS_OF)
    assert "<img" not in shown.html and "of our profit" in shown.text


def test_the_ranking_marks_losers_or_the_account() -> None:
    shown = show_ranking(WHOLE, AS_OF)
    assert re.search(r"> +4 +Loser", shown.text) and "Best is the largest customer with 39 % of revenue." in shown.text
    own = show_ranking(WHOLE, AS_OF, "good")
    assert "Good stands at 2 of 4 by contribution after cost to serve (EUR 400), and at 3 by revenue" in own.text
    assert re.search(r"> +2 +Good", own.text)


def test_the_best_and_the_worst_stand_side_by_side() -> None:
    text = show_best_and_worst(WHOLE, AS_OF).text
    assert text.startswith("The best 2 bring EUR 1,300 of contribution after cost to serve a year; the worst 2 take EUR 100 back.")
    # 900 a year, staying at 80 %, discounted at 10 %: 900 x 0.8 / (1.1 - 0.8); 75 % gives 1,929, 85 % 3,060
    assert re.search(r"Best +900 +2,400 \(1,929 to 3,060\) +Loser +-200", text)
    own = show_best_and_worst(WHOLE, AS_OF, "good").text
    assert "Good brings EUR 400 of contribution after cost to serve a year." in own and "small orders" not in own.lower()


def test_a_long_ranking_shows_its_two_ends() -> None:
    many = tables([line(f"a{i:02}", 1000.0 + i, 500.0) for i in range(40)])
    assert "20 of 40 accounts" in show_ranking(many, AS_OF).text
    near = show_ranking(many, AS_OF, "a20").text
    assert "8 of 40 accounts" in near and re.search(r"> +20 +A20", near)


def test_what_the_order_rests_on() -> None:
    assert "counted from the sales file, at the controller's rates, for 4" in show_basis(WHOLE, AS_OF).text
    visits = [{"account_id": "best", "driver": "order", "month": date(2025, 9, 1), "quantity": 1.0}]
    measured = show_basis(tables([*EARNERS, LOSER], activity_rates=RATES, activities=visits), AS_OF)
    assert "measured for 1 of them and counted" in measured.text
    assert "gross margin: revenue less cost of goods" in show_basis(tables(EARNERS), AS_OF).text


def test_where_the_margin_of_an_account_goes() -> None:
    shown = show_margin(WHOLE, AS_OF, "loser")
    assert alt(shown.html).startswith("Serving Loser costs EUR 500; its gross margin is EUR 300.")
    assert "Rush orders stand out: they take 26.7 % of its revenue, and 0.0 % of all other accounts'." in shown.text
    assert alt(show_margin(WHOLE, AS_OF, "best").html).startswith(
        "Of EUR 1,000 gross margin, serving Best takes EUR 100 (10 %)."
    )


def test_a_group_is_opened_by_customer_number() -> None:
    accounts = [{"account_id": "g", "name": "Group"}, {"account_id": "1", "name": "One", "parent_id": "g"},
                {"account_id": "2", "name": "Two", "parent_id": "g", "country": "Poland"}]  # fmt: skip
    source = tables([line("1", 10.0, 5.0), line("2", 20.0, 5.0)], accounts=accounts, activity_rates=RATES)
    shown = show_margin(source, AS_OF, "1")
    assert "Its customer numbers" in shown.text and re.search(r"2 +Two +Poland +20", shown.text)


def test_who_loses_money_and_on_what() -> None:
    shown = show_margin(WHOLE, AS_OF)
    assert "1 account loses EUR 200 in all" in shown.text
    assert "rush orders: 26.7 % of revenue, elsewhere 0.0 %" in shown.text
    assert "No account costs more" in show_margin(tables(EARNERS, activity_rates=RATES), AS_OF).text


def test_the_first_cut_names_candidates_and_where_the_number_comes_from() -> None:
    settings = [{"settings_id": "programme", "places": 1, "small_contribution": 450.0}]
    shown = show_first_cut(tables([*EARNERS, LOSER], activity_rates=RATES, settings=settings), AS_OF)
    assert "At most 2 by the figures: 2 a place, with 1 place (as decided in the settings)." in shown.text
    assert "1st by contribution (EUR 900)" in shown.text
    one = show_first_cut(WHOLE, AS_OF, "loser")
    assert one.text.startswith("First cut for Loser: serve at low cost.") and "That means: web shop" in one.text


def test_who_was_added_by_hand() -> None:
    assert show_added(WHOLE).text == "Nobody has been added by hand."
    rows = [{"account_id": "a", "name": "A", "candidate": True, "candidate_by": "Tom", "candidate_reason": "A sector."}]
    assert re.search(r"A +Tom +A sector\.", show_added(tables([], accounts=rows)).text)


@pytest.mark.parametrize("page", PAGES)
def test_without_anything_a_page_says_what_is_missing(page: Any) -> None:
    shown = page(tables_of({}), AS_OF)
    assert "<img" not in shown.html and len(shown.text) > 20
    assert "Not there yet" in shown.text or "There are no accounts yet" in shown.text
    with pytest.raises(MethodError, match="'gone': not in the programme"):
        page(tables([], names={"a": "A"}), AS_OF, "gone")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "lines", [[], [line("a", -5.0, -2.0)], [line("a", 0.0)], [line("a", 5.0, date=date(1998, 1, 1))]]
)
@pytest.mark.parametrize("account", ["", "a"])
def test_odd_figures_give_whole_sentences(page: Any, lines: list[dict[str, Any]], account: str) -> None:
    for rates in ([], RATES):
        shown = page(tables(lines, names={"a": "A"}, activity_rates=rates), AS_OF, account)
        assert shown.text and not re.search(r"\b(nan|NaN|NaT|None|inf)\b", shown.text)


def test_names_are_escaped_and_their_dollars_are_no_mathematics() -> None:
    names = {"loser": "<script>alert(1)</script> $x$ & Söhne", "best": "$$"}
    source = tables([*EARNERS, LOSER], names=names, activity_rates=RATES)
    for page in PAGES:
        for account in ("", "loser", "best"):
            assert "<script" not in page(source, AS_OF, account).html
