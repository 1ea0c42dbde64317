"""Stated and derived importance: what the answers show, and when they show nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from customer_survey import EXPECTATIONS, rating, respondent, survey
from hypothesis import given, settings
from hypothesis import strategies as st

from kamkit.method.values import (
    answers_of,
    estimate_derived_importance,
    rank_stated_importance,
    review_against_pool,
    review_answers,
    review_values,
)
from kamkit.method.values.derived import NOT_VISIBLE, TABLE_STAKES, TOO_FEW, VISIBLE
from kamkit.method.values.intervals import item_means
from kamkit.model.frame import frame_of, tables_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables


def _with(tables: Tables, **rows: list[dict[str, object]]) -> Tables:
    changed = dict(tables)
    for table, added in rows.items():
        changed[table] = pd.concat([tables[table], frame_of(table, added)], ignore_index=True)
    return changed


def _crowded(tables: Tables) -> Tables:
    rng = np.random.default_rng(8)
    people = tables["respondents"]["respondent_id"]
    more = [rating(name, f"more {k}", float(rng.integers(1, 11))) for name in people for k in range(5)]
    return _with(tables, ratings=more)


def test_what_drives_renewal_is_found_although_nobody_names_it() -> None:
    tables = survey(accounts=20)
    stated = rank_stated_importance(tables)
    assert stated["expectation_id"].iloc[0] == "lowest price"
    assert stated["expectation_id"].iloc[-1] == "early warning"
    derived = estimate_derived_importance(tables)
    assert derived.concluded
    verdicts = derived.table.set_index("expectation_id")["verdict"]
    assert derived.table["expectation_id"].iloc[0] == "early warning"
    assert verdicts["early warning"] == VISIBLE
    assert verdicts["lowest price"] == NOT_VISIBLE
    assert verdicts["delivery"] == TABLE_STAKES
    assert derived.outcome == "renewal" and derived.method == "LMG" and derived.missing == "listwise"


def test_shares_sum_to_one_and_lie_in_their_intervals() -> None:
    for method in ("LMG", "Johnson"):
        table = estimate_derived_importance(survey(), method=method).table.dropna(subset=["share"])
        assert table["share"].sum() == pytest.approx(1)
        assert (table["share_low"] <= table["share"]).all() and (table["share"] <= table["share_high"]).all()
        assert (table["coefficient_low"] <= table["coefficient_high"]).all()


def test_the_same_seed_gives_the_same_interval_and_the_input_is_left_alone() -> None:
    tables = survey()
    before = {name: frame.copy() for name, frame in tables.items()}
    # Of a plain mapping nothing is remembered: it is worked out three times.
    one, two, other = (estimate_derived_importance(dict(tables), seed=seed).table for seed in (4, 4, 5))
    pd.testing.assert_frame_equal(one, two)
    assert not one["share_low"].equals(other["share_low"])
    for name, frame in before.items():
        pd.testing.assert_frame_equal(frame, tables[name])


def test_intervals_rest_on_accounts_not_on_respondents() -> None:
    # Everybody at an account answers alike: forty answers, but only ten opinions.
    few = survey(accounts=10, each=1, seed=2)
    people, ratings = few["respondents"], few["ratings"]
    copies = [
        (people.assign(respondent_id=people["respondent_id"] + f"+{n}"), ratings.assign(respondent_id=ratings["respondent_id"] + f"+{n}"))
        for n in range(4)
    ]  # fmt: skip
    many = dict(few) | {
        "respondents": pd.concat([copy[0] for copy in copies]),
        "ratings": pd.concat([copy[1] for copy in copies]),
    }
    derived = estimate_derived_importance(many)
    assert derived.answers == 40 and derived.accounts == 10
    # A respondent bootstrap of four identical copies would halve the width; compare with a real 40 accounts.
    real = estimate_derived_importance(survey(accounts=40, each=1, seed=2)).table.set_index("expectation_id")
    copied = derived.table.set_index("expectation_id")
    for name in ("early warning", "quality", "advice"):
        width = copied.loc[name, "coefficient_high"] - copied.loc[name, "coefficient_low"]
        assert width > 1.3 * (real.loc[name, "coefficient_high"] - real.loc[name, "coefficient_low"])


@pytest.mark.parametrize(
    ("tables", "reason"),
    [
        (tables_of({}), "nobody has both rated us and answered about renewal"),
        (survey(accounts=9), "the answers come from 9 of the 10 accounts needed"),
        (survey(accounts=12, outcomes=()), "nobody has both rated us and answered about renewal"),
        (survey(accounts=1, each=3), "3 of the 10 answers needed per expectation are there"),
        (survey(accounts=10, each=1, seed=3, missing=0.25), "fewer than two expectations have enough answers"),
        (
            _crowded(survey(accounts=11, each=1)),
            "11 complete answers are too few to tell 9 expectations apart (20 needed)",
        ),
    ],
)
def test_thin_answers_are_refused_with_a_reason(tables: Tables, reason: str) -> None:
    derived = estimate_derived_importance(tables)
    assert not derived.concluded
    assert any(reason in found for found in derived.reasons)
    assert derived.table["share"].isna().all()


def test_one_account_alone_never_supports_a_derived_importance() -> None:
    derived = estimate_derived_importance(survey(each=30), "A3")
    assert derived.reasons == ("the answers come from 1 of the 10 accounts needed",)
    assert derived.accounts == 1 and derived.answers == 30


def test_the_minimum_is_the_programmes_own() -> None:
    strict = _with(survey(), settings=[{"settings_id": "programme", "minimum_accounts": 13}])
    assert estimate_derived_importance(strict).reasons == ("the answers come from 12 of the 13 accounts needed",)


def test_everybody_renewing_alike_leaves_nothing_to_explain() -> None:
    tables = dict(survey())
    outcome = tables["ratings"]["about"] == "outcome"
    tables["ratings"] = tables["ratings"].assign(performance=tables["ratings"]["performance"].where(~outcome, 9.0))
    assert estimate_derived_importance(tables).reasons == ("everybody gave the same answer about renewal",)


def test_recommendation_where_renewal_was_not_asked() -> None:
    assert estimate_derived_importance(survey(outcomes=("recommendation",))).outcome == "recommendation"
    assert estimate_derived_importance(survey(outcomes=("recommendation", "renewal"))).outcome == "renewal"
    assert estimate_derived_importance(survey(outcomes=("trust", "renewal")), outcome="trust").outcome == "trust"


def test_missing_answers_are_handled_and_said() -> None:
    little = estimate_derived_importance(survey(accounts=20, missing=0.03))
    assert little.missing == "listwise" and little.left_out > 0 and little.concluded
    assert little.answers + little.left_out == 120
    much = estimate_derived_importance(survey(accounts=20, missing=0.3))
    assert much.missing == "pairwise" and much.left_out <= 2 and much.concluded
    assert much.table["expectation_id"].iloc[0] == "early warning"
    forced = estimate_derived_importance(survey(accounts=20, missing=0.3), missing="listwise")
    assert forced.missing == "listwise" and forced.answers < much.answers


def test_an_expectation_few_answered_does_not_spoil_the_others() -> None:
    tables = survey(accounts=20)
    odd = _with(
        tables,
        expectations=[{"account_id": "", "expectation_id": "new", "name": "New"}],
        ratings=[rating(f"r{number}-0", "new", float(number)) for number in range(1, 5)],
    )
    derived = estimate_derived_importance(odd)
    assert derived.concluded and derived.answers == 120
    row = derived.table.set_index("expectation_id").loc["new"]
    assert row["verdict"] == TOO_FEW and row["answers"] == 4 and np.isnan(row["share"])


def test_halo_is_the_mean_correlation_between_ratings() -> None:
    assert abs(estimate_derived_importance(survey(accounts=30)).halo) < 0.15
    tables = dict(survey(accounts=30))
    ratings = tables["ratings"]
    about = (ratings["about"] == "expectation") & (ratings["item_id"] != "delivery")
    mood = ratings["respondent_id"].map(ratings[about].groupby("respondent_id")["performance"].mean())
    mixed = ratings["performance"].where(~about, 0.2 * ratings["performance"] + 2 * (mood - 6.5) + 5)
    tables["ratings"] = ratings.assign(performance=mixed)
    assert estimate_derived_importance(tables).halo > 0.5
    assert any("move together" in found.says for found in review_values(tables))


def test_only_customers_count_and_our_view_stays_apart() -> None:
    tables = survey()
    ours = _with(
        tables,
        respondents=[respondent("we", "A1", side="ours")],
        ratings=[rating("we", item, 1.0, importance=1.0) for item in EXPECTATIONS],
    )
    pd.testing.assert_frame_equal(rank_stated_importance(ours), rank_stated_importance(tables))
    pd.testing.assert_frame_equal(estimate_derived_importance(ours).table, estimate_derived_importance(tables).table)
    assert answers_of(ours, "expectation", side="ours")["respondent_id"].unique().tolist() == ["we"]


def test_a_group_answers_as_one_account() -> None:
    tables = dict(survey(accounts=3))
    tables["accounts"] = tables["accounts"].assign(parent_id=[None, "A0", None]).astype({"parent_id": "str"})
    asked = review_answers(tables).set_index("account_id")
    assert asked["respondents"].to_dict() == {"A0": 12, "A2": 6}
    assert asked.loc["A0", "independent"] == 10
    pd.testing.assert_frame_equal(review_answers(tables, "A1"), review_answers(tables, "A0"))


def test_the_latest_answer_counts_and_keeps_what_was_not_asked_again() -> None:
    tables = tables_of(
        {
            "accounts": [{"account_id": "A", "name": "A"}],
            "respondents": [respondent("r", "A")],
            "ratings": [
                rating("r", "x", 4, importance=9),
                rating("r", "x", 7, asked_on="2026-02-01"),
            ],
        }
    )
    row = answers_of(tables, "expectation").iloc[0]
    assert (row["performance"], row["importance"]) == (7, 9)


def test_what_one_account_says_of_itself_is_compared_with_everybody_else() -> None:
    tables = dict(survey(accounts=15, each=8))
    ratings = tables["ratings"]
    here = ratings["respondent_id"].str.startswith("r4-") & (ratings["item_id"] == "advice")
    tables["ratings"] = ratings.assign(importance=ratings["importance"].where(~here, 10.0))
    table = review_against_pool(tables, "A4", "expectation", "importance").set_index("item_id")
    assert table.index[0] == "advice" and table.loc["advice", "verdict"] == "higher here"
    assert table.loc["advice", "answers_elsewhere"] == 14 * 8
    assert (table["difference"] == table["here"] - table["elsewhere"]).all()
    assert any("Advice matters more here" in found.says for found in review_values(tables, "A4"))


def test_three_answers_from_purchasing_conclude_nothing() -> None:
    tables = _with(
        survey(),
        accounts=[{"account_id": "007", "name": "Quillon Glass"}],
        respondents=[respondent(f"q{k}", "007", department="purchasing") for k in range(3)],
        ratings=[rating(f"q{k}", item, 9, importance=10) for k in range(3) for item in EXPECTATIONS],
    )
    row = review_answers(tables, "007").iloc[0]
    assert row["thin"] == "3 answers, all from purchasing"
    says = [found.says for found in review_values(tables, "007")]
    assert any("too thin to conclude what Quillon Glass values" in said for said in says)
    assert not any("matters more here" in said for said in says)
    assert (review_against_pool(tables, "007", "expectation", "importance")["verdict"] == "too few answers").all()


def test_an_empty_programme_says_who_has_to_be_asked() -> None:
    tables = tables_of({})
    assert rank_stated_importance(tables).empty
    found = review_values(tables)
    assert {one.severity for one in found} == {"unknown"}
    assert found[0].says == "No customer has been asked what they value." and "kamkit ask" in found[0].do
    assert review_answers(tables).empty


@given(st.lists(st.integers(1, 10), min_size=1, max_size=30), st.integers(1, 6))
@settings(max_examples=60, deadline=None)
def test_the_interval_of_a_mean_holds_it_and_stays_on_the_scale(marks: list[int], accounts: int) -> None:
    frame = pd.DataFrame({"item_id": "x", "account_id": [f"a{k % accounts}" for k in range(len(marks))], "mark": marks})
    row = item_means(frame.astype({"mark": float}), "mark", low=1, high=10).loc["x"]
    assert row["mean"] == pytest.approx(np.mean(marks))
    assert row["answers"] == len(marks)
    if len(marks) >= 3 and row["df"] > 0:
        assert 1 <= row["low"] <= row["mean"] <= row["high"] <= 10
        assert row["high"] > row["low"] or row["mean"] in (1, 10)
    else:
        assert np.isnan(row["low"])


def test_the_interval_within_one_account_is_students() -> None:
    # Student (1908), the first column of his sleep data: mean 0.75, 95 % interval -0.53 to 2.03.
    sleep = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    frame = pd.DataFrame({"item_id": "x", "account_id": "a", "mark": sleep})
    row = item_means(frame, "mark", low=-10, high=10).loc["x"]
    assert (row["mean"], row["low"], row["high"]) == pytest.approx((0.75, -0.5297804, 2.0297804), abs=1e-6)
