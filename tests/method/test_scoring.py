"""Where a group disagrees, in which order to talk, and where its scores go."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scoring_case import ROWS

from kamkit.errors import MethodError
from kamkit.method.relationship import review_stages
from kamkit.method.scoring import (
    PLAN_QUESTIONS,
    ballots_in,
    called,
    compare_rounds,
    list_finals,
    mean_difference,
    place_items,
    propose_finals,
    propose_items,
    rank_deviations,
    rank_disagreement,
    review_concordance,
    rows_of_agreement,
)
from kamkit.method.selection import estimate_scores
from kamkit.method.touchline import place_touch_points
from kamkit.model.frame import tables_of

DAY = date(2026, 3, 31)
Tables = Mapping[str, pd.DataFrame]


def scored(about: str, said: dict[str, dict[str, float | None]], *, account: str | None = None, rounds: int = 1, **more: object) -> Tables:
    """Tables with one revealed scoring ``s``; ``said``: scorer -> item_id -> score (None: don't know)."""
    rows = {name: [dict(row) for row in found] for name, found in ROWS.items()}
    items = propose_items(tables_of(rows), about, account or "")
    rows["scorings"] = [{"scoring_id": "s", "about": about, "account_id": account, "opened_on": DAY, "state": "revealed", "round": rounds}]
    rows["scoring_items"] = [{**item, "scoring_id": "s", "final": more.get(f"final_{item['item_id']}")} for item in items]
    rows["ballots"] = [
        {"scoring_id": "s", "round": rounds, "scorer": scorer, "item_id": item, "score": score, "dont_know": score is None}
        for scorer, own in said.items() for item, score in own.items()
    ]  # fmt: skip
    return tables_of(rows)


def cards(columns: dict[str, list[float]]) -> Tables:
    """A plan review of as many made-up questions as there are ranks, one list of scores for each scorer."""
    length = len(next(iter(columns.values())))
    rows: dict[str, list[dict[str, object]]] = {
        "scorings": [{"scoring_id": "s", "about": "criteria", "opened_on": DAY, "state": "revealed"}],
        "scoring_items": [{"scoring_id": "s", "item_id": str(n), "subject_id": f"a{n}", "aspect": "fit", "position": n} for n in range(length)],
        "ballots": [
            {"scoring_id": "s", "round": 1, "scorer": scorer, "item_id": str(n), "score": score}
            for scorer, scores in columns.items() for n, score in enumerate(scores)
        ],
    }  # fmt: skip
    return tables_of(rows)


def test_w_is_siegels() -> None:
    """Siegel (1956), Nonparametric Statistics, ch. 9: three executives rank six applicants, W = .16."""
    found = review_concordance(cards({"x": [1, 6, 3, 2, 5, 4], "y": [1, 5, 6, 4, 2, 3], "z": [6, 3, 2, 5, 4, 1]}), "s")
    assert found.loc[0, "w"] == pytest.approx(0.1619, abs=1e-4)
    assert (found.loc[0, "scorers"], found.loc[0, "items"], found.loc[0, "left_out"]) == (3, 6, 0)


def test_w_with_ties_is_siegels() -> None:
    """Siegel (1956), ch. 9, tied observations: three rankings of ten objects, W = .828 corrected for ties."""
    rankings = {
        "x": [1, 4.5, 2, 4.5, 3, 7.5, 6, 9, 7.5, 10],
        "y": [2.5, 1, 2.5, 4.5, 4.5, 8, 9, 6.5, 10, 6.5],
        "z": [2, 1, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10],
    }
    assert review_concordance(cards(rankings), "s").loc[0, "w"] == pytest.approx(0.828, abs=5e-4)


def test_dont_know_is_left_out_of_w_and_of_every_figure() -> None:
    tables = scored("criteria", {
        "A": {"1": 2, "2": 8, "3": 5, "4": 5}, "B": {"1": 3, "2": 9, "3": None, "4": 5}, "C": {"1": None, "2": None, "3": None, "4": 4},
    })  # fmt: skip
    found = review_concordance(tables, "s").set_index("aspect")
    assert found.loc["fit", "w"] == 1.0 and found.loc["fit", "left_out_scorers"] == 0 and found.loc["fit", "scorers"] == 2
    assert math.isnan(found.loc["trust", "w"]) and found.loc["trust", "left_out"] == 1
    third = rank_disagreement(tables, "s").set_index("item_id").loc["3"]
    assert (third["answers"], third["dont_know"], third["median"], third["low"]) == (1, 2, 5, 5)
    assert math.isnan(third["distance"]) and not third["far"]


def test_the_widest_disagreement_comes_first_and_what_nobody_knows_last() -> None:
    tables = scored("criteria", {
        "A": {"1": 8, "2": 5, "3": 6, "4": None}, "B": {"1": 3, "2": 5, "3": 7, "4": None}, "C": {"1": 3, "2": 5, "3": 6},
    })  # fmt: skip
    found = rank_disagreement(tables, "s")
    assert found["item_id"].tolist() == ["1", "3", "2", "4"]
    first, last = found.iloc[0], found.iloc[-1]
    assert (first["lowest"], first["highest"]) == ("B, C", "A") and first["far"] and first["distance"] == pytest.approx(10 / 3)
    assert first["nobodys"]  # mean 4.67: the nearest score is 1.67 away
    assert (last["answers"], last["dont_know"], last["unanswered"]) == (0, 2, 1)


@given(st.lists(st.integers(1, 10), min_size=2, max_size=12))
def test_the_distance_is_the_mean_over_all_pairs(scores: list[int]) -> None:
    pairs = [abs(one - other) for one, other in itertools.combinations(scores, 2)]
    assert mean_difference(scores) == pytest.approx(sum(pairs) / len(pairs))


def test_whoever_stands_apart_is_named_against_the_others() -> None:
    tables = scored("plan review", {"A": {"1": 5, "2": 3}, "B": {"1": 2, "2": 3}, "C": {"1": 2, "2": 4}}, account="007")
    found = rank_deviations(tables, "s")
    assert [(row.scorer, row.item_id, row.apart) for row in found.itertuples()][:1] == [("A", "1", 3.0)]
    assert rank_deviations(scored("plan review", {"A": {"1": 5}, "B": {"1": 1}}, account="007"), "s").empty  # two are no others


def test_a_final_is_offered_only_where_all_are_within_a_point_and_never_as_a_mean() -> None:
    tables = scored("criteria", {
        "A": {"1": 6, "2": 6, "3": 4, "4": None}, "B": {"1": 7, "2": 7, "3": 8, "4": None}, "C": {"1": 7, "3": 6},
    })  # fmt: skip
    assert propose_finals(tables, "s") == {"1": 7.0, "2": None, "3": None, "4": None}


def test_what_is_on_the_card() -> None:
    tables = tables_of(ROWS)
    criteria = propose_items(tables, "criteria")
    assert [(item["aspect"], item["subject_id"]) for item in criteria] == [("fit", "007"), ("fit", "NA"), ("trust", "007"), ("trust", "NA")]
    points = propose_items(tables, "touch points", "70", subjects=["truck", "audit"])
    assert [(item["subject_id"], item["aspect"]) for item in points] == [
        ("truck", "importance"), ("truck", "performance"), ("audit", "importance"), ("audit", "performance"),
    ]  # fmt: skip
    assert len(propose_items(tables, "plan review", "NA")) == len(PLAN_QUESTIONS) == 8
    assert len(propose_items(tables, "relationship stage", "NA")) == 1
    with pytest.raises(MethodError, match="needs one account"):
        propose_items(tables, "plan review")
    with pytest.raises(MethodError, match="found 'nobody'; expected one of 007, NA"):
        propose_items(tables, "criteria", subjects=["nobody"])
    with pytest.raises(MethodError, match="nothing to score yet"):
        propose_items(tables_of({}), "criteria")


def test_items_are_put_into_words_with_their_anchors() -> None:
    tables = scored("touch points", {"A": {"1": 5}}, account="007")
    first = place_items(tables, "s")[0]
    assert first.heading == "The order is taken" and first.asks == "How much does it matter to the customer?"
    assert first.name == "The order is taken, importance" and [mark for mark, _ in first.anchors] == [2, 5, 9]
    assert called(tables, "s") == "Touch points, Quillon <Glass>"
    stage = place_items(scored("relationship stage", {"A": {"1": 2}}, account="NA"), "s")[0]
    assert stage.scale.name(2) == "basic" and len(stage.anchors) == 5
    with pytest.raises(MethodError, match="there is none"):
        place_items(tables, "t")


def agreed(tables: Tables, by: str = "Ines Carrow") -> Tables:
    rows = rows_of_agreement(tables, "s", by, DAY)
    merged = {name: frame.astype(object).where(frame.notna(), None).to_dict("records") for name, frame in tables.items()}
    for name, new in rows.items():
        record_key = {"scores": 4, "touch_points": 2, "respondents": 1, "ratings": 5, "stage_ratings": 4, "team_members": 1}[name]
        stored = {tuple(row.values())[:record_key]: row for row in merged[name]}
        columns = list(tables[name].columns)
        for row in new:
            key = tuple(row.get(column, "") for column in columns[:record_key])
            stored[key] = {**stored.get(key, {}), **row}
        merged[name] = list(stored.values())
    return tables_of(merged)


def test_agreed_scores_stand_in_place_of_the_mean() -> None:
    tables = scored("criteria", {"Ines Carrow": {"1": 8, "3": 6}, "Paul (guest)": {"1": 3, "3": None}}, final_1=4.0)
    before = agreed(scored("criteria", {"Ines Carrow": {"1": 8, "3": 6}, "Paul (guest)": {"1": 3, "3": None}}))
    after = agreed(tables)
    assert estimate_scores(before, DAY).matrix.loc["007", "fit"] == 5.5
    found = estimate_scores(after, DAY)
    assert found.matrix.loc["007", "fit"] == 4 and found.matrix.loc["007", "trust"] == 6
    assert len(found.answers) == 4 and "agreed" not in found.answers  # the people's own scores are kept beside it
    assert set(found.answers["scorer"]) == {"Ines Carrow", "Paul (guest)"}
    assert "Paul (guest)" in set(after["team_members"]["member_id"])
    rows = after["scores"]
    assert rows[rows["agreed"].fillna(False)]["round"].tolist() == [2]


def test_a_later_round_opens_an_agreed_score_again() -> None:
    after = agreed(scored("criteria", {"Ines Carrow": {"1": 8}, "Maren Voss": {"1": 3}}, final_1=4.0))
    rows = after["scores"].astype(object).where(after["scores"].notna(), None).to_dict("records")
    later = {"account_id": "007", "criterion_id": "fit", "scorer_id": "maren", "round": 3, "score": 7.0, "scored_on": DAY}
    found = estimate_scores({**after, "scores": tables_of({"scores": [*rows, later]})["scores"]}, DAY)
    assert found.matrix.loc["007", "fit"] == 7.5


def test_touch_points_become_our_view_and_what_the_row_rests_on_is_left_alone() -> None:
    said = {"Ines Carrow": {"1": 8, "2": 4, "5": 9}, "Maren Voss": {"1": 6, "2": None, "5": 7}}
    after = agreed(scored("touch points", said, account="007", final_1=7.0, final_5=9.0))
    line = place_touch_points(after, "007").set_index("touch_point_id")
    assert line.loc["order", "our_importance"] == 7 and line.loc["order", "our_performance"] == 4  # settled; else the people's mean
    assert line.loc["audit", "our_importance"] == 9 and line["importance"].isna().all()  # never mixed with customers' answers
    own = after["touch_points"].set_index(["account_id", "touch_point_id"])
    assert own.loc[("007", "audit"), "source"] == "Annual talk"
    assert own.loc[("007", "order"), "source"] == "Scored together by 2 of ours" and own.loc[("007", "order"), "evidence"] == "assumed"
    assert set(after["respondents"]["side"]) == {"ours"} and not after["respondents"]["independent"].any()


def unknown(tables: Tables, *items: str) -> Tables:
    """The same, where the group has settled on not knowing these items."""
    rows = tables["scoring_items"]
    return {**tables, "scoring_items": rows.assign(final_unknown=rows["item_id"].isin(items))}


def test_what_the_group_does_not_know_is_nobodys_number() -> None:
    said = {"Ines Carrow": {"1": 8, "2": 4, "5": 9}, "Maren Voss": {"1": 6, "2": None, "5": 7}}
    tables = scored("touch points", said, account="007")
    before = {**tables, "touch_points": tables["touch_points"].assign(importance=9.0)}
    line = place_touch_points(agreed(unknown(before, "1", "5")), "007").set_index("touch_point_id")
    assert math.isnan(line.loc["audit", "our_importance"]) and line.loc["order", "our_importance"] == 9  # the standard row's
    assert line.loc["order", "our_performance"] == 4  # that one is open: what people said stands
    stages = agreed(unknown(scored("relationship stage", {"A": {"1": 4.0}, "B": {"1": 2.0}}, account="007"), "1"))
    assert stages["stage_ratings"].empty
    scores = agreed(unknown(scored("criteria", {"Ines Carrow": {"1": 8, "3": 6}, "Maren Voss": {"1": 3}}), "1"))
    found = estimate_scores(scores, DAY)
    assert math.isnan(found.matrix.loc["007", "fit"]) and found.matrix.loc["007", "trust"] == 6


def test_a_short_name_and_a_whole_one_of_one_member_are_two_scorers() -> None:
    tables = scored("criteria", {"Ines Carrow": {"1": 8}, "ines": {"1": 3}, "MAREN": {"1": 4}, "Paul": {"1": 5}})
    rows = rows_of_agreement(tables, "s", "Ines Carrow", DAY)
    assert {row["scorer_id"]: row["score"] for row in rows["scores"]} == {"ines": 8, "ines (2)": 3, "maren": 4, "Paul": 5}
    assert [(row["member_id"], row["name"]) for row in rows["team_members"]] == [("ines (2)", "ines"), ("Paul", "Paul")]


def test_the_agreed_stage_is_our_sides_and_a_later_rating_opens_it_again() -> None:
    said = {"A": {"1": 4.0}, "B": {"1": 2.0}, "C": {"1": None}}
    after = agreed(scored("relationship stage", said, account="007", final_1=2.0))
    row = review_stages(after, "007", DAY).iloc[0]
    assert (row["ours"], row["ours_agreed"], row["ours_raters"], row["ours_low"], row["ours_high"]) == (2, True, 2, 2, 4)
    rows = after["stage_ratings"].astype(object).where(after["stage_ratings"].notna(), None).to_dict("records")
    later = {"account_id": "007", "side": "ours", "rater": "A", "rated_on": date(2026, 4, 2), "stage": "integrated"}
    again = review_stages({**after, "stage_ratings": tables_of({"stage_ratings": [*rows, later]})["stage_ratings"]}, "007", date(2026, 4, 3))
    assert (again.iloc[0]["ours"], again.iloc[0]["ours_agreed"]) == (3.5, False)


def test_a_plan_review_stays_where_it_is_and_nothing_goes_anywhere_before_the_reveal() -> None:
    assert rows_of_agreement(scored("plan review", {"A": {"1": 3}}, account="007"), "s", "A", DAY) == {}
    with pytest.raises(MethodError, match="nothing is revealed yet"):
        rows_of_agreement(scored("plan review", {}, account="007"), "s", "A", DAY)


def test_the_second_round_stands_beside_the_first() -> None:
    tables = scored("plan review", {"A": {"1": 5, "2": 3}, "B": {"1": 1, "2": 3}}, account="007")
    second = scored("plan review", {"A": {"1": 3, "2": 3}, "B": {"1": 2, "2": None}}, account="007", rounds=2)
    both = {**second, "ballots": pd.concat([tables["ballots"], second["ballots"]], ignore_index=True)}
    found = compare_rounds(both, "s").set_index("item_id")
    assert (found.loc["1", "first_distance"], found.loc["1", "last_distance"], found.loc["1", "moved"]) == (4, 1, 2)
    assert found.loc["2", "moved"] == 1 and compare_rounds(tables, "s").empty
    assert ballots_in(both, "s", 1)["score"].tolist() == [5, 3, 1, 3]
    assert list_finals(both, "s")["final"].isna().all()
