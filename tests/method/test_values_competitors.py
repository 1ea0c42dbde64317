"""Quadrants, customer value against competitors, recommendation, preferences and reasons."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from customer_survey import rating, respondent, survey
from hypothesis import given
from hypothesis import strategies as st

from kamkit.method.values import (
    estimate_customer_value,
    estimate_nps,
    estimate_relationship_quality,
    estimate_relative_strength,
    market_perceived_ratio,
    net_promoter,
    place_expectations,
    place_quadrants,
    rank_competitors,
    rank_preferences,
    rank_reasons,
    review_values,
)
from kamkit.model.frame import tables_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables


def test_quadrants_with_a_point_on_the_line_counted_as_high() -> None:
    # The six points of a published test suite (Turas, key driver module, test_quadrant.R); Martilla & James (1977).
    placed, high, good = place_quadrants([70, 70, 30, 30, 50, 50], [30, 70, 30, 70, 50, 49.99], (50, 50))
    assert placed == [
        "concentrate here", "keep up the good work", "low priority",
        "possible overkill", "keep up the good work", "concentrate here",
    ]  # fmt: skip
    assert (high, good) == (50, 50)


def test_the_crosshair_stands_at_the_means_unless_told() -> None:
    assert place_quadrants([30, 50, 70, 90], [20, 40, 60, 80])[1:] == (60, 50)
    assert place_quadrants([1, 1, 10], [2, 4, 9], "median")[1:] == (1, 4)
    assert place_quadrants([5, np.nan], [5, 9]) == (["keep up the good work", ""], 5, 5)
    assert place_quadrants([], [])[0] == []


def test_a_profile_of_prices_as_published() -> None:
    # Acura against its competitors, luxury cars: Gale's price profile (Design for Six Sigma for Service, table 5.4).
    # The table rounds each ratio to two decimals first and finds 118.7 and 84.2; unrounded they are 118.39 and 84.46.
    weights, acura, others = [60, 20, 10, 10], [9, 6, 9, 7], [7, 6, 8, 7]
    satisfaction = market_perceived_ratio(weights, acura, others)
    assert 100 * satisfaction == pytest.approx(118.39285714)
    assert 100 / satisfaction == pytest.approx(84.46455505)
    assert 100 * market_perceived_ratio(weights, [1.29, 1.0, 1.13, 1.0], [1, 1, 1, 1]) == pytest.approx(118.7)
    tables = _rated({"us": acura, "them": others}, weights=[6, 2, 1, 1], kind="price")
    assert rank_competitors(tables)["relative_price"].iloc[0] == pytest.approx(0.8446455505)


def _rated(
    marks: dict[str, list[float | None]], *, weights: list[float], kind: str = "service", account: str = "A"
) -> Tables:
    items = [f"e{k}" for k in range(len(weights))]
    rows: list[dict[str, Any]] = []
    for supplier, given_marks in marks.items():
        for item, mark, weight in zip(items, given_marks, weights, strict=True):
            importance = weight if supplier == "us" else None
            rows.append(rating("r", item, mark, supplier_id=supplier, importance=importance))
    return tables_of(
        {
            "accounts": [{"account_id": account, "name": "Alpha"}, {"account_id": "B", "name": "Beta"}],
            "respondents": [respondent("r", account)],
            "ratings": rows,
            "competitors": [{"competitor_id": name, "name": name.title()} for name in marks if name != "us"],
            "expectations": [{"account_id": "", "expectation_id": item, "name": item, "kind": kind} for item in items],
        }
    )


def test_strength_is_our_weighted_score_over_the_best_competitors() -> None:
    tables = _rated({"us": [6, 8], "alba": [9, 2], "brick": [6, 7]}, weights=[3, 1])
    # ours 6.5, Alba 7.25, Brick 6.25: the best is Alba, although Brick beats it on the second.
    strength = estimate_relative_strength(tables).set_index("account_id")
    assert strength.loc["A", ["our_score", "best_score"]].tolist() == pytest.approx([6.5, 7.25])
    assert strength.loc["A", "strength"] == pytest.approx(6.5 / 7.25)
    assert strength.loc["A", "competitor"] == "Alba" and strength.loc["A", "answers"] == 1
    assert np.isnan(strength.loc["B", "strength"]) and strength.loc["B", "answers"] == 0
    ranked = rank_competitors(tables, "A").set_index("competitor_id")
    assert ranked.index.tolist() == ["alba", "brick"] and ranked["best"].tolist() == [True, False]
    assert ranked.loc["alba", "relative_quality"] == pytest.approx((3 * 6 / 9 + 8 / 2) / 4)
    assert any("Alba is rated above us by Alpha" in found.says for found in review_values(_enough(tables), "A"))


def _enough(tables: Tables) -> Tables:
    copies = [tables["ratings"].assign(respondent_id=f"r{k}") for k in range(6)]
    people = [respondent(f"r{k}", "A", department=("production", "quality")[k % 2]) for k in range(6)]
    return tables | {
        "ratings": pd.concat(copies, ignore_index=True),
        "respondents": tables_of({"respondents": people})["respondents"],
    }


def test_a_competitor_rated_on_little_is_not_the_best() -> None:
    tables = _rated({"us": [6, 6, 6], "alba": [None, None, 10], "brick": [5, 5, 5]}, weights=[4, 4, 2])
    ranked = rank_competitors(tables, "A").set_index("competitor_id")
    assert ranked.loc["alba", "coverage"] == pytest.approx(0.2) and not ranked.loc["alba", "best"]
    assert estimate_relative_strength(tables)["competitor_id"].iloc[0] == "brick"


def test_only_expectations_that_both_are_rated_for_are_compared() -> None:
    tables = _rated({"us": [9, None, 3], "alba": [6, 8, None]}, weights=[1, 1, 1])
    row = rank_competitors(tables, "A").iloc[0]
    assert (row["our_score"], row["their_score"], row["strength"]) == (9, 6, 1.5)
    assert row["coverage"] == pytest.approx(0.5)


def test_nobody_beside_us_or_nobody_at_all_leaves_strength_unknown() -> None:
    alone = _rated({"us": [6, 8]}, weights=[3, 1])
    for tables in (alone, tables_of({"accounts": [{"account_id": "A", "name": "A"}]})):
        assert estimate_relative_strength(tables)["strength"].isna().all()
        assert rank_competitors(tables).empty and estimate_customer_value(tables).empty
    assert any("how strong we are is not known" in found.says for found in review_values(_enough(alone), "A"))
    assert estimate_relative_strength(tables_of({})).empty


def test_without_stated_importance_all_weigh_alike() -> None:
    tables = dict(_rated({"us": [6, 8], "alba": [9, 2]}, weights=[3, 1]))
    tables["ratings"] = tables["ratings"].assign(importance=np.nan)
    assert rank_competitors(tables)["their_score"].iloc[0] == pytest.approx(5.5)


@given(st.lists(st.tuples(st.integers(1, 10), st.integers(1, 10), st.integers(1, 10)), min_size=1, max_size=6))
def test_level_marks_mean_level_strength_and_better_marks_more(rows: list[tuple[int, int, int]]) -> None:
    weights, ours, theirs = ([float(row[k]) for row in rows] for k in range(3))
    assert market_perceived_ratio(weights, ours, ours) == pytest.approx(1)
    better = market_perceived_ratio(weights, [mark + 1 for mark in ours], theirs)
    assert better > market_perceived_ratio(weights, ours, theirs)


@pytest.mark.parametrize(("promoters", "passives", "detractors", "published"), [(30, 45, 25, 5), (30, 35, 35, -5)])
def test_net_promoter_as_published(promoters: int, passives: int, detractors: int, published: int) -> None:
    # Ed Kless, Customer Lifetime Value, slide 9 (two years of the same firm).
    ratings = pd.Series([9.0] * promoters + [7.0] * passives + [6.0] * detractors)
    result = net_promoter(ratings)
    assert result.score == pytest.approx(published)
    assert result.answers == 100 and result.low < published < result.high


def test_three_tens_are_not_certainty_and_no_answer_is_no_score() -> None:
    certain = net_promoter(pd.Series([10.0, 10.0, 10.0]))
    assert certain.score == 100 and certain.low < 50
    assert np.isnan(net_promoter(pd.Series([10.0])).low)
    assert np.isnan(net_promoter(pd.Series([], dtype=float)).score)
    assert np.isnan(estimate_nps(tables_of({})).score)


@given(st.lists(st.integers(0, 10), min_size=1, max_size=40))
def test_net_promoter_stays_between_its_extremes(marks: list[int]) -> None:
    result = net_promoter(pd.Series(marks, dtype=float))
    assert -100 <= result.score <= 100 and result.answers == len(marks)
    assert np.isnan(result.low) or -100 <= result.low <= result.score <= result.high <= 100


def test_relationship_quality_names_what_was_not_asked() -> None:
    quality = estimate_relationship_quality(survey(outcomes=("trust", "renewal"))).set_index("item")
    assert quality.index.tolist() == ["trust", "satisfaction", "commitment"]
    assert quality.loc["trust", "answers"] == 72 and quality.loc["trust", "low"] < quality.loc["trust", "mean"]
    assert np.isnan(quality.loc["commitment", "mean"]) and quality.loc["commitment", "answers"] == 0


def test_expectations_are_placed_with_the_crosshair_said() -> None:
    placed = place_expectations(survey())
    assert placed.table["expectation_id"].iloc[0] == "lowest price"
    assert placed.table["quadrant"].ne("").all()
    assert f"importance {placed.importance_line:.1f}" in placed.says and "the mean" in placed.says
    assert place_expectations(tables_of({})).table.empty
    fixed = place_expectations(survey(), crosshair=(5, 5))
    assert (fixed.importance_line, fixed.performance_line) == (5, 5)


def _preference(name: str, **more: Any) -> dict[str, Any]:
    row = {"opportunity_id": name, "account_id": "A", "kind": "preference", "name": name, "units": 100, "effect": 30}
    return {**row, "price": 1000, "our_cost": 500, "can_supply_from": date(2026, 9, 1), "evidence": "confirmed", **more}


@pytest.mark.parametrize(
    ("more", "worth", "because"),
    [
        ({}, True, "the benefit exceeds the price"),
        ({"price": 3000}, False, "the price takes the whole benefit"),
        ({"price": 2000, "evidence": "assumed"}, False, "the price takes the whole benefit"),
        ({"our_cost": 1000}, False, "does not cover our cost"),
        ({"units": None}, None, "unknown: what it is worth"),
        ({"price": None}, None, "unknown: the price"),
        ({"our_cost": None}, None, "unknown: what it costs us"),
        ({"can_supply_from": None}, None, "unknown: from when"),
    ],
)
def test_a_preference_is_worth_supplying_only_if_benefit_exceeds_price_and_price_cost(
    more: dict[str, Any], worth: bool | None, because: str
) -> None:
    row = rank_preferences(tables_of({"opportunities": [_preference("p", **more)]})).iloc[0]
    assert because in row["because"]
    assert pd.isna(row["worth_supplying"]) if worth is None else row["worth_supplying"] == worth


def test_preferences_weigh_the_benefit_by_its_evidence_and_rank_the_worthwhile_first() -> None:
    rows = [
        _preference("small"), _preference("refused", price=2900, our_cost=3000), _preference("large", price=1500),
        _preference("joint", evidence="joint"), _preference("sold", state="won"), _preference("other", kind="offering"),
    ]  # fmt: skip
    table = rank_preferences(tables_of({"opportunities": rows}))
    assert table["opportunity_id"].tolist() == ["large", "joint", "small", "refused"]
    assert table.set_index("opportunity_id").loc["joint", "benefit"] == pytest.approx(2100)


def test_reasons_count_customers_decisions_only() -> None:
    def decision(name: str, kind: str, side: str = "customer", **more: Any) -> dict[str, Any]:
        row = {"decision_id": name, "account_id": "A", "kind": kind, "side": side, "expectation_id": "early"}
        return {**row, "decided_on": date(2026, 1, int(name)), "reasons": f"because {name}", **more}

    rows = [
        decision("1", "renewed"), decision("2", "left"), decision("3", "kept", "ours"),
        decision("4", "bought", expectation_id=None), decision("5", "bought", expectation_id="price"),
    ]  # fmt: skip
    table = rank_reasons(tables_of({"decisions": rows})).set_index("expectation_id")
    assert table.loc["early", ["decisions", "for_us", "against_us"]].tolist() == [2, 1, 1]
    assert table.loc["early", "last_reason"] == "because 2"
    assert table.index.tolist() == ["early", "price"]
