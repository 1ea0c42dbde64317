"""What the survey of the sample must let a reader conclude."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from kamkit.method.refinement import compare_versions
from kamkit.method.review import relationship_change, review_reappraisal
from kamkit.method.touchline import (
    check_redesigns,
    compare_promises,
    list_change_steps,
    place_changes,
    rank_moments,
)
from kamkit.method.values import (
    DerivedImportance,
    estimate_derived_importance,
    estimate_relative_strength,
    list_decisions,
    rank_reasons,
    rank_stated_importance,
    review_answers,
)

Tables = dict[str, pd.DataFrame]
PRICE = "lowest unit price"
EARLY = "tells us early when something goes wrong"
DELIVERY = "delivery on the promised day"


@pytest.fixture(scope="module")
def derived(tables: Tables) -> DerivedImportance:
    return estimate_derived_importance(tables, resamples=500)


@pytest.fixture(scope="module")
def shares(derived: DerivedImportance) -> pd.DataFrame:
    return derived.table.set_index("expectation_id")


def test_about_180_answers_of_24_candidates_on_eight_expectations(derived: DerivedImportance, tables: Tables) -> None:
    assert derived.accounts == 24
    assert 170 <= derived.answers <= 190
    assert len(derived.table) == 8
    assert 0.4 < derived.r_squared < 0.75
    assert (tables["respondents"]["side"] == "ours").any()


def test_price_is_stated_first_and_shows_no_effect(shares: pd.DataFrame, tables: Tables) -> None:
    stated = rank_stated_importance(tables)
    assert stated["expectation_id"].iloc[0] == PRICE
    assert shares.loc[PRICE, "coefficient_low"] < 0 < shares.loc[PRICE, "coefficient_high"]
    assert shares.loc[PRICE, "share"] < 1 / 8
    assert shares.loc[PRICE, "verdict"] == "no effect visible in these answers"


def test_early_warning_is_nobodys_top_three_and_goes_with_renewal_most(shares: pd.DataFrame, tables: Tables) -> None:
    asked = tables["ratings"]
    asked = asked[(asked["about"] == "expectation") & (asked["supplier_id"] == "us")]
    asked = asked[asked["asked_on"] >= pd.Timestamp("2026-01-01")]
    people = set(tables["respondents"].loc[tables["respondents"]["side"] == "customer", "respondent_id"])
    asked = asked[asked["respondent_id"].isin(people)].pivot(
        index="respondent_id", columns="item_id", values="importance"
    )
    more_important = asked.drop(columns=EARLY).gt(asked[EARLY], axis=0).sum(axis=1)
    assert (more_important >= 3).all() and len(asked) > 170
    assert shares["share"].idxmax() == EARLY
    assert shares.loc[EARLY, "share_low"] > shares["share"].drop(EARLY).max()


def test_delivery_is_table_stakes(shares: pd.DataFrame) -> None:
    assert shares.loc[DELIVERY, "verdict"].startswith("table stakes")
    assert shares.loc[DELIVERY, "spread"] < 0.4


def test_ratings_hardly_go_together(derived: DerivedImportance) -> None:
    assert 0.0 < derived.halo <= 0.2


def test_quillon_is_too_thin_and_all_from_purchasing(tables: Tables) -> None:
    row = review_answers(tables).set_index("account_id").loc["007"]
    assert row["respondents"] == 3 and row["departments"] == "purchasing"
    assert not estimate_derived_importance(tables, "007").concluded


def test_strength_puts_accounts_on_both_sides(tables: Tables) -> None:
    strength = estimate_relative_strength(tables).set_index("account_id")["strength"].dropna()
    assert len(strength) == 24
    assert strength["1058"] == pytest.approx(0.8, abs=0.01)
    assert strength["0042"] > 1.15
    assert 6 <= (strength < 1).sum() <= 12


def test_early_warning_is_ostrevias_moment_of_truth(tables: Tables) -> None:
    moments = rank_moments(tables, "1001")
    confirmed = moments[~moments["suspected"]]
    assert list(confirmed["touch_point_id"]) == ["early warning of shortages"]
    assert confirmed["importance"].iloc[0] >= 8 and confirmed["shortfall"].iloc[0] >= 2


def test_not_everything_is_a_moment_of_truth(tables: Tables) -> None:
    moments = rank_moments(tables)
    assert 5 <= moments.loc[~moments["suspected"], "account_id"].nunique() <= 14


def test_belmarras_relationship_rose_clear_of_zero(tables: Tables, as_of: date) -> None:
    found = relationship_change(review_reappraisal(tables, "1008", as_of), "1008")
    assert found is not None and found["paired"] and found["verdict"] == "risen"
    assert found["change"] == pytest.approx(0.9) and found["low"] > 0 and found["people_after"] == 10


def test_fennwicks_rise_is_noise(tables: Tables, as_of: date) -> None:
    found = relationship_change(review_reappraisal(tables, "1016", as_of), "1016")
    assert found is not None and found["paired"] and found["verdict"] == "not shown"
    assert round(found["change"], 1) == 0.6 and found["low"] < 0 < found["high"] and found["people_after"] == 3


def test_with_the_monday_check_early_warning_rose_and_without_it_it_fell(tables: Tables, as_of: date) -> None:
    (found,) = [one for one in compare_versions(tables, "", as_of) if one.version_id == "2025-2"]
    assert found.accounts_with == ("Belmarra Tools",) and found.with_it.change == pytest.approx(2.9)
    assert found.accounts_without == ("Fennwick Paper",) and found.without.change == pytest.approx(-2)


def test_two_points_are_redesigned_for_all_and_seven_for_an_account(tables: Tables) -> None:
    new = tables["touch_points"].dropna(subset=["new_experience"])
    assert set(new.loc[new["account_id"] == "", "touch_point_id"]) == {"early warning of shortages", "complaint"}
    assert set(new.loc[new["account_id"] != "", "account_id"]) == {"1001", "1002", "ORBISAN", "1010", "1007", "1058", "1008"}
    assert check_redesigns(tables, "1001").empty, "Ostrevia's answers all three questions"
    (open_one,) = check_redesigns(tables, "1002").query("touch_point_id == 'order'")["says"]
    assert open_one == "does not say which competitor it is better than"


def test_kestwick_is_said_to_be_further_than_it_is_and_belmarra_is_there(tables: Tables, as_of: date) -> None:
    kestwick = place_changes(tables, "1007", as_of).query("own").iloc[0]
    assert (kestwick["said"], kestwick["reached"], kestwick["verdict"]) == ("tried", "not started", "behind what is said")
    belmarra = place_changes(tables, "1008", as_of).query("own").iloc[0]
    assert (belmarra["reached"], belmarra["verdict"]) == ("normal", "normal")
    everybody = place_changes(tables, "", as_of)
    assert everybody.loc[everybody["verdict"] == "overdue", "touch_point_id"].tolist() == ["complaint"]
    assert (list_change_steps(tables, "", as_of)["says"] == "").all(), "every step of the sample could be seen done"


def test_sandvale_was_promised_ten_days_where_everybody_else_is_promised_five(tables: Tables) -> None:
    found = compare_promises(tables)
    told = found[found["kind"] == "same point, different promise"]
    assert told["account"].tolist() == ["Sandvale Medical"] and told["promise"].tolist() == ["Shortages told ten days ahead"]
    assert "Sandvale Medical" in set(compare_promises(tables, "NA")["whom"])


def test_price_decides_most_often_against_us_and_never_most_often_for_us(tables: Tables) -> None:
    reasons = rank_reasons(tables).set_index("expectation_id")
    assert reasons["against_us"].idxmax() == PRICE and reasons["for_us"].idxmax() != PRICE
    last = list_decisions(tables, "1001").iloc[0]
    assert (last["kind"], last["expectation_id"]) == ("reduced", EARLY)
