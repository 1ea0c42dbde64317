"""What the plans of the sample must let a reader conclude."""

from __future__ import annotations

from datetime import date

import pandas as pd

from kamkit.method.plan import (
    estimate_data_quality,
    estimate_health,
    place_proposition,
    planned_accounts,
    rank_benefits,
    review_account_plan,
    review_agreement,
    review_backing,
    review_forces,
)

Tables = dict[str, pd.DataFrame]


def test_the_accounts_in_danger_and_those_hanging_on_a_thread(tables: Tables, as_of: date) -> None:
    health = estimate_health(tables, as_of)
    assert health.loc["1001", "health"] == "danger" and "trial at plant 2" in health.loc["1001", "says"]
    assert health.loc["1007", "health"] == "careful" and "single thread" in health.loc["1007", "sign"]
    assert health.loc["1008", "relationship"] == "fine"  # rose by 0.9
    assert set(health.loc[planned_accounts(tables, "", as_of), "health"]) == {"danger", "careful", "unknown", "fine"}


def test_health_and_data_quality_tell_different_things(tables: Tables, as_of: date) -> None:
    accounts = planned_accounts(tables, "", as_of)
    health, quality = estimate_health(tables, as_of).loc[accounts], estimate_data_quality(tables, as_of).loc[accounts]
    # The account in danger is among the best known; a healthy one is among the least known.
    assert quality.loc["1001", "share"] > quality["share"].median() > quality.loc["1016", "share"]
    assert health.loc["1016", "health"] == "fine"


def test_at_ostrevia_the_call_is_worth_proposing_and_the_price_cut_is_not(tables: Tables, as_of: date) -> None:
    ranked = rank_benefits(tables, "1001", as_of)
    assert ranked["proposed"].tolist() == [True, False, False]
    assert ranked.loc[0, "name"].startswith("A call five working days before")
    cut = ranked[ranked["expectation_id"] == "lowest unit price"].iloc[0]
    assert cut["because"] == "the price does not cover our cost" and cut["contribution"] < 0
    assert "277,200" in place_proposition(tables, "1001", as_of).draft
    said = " ".join(found.says for found in review_account_plan(tables, "1001", as_of))
    assert "would cost us" in said and "Nobody at Ostrevia Pharma has agreed" in said


def test_a_benefit_nobody_confirmed_falls_below_its_price(tables: Tables, as_of: date) -> None:
    ranked = rank_benefits(tables, "", as_of)
    flips = ranked[(ranked["full"] > ranked["price"]) & (ranked["benefit"] <= ranked["price"])]
    assert "ORBISAN" in set(flips["account_id"]) and set(flips["evidence"]) <= {"assumed", "joint"}


def test_some_growth_can_be_explained_and_some_is_a_wish(tables: Tables, as_of: date) -> None:
    backing = review_backing(tables, "", as_of).set_index("account_id")
    grown = backing[backing["growth"] > 0]
    explained = grown["if_all_won"] >= grown["growth"]
    assert {"NA", "1058", "1001"} <= set(grown.index[explained]) and {"1007", "1015"} <= set(grown.index[~explained])
    assert (backing["complete"] > 0).all()
    # More is to be kept at Hypra than the account brings: it loses money.
    assert backing.loc["1002", "contribution"] < 0 < backing.loc["1002", "retention"]


def test_na_has_asked_and_agreed_and_most_have_not(tables: Tables, as_of: date) -> None:
    agreed = review_agreement(tables, "", as_of)
    customers = agreed[agreed["side"] == "customer"].set_index("account_id")["state"]
    assert customers["NA"] == "agreed" and customers["1007"] == "agreed over twelve months ago"
    assert (customers == "not yet").sum() > 15
    missing = review_forces(tables, "", as_of).set_index("account_id")["missing"]
    assert missing["NA"] == "" and missing["1020"] == "its customers and its competitors"
