"""Whale curve, concentration, lifetime value, share of wallet: published figures and what must always hold."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamkit.errors import MethodError
from kamkit.method.worth import (
    estimate_concentration,
    estimate_lifetime_value,
    estimate_lifetime_values,
    estimate_wallet_share,
    estimate_whale_curve,
)
from kamkit.method.worth.concentration import gini, herfindahl
from kamkit.method.worth.lifetime import LATER, NOW
from kamkit.method.worth.wallet import check_wallets
from kamkit.model.frame import tables_of

# ineq (R), tests/Examples/ineq-Ex.Rout.save: Gini uncorrected, Herfindahl
ILOCOS = [541.0, 1463.0, 2445.0, 3438.0, 4437.0, 5401.0, 6392.0, 8304.0, 11904.0, 22261.0]


def ranking(contributions: list[float], **columns: Any) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "account_id": [str(i) for i in range(len(contributions))],
            "name": [f"Name {i}" for i in range(len(contributions))],
            "currency": "EUR",
            "revenue": contributions,
            "contribution": contributions,
            "contribution_is": "contribution after cost to serve",
            "lines": 1,
            "returns": 0,
        }
    ).assign(**columns)
    return frame.sort_values("contribution", ascending=False, ignore_index=True)


# Whale curve


def test_peak_and_what_is_lost_after_it() -> None:
    curve = estimate_whale_curve(ranking([50.0, 100.0, -30.0, 0.0, -20.0]))
    assert curve.points["cumulative"].tolist() == [100.0, 150.0, 150.0, 130.0, 100.0]
    assert curve.points["cumulative_share"].tolist() == [100.0, 150.0, 150.0, 130.0, 100.0]
    assert (curve.total, curve.peak, curve.peak_at, curve.lost) == (100.0, 150.0, 2, 50.0)
    assert (curve.peak_share, curve.losers, curve.in_money) == (150.0, 2, False)


@pytest.mark.parametrize("contributions", [[5.0, -5.0], [5.0, -9.0], [-1.0]])
def test_a_total_that_is_not_positive_is_drawn_in_money(contributions: list[float]) -> None:
    curve = estimate_whale_curve(ranking(contributions))
    assert curve.in_money and math.isnan(curve.peak_share)
    assert curve.points["cumulative_share"].isna().all()
    assert curve.peak == max(0.0, contributions[0]) and curve.lost == curve.peak - sum(contributions)


def test_accounts_on_another_basis_are_left_out_and_idle_ones_counted() -> None:
    mixed = ranking([90.0, 50.0, 0.0])
    mixed["contribution_is"] = ["gross margin", "revenue", "gross margin"]
    mixed["lines"] = [1, 1, 0]
    curve = estimate_whale_curve(mixed)
    assert curve.points["name"].tolist() == ["Name 0"] and curve.contribution_is == "gross margin"
    assert curve.left_out == ("Name 1",) and curve.idle == 1


def test_no_accounts_no_curve() -> None:
    curve = estimate_whale_curve(ranking([]))
    assert curve.points.empty and curve.peak_at == 0 and curve.lost == 0 and curve.in_money


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-1000, 1000).map(float), min_size=1, max_size=50))
def test_the_curve_rises_to_its_peak_and_falls_after_it(contributions: list[float]) -> None:
    curve = estimate_whale_curve(ranking(contributions))
    steps = curve.points["contribution"]
    assert curve.total == pytest.approx(sum(contributions), abs=1e-4)
    assert curve.peak == pytest.approx(sum(value for value in contributions if value > 0), abs=1e-4)
    assert (steps[: curve.peak_at] >= 0).all() and (steps[curve.peak_at :] <= 0).all()
    assert curve.lost >= -1e-6


# Concentration


def test_published_gini_and_herfindahl() -> None:
    assert gini(ILOCOS) == pytest.approx(0.4620911, abs=1e-7)
    assert herfindahl(ILOCOS) == pytest.approx(0.1840812, abs=1e-7)
    assert gini(ILOCOS, corrected=True) == pytest.approx(0.4620911 * 10 / 9, abs=1e-6)


def test_concentration_counts_accounts_with_revenue_only() -> None:
    found = estimate_concentration(ranking([75.0, 25.0, 0.0, -10.0]))
    assert (found.largest, found.largest_share) == ("Name 0", 75.0)
    assert (found.accounts, found.left_out) == (2, 2)
    assert found.herfindahl == pytest.approx(0.625) and found.gini == pytest.approx(0.25)
    assert found.gini_corrected == pytest.approx(0.5)


def test_a_single_account_and_none() -> None:
    one, none = estimate_concentration(ranking([9.0])), estimate_concentration(ranking([]))
    assert (one.largest_share, one.herfindahl, one.gini) == (100.0, 1.0, 0.0) and math.isnan(one.gini_corrected)
    assert math.isnan(none.largest_share) and math.isnan(none.gini) and none.largest == ""


@settings(deadline=None)
@given(st.lists(st.floats(0, 1e9), min_size=2, max_size=60).filter(lambda found: sum(found) > 1e-3))
def test_indices_stay_in_their_range_and_ignore_the_unit(values: list[float]) -> None:
    n = len(values)
    assert 1 / n - 1e-9 <= herfindahl(values) <= 1 + 1e-9
    assert 0 <= gini(values) <= 1 - 1 / n + 1e-9 and 0 <= gini(values, corrected=True) <= 1 + 1e-9
    assert gini([value * 7 for value in values]) == pytest.approx(gini(values), abs=1e-9)


# Lifetime value


@pytest.mark.parametrize(
    ("margin", "retention", "discount", "published", "within"),
    [
        (500, 80, 2, 1818, 1),  # Kless, Customer Lifetime Value, slides 5-7: GC r / (1 + d - r), figures cut off
        (500, 90, 2, 3750, 1),
        (500, 95, 2, 6785, 1),
        (500, 98, 2, 12250, 1),
        (30000, 80, 10, 80000, 0.5),  # Gupta & Lehmann (2003): 5 points of retention are worth 27.5 %
        (30000, 85, 10, 102000, 0.5),
    ],
)
def test_published_lifetime_values(
    margin: float, retention: float, discount: float, published: float, within: float
) -> None:
    assert estimate_lifetime_value(margin, retention, discount).value == pytest.approx(published, abs=within)


def test_both_conventions_and_five_points_either_way() -> None:
    later, now = (estimate_lifetime_value(30000, 80, 10, convention) for convention in (LATER, NOW))
    assert now.value == pytest.approx(110000) and now.value - later.value == pytest.approx(30000)
    assert later.low == pytest.approx(30000 * 0.75 / 0.35) and later.high == pytest.approx(102000)
    assert (later.convention, now.convention) == ("first margin in a year", "first margin now")


@settings(deadline=None)
@given(st.floats(-1e7, 1e7), st.floats(0, 100), st.floats(0.1, 100))
def test_lifetime_value_lies_in_its_range(margin: float, retention: float, discount: float) -> None:
    for convention in (LATER, NOW):
        found = estimate_lifetime_value(margin, retention, discount, convention)
        assert found.low <= found.value <= found.high


@pytest.mark.parametrize(
    ("retention", "discount", "says"),
    [(101, 10, "retention 101 %"), (-1, 10, "retention -1 %"), (80, -1, "discount rate -1 %"), (98, 0, "never end")],
)
def test_what_gives_no_lifetime_value_says_so(retention: float, discount: float, says: str) -> None:
    with pytest.raises(MethodError, match=says):
        estimate_lifetime_value(100, retention, discount)


def test_retention_is_the_accounts_own_else_the_programmes() -> None:
    source = tables_of(
        {
            "accounts": [
                {"account_id": "0", "name": "own", "retention": 90.0},
                {"account_id": "1", "name": "group"},
                {"account_id": "1a", "name": "unit", "parent_id": "1", "retention": 70.0},
                {"account_id": "2", "name": "none"},
            ]
        }
    )
    found = estimate_lifetime_values(source, ranking([3.0, 2.0, 1.0]))
    assert found["retention"].tolist() == [90.0, 70.0, 80.0]
    assert found["retention_is"].tolist() == ["of the account", "of the account", "of the programme"]
    assert found["margin_is"].unique().tolist() == ["contribution after cost to serve"]


# Share of wallet


def test_share_of_wallet_and_the_data_error() -> None:
    source = tables_of(
        {
            "accounts": [
                {"account_id": "0", "name": "a", "wallet": 400.0},
                {"account_id": "1", "name": "b", "wallet": 80.0},
                {"account_id": "2", "name": "c"},
                {"account_id": "2a", "name": "c1", "parent_id": "2", "wallet": 30.0},
                {"account_id": "2b", "name": "c2", "parent_id": "2", "wallet": 50.0},
                {"account_id": "3", "name": "d"},
                {"account_id": "3a", "name": "d1", "parent_id": "3", "wallet": 30.0},
                {"account_id": "3b", "name": "d2", "parent_id": "3"},
            ]
        }
    )
    shares = estimate_wallet_share(source, ranking([100.0, 90.0, 20.0, 10.0])).set_index("account_id")
    assert shares["share"].dropna().to_dict() == pytest.approx({"0": 25.0, "1": 112.5, "2": 25.0})
    assert shares["left"].dropna().to_dict() == pytest.approx({"0": 300.0, "1": -10.0, "2": 60.0})
    assert shares.index[shares["data_error"]].tolist() == ["1"]
    (found,) = check_wallets(shares.reset_index())
    assert "Name 1: our sales of EUR 90 are more than the wallet entered, EUR 80" in found.says
    assert "data error" in found.says and found.do
