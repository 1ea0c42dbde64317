"""The list from end to end, on a case small enough to work out by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from selection_case import AS_OF, criterion, measured, score, small_case, tables

from kamkit.method.selection import (
    check_criteria,
    estimate_acceptability,
    estimate_scores,
    estimate_security,
    place_by_difficulty,
    place_by_profit,
    place_by_relationship,
    place_in_portfolio,
    review_nine_questions,
    select_accounts,
)
from kamkit.method.selection.robustness import DRAWS
from kamkit.method.selection.why import ordinal, share_in_words
from kamkit.model.frame import tables_of

# revenue: 100,000 is a 2, 200,000 a 5, 400,000 a 9; weights 40 and 60
BY_HAND = {"A": 0.4 * 9 + 0.6 * 7, "B": 0.4 * 5 + 0.6 * 9, "C": 0.4 * 2 + 0.6 * 2, "NA": 0.4 * 7 + 0.6 * 19 / 3,
           "007": 0.4 * 3.5 + 0.6 * 5}  # fmt: skip


def scores_of(rows: dict) -> dict[str, float]:
    return estimate_scores(tables(rows), AS_OF).accounts["score"].to_dict()


def says(findings: object) -> str:
    return "\n".join(finding.says for finding in findings)  # type: ignore[attr-defined]


def test_scores_by_hand() -> None:
    assert scores_of(small_case()) == pytest.approx(BY_HAND)


def test_the_order_and_the_account_called_na() -> None:
    ranking = select_accounts(tables(small_case()), AS_OF).ranking
    assert ranking["account_id"].tolist() == ["A", "B", "NA", "007", "C"]
    assert ranking["rank"].tolist() == [1, 2, 3, 4, 5]


def test_the_last_round_counts() -> None:
    rows = small_case()
    rows["scores"] += [score("C", scorer, 9, round=2) for scorer in ("tom", "ines", "maren")]
    assert scores_of(rows)["C"] == pytest.approx(0.4 * 2 + 0.6 * 9)


def test_dont_know_is_never_a_number_even_with_one_beside_it() -> None:
    rows = small_case()
    rows["scores"].append({**score("A", "maren", 1, round=2), "dont_know": True})
    assert scores_of(rows)["A"] == pytest.approx(0.4 * 9 + 0.6 * 7)  # the mean of 8 and 6


def test_customer_numbers_count_for_their_group() -> None:
    rows = small_case()
    rows["accounts"].append({"account_id": "C1", "name": "C Ltd Lyon", "parent_id": "C"})
    rows["sales_lines"].append({"account_id": "C1", "date": date(2025, 9, 1), "revenue": 100_000.0, "cost": 1.0})
    for row in rows["scores"]:
        row["account_id"] = "C1" if row["account_id"] == "C" else row["account_id"]
    selection = select_accounts(tables(rows), AS_OF)
    assert "C1" not in set(selection.ranking["account_id"])
    place = selection.place_of("C1")
    assert place is not None and place["score"] == pytest.approx(0.4 * 5 + 0.6 * 2)


def test_a_missing_criterion_leaves_its_weight_and_a_range() -> None:
    rows = small_case()
    rows["criteria"].append(criterion("trust", 0))
    rows["criteria"][1]["weight"], rows["criteria"][2]["weight"] = 40, 20
    found = estimate_scores(tables(rows), AS_OF)
    account = found.accounts.loc["A"]
    assert account["covered"] == pytest.approx(80)
    assert account["score"] == pytest.approx((0.4 * 9 + 0.4 * 7) / 0.8)
    assert (account["score_low"], account["score_high"]) == (pytest.approx(6.4 + 0.2), pytest.approx(6.4 + 2.0))
    assert "Scored on part of the weight only" in says(found.findings)


def test_nobody_has_judged_means_not_yet_scored() -> None:
    rows = small_case()
    rows["scores"] = [row for row in rows["scores"] if row["account_id"] != "B"]
    selection = select_accounts(tables(rows), AS_OF)
    last = selection.ranking.iloc[-1]
    assert (last["account_id"], last["why"]) == ("B", "Not yet scored: 40 % of the weight is covered.")
    assert pd.isna(last["rank"]) and pd.isna(last["score"]) and pd.isna(last["in_list"]) and pd.isna(last["acceptability"])
    assert "Not yet scored: B Ltd." in says(selection.findings)


def test_an_unscored_programme_is_in_the_order_of_contribution() -> None:
    rows = small_case()
    rows = {name: rows[name] for name in ("accounts", "sales_lines")}
    selection = select_accounts(tables(rows), AS_OF)
    assert selection.ranking["account_id"].tolist() == ["A", "NA", "B", "007", "C"]
    assert not selection.scored and selection.robustness is None and selection.capacity is None
    assert set(selection.ranking["why"]) == {"Not yet scored."}


def test_an_empty_programme() -> None:
    selection = select_accounts(tables_of({}), AS_OF)
    assert selection.ranking.empty and "There are no criteria yet." in says(selection.findings)


def test_only_candidates_are_ranked_where_there_are_any() -> None:
    rows = small_case()
    rows["accounts"].append({"account_id": "Z", "name": "Z Ltd"})
    assert "Z" not in set(select_accounts(tables(rows), AS_OF).ranking["account_id"])
    rows["accounts"][-1]["candidate"] = True
    assert "Z" in set(select_accounts(tables(rows), AS_OF).ranking["account_id"])


def test_one_more_account_never_reorders_the_others() -> None:
    rows = small_case()
    before = select_accounts(tables(rows), AS_OF).ranking
    rows["accounts"].append({"account_id": "Z", "name": "Z Ltd", "status": "candidate"})
    rows["scores"] += [score("Z", scorer, 10) for scorer in ("tom", "ines", "maren")]
    after = select_accounts(tables(rows), AS_OF).ranking
    kept = after[after["account_id"] != "Z"]
    assert kept["account_id"].tolist() == before["account_id"].tolist()
    assert kept["score"].tolist() == before["score"].tolist()


def test_nothing_that_was_given_is_changed() -> None:
    given = tables_of(small_case())
    before = {name: frame.copy() for name, frame in given.items()}
    review_nine_questions(given, select_accounts(given, AS_OF))
    for name, frame in given.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_weights_that_do_not_sum_to_100_are_reported_and_counted_in_proportion() -> None:
    rows = small_case()
    for row in rows["criteria"]:
        row["weight"] /= 2
    found = estimate_scores(tables(rows), AS_OF)
    assert found.accounts["score"].to_dict() == pytest.approx(BY_HAND)
    assert "The weights sum to 50, not to 100" in says(found.findings)


def test_no_weights_count_alike() -> None:
    rows = small_case()
    for row in rows["criteria"]:
        row["weight"] = None
    found = estimate_scores(tables(rows), AS_OF)
    assert found.accounts.loc["A", "score"] == pytest.approx(8)
    assert "No criterion has a weight" in says(found.findings)


def test_today_may_not_outweigh_tomorrow_without_a_reason() -> None:
    rows = small_case()
    rows["criteria"][0]["weight"], rows["criteria"][1]["weight"] = 60, 40
    assert "Today's business weighs 60 points and potential 40" in says(check_criteria(tables(rows)["criteria"]))
    rows["criteria"][0]["weight_reason"] = "We are short of cash until 2027."
    assert "Today's business" not in says(check_criteria(tables(rows)["criteria"]))


def test_what_is_wrong_with_criteria() -> None:
    rows = [
        measured("a", 20, "growth", (5, 1, 9)), {**measured("b", 20, "revenue", (1, 2, 3)), "measure": None},
        *(criterion(name, 12) for name in "cdefg"),
    ]  # fmt: skip
    rows[2]["anchor_5"] = None
    found = says(check_criteria(tables({"criteria": rows})["criteria"]))
    assert "A has no usable figures" in found
    assert "B is measured, but nobody said by which figure" in found
    assert "5 criteria are scored by people; more than 4" in found
    assert "what a 2, a 5 and a 9 look like: C." in found


def test_a_list_of_one_group_of_criteria_is_reported() -> None:
    assert "No criterion of the group revenue and profit" in says(
        check_criteria(tables({"criteria": [criterion("fit", 100)]})["criteria"])
    )


def test_criteria_that_rank_alike_count_twice() -> None:
    rows = small_case()
    rows["criteria"].append(measured("sales", 20, "revenue", (50_000, 210_000, 500_000)))
    rows["criteria"][1]["weight"] = 40
    found = estimate_scores(tables(rows), AS_OF).findings
    assert "Revenue and Sales rank 5 accounts nearly alike (rank correlation 1.00)" in says(found)
    assert "Fit and" not in says(found)


def test_contribution_is_unknown_where_the_cost_of_goods_is() -> None:
    rows = small_case()
    rows["criteria"][0] = measured("profit", 40, "contribution", (10_000, 50_000, 200_000))
    for line in rows["sales_lines"]:
        line["cost"] = None
    found = estimate_scores(tables(rows), AS_OF)
    assert found.matrix["profit"].isna().all()
    assert found.accounts["covered"].tolist() == pytest.approx([60.0] * 5)


def test_financial_security_by_hand() -> None:
    accounts = [
        {"account_id": "all", "name": "All", "credit_standing": 8.0, "days_overdue": 20.0, "renewal_on": date(2026, 4, 1)},
        {"account_id": "credit", "name": "Credit", "credit_standing": 6.0},
        {"account_id": "late", "name": "Late", "days_overdue": 0.0},
        {"account_id": "top", "name": "Group", "days_overdue": 0.0},
        {"account_id": "unit", "name": "Unit", "parent_id": "top", "credit_standing": 4.0, "days_overdue": 45.0},
    ]
    contracts = [{"contract_id": "1", "account_id": "all", "name": "Frame", "ends_on": date(2029, 3, 31)}]
    found = estimate_security(tables_of({"accounts": accounts, "contracts": contracts}), AS_OF)
    assert found["all"] == pytest.approx(0.5 * 8 + 0.25 * 5 + 0.25 * 9, abs=0.01)
    assert found["credit"] == 6.0
    assert np.isnan(found["late"])  # a quarter of the rule is not enough to speak of it
    assert found["top"] == pytest.approx((0.5 * 4 + 0.25 * 9) / 0.75)  # its own overdue days, its unit's credit


def test_the_same_seed_gives_the_same_list() -> None:
    first, second = (select_accounts(tables_of(small_case()), AS_OF) for _ in range(2))
    pd.testing.assert_frame_equal(first.ranking, second.ranking)
    assert first.robustness is not None and first.robustness.draws == DRAWS


def test_who_is_best_on_everything_is_first_under_every_weighting() -> None:
    matrix = pd.DataFrame([[9, 9], [8, 2], [2, 8], [1, 1]], index=list("abcd"), columns=["x", "y"], dtype=float)
    found = estimate_acceptability(matrix, 2)
    assert found.among_first["a"] == 1 and found.among_first["d"] == 0
    assert found.among_first["b"] == pytest.approx(0.5, abs=0.02)
    assert found.confidence["a"] == 1
    assert found.central_weights.loc["d"].isna().all() and np.isnan(found.confidence["d"])
    ordered = estimate_acceptability(matrix, 2, stated=pd.Series({"x": 60.0, "y": 40.0}))
    assert ordered.among_first["b"] == 1 and ordered.weighting == "stated order"


def test_level_accounts_take_turns() -> None:
    matrix = pd.DataFrame([[5.0, 5.0], [5.0, 5.0]], index=["a", "b"])
    assert estimate_acceptability(matrix, 1).among_first["a"] == pytest.approx(0.5, abs=0.02)


def test_an_opinion_nobody_holds() -> None:
    rows = small_case()
    rows["scores"] = [row for row in rows["scores"] if row["scorer_id"] != "ines"]
    for row in rows["scores"]:
        if row["account_id"] == "B":
            row.update(score=8 if row["scorer_id"] == "tom" else 3, reason="40 variants" if row["score"] else None)
    selection = select_accounts(tables(rows), AS_OF)
    widest = selection.agreement.differences.iloc[0]
    assert (widest["account_id"], widest["difference"], widest["mean"]) == ("B", 5, 5.5)
    assert (widest["highest_department"], widest["lowest_department"]) == ("sales", "operations")
    assert "B Ltd, Fit: sales says 8, operations 3; 5.5 is nobody's opinion." in says(selection.findings)


def test_w_is_over_the_accounts_everybody_scored_and_says_how_many_were_left_out() -> None:
    rows = small_case()
    for row in rows["scores"]:
        if (row["account_id"], row["scorer_id"]) == ("NA", "maren"):
            row.update(score=None, dont_know=True)
    agreement = select_accounts(tables(rows), AS_OF).agreement
    assert agreement.overall is not None
    assert (agreement.overall.scorers, agreement.overall.accounts, agreement.overall.left_out) == (3, 4, 1)
    assert agreement.overall.w == pytest.approx(agreement.by_criterion["w"].iloc[0]) == pytest.approx(1)


def test_one_scorer_is_no_agreement() -> None:
    rows = small_case()
    rows["scores"] = [row for row in rows["scores"] if row["scorer_id"] == "tom"]
    selection = select_accounts(tables(rows), AS_OF)
    assert selection.agreement.overall is None and selection.robustness is not None
    assert selection.robustness.scorers_drawn == 0


@pytest.mark.parametrize(
    ("attractiveness", "strength", "quadrant"),
    [(7, 1.2, "strategic"), (7, 0.8, "star"), (3, 1.2, "status"), (3, 0.8, "streamline"), (5, 1.0, "strategic")],
)
def test_quadrants(attractiveness: float, strength: float, quadrant: str) -> None:
    frame = pd.DataFrame({"attractiveness": [attractiveness], "relative_strength": [strength]})
    assert place_in_portfolio(frame).tolist() == [quadrant]


def test_the_unrated_have_no_quadrant() -> None:
    frame = pd.DataFrame({"attractiveness": [7.0, np.nan], "relative_strength": [np.nan, 1.0]})
    assert place_in_portfolio(frame).isna().all()


def test_attractiveness_is_the_score_on_what_may_come() -> None:
    ranking = select_accounts(tables(small_case()), AS_OF).ranking.set_index("account_id")
    assert ranking["attractiveness"].to_dict() == pytest.approx({"A": 7, "B": 9, "C": 2, "NA": 19 / 3, "007": 5})


def test_matrices_for_analysts() -> None:
    frame = pd.DataFrame(
        {
            "importance": [8.0, 2.0, np.nan], "difficulty": [8.0, 2.0, 5.0], "attractiveness": [8.0, 5.0, 2.0],
            "relationship": [3.0, 7.0, np.nan], "contribution": [10.0, 30.0, 20.0],
        }
    )  # fmt: skip
    assert place_by_difficulty(frame).fillna("").tolist() == ["key difficult", "non-key easy", ""]
    cells = place_by_relationship(frame)
    assert cells["attractiveness"].tolist() == ["high", "medium", "low"]
    assert cells["relationship"].astype("object").fillna("").tolist() == ["low", "high", ""]
    profit = place_by_profit(frame).fillna("").tolist()
    assert profit == ["low profit, weak relationship", "high profit, strong relationship", ""]


@pytest.mark.parametrize(("number", "word"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (22, "22nd"), (112, "112th")])
def test_ordinals(number: int, word: str) -> None:
    assert ordinal(number) == word


def test_nearly_all_never_reads_as_all() -> None:
    assert [share_in_words(share) for share in (0, 0.001, 0.5, 0.9999, 1)] == [
        "0 %", "under 1 %", "50 %", "over 99 %", "100 %",
    ]  # fmt: skip
