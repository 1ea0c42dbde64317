"""What scores, hours and overrides of the sample must let a reader conclude."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from kamkit.method.selection import (
    Selection,
    check_criteria,
    estimate_acceptability,
    estimate_scores,
    select_accounts,
)

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def selection(tables: Tables, as_of: date) -> Selection:
    return select_accounts(tables, as_of)


@pytest.fixture(scope="module")
def ranking(selection: Selection) -> pd.DataFrame:
    return selection.ranking.set_index("account_id")


def test_six_managers_have_9000_hours_and_12400_are_needed(tables: Tables) -> None:
    managers = tables["team_members"][tables["team_members"]["role"] == "key account manager"]
    assert len(managers) == 6 and managers["hours_per_year"].sum() == 9000
    assert tables["efforts"]["hours_needed"].sum() == 12400 and len(tables["efforts"]) == 24
    assert tables["efforts"]["hours_spent"].sum() <= 9000


def test_16_or_17_accounts_can_be_served(selection: Selection) -> None:
    assert selection.capacity is not None
    assert len(selection.capacity.chosen) in (16, 17)
    chosen = set(selection.capacity.chosen)
    assert {"1001", "ORBISAN", "NA", "1007", "1058"} <= chosen
    assert chosen.isdisjoint({"0113", "1002", "0042"})


def test_last_years_list_had_31_names(tables: Tables) -> None:
    listed = tables["decisions"][tables["decisions"]["kind"] == "selected"]
    assert len(listed) == 31 == listed["account_id"].nunique()
    assert listed["decided_on"].nunique() == 1
    assert {"1002", "0113", "0042"} <= set(listed["account_id"]) and not {"1058", "NA"} & set(listed["account_id"])


def test_aldermoor_is_in_the_top_16_in_under_9_per_cent(tables: Tables, as_of: date) -> None:
    scores = estimate_scores(tables, as_of)
    matrix = scores.matrix.loc[scores.scored]
    share = estimate_acceptability(matrix, 16).among_first
    assert 0 < share["0113"] < 0.09
    assert share["NA"] > 0.99


def test_every_quadrant_has_accounts(ranking: pd.DataFrame) -> None:
    counts = ranking["quadrant"].value_counts()
    assert set(counts.index) == {"strategic", "star", "status", "streamline"} and counts.min() >= 2
    assert ranking.loc["1058", "quadrant"] == "star"
    assert ranking.loc["0042", "quadrant"] == "status"
    assert ranking.loc["1058", "relative_strength"] == pytest.approx(0.8, abs=0.01)


def test_dunmarsh_takes_hours_heliora_would_need(tables: Tables) -> None:
    efforts = tables["efforts"].set_index("account_id")
    assert efforts.loc["0042", "hours_spent"] == 640
    assert efforts.loc["1058", "hours_spent"] < 100 < 400 < efforts.loc["1058", "hours_needed"]


def test_w_looks_acceptable_and_two_departments_disagree(selection: Selection) -> None:
    assert selection.agreement.overall is not None
    assert selection.agreement.overall.w > 0.7
    wide = selection.agreement.differences[selection.agreement.differences["difference"] >= 3]
    pairs = wide[(wide["lowest_department"] == "operations") & (wide["highest_department"] == "sales")]
    assert pairs["account_id"].nunique() >= 4


def test_tindra_is_8_or_3_and_never_5_and_a_half(selection: Selection, tables: Tables) -> None:
    widest = selection.agreement.differences.iloc[0]
    assert (widest["account"], widest["criterion_id"]) == ("Tindra Appliances", "strategy")
    assert (widest["highest_department"], widest["highest"]) == ("sales", 8)
    assert (widest["lowest_department"], widest["lowest"]) == ("operations", 3)
    assert widest["mean"] == 5.5 and widest["nobodys"]
    scores = tables["scores"]
    told = scores[(scores["account_id"] == "1010") & (scores["criterion_id"] == "strategy") & scores["score"].notna()]
    assert told["reason"].notna().all()


def test_dont_know_is_no_number(tables: Tables) -> None:
    unknown = tables["scores"][tables["scores"]["dont_know"].astype(bool)]
    assert len(unknown) >= 5 and unknown["score"].isna().all()
    departments = (
        tables["team_members"].set_index("member_id").loc[tables["scores"]["scorer_id"].unique(), "department"]
    )
    assert departments.nunique() >= 4


def test_criteria_are_sound(tables: Tables) -> None:
    criteria = tables["criteria"]
    assert criteria["weight"].sum() == 100
    assert set(criteria["group"]) == {"revenue and profit", "interrelationships"}
    assert (criteria["kind"] == "judged").sum() <= 4
    assert (
        criteria.groupby("horizon")["weight"].sum()["potential"]
        >= criteria.groupby("horizon")["weight"].sum()["current"]
    )
    assert [finding.severity for finding in check_criteria(criteria)] == []


def test_the_override_is_signed_and_its_dissent_kept(selection: Selection) -> None:
    row = selection.overrides.iloc[0]
    assert row["signed_by"] == "Ines Carrow" and row["dissent"].startswith("Tom Halloway")
    assert "0113" not in set(selection.overrides["account_id"])  # left to whoever works on the case
