"""Lines of business, sectors, what is entered by hand and what a programme starts from: figures worked by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamkit.method.direction import (
    entered_by_hand,
    place_in_direction,
    propose_defaults,
    rank_business_lines,
    rank_sectors,
    review_account_direction,
    review_direction,
    spans_to,
    spread_revenue,
)
from kamkit.method.direction.by_hand import is_by_hand
from kamkit.method.selection.criteria import check_criteria
from kamkit.model.frame import frame_of, tables_of

DAY = date(2026, 3, 31)


def sale(account: str, on: date, revenue: float, cost: float | None = None, offering: str | None = None) -> dict[str, Any]:
    return {"account_id": account, "date": on, "revenue": revenue, "cost": cost, "offering_id": offering}


def company(*lines: dict[str, Any], **more: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    return tables_of(
        {
            "business_lines": [
                {"business_line_id": "crates", "name": "Crates", "reason": "Waste.", "outlook": "grow", "market_growth": 6.0},
                {"business_line_id": "boxes", "name": "Boxes", "reason": "Origin.", "outlook": "leave"},
            ],
            "offerings": [{"offering_id": "c", "name": "Crate", "business_line_id": "crates"}],
            "accounts": [
                {"account_id": "1", "name": "One", "business_line_id": "boxes", "sector": "food"},
                {"account_id": "2", "name": "Two", "sector": "food"},
                {"account_id": "3", "name": "Three"},
            ],
            "sales_lines": list(lines),
            **more,
        }
    )


THREE_YEARS = (
    sale("1", date(2023, 4, 15), 100.0, 60.0, "c"), sale("1", date(2024, 5, 15), 110.0, 66.0, "c"),
    sale("1", date(2025, 6, 15), 121.0, 84.0, "c"),
    sale("1", date(2024, 6, 1), 200.0, 150.0), sale("1", date(2025, 6, 1), 100.0, 50.0),
    sale("2", date(2025, 7, 1), 50.0, 40.0),
)  # fmt: skip


def test_lines_worked_by_hand_over_three_years() -> None:
    found = rank_business_lines(company(*THREE_YEARS), DAY).set_index("line_id")
    crates = found.loc["crates"]
    assert (crates["revenue"], crates["revenue_1"], crates["revenue_2"]) == (121.0, 110.0, 100.0)
    assert crates["growth"] == pytest.approx(10.0)  # 1.21 over two years
    assert (crates["gross_margin"], crates["gross_margin_1"]) == (pytest.approx(37.0), pytest.approx(44.0))
    assert crates["margin"] == pytest.approx(37 / 121 * 100) and crates["going"] == "grows and earns less"
    boxes = found.loc["boxes"]  # no offering: the main line of the account
    assert boxes["revenue"] == 100.0 and boxes["revenue_2"] == 0.0
    assert boxes["growth"] == pytest.approx(-50.0)  # the year before last had none: over one year
    assert boxes["going"] == "shrinks and earns less"  # 50 both years: no more is less
    assert found.loc["", "revenue"] == 50.0 and list(found.index)[-1] == ""
    assert (found["years"] == 3).all() and found["accounts"].tolist() == [1, 1, 1]


def test_years_the_file_does_not_cover_are_unknown_and_not_zero() -> None:
    found = rank_business_lines(company(*THREE_YEARS[2:3], *THREE_YEARS[4:]), DAY).set_index("line_id")
    assert (found["years"] == 1).all() and found["revenue_1"].isna().all() and found["growth"].isna().all()
    assert set(found["going"]) == {""}
    assert rank_business_lines(company(), DAY)["revenue"].isna().all()
    assert rank_business_lines(tables_of({}), DAY).empty


def test_without_costs_no_margin_is_shown() -> None:
    found = rank_business_lines(company(sale("1", date(2024, 6, 1), 10.0), sale("1", date(2025, 6, 1), 12.0)), DAY)
    row = found[found["line_id"] == "boxes"].iloc[0]
    assert pd.isna(row["gross_margin"]) and row["going"] == "grows, margin unknown"


def test_what_is_entered_by_hand_covers_no_year_for_the_others() -> None:
    by_hand = spread_revenue("2", {span: 120.0 for span in spans_to(date(2024, 12, 31), "year")[:2]})
    found = rank_business_lines(company(*THREE_YEARS[1:], *by_hand), DAY)
    assert (found["years"] == 2).all()


def test_sectors_add_up_to_all_revenue() -> None:
    tables = company(*THREE_YEARS)
    found = rank_sectors(tables, DAY).set_index("sector")
    assert found.loc["food", "accounts"] == 2 and found.loc["not said", "accounts"] == 1
    assert found["revenue"].sum() == pytest.approx(121 + 100 + 50) and found["share"].sum() == pytest.approx(100)
    assert found.loc["food", "revenue_before"] == pytest.approx(310)
    assert found.loc["food", "growth"] == pytest.approx((271 / 310 - 1) * 100)


def test_without_sales_in_the_year_a_sector_is_there_and_brings_nothing() -> None:
    found = rank_sectors(company(sale("1", date(2015, 6, 1), 100.0, 50.0)), DAY)
    assert len(found) and (found["revenue"] == 0).all() and set(found["contribution_is"]) == {"revenue"}
    assert found[["margin", "share"]].isna().all(axis=None)


def test_a_line_to_grow_that_loses_share_and_one_to_leave_that_earns() -> None:
    rows = (sale("1", date(2024, 6, 1), 100.0, 50.0, "c"), sale("1", date(2025, 6, 1), 103.0, 50.0, "c"),
            sale("1", date(2024, 6, 1), 100.0, 50.0), sale("1", date(2025, 6, 1), 130.0, 60.0))  # fmt: skip
    said = " ".join(found.says for found in review_direction(company(*rows), DAY))
    assert "it grows by 3.0 % a year, its market by 6.0 %: we lose share" in said
    assert "Boxes is to be left, and grows and earns more" in said
    falls = (sale("1", date(2024, 6, 1), 100.0, 50.0, "c"), sale("1", date(2025, 6, 1), 90.0, 50.0, "c"))
    worst = review_direction(company(*falls), DAY)[0]
    assert worst.severity == "danger" and "Crates is to grow and shrinks (-10.0 % a year)" in worst.says


def test_an_account_in_the_direction() -> None:
    more = {
        "domains": [{"domain_id": "pl", "name": "Poland"}],
        "objectives": [{"objective_id": "o", "account_id": "1", "kind": "growth", "statement": "More"}],
        "differences": [{"domain_id": "pl", "about": "setting", "item": "places", "value": "3", "reason": "Small."}],
    }
    tables = company(*THREE_YEARS, **more)
    tables["accounts"] = tables["accounts"].assign(domain_id=pd.Series(["pl", None, None], dtype="str"))
    found = place_in_direction(tables, "1", DAY)
    assert found.line is not None and found.line["line_id"] == "boxes" and found.domains == (("pl", "Poland"),)
    assert found.sector is not None and found.sector["sector"] == "food" and len(found.differs) == 1
    worst = review_account_direction(tables, "1", DAY)[0]
    assert worst.severity == "danger" and "growth in a line we want to leave" in worst.says
    bare = place_in_direction(tables, "3", DAY)
    assert bare.line is None and bare.sector is None and bare.domains == () and bare.differs.empty
    assert len(review_account_direction(tables, "3", DAY)) == 3


SPANS = [*spans_to(DAY, "year"), *spans_to(date(2026, 2, 10), "quarter")]


@settings(deadline=None, max_examples=25)
@given(st.sampled_from(SPANS), st.floats(0, 1e9, allow_nan=False).map(lambda amount: round(amount, 2)))
def test_an_amount_by_hand_is_spread_to_the_cent(span: Any, amount: float) -> None:
    lines = spread_revenue("007", {span: amount}, "EUR")
    assert sum(line["revenue"] for line in lines) == pytest.approx(amount, abs=0.005)
    assert all(span.first <= line["date"] <= span.upto for line in lines)
    assert len({line["order_id"] for line in lines}) == 1 and len({line["line_id"] for line in lines}) == len(lines)
    frame = frame_of("sales_lines", lines)
    assert is_by_hand(frame).all()
    back = entered_by_hand(frame)
    assert back["span"].tolist() == [span.name] and back["revenue"].iloc[0] == pytest.approx(amount, abs=0.005)


def test_spans_end_with_the_one_that_is_running() -> None:
    assert [span.label for span in spans_to(DAY, "year")] == ["2024", "2025", "2026 to 31 Mar"]
    quarters = spans_to(date(2026, 2, 10), "quarter")
    assert len(quarters) == 8 and quarters[-1].label == "2026 Q1 to 10 Feb" and quarters[0].name == "2024 Q2"
    assert spans_to(DAY, "quarter")[-1].label == "2026 Q1"  # complete on its last day


def test_a_month_that_has_only_begun_gets_its_part() -> None:
    span = spans_to(date(2026, 2, 14), "quarter")[-1]
    lines = spread_revenue("1", {span: 150.0})
    assert [(line["date"], line["revenue"]) for line in lines] == [(date(2026, 1, 31), 100.0), (date(2026, 2, 14), 50.0)]


def test_the_default_criteria_are_whole_and_carry_no_invented_figures() -> None:
    found = propose_defaults(tables_of({}), "criteria", DAY)
    assert found["weight"].sum() == 100 and set(found["group"]) == {"revenue and profit", "interrelationships"}
    assert found[["level_2", "level_5", "level_9"]].isna().all(axis=None)
    horizon = found.groupby("horizon")["weight"].sum()
    assert horizon["potential"] > horizon["current"]
    judged = found[found["kind"] == "judged"]
    assert len(judged) <= 4 and judged[["anchor_2", "anchor_5", "anchor_9"]].notna().all(axis=None)
    said = [one.says for one in check_criteria(frame_of("criteria", found.where(found.notna(), None).to_dict("records")))]
    assert len(said) == 4 and all("no usable figures" in one for one in said)  # only those nobody can know yet


def test_default_anchors_are_read_off_the_programmes_own_accounts() -> None:
    accounts = [{"account_id": str(at), "name": str(at)} for at in range(21)]
    lines = [sale(str(at), date(2025, 6, 1), 1000.0 * (at + 1)) for at in range(21)]
    found = propose_defaults(tables_of({"accounts": accounts, "sales_lines": lines}), "criteria", DAY).set_index("criterion_id")
    row = found.loc["revenue"]  # 1,000 to 21,000: half 11,000, four fifths 17,000, 19 of 20 20,000
    assert (row["level_2"], row["level_5"], row["level_9"]) == (11_000, 17_000, 20_000)
    assert row["anchor_9"] == "20,000" and pd.isna(found.at["growth", "level_2"])
    few = propose_defaults(tables_of({"accounts": accounts[:9], "sales_lines": lines[:9]}), "criteria", DAY)
    assert few["level_2"].isna().all()


@pytest.mark.parametrize("table", ["criteria", "touch_points", "expectations", "ambitions"])
def test_defaults_fit_their_record_carry_no_ratings_and_are_offered_once(table: str) -> None:
    from kamkit.model import record

    found = propose_defaults(tables_of({}), table, DAY)
    rows = [{name: value for name, value in row.items() if not pd.isna(value)} for row in found.to_dict("records")]
    assert len(rows) >= 4 and all(record(table).model_validate(row) for row in rows)
    assert not {"importance", "performance", "promise"} & set(found.columns)
    assert propose_defaults(tables_of({table: rows[:1]}), table, DAY).empty
