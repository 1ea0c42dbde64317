"""The relationship: stages of both sides, people, coverage, team, white space, memory and loss, worked by hand."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamkit.errors import MethodError
from kamkit.method.relationship import (
    STAGES,
    check_white_space,
    estimate_expected_loss,
    estimate_team_hours,
    estimate_white_space,
    place_coverage,
    place_loss,
    place_stakeholders,
    place_white_space,
    rank_forecasts,
    rank_losses,
    rank_notes,
    rank_relationships,
    rank_stage_ratings,
    rank_threads,
    review_extent,
    review_history,
    review_relationship,
    review_relationships,
    review_stages,
    review_team_mix,
    review_wallet,
    stage_called,
)
from kamkit.method.relationship.stakeholders import INFORMED, KEY, MINIMAL, SATISFIED
from kamkit.method.relationship.team import ENOUGH, MET_ONLY, NOBODY, ONE_ONLY, counterpart_of
from kamkit.model.frame import frame_of, tables_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

DAY = date(2026, 3, 31)
Row = dict[str, Any]
ALL = (
    rank_stage_ratings, review_stages, place_stakeholders, place_coverage, rank_threads, review_extent, review_team_mix,
    review_history, rank_notes, rank_losses, rank_forecasts, review_wallet, place_white_space,
)  # fmt: skip


NOTHING = tables_of({})
BASE = NOTHING | {
    table: frame_of(table, rows)
    for table, rows in {
        "accounts": [
            {"account_id": "A", "name": "Alpha", "owner_id": "kim", "customer_since": date(2020, 4, 1)},
            {"account_id": "A1", "name": "Alpha North", "parent_id": "A"},
            {"account_id": "B", "name": "Beta"},
        ],
        "team_members": [
            {"member_id": "kim", "name": "Kim", "department": "sales"},
            {"member_id": "lee", "name": "Lee", "department": "operations"},
            {"member_id": "mia", "name": "Mia", "department": "quality"},
        ],
        "offerings": [{"offering_id": "x", "name": "Crates"}, {"offering_id": "y", "name": "Foam"}],
        "competitors": [{"competitor_id": "rival", "name": "Rival"}],
    }.items()
}


def tables(**rows: list[Row]) -> Tables:
    return BASE | {table: frame_of(table, found) for table, found in rows.items()}


def rating(side: str, rater: str, stage: str, on: date = date(2026, 2, 1), account: str = "A", why: str | None = "seen") -> Row:
    return {"account_id": account, "side": side, "rater": rater, "rated_on": on, "stage": stage, "evidence_note": why}


def person(name: str, account: str = "A", **more: Any) -> Row:
    return {"contact_id": name, "account_id": account, "name": name.capitalize(), **more}


def tie(contact: str, member: str, depth: float | None = 2, met: date | None = date(2026, 3, 1)) -> Row:
    return {"contact_id": contact, "member_id": member, "depth": depth, "last_met_on": met}


def cell(offering: str, state: str, value: float | None = None, most: float | None = None, unit: str = "A", **more: Any) -> Row:
    return {"account_id": unit, "offering_id": offering, "state": state, "yearly_value": value, "yearly_value_high": most, **more}


def sale(revenue: float, account: str = "A", cost: float | None = None) -> Row:
    return {"account_id": account, "date": date(2026, 1, 15), "order_id": "1", "line_id": "1", "offering_id": "x",
            "quantity": 1.0, "revenue": revenue, "cost": cost}  # fmt: skip


# Stages


def test_the_gap_is_ours_minus_theirs_between_medians() -> None:
    # Ours 2, 3, 5: median 3, range 2 to 5. Theirs 2 and 3: median 2.5. Gap 3 - 2.5 = 0.5.
    found = review_stages(
        tables(
            stage_ratings=[
                rating("ours", "kim", "basic"), rating("ours", "lee", "cooperative"), rating("ours", "mia", "integrated"),
                rating("customer", "ann", "basic"), rating("customer", "bob", "cooperative", why=None),
            ]
        ), "A", DAY,
    ).iloc[0]  # fmt: skip
    assert found[["ours", "ours_low", "ours_high", "ours_raters"]].tolist() == [3, 2, 5, 3]
    assert found[["theirs", "theirs_low", "theirs_high", "theirs_raters"]].tolist() == [2.5, 2, 3, 2]
    assert found["gap"] == 0.5 and found["bare"] == 1


def test_the_latest_rating_of_each_rater_counts_and_none_from_after_the_day() -> None:
    rows = [rating("ours", "kim", "integrated", date(2025, 1, 1)), rating("ours", "kim", "basic"), rating("ours", "lee", "integrated", DAY + timedelta(1))]
    found = review_stages(tables(stage_ratings=rows), "A", DAY).iloc[0]
    assert (found["ours"], found["ours_raters"]) == (2, 1)
    assert rank_stage_ratings(tables(stage_ratings=rows), "A", DAY)["stage"].tolist() == ["basic"]


@pytest.mark.parametrize(("side", "known", "unknown"), [("ours", "ours", "theirs"), ("customer", "theirs", "ours")])
def test_a_side_nobody_asked_is_unknown_and_no_gap(side: str, known: str, unknown: str) -> None:
    found = review_stages(tables(stage_ratings=[rating(side, "one", "exploratory")]), "A", DAY).iloc[0]
    assert found[known] == 1 and math.isnan(found[unknown]) and math.isnan(found["gap"])
    assert found[f"{unknown}_raters"] == 0


def test_a_groups_stage_is_that_of_its_customer_numbers_together() -> None:
    rows = [rating("ours", "kim", "basic"), rating("customer", "ann", "integrated", account="A1"), rating("ours", "kim", "basic", account="B")]
    found = review_stages(tables(stage_ratings=rows), "", DAY)
    assert found["account_id"].tolist() == ["A", "B"]  # the widest gap first, then those without one
    assert found["gap"].iloc[0] == -3 and math.isnan(found["gap"].iloc[1])
    assert review_stages(tables(stage_ratings=rows), "A1", DAY)["account_id"].tolist() == ["A"]


def test_what_stages_are_called() -> None:
    assert [stage_called(place) for place in range(1, 6)] == list(STAGES)
    assert stage_called(1.5) == "between exploratory and basic" and stage_called(float("nan")) == "unknown"


@given(st.lists(st.tuples(st.sampled_from(["ours", "customer"]), st.sampled_from(STAGES)), min_size=1, max_size=8))
@settings(max_examples=25, deadline=None)
def test_stages_stay_in_range_and_the_input_as_it_was(ratings: list[tuple[str, str]]) -> None:
    given_tables = tables(stage_ratings=[rating(side, f"r{n}", stage) for n, (side, stage) in enumerate(ratings)])
    before = given_tables["stage_ratings"].copy()
    row = review_stages(given_tables, "A", DAY).iloc[0]
    pd.testing.assert_frame_equal(given_tables["stage_ratings"], before)
    for side in ("ours", "theirs"):
        if row[f"{side}_raters"]:
            assert 1 <= row[f"{side}_low"] <= row[side] <= row[f"{side}_high"] <= 5
    assert math.isnan(row["gap"]) or -4 <= row["gap"] <= 4


# People


def test_power_and_interest_make_four_quadrants_and_unknown_makes_none() -> None:
    corners = {"hh": (4, 4), "hl": (5, 3), "lh": (3, 5), "ll": (3, 3)}
    people = [person(name, power=power, interest=interest) for name, (power, interest) in corners.items()]
    found = place_stakeholders(tables(contacts=[*people, person("blank", power=5)]), "A", DAY).set_index("contact_id")
    assert found["quadrant"].reindex(["hh", "hl", "lh", "ll"]).tolist() == [KEY, SATISFIED, INFORMED, MINIMAL]
    assert pd.isna(found.loc["blank", "quadrant"])


def test_who_knows_a_person_how_deep_and_since_when_not() -> None:
    people = [person("ann", power=5), person("bob"), person("cyd"), person("gone", leaves_on=DAY), person("goes", leaves_on=DAY + timedelta(200))]
    ties = [tie("ann", "kim", 1), tie("ann", "lee", 3, date(2025, 6, 1)), tie("bob", "kim", None, date(2025, 6, 1))]
    found = place_stakeholders(tables(contacts=people, coverages=ties), "A", DAY).set_index("contact_id")
    assert "gone" not in found.index and found["leaving"].to_dict() == {"ann": False, "bob": False, "cyd": False, "goes": True}
    assert found.loc["ann", ["ours", "known_by", "depth"]].tolist() == [2, "Lee, Kim", 3]
    assert found["silent"].to_dict() == {"ann": False, "bob": True, "cyd": True, "goes": True}
    assert found.loc["cyd", ["ours", "known_by", "depth"]].tolist() == [0, "", 0]
    assert math.isnan(found.loc["bob", "depth"]) and found.loc["bob", "ours"] == 1


# Coverage


def test_the_matrix_has_every_pair_and_people_nobody_knows() -> None:
    people = [person("ann", department="purchasing", power=2), person("bob", department="purchasing", power=5), person("cyd")]
    found = place_coverage(tables(contacts=people, coverages=[tie("ann", "kim"), tie("bob", "kim"), tie("bob", "stranger")]), "A", DAY)
    assert found["contact"].tolist() == ["Cyd", "Bob", "Bob", "Ann"]  # by function, the powerful first
    assert found["function"].tolist() == ["not noted", "purchasing", "purchasing", "purchasing"]
    assert pd.isna(found["member"].iloc[0]) and found["member"].tolist()[1:] == ["Kim", "stranger", "Kim"]
    assert found["division"].tolist()[1:] == ["sales", "not noted", "sales"]


def test_the_extent_in_our_division_and_across_the_wider_organisation() -> None:
    people = [person("ann"), person("bob")]
    found = review_extent(tables(contacts=people, coverages=[tie("ann", "kim", 3), tie("bob", "kim"), tie("bob", "lee", 1)]), "A", DAY)
    assert found["division"].tolist() == ["sales", "operations", "quality"]  # the owner's first
    assert found["ours"].tolist() == [True, False, False]
    assert found["people"].tolist() == [1, 1, 0] and found["contacts"].tolist() == [2, 1, 0]
    assert found["deepest"].tolist()[:2] == [3, 1] and math.isnan(found["deepest"].iloc[2])


def test_what_would_go_with_one_of_ours() -> None:
    # Kim alone knows Ann (power 5) and Cyd; Bob is known to both; Dan to nobody: 2 of 4 people are 50 %.
    people = [person("ann", power=5), person("bob", power=5), person("cyd", power=1), person("dan")]
    ties = [tie("ann", "kim"), tie("bob", "kim"), tie("cyd", "kim"), tie("bob", "lee")]
    found = rank_threads(tables(contacts=people, coverages=ties), "A", DAY).set_index("member")
    assert found.loc["Kim", ["known", "only", "powerful", "share"]].tolist() == [3, 2, 1, 50]
    assert found.loc["Lee", ["known", "only", "powerful", "share"]].tolist() == [1, 0, 0, 0]


@pytest.mark.parametrize(
    ("departments", "members", "why"),
    [
        (["buying", "quality"], ["kim", "kim"], "only one of ours knows them"),
        (["buying", "buying"], ["kim", "lee"], "all in one department"),
        (["buying", "quality"], ["kim", "lee"], ""),
    ],
)
def test_a_single_thread_is_one_of_ours_or_one_function_of_theirs(departments: list[str], members: list[str], why: str) -> None:
    people = [person(f"p{n}", department=department) for n, department in enumerate(departments)]
    given_tables = tables(contacts=people, coverages=[tie(f"p{n}", member) for n, member in enumerate(members)])
    row = rank_relationships(given_tables, DAY).set_index("account_id").loc["A"]
    assert row["thread"].endswith(why) and bool(row["thread"]) == bool(why)


# Team


def test_our_team_against_their_functions() -> None:
    people = [
        person("buyer", department="Purchasing", decision_role="decides"), person("planner", department="logistics", power=2),
        person("lab", department="quality", power=4), person("boss", department="board"),
    ]  # fmt: skip
    ties = [tie("buyer", "kim"), tie("planner", "lee", 3), tie("planner", "kim", 1), tie("lab", "mia", 1)]
    found = review_team_mix(tables(contacts=people, coverages=ties), "A", DAY).set_index("function")
    assert found["verdict"].to_dict() == {"board": NOBODY, "quality": MET_ONLY, "Purchasing": ONE_ONLY, "logistics": ENOUGH}
    assert found["needed"].to_dict() == {"board": 1, "quality": 2, "Purchasing": 2, "logistics": 1}
    assert found["talking"].to_dict() == {"board": 0, "quality": 0, "Purchasing": 1, "logistics": 1}
    assert found["counterpart"].to_dict() == {"board": "", "quality": "quality", "Purchasing": "sales", "logistics": "operations"}


def test_a_counterpart_is_one_of_our_own_divisions() -> None:
    assert counterpart_of("Product development", ["Engineering"]) == "Engineering"
    assert counterpart_of("finance", ["sales"]) == "" and counterpart_of("", ["sales"]) == ""


def test_hours_nobody_entered_are_unknown() -> None:
    hours = estimate_team_hours(tables(), "A", DAY)
    assert math.isnan(hours.needed) and math.isnan(hours.spent) and hours.people == 0
    efforts = [{"account_id": "A", "role": "manager", "hours_needed": 500, "hours_spent": 300}, {"account_id": "A1", "role": "engineer", "hours_needed": 80}]
    given_tables = tables(efforts=efforts, contacts=[person("ann")], coverages=[tie("ann", "kim"), tie("ann", "lee", 1)])
    hours = estimate_team_hours(given_tables, "A", DAY)
    assert (hours.needed, hours.spent, hours.people) == (580, 300, 1)


# White space


def test_unknown_is_never_zero_and_totals_are_ranges() -> None:
    # A: ours 100, a competitor's 40, in-house 10 to 30, A1: unknown at most 60, unknown without limit absent.
    cells = [cell("x", "ours", 100), cell("y", "competitor's", 40, competitor_id="rival"), cell("x", "in-house", 10, 30, "A1"), cell("y", "unknown", None, 60, "A1")]
    grid = place_white_space(tables(white_space_cells=cells), "A", DAY)
    row = estimate_white_space(grid).iloc[0]
    assert row[["units", "cells", "unknown", "unbounded"]].tolist() == [2, 4, 1, 0]
    assert row[["ours_low", "ours_high", "open_low", "open_high", "total_low", "total_high"]].tolist() == [100, 100, 50, 130, 150, 230]
    assert row["share_low"] == pytest.approx(100 / 230 * 100) and row["share_high"] == pytest.approx(100 / 150 * 100)
    assert row["unknown_share"] == 25 and grid["competitor"].dropna().tolist() == ["Rival"]


def test_a_cell_nobody_entered_is_unknown_and_takes_the_upper_end_away() -> None:
    grid = place_white_space(tables(white_space_cells=[cell("x", "ours", 100)]), "A", DAY)
    assert grid["state"].tolist() == ["ours", "unknown"] and grid["entered"].tolist() == [True, False]
    row = estimate_white_space(grid).iloc[0]
    assert row["unbounded"] == 1 and math.isnan(row["open_high"]) and math.isnan(row["total_high"])
    assert math.isnan(row["share_low"]) and row["share_high"] == 100
    none = estimate_white_space(place_white_space(tables(white_space_cells=[cell("x", "not needed", 5), cell("y", "not needed")]), "A", DAY)).iloc[0]
    assert (none["total_low"], none["total_high"], none["unknown"]) == (0, 0, 0) and math.isnan(none["share_high"])


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["ours", "competitor's", "in-house", "not needed", "unknown"]),
            st.none() | st.floats(0, 1e7), st.none() | st.floats(0, 1e7),
        ), min_size=1, max_size=2,
    )
)  # fmt: skip
@settings(max_examples=20, deadline=None)
def test_ranges_hold_and_knowing_more_never_widens_them(drawn: list[tuple[str, float | None, float | None]]) -> None:
    cells = [cell(offering, state, value, most) for offering, (state, value, most) in zip("xy", drawn, strict=False)]
    given_tables = tables(white_space_cells=cells)
    before = given_tables["white_space_cells"].copy()
    row = estimate_white_space(place_white_space(given_tables, "A", DAY)).iloc[0]
    pd.testing.assert_frame_equal(given_tables["white_space_cells"], before)
    for part in ("ours", "open", "total"):
        assert math.isnan(row[f"{part}_high"]) or 0 <= row[f"{part}_low"] <= row[f"{part}_high"]
    assert math.isnan(row["share_high"]) or 0 <= row["share_high"] <= 100
    assert math.isnan(row["share_low"]) or math.isnan(row["share_high"]) or 0 <= row["share_low"] <= row["share_high"] + 1e-9
    known = [{**one, "yearly_value_high": one["yearly_value_high"] or one["yearly_value"] or 1.0} for one in cells]
    bounded = estimate_white_space(place_white_space(tables(white_space_cells=known), "A", DAY)).iloc[0]
    assert bounded["unbounded"] <= row["unbounded"] and bounded["open_low"] == row["open_low"]


def test_a_share_above_100_per_cent_and_a_grid_above_the_wallet_are_errors_to_report() -> None:
    given_tables = tables(sales_lines=[sale(1000.0)], white_space_cells=[cell("x", "ours", 1000), cell("y", "competitor's", 500)])
    accounts = given_tables["accounts"].copy()
    accounts.loc[0, "wallet"] = 900.0
    said = [found.says for found in check_white_space(given_tables | {"accounts": accounts}, "A", DAY)]
    assert len(said) == 2
    assert any("above 100 % is a data error" in one for one in said) and any("more than the wallet" in one for one in said)


def test_sales_in_the_grid_are_held_against_the_sales_file() -> None:
    for ours, wrong in ((1000, 0), (1090, 0), (1200, 1)):
        given_tables = tables(sales_lines=[sale(1000.0)], white_space_cells=[cell("x", "ours", ours), cell("y", "not needed")])
        assert len(check_white_space(given_tables, "A", DAY)) == wrong


# Memory


def test_length_history_and_research_of_the_last_year() -> None:
    notes = [
        {"note_id": "1", "account_id": "A", "kind": "history", "noted_on": date(2015, 1, 1)},
        {"note_id": "2", "account_id": "A1", "kind": "research outside", "noted_on": date(2024, 1, 1)},
        {"note_id": "3", "account_id": "A", "kind": "research inside", "noted_on": date(2026, 1, 1)},
        {"note_id": "4", "account_id": "A", "kind": "meeting", "noted_on": DAY + timedelta(1)},
    ]
    contracts = [{"contract_id": "c", "account_id": "A1", "name": "Frame", "starts_on": date(2016, 3, 31)}]
    people = [{"respondent_id": "r", "account_id": "A", "side": "customer", "independent": True}, {"respondent_id": "s", "account_id": "A", "side": "ours", "independent": True}]
    given_tables = tables(notes=notes, contracts=contracts, respondents=people)
    row = review_history(given_tables, "A", DAY).iloc[0]
    assert row["since"] == pd.Timestamp("2016-03-31") and row["years"] == pytest.approx(10, abs=0.01)
    assert row[["contracts", "wounds", "inside", "outside", "asked"]].tolist() == [1, 1, 1, 0, 1]
    assert row["last_outside"] == pd.Timestamp("2024-01-01")
    assert rank_notes(given_tables, "A", DAY)["note_id"].tolist() == ["3", "2", "1"]
    assert pd.isna(review_history(tables(), "B", DAY).iloc[0]["since"])


# Loss


def test_expected_loss_is_probability_times_contribution_times_years() -> None:
    # Worked by hand: 30 % of EUR 520,000 a year over 3 years is EUR 468,000.
    assert estimate_expected_loss(30, 520_000) == pytest.approx(468_000)
    assert estimate_expected_loss(0, 520_000) == 0 and estimate_expected_loss(100, 520_000, 1) == 520_000
    assert estimate_expected_loss(50, -140_000) == 0  # what costs money cannot be lost
    assert math.isnan(estimate_expected_loss(float("nan"), 1)) and math.isnan(estimate_expected_loss(1, float("nan")))
    for chance in (-1, 101):
        with pytest.raises(MethodError, match="0 to 100"):
            estimate_expected_loss(chance, 1)
    with pytest.raises(MethodError, match="Years"):
        estimate_expected_loss(1, 1, -1)


@given(st.floats(0, 100), st.floats(0, 1e9), st.floats(0, 10))
@settings(max_examples=50)
def test_expected_loss_is_never_more_than_everything_over_the_years(chance: float, yearly: float, years: float) -> None:
    assert 0 <= estimate_expected_loss(chance, yearly, years) <= yearly * years * (1 + 1e-12)


def test_loss_is_defined_before_it_is_forecast() -> None:
    rates = [{"driver": "order", "rate": 100.0}]
    given_tables = tables(sales_lines=[sale(1000.0, cost=600.0)], activity_rates=rates)
    loss = place_loss(given_tables, "A", DAY)
    # 1000 - 600 - one order at 100 = 300; half of it is 150.
    assert (loss.basis, loss.yearly, loss.half, loss.by) == ("contribution after cost to serve", 300, 150, date(2027, 3, 31))
    assert loss.event == "Half or more of the contribution after cost to serve of the twelve months to 31 Mar 2026 (300) is gone by 31 Mar 2027."
    with pytest.raises(MethodError, match="a day after"):
        place_loss(given_tables, "A", DAY, DAY)


def test_there_is_no_half_of_a_loss_to_lose() -> None:
    loss = place_loss(tables(sales_lines=[sale(1000.0, cost=1200.0)], activity_rates=[{"driver": "order", "rate": 1.0}]), "A", DAY)
    assert (loss.basis, loss.yearly) == ("revenue", 1000)
    nothing = place_loss(tables(), "A", DAY)
    assert math.isnan(nothing.yearly) and "(" not in nothing.event


def forecast(name: str, made: date, chance: float, **more: Any) -> Row:
    return {"forecast_id": name, "account_id": "A", "about": "loss", "event": "Half is gone.", "probability": chance, "made_on": made, **more}


def test_the_latest_open_forecast_counts_and_all_of_them_stay() -> None:
    rows = [
        forecast("a", date(2025, 1, 1), 10, happened=False), forecast("b", date(2025, 6, 1), 40, resolves_on=date(2026, 3, 1)),
        forecast("later", DAY + timedelta(1), 90), forecast("other", date(2026, 1, 1), 80, about="promise"),
    ]  # fmt: skip
    given_tables = tables(forecasts=rows, sales_lines=[sale(1000.0)])
    row = rank_losses(given_tables, "A", DAY).iloc[0]
    assert row[["probability", "expected", "forecasts", "due", "stale", "basis"]].tolist() == [40, 1200, 2, True, True, "revenue"]
    assert rank_forecasts(given_tables, "A", DAY)["forecast_id"].tolist() == ["a", "b"]
    assert math.isnan(rank_losses(given_tables, "B", DAY).iloc[0]["expected"])


def test_the_years_are_the_programmes_own() -> None:
    rows = tables(forecasts=[forecast("a", DAY, 50)], sales_lines=[sale(1000.0)], settings=[{"settings_id": "programme", "loss_years": 1}])
    assert rank_losses(rows, "A", DAY).iloc[0]["expected"] == 500


# All together


def test_the_overview_counts_what_is_to_be_mended() -> None:
    given_tables = tables(
        stage_ratings=[rating("ours", "kim", "integrated"), rating("customer", "ann", "basic")],
        contacts=[person("ann", department="buying")], coverages=[tie("ann", "kim", 2, date(2025, 1, 1))],
        white_space_cells=[cell("x", "ours", 5)],
    )  # fmt: skip
    row = rank_relationships(given_tables, DAY).iloc[0]
    assert row["account_id"] == "A" and row["flags"] == 4  # gap, thread, silent, half the grid unknown
    assert row[["gap", "contacts", "unknown_share", "silent", "owner"]].tolist() == [3, 1, 50, True, "Kim"]
    assert len(rank_relationships(given_tables, DAY)) == 1  # Beta is in no programme and has no record
    severities = [found.severity for found in review_relationships(given_tables, DAY)]
    assert severities[0] == "danger" and "unknown" in severities


def test_findings_name_the_worst_first_with_what_to_do() -> None:
    given_tables = tables(
        stage_ratings=[rating("ours", "kim", "integrated", why=None), rating("customer", "ann", "basic")],
        contacts=[person("ann", department="buying", power=5, interest=5, support=-2, decision_role="decides", leaves_on=date(2026, 9, 1)), person("bob", power=4)],
        coverages=[tie("ann", "kim")], forecasts=[forecast("a", DAY, 45)], sales_lines=[sale(1000.0)],
        risks=[{"risk_id": "k", "account_id": "A", "what": "They go", "trigger": "A trial", "triggered_on": date(2026, 3, 1)}],
        contracts=[{"contract_id": "c", "account_id": "A", "name": "Frame", "ends_on": date(2026, 12, 31)}],
    )  # fmt: skip
    found = review_relationship(given_tables, "A", DAY)
    dangers = " ".join(one.says for one in found if one.severity == "danger")
    for said in ("A trial", "against us", "single thread", "31 Dec 2026", "45 %", "3 stages closer"):
        assert said in dangers
    rest = " ".join(one.says for one in found if one.severity != "danger")
    for said in ("leaves on 1 Sep 2026", "no evidence", "support us: Bob", "outside"):
        assert said in rest
    assert all(one.do for one in found) and [one.severity for one in found] == sorted((one.severity for one in found), key=["danger", "careful", "unknown"].index)


@pytest.mark.parametrize("account_id", ["", "A", "A1", "B"])
def test_an_account_without_any_record_is_no_error(account_id: str) -> None:
    given_tables = tables()
    for function in ALL:
        assert isinstance(function(given_tables, account_id, DAY), pd.DataFrame), function.__name__
    found = review_relationship(given_tables, account_id, DAY) if account_id else review_relationships(given_tables, DAY)
    assert len(found) >= (4 if account_id else 0) and all(one.severity == "unknown" for one in found)


def test_a_programme_with_nothing_in_it_is_no_error() -> None:
    nothing = NOTHING
    for function in ALL:
        assert function(nothing, "", DAY).empty, function.__name__
    assert rank_relationships(nothing, DAY).empty and review_relationships(nothing, DAY) == ()


@pytest.mark.parametrize("function", [*ALL, review_relationship, place_loss, estimate_team_hours], ids=lambda function: function.__name__)
def test_an_unknown_account_is_named(function: Any) -> None:
    with pytest.raises(MethodError, match="'Z': not in the programme"):
        function(tables(), "Z", DAY)
