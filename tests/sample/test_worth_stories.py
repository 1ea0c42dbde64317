"""What the figures of the sample must let a reader conclude."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from kamkit.method.review import estimate_brier
from kamkit.method.worth import estimate_whale_curve, group_of, place_first_cut, rank_accounts

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def ranking(tables: Tables, as_of: date) -> pd.DataFrame:
    found = rank_accounts(tables, as_of).set_index("name")
    found["revenue_rank"] = found["revenue"].rank(ascending=False)
    return found


def test_the_company(ranking: pd.DataFrame, tables: Tables) -> None:
    assert len(ranking) == 126
    assert ranking["revenue"].sum() == pytest.approx(86e6, rel=0.01)
    assert ranking["contribution"].sum() > 0
    assert tables["accounts"]["country"].nunique() == 7
    lines = tables["sales_lines"]
    assert lines["date"].min() >= pd.Timestamp("2024-04-01") and lines["date"].max() <= pd.Timestamp("2026-03-31")
    assert lines["cost"].notna().all()
    assert set(lines["currency"]) == {"EUR", "CHF", "GBP", "PLN"}


def test_revenue_is_concentrated_as_in_real_companies(ranking: pd.DataFrame) -> None:
    largest = ranking["revenue"].sort_values(ascending=False)
    assert 0.05 < largest.iloc[0] / largest.sum() < 0.12
    assert 0.6 < largest.head(25).sum() / largest.sum() < 0.8


def test_the_whale_has_a_peak_and_losers_right_of_it(ranking: pd.DataFrame, tables: Tables, as_of: date) -> None:
    assert 0.15 <= (ranking["contribution"] < 0).mean() <= 0.25
    curve = estimate_whale_curve(rank_accounts(tables, as_of)).points
    assert len(curve) == 126
    assert curve["cumulative_share"].max() > 110
    assert curve["cumulative_share"].argmax() < len(curve) - 15
    losers = set(curve.loc[curve["contribution"] < 0, "name"])
    assert {"Hypra Retail", "Brontessa Homeware"} <= losers


def test_hypra_is_second_by_revenue_and_loses_money(ranking: pd.DataFrame) -> None:
    hypra = ranking.loc["Hypra Retail"]
    assert hypra["revenue_rank"] == 2
    assert hypra["revenue"] == pytest.approx(6.2e6, rel=0.001)
    assert hypra["gross_margin"] / hypra["revenue"] == pytest.approx(0.21, abs=0.001)
    assert hypra["cost_to_serve"] == pytest.approx(1.44e6, rel=0.001)
    assert hypra["contribution"] == pytest.approx(-0.14e6, abs=5000)


def test_hypra_loses_by_rush_orders_and_split_pallets_not_by_its_price(tables: Tables) -> None:
    rates = tables["activity_rates"].set_index("driver")["rate"]
    done = tables["activities"]
    done = done[(done["account_id"] == "1002") & (done["month"] >= pd.Timestamp("2025-04-01"))]
    cost = (done.groupby("driver")["quantity"].sum() * rates).sort_values(ascending=False)
    assert list(cost.index[:2]) == ["rush order", "delivery"]
    assert cost[["rush order", "delivery", "return"]].sum() > 0.7 * cost.sum()


def test_heliora_is_58th_by_revenue_and_doubling(ranking: pd.DataFrame) -> None:
    assert ranking.loc["Heliora Cells", "revenue_rank"] == 58
    assert ranking.loc["Heliora Cells", "growth"] > 95


def test_kestwick_brings_three_million(ranking: pd.DataFrame) -> None:
    assert ranking.loc["Kestwick Foods", "revenue"] == pytest.approx(3.1e6, rel=0.001)


def test_the_first_cut_proposes_the_candidates(tables: Tables, as_of: date) -> None:
    cut = place_first_cut(tables, as_of)
    proposed = cut[cut["cut"] == "candidate"]
    candidates = tables["accounts"].loc[tables["accounts"]["status"] == "candidate", "account_id"]
    assert set(proposed["account_id"]) == set(candidates)
    assert list(proposed.loc[proposed["by"] == "hand", "name"]) == ["Aldermoor Motors"]
    assert len(proposed) <= 2 * 17


def test_na_is_among_the_best_and_does_not_vanish(ranking: pd.DataFrame) -> None:
    assert ranking.loc["NA", "rank"] <= 5


def test_orbisan_is_one_customer_of_eleven_numbers(tables: Tables, ranking: pd.DataFrame) -> None:
    groups = group_of(tables["accounts"])
    units = tables["accounts"][
        (tables["accounts"]["account_id"].map(groups) == "ORBISAN") & tables["accounts"]["parent_id"].notna()
    ]
    assert len(units) == 11 and units["country"].nunique() == 4
    lines = tables["sales_lines"]
    assert lines.loc[lines["account_id"].isin(units["account_id"]), "currency"].nunique() == 3
    assert ranking.loc["Orbisan Group", "revenue_rank"] == 3


def test_orbisan_has_54_cells_and_21_are_unknown(tables: Tables) -> None:
    cells = tables["white_space_cells"]
    cells = cells[cells["account_id"].map(group_of(tables["accounts"])) == "ORBISAN"]
    assert len(cells) == 54
    assert (cells["state"] == "unknown").sum() == 21
    assert not (cells.loc[cells["state"] == "unknown", "yearly_value"] == 0).any()


def test_what_we_sell_and_white_space_agree(tables: Tables) -> None:
    cells = tables["white_space_cells"]
    ours = {(row.account_id, row.offering_id) for row in cells[cells["state"] == "ours"].itertuples()}
    known = set(cells["account_id"])
    lines = tables["sales_lines"]
    sold = {(row.account_id, row.offering_id) for row in lines[lines["account_id"].isin(known)].itertuples()}
    assert sold <= ours
    shares = cells.loc[cells["state"] == "ours", "yearly_value"]
    assert (shares > 0).mean() > 0.9


def test_one_domain_rightly_differs(tables: Tables) -> None:
    poland = tables["domains"].set_index("domain_id").loc["pl"]
    assert poland["parent_id"] == "all" and len(poland["differs"]) > 40
    accounts = tables["accounts"]
    assert (
        accounts[(accounts["parent_id"] == "ORBISAN") & (accounts["country"] == "Poland")]["domain_id"] == "pl"
    ).all()


def test_a_thirty_per_cent_forecast_came_true(tables: Tables, ranking: pd.DataFrame) -> None:
    forecasts = tables["forecasts"]
    true = forecasts[(forecasts["about"] == "loss") & forecasts["happened"].fillna(False)]
    assert list(true["probability"]) == [30]
    name = tables["accounts"].set_index("account_id").loc[true["account_id"].iloc[0], "name"]
    assert ranking.loc[name, "contribution"] < 0.5 * ranking.loc[name, "contribution_before"]
    brier = estimate_brier(tables, date(2026, 3, 31))
    assert 3 <= brier.resolved < 10 and not brier.enough and brier.score != brier.score
