"""Contribution after cost to serve: the money, the rungs, and what happens where figures are missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamkit.errors import MethodError
from kamkit.method.worth import (
    rank_accounts,
    rank_units,
    reporting_currency,
    review_cost_to_serve,
)
from kamkit.method.worth.contribution import COLUMNS
from kamkit.method.worth.lines import months_before, months_to
from kamkit.model.frame import tables_of

AS_OF = date(2026, 3, 31)
RATES = [
    {"driver": "order", "rate": 40.0},
    {"driver": "line", "rate": 3.0},
    {"driver": "small order", "rate": 25.0, "threshold": 400.0},
    {"driver": "rush order", "rate": 180.0},
    {"driver": "return", "rate": 90.0},
]


def line(account: str, revenue: float, cost: float | None = None, **more: Any) -> dict[str, Any]:
    return {"account_id": account, "date": date(2025, 9, 1), "revenue": revenue, "cost": cost, **more}


def tables(lines: list[dict[str, Any]], *, accounts: Mapping[str, Any] | None = None, **more: Any) -> Any:
    known = dict(accounts or {})
    for row in lines:
        known.setdefault(row["account_id"], {})
    rows = [{"account_id": own, "name": f"Name {own}", **fields} for own, fields in known.items()]
    return tables_of({"accounts": rows, "sales_lines": lines, **more})


def ranked(*args: Any, **more: Any) -> pd.DataFrame:
    return rank_accounts(tables(*args, **more), AS_OF).set_index("account_id")


# Periods


def test_twelve_months_end_on_the_day_and_follow_each_other() -> None:
    year, before = months_to(AS_OF), months_before(AS_OF)
    assert (year.first, year.last) == (date(2025, 4, 1), AS_OF)
    assert (before.first, before.last) == (date(2024, 4, 1), date(2025, 3, 31))


@settings(deadline=None)
@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1)))
def test_periods_leave_no_day_out_and_none_twice(as_of: date) -> None:
    year, before = months_to(as_of), months_before(as_of)
    assert year.first is not None and before.first is not None
    assert before.last + timedelta(days=1) == year.first
    assert 364 <= (year.last - year.first).days <= 365 and 364 <= (before.last - before.first).days <= 366


def test_growth_compares_twelve_months_with_the_twelve_before() -> None:
    found = ranked(
        [
            line("a", 120.0),
            line("a", 100.0, date=date(2025, 3, 31)),
            line("a", 999.0, date=date(2026, 4, 1)),
            line("a", 999.0, date=date(2024, 3, 31)),
            line("new", 50.0),
        ]
    )
    assert found.loc["a", ["revenue", "revenue_before"]].tolist() == [120.0, 100.0]
    assert found.loc["a", "growth"] == pytest.approx(20.0)
    assert found.loc["new", "revenue_before"] == 0 and np.isnan(found.loc["new", "growth"])


def test_one_date_for_all_lines_leaves_growth_unknown() -> None:
    found = ranked([line("a", 10.0, date=AS_OF), line("b", 5.0, date=AS_OF)])
    assert found["revenue_before"].isna().all() and found["growth"].isna().all()
    assert found.loc["a", "orders"] == 1


def test_a_file_that_begins_within_the_year_before_tells_no_growth() -> None:
    monthly = [date(2024, 4, 15) + timedelta(days=30 * month) for month in range(24)]
    whole = [line("a", 10.0, date=day) for day in monthly]
    assert ranked(whole).loc["a", "growth"] == pytest.approx(0.0)
    late = ranked(whole[4:]).loc["a"]
    assert np.isnan(late["growth"]) and np.isnan(late["revenue_before"]) and np.isnan(late["contribution_before"])
    rare = ranked([line("a", 10.0, date=date(2024, 9, 1)), line("a", 15.0)])  # two sales in two years: that is its way
    assert rare.loc["a", "growth"] == pytest.approx(50.0)


def test_all_lines_to_the_day_when_no_months_are_asked_for() -> None:
    lines = [line("a", 1.0, date=date(1996, 7, 4)), line("a", 2.0), line("a", 4.0, date=date(2026, 4, 1))]
    found = rank_accounts(tables(lines), AS_OF, months=None)
    assert found["revenue"].tolist() == [3.0] and found["growth"].isna().all()


# Groups and currencies


def test_customer_numbers_count_for_their_group_in_one_currency() -> None:
    source = tables(
        [
            line("eur", 100.0, 60.0),
            line("usd", 100.0, 60.0, currency="USD"),
            line("gbp", 100.0, 60.0, currency=" gbp "),
        ],
        accounts={"group": {"owner_id": None}, "eur": {"parent_id": "group"}, "usd": {"parent_id": "group"}}
        | {"gbp": {"parent_id": "eur", "owner_id": "ines"}},
        settings=[{"settings_id": "programme", "reporting_currency": "EUR"}],
        exchange_rates=[
            {"currency": code, "starts_on": date(2025, 9, 1), "ends_on": date(2025, 9, 30), "rate": rate}
            for code, rate in (("USD", 0.9), ("GBP", 1.2))
        ],
    )
    found = rank_accounts(source, AS_OF)
    assert found["account_id"].tolist() == ["group"]
    assert found.loc[0, "revenue"] == pytest.approx(310.0) and found.loc[0, "gross_margin"] == pytest.approx(124.0)
    assert found.loc[0, ["units", "currency", "owner_id"]].tolist() == [3, "EUR", "ines"]
    units = rank_units(source, AS_OF, "usd").set_index("account_id")
    assert units["revenue"].to_dict() == pytest.approx({"gbp": 120.0, "eur": 100.0, "usd": 90.0})


def test_no_rate_no_sum() -> None:
    lines = [line("a", 1.0), line("a", 1.0, currency="CHF"), line("a", 1.0, currency="CHF", date=date(2025, 9, 2))]
    eur = [{"settings_id": "programme", "reporting_currency": "EUR"}]
    with pytest.raises(MethodError, match=r"no rate for CHF on 2025-09-01 \(nor on 1 more days\).*add a row"):
        rank_accounts(tables(lines, settings=eur), AS_OF)


def test_a_line_outside_both_years_needs_no_rate() -> None:
    lines = [line("a", 1.0), line("a", 1.0, currency="CHF", date=date(2020, 1, 1))]
    eur = [{"settings_id": "programme", "reporting_currency": "EUR"}]
    assert rank_accounts(tables(lines, settings=eur), AS_OF)["revenue"].tolist() == [1.0]


def test_the_period_that_starts_last_holds_where_periods_overlap() -> None:
    rates = [
        {"currency": "USD", "starts_on": date(2025, 9, 1), "ends_on": date(2025, 9, 30), "rate": 0.8},
        {"currency": "USD", "starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31), "rate": 0.9},
    ]
    lines = [line("a", 100.0, currency="USD"), line("a", 100.0, currency="USD", date=date(2025, 10, 1))]
    eur = [{"settings_id": "programme", "reporting_currency": "EUR"}]
    found = rank_accounts(tables(lines, settings=eur, exchange_rates=rates), AS_OF)
    assert found.loc[0, "revenue"] == pytest.approx(170.0)


def test_the_only_currency_named_is_the_reporting_currency_and_two_are_refused() -> None:
    assert reporting_currency(tables([line("a", 1.0, currency="usd"), line("a", 1.0)])) == "USD"
    assert reporting_currency(tables([line("a", 1.0)])) == ""
    with pytest.raises(MethodError, match="Reporting currency: empty, but sales lines are in EUR, USD"):
        rank_accounts(tables([line("a", 1.0, currency="EUR"), line("a", 1.0, currency="USD")]), AS_OF)


def test_a_line_of_an_unknown_account_is_not_lost() -> None:
    source = tables_of({"sales_lines": [line("ghost", 5.0)]})
    found = rank_accounts(source, AS_OF)
    assert found[["account_id", "name", "revenue"]].to_numpy().tolist() == [["ghost", "ghost", 5.0]]


# What contribution is


def test_without_cost_the_page_says_revenue_and_without_rates_gross_margin() -> None:
    found = ranked([line("dear", 100.0, 70.0), line("bare", 90.0), line("guess", 80.0)],
                   accounts={"guess": {"margin_estimate": 25.0}})  # fmt: skip
    assert found["contribution_is"].to_dict() == {"bare": "revenue", "dear": "gross margin", "guess": "gross margin"}
    assert found["contribution"].to_dict() == pytest.approx({"bare": 90.0, "dear": 30.0, "guess": 20.0})
    assert found["rung"].unique().tolist() == ["unknown"]
    assert found["cost_to_serve"].isna().all() and found["cost_of_goods"].isna().to_dict()["bare"]


def test_rates_alone_do_not_turn_revenue_into_contribution() -> None:
    found = ranked([line("bare", 90.0)], activity_rates=RATES)
    assert found.loc["bare", ["contribution", "contribution_is"]].tolist() == [90.0, "revenue"]
    assert found.loc["bare", "cost_to_serve"] == pytest.approx(40 + 3 + 25)


def test_a_few_lines_without_cost_take_the_accounts_own_ratio() -> None:
    found = ranked([line("a", 960.0, 480.0), line("a", 40.0), line("b", 90.0, 45.0), line("b", 10.0)])
    assert found.loc["a", "cost_known"] == pytest.approx(96.0)
    assert found.loc["a", "cost_of_goods"] == pytest.approx(500.0)
    assert found.loc["b", "contribution_is"] == "revenue" and found.loc["b", "cost_known"] == pytest.approx(90.0)


def test_cost_to_serve_is_counted_from_the_sales_file() -> None:
    lines = [
        line("a", 300.0, 200.0, order_id="1", rush=True),
        line("a", 300.0, 200.0, order_id="1"),
        line("a", 399.0, 200.0, order_id="2"),
        line("a", 500.0, 200.0),  # no number: the lines of a day are one order
        line("a", 500.0, 200.0),
        line("a", -50.0, -20.0, order_id="2", quantity=-1.0),
        line("a", 10.0, 2.0, order_id="3", returned=True),
    ]
    found = ranked(lines, activity_rates=RATES).loc["a"]
    assert found[["orders", "lines", "small_orders", "rush_orders", "returns"]].tolist() == [3, 5, 1, 1, 2]
    assert found["cost_to_serve"] == pytest.approx(3 * 40 + 5 * 3 + 25 + 180 + 2 * 90)
    assert found["rung"] == "counted from the sales file"
    assert found["contribution"] == pytest.approx(1959.0 - 982.0 - 520.0)


def test_an_order_number_used_by_two_customer_numbers_is_two_orders() -> None:
    found = ranked([line("g", 9.0, order_id="1"), line("u", 9.0, order_id="1")], accounts={"u": {"parent_id": "g"}})
    assert found.loc["g", "orders"] == 2


def test_what_is_measured_goes_before_what_is_counted() -> None:
    source = tables(
        [line("m", 1000.0, 500.0, order_id="1"), line("c", 900.0, 500.0, order_id="2")],
        activity_rates=[*RATES, {"driver": "visit", "rate": 100.0}],
        activities=[
            {"account_id": "m", "driver": "visit", "month": date(2025, 5, 1), "quantity": 2.0},
            {"account_id": "m", "driver": "order", "month": date(2025, 5, 1), "quantity": 7.0},
            {"account_id": "m", "driver": "visit", "month": date(2025, 3, 1), "quantity": 50.0},
        ],
    )
    found = rank_accounts(source, AS_OF).set_index("account_id")
    assert found["rung"].to_dict() == {"m": "measured activities", "c": "counted from the sales file"}
    assert found["cost_to_serve"].to_dict() == pytest.approx({"m": 200 + 280 + 3, "c": 43})
    parts = review_cost_to_serve(source, AS_OF, "m")
    assert parts["driver"].tolist() == ["order", "visit", "line"]
    assert parts["how"].tolist() == ["measured activities"] * 2 + ["counted from the sales file"]
    assert parts["cost"].sum() == pytest.approx(found.loc["m", "cost_to_serve"])


def test_small_orders_are_not_counted_without_a_value_for_small() -> None:
    found = ranked([line("a", 5.0, 1.0)], activity_rates=[{"driver": "small order", "rate": 25.0}])
    assert found["small_orders"].isna().all() and found.loc["a", "cost_to_serve"] == 0


def test_what_serving_costs_beside_what_the_others_cost() -> None:
    lines = [line("a", 100.0, order_id=str(i), rush=i < 3) for i in range(4)] + [line("b", 800.0, order_id="9")]
    parts = review_cost_to_serve(tables(lines, activity_rates=RATES), AS_OF, "a").set_index("driver")
    assert parts["cost"].to_dict() == {"rush order": 540.0, "order": 160.0, "small order": 100.0, "line": 12.0}
    assert parts["of_revenue"].to_dict() == {"rush order": 135.0, "order": 40.0, "small order": 25.0, "line": 3.0}
    assert parts["others"].to_dict() == {"rush order": 0.0, "order": 5.0, "small order": 0.0, "line": 0.375}
    assert parts["share"].sum() == pytest.approx(100.0)
    with pytest.raises(MethodError, match="'z': not in the programme"):
        review_cost_to_serve(tables(lines), AS_OF, "z")


# Odd portfolios


@pytest.mark.parametrize(
    "source",
    [
        tables_of({}),
        tables([], accounts={"only": {}}),
        tables([line("a", 5.0)]),
        tables([line("a", -5.0, -2.0, quantity=-1.0)], activity_rates=RATES),
        tables([line("a", 5.0, 1.0), line("b", -5.0, -1.0)]),
        tables([line("a", 0.0, 0.0)]),
    ],
)
def test_odd_portfolios_keep_the_columns_and_their_types(source: Any) -> None:
    found = rank_accounts(source, AS_OF)
    assert tuple(found.columns) == COLUMNS
    assert found["contribution"].notna().all() and found["revenue"].dtype == "float64"
    assert str(found["orders"].dtype) == "Int64" and found["rank"].tolist() == list(range(1, len(found) + 1))
    assert found["contribution_is"].dtype == found["rung"].dtype == "str"
    if found["revenue"].sum() <= 0:
        assert found["share"].isna().all()


def test_what_is_given_is_not_changed() -> None:
    source = tables([line("a", 5.0, None, currency="EUR")], activity_rates=RATES)
    copies = {name: frame.copy(deep=True) for name, frame in source.items()}
    rank_accounts(source, AS_OF)
    for name, frame in source.items():
        pd.testing.assert_frame_equal(frame, copies[name])


drawn_lines = st.lists(
    st.builds(
        line,
        st.sampled_from(["a", "b", "c", "d"]),
        st.floats(-1e6, 1e6).map(lambda value: round(value, 2)),
        st.none() | st.floats(-1e6, 1e6).map(lambda value: round(value, 2)),
        date=st.dates(date(2024, 1, 1), date(2026, 6, 30)),
        order_id=st.none() | st.sampled_from(["1", "2", "3"]),
        rush=st.none() | st.booleans(),
        quantity=st.none() | st.floats(-10, 10),
    ),
    max_size=25,
)


@settings(max_examples=40, deadline=None)
@given(drawn_lines, st.booleans())
def test_sums_hold_whatever_the_lines(lines: list[dict[str, Any]], with_rates: bool) -> None:
    groups = {"a": {}, "b": {"parent_id": "a"}, "c": {}, "idle": {}}
    source = tables(lines, accounts=groups, activity_rates=RATES if with_rates else [])
    found = rank_accounts(source, AS_OF)
    year = months_to(AS_OF)
    within = [row for row in lines if year.first is not None and year.first <= row["date"] <= year.last]
    assert found["revenue"].sum() == pytest.approx(sum(row["revenue"] for row in within), abs=1e-4)
    assert found["lines"].sum() + found["returns"].sum() == len(within)
    assert (found["orders"] <= found["lines"]).all() and (found["rush_orders"] <= found["orders"]).all()
    assert found["contribution"].is_monotonic_decreasing and found["account_id"].is_unique
    assert not set(found["account_id"]) & {"b"}
    whole = found[found["contribution_is"] == "contribution after cost to serve"]
    expected = whole["revenue"] - whole["cost_of_goods"] - whole["cost_to_serve"]
    assert np.allclose(whole["contribution"], expected)
    assert with_rates or whole.empty
