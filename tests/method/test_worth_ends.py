"""The best and the worst customers side by side: worked by hand, at the extremes, and what is left out."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamkit.method.worth import estimate_habits, rank_accounts, rank_ends
from kamkit.model.frame import tables_of

AS_OF = date(2026, 3, 31)


def line(account: str, revenue: float, cost: float, **more: Any) -> dict[str, Any]:
    return {"account_id": account, "date": date(2025, 9, 1), "revenue": revenue, "cost": cost, **more}


def tables(lines: list[dict[str, Any]], rates: tuple[tuple[str, float], ...] = (("rush order", 50.0),)) -> Any:
    names = dict.fromkeys(row["account_id"] for row in lines)
    return tables_of(
        {
            "accounts": [{"account_id": one, "name": f"Name {one}"} for one in names],
            "sales_lines": lines,
            "activity_rates": [{"driver": driver, "rate": rate} for driver, rate in rates],
        }
    )


LINES = [
    line("good", 900.0, 500.0, order_id="1"),
    line("good", 100.0, 50.0, order_id="2"),
    line("middle", 100.0, 80.0, order_id="3"),
    line("poor", 150.0, 120.0, order_id="4", rush=True),
    line("poor", 50.0, 45.0, order_id="5", rush=True),
    line("poor", -50.0, -40.0, order_id="6", returned=True),
]


def test_the_two_ends_and_their_habits_by_hand() -> None:
    ends = rank_ends(tables(LINES), AS_OF, 1)
    assert (ends.best["account_id"].tolist(), ends.worst["account_id"].tolist()) == (["good"], ["poor"])
    good, poor = ends.habits["best"], ends.habits["worst"]
    assert (good["revenue"], good["margin"], good["serving"], good["order_value"]) == (1000, 45, 0, 500)
    assert (good["rush_orders"], good["returns"], good["kept"]) == (0, 0, 45)
    # 150 of revenue with 25 of margin, 2 rush orders at 50; 2 lines sold, 1 returned
    assert poor["revenue"] == 150 and poor["margin"] == pytest.approx(25 / 150 * 100)
    assert poor["serving"] == pytest.approx(100 / 150 * 100) and poor["kept"] == pytest.approx(-75 / 150 * 100)
    assert (poor["order_value"], poor["rush_orders"], poor["returns"]) == (75, 100, 50)
    assert np.isnan(poor["small_orders"])  # nobody said below which value an order is small


def test_each_account_stands_at_one_end_at_most() -> None:
    ends = rank_ends(tables(LINES), AS_OF)
    assert len(ends.best) == len(ends.worst) == 1
    assert rank_ends(tables(LINES[:1]), AS_OF).best.empty
    assert rank_ends(tables_of({}), AS_OF).habits.isna().all(axis=None)


def test_an_idle_account_is_neither_best_nor_worst() -> None:
    given_tables = tables(LINES)
    given_tables["accounts"] = tables_of(
        {"accounts": [*({"account_id": one, "name": one} for one in ("good", "middle", "poor", "idle"))]}
    )["accounts"]
    ends = rank_ends(given_tables, AS_OF)
    assert "idle" not in [*ends.best["account_id"], *ends.worst["account_id"]]


@settings(deadline=None, max_examples=10)
@given(st.lists(st.tuples(st.floats(1, 1e6), st.floats(0, 1)), min_size=2, max_size=12))
def test_the_best_bring_no_less_than_the_worst_and_nothing_given_is_changed(figures: list[tuple[float, float]]) -> None:
    lines = [line(f"a{one}", revenue, revenue * cost) for one, (revenue, cost) in enumerate(figures)]
    given_tables = tables(lines)
    before = {name: frame.copy() for name, frame in given_tables.items()}
    ends = rank_ends(given_tables, AS_OF)
    assert ends.best["contribution"].min() >= ends.worst["contribution"].max()
    assert not set(ends.best["account_id"]) & set(ends.worst["account_id"])
    assert all(given_tables[name].equals(frame) for name, frame in before.items())


def test_habits_of_all_are_pooled_and_not_averaged() -> None:
    found = estimate_habits(rank_accounts(tables(LINES), AS_OF), rank_ends(tables(LINES), AS_OF).counts)
    assert found["revenue"] == pytest.approx(1250 / 3) and found["order_value"] == pytest.approx(1250 / 5)
    assert found["rush_orders"] == pytest.approx(40)


def test_orders_that_were_measured_count_and_not_the_lines_of_a_file_of_totals() -> None:
    given_tables = tables(LINES)
    month = date(2025, 9, 1)
    measured = [("good", "order", 40), ("good", "rush order", 4), ("good", "line", 90)]
    given_tables["activities"] = tables_of(
        {"activities": [{"account_id": who, "driver": what, "month": month, "quantity": n} for who, what, n in measured]}
    )["activities"]
    ends = rank_ends(given_tables, AS_OF, 1)
    good, poor = ends.habits["best"], ends.habits["worst"]
    assert (good["order_value"], good["rush_orders"]) == (25, 10)
    assert np.isnan(good["returns"]), "nobody measured them, and the file's do not belong to these lines"
    assert (poor["order_value"], poor["rush_orders"], poor["returns"]) == (75, 100, 50)
